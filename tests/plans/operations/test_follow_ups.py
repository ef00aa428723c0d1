"""Saying how things stand: what is required, what is refused, what is shown."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.analysis.follow_up import GREEN, Reason, State
from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.plans.errors import NotUsable, WrongState
from samsyn.plans.models import FollowUp, FollowUpState, Item, ItemKind, PlanState, SectionReady
from samsyn.plans.operations import follow_ups, indicators, rounds
from samsyn.plans.queries import follow_up
from tests import factories

pytestmark = pytest.mark.django_db
NOW, TODAY = factories.NOW, factories.TODAY


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def plan():
    return factories.adopted_plan()


@pytest.fixture
def spring(plan):
    return rounds.open_usual(plan, by=None, at=NOW)[0]


def _enter(item, round, state="on_track", **changed) -> FollowUp:
    return follow_ups.enter(item, round=round, state=state, **{"text": "It goes on.", "by": None, "at": NOW} | changed)


def test_the_states_are_those_of_the_analysis():
    assert set(FollowUpState.values) == set(State) - {State.NOT_ASSESSED}


def test_an_entry_is_added_and_told_of(plan, spring):
    goal = factories.goal(plan)
    entry = _enter(goal, spring, by=factories.user(Role.OFFICER), evidence=" Counted. ")
    assert FollowUp.objects.get().evidence == "Counted."
    told = AuditEntry.objects.latest("sequence")
    assert (told.verb, told.subject) == ("plans.followed_up", f"item:{goal.key}")
    assert told.details == {
        "plan": str(plan.key),
        "round": str(spring.key),
        "state": "on_track",
        "entry": str(entry.key),
    }


REFUSED = [
    ({"state": "green"}, "Choose how it stands"),
    ({"state": "not_assessed"}, "Choose how it stands"),
    ({"text": " "}, "what has happened"),
    ({"state": "at_risk"}, "consequence and what is done"),
    ({"state": "at_risk", "consequence": "Late."}, "consequence and what is done"),
    ({"state": "off_track", "action": "Meet.", "consequence": " "}, "consequence and what is done"),
    ({"state": "cannot_be_assessed", "text": ""}, "why it cannot be assessed"),
    ({"effect": "huge"}, "Choose which effect"),
    ({"effect": "cannot_be_assessed"}, "why the effect cannot be assessed"),
]


@pytest.mark.parametrize(("changed", "message"), REFUSED)
def test_what_cannot_be_said(plan, spring, changed, message):
    with pytest.raises(NotUsable, match=message):
        _enter(factories.item(plan), spring, **changed)
    assert not FollowUp.objects.exists()


def test_effect_is_said_of_activities_only(plan, spring):
    with pytest.raises(NotUsable, match="Effect is said of activities"):
        _enter(factories.goal(plan), spring, effect="some")
    assert _enter(factories.item(plan), spring, effect="some", effect_text="More trips.").effect == "some"


@pytest.mark.parametrize("kind", [ItemKind.FOCUS_AREA, ItemKind.DIRECTION_GOAL, ItemKind.PRIORITY])
def test_only_goals_and_activities_are_followed_up(plan, spring, kind):
    with pytest.raises(NotUsable, match="Only goals and activities"):
        _enter(factories.item(plan, kind), spring)


def test_a_round_of_another_plan(spring):
    with pytest.raises(NotUsable, match="another plan"):
        _enter(factories.goal(factories.adopted_plan()), spring)


def test_a_round_that_has_not_opened(plan, spring):
    goal = factories.goal(plan)
    opening = NOW.replace(month=3, day=31)
    with pytest.raises(WrongState, match="opens on 2018-03-31"):
        _enter(goal, spring, at=opening - timedelta(days=1))
    assert _enter(goal, spring, at=opening)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.PROPOSED, PlanState.CLOSED])
def test_only_an_adopted_plan_is_followed_up(plan, spring, state):
    goal = factories.goal(plan)
    plan.state = state
    plan.save()
    with pytest.raises(WrongState):
        _enter(goal, spring)


def test_who_may_follow_up(plan, spring):
    area = factories.area(plan)
    goal = factories.goal(plan, parent=area)
    owner = factories.user()
    area.owner_function = factories.function(factories.person(account=owner))
    area.save()
    assert _enter(goal, spring, by=owner).entered_by == owner
    assert _enter(goal, spring, by=factories.user(Role.OFFICER))
    for role in (Role.ANALYST, Role.DELEGATE, Role.MEMBER_CONTACT, Role.PARTICIPANT, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            _enter(goal, spring, by=factories.user(role))


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_the_database_itself_keeps_every_entry(plan, spring, change):
    row = FollowUp.objects.filter(pk=_enter(factories.goal(plan), spring).pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.update(state="done") if change == "UPDATE" else row._raw_delete(row.db)
    assert row.get().state == "on_track"


# What is shown


def _stale_goal(plan) -> Item:
    goal = factories.goal(plan)
    factories.indicator(goal, first_due=date(2018, 4, 15))
    return goal


def test_how_a_plan_stands(plan, spring):
    silent, measured, doing = factories.goal(plan), _stale_goal(plan), factories.item(plan)
    factories.indicator(doing, first_due=date(2018, 4, 15))
    _enter(measured, spring, "at_risk", consequence="Late.", action="Meet.")
    _enter(measured, spring, "on_track", text="Now it goes on.")
    _enter(doing, spring, "done", effect="too_early")
    stands = follow_up.standing(plan, TODAY)
    assert list(stands) == [silent.pk, measured.pk, doing.pk]
    assert (stands[silent.pk].state, stands[silent.pk].reason) == (State.NOT_ASSESSED, Reason.NO_ENTRY)
    shown = stands[measured.pk]
    assert (shown.state, shown.reason, shown.said) == (State.NOT_ASSESSED, Reason.NEVER_MEASURED, State.ON_TRACK)
    assert (shown.text, shown.action) == ("Now it goes on.", "")
    assert (stands[doing.pk].state, stands[doing.pk].effect) == (State.DONE, "too_early")
    for item in (silent, measured, doing):
        assert follow_up.standing_of(item, TODAY) == stands[item.pk]


def test_a_goal_turns_green_when_its_value_comes(plan, spring):
    goal = _stale_goal(plan)
    _enter(goal, spring)
    indicators.enter_value(goal.indicators.get(), on=TODAY, value=Decimal(1), by=None, at=NOW)
    assert follow_up.standing(plan, TODAY)[goal.pk].state is State.ON_TRACK


def test_before_the_first_round_nothing_is_assessed(plan):
    goal = factories.goal(plan)
    stands = follow_up.standing(plan, date(2018, 1, 2))[goal.pk]
    assert (stands.state, stands.reason) == (State.NOT_ASSESSED, Reason.NO_ENTRY)


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.sampled_from(sorted(FollowUpState.values)),
    measured=st.booleans(),
    kind=st.sampled_from(["goal", "activity"]),
)
def test_no_goal_is_ever_shown_green_on_stale_indicators(said, measured, kind):
    with transaction.atomic():
        plan = factories.adopted_plan()
        spring = rounds.open_usual(plan, by=None, at=NOW)[0]
        item = factories.item(plan, ItemKind(kind))
        indicator = factories.indicator(item, first_due=date(2018, 4, 15))
        if measured:
            indicators.enter_value(indicator, on=TODAY, value=Decimal(1), by=None, at=NOW)
        _enter(item, spring, said, consequence="Late.", action="Meet.")
        shown = follow_up.standing(plan, TODAY)[item.pk]
        doubted = kind == "goal" and not measured and said in GREEN
        assert shown.state == (State.NOT_ASSESSED if doubted else said)
        assert shown.said == said


def test_standing_costs_the_same_for_one_and_for_many(plan, spring, django_assert_num_queries):
    for count in (1, 3):
        for _each in range(count):
            _enter(_stale_goal(plan), spring)
        with django_assert_num_queries(5):
            shown = follow_up.shown(plan, TODAY)
        with django_assert_num_queries(6):
            stands = follow_up.standing(plan, TODAY)
        assert {pk: (each.state, each.reason) for pk, each in shown.items()} == {
            pk: (each.state, each.reason) for pk, each in stands.items()
        }


def test_the_timeline_and_what_lacks_an_entry(plan, spring):
    goal, silent = factories.goal(plan), factories.item(plan)
    autumn = plan.rounds.get(as_of=date(2018, 8, 31))
    _enter(goal, spring, text="First.")
    _enter(goal, spring, text="Second.")
    _enter(goal, autumn, text="Third.", at=NOW.replace(month=9))
    assert [entry.text for entry in follow_up.timeline(goal)] == ["Third.", "Second.", "First."]
    assert list(follow_up.without_entry(spring)) == [silent]
    assert follow_up.current_round(plan, on=TODAY) == spring
    assert follow_up.previous_round(autumn) == spring
    assert follow_up.previous_round(spring) is None


# Sections


def test_the_owner_of_an_area_says_that_it_is_ready(plan, spring):
    owner = factories.user()
    area = factories.area(plan, owner_person=factories.person(account=owner))
    for _twice in range(2):
        follow_ups.mark_ready(area, round=spring, by=owner, at=NOW)
    assert [(each.area, each.marked_by) for each in follow_up.ready_sections(spring)] == [(area, owner)]
    assert AuditEntry.objects.filter(verb="plans.section_ready").count() == 1
    follow_ups.unmark_ready(area, round=spring, by=owner, at=NOW)
    assert not SectionReady.objects.exists()


def test_what_cannot_be_marked_ready(plan, spring):
    with pytest.raises(NotUsable, match="Only areas"):
        follow_ups.mark_ready(factories.goal(plan), round=spring, by=None, at=NOW)
    with pytest.raises(NotUsable, match="another plan"):
        follow_ups.mark_ready(factories.area(factories.adopted_plan()), round=spring, by=None, at=NOW)
    with pytest.raises(WrongState, match="opens on"):
        follow_ups.mark_ready(factories.area(plan), round=spring, by=None, at=NOW.replace(month=1))
    with pytest.raises(NotPermitted):
        follow_ups.mark_ready(factories.area(plan), round=spring, by=factories.user(Role.ANALYST), at=NOW)
