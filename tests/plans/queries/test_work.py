"""What there is to do: mine, neglected, and through the year."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.plans.models import FollowUp, FollowUpRound, IndicatorTarget, IndicatorValue, Item, Plan, PlanState, Step
from samsyn.plans.queries import work
from samsyn.plans.queries.work import Dated
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def account():
    return make.user()


@pytest.fixture
def area(account) -> Item:
    return make.area(make.adopted_plan(), owner_person=make.person(account=account))


def opened(plan: Plan, due_on: date = TOMORROW) -> FollowUpRound:
    return FollowUpRound.objects.create(plan=plan, as_of=TODAY, opens_on=YESTERDAY, due_on=due_on)


def test_mine_is_what_was_given_to_me_and_all_in_it(area, account):
    goal = make.goal(area.plan, parent=area)
    make.item(area.plan)
    mine = work.my_work(account, on=TODAY)
    assert (mine.given, mine.items, mine.due) == ((area,), (area, goal), ())


def test_a_closed_plan_brings_no_work(area, account):
    Plan.objects.update(state=PlanState.CLOSED)
    assert work.my_work(account, on=TODAY).items == ()


def test_nobody_has_no_work(area):
    for by in (AnonymousUser(), make.user(), None):
        assert work.my_work(by, on=TODAY).items == ()


def test_due_comes_in_order_with_what_is_past(area, account):
    """Goal: indicator past due. Activity: a step yesterday, nothing said in the round that is due tomorrow."""
    goal = make.goal(area.plan, parent=area)
    activity = make.item(area.plan, parent=goal)
    make.indicator(goal, name="Missed", first_due=date(2018, 3, 1))
    met = make.indicator(goal, name="Met", first_due=date(2018, 3, 1))
    IndicatorValue.objects.create(indicator=met, on=TODAY, value=1, source="s", territory="t", entered_at=NOW)
    make.indicator(goal, name="Next", first_due=TODAY + timedelta(days=30))
    make.indicator(goal, name="Far", first_due=TODAY + timedelta(days=31))
    Step.objects.create(item=activity, text="Late", due_on=YESTERDAY)
    Step.objects.create(item=activity, text="Done", due_on=YESTERDAY, done_on=YESTERDAY)
    Step.objects.create(item=activity, text="Far", due_on=TODAY + timedelta(days=31))
    Step.objects.create(item=activity, text="Undated")
    now = opened(area.plan)
    FollowUp.objects.create(item=goal, round=now, state="on_track", text="x", entered_at=NOW)
    due = work.my_work(account, on=TODAY).due
    assert [(one.on, one.kind, one.item, one.text, one.past) for one in due] == [
        (date(2018, 3, 1), Dated.VALUE_DUE, goal, "Missed", True),
        (YESTERDAY, Dated.STEP_DUE, activity, "Late", True),
        (TOMORROW, Dated.ROUND_DUE, activity, "", False),
        (TODAY + timedelta(days=30), Dated.VALUE_DUE, goal, "Next", False),
    ]


def test_only_the_latest_open_round_asks(area, account):
    make.item(area.plan, parent=area)
    for days in (100, 50, -50):
        FollowUpRound.objects.create(
            plan=area.plan,
            as_of=TODAY - timedelta(days=days),
            opens_on=TODAY - timedelta(days=days),
            due_on=TODAY - timedelta(days=days - 10),
        )
    due = work.my_work(account, on=TODAY).due
    assert [(one.on, one.past) for one in due] == [(TODAY - timedelta(days=40), True)]


@pytest.mark.parametrize("size", [3, 300])
def test_my_work_takes_the_same_queries_whatever_i_own(size, area, account):
    now = opened(area.plan)
    for _ in range(size):
        item = make.item(area.plan, parent=area)
        Step.objects.create(item=item, text="x", due_on=TODAY)
        make.indicator(item, first_due=YESTERDAY)
    with CaptureQueriesContext(connection) as queries:
        due = work.my_work(account, on=TODAY).due
        assert all(one.item.plan == now.plan for one in due)
    assert len(due) == 3 * size
    assert len(queries) == 11


def test_neglected_are_items_without_owner_goals_without_indicator_and_indicators_past_due():
    plan = make.adopted_plan()
    area = make.area(plan)
    ada, left = make.person(), make.person(left_on=TODAY)
    vacant, held = make.function(), make.function(make.person())
    departed = make.function(make.person(left_on=YESTERDAY))
    goals = [
        make.goal(plan, parent=area, owner_person=ada),
        make.goal(plan, parent=area, owner_function=held),
        make.goal(plan, parent=area, owner_person=left),
        make.goal(plan, parent=area, owner_function=vacant),
        make.goal(plan, parent=area, owner_function=departed),
        make.goal(plan, parent=area),
    ]
    stale = make.indicator(goals[0], first_due=date(2018, 1, 31), every_months=3)
    found = work.neglected(plan, on=TODAY)
    assert found.unowned == tuple(goals[2:])
    assert found.unmeasured == tuple(goals[1:])
    assert found.stale == ((stale, date(2018, 4, 30)),)


def test_areas_and_direction_goals_need_no_owner():
    plan = make.adopted_plan()
    make.area(plan)
    make.item(plan, "direction_goal")
    assert work.neglected(plan, on=TODAY).unowned == ()


def test_the_year_wheel_shows_every_dated_thing_once_in_its_month():
    plan = make.plan(starts_on=date(2018, 1, 1), ends_on=date(2018, 4, 30))
    goal = make.goal(plan, wording="Goal", starts_on=date(2018, 1, 1), ends_on=date(2018, 3, 31))
    item = make.item(plan, wording="Buss", starts_on=date(2018, 2, 1), ends_on=date(2018, 4, 30))
    Step.objects.create(item=item, text="Kalla", due_on=date(2018, 2, 15), done_on=date(2018, 2, 14))
    indicator = make.indicator(goal, name="Restid", first_due=date(2017, 12, 31), every_months=2)
    IndicatorTarget.objects.create(indicator=indicator, on=date(2019, 12, 31), value=1)
    FollowUpRound.objects.create(
        plan=plan, as_of=date(2018, 3, 31), opens_on=date(2018, 3, 20), due_on=date(2018, 4, 10)
    )
    months = work.year_wheel(plan)
    assert {
        month.first: [(event.on.day, event.kind, event.text, event.item and event.item.name) for event in month.events]
        for month in months
    } == {
        date(2018, 1, 1): [],
        date(2018, 2, 1): [
            (1, Dated.BEGINS, "", "Buss"),
            (15, Dated.STEP_DUE, "Kalla", "Buss"),
            (28, Dated.VALUE_DUE, "Restid", "Goal"),
        ],
        date(2018, 3, 1): [(20, Dated.ROUND_OPENS, "", None), (31, Dated.ENDS, "", "Goal")],
        date(2018, 4, 1): [(10, Dated.ROUND_DUE, "", None), (30, Dated.VALUE_DUE, "Restid", "Goal")],
        date(2019, 12, 1): [(31, Dated.TARGET, "Restid", "Goal")],
    }
    assert months[1].events[1].done
