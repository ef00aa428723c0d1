"""By when, and how it stands: each line can be counted on a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.meetings.deadlines import Standing, What, deadlines, standing

MEETS = date(2018, 5, 24)


def _said(on, sent=None, *, summons=90, papers=14):
    found = deadlines(MEETS, summons_days=summons, papers_days=papers, sent=sent or {}, on=on)
    return {each.what: (each.due_on, each.standing) for each in found}


def test_days_are_counted_back_from_the_day_before_the_meeting():
    assert _said(date(2018, 1, 1)) == {
        What.SUMMONS: (date(2018, 2, 23), Standing.AHEAD),
        What.PAPERS: (date(2018, 5, 10), Standing.AHEAD),
    }


DUE = date(2018, 2, 23)


@pytest.mark.parametrize(
    ("on", "done", "expected"),
    [
        (date(2018, 2, 8), None, Standing.AHEAD),
        (date(2018, 2, 9), None, Standing.NEAR),
        (DUE, None, Standing.NEAR),
        (date(2018, 2, 24), None, Standing.LATE),
        (date(2018, 4, 1), DUE, Standing.MET),
        (date(2018, 4, 1), date(2018, 2, 24), Standing.MET_LATE),
    ],
)
def test_how_a_deadline_stands(on, done, expected):
    assert standing(DUE, done, on=on) is expected


def test_where_both_have_the_same_last_day_the_summons_carries_the_papers():
    sent = {What.SUMMONS: date(2018, 5, 1)}
    assert _said(MEETS, sent, summons=14)[What.PAPERS][1] is Standing.MET
    assert _said(MEETS, sent)[What.PAPERS][1] is Standing.LATE


@given(days=st.integers(0, 400), on=st.dates(date(2016, 1, 1), date(2020, 1, 1)))
def test_what_is_not_done_is_late_from_the_day_after_its_last(days, on):
    due, stands = _said(on, summons=days)[What.SUMMONS]
    assert due == MEETS - timedelta(days=days)
    assert (stands is Standing.LATE) == (on > due)
