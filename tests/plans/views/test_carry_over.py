"""The next plan and the comparison of the years, on screen."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import FollowUp, FollowUpRound, ItemKind, Plan, PlanState
from samsyn.plans.operations import carry_over
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client):
    """An area with a goal on track, an activity that is done, one at risk; an area of which all is done; a priority."""
    client.force_login(make.user(Role.OFFICER))
    made = make.adopted_plan(title="Plan 2018")
    first, second = make.area(made, "1", heading="Resor"), make.area(made, "2", heading="Kompetens")
    one = FollowUpRound.objects.create(
        plan=made, as_of=date(2018, 4, 30), opens_on=date(2018, 4, 1), due_on=date(2018, 5, 10)
    )
    for area, wording, state in (
        (first, "Ta fram en analys.", "done"),
        (first, "Ordna en konferens.", "at_risk"),
        (second, "Gör en film.", "done"),
    ):
        item = make.item(made, parent=area, wording=wording)
        said = {"text": "Sagt.", "consequence": "Sent.", "action": "Fler resurser.", "entered_at": make.NOW}
        FollowUp.objects.create(item=item, round=one, state=state, **said)
    make.item(made, ItemKind.PRIORITY, wording="Årets resa.")
    return made


def _ticked(page):
    return {one.item.name for one in page.context["candidates"] if one.ticked}


def _post(client, plan, *items, **fields):
    posted = {"title": "Plan 2019", "starts_on": "2019-01-01", "ends_on": "2019-12-31", "targets": "on"} | fields
    return client.post(reverse("plans:carry_over", args=[plan.key]), posted | {"items": [one.key for one in items]})


def test_what_is_not_over_is_suggested_with_title_and_period(client, plan):
    page = client.get(reverse("plans:carry_over", args=[plan.key]))
    assert _ticked(page) == {"Resor", "Ordna en konferens."}
    assert page.content.decode().count(" checked>") == 2 + 1  # and the targets
    form = page.context["form"]
    assert (form["title"].value(), form["starts_on"].value(), form["ends_on"].value()) == (
        "Plan 2019", date(2019, 1, 1), date(2019, 12, 31),
    )  # fmt: skip


def test_what_is_chosen_goes_on_in_a_draft(client, plan):
    chosen = plan.items.get(wording="Gör en film.")
    answer = _post(client, plan, chosen)
    made = Plan.objects.get(continues=plan)
    assert answer["Location"] == reverse("plans:plan", args=[made.key])
    assert {item.name for item in made.items.all()} == {"Kompetens", "Gör en film."}


def test_a_refusal_keeps_what_was_chosen(client, plan):
    chosen = plan.items.get(wording="Gör en film.")
    answer = _post(client, plan, chosen, starts_on="2017-01-01")
    assert (answer.status_code, _ticked(answer)) == (400, {"Gör en film."})
    assert _post(client, plan).status_code == 400
    assert not Plan.objects.filter(continues=plan).exists()


def test_the_years_show_each_thread_with_state_budget_and_value(client, plan):
    item = plan.items.get(wording="Ordna en konferens.")
    plan.items.filter(pk=item.pk).update(budget=Decimal(125000))
    next_plan = carry_over.begin_next(
        plan, title="Plan 2019", starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31), items=[item.key], by=None,
        at=make.NOW,
    )  # fmt: skip
    page = client.get(reverse("plans:years", args=[next_plan.key]))
    assert [each.title for each in page.context["found"].plans] == ["Plan 2018", "Plan 2019"]
    shown = page.content.decode()
    assert "125\u202f000" in shown
    assert "state-at_risk" in shown


def test_a_year_that_one_may_not_read_is_left_out(client, plan):
    item = plan.items.first()
    next_plan = carry_over.begin_next(
        plan, title="Plan 2019", starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31), items=[item.key], by=None,
        at=make.NOW,
    )  # fmt: skip
    Plan.objects.filter(pk=next_plan.pk).update(state=PlanState.ADOPTED)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT)
    client.force_login(make.user(Role.DELEGATE))
    page = client.get(reverse("plans:years", args=[next_plan.key]))
    assert [each.title for each in page.context["found"].plans] == ["Plan 2019"]


def test_from_an_earlier_year_a_later_one_is_found_by_those_who_may_read_it(client, plan):
    next_plan = carry_over.begin_next(
        plan, title="Plan 2019", starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31),
        items=[plan.items.first().key], by=None, at=make.NOW,
    )  # fmt: skip
    there = f'href="{reverse("plans:years", args=[next_plan.key])}"'
    assert there in client.get(reverse("plans:years", args=[plan.key])).content.decode()
    client.force_login(make.user(Role.DELEGATE))
    assert there not in client.get(reverse("plans:years", args=[plan.key])).content.decode()
