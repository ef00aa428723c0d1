"""What the public page of a plan shows: the open plan (`queries.public`) as a tree to read, with its charts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samsyn.foundation.ui.charts import IndicatorChart, Point
from samsyn.plans.content import day_of
from samsyn.plans.exchange.opendata import OpenIndicator, OpenItem, OpenPlan, OpenPoint
from samsyn.plans.models import ItemKind, name_of

FOLLOWED = (ItemKind.GOAL, ItemKind.ACTIVITY)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with its drawing."""

    indicator: OpenIndicator
    chart: IndicatorChart


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, and what stands in it. `ties` are the items that it supports or is shared with."""

    item: OpenItem
    name: str
    more: str
    starts_on: date | None
    ends_on: date | None
    measured: tuple[Measured, ...]
    ties: tuple[tuple[str, OpenItem], ...]
    points: tuple["Entry", ...]
    areas: tuple["Entry", ...]


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The whole page. `states` counts goals and activities by state; empty before the first completed report."""

    plan: OpenPlan
    starts_on: date
    ends_on: date
    decided_on: date | None
    as_of: date | None
    direction_goals: tuple[Entry, ...]
    priorities: tuple[Entry, ...]
    areas: tuple[Entry, ...]
    counts: Mapping[str, int]
    states: Mapping[str, int]


def public_page(plan: OpenPlan) -> PublicPage:
    """The page of an open plan. Reads nothing more."""
    entries = _Entries(plan)
    top = entries.under(None)
    report = plan["report"]
    return PublicPage(
        plan=plan,
        starts_on=date.fromisoformat(plan["starts_on"]),
        ends_on=date.fromisoformat(plan["ends_on"]),
        decided_on=day_of(plan["adopted"]["decided_on"]),
        as_of=day_of(report["as_of"]) if report else None,
        direction_goals=_of(top, ItemKind.DIRECTION_GOAL),
        priorities=_of(top, ItemKind.PRIORITY),
        areas=_of(top, ItemKind.FOCUS_AREA),
        counts=Counter(item["kind"] for item in plan["items"]),
        states=Counter(item["follow_up"]["state"] for item in plan["items"] if item["follow_up"]),
    )


class _Entries:
    """The items of a plan as entries, made from the leaves up."""

    def __init__(self, plan: OpenPlan) -> None:
        self.by_key = {item["key"]: item for item in plan["items"]}
        self.below: dict[str | None, list[OpenItem]] = {}
        for item in plan["items"]:
            self.below.setdefault(item["parent"], []).append(item)
        self.measured: dict[str, list[Measured]] = {}
        for one in plan["indicators"]:
            self.measured.setdefault(one["item"], []).append(Measured(one, _chart(one)))
        self.ties: dict[str, list[tuple[str, OpenItem]]] = {}
        for link in plan["links"]:
            self.ties.setdefault(link["source"], []).append((link["kind"], self.by_key[link["target"]]))

    def under(self, parent: str | None) -> list[Entry]:
        return [self._entry(item) for item in self.below.get(parent, ())]

    def _entry(self, item: OpenItem) -> Entry:
        inside = self.under(item["key"])
        name = _name(item)
        return Entry(
            item=item,
            name=name,
            more=item["wording"] if item["wording"] != name else "",
            starts_on=day_of(item["starts_on"]),
            ends_on=day_of(item["ends_on"]),
            measured=tuple(self.measured.get(item["key"], ())),
            ties=tuple(self.ties.get(item["key"], ())),
            points=tuple(entry for entry in inside if entry.item["kind"] in FOLLOWED),
            areas=_of(inside, ItemKind.FOCUS_AREA),
        )


def _name(item: OpenItem) -> str:
    """The heading, or the wording: of an area its beginning, since it stands as a heading."""
    if item["kind"] == ItemKind.FOCUS_AREA:
        return name_of(item["short_title"], item["heading"], item["wording"])
    return item["short_title"] or item["heading"] or item["wording"]


def _of(entries: Iterable[Entry], kind: ItemKind) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.item["kind"] == kind)


def _chart(one: OpenIndicator) -> IndicatorChart:
    return IndicatorChart(
        title=one["name"],
        unit=one["unit"],
        values=tuple(map(_point, one["values"])),
        targets=tuple(map(_point, one["targets"])),
        baseline=_point(one["baseline"]) if one["baseline"] else None,
        higher_is_better=one["good"] == "higher",
    )


def _point(point: OpenPoint) -> Point:
    return Point(date.fromisoformat(point["on"]), float(point["value"]))
