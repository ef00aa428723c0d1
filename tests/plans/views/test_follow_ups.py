"""Saying how an item stands, and on to the next."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.plans.errors import ChangedMeanwhile
from samsyn.plans.models import FollowUp, FollowUpRound, PlanState
from samsyn.plans.operations import follow_ups, indicators
from tests import factories
from tests.plans.views.follow_up_plan import NOW, drawn

SAID = {"state": "done", "text": "Det går bra.", "evidence": "RVU 2018"}


@pytest.fixture
def plan(db):
    return drawn()


@pytest.fixture
def owner(client, plan):
    client.force_login(plan.people["owner"])
    return client


def _address(item, round, **query):
    more = "".join(f"&{name}" for name in query)
    return f"{reverse('plans:follow_up', args=[item.key])}?round={round.key}{more}"


def _earlier(plan):
    """A round before the spring, in which the activity was at risk."""
    winter = FollowUpRound.objects.create(
        plan=plan.plan, as_of=date(2018, 1, 31), opens_on=date(2018, 1, 1), due_on=date(2018, 2, 14)
    )
    words = {"text": "Sent ute.", "consequence": "Försening.", "action": "Möte i maj.", "evidence": "Protokoll"}
    follow_ups.enter(plan.activity, round=winter, state="at_risk", by=None, at=NOW, **words)
    return winter


def test_saving_leads_on_until_nothing_is_left(owner, plan):
    """Goal, then activity, then back to the round: the whole of one's own in one sitting."""
    answer = owner.post(_address(plan.goal, plan.spring), SAID)
    assert answer.url == _address(plan.activity, plan.spring)
    answer = owner.post(answer.url, SAID | {"effect": "some", "effect_text": "Fler resande."})
    assert answer.url == reverse("plans:round", args=[plan.spring.key])
    assert [(entry.item, entry.entered_by, entry.effect) for entry in FollowUp.objects.order_by("pk")] == [
        (plan.goal, plan.people["owner"], ""),
        (plan.activity, plan.people["owner"], "some"),
    ]


def test_one_may_also_go_back_to_the_round(owner, plan):
    answer = owner.post(_address(plan.goal, plan.spring), SAID | {"stay": "1"})
    assert answer.url == reverse("plans:round", args=[plan.spring.key])


def test_forty_items_take_forty_posts_and_each_page_the_same_queries(client, plan, django_assert_max_num_queries):
    client.force_login(plan.people["officer"])
    for _n in range(38):
        factories.item(plan.plan, parent=plan.area)
    address, visited = _address(plan.goal, plan.spring), []
    client.get(address)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    most = len(few)
    while "follow-up" in address:
        visited.append(address)
        with django_assert_max_num_queries(most):
            client.get(address)
        address = client.post(address, SAID).url
    assert len(set(visited)) == len(visited) == 40


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        ({"state": "at_risk", "text": "Sent."}, ["consequence", "action"]),
        ({"state": "off_track", "text": "Sent.", "consequence": "Dyrt."}, ["action"]),
        ({"state": "cannot_be_assessed"}, ["text"]),
        ({"text": "Sent."}, ["state"]),
        ({"state": "green", "text": "Sent."}, ["state"]),
        ({"state": "done", "text": "Klart.", "effect": "cannot_be_assessed"}, ["effect_text"]),
    ],
)
def test_what_a_state_asks_for_is_said_at_its_field_and_what_was_typed_stays(owner, plan, said, lacking):
    answer = owner.post(_address(plan.activity, plan.spring), said | {"evidence": "Ett protokoll"})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == lacking
    assert "Ett protokoll" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_a_goal_has_no_effect_to_tell(owner, plan):
    assert "effect" not in owner.get(_address(plan.goal, plan.spring)).context["form"].fields
    assert "effect" in owner.get(_address(plan.activity, plan.spring)).context["form"].fields


def test_stale_indicators_are_told_before_and_after_saving(owner, plan):
    shown = owner.get(_address(plan.goal, plan.spring))
    assert [each.indicator for each in shown.context["stale"]] == [plan.indicator]
    assert reverse("plans:indicator_value", args=[plan.indicator.key]) in shown.content.decode()
    owner.post(_address(plan.goal, plan.spring), SAID)
    levels = [message.level_tag for message in owner.get("/").context["messages"]]
    assert levels == ["warning"]


def test_fresh_indicators_and_activities_warn_of_nothing(owner, plan):
    today = timezone.localdate()
    indicators.enter_value(plan.indicator, on=today, value=Decimal(35), by=None, at=timezone.now())
    assert owner.get(_address(plan.goal, plan.spring)).context["stale"] == ()
    factories.indicator(plan.activity, first_due=date(2018, 4, 30))
    assert owner.get(_address(plan.activity, plan.spring)).context["stale"] == ()


def test_the_last_time_fills_the_texts_and_leaves_the_state_to_choose(owner, plan):
    _earlier(plan)
    shown = owner.get(_address(plan.activity, plan.spring, last=True))
    form = shown.context["form"]
    assert (form["text"].value(), form["action"].value(), form["state"].value()) == ("Sent ute.", "Möte i maj.", None)
    assert owner.get(_address(plan.activity, plan.spring)).context["form"]["text"].value() is None


def test_earlier_entries_are_a_time_line_that_nothing_edits(owner, plan):
    winter = _earlier(plan)
    owner.post(_address(plan.activity, plan.spring), SAID)
    shown = owner.get(_address(plan.activity, plan.spring))
    assert [entry.round for entry in shown.context["timeline"]] == [plan.spring, winter]
    assert shown.content.decode().count("<form") == 1 + owner.get("/").content.decode().count("<form")


def test_a_second_entry_is_added_and_begins_from_the_first(owner, plan):
    owner.post(_address(plan.goal, plan.spring), SAID)
    shown = owner.get(_address(plan.goal, plan.spring))
    form = shown.context["form"]
    assert (form["state"].value(), form["text"].value()) == ("done", "Det går bra.")
    owner.post(_address(plan.goal, plan.spring), SAID | {"text": "Rättat.", "seen": form["seen"].value()})
    assert [entry.text for entry in FollowUp.objects.order_by("pk")] == ["Det går bra.", "Rättat."]


def test_a_double_press_enters_once(owner, plan):
    for _press in range(2):
        assert owner.post(_address(plan.goal, plan.spring), SAID | {"seen": ""}).status_code == 302
    assert FollowUp.objects.count() == 1


def test_what_somebody_else_said_meanwhile_is_read_before_one_says_otherwise(owner, plan):
    follow_ups.enter(
        plan.goal, round=plan.spring, state="on_track", text="En annans ord.", by=plan.people["officer"], at=NOW
    )
    answer = owner.post(_address(plan.goal, plan.spring), SAID | {"seen": ""})
    assert answer.status_code == 400
    assert "Det går bra." in answer.content.decode()
    assert "En annans ord." in answer.content.decode()
    assert FollowUp.objects.count() == 1


def test_the_operation_itself_refuses_what_was_not_read(plan):
    say = {"round": plan.spring, "state": "done", "by": plan.people["officer"], "at": NOW}
    first = follow_ups.enter(plan.goal, text="Först.", seen="", **say)
    with pytest.raises(ChangedMeanwhile):
        follow_ups.enter(plan.goal, text="Sedan.", seen="", **say)
    assert follow_ups.enter(plan.goal, text="Först.", seen="", **say) == first
    assert follow_ups.enter(plan.goal, text="Sedan.", seen=str(first.key), **say) != first


def _in_days(plan, days):
    opens = timezone.localdate() + timedelta(days=days)
    return FollowUpRound.objects.create(plan=plan.plan, as_of=date(2999, 1, 1), opens_on=opens, due_on=date(2999, 2, 1))


def test_a_round_that_has_not_opened_takes_nothing_and_says_when(owner, plan):
    later = _in_days(plan, 3)
    shown = owner.get(_address(plan.goal, later))
    assert "form" not in shown.context
    owner.post(_address(plan.goal, later), SAID)
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("state", [PlanState.CLOSED, PlanState.DRAFT])
def test_a_plan_that_is_not_followed_up_says_so(owner, plan, state):
    plan.plan.state = state
    plan.plan.save()
    shown = owner.get(_address(plan.goal, plan.spring))
    assert (shown.status_code, "form" in shown.context) == (200, False)


def test_a_round_of_another_plan_is_no_round_of_this(owner, plan):
    other = drawn()
    assert "form" not in owner.get(_address(plan.goal, other.spring)).context


def test_an_area_is_not_followed_up(owner, plan):
    assert "form" not in owner.get(_address(plan.area, plan.spring)).context


def test_without_a_round_in_the_address_it_is_the_latest_that_has_opened(owner, plan):
    shown = owner.get(reverse("plans:follow_up", args=[plan.goal.key]))
    opened = plan.plan.rounds.filter(opens_on__lte=timezone.localdate()).order_by("-as_of").first()
    assert shown.context["round"] == opened
