"""Pages under a run of measures: chosen among, one by itself, several together; who may open them, and how they ask."""

import re
from html import unescape

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.catalogue import STUDIES
from tests import factories as make
from tests.insights import running
from tests.insights.bringing import whole
from tests.insights.studies import drawn
from tests.insights.views.test_run_permissions import INSIDE, ROLES, WHO

pytestmark = pytest.mark.django_db

OF_RUN = {
    "run_measures": (),
    "run_measure": (1,),
    "run_measure_table": (1, "parts"),
    "run_measure_export": (1, "csv"),
}
OF_DATA = {"run_together": (), "run_together_table": ("together",), "run_together_export": ("csv",)}


@pytest.fixture
def people():
    return {name: make.user(role) for name, role in ROLES.items()} | {"stranger": make.user()}


@pytest.fixture
def run():
    network = running.network()
    measures = running.measures(network)
    jobs = whole(b"code,people,jobs\nA,100,50\nB,200,10\nC,100,350\nD,50,40\n", "p.csv", DatasetKind.QUANTITIES)
    sources = {"network": network.key, "measures": measures.key, "people": jobs.key}
    choices = drawn.choices(
        "measures", modes="all", people="people", reached="jobs", halving="15", order="benefit", territory="Here"
    )
    return running.done(running.asked(study=STUDIES["measures"], sources=sources, choices=choices))


@pytest.fixture
def inside(client):
    client.force_login(make.user(Role.ANALYST))
    return client


def _as(client, people, who):
    if who != "nobody":
        client.force_login(people[who])


def _statuses(client, addresses, run, query=""):
    return {
        name: client.get(reverse(f"insights:{name}", args=[run.key, *more]) + query).status_code
        for name, more in addresses.items()
    }


@pytest.mark.parametrize("who", WHO)
def test_pages_of_a_run_that_is_not_shared(client, people, run, who):
    _as(client, people, who)
    answers = _statuses(client, OF_RUN, run) | _statuses(client, OF_DATA, run, "?m=1&m=2")
    assert answers == dict.fromkeys(answers, 200 if who in INSIDE else 302 if who == "nobody" else 403)


@pytest.mark.parametrize("who", WHO)
def test_pages_of_a_shared_run_are_for_everybody_and_its_data_is_not(client, people, run, who):
    shared = running.shared(run)
    _as(client, people, who)
    assert _statuses(client, OF_RUN, shared) == dict.fromkeys(OF_RUN, 200)
    outside = 302 if who == "nobody" else 403
    together = _statuses(client, OF_DATA, shared, "?m=1&m=2")
    assert together == dict.fromkeys(OF_DATA, 200 if who in INSIDE else outside)


def test_who_sees_no_data_sees_what_is_shared_of_a_measure(client, run):
    shared = running.shared(run)
    page = client.get(reverse("insights:run_measure", args=[shared.key, 3])).content.decode()
    assert "checkbox" not in client.get(reverse("insights:run_measures", args=[shared.key])).content.decode()
    assert "notice-info" in page, "it is said that small numbers are left out"
    sheet = client.get(reverse("insights:run_measure_export", args=[shared.key, 1, "csv"]))
    other = client.get(reverse("insights:run_measure_export", args=[shared.key, 2, "csv"]))
    assert sheet.content != other.content, "each is kept by itself"


def test_the_list_is_sorted_and_leads_to_each(inside, run):
    page = inside.get(reverse("insights:run_measures", args=[run.key]) + "?sort=measure").content.decode()
    names = ["Bridge", "Slope", "Tunnel"]
    assert [page.index(f">{name}</a>") for name in names] == sorted(page.index(f">{name}</a>") for name in names)
    assert f'href="{reverse("insights:run_measure", args=[run.key, 2])}">Tunnel' in page
    assert 'aria-sort="ascending"' in page


def test_one_measure_is_told_and_drawn_as_a_sheet(inside, run):
    page = inside.get(reverse("insights:run_measure", args=[run.key, 1])).content.decode()
    assert "<h1>Bridge</h1>" in page.replace("\n", "")
    sheet = inside.get(reverse("insights:run_measure_export", args=[run.key, 1, "pdf"]))
    assert sheet.content.startswith(b"%PDF")
    assert 'filename="bridge.pdf"' in sheet["Content-Disposition"]


def test_several_together_and_what_is_chosen_stays_chosen(inside, run):
    address = reverse("insights:run_together", args=[run.key])
    page = inside.get(address + "?m=2&m=1&sort=measure").content.decode()
    assert page.count(" checked") == 2
    assert reverse("insights:run_together_export", args=[run.key, "pdf"]) + "?m=1&amp;m=2" in page
    assert "<table" in page


@pytest.mark.parametrize("query", ["", "?m=1", "?m=1&m=1", "?m=1&m=9", "?m=1&m=x"])
def test_fewer_than_two_is_answered_in_words(inside, run, query):
    answer = inside.get(reverse("insights:run_together", args=[run.key]) + query)
    assert answer.status_code == 400
    assert "notice-error" in answer.content.decode()
    file = reverse("insights:run_together_export", args=[run.key, "csv"]) + query
    assert inside.get(file).status_code == 404


def test_what_is_not_there_is_not_found(inside, run):
    for name, more in (("run_measure", (9,)), ("run_measure", (0,)), ("run_measure_table", (1, "no"))):
        assert inside.get(reverse(f"insights:{name}", args=[run.key, *more])).status_code == 404
    other = running.done(running.asked())
    assert inside.get(reverse("insights:run_measures", args=[other.key])).status_code == 404


def test_the_run_leads_to_its_measures_and_other_runs_do_not(inside, run):
    here = reverse("insights:run_measures", args=[run.key])
    assert here in inside.get(reverse("insights:run", args=[run.key])).content.decode()
    other = running.done(running.asked())
    page = inside.get(reverse("insights:run", args=[other.key])).content.decode()
    assert reverse("insights:run_measures", args=[other.key]) not in page


def test_a_package_is_chosen_among_the_same_measures_by_the_same_answers(client, inside, run):
    page = inside.get(reverse("insights:run_measures", args=[run.key])).content.decode()
    address = unescape(re.search(r'href="([^"]*/packages/[^"]*)"', page)[1])
    form = inside.get(address)
    chosen = {role: form.context["form"].initial[f"source-{role}"] for role in ("network", "measures", "people")}
    assert chosen == {each.role: str(each.snapshot.key) for each in run.sources.all()}
    assert form.context["questions"]["reached"].value() == "jobs"
    assert f'<option value="{chosen["people"]}" selected' in form.content.decode()
    client.logout()
    shared = running.shared(run)
    page = client.get(reverse("insights:run_measures", args=[shared.key])).content.decode()
    assert "/packages/" not in page.partition("<main")[2]


@pytest.mark.parametrize(("name", "query"), [("run_measures", ""), ("run_measure", ""), ("run_together", "?m=1&m=2")])
def test_pages_ask_the_database_little(inside, run, name, query, django_assert_max_num_queries):
    address = reverse(f"insights:{name}", args=[run.key, *OF_RUN.get(name, ())]) + query
    inside.get(address)
    with django_assert_max_num_queries(16):
        inside.get(address)
