"""Reading indicators: their numbers, where each is from, and which are stale. Constant queries, whatever the plan."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet

from samsyn.analysis.follow_up import (
    Dated,
    Level,
    Measure,
    Reason,
    Schedule,
    last_passed,
    level,
    missed,
    next_due,
    staleness,
)
from samsyn.insights.queries import series as insights
from samsyn.plans.models import GoodDirection, Indicator, IndicatorTarget, IndicatorValue, Item, ItemKind, Plan

LARGEST = Decimal(10) ** 14
DECIMALS = 6


def fits(number: Decimal) -> bool:
    """Whether a number can be kept exactly: at most 14 digits before the decimal sign and 6 after it."""
    return number.is_finite() and abs(number) < LARGEST and number == round(number, DECIMALS)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that counts: the latest entered for its reference date, or the published one.

    `entered_by` and `entered_at` are empty for values of a published series.
    """

    on: date
    value: Decimal
    source: str
    territory: str
    entered_by: str = ""
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator with all its numbers. `values` and `targets` are in date order, one a date."""

    indicator: Indicator
    values: tuple[Value, ...]
    targets: tuple[Dated, ...]

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.indicator.first_due, self.indicator.every_months)

    @property
    def baseline(self) -> Dated | None:
        value, on = self.indicator.baseline, self.indicator.baseline_on
        return None if value is None or on is None else Dated(on, value)

    @property
    def modelled(self) -> bool:
        """Whether the figures come from a model, and must be labelled so wherever they show."""
        return self.indicator.series is not None and self.indicator.series.modelled

    @property
    def measure(self) -> Measure:
        return Measure(
            higher_is_better=self.indicator.good_direction == GoodDirection.HIGHER,
            schedule=self.schedule,
            baseline=self.baseline,
            values=tuple(Dated(each.on, each.value) for each in self.values),
            targets=self.targets,
        )

    def level(self, *, on: date) -> Level:
        """How it stands on a day."""
        return level(self.measure, on=on)

    def stale(self, *, on: date) -> Reason | None:
        """Why it is stale on a day, or None."""
        return staleness(self.measure, on=on)

    def missed_on(self, *, on: date) -> date | None:
        """The due date that was missed, where it is stale on a day."""
        return last_passed(self.schedule, on=on) if self.stale(on=on) else None

    def next_due(self, *, on: date) -> date | None:
        """The first due date on a day or later."""
        return next_due(self.schedule, on=on)


def of_plan(plan: Plan) -> tuple[Reading, ...]:
    """Every indicator of a plan with its numbers: four queries."""
    return _read(Indicator.objects.filter(item__plan=plan))


def of_item(item: Item) -> tuple[Reading, ...]:
    """The indicators of an item with their numbers: four queries."""
    return _read(Indicator.objects.filter(item=item))


def reading(indicator: Indicator) -> Reading:
    """One indicator with its numbers: four queries."""
    return _read(Indicator.objects.filter(pk=indicator.pk))[0]


def entries(indicator: Indicator) -> QuerySet[IndicatorValue]:
    """Every value that was entered by hand or from a table, corrected ones too, latest entry first."""
    return indicator.values.select_related("entered_by").order_by("-pk")


def stale_of_plan(plan: Plan, *, on: date) -> dict[int, Reason]:
    """The stale indicators of a plan on a day (ids) with the reason: at most three queries."""
    return {pk: reason for _item, pk, reason in _missed(plan, on)}


def stale_by_item(plan: Plan, *, on: date) -> dict[int, list[Reason]]:
    """Why indicators are stale on a day, by item id: at most three queries."""
    found: dict[int, list[Reason]] = {}
    for item, _pk, reason in _missed(plan, on):
        found.setdefault(item, []).append(reason)
    return found


def unmeasured(plan: Plan) -> QuerySet[Item]:
    """The goals of a plan that no indicator measures."""
    return Item.objects.filter(plan=plan, kind=ItemKind.GOAL, indicators__isnull=True)


def _missed(plan: Plan, on: date) -> list[tuple[int, int, Reason]]:
    """Item, indicator and reason of what is stale, without reading a value: the latest reference date is enough."""
    due = list(
        Indicator.objects.filter(item__plan=plan, first_due__lt=on)
        .order_by("pk")
        .values_list("item_id", "pk", "first_due", "every_months", "series_id")
    )
    if not due:
        return []
    entered = _latest_entered(plan, on)
    bound = {series for *_rest, series in due if series is not None}
    published = insights.latest_dates(bound, on=on) if bound else {}
    found = []
    for item, pk, first, every, series in due:
        dates = [day for day in (entered.get(pk), published.get(series)) if day is not None]
        reason = missed(Schedule(first, every), latest=max(dates, default=None), on=on)
        if reason is not None:
            found.append((item, pk, reason))
    return found


def _latest_entered(plan: Plan, on: date) -> dict[int, date]:
    rows = IndicatorValue.objects.filter(indicator__item__plan=plan, on__lte=on).order_by()
    return dict(rows.values("indicator").annotate(latest=Max("on")).values_list("indicator", "latest"))


def _read(chosen: QuerySet[Indicator]) -> tuple[Reading, ...]:
    indicators = list(chosen.select_related("item", "series").order_by("item", "pk"))
    ids = chosen.order_by().values("pk")
    targets = _targets(ids)
    entered = _entered(ids)
    bound = {each.series_id for each in indicators if each.series_id is not None}
    published = insights.values_of(bound) if bound else {}
    readings = []
    for each in indicators:
        values = entered.get(each.pk, {})
        if each.series is not None:
            source, territory = each.series.source, each.series.territory
            values |= {on: Value(on, value, source, territory) for on, value in published.get(each.series.pk, [])}
        in_order = tuple(values[on] for on in sorted(values))
        readings.append(Reading(each, in_order, targets.get(each.pk, ())))
    return tuple(readings)


def _targets(indicators: QuerySet[Any, Any]) -> dict[int, tuple[Dated, ...]]:
    rows = IndicatorTarget.objects.filter(indicator__in=indicators).order_by("indicator", "on")
    found: dict[int, list[Dated]] = {}
    for indicator, on, value in rows.values_list("indicator_id", "on", "value"):
        found.setdefault(indicator, []).append(Dated(on, value))
    return {indicator: tuple(targets) for indicator, targets in found.items()}


def _entered(indicators: QuerySet[Any, Any]) -> dict[int, dict[date, Value]]:
    """The values that count, by indicator and reference date: a later row corrects an earlier one."""
    rows = IndicatorValue.objects.filter(indicator__in=indicators).order_by("pk")
    fields = ("indicator_id", "on", "value", "source", "territory", "entered_by__name", "entered_at")
    found: dict[int, dict[date, Value]] = {}
    for indicator, on, value, source, territory, name, entered_at in rows.values_list(*fields):
        found.setdefault(indicator, {})[on] = Value(on, value, source, territory, name or "", entered_at)
    return found
