"""The pages of jobs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs import operations
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import attempts
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=5)


@pytest.fixture
def officer(client):
    made = factories.user(Role.OFFICER, language="en")
    client.force_login(made)
    return made


def queued(by, **fields) -> Job:
    return operations.enqueue(**{"kind": "test", "payload": {}, "by": by, "at": NOW, "title": "Report 2018"} | fields)


def page(client, job: Job, part: str = "job") -> str:
    answer = client.get(reverse(f"jobs:{part}", args=[job.key]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_waiting_job_polls_and_can_be_cancelled_without_script(client, officer):
    job = queued(officer)
    shown = page(client, job)
    assert 'hx-trigger="every 1s"' in shown
    assert "<progress" in shown
    assert reverse("jobs:job", args=[job.key]) in shown  # the link that looks again
    client.post(reverse("jobs:cancel", args=[job.key]))
    shown = page(client, job)
    assert "hx-trigger" not in shown
    assert "Cancelled" in shown


def test_the_part_that_is_polled_stops_polling_and_leads_to_the_result(client, officer):
    job = queued(officer)
    claimed = attempts.claim(at=SOON)
    attempts.report(claimed, share=0.42, message="Reading page 3", at=SOON)
    shown = page(client, job, "status")
    assert "Reading page 3" in shown
    assert "<html" not in shown
    attempts.finish(claimed, result={"url": "/plans/made/"}, at=SOON)
    shown = page(client, job, "status")
    assert "hx-trigger" not in shown
    assert 'href="/plans/made/"' in shown


def test_a_failed_job_says_why_and_can_be_tried_again(client, officer):
    job = queued(officer)
    attempts.fail(attempts.claim(at=SOON), error="Sheet <1> has no dates.", at=SOON)
    assert "Sheet &lt;1&gt; has no dates." in page(client, job)
    client.post(reverse("jobs:retry", args=[job.key]))
    assert Job.objects.get().state == JobState.QUEUED


def test_reading_a_job_does_not_change_it(client, officer):
    job = queued(officer)
    for verb in ("cancel", "retry"):
        assert client.get(reverse(f"jobs:{verb}", args=[job.key])).status_code == 405


def test_others_jobs_are_not_there(client, officer):
    job = queued(factories.user(Role.OFFICER))
    for name in ("job", "status"):
        assert client.get(reverse(f"jobs:{name}", args=[job.key])).status_code == 404
    for name in ("cancel", "retry"):
        assert client.post(reverse(f"jobs:{name}", args=[job.key])).status_code == 404
    assert "Report 2018" not in client.get(reverse("jobs:index")).content.decode()
    assert Job.objects.get().state == JobState.QUEUED


def test_administrators_see_all_and_whose_they_are(client):
    queued(factories.user(Role.OFFICER, name="Olga Officer"))
    client.force_login(factories.user(Role.ADMINISTRATOR))
    shown = client.get(reverse("jobs:index")).content.decode()
    assert "Report 2018" in shown
    assert "Olga Officer" in shown


def test_the_anonymous_are_asked_to_sign_in(client):
    job = queued(factories.user(Role.OFFICER))
    for url in (reverse("jobs:index"), reverse("jobs:job", args=[job.key])):
        assert client.get(url).status_code == 302


def test_the_list_costs_the_same_however_long_it_is(client, officer, django_assert_max_num_queries):
    for _n in range(3):
        queued(officer)
    with django_assert_max_num_queries(8):
        client.get(reverse("jobs:index"))
    for _n in range(60):
        queued(officer)
    with django_assert_max_num_queries(8):
        shown = client.get(reverse("jobs:index")).content.decode()
    assert shown.count("Report 2018") == 50
