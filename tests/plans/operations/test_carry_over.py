"""What goes on in the next plan, what stays, and how the years compare."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from samsyn.analysis.follow_up import Dated, Reason, State
from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.insights.operations import series as insights
from samsyn.plans.errors import NotUsable, WrongState
from samsyn.plans.models import Contribution, FollowUp, ItemKind, ItemLink, Plan, PlanState
from samsyn.plans.operations import carry_over, follow_ups, indicators, rounds
from samsyn.plans.queries import lineage
from tests import factories

pytestmark = pytest.mark.django_db
NOW = factories.NOW
NEXT = {"title": "Plan 2019", "starts_on": date(2019, 1, 1), "ends_on": date(2019, 12, 31)}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def plan():
    return factories.adopted_plan(decided_by=factories.organ())


def _carry(plan, *items, **changed) -> Plan:
    return carry_over.begin_next(plan, **NEXT | {"items": [i.key for i in items], "by": None, "at": NOW} | changed)


def test_chosen_items_go_on_with_what_they_stand_in(plan):
    area, other = factories.area(plan, "1"), factories.area(plan, "2")
    first = factories.goal(plan, parent=area, number="1.1", wording="First.", stems="first")
    second = factories.goal(plan, parent=area, wording="Second.")
    third = factories.item(plan, parent=second, wording="Third.")
    factories.item(plan, parent=other)
    priority = factories.item(plan, ItemKind.PRIORITY)
    made = _carry(plan, priority, first, third, by=factories.user(Role.OFFICER))
    assert (made.state, made.continues, made.decided_by) == (PlanState.DRAFT, plan, plan.decided_by)
    copies = {item.continues: item for item in made.items.all()}
    assert set(copies) == {area, first, second, third, priority}
    assert copies[third].parent == copies[second]
    assert copies[second].parent == copies[area]
    assert (copies[first].position, copies[second].position) == (0, 1)
    assert (copies[first].wording, copies[first].number, copies[first].stems) == ("First.", "1.1", "first")
    assert copies[first].key != first.key
    told = AuditEntry.objects.latest("sequence")
    assert (told.verb, told.subject, told.details["items"]) == ("plans.carried_over", f"plan:{made.key}", 5)


def test_what_belongs_to_the_year_stays_with_it(plan):
    goal = factories.goal(plan, budget=Decimal(5), outcome=Decimal(4), internal_note="Ask Lo.", place="page 3")
    goal.steps.create(text="Meet")
    goal.risks.create(text="Late", likelihood=2, consequence=3)
    spring = rounds.open_usual(plan, by=None, at=NOW)[0]
    follow_ups.enter(goal, round=spring, state="on_track", text="Well.", by=None, at=NOW)
    copy = _carry(plan, goal).items.get()
    assert (copy.budget, copy.outcome, copy.internal_note, copy.place) == (None, None, "", "")
    assert not copy.steps.exists()
    assert not copy.risks.exists()
    assert FollowUp.objects.count() == 1


def test_owners_and_contributors_who_have_left_do_not_go_on(plan):
    here, gone = factories.person(), factories.person(left_on=factories.TODAY)
    post = factories.function()
    kept = factories.goal(plan, owner_person=here)
    lost = factories.goal(plan, owner_person=gone)
    functional = factories.goal(plan, owner_function=post)
    for who in ({"person": here}, {"person": gone}, {"function": post}):
        Contribution.objects.create(item=kept, **who)
    copies = {item.continues: item for item in _carry(plan, kept, lost, functional).items.all()}
    assert copies[kept].owner_person == here
    assert copies[lost].owner_person is None
    assert copies[functional].owner_function == post
    assert [(c.person, c.function) for c in copies[kept].contributions.order_by("pk")] == [(here, None), (None, post)]


def test_periods_go_on_where_they_reach_into_the_next(plan):
    ended = factories.item(plan, starts_on=date(2018, 1, 1), ends_on=date(2018, 12, 31))
    long = factories.item(plan, starts_on=date(2018, 6, 1), ends_on=date(2019, 6, 30))
    copies = {item.continues: item for item in _carry(plan, ended, long).items.all()}
    assert (copies[ended].starts_on, copies[ended].ends_on) == (None, None)
    assert (copies[long].starts_on, copies[long].ends_on) == (date(2018, 6, 1), date(2019, 6, 30))


def test_links_between_what_goes_on(plan):
    a, b, left = factories.goal(plan), factories.goal(plan), factories.goal(plan)
    ItemLink.objects.create(source=a, target=b, kind="supports")
    ItemLink.objects.create(source=a, target=left, kind="shares")
    made = _carry(plan, a, b)
    link = ItemLink.objects.get(source__plan=made)
    assert (link.source.continues, link.target.continues, link.kind) == (a, b, "supports")


@pytest.mark.parametrize("targets", [True, False])
def test_indicators_go_on_in_their_rhythm_without_values(plan, targets):
    goal = factories.goal(plan)
    old = factories.indicator(
        goal, first_due=date(2018, 4, 30), every_months=4, baseline=Decimal(30), baseline_on=date(2017, 12, 31)
    )
    once = factories.indicator(goal, first_due=date(2018, 4, 30))
    for on in (date(2018, 12, 31), date(2019, 12, 31)):
        indicators.set_target(old, on=on, value=Decimal(40), by=None, at=NOW)
    indicators.enter_value(old, on=date(2018, 4, 30), value=Decimal(32), by=None, at=NOW)
    copy, ended = _carry(plan, goal, targets=targets).items.get().indicators.all()
    assert (copy.name, copy.baseline, copy.first_due, copy.every_months) == (old.name, 30, date(2019, 4, 30), 4)
    assert [target.on.year for target in copy.targets.all()] == ([2019] if targets else [])
    assert not copy.values.exists()
    assert (ended.name, ended.first_due, ended.every_months) == (once.name, None, None)


def test_an_indicator_of_a_series_keeps_its_rhythm(plan):
    goal = factories.goal(plan)
    series = insights.publish(
        code="s", title="S", unit="%", territory="R", source="S",
        values={date(2018, 4, 30): Decimal(1)}, by=None, at=NOW,
    )  # fmt: skip
    factories.indicator(goal, series=series, first_due=date(2018, 1, 31), every_months=1)
    copy = _carry(plan, goal).items.get().indicators.get()
    assert (copy.series, copy.first_due, copy.every_months) == (series, date(2018, 1, 31), 1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"items": []}, "Choose what goes on"),
        ({"items": [uuid4()]}, "Choose what goes on"),
        ({"title": " "}, "Fill in"),
        ({"starts_on": date(2018, 1, 1)}, "begins after this one"),
        ({"ends_on": date(2018, 12, 31)}, "ends before it begins"),
    ],
)
def test_what_cannot_be_carried_over(plan, changed, message):
    goal = factories.goal(plan)
    with pytest.raises(NotUsable, match=message):
        _carry(plan, goal, **changed)
    assert Plan.objects.count() == 1


def test_an_item_that_is_gone_and_a_draft(plan):
    goal = factories.goal(plan)
    with pytest.raises(NotUsable, match="not in this plan any more"):
        _carry(plan, goal, items=[goal.key, uuid4()])
    draft = factories.plan()
    with pytest.raises(WrongState):
        _carry(draft, factories.goal(draft))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DELEGATE, Role.ADMINISTRATOR])
def test_only_the_office_carries_over(plan, role):
    with pytest.raises(NotPermitted):
        _carry(plan, factories.goal(plan), by=factories.user(role))


def test_carrying_over_costs_the_same_for_one_and_for_many(plan):
    costs = []
    for count in (1, 3):
        for _each in range(count):
            goal = factories.goal(plan)
            factories.indicator(goal)
            Contribution.objects.create(item=goal, function=factories.function())
        with CaptureQueriesContext(connection) as queries:
            _carry(plan, *plan.items.all())
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 25


# The years


def test_the_years_compared(plan):
    area = factories.area(plan)
    goal = factories.goal(plan, parent=area, budget=Decimal(100))
    ends = factories.item(plan, parent=area)
    indicator = factories.indicator(goal, name="Trips", first_due=date(2018, 12, 31))
    spring = rounds.open_usual(plan, by=None, at=NOW)[-1]
    winter = NOW.replace(month=12, day=31)
    follow_ups.enter(goal, round=spring, state="on_track", text="Well.", by=None, at=winter)
    follow_ups.enter(ends, round=spring, state="done", text="Done.", by=None, at=winter)
    indicators.enter_value(indicator, on=date(2018, 12, 31), value=Decimal(32), by=None, at=winter)
    made = _carry(plan, goal)
    new = factories.item(made, parent=made.items.get(kind=ItemKind.FOCUS_AREA))
    copy = made.items.get(continues=goal)
    indicators.enter_value(
        copy.indicators.get(), on=date(2019, 6, 30), value=Decimal(36), by=None, at=NOW.replace(2019, 7)
    )
    found = lineage.compare(made, on=date(2019, 7, 1))
    assert found.plans == (plan, made)
    assert [[year and year.item.pk for year in thread.years] for thread in found.threads] == [
        [area.pk, made.items.get(continues=area).pk],
        [goal.pk, copy.pk],
        [None, new.pk],
        [ends.pk, None],
    ]
    thread = found.threads[1]
    assert [(year.state, year.reason, year.budget) for year in thread.years if year] == [
        (State.ON_TRACK, None, 100),
        (State.NOT_ASSESSED, Reason.NO_ENTRY, None),
    ]
    assert thread.quantities == [("Trips", "%")]
    assert [year.measured for year in thread.years if year] == [
        {("Trips", "%"): Dated(date(2018, 12, 31), Decimal(32))},
        {("Trips", "%"): Dated(date(2019, 6, 30), Decimal(36))},
    ]
    assert found.threads[3].latest.state is State.DONE
    assert [each.pk for each in lineage.before(copy)] == [goal.pk]
    assert [each.pk for each in lineage.after(goal)] == [copy.pk]


def test_comparing_costs_a_fixed_number_of_queries_a_plan(plan, django_assert_max_num_queries):
    for _each in range(3):
        indicators_of = factories.indicator(factories.goal(plan), first_due=date(2018, 4, 30))
        indicators.enter_value(indicators_of, on=date(2018, 4, 30), value=Decimal(1), by=None, at=NOW)
    made = _carry(plan, *plan.items.all())
    with django_assert_max_num_queries(2 + 2 * 10):
        assert len(lineage.compare(made, on=date(2019, 7, 1)).threads) == 3
