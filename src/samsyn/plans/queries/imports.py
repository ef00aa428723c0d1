"""Reading documents, and the imports that are under way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samsyn.foundation.jobs.models import Job
from samsyn.plans import drafting, reading
from samsyn.plans.documents import DocumentError, read_plan
from samsyn.plans.documents.messages import WARNINGS
from samsyn.plans.drafting import Draft, Node
from samsyn.plans.errors import NotUsable
from samsyn.plans.models import ImportDraft
from samsyn.plans.progress import Progress

DOUBTFUL = 0.75
"""Parts that the reader was less sure of than this are pointed out; what it kept as text, it did not judge."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a draft as the preview shows it. `misplaced`: it cannot be saved where it stands."""

    node: Node
    depth: int
    first: bool
    last: bool
    doubtful: bool
    misplaced: bool
    warnings: tuple[str, ...]

    @property
    def percent(self) -> int:
        """How sure the reader was, in per cent."""
        return round(100 * self.node["confidence"])

    @property
    def parent(self) -> str:
        """What it stands in, as `place_choices` has it."""
        return "" if self.node["parent"] is None else str(self.node["parent"])


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of the reader in words, and the part that it is about (None: the whole document)."""

    text: str
    part: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft to read and correct. `counts` is the number of parts of each kind."""

    parts: tuple[Part, ...]
    put_aside: tuple[Node, ...]
    warnings: tuple[Warned, ...]
    counts: Mapping[str, int]

    @property
    def attention(self) -> int:
        """How many things there are to look at."""
        return len(self.warnings) + len(self.doubtful) + len(self.misplaced)

    @property
    def doubtful(self) -> list[Part]:
        return [part for part in self.parts if part.doubtful]

    @property
    def misplaced(self) -> list[Part]:
        return [part for part in self.parts if part.misplaced]


def read_document(data: bytes, *, name: str, progress: Progress) -> Draft:
    """What stands in the bytes of a document, as a draft. Refuses what cannot be read, saying what to do."""

    def tell(done: int, total: int) -> None:
        progress(done / max(total, 1), _("Reading"))

    try:
        parsed = read_plan(data, name=name, progress=tell)
    except DocumentError as error:
        raise NotUsable(_(error.template) % _said(error.params)) from error
    return reading.draft_of(parsed.to_json())


def _said(params: Mapping[str, str | int]) -> dict[str, str | int]:
    """The parameters of a refusal, what was found in the reader's language."""
    found = params.get("found")
    return {**params, "found": _(str(found))} if found else dict(params)


def by_key(key: Any) -> ImportDraft:
    """One import with its file; raises `ImportDraft.DoesNotExist`."""
    return ImportDraft.objects.select_related("file", "plan", "started_by").get(key=key)


def under_way() -> QuerySet[ImportDraft]:
    """The imports that are not plans yet, latest first, without their contents."""
    return ImportDraft.objects.filter(plan__isnull=True).select_related("file", "started_by").defer("content")


def reading_job(draft: ImportDraft) -> Job | None:
    """The latest job that reads, or has read, the document of an import."""
    return Job.objects.filter(payload__draft=str(draft.key)).order_by("-requested_at", "-pk").first()


def preview(content: Draft) -> Preview:
    """What the preview of an import shows."""
    nodes = content["nodes"]
    depth: dict[int | None, int] = {None: -1}
    siblings: dict[int | None, list[int]] = {}
    for node in nodes:
        depth[node["id"]] = depth[node["parent"]] + 1
        siblings.setdefault(node["parent"], []).append(node["id"])
    warnings = tuple(Warned(_words(one), _part_at(one["line"], nodes)) for one in content["warnings"])
    misplaced = {node["id"] for node in drafting.misplaced(content)}
    parts = tuple(
        Part(
            node=node,
            depth=min(depth[node["id"]], 6),
            first=siblings[node["parent"]][0] == node["id"],
            last=siblings[node["parent"]][-1] == node["id"],
            doubtful=node["confidence"] < DOUBTFUL and node["kind"] != drafting.TEXT,
            misplaced=node["id"] in misplaced,
            warnings=tuple(warned.text for warned in warnings if warned.part == node["id"]),
        )
        for node in nodes
    )
    counts = Counter(node["kind"] for node in nodes)
    return Preview(parts, tuple(one["nodes"][0] for one in content["dropped"]), warnings, counts)


def part(draft: ImportDraft, number: int) -> Part | None:
    """One part of an import's preview."""
    return next((one for one in preview(cast(Draft, draft.content)).parts if one.node["id"] == number), None)


def place_choices(content: Draft, node: Node) -> list[tuple[str, str]]:
    """Where a part may stand, by number and name in reading order; "" is the plan itself."""
    branch = {one["id"] for one in drafting.branch(content, node["id"])}
    names = {one["id"]: " ".join(filter(None, [one["number"], name(one)])) for one in content["nodes"]}
    places = [place for place in drafting.may_stand_under(content, node["kind"]) if place not in branch]
    return [
        ("" if place is None else str(place), _("The plan itself") if place is None else names[place])
        for place in places
    ]


def name(node: Node) -> str:
    """The heading of a part, or the beginning of its words."""
    words = node["heading"] or node["wording"]
    return words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + " …"


def _words(warning: Mapping[str, Any]) -> str:
    return _(WARNINGS[warning["code"]]) % warning["params"]


def _part_at(line: int | None, nodes: list[Node]) -> int | None:
    """The last part that begins on the line of a warning or before it."""
    if line is None:
        return None
    return next((node["id"] for node in reversed(nodes) if node["line"] is not None and node["line"] <= line), None)
