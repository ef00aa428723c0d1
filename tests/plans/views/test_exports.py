"""A plan as files: what they hold, and that they can be taken in again."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker.loop import run_now
from samsyn.members.models import Person
from samsyn.plans.models import Plan
from samsyn.web.jobs import HANDLERS
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client):
    client.force_login(make.user(Role.OFFICER))
    made = make.plan(title="Plan för Åre 2018")
    make.goal(made, parent=make.area(made), wording="Fler reser.", owner_person=make.person(name="Eva Ek"))
    return made


def _export(client, plan, kind):
    return client.get(reverse("plans:export", args=[plan.key, kind]))


def _take_in(client, data, **fields):
    document = BytesIO(data)
    document.name = "plan.json"
    page = client.post(reverse("plans:import"), {"document": document, **fields})["Location"]
    waiting = client.get(page)
    return page, waiting, run_now(Job.objects.latest("pk"), HANDLERS)


@pytest.mark.parametrize("kind", ["json", "json-with-files", "csv", "xlsx"])
def test_each_export_holds_the_plan(client, plan, kind):
    answer = _export(client, plan, kind)
    assert answer["Content-Disposition"].startswith('attachment; filename="plan-for-are-2018-')
    assert "no-store" in answer["Cache-Control"]
    if kind == "xlsx":
        cells = [cell.value for row in openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0] for cell in row]
        assert "Fler reser." in cells
    else:
        assert "Fler reser." in answer.content.decode()


def test_another_kind_is_not_found(client, plan):
    assert _export(client, plan, "pdf").status_code == 404


def test_an_export_is_taken_in_where_the_plan_is_not(client, plan):
    data = _export(client, plan, "json").content
    plan.delete()
    Person.objects.all().delete()
    page, waiting, job = _take_in(client, data)
    assert b'id="job"' in waiting.content
    assert (job.state, job.result["url"]) == (JobState.DONE, page)
    shown = client.get(page).content.decode()
    assert "Eva Ek" in shown
    assert reverse("plans:plan", args=[Plan.objects.get().key]) in shown
    assert json.loads(_export(client, Plan.objects.get(), "json").content) == json.loads(data)


def test_a_plan_that_is_here_is_refused_with_its_reason_and_taken_in_as_a_copy(client, plan):
    data = _export(client, plan, "json").content
    page, _waiting, job = _take_in(client, data)
    assert job.state == JobState.FAILED
    assert plan.title in job.error
    assert "notice-error" in client.get(page).content.decode()
    _page, _waiting, job = _take_in(client, data, as_copy="on")
    assert job.state == JobState.DONE
    assert Plan.objects.count() == 2


def test_the_page_shows_full_exports_to_those_who_may(client, plan):
    address = reverse("plans:exports", args=[plan.key])
    assert "/exports/json/" in client.get(address).content.decode()
    plan.state = "adopted"
    plan.save()
    client.force_login(make.user(Role.DELEGATE))
    assert "/exports/json/" not in client.get(address).content.decode()
