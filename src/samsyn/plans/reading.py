"""From what was read in a document (`ParsedPlan.to_json()`) to a draft that can be corrected, and on to items."""

import re
from collections.abc import Mapping
from typing import Any, cast
from uuid import uuid4

from samsyn.plans.content import ItemContent, Kind
from samsyn.plans.drafting import LONGEST, TEXT, Draft, Dropped, Node

Json = Mapping[str, Any]
# The Swedish words too: plans read by earlier versions hold the place in the language of whoever saved the plan.
_PLACE = re.compile(r"(?:(?:page|sida) (?P<page>\d{1,9}), )?(?:line|rad) (?P<line>\d{1,9})", re.ASCII)
_PARAGRAPHS = re.compile(r"\n\s*\n")


def draft_of(parsed: Json) -> Draft:
    """The draft: each paragraph of running text is a part of its own, title page and contents list are put aside."""
    builder = _Builder()
    for passage in parsed["preamble"]:
        builder.passage(passage)
    for point in parsed["direction_goals"]:
        builder.point(point, "direction_goal")
    for point in parsed["priorities"]:
        builder.point(point, "priority")
    for section in parsed["sections"]:
        builder.section(section, None)
    nodes = builder.nodes
    dropped = [Dropped(nodes=[builder.aside(passage)], before=None) for passage in parsed["front_matter"]]
    return Draft(
        title=(parsed["title"] or "")[: LONGEST["title"]],
        year=parsed["year"],
        last_year=parsed["last_year"],
        nodes=nodes,
        dropped=dropped,
        warnings=list(parsed["warnings"]),
        last_id=builder.last_id,
    )


class _Builder:
    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.last_id = 0

    def section(self, section: Json, parent: int | None) -> None:
        heading = section["title"] or ""
        area = self._add(section, parent, "focus_area", number=section["number"] or "", heading=heading)
        for paragraph in _paragraphs(section["text"]):
            self._add(section, area, TEXT, wording=paragraph)
        for kind, items in (("goal", section["goals"]), ("activity", section["activities"])):
            for item in items:
                self._item(item, area, kind)
        for below in section["sections"]:
            self.section(below, area)

    def passage(self, passage: Json) -> None:
        self._add(passage, None, TEXT, heading=passage["title"] or "", wording=passage["text"])

    def point(self, point: Json, kind: str) -> None:
        self._add(point, None, kind, heading=point["title"], wording=point["text"])

    def aside(self, passage: Json) -> Node:
        """A passage as a part that stands nowhere yet."""
        self.passage(passage)
        return self.nodes.pop()

    def _item(self, item: Json, area: int, kind: str) -> None:
        self._add(item, area, kind, wording=item["text"])
        self.nodes[-1] |= {"labelled": item["labelled"], "note": item["label"] or ""}

    def _add(
        self, source: Json, parent: int | None, kind: str, *, number: str = "", heading: str = "", wording: str = ""
    ) -> int:
        if len(number) > LONGEST["number"]:
            number, heading = "", f"{number} {heading}".strip()
        if len(heading) > LONGEST["heading"]:
            heading, wording = "", f"{heading}\n\n{wording}".strip()
        self.last_id += 1
        self.nodes.append(
            Node(
                id=self.last_id,
                parent=parent,
                kind=kind,
                number=number,
                heading=heading,
                wording=wording,
                labelled=True,
                confidence=source.get("confidence", 1.0),
                line=source["line"],
                page=source["page"],
                note="",
            )
        )
        return self.last_id


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPHS.split(text) if part.strip()]


def items_of(draft: Draft) -> list[ItemContent]:
    """The items of a plan made of the draft, with new keys.

    Text in an area becomes the last paragraphs of the area's wording; text outside every area becomes an area.
    """
    keys = {node["id"]: str(uuid4()) for node in draft["nodes"]}
    items: dict[int, ItemContent] = {}
    count: dict[int | None, int] = {}
    for node in draft["nodes"]:
        parent = node["parent"]
        if node["kind"] == TEXT and parent is not None:
            _append(items[parent], node)
            continue
        position = count.get(parent, 0)
        count[parent] = position + 1
        items[node["id"]] = _item(node, key=keys[node["id"]], parent=keys.get(parent or 0), position=position)
    return list(items.values())


def written_place(line: int | None, page: int | None) -> str:
    """Where something stood in the document, as it is stored: the same whoever reads it, and in the plan's export."""
    if line is None:
        return ""
    return f"line {line}" if page is None else f"page {page}, line {line}"


def read_place(written: str) -> tuple[int, int | None] | None:
    """The line and the page that `written_place` wrote; None where the words are somebody's own."""
    found = _PLACE.fullmatch(written)
    return (int(found["line"]), int(found["page"]) if found["page"] else None) if found else None


def wordless(draft: Draft) -> list[Node]:
    """The parts without any words, which cannot be saved."""
    return [node for node in draft["nodes"] if not (node["heading"] or node["wording"])]


def _append(area: ItemContent, text: Node) -> None:
    words = (area["wording"], text["number"], text["heading"], text["wording"])
    area["wording"] = "\n\n".join(part for part in words if part)


def _item(node: Node, *, key: str, parent: str | None, position: int) -> ItemContent:
    kind = "focus_area" if node["kind"] == TEXT else node["kind"]
    return ItemContent(
        key=key,
        parent=parent,
        kind=cast(Kind, kind),
        position=position,
        number=node["number"],
        heading=node["heading"],
        wording=node["wording"],
        short_title="",
        labelled=node["labelled"],
        place=written_place(node["line"], node["page"]),
        continues=None,
        owner=None,
        starts_on=None,
        ends_on=None,
        budget=None,
        outcome=None,
        contributions=[],
        steps=[],
        risks=[],
        documents=[],
        indicators=[],
    )
