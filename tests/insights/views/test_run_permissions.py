"""Who may open and do what among results: one table, every role, every verb."""

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job
from samsyn.insights.models import RunShare, Series
from samsyn.insights.operations import series as series_operations
from samsyn.insights.queries import runs
from samsyn.insights.studies.catalogue import STUDIES
from tests import factories as make
from tests.insights import running

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
INSIDE = {"officer", "analyst"}
OFFER = "functional-european-regions"

# Pages and what those outside get; inside always 200.
OPEN = {
    "index": lambda run: (),
    "runs": lambda run: ("functional-regions",),
    "method": lambda run: ("functional-regions",),
    "series_list": lambda run: (),
}
INSIDE_ONLY = {
    "run_new": lambda run: ("functional-regions",),
    "run_warnings": lambda run: ("functional-regions",),
}
OF_RUN = {
    "run": lambda run: (run.key,),
    "run_table": lambda run: (run.key, "areas"),
    "run_export": lambda run: (run.key, "csv"),
    "compare": lambda run: (run.key,),
    "comparison": lambda run: (run.key, run.key),
    "comparison_table": lambda run: (run.key, run.key, "areas"),
    "comparison_export": lambda run: (run.key, run.key, "csv"),
}
OF_OFFICE = {"share": lambda run: (run.key,)}
OF_SHARE = {
    "shared": lambda run: (run.share.key,),
    "shared_table": lambda run: (run.share.key, "areas"),
    "shared_export": lambda run: (run.share.key, "csv"),
}
VERBS = {
    "run_new": lambda run: ("functional-regions",),
    "run_repeat": lambda run: (run.key,),
    "share": lambda run: (run.key,),
    "unshare": lambda run: (run.key,),
    "publish": lambda run: (run.key, OFFER),
}
GET_IS_REFUSED = ("run_repeat", "unshare")


@pytest.fixture
def people():
    return {name: make.user(role) for name, role in ROLES.items()} | {"stranger": make.user()}


@pytest.fixture
def run():
    return running.done(running.asked())


@pytest.fixture
def shared(run):
    return running.shared(run)


def _as(client, people, who):
    if who != "nobody":
        client.force_login(people[who])


def _statuses(client, addresses, run):
    return {name: client.get(reverse(f"insights:{name}", args=of(run))).status_code for name, of in addresses.items()}


def _outside(who):
    return 302 if who == "nobody" else 403


@pytest.mark.parametrize("who", WHO)
def test_pages_of_a_run_that_is_not_shared(client, people, run, who):
    _as(client, people, who)
    inside = who in INSIDE
    assert _statuses(client, OPEN, run) == dict.fromkeys(OPEN, 200)
    closed = INSIDE_ONLY | OF_RUN | OF_OFFICE
    assert _statuses(client, closed, run) == dict.fromkeys(closed, 200 if inside else _outside(who))


@pytest.mark.parametrize("who", WHO)
def test_pages_of_a_shared_run(client, people, shared, who):
    _as(client, people, who)
    assert _statuses(client, OF_RUN | OF_SHARE, shared) == dict.fromkeys(OF_RUN | OF_SHARE, 200)
    office = {"publish": lambda run: (run.key, OFFER)}
    assert _statuses(client, office, shared) == dict.fromkeys(office, 200 if who in INSIDE else _outside(who))


@pytest.mark.parametrize("who", sorted(set(WHO) - INSIDE))
def test_verbs_that_are_refused_do_nothing(client, people, shared, who):
    _as(client, people, who)
    before = (Job.objects.count(), RunShare.objects.count(), Series.objects.count())
    answers = {
        name: client.post(reverse(f"insights:{name}", args=of(shared))).status_code for name, of in VERBS.items()
    }
    assert answers == dict.fromkeys(VERBS, _outside(who))
    assert (Job.objects.count(), RunShare.objects.count(), Series.objects.count()) == before


@pytest.mark.parametrize("name", GET_IS_REFUSED)
def test_verbs_are_not_done_by_looking(client, people, shared, name):
    client.force_login(people["officer"])
    assert client.get(reverse(f"insights:{name}", args=VERBS[name](shared))).status_code == 405


@pytest.mark.parametrize("who", sorted(INSIDE))
def test_verbs_that_are_allowed_are_done(client, people, run, who):
    client.force_login(people[who])
    assert client.post(reverse("insights:share", args=[run.key])).status_code == 302
    assert client.post(reverse("insights:run_repeat", args=[run.key])).status_code == 302
    assert Job.objects.filter(state="queued").count() == 2


@pytest.mark.parametrize("who", WHO)
def test_a_series_is_for_everybody(client, people, shared, who):
    offer = STUDIES["functional-regions"].present(runs.public_result_of(shared)).offers[0]
    made = series_operations.publish_offer(
        shared, offer=offer, code="regions", title="Regions", modelled=False, by=None, at=make.NOW
    )
    _as(client, people, who)
    assert client.get(reverse("insights:series", args=[made.key])).status_code == 200


@pytest.mark.parametrize("who", sorted(set(WHO) - INSIDE))
def test_those_outside_see_no_small_numbers_and_nobody_s_name(client, people, shared, who):
    _as(client, people, who)
    pages = [reverse("insights:run", args=[shared.key]), reverse("insights:run_table", args=[shared.key, "areas"])]
    for page in pages:
        answer = client.get(page)
        assert answer.context["told"].hides
        assert answer.context["about"].by == ""
    kinds = ("pdf", "xlsx", "csv", "csv-sv", "geojson", "gpkg", "omx", "omx-regions")
    found = {
        kind for kind in kinds if client.get(reverse("insights:run_export", args=[shared.key, kind])).status_code == 200
    }
    assert found == {"pdf", "xlsx", "csv", "csv-sv"}


@pytest.mark.parametrize("who", WHO)
def test_a_comparison_is_for_those_who_may_see_both(client, people, shared, who):
    choices = running.drawn.choices(method="nordic", drawings="0")
    sources = {source.role: source.snapshot.key for source in shared.sources.all()}
    kept = running.done(running.asked(choices=choices, sources=sources))
    _as(client, people, who)
    for pair in ((shared.key, kept.key), (kept.key, shared.key)):
        addresses = {
            "comparison": lambda _run, pair=pair: pair,
            "comparison_table": lambda _run, pair=pair: (*pair, "areas"),
            "comparison_export": lambda _run, pair=pair: (*pair, "xlsx"),
        }
        assert _statuses(client, addresses, shared) == dict.fromkeys(addresses, 200 if who in INSIDE else _outside(who))


def test_what_is_not_there_is_not_found(client, people, run):
    client.force_login(people["officer"])
    missing = "00000000-0000-4000-8000-000000000000"
    addresses = [
        reverse("insights:run", args=[missing]),
        reverse("insights:shared", args=[missing]),
        reverse("insights:series", args=[missing]),
        reverse("insights:run_table", args=[run.key, "nothing"]),
        reverse("insights:run_export", args=[run.key, "docx"]),
        reverse("insights:runs", args=["nothing"]),
        reverse("insights:method", args=["nothing"]),
        reverse("insights:comparison", args=[run.key, missing]),
        reverse("insights:comparison_table", args=[run.key, run.key, "nothing"]),
        reverse("insights:comparison_export", args=[run.key, missing, "csv"]),
        reverse("insights:comparison_export", args=[run.key, run.key, "docx"]),
    ]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)


def test_an_address_that_was_taken_back_leads_nowhere(client, people, shared):
    address = reverse("insights:shared", args=[shared.share.key])
    assert client.get(address).status_code == 200
    client.force_login(people["analyst"])
    client.post(reverse("insights:unshare", args=[shared.key]))
    assert client.get(address).status_code == 404
