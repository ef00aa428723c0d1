"""What differs between two versions of a plan, said so that a person can read it.

Items are the same when their keys are: a reworded, moved or retyped item is one change, not a removal and an addition.
An item has moved when it belongs to another parent, or when it stands elsewhere among siblings that both versions
have; of a reordered list as few items as possible count as moved.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from samsyn.plans.content import IndicatorContent, ItemContent, LinkContent, PlanContent

TEXTS = ("heading", "wording")
FACTS = (
    "number",
    "short_title",
    "owner",
    "starts_on",
    "ends_on",
    "budget",
    "outcome",
    "contributions",
    "steps",
    "risks",
    "documents",
)
HEAD = ("title", "starts_on", "ends_on", "decided_by", "document", "continues")


class RunKind(StrEnum):
    EQUAL = "equal"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that both have, or only the new or only the old one has."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where an item stands: its parent's key and name ("" at the top), and its place among the siblings, from 1."""

    parent: str | None
    parent_name: str
    place: int


@dataclass(frozen=True, slots=True)
class Moved:
    item: ItemContent
    before: Position
    after: Position


@dataclass(frozen=True, slots=True)
class Retyped:
    item: ItemContent
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """`field` is heading or wording."""

    item: ItemContent
    field: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact about the item, or about the plan where `item` is None; the values are as in the content."""

    item: ItemContent | None
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class IndicatorChanged:
    """An indicator that is new (`before` is None), gone (`after` is None) or otherwise defined."""

    item: ItemContent
    before: IndicatorContent | None
    after: IndicatorContent | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs. `item` is the item as it is in the new version, where it still is there."""

    added: tuple[ItemContent, ...]
    removed: tuple[ItemContent, ...]
    moved: tuple[Moved, ...]
    retyped: tuple[Retyped, ...]
    reworded: tuple[Reworded, ...]
    changed: tuple[Changed, ...]
    indicators: tuple[IndicatorChanged, ...]
    links_added: tuple[LinkContent, ...]
    links_removed: tuple[LinkContent, ...]

    @property
    def other(self) -> int:
        """How many changes are neither of words nor of place: kinds, facts, indicators and links."""
        facts = (self.retyped, self.changed, self.indicators, self.links_added, self.links_removed)
        return sum(map(len, facts))

    @property
    def is_empty(self) -> bool:
        """Nothing differs that a decision could be about."""
        return not any(getattr(self, name) for name in self.__slots__)


def between(old: PlanContent, new: PlanContent) -> Difference:
    """What differs between two contents of the same plan (or of a plan and the one that it continues)."""
    before, after = _by_key(old), _by_key(new)
    both = [(before[key], after[key]) for key in after if key in before]
    return Difference(
        added=tuple(item for key, item in after.items() if key not in before),
        removed=tuple(item for key, item in before.items() if key not in after),
        moved=tuple(_moves(before, after)),
        retyped=tuple(Retyped(b, a["kind"], b["kind"]) for a, b in both if a["kind"] != b["kind"]),
        reworded=tuple(change for a, b in both for change in _rewordings(a, b)),
        changed=(*_changes(None, old["plan"], new["plan"], HEAD), *_item_changes(both)),
        indicators=tuple(_indicator_changes(before, after)),
        links_added=tuple(link for link in new["links"] if link not in old["links"]),
        links_removed=tuple(link for link in old["links"] if link not in new["links"]),
    )


def word_runs(old: str, new: str) -> tuple[Run, ...]:
    """How one text becomes the other, word by word: equal and deleted runs make the old, equal and inserted the new.

    A space between two changes belongs to both, so that changed words in a row read as one change.
    """
    runs: list[Run] = []
    deleted = inserted = ""
    steps = list(_steps(old, new))
    for n, step in enumerate(steps):
        if step.kind is RunKind.DELETED:
            deleted += step.text
        elif step.kind is RunKind.INSERTED:
            inserted += step.text
        elif step.text.isspace() and 0 < n < len(steps) - 1:
            deleted, inserted = deleted + step.text, inserted + step.text
        else:
            runs += [*_change(deleted, inserted), step]
            deleted = inserted = ""
    return (*runs, *_change(deleted, inserted))


def _change(deleted: str, inserted: str) -> Iterable[Run]:
    texts = ((RunKind.DELETED, deleted), (RunKind.INSERTED, inserted))
    return [Run(kind, text) for kind, text in texts if text]


def _steps(old: str, new: str) -> Iterable[Run]:
    a, b = _words(old), _words(new)
    for verb, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if verb == "equal":
            yield Run(RunKind.EQUAL, "".join(a[a1:a2]))
        else:
            yield from _change("".join(a[a1:a2]), "".join(b[b1:b2]))


def name_of(item: ItemContent) -> str:
    """The shortest honest name of an item, as `Item.name` has it."""
    if item["short_title"] or item["heading"]:
        return item["short_title"] or item["heading"]
    wording = item["wording"]
    return wording if len(wording) <= 90 else wording[:90].rsplit(" ", 1)[0] + " …"


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)


def _by_key(content: PlanContent) -> dict[str, ItemContent]:
    return {item["key"]: item for item in content["items"]}


def _rewordings(old: ItemContent, new: ItemContent) -> Iterable[Reworded]:
    for field in TEXTS:
        before, after = (old["heading"], new["heading"]) if field == "heading" else (old["wording"], new["wording"])
        if before != after:
            yield Reworded(new, field, word_runs(before, after))


def _item_changes(both: list[tuple[ItemContent, ItemContent]]) -> Iterable[Changed]:
    for old, new in both:
        yield from _changes(new, old, new, FACTS)


def _changes(
    item: ItemContent | None, old: Mapping[str, Any], new: Mapping[str, Any], fields: tuple[str, ...]
) -> Iterable[Changed]:
    return (Changed(item, field, old[field], new[field]) for field in fields if old[field] != new[field])


def _indicator_changes(before: dict[str, ItemContent], after: dict[str, ItemContent]) -> Iterable[IndicatorChanged]:
    old, new = _indicators(before), _indicators(after)
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        if (was and was[1]) != (now and now[1]):
            item = (now or was)[0]  # type: ignore[index]
            yield IndicatorChanged(item, was and was[1], now and now[1])


def _indicators(items: dict[str, ItemContent]) -> dict[str, tuple[ItemContent, IndicatorContent]]:
    return {one["key"]: (item, one) for item in items.values() for one in item["indicators"]}


def _moves(before: dict[str, ItemContent], after: dict[str, ItemContent]) -> Iterable[Moved]:
    old, new = _positions(before), _positions(after)
    stayed = _in_unchanged_order(before, after)
    for key in after:
        if key in before and key not in stayed:
            yield Moved(after[key], old[key], new[key])


def _positions(items: dict[str, ItemContent]) -> dict[str, Position]:
    count: dict[str | None, int] = {}
    positions = {}
    for key, item in items.items():
        parent = item["parent"]
        count[parent] = count.get(parent, 0) + 1
        positions[key] = Position(parent, name_of(items[parent]) if parent else "", count[parent])
    return positions


def _in_unchanged_order(before: dict[str, ItemContent], after: dict[str, ItemContent]) -> set[str]:
    """The items that kept their parent and, among the siblings that also did, their order."""
    order = {key: index for index, key in enumerate(before)}
    siblings: dict[str | None, list[str]] = {}
    for key, item in after.items():
        if key in before and before[key]["parent"] == item["parent"]:
            siblings.setdefault(item["parent"], []).append(key)
    return {key for keys in siblings.values() for key in _longest_rising(keys, order)}


def _longest_rising(keys: list[str], order: Mapping[str, int]) -> list[str]:
    """The longest part of `keys` that stands in rising `order` (patience sorting)."""
    ends: list[int] = []
    last: list[str] = []
    previous: dict[str, str | None] = {}
    for key in keys:
        place = bisect_left(ends, order[key])
        previous[key] = last[place - 1] if place else None
        ends[place : place + 1] = [order[key]]
        last[place : place + 1] = [key]
    rising, key_or_none = [], last[-1] if last else None
    while key_or_none is not None:
        rising.append(key_or_none)
        key_or_none = previous[key_or_none]
    return rising
