"""The steps of a plan's life on screen."""

from datetime import date

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import Plan, PlanState
from samsyn.plans.operations import plans
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    person = make.user(Role.OFFICER)
    client.force_login(person)
    return person


@pytest.fixture
def plan(officer):
    made = make.plan(decided_by=make.organ(name="Styrelsen"))
    make.goal(made, parent=make.area(made))
    return made


def _step(client, plan, step, **fields):
    answer = client.post(reverse("plans:step", args=[plan.key, step]), fields)
    plan.refresh_from_db()
    return answer


def _offered(client, plan):
    """The steps that the page has a form for."""
    page = client.get(reverse("plans:life", args=[plan.key])).content.decode()
    offered = {step for step in ("propose", "adopt", "revise", "close") if f"/life/{step}/" in page}
    return offered | ({"delete"} if "/life/delete/" in page else set())


DECISION = {"decided_on": "2018-01-10", "decision_reference": "§ 7"}


def test_a_plan_is_proposed_adopted_and_closed(client, plan):
    assert _offered(client, plan) == {"propose", "delete"}
    assert _step(client, plan, "propose")["Location"] == reverse("plans:life", args=[plan.key])
    assert _offered(client, plan) == {"adopt", "revise"}
    _step(client, plan, "adopt", organ=plan.decided_by_id, **DECISION)
    assert (plan.state, plan.versions.last().decision_reference) == (PlanState.ADOPTED, "§ 7")
    assert _offered(client, plan) == {"revise", "close"}
    _step(client, plan, "close")
    assert (plan.state, _offered(client, plan)) == (PlanState.CLOSED, set())


def test_a_refused_adoption_keeps_what_was_typed(client, plan):
    plans.propose(plan, by=None, at=make.NOW)
    answer = _step(client, plan, "adopt", organ=make.organ().pk, **DECISION)
    assert (answer.status_code, plan.state) == (400, PlanState.PROPOSED)
    assert 'value="§ 7"' in answer.content.decode()
    assert answer.context["form"].non_field_errors()
    answer = _step(client, plan, "adopt", organ="", decided_on="x", decision_reference="")
    assert set(answer.context["form"].errors) == {"organ", "decided_on", "decision_reference"}


def test_pressing_twice_is_told_and_does_no_harm(client, plan):
    page = f"http://testserver{reverse('plans:life', args=[plan.key])}"
    for _time in range(2):
        answer = client.post(reverse("plans:step", args=[plan.key, "propose"]), headers={"Referer": page})
        assert answer.status_code == 302
    assert plan.versions.count() == 1


def test_a_step_that_does_not_exist_is_not_found(client, plan):
    assert _step(client, plan, "burn").status_code == 404
    assert client.get(reverse("plans:step", args=[plan.key, "propose"])).status_code == 405


def test_the_organ_of_a_proposed_plan_is_chosen_anew(client, plan):
    plans.propose(plan, by=None, at=make.NOW)
    organ = make.organ()
    client.post(reverse("plans:organ", args=[plan.key]), {"organ": organ.pk})
    plan.refresh_from_db()
    assert plan.decided_by == organ
    plans.adopt(plan, organ=organ, decided_on=date(2018, 1, 10), decision_reference="§ 7", by=None, at=make.NOW)
    answer = client.post(reverse("plans:organ", args=[plan.key]), {"organ": ""})
    assert (answer.status_code, bool(answer.context["form"].non_field_errors())) == (400, True)


def test_a_draft_is_deleted_after_a_question(client, plan):
    address = reverse("plans:delete", args=[plan.key])
    assert client.get(address).status_code == 200
    assert Plan.objects.filter(pk=plan.pk).exists()
    assert client.post(address)["Location"] == reverse("plans:index")
    assert not Plan.objects.filter(pk=plan.pk).exists()


def test_who_only_reads_sees_the_life_without_its_forms(client, plan):
    plans.propose(plan, by=None, at=make.NOW)
    plans.adopt(plan, organ=plan.decided_by, decided_on=make.TODAY, decision_reference="§ 7", by=None, at=make.NOW)
    client.force_login(make.user(Role.DELEGATE))
    assert _offered(client, plan) == set()
