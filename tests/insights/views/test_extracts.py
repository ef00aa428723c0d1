"""The page where an extract of OpenStreetMap becomes a network."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job
from samsyn.foundation.jobs.worker import run_now
from samsyn.insights.operations import extracts
from samsyn.web.jobs import HANDLERS
from tests.factories import user
from tests.insights.operations.test_extracts import boundaries, networks
from tests.insights.views.markup import faults
from tests.sources.test_network_connecting import ROADS
from tests.sources.test_osm import extract

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(client):
    client.force_login(user(Role.ANALYST))


def given(**more):
    file = SimpleUploadedFile("uppsala.osm.pbf", extract(ROADS).data)
    return {"file": file, "areas": boundaries().key, "begins": ""} | more


def test_from_the_page_to_the_draft(client, analyst):
    assert faults(client.get(reverse("insights:extract")).content.decode()) == []
    answer = client.post(reverse("insights:extract"), given())
    job = Job.objects.get(kind=extracts.MAKE)
    assert answer["Location"] == reverse("insights:fetching", args=[job.key])
    waiting = client.get(answer["Location"]).content.decode()
    assert faults(waiting) == []
    assert reverse("insights:cancel", args=[job.key]) in waiting
    run_now(job, HANDLERS)
    done = client.get(answer["Location"])
    assert done["Location"] == reverse("insights:draft", args=[networks().get().key])
    assert client.get(done["Location"]).status_code == 200
    save = client.get(reverse("insights:draft_save", args=[networks().get().key])).content.decode()
    assert 'value="OpenStreetMap"' in save


def test_a_cancelled_one_can_be_tried_again(client, analyst):
    client.post(reverse("insights:extract"), given())
    job = Job.objects.get(kind=extracts.MAKE)
    client.post(reverse("insights:cancel", args=[job.key]))
    page = client.get(reverse("insights:fetching", args=[job.key])).content.decode()
    assert reverse("insights:go_on", args=[job.key]) in page
    assert reverse("insights:extract") in page


def test_one_that_is_too_large_is_refused_with_the_limit_and_the_command(client, analyst, monkeypatch):
    asked = given()
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 10)
    with translation.override("en"):
        answer = client.post(reverse("insights:extract"), asked, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert "samsyn network" in answer.content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize("wrong", [{"areas": ""}, {"file": SimpleUploadedFile("a.osm.pbf", b"no extract")}])
def test_what_is_missing_or_no_extract_is_said_beside_it(client, analyst, wrong):
    answer = client.post(reverse("insights:extract"), given(**wrong))
    assert answer.status_code == 400
    assert not Job.objects.exists()


def test_the_page_of_files_sends_extracts_here(client, analyst):
    answer = client.post(reverse("insights:upload"), {"file": given()["file"], "kind": "network"})
    assert answer.status_code == 400
    assert not networks().exists()
    assert reverse("insights:extract") in client.get(reverse("insights:upload")).content.decode()
