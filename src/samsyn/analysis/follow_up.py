"""How a plan stands: when indicators are stale, what a goal may be shown as, and how states add up.

Definitions
-----------
*Due dates* of an indicator are `first_due` and then every `every_months` months counted from the first (so that
31 January, monthly, gives 28 February and then 31 March again); only the first where `every_months` is empty.

*Stale* on a day: the latest due date before that day has been missed. A due date is met by a value whose reference
date lies after the due date before it and not after the day itself; the first due date is met by any value up to the
day. On the due date itself nothing has been missed yet. An indicator without due dates is never stale.

*The state shown* of a goal or an activity in a round is the state that somebody entered, with two exceptions, which
show as *not assessed*, each with its reason: nothing was entered in the round; or a goal was said to be on track or
done while one of its indicators is stale. What was said is kept and shown beside it. An activity is said to be done
or not, which no indicator contradicts, and the effect that was seen of it is told apart (`effect`).

*The target in force* on a day is the earliest target dated on that day or later; after the last one, the last (a
step, not a line drawn between targets: a plan promises values on dates, not on the way to them).

*Level* is the latest value on or before the day, against the baseline and against the target in force; *direction*
is the latest value against the one before it. `better` and `worse` are read in the indicator's good direction; equal
numbers are `unchanged`, however small the difference that is not.

*States by area* are counts, goals and activities apart, in the item's own area and in every area around it. They are
never averaged into one colour, and rows of areas inside each other must not be added.

Known bias
----------
Staleness looks at reference dates, not at when a value was entered or how good it is: a poor value on time is fresh.
Direction compares two values whatever lies between them: seasons and small samples look like change. One stale
indicator hides a green goal even if five others are fresh, on purpose. Only green is doubted: a goal said to be at
risk is shown so on stale indicators too.

Numbers are `Decimal`, exactly as they were entered; they are compared, and only `way_to_target` divides.
"""

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise


class State(StrEnum):
    """What can be said of a goal or an activity, and `not_assessed`, which can only be shown."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    DONE = "done"
    NOT_REACHED = "not_reached"
    STOPPED = "stopped"
    CANNOT_BE_ASSESSED = "cannot_be_assessed"
    NOT_ASSESSED = "not_assessed"


GREEN = frozenset({State.ON_TRACK, State.DONE})
"""The states that claim success, and therefore need fresh indicators."""


class Reason(StrEnum):
    """Why something shows as not assessed."""

    NO_ENTRY = "no_entry"
    STALE = "stale"
    NEVER_MEASURED = "never_measured"


class Compared(StrEnum):
    """One number against another, in the good direction."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When values are due: never (no `first_due`), once (no `every_months`), or again and again."""

    first_due: date | None = None
    every_months: int | None = None

    def __post_init__(self) -> None:
        if self.every_months is not None and (self.every_months < 1 or self.first_due is None):
            raise ValueError("a schedule repeats every 1 or more months from a first date")


@dataclass(frozen=True, slots=True)
class Dated:
    """A number at a date: a value at its reference date, a target at the date it should be reached by."""

    on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as numbers. `values` and `targets` are in date order, one a date."""

    higher_is_better: bool
    schedule: Schedule = Schedule()
    baseline: Dated | None = None
    values: tuple[Dated, ...] = ()
    targets: tuple[Dated, ...] = ()

    def __post_init__(self) -> None:
        for name, series in (("values", self.values), ("targets", self.targets)):
            if any(later.on <= earlier.on for earlier, later in pairwise(series)):
                raise ValueError(f"{name} must be in date order with one number a date")


@dataclass(frozen=True, slots=True)
class Level:
    """How a measure stands on a day. What cannot be compared is None.

    `way_to_target` is the share of the way from the baseline to the target that has been gone: 0 at the baseline,
    1 at the target, below 0 on the wrong side of the baseline; None without baseline or with a target equal to it.
    """

    latest: Dated | None
    target: Dated | None
    since_last: Compared | None
    against_baseline: Compared | None
    target_reached: bool | None
    way_to_target: Decimal | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The state to show, the reason where it is `not_assessed`, and what was said where something was."""

    state: State
    reason: Reason | None = None
    said: State | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An item (a number of the caller's) that shows another state than in the round before."""

    item: int
    before: State
    after: State


def due_dates(schedule: Schedule, *, until: date) -> tuple[date, ...]:
    """The due dates on or before `until`, in order."""
    return tuple(_due(schedule, n) for n in range(_count_before(schedule, until + timedelta(days=1))))


def last_passed(schedule: Schedule, *, on: date) -> date | None:
    """The latest due date before a day: on the due date itself nothing has been missed."""
    passed = _count_before(schedule, on)
    return _due(schedule, passed - 1) if passed else None


def next_due(schedule: Schedule, *, on: date) -> date | None:
    """The first due date on or after a day, or None when there will be none."""
    passed = _count_before(schedule, on)
    if schedule.first_due is None or (passed and schedule.every_months is None):
        return None
    return _due(schedule, passed)


def missed(schedule: Schedule, *, latest: date | None, on: date) -> Reason | None:
    """Why a schedule is not kept on a day, or None where it is; `latest` is the latest reference date up to the day."""
    passed = _count_before(schedule, on)
    if not passed:
        return None
    if latest is None:
        return Reason.NEVER_MEASURED
    return None if passed == 1 or latest > _due(schedule, passed - 2) else Reason.STALE


def staleness(measure: Measure, *, on: date) -> Reason | None:
    """Why the measure is stale on a day (`STALE` or `NEVER_MEASURED`), or None when it is not."""
    known = [value.on for value in measure.values if value.on <= on]
    return missed(measure.schedule, latest=known[-1] if known else None, on=on)


def shown_state(said: State | None, stalenesses: Iterable[Reason | None] = ()) -> Shown:
    """The state to show for what was said in a round, given the `staleness` of each of a goal's indicators.

    For an activity give none: its state is whether it was done, which no indicator contradicts.
    """
    if said is None:
        return Shown(State.NOT_ASSESSED, Reason.NO_ENTRY)
    missed = set(stalenesses) - {None}
    if said in GREEN and missed:
        return Shown(
            State.NOT_ASSESSED, Reason.NEVER_MEASURED if Reason.NEVER_MEASURED in missed else Reason.STALE, said
        )
    return Shown(said, None, said)


def target_in_force(targets: Sequence[Dated], *, on: date) -> Dated | None:
    """The earliest target dated on a day or later; after the last one, the last."""
    return next((target for target in targets if target.on >= on), targets[-1] if targets else None)


def level(measure: Measure, *, on: date) -> Level:
    """How the measure stands on a day: against its baseline, its target and the value before."""
    known = [value for value in measure.values if value.on <= on]
    target = target_in_force(measure.targets, on=on)
    if not known:
        return Level(None, target, None, None, None, None)
    latest = known[-1].value
    higher = measure.higher_is_better
    return Level(
        latest=known[-1],
        target=target,
        since_last=_compare(latest, known[-2].value, higher) if len(known) > 1 else None,
        against_baseline=_compare(latest, measure.baseline.value, higher) if measure.baseline else None,
        target_reached=_compare(latest, target.value, higher) is not Compared.WORSE if target else None,
        way_to_target=_way(latest, measure.baseline, target),
    )


def roll_up(placed: Iterable[tuple[int, State]], around: Mapping[int, Sequence[int]]) -> dict[int, Counter[State]]:
    """Counts of states by area.

    `placed` gives each item's area and shown state; `around[area]` are the areas that an area stands in. An item
    counts once in its own area and once in each area around it.
    """
    counts: dict[int, Counter[State]] = {}
    for area, state in placed:
        for place in (area, *around.get(area, ())):
            counts.setdefault(place, Counter())[state] += 1
    return counts


def changes(before: Mapping[int, State], after: Mapping[int, State]) -> tuple[Change, ...]:
    """The items of both rounds that show another state, in the order of `after`.

    Whoever is in only one of them has not changed: there is nothing to compare with.
    """
    return tuple(
        Change(item, before[item], state) for item, state in after.items() if item in before and before[item] != state
    )


def _due(schedule: Schedule, n: int) -> date:
    """Due date number n, from 0."""
    first = schedule.first_due
    assert first is not None
    year, month = divmod(first.year * 12 + first.month - 1 + n * (schedule.every_months or 0), 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def _count_before(schedule: Schedule, day: date) -> int:
    """How many due dates lie before a day."""
    if schedule.first_due is None or schedule.first_due >= day:
        return 0
    if schedule.every_months is None:
        return 1
    months = (day.year - schedule.first_due.year) * 12 + day.month - schedule.first_due.month
    whole = months // schedule.every_months
    return whole + (_due(schedule, whole) < day)


def _compare(value: Decimal, other: Decimal, higher_is_better: bool) -> Compared:
    if value == other:
        return Compared.UNCHANGED
    return Compared.BETTER if (value > other) == higher_is_better else Compared.WORSE


def _way(latest: Decimal, baseline: Dated | None, target: Dated | None) -> Decimal | None:
    if baseline is None or target is None or baseline.value == target.value:
        return None
    return (latest - baseline.value) / (target.value - baseline.value)
