"""What is there to do: mine, what nobody has taken on, and what the year brings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from samsyn.analysis.follow_up import Schedule, due_dates, last_passed, next_due
from samsyn.plans import rules, structure
from samsyn.plans.models import (
    FollowUp,
    FollowUpRound,
    Indicator,
    IndicatorTarget,
    Item,
    Plan,
    PlanState,
    Step,
)
from samsyn.plans.queries import indicators, owners
from samsyn.plans.queries.items import Named, names

SOON = timedelta(days=30)


class Dated(StrEnum):
    """What happens on a day of a plan's year."""

    ROUND_OPENS = "round_opens"
    ROUND_DUE = "round_due"
    STEP_DUE = "step_due"
    BEGINS = "begins"
    ENDS = "ends"
    VALUE_DUE = "value_due"
    TARGET = "target"


class Due(NamedTuple):
    """Something to do by a day. `text` is the step or the indicator, empty for a follow-up."""

    on: date
    kind: Dated
    item: Item
    text: str
    past: bool


@dataclass(frozen=True, slots=True)
class MyWork:
    """What somebody answers for on a day: what was given to them, all that stands in it, and what is due in order."""

    given: tuple[Item, ...]
    items: tuple[Item, ...]
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Neglected:
    """What follow-up needs and nobody has seen to, in a plan on a day.

    `stale` are indicators past due with the due date that was missed.
    """

    unowned: tuple[Item, ...]
    unmeasured: tuple[Item, ...]
    stale: tuple[tuple[Indicator, date], ...]


class Event(NamedTuple):
    """One dated thing of a plan. `item` is None for what concerns the whole plan."""

    on: date
    kind: Dated
    text: str
    item: Named | None
    done: bool


class Month(NamedTuple):
    """A month (its first day) and what happens in it, in order."""

    first: date
    events: tuple[Event, ...]


def my_work(by: Any, *, on: date) -> MyWork:
    """What somebody answers for in plans that are not closed: the queries grow with those plans, not with the items."""
    seats = rules.seats_of(by, on=on)
    if not seats:
        return MyWork((), (), ())
    open_items = Item.objects.exclude(plan__state=PlanState.CLOSED)
    given = list(open_items.filter(rules.given_to(seats)).select_related("plan", "parent").order_by("plan", "pk"))
    plans = {item.plan_id: item.plan for item in given}
    parents = dict(Item.objects.filter(plan__in=plans).order_by().values_list("pk", "parent"))
    mine = structure.with_descendants([item.pk for item in given], parents)
    items = list(Item.objects.filter(pk__in=mine).select_related("plan", "parent").order_by("plan", "position", "pk"))
    by_id = {item.pk: item for item in items}
    due = [*_follow_ups_due(by_id, on), *_steps_due(by_id, on), *_values_due(by_id, plans.values(), on)]
    return MyWork(tuple(given), tuple(items), tuple(sorted(due, key=lambda one: (one.on, one.item.pk))))


def neglected(plan: Plan, *, on: date) -> Neglected:
    """What nobody answers for, what nothing measures, and what is past due: at most six queries."""
    stale = indicators.stale_of_plan(plan, on=on)
    past_due = Indicator.objects.filter(pk__in=stale).select_related("item").order_by("item__position", "pk")
    return Neglected(
        unowned=tuple(owners.unowned(plan, on=on)),
        unmeasured=tuple(indicators.unmeasured(plan).select_related("parent").order_by("position", "pk")),
        stale=tuple((each, last) for each in past_due if (last := last_passed(_schedule(each), on=on)) is not None),
    )


def year_wheel(plan: Plan) -> tuple[Month, ...]:
    """Every dated thing of a plan by month, empty months of its period too: six queries."""
    known = names(plan)
    events = [*_rounds(plan), *_steps(plan, known), *_periods(plan, known), *_values(plan, known)]
    in_order = sorted(events, key=lambda event: (event.on, event.kind, event.text))
    found = {first: tuple(group) for first, group in groupby(in_order, key=lambda event: event.on.replace(day=1))}
    return tuple(Month(first, found.get(first, ())) for first in _months(plan, found))


def _follow_ups_due(items: Mapping[int, Item], on: date) -> Iterator[Due]:
    """The goals and activities that nothing has been said about in the latest round that has opened."""
    rounds = FollowUpRound.objects.filter(plan__items__in=items, opens_on__lte=on).distinct().order_by("as_of")
    latest = {one.plan_id: one for one in rounds}
    said = set(FollowUp.objects.filter(round__in=latest.values(), item__in=items).values_list("item", flat=True))
    for item in items.values():
        if item.kind in owners.FOLLOWED and item.plan_id in latest and item.pk not in said:
            due = latest[item.plan_id].due_on
            yield Due(due, Dated.ROUND_DUE, item, "", due < on)


def _steps_due(items: Mapping[int, Item], on: date) -> Iterator[Due]:
    for step in Step.objects.filter(item__in=items, done_on__isnull=True, due_on__lte=on + SOON):
        if step.due_on is not None:
            yield Due(step.due_on, Dated.STEP_DUE, items[step.item_id], step.text, step.due_on < on)


def _values_due(items: Mapping[int, Item], plans: Iterable[Plan], on: date) -> Iterator[Due]:
    """Stale indicators by the due date that was missed, others by their next, where it is soon."""
    stale = {pk for plan in plans for pk in indicators.stale_of_plan(plan, on=on)}
    for each in Indicator.objects.filter(item__in=items, first_due__isnull=False, series__isnull=True):
        past = each.pk in stale
        due = last_passed(_schedule(each), on=on) if past else next_due(_schedule(each), on=on)
        if due is not None and due <= on + SOON:
            yield Due(due, Dated.VALUE_DUE, items[each.item_id], each.name, past)


def _schedule(indicator: Indicator) -> Schedule:
    return Schedule(indicator.first_due, indicator.every_months)


def _rounds(plan: Plan) -> Iterator[Event]:
    for one in plan.rounds.all():
        yield Event(one.opens_on, Dated.ROUND_OPENS, "", None, False)
        yield Event(one.due_on, Dated.ROUND_DUE, "", None, False)


def _steps(plan: Plan, known: Mapping[int, Named]) -> Iterator[Event]:
    steps = Step.objects.filter(item__plan=plan, due_on__isnull=False)
    for item, text, due_on, done_on in steps.values_list("item", "text", "due_on", "done_on"):
        if due_on is not None:
            yield Event(due_on, Dated.STEP_DUE, text, known[item], done_on is not None)


def _periods(plan: Plan, known: Mapping[int, Named]) -> Iterator[Event]:
    """When items begin and end, where that is not when the plan does."""
    rows = Item.objects.filter(plan=plan).order_by().values_list("pk", "starts_on", "ends_on")
    for item, starts_on, ends_on in rows:
        if starts_on is not None and starts_on != plan.starts_on:
            yield Event(starts_on, Dated.BEGINS, "", known[item], False)
        if ends_on is not None and ends_on != plan.ends_on:
            yield Event(ends_on, Dated.ENDS, "", known[item], False)


def _values(plan: Plan, known: Mapping[int, Named]) -> Iterator[Event]:
    for each in Indicator.objects.filter(item__plan=plan, first_due__isnull=False):
        for due in due_dates(_schedule(each), until=plan.ends_on):
            if due >= plan.starts_on:
                yield Event(due, Dated.VALUE_DUE, each.name, known[each.item_id], False)
    targets = IndicatorTarget.objects.filter(indicator__item__plan=plan)
    for on, item, name in targets.values_list("on", "indicator__item", "indicator__name"):
        yield Event(on, Dated.TARGET, name, known[item], False)


def _months(plan: Plan, found: Iterable[date]) -> list[date]:
    """The first days of all months of the plan's period, and of those outside it where something happens."""
    inside, first = set[date](), plan.starts_on.replace(day=1)
    while first <= plan.ends_on:
        inside.add(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return sorted(inside | set(found))
