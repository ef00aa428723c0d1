"""The same item over the years: what a plan continues, and how each thread stood, cost and measured in each plan."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samsyn.analysis.follow_up import Dated, Reason, Shown, State
from samsyn.plans.models import FollowUpRound, Item, ItemKind, Plan
from samsyn.plans.queries import follow_up, indicators
from samsyn.plans.queries.content import in_reading_order

Quantity = tuple[str, str]
"""An indicator's name and unit: what is the same indicator in the next plan."""


@dataclass(frozen=True, slots=True)
class Year:
    """An item in one plan of a thread. `state` is None for what is not followed up.

    `measured` has the latest value within the plan's period of each of its indicators that has one.
    """

    item: Item
    state: State | None
    reason: Reason | None
    budget: Decimal | None
    outcome: Decimal | None
    measured: Mapping[Quantity, Dated]


@dataclass(frozen=True, slots=True)
class Thread:
    """One item through the plans: `years` has one place a plan, None where the item was not in it."""

    years: tuple[Year | None, ...]

    @property
    def latest(self) -> Year:
        return next(year for year in reversed(self.years) if year is not None)

    @property
    def quantities(self) -> list[Quantity]:
        """Every indicator of the thread, in the order that they came."""
        return list(dict.fromkeys(name for year in self.years if year is not None for name in year.measured))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans that continue each other, oldest first, and every thread through them.

    Threads stand in the reading order of the latest plan; those that ended earlier follow, the latest ended first.
    """

    plans: tuple[Plan, ...]
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may go on in the next plan; `ticked` is the suggestion, or what was chosen."""

    item: Item
    depth: int
    state: State | None
    ticked: bool


ENDED = frozenset({State.DONE, State.STOPPED, State.NOT_REACHED})


@dataclass(frozen=True, slots=True)
class _Period:
    """One plan of the chain on a day."""

    items: list[Item]
    stands: Mapping[int, Shown]
    measured: Mapping[int, Mapping[Quantity, Dated]]


def chain(plan: Plan) -> list[Plan]:
    """The plan and those that it continues, oldest first: two queries."""
    before = dict(Plan.objects.order_by().values_list("pk", "continues"))
    ids: list[int] = []
    step: int | None = plan.pk
    while step is not None and step not in ids:
        ids.append(step)
        step = before.get(step)
    found = Plan.objects.in_bulk(ids)
    return [found[pk] for pk in reversed(ids)]


def next_plans(plan: Plan) -> list[Plan]:
    """The plans that continue this one, earliest first: one query."""
    return list(Plan.objects.filter(continues=plan).order_by("starts_on", "pk"))


def before(item: Item) -> list[Item]:
    """The same item in earlier plans, latest first: one query a plan."""
    found: list[Item] = []
    step = item.continues_id
    while step is not None and step not in {earlier.pk for earlier in found}:
        found.append(Item.objects.select_related("plan").get(pk=step))
        step = found[-1].continues_id
    return found


def after(item: Item) -> list[Item]:
    """What continues the item in the next plans: one query a plan."""
    found: list[Item] = []
    step = [item.pk]
    while step:
        next_ones = list(Item.objects.filter(continues__in=step).select_related("plan").order_by("plan", "pk"))
        found += next_ones
        step = [each.pk for each in next_ones if each.pk != item.pk]
    return found


def compare(plan: Plan, *, on: date, readable: Callable[[Plan], bool] = lambda _plan: True) -> Comparison:
    """Every thread through a plan and those that it continues, on a day: a fixed number of queries a plan.

    A state is that of the plan's last round that has opened, judged on its last day, or on the day where that is
    earlier: so a year that has ended stays as it ended.
    """
    plans = [each for each in chain(plan) if readable(each)]
    periods = [_period(each, on) for each in plans]
    place = {item.pk: (n, item) for n, period in enumerate(periods) for item in period.items}
    threads, placed = [], set[int]()
    for period in reversed(periods):
        for item in period.items:
            if item.pk not in placed:
                members = list(_members(item, place))
                placed |= {member.pk for _n, member in members}
                threads.append(_thread(members, periods))
    return Comparison(tuple(plans), tuple(threads))


def candidates(plan: Plan, *, on: date, chosen: Collection[str] | None = None) -> list[Candidate]:
    """The items of a plan in reading order, with what is suggested to go on (or what was `chosen`, by key).

    Goals and activities that are not done, stopped or not reached; the areas that hold any of those, or nothing yet;
    direction goals. Priorities are those of one year.
    """
    items = in_reading_order(list(Item.objects.filter(plan=plan).defer("stems", "internal_note")))
    stands = _stands(plan, follow_up.current_round(plan, on=on), on)
    depth: dict[int | None, int] = {None: -1}
    for item in items:
        depth[item.pk] = depth[item.parent_id] + 1
    going_on = _going_on(items, stands)
    return [
        Candidate(
            item=item,
            depth=min(depth[item.pk], 6),
            state=stands[item.pk].state if item.pk in stands else None,
            ticked=item.pk in going_on if chosen is None else str(item.key) in chosen,
        )
        for item in items
    ]


def _going_on(items: Sequence[Item], stands: Mapping[int, Shown]) -> set[int]:
    """Children are judged before what they stand in."""
    holds_any = {item.parent_id for item in items}
    going_on: set[int | None] = set()
    for item in reversed(items):
        holds = item.pk in going_on
        if item.kind == ItemKind.FOCUS_AREA:
            goes_on = holds or item.pk not in holds_any
        else:
            ended = item.pk in stands and stands[item.pk].state in ENDED
            goes_on = holds or (item.kind != ItemKind.PRIORITY and not ended)
        if goes_on:
            going_on |= {item.pk, item.parent_id}
    return {pk for pk in going_on if pk is not None}


def _period(plan: Plan, on: date) -> _Period:
    items = in_reading_order(list(Item.objects.filter(plan=plan).defer("stems", "internal_note")))
    last = follow_up.current_round(plan, on=on)
    return _Period(items, _stands(plan, last, on), _measured(plan, min(on, plan.ends_on)))


def _stands(plan: Plan, last: FollowUpRound | None, on: date) -> Mapping[int, Shown]:
    return follow_up.shown(plan, min(on, last.due_on) if last else on, last)


def _measured(plan: Plan, until: date) -> dict[int, dict[Quantity, Dated]]:
    """The latest value of each indicator in the plan's period, by item."""
    found: dict[int, dict[Quantity, Dated]] = {}
    for reading in indicators.of_plan(plan):
        known = [value for value in reading.values if plan.starts_on <= value.on <= until]
        if known:
            indicator = reading.indicator
            latest = Dated(known[-1].on, known[-1].value)
            found.setdefault(indicator.item_id, {})[indicator.name, indicator.unit] = latest
    return found


def _members(item: Item, place: Mapping[int, tuple[int, Item]]) -> Iterable[tuple[int, Item]]:
    """The item and those that it continues, each with the number of its plan."""
    step: int | None = item.pk
    seen: set[int] = set()
    while step is not None and step in place and step not in seen:
        seen.add(step)
        yield place[step]
        step = place[step][1].continues_id


def _thread(members: Sequence[tuple[int, Item]], periods: Sequence[_Period]) -> Thread:
    years: list[Year | None] = [None] * len(periods)
    for n, item in members:
        stands = periods[n].stands.get(item.pk)
        years[n] = Year(
            item=item,
            state=stands.state if stands else None,
            reason=stands.reason if stands else None,
            budget=item.budget,
            outcome=item.outcome,
            measured=periods[n].measured.get(item.pk, {}),
        )
    return Thread(tuple(years))
