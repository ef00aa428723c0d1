"""The table in which owners are given to many items at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from samsyn.plans import structure
from samsyn.plans.models import Item, ItemKind, Plan
from samsyn.plans.queries.choices import Choice, Party, code_of, parties
from samsyn.plans.queries.content import in_reading_order
from samsyn.plans.queries.owners import FOLLOWED, Owner, owners

MOST_ROWS = 200
"""More goals and activities than this are shown one area at a time."""


class OwnerChange(NamedTuple):
    """An item that gets another owner. `was` is the code of the owner that the person saw."""

    item: Item
    was: str
    party: Party


class Row(NamedTuple):
    """A goal or an activity. `code` is its owner's; the owner may be somebody who has left."""

    item: Item
    code: str
    owner: Owner | None

    @property
    def unowned(self) -> bool:
        return self.owner is None or not self.owner.present


class Group(NamedTuple):
    """The rows that stand in an area, nearest."""

    area: Item | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a plan, or of one of its main areas, and who can be chosen.

    area     the key of the main area that is shown, empty for all
    areas    the main areas, to choose from
    missing  goals and activities without owner in the whole plan
    """

    groups: tuple[Group, ...]
    known: Mapping[str, Party]
    area: str
    areas: tuple[Choice, ...]
    only_unowned: bool
    missing: int
    total: int

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)


def table(plan: Plan, *, chosen: Mapping[str, str], on: date) -> Table:
    """The table as the address asks for it (`area`, `unowned`): seven queries, whatever the plan."""
    items = in_reading_order(
        list(Item.objects.filter(plan=plan).select_related("owner_person", "owner_function").defer("stems"))
    )
    known = owners(plan, on=on)
    rows = [_row(item, known.of(item.owner_person_id, item.owner_function_id)) for item in items]
    followed = [row for row in rows if row.item.kind in FOLLOWED]
    main = [item for item in items if item.kind == ItemKind.FOCUS_AREA and item.parent_id is None]
    area = _area(main, chosen.get("area", ""), many=len(followed) > MOST_ROWS)
    parents = {item.pk: item.parent_id for item in items}
    inside = structure.with_descendants([area.pk], parents) if area else frozenset(parents)
    only_unowned = bool(chosen.get("unowned"))
    shown = [row for row in followed if row.item.pk in inside and (row.unowned or not only_unowned)]
    return Table(
        groups=_grouped(shown, {item.pk: item for item in items}),
        known=parties(on=on),
        area=str(area.key) if area else "",
        areas=tuple((str(item.key), f"{item.number} {item.name}".strip()) for item in main),
        only_unowned=only_unowned,
        missing=sum(row.unowned for row in followed),
        total=len(followed),
    )


def _row(item: Item, owner: Owner | None) -> Row:
    return Row(item, code_of(item), owner)


def _area(main: list[Item], key: str, *, many: bool) -> Item | None:
    """The main area with a key; the first where none is named and the plan is large."""
    named = next((item for item in main if str(item.key) == key), None)
    return named or (main[0] if many and main else None)


def _grouped(rows: Iterable[Row], by_id: Mapping[int, Item]) -> tuple[Group, ...]:
    found: dict[int | None, list[Row]] = {}
    for row in rows:
        above = row.item.parent_id
        while above is not None and by_id[above].kind != ItemKind.FOCUS_AREA:
            above = by_id[above].parent_id
        found.setdefault(above, []).append(row)
    return tuple(Group(by_id[area] if area else None, tuple(each)) for area, each in found.items())
