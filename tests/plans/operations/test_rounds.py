"""Opening, moving, removing and summing up rounds."""

from datetime import date

import pytest
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.plans.errors import FollowedUp, NotUsable, WrongState
from samsyn.plans.models import FollowUpRound, PlanState, RoundDate
from samsyn.plans.operations import follow_ups, rounds
from samsyn.plans.queries import follow_up
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.NOW
DAYS = {"as_of": date(2018, 4, 30), "opens_on": date(2018, 4, 1), "due_on": date(2018, 5, 10)}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_the_usual_rounds_of_a_year():
    plan = factories.adopted_plan()
    made = rounds.open_usual(plan, by=factories.user(Role.OFFICER), at=NOW)
    assert [(each.as_of, each.opens_on, each.due_on) for each in made] == [
        (date(2018, 4, 30), date(2018, 3, 31), date(2018, 5, 14)),
        (date(2018, 8, 31), date(2018, 8, 1), date(2018, 9, 14)),
        (date(2018, 12, 31), date(2018, 12, 1), date(2019, 1, 14)),
    ]
    assert AuditEntry.objects.get().details["as_of"] == ["2018-04-30", "2018-08-31", "2018-12-31"]


def test_opening_twice_adds_nothing():
    plan = factories.adopted_plan()
    rounds.open_usual(plan, by=None, at=NOW)
    assert rounds.open_usual(plan, by=None, at=NOW) == []
    assert plan.rounds.count() == 3


def test_the_councils_own_dates_over_several_years_within_the_period():
    RoundDate.objects.create(month=2, day=30)
    RoundDate.objects.create(month=10, day=15)
    plan = factories.adopted_plan(starts_on=date(2018, 7, 1), ends_on=date(2020, 6, 30))
    assert [each.as_of for each in rounds.open_usual(plan, by=None, at=NOW)] == [
        date(2018, 10, 15),
        date(2019, 2, 28),
        date(2019, 10, 15),
        date(2020, 2, 29),
    ]


def test_a_round_of_its_own_is_moved_and_summarised():
    added = rounds.add(factories.adopted_plan(), **DAYS, by=None, at=NOW)
    moved = rounds.move(added, **DAYS | {"due_on": date(2018, 6, 1)}, by=None, at=NOW)
    assert moved.due_on == date(2018, 6, 1)
    assert rounds.write_summary(moved, summary=" All well. \n", by=None, at=NOW).summary == "All well."
    assert FollowUpRound.objects.get().summary == "All well."


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"due_on": date(2018, 3, 31)}, "due before it opens"),
        ({"as_of": date(2017, 12, 31)}, "before the plan begins"),
        ({"as_of": date(2018, 8, 31)}, "already has a round up to 2018-08-31"),
    ],
)
def test_days_that_cannot_be(changed, message):
    plan = factories.adopted_plan()
    rounds.open_usual(plan, by=None, at=NOW)
    spring = plan.rounds.get(as_of=date(2018, 4, 30))
    with pytest.raises(NotUsable, match=message):
        rounds.move(spring, **DAYS | changed, by=None, at=NOW)
    with pytest.raises(NotUsable):
        rounds.add(plan, **DAYS | changed, by=None, at=NOW)


def test_an_empty_round_is_removed_and_one_with_entries_is_not():
    plan = factories.adopted_plan()
    activity = factories.item(plan)
    first, second, _third = rounds.open_usual(plan, by=None, at=NOW)
    follow_ups.enter(activity, round=first, state="done", text="Done.", by=None, at=NOW)
    rounds.remove(second, by=None, at=NOW)
    with pytest.raises(FollowedUp):
        rounds.remove(first, by=None, at=NOW)
    assert [(each.as_of.month, each.said, each.completed) for each in follow_up.rounds_of(plan)] == [
        (4, 1, 0),
        (12, 0, 0),
    ]
    with pytest.raises(NotUsable, match="removed by somebody else"):
        rounds.remove(second, by=None, at=NOW)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DELEGATE, Role.ADMINISTRATOR])
def test_only_the_office_runs_rounds(role):
    plan = factories.adopted_plan()
    added = rounds.add(plan, **DAYS, by=None, at=NOW)
    by = factories.user(role)
    for verb in (
        lambda: rounds.open_usual(plan, by=by, at=NOW),
        lambda: rounds.add(plan, **DAYS, by=by, at=NOW),
        lambda: rounds.move(added, **DAYS, by=by, at=NOW),
        lambda: rounds.remove(added, by=by, at=NOW),
        lambda: rounds.write_summary(added, summary="", by=by, at=NOW),
    ):
        with pytest.raises(NotPermitted):
            verb()


def test_a_closed_plan_gets_no_rounds():
    with pytest.raises(WrongState):
        rounds.open_usual(factories.plan(state=PlanState.CLOSED), by=None, at=NOW)
