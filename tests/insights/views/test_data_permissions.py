"""Who may open and do what among the pages of data: one table, every role."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job
from samsyn.insights.models import DatasetKind, Snapshot, SnapshotDraft
from samsyn.insights.operations import fetching
from tests import factories as make
from tests.insights.bringing import FLOWS, begun, whole
from tests.insights.operations.test_extracts import boundaries
from tests.sources.test_network_connecting import ROADS
from tests.sources.test_osm import extract

pytestmark = pytest.mark.django_db

ROLES = {
    "officer": Role.OFFICER,
    "analyst": Role.ANALYST,
    "delegate": Role.DELEGATE,
    "contact": Role.MEMBER_CONTACT,
    "participant": Role.PARTICIPANT,
    "administrator": Role.ADMINISTRATOR,
}
WHO = (*ROLES, "stranger", "nobody")
ALLOWED = {"officer", "analyst"}

PAGES = {  # address: of what
    "datasets": "",
    "upload": "",
    "measures_template": "",
    "extract": "",
    "fetch": "",
    "fetching": "job",
    "draft": "draft",
    "draft_save": "draft",
    "draft_discard": "draft",
    "dataset": "dataset",
    "describe": "dataset",
    "upload_next": "dataset",
    "snapshot": "snapshot",
    "download": "snapshot",
    "carry": "snapshot",
    "totals": "snapshot",
}
DESCRIPTION = {"title": "T", "publisher": "P", "licence": "CC0", "unit": "persons", "reference": "1", "vintage": "2"}
READ = {"revision": 1, "form": "rows", "columns_origin": "home", "columns_destination": "work", "columns_count": "n"}
VERBS = {  # address: of what, what is posted
    "upload": ("", lambda: {"file": SimpleUploadedFile("flows.csv", FLOWS), "kind": "flows"}),
    "upload_next": ("dataset", lambda: {"file": SimpleUploadedFile("flows.csv", FLOWS)}),
    "extract": ("", lambda: {"file": SimpleUploadedFile("a.osm.pbf", extract(ROADS).data), "areas": "areas"}),
    "fetch": ("", lambda: {"service": "scb", "table": "TAB1830", "kind": "flows", "choice": "Tid=latest:1"}),
    "order": ("offer", dict),
    "cancel": ("job", dict),
    "draft_read": ("draft", lambda: READ),
    "draft_choose": ("draft", lambda: {"revision": 1}),
    "draft_check": ("draft", dict),
    "draft_save": ("draft", lambda: DESCRIPTION),
    "draft_discard": ("draft", dict),
    "describe": ("dataset", lambda: DESCRIPTION),
    "carry": ("snapshot", lambda: {"key": "key"}),
}


@pytest.fixture
def things():
    people = {name: make.user(role) for name, role in ROLES.items()} | {"stranger": make.user()}
    snapshot = whole()
    key = whole(b"old;new\n01;02\n", "key.csv", DatasetKind.VINTAGE_KEY)
    made = {"people": people, "dataset": snapshot.dataset, "snapshot": snapshot, "draft": begun(), "key": key}
    return made | {"areas": boundaries()}


def address(client, things, who, name, of):
    """The page; a job is whose work it is, so that rules of jobs do not decide here."""
    if of == "job":
        asked_by = things["people"].get(who)
        order = {"title": "T", "service": "pxweb", "kind": "flows"}
        job = jobs.enqueue(kind=fetching.FETCH, payload={"order": order}, by=asked_by, at=make.NOW, title="made here")
        return reverse(f"insights:{name}", args=[job.key])
    if of == "offer":
        return reverse("insights:order", args=["counties"])
    return reverse(f"insights:{name}", args=[things[of].key] if of else [])


def _as(client, things, who):
    if who != "nobody":
        client.force_login(things["people"][who])


def _post(client, things, who, name):
    of, given = VERBS[name]
    posted = given()
    if "key" in posted:
        posted["key"] = things["key"].pk
    if "areas" in posted:
        posted["areas"] = things["areas"].key
    return client.post(address(client, things, who, name, of), posted)


def _count():
    return (SnapshotDraft.objects.count(), Snapshot.objects.count(), Job.objects.exclude(title="made here").count())


@pytest.mark.parametrize("who", WHO)
def test_every_page(client, things, who):
    _as(client, things, who)
    answers = {name: client.get(address(client, things, who, name, of)) for name, of in PAGES.items()}
    expected = 200 if who in ALLOWED else 302 if who == "nobody" else 403
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(PAGES, expected)
    if who == "nobody":
        assert {answer["Location"].split("?")[0] for answer in answers.values()} == {reverse("account_login")}


@pytest.mark.parametrize("who", sorted(set(WHO) - ALLOWED))
def test_verbs_that_are_refused_do_nothing(client, things, who):
    _as(client, things, who)
    before = _count()
    answers = {name: _post(client, things, who, name).status_code for name in VERBS}
    assert answers == dict.fromkeys(VERBS, 302 if who == "nobody" else 403)
    assert _count() == before


@pytest.mark.parametrize("who", sorted(ALLOWED))
@pytest.mark.parametrize("name", VERBS)
def test_verbs_that_are_allowed_are_done(client, things, who, name):
    _as(client, things, who)
    assert _post(client, things, who, name).status_code == 302


@pytest.mark.parametrize("name", [name for name in VERBS if name not in PAGES])
def test_verbs_are_not_done_by_looking(client, things, name):
    client.force_login(things["people"]["officer"])
    where = address(client, things, "officer", name, VERBS[name][0])
    assert client.get(where).status_code == 405


@pytest.mark.parametrize("name", ["draft", "dataset", "snapshot", "download", "fetching"])
def test_what_is_not_there_is_not_found(client, things, name):
    client.force_login(things["people"]["officer"])
    missing = "00000000-0000-4000-8000-000000000000"
    assert client.get(reverse(f"insights:{name}", args=[missing])).status_code == 404


@pytest.mark.parametrize("who", sorted(ALLOWED))
def test_the_menu_leads_to_the_system_picture(client, things, who):
    client.force_login(things["people"][who])
    page = client.get(reverse("plans:index")).content.decode()
    assert f'href="{reverse("insights:index")}"' in page
