"""Stale indicators, shown states, levels and counts: drawn tables checked by hand, and what always holds."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.follow_up import (
    GREEN,
    Change,
    Compared,
    Dated,
    Level,
    Measure,
    Reason,
    Schedule,
    Shown,
    State,
    changes,
    due_dates,
    last_passed,
    level,
    next_due,
    roll_up,
    shown_state,
    staleness,
    target_in_force,
)

DAYS = st.dates(date(2015, 1, 1), date(2022, 12, 31))
SCHEDULES = st.builds(Schedule, DAYS, st.one_of(st.none(), st.integers(1, 30)))


def _d(text: str) -> date:
    return date.fromisoformat(text)


def _values(*pairs: tuple[str, str]) -> tuple[Dated, ...]:
    return tuple(Dated(_d(on), Decimal(value)) for on, value in pairs)


@pytest.mark.parametrize(
    ("first", "months", "until", "expected"),
    [
        ("2018-01-31", 1, "2018-04-30", ["2018-01-31", "2018-02-28", "2018-03-31", "2018-04-30"]),
        ("2020-02-29", 12, "2022-12-31", ["2020-02-29", "2021-02-28", "2022-02-28"]),
        ("2018-04-30", 4, "2018-12-29", ["2018-04-30", "2018-08-30"]),
        ("2018-04-30", None, "2030-01-01", ["2018-04-30"]),
        ("2018-04-30", 4, "2018-04-29", []),
    ],
)
def test_due_dates_count_months_from_the_first(first, months, until, expected):
    assert due_dates(Schedule(_d(first), months), until=_d(until)) == tuple(_d(text) for text in expected)


def test_a_schedule_that_repeats_needs_a_first_date_and_whole_months():
    for first, months in ((None, 3), (date(2018, 1, 1), 0)):
        with pytest.raises(ValueError, match="repeats every 1 or more months"):
            Schedule(first, months)


@given(SCHEDULES, DAYS)
def test_the_next_due_date_is_the_first_that_is_not_before_the_day(schedule, on):
    upcoming = next_due(schedule, on=on)
    later = [due for due in due_dates(schedule, until=on + timedelta(days=10_000)) if due >= on]
    assert upcoming == (later[0] if later else None)


# Due every four months from 30 April 2018: 30 April, 30 August, 30 December.
STALENESS = [
    # on,          reference dates of values,     expected
    ("2018-04-29", [], None),  # nothing due yet
    ("2018-04-30", [], None),  # the due date itself has not passed
    ("2018-05-01", [], Reason.NEVER_MEASURED),
    ("2018-05-01", ["2017-01-01"], None),  # any value meets the first due date
    ("2018-08-30", ["2018-04-01"], None),
    ("2018-08-31", ["2018-04-01"], Reason.STALE),
    ("2018-08-31", ["2018-04-30"], Reason.STALE),  # on the due date before it, not after it
    ("2018-08-31", ["2018-05-01"], None),
    ("2018-08-31", ["2018-04-01", "2018-12-01"], Reason.STALE),  # a value of the future does not help
    ("2018-12-31", ["2018-08-31"], None),
    ("2018-12-31", ["2018-08-30"], Reason.STALE),
    ("2020-01-01", ["2019-12-31"], None),
]


@pytest.mark.parametrize(("on", "references", "expected"), STALENESS)
def test_staleness_by_hand(on, references, expected):
    measure = Measure(True, Schedule(_d("2018-04-30"), 4), values=_values(*((text, "1") for text in references)))
    assert staleness(measure, on=_d(on)) is expected


def test_a_measure_without_due_dates_is_never_stale():
    assert staleness(Measure(True), on=date(2030, 1, 1)) is None


@given(SCHEDULES, DAYS)
def test_the_last_passed_is_the_last_due_date_before_the_day(schedule, on):
    before = due_dates(schedule, until=on - timedelta(days=1))
    assert last_passed(schedule, on=on) == (before[-1] if before else None)


@given(SCHEDULES, DAYS)
def test_due_dates_are_counted_one_by_one(schedule, until):
    """The plain way: month by month, as a person would with a calendar."""
    months = range(0, 12 * 10, schedule.every_months) if schedule.every_months else [0]
    plain = []
    for month in months if schedule.first_due else []:
        year, rest = divmod(schedule.first_due.month - 1 + month, 12)
        day = schedule.first_due.day
        while True:
            try:
                plain.append(date(schedule.first_due.year + year, rest + 1, day))
                break
            except ValueError:
                day -= 1
    assert due_dates(schedule, until=until) == tuple(due for due in plain if due <= until)


def _stale_as_the_model_defines_it(schedule: Schedule, references: list[date], on: date) -> bool:
    """The definition on the model, word by word: some due date has passed that no value meets."""
    dues = [due for due in due_dates(schedule, until=on) if due < on]
    if not dues:
        return False
    before = dues[-2] if len(dues) > 1 else date.min
    return not any(before < reference <= on for reference in references)


@given(SCHEDULES, st.lists(DAYS, unique=True), DAYS)
def test_staleness_is_the_definition(schedule, references, on):
    values = tuple(Dated(day, Decimal(1)) for day in sorted(references))
    stale = staleness(Measure(True, schedule, values=values), on=on) is not None
    assert stale == _stale_as_the_model_defines_it(schedule, references, on)


@given(SCHEDULES, st.lists(DAYS, unique=True), DAYS)
def test_a_value_of_the_day_always_makes_a_measure_fresh(schedule, references, on):
    values = tuple(Dated(day, Decimal(1)) for day in sorted({*references, on}))
    assert staleness(Measure(True, schedule, values=values), on=on) is None


@pytest.mark.parametrize(
    ("said", "stalenesses", "expected"),
    [
        (None, [], Shown(State.NOT_ASSESSED, Reason.NO_ENTRY)),
        (None, [Reason.STALE], Shown(State.NOT_ASSESSED, Reason.NO_ENTRY)),
        (State.ON_TRACK, [], Shown(State.ON_TRACK, None, State.ON_TRACK)),
        (State.ON_TRACK, [None, None], Shown(State.ON_TRACK, None, State.ON_TRACK)),
        (State.ON_TRACK, [None, Reason.STALE], Shown(State.NOT_ASSESSED, Reason.STALE, State.ON_TRACK)),
        (State.DONE, [Reason.STALE], Shown(State.NOT_ASSESSED, Reason.STALE, State.DONE)),
        (
            State.DONE,
            [Reason.STALE, Reason.NEVER_MEASURED],
            Shown(State.NOT_ASSESSED, Reason.NEVER_MEASURED, State.DONE),
        ),
        (State.AT_RISK, [Reason.STALE], Shown(State.AT_RISK, None, State.AT_RISK)),
        (State.CANNOT_BE_ASSESSED, [Reason.STALE], Shown(State.CANNOT_BE_ASSESSED, None, State.CANNOT_BE_ASSESSED)),
    ],
)
def test_the_state_shown(said, stalenesses, expected):
    assert shown_state(said, stalenesses) == expected


@given(st.sampled_from(State), st.lists(st.sampled_from([None, Reason.STALE, Reason.NEVER_MEASURED])))
def test_nothing_is_shown_green_on_a_stale_indicator(said, stalenesses):
    shown = shown_state(said, stalenesses)
    assert shown.said is said
    assert shown.state not in GREEN or not any(stalenesses)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2018-01-01", "40"), ("2018-12-31", "40"), ("2019-01-01", "50"), ("2020-12-31", "50"), ("2025-01-01", "50")],
)
def test_the_target_in_force_is_a_step(on, expected):
    targets = _values(("2018-12-31", "40"), ("2020-12-31", "50"))
    target = target_in_force(targets, on=_d(on))
    assert target is not None
    assert target.value == Decimal(expected)


def test_a_level_by_hand():
    values = _values(("2018-04-30", "32"), ("2018-08-31", "36"), ("2019-04-30", "99"))
    targets = _values(("2018-12-31", "40"))
    measure = Measure(True, baseline=Dated(_d("2017-12-31"), Decimal(30)), values=values, targets=targets)
    assert level(measure, on=_d("2018-08-31")) == Level(
        latest=values[1],
        target=targets[0],
        since_last=Compared.BETTER,
        against_baseline=Compared.BETTER,
        target_reached=False,
        way_to_target=Decimal("0.6"),
    )


def test_lower_is_better_turns_every_comparison():
    values = _values(("2018-04-30", "12"), ("2018-08-31", "10"))
    measure = Measure(False, baseline=values[0], values=values, targets=_values(("2018-12-31", "10")))
    stands = level(measure, on=_d("2018-12-31"))
    assert (stands.since_last, stands.against_baseline, stands.target_reached) == (
        Compared.BETTER,
        Compared.BETTER,
        True,
    )
    assert stands.way_to_target == 1


def test_a_level_without_values_knows_only_its_target():
    targets = _values(("2018-12-31", "40"))
    assert level(Measure(True, targets=targets), on=_d("2018-08-31")) == Level(None, targets[0], None, None, None, None)


def test_a_target_equal_to_the_baseline_has_no_way():
    values = _values(("2018-04-30", "30"))
    measure = Measure(True, baseline=values[0], values=values, targets=_values(("2018-12-31", "30")))
    stands = level(measure, on=_d("2018-12-31"))
    assert stands.way_to_target is None
    assert stands.target_reached
    assert stands.against_baseline is Compared.UNCHANGED


def test_values_must_be_in_order_with_one_a_date():
    with pytest.raises(ValueError, match="values must be in date order"):
        Measure(True, values=_values(("2018-04-30", "1"), ("2018-04-30", "2")))


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2), st.booleans())
def test_turning_the_good_direction_turns_the_comparison(first, second, higher):
    values = (Dated(date(2018, 1, 1), first), Dated(date(2018, 2, 1), second))
    one = level(Measure(higher, values=values), on=date(2018, 3, 1)).since_last
    other = level(Measure(not higher, values=values), on=date(2018, 3, 1)).since_last
    assert (one is other) == (first == second)


def test_states_by_area_count_in_every_area_around():
    placed = [(11, State.ON_TRACK), (11, State.AT_RISK), (12, State.ON_TRACK), (1, State.NOT_ASSESSED)]
    assert roll_up(placed, {11: [1], 12: [1], 1: []}) == {
        11: Counter({State.ON_TRACK: 1, State.AT_RISK: 1}),
        12: Counter({State.ON_TRACK: 1}),
        1: Counter({State.ON_TRACK: 2, State.AT_RISK: 1, State.NOT_ASSESSED: 1}),
    }


def test_changes_between_two_rounds_are_of_items_in_both():
    before = {1: State.ON_TRACK, 2: State.AT_RISK, 3: State.DONE}
    after = {4: State.ON_TRACK, 2: State.DONE, 1: State.ON_TRACK}
    assert changes(before, after) == (Change(2, State.AT_RISK, State.DONE),)
