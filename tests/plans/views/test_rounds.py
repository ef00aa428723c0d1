"""Rounds on screen: opening them, how far they have come, and the council's rhythm."""

from datetime import date

import pytest
from django.urls import reverse

from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.plans.errors import NotUsable
from samsyn.plans.models import FollowUpRound, PlanState, RoundDate, SectionReady
from samsyn.plans.operations import follow_ups, round_dates
from samsyn.plans.queries import rounds as work
from tests import factories
from tests.plans.views.follow_up_plan import NOW, drawn

TODAY = NOW.date()


@pytest.fixture
def plan(db):
    return drawn()


@pytest.fixture
def officer(client, plan):
    client.force_login(plan.people["officer"])
    return client


def _say(item, round, state="on_track"):
    return follow_ups.enter(item, round=round, state=state, text="Det går.", by=None, at=NOW)


def _page(plan, who="officer"):
    return work.page(plan.spring, by=plan.people[who], on=TODAY)


def test_the_usual_rounds_are_opened_by_one_press_and_a_second_adds_none(officer, plan):
    plan.plan.rounds.all().delete()
    address = reverse("plans:rounds_open", args=[plan.plan.key])
    for _press in range(2):
        assert officer.post(address).url == reverse("plans:rounds", args=[plan.plan.key])
    assert [each.as_of for each in plan.plan.rounds.all()] == [date(2018, 4, 30), date(2018, 8, 31), date(2018, 12, 31)]


DAYS = {"as_of": "2018-06-15", "opens_on": "2018-06-01", "due_on": "2018-06-30"}


def test_a_round_is_added_moved_and_removed(officer, plan):
    officer.post(reverse("plans:round_add", args=[plan.plan.key]), DAYS)
    added = FollowUpRound.objects.get(as_of=date(2018, 6, 15))
    officer.post(reverse("plans:round_move", args=[added.key]), DAYS | {"as_of": "2018-06-20"})
    added.refresh_from_db()
    assert added.as_of == date(2018, 6, 20)
    assert officer.get(reverse("plans:round_remove", args=[added.key])).status_code == 200
    officer.post(reverse("plans:round_remove", args=[added.key]))
    assert not FollowUpRound.objects.filter(pk=added.pk).exists()


@pytest.mark.parametrize("wrong", [{"due_on": "2018-05-01"}, {"as_of": "2018-04-30"}, {"as_of": "2017-06-15"}])
def test_days_that_cannot_be_are_refused_and_kept_in_the_form(officer, plan, wrong):
    answer = officer.post(reverse("plans:round_add", args=[plan.plan.key]), DAYS | wrong)
    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors()
    assert 'value="2018-06-01"' in answer.content.decode()


def test_a_round_in_which_something_was_said_is_not_removed(officer, plan):
    _say(plan.goal, plan.spring)
    assert officer.post(reverse("plans:round_remove", args=[plan.spring.key])).status_code == 400
    assert FollowUpRound.objects.filter(pk=plan.spring.pk).exists()


def test_progress_is_counted_in_all_by_area_and_by_owner(plan):
    """Area 1 holds a goal and an activity of one owner, area 2 an activity of nobody; one of three has an entry."""
    second = factories.area(plan.plan, "2")
    factories.item(plan.plan, parent=second)
    _say(plan.goal, plan.spring)
    page = _page(plan)
    assert page.tally == (1, 3)
    assert [(each.area, each.tally) for each in page.areas] == [(plan.area, (1, 2)), (second, (0, 1))]
    assert dict(page.owners) == {str(plan.goal.owner_person): (1, 2), "": (0, 1)}


def test_an_area_counts_what_stands_in_areas_inside_it(plan):
    inner = factories.area(plan.plan, "1.1", parent=plan.area)
    factories.item(plan.plan, parent=inner)
    assert [(each.depth, each.tally) for each in _page(plan).areas] == [(0, (0, 3)), (1, (0, 1))]


def test_the_list_begins_with_ones_own_and_ends_with_what_is_done(plan):
    others = factories.goal(plan.plan, position=0)
    _say(plan.goal, plan.spring)
    page = _page(plan, "owner")
    assert [task.item for task in page.to_do] == [plan.activity, others]
    assert [task.item for task in page.to_enter] == [plan.activity]
    assert [task.item for task in page.done] == [plan.goal]
    assert [task.item for task in _page(plan).to_enter] == [others, plan.activity]
    assert _page(plan, "delegate").to_enter == ()


def test_the_next_goes_on_from_the_item_and_then_from_the_start(plan):
    """Reading order: goal, activity, last. After the activity comes the last, after the last the goal."""
    last = factories.item(plan.plan, parent=plan.area)
    page = _page(plan)
    assert page.next_after(plan.activity).item == last
    assert page.next_after(last).item == plan.goal
    _say(last, plan.spring)
    assert _page(plan).next_after(plan.activity).item == plan.goal
    _say(plan.goal, plan.spring)
    assert _page(plan).next_after(plan.activity) is None, "an item is not its own next"


def test_an_area_is_marked_ready_with_who_and_when_and_taken_back(client, plan):
    client.force_login(plan.people["owner"])
    address = reverse("plans:round_ready", args=[plan.spring.key])
    for _press in range(2):
        answer = client.post(address, {"area": plan.area.key, "ready": "on"})
        assert answer.url.startswith(reverse("plans:round", args=[plan.spring.key]))
    assert SectionReady.objects.get().marked_by == plan.people["owner"]
    assert _page(plan).not_ready == ()
    client.post(address, {"area": plan.area.key})
    assert not SectionReady.objects.exists()


def test_the_summary_is_kept_and_a_delegate_reads_it(officer, plan):
    officer.post(reverse("plans:round_summary", args=[plan.spring.key]), {"summary": "Tågen går.\n\n- Bra"})
    officer.force_login(plan.people["delegate"])
    shown = officer.get(reverse("plans:round", args=[plan.spring.key])).content.decode()
    assert "<p>Tågen går.</p>" in shown
    assert "<textarea" not in shown


def test_buttons_are_shown_to_those_who_may(officer, plan):
    page = reverse("plans:round", args=[plan.spring.key])
    asked = [
        reverse(f"plans:{name}", args=[plan.spring.key])
        for name in ("report_complete", "round_move", "round_ready", "round_summary")
    ]
    shown = officer.get(page).content.decode()
    assert [address in shown for address in asked] == [True] * 4
    officer.force_login(plan.people["delegate"])
    shown = officer.get(page).content.decode()
    assert [address in shown for address in asked] == [False] * 4


@pytest.mark.parametrize("name", ["round", "report_preview", "report_complete"])
def test_more_items_take_no_more_queries(officer, plan, name, django_assert_max_num_queries):
    address = reverse(f"plans:{name}", args=[plan.spring.key])
    officer.get(address)
    with django_assert_max_num_queries(60) as few:
        officer.get(address)
    for n in range(15):
        area = factories.area(plan.plan, str(n + 2), owner_person=factories.person())
        _say(factories.goal(plan.plan, parent=area), plan.spring)
        factories.item(plan.plan, parent=area, owner_function=factories.function())
    with django_assert_max_num_queries(len(few)):
        officer.get(address)


def test_a_closed_plan_is_read_and_nothing_is_entered(officer, plan):
    plan.plan.state = PlanState.CLOSED
    plan.plan.save()
    shown = officer.get(reverse("plans:round", args=[plan.spring.key]))
    assert reverse("plans:follow_up", args=[plan.goal.key]) not in shown.content.decode()
    assert reverse("plans:round_ready", args=[plan.spring.key]) not in shown.content.decode()


def test_the_councils_dates_replace_the_usual_ones(officer, plan):
    address = reverse("plans:round_dates")
    assert officer.post(address, {"day": "31", "month": "2"}).status_code == 400
    for _press in range(2):
        officer.post(address, {"day": "31", "month": "3"})
    assert AuditEntry.objects.filter(verb="plans.round_date_added").count() == 1
    officer.post(reverse("plans:rounds_open", args=[plan.plan.key]))
    assert plan.plan.rounds.filter(as_of=date(2018, 3, 31)).exists()
    officer.post(reverse("plans:round_date_remove"), {"day": "31", "month": "3"})
    assert not RoundDate.objects.exists()
    assert AuditEntry.objects.filter(verb="plans.round_date_removed").count() == 1


def test_only_the_office_sets_the_rhythm_and_only_real_days(plan):
    with pytest.raises(NotPermitted):
        round_dates.add(month=4, day=30, by=plan.people["analyst"], at=NOW)
    with pytest.raises(NotPermitted):
        round_dates.remove(month=4, day=30, by=plan.people["delegate"], at=NOW)
    with pytest.raises(NotUsable):
        round_dates.add(month=4, day=31, by=None, at=NOW)
    with pytest.raises(NotUsable):
        round_dates.add(month=13, day=1, by=None, at=NOW)
    assert round_dates.add(month=2, day=29, by=None, at=NOW).day == 29
