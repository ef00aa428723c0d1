"""Indicators as their pages show them: the numbers, how they stand on a day, and what the reader may do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from samsyn.analysis.follow_up import Level, Reason, Schedule, due_dates, next_due
from samsyn.foundation.ui.charts import IndicatorChart, Point
from samsyn.plans import rules
from samsyn.plans.models import GoodDirection, Indicator, IndicatorValue, Item, Plan
from samsyn.plans.queries import indicators
from samsyn.plans.queries.indicators import Reading

DUES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator on a day. `missed_on` is the due date that passed without a value; `next_due` the one to come."""

    reading: Reading
    level: Level
    stale: Reason | None
    missed_on: date | None
    next_due: date | None
    may_enter: bool

    @property
    def indicator(self) -> Indicator:
        return self.reading.indicator

    @property
    def numbers(self) -> list[float]:
        """The values in order of date, for a small drawing."""
        return [float(each.value) for each in self.reading.values]

    @property
    def chart(self) -> IndicatorChart:
        """What the chart shows; every point is there, nothing between."""
        indicator, baseline = self.indicator, self.reading.baseline
        return IndicatorChart(
            title=indicator.name,
            unit=indicator.unit,
            values=tuple(Point(each.on, float(each.value)) for each in self.reading.values),
            targets=tuple(Point(each.on, float(each.value)) for each in self.reading.targets),
            baseline=Point(baseline.on, float(baseline.value)) if baseline else None,
            higher_is_better=indicator.good_direction == GoodDirection.HIGHER,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as somebody entered it. `counts` is false for one that a later entry has corrected."""

    entered: IndicatorValue
    counts: bool


def by_key(key: UUID) -> Indicator:
    """The indicator with a key; raises `Indicator.DoesNotExist`."""
    return Indicator.objects.select_related("item__plan", "series").get(key=key)


def of_plan(plan: Plan, *, by: Any, on: date) -> tuple[Measured, ...]:
    """The indicators of a plan: stale ones first, then by their next due date. Constant queries."""
    everything = rules.has_role(by, *rules.READS_ALL, on=on)
    owned = frozenset() if everything else rules.owned_items(by, plan, on=on)
    found = [_measured(each, on, everything or each.indicator.item_id in owned) for each in indicators.of_plan(plan)]
    return tuple(sorted(found, key=_urgency))


def of_item(item: Item, *, by: Any, on: date) -> tuple[Measured, ...]:
    """The indicators of one item, stale ones first. Constant queries."""
    readings = indicators.of_item(item)
    may = bool(readings) and rules.may_enter_value(by, readings[0].indicator, on=on)
    return tuple(sorted((_measured(each, on, may) for each in readings), key=_urgency))


def one(indicator: Indicator, *, by: Any, on: date) -> Measured:
    """One indicator. Constant queries."""
    return _measured(indicators.reading(indicator), on, rules.may_enter_value(by, indicator, on=on))


def entries(indicator: Indicator) -> list[Entry]:
    """Every value that was entered by hand or from a table, latest reference date first, corrected ones after."""
    rows = sorted(indicators.entries(indicator), key=lambda row: (row.on, row.pk), reverse=True)
    return [Entry(row, not n or rows[n - 1].on != row.on) for n, row in enumerate(rows)]


def coming_due(indicator: Indicator, *, on: date) -> list[date]:
    """The next due dates of an indicator, at most `DUES_SHOWN`, the one of the day among them."""
    schedule = Schedule(indicator.first_due, indicator.every_months)
    first = next_due(schedule, on=on)
    if first is None:
        return []
    until = first + DUES_SHOWN * timedelta(days=31) * (indicator.every_months or 1)
    return [due for due in due_dates(schedule, until=until) if due >= on][:DUES_SHOWN]


def may_enter_any(plan: Plan, *, by: Any, on: date) -> bool:
    """Whether somebody may enter values of anything in a plan."""
    return rules.has_role(by, *rules.READS_ALL, on=on) or rules.owns_in(by, plan, on=on)


def names_to_fill_in(plan: Plan, *, by: Any, on: date) -> list[str]:
    """What a table calls the indicators that somebody may enter values of: the key where several have the name."""
    found = of_plan(plan, by=by, on=on)
    times = Counter(each.indicator.name.casefold() for each in found)
    return [
        each.indicator.name if times[each.indicator.name.casefold()] == 1 else str(each.indicator.key)
        for each in found
        if each.may_enter
    ]


def stale(found: Iterable[Measured]) -> tuple[Measured, ...]:
    """Those that are stale."""
    return tuple(each for each in found if each.stale)


def _measured(reading: Reading, on: date, may_enter: bool) -> Measured:
    return Measured(
        reading=reading,
        level=reading.level(on=on),
        stale=reading.stale(on=on),
        missed_on=reading.missed_on(on=on),
        next_due=reading.next_due(on=on),
        may_enter=may_enter and reading.indicator.series_id is None,
    )


def _urgency(measured: Measured) -> tuple[bool, date, str]:
    due = measured.missed_on if measured.stale else measured.next_due
    return measured.stale is None, due or date.max, measured.indicator.name.casefold()
