"""Flows beside stated totals, on the pages: chosen for a draft, and looked at for a snapshot."""

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind, SnapshotDraft
from tests.factories import user
from tests.insights.bringing import begun, whole, work
from tests.insights.views.markup import faults

pytestmark = pytest.mark.django_db

TOTALS = b"code;residents;jobs\n01;1014;10\n02;9;11\n"
FLOWS = b"home;work;n\n01;01;1010\n01;02;4\n02;02;7\n"


@pytest.fixture
def analyst(client):
    client.force_login(user(Role.ANALYST, language="en"))
    return client


def stated():
    return whole(TOTALS, "totals.csv", DatasetKind.QUANTITIES)


def page(client, snapshot, **query):
    answer = client.get(reverse("insights:totals", args=[snapshot.key]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_totals_are_chosen_for_a_draft_and_what_does_not_tie_is_told(analyst):
    totals, draft = stated(), begun(FLOWS)
    address = reverse("insights:draft", args=[draft.key])
    said = {"revision": 1, "form": "rows", "columns_origin": "home", "columns_destination": "work"}
    said |= {"columns_count": "n", "stated_origins": f"{totals.key}/residents"}
    assert analyst.post(f"{address}read/", said).status_code == 302
    work()
    shown = analyst.get(address)
    assert shown.context["reading"]["stated_origins"].value() == f"{totals.key}/residents", "what was said stays"
    html = shown.content.decode()
    for words in ("from which the flows do not sum to the stated total", "02: -2", "residents, Commuting (2022)"):
        assert words in html, words
    assert shown.context["summary"]["total"] == 1021, "nothing is mended"
    assert faults(html) == []


def test_a_figure_that_is_not_there_is_refused(analyst):
    totals, draft = stated(), begun(FLOWS)
    said = {"revision": 1, "form": "rows", "columns_origin": "home", "columns_destination": "work"}
    said |= {"columns_count": "n", "stated_origins": f"{totals.key}/nothing"}
    answer = analyst.post(reverse("insights:draft_read", args=[draft.key]), said)
    assert answer.status_code == 400
    assert "stated_origins" in answer.context["reading"].errors
    assert SnapshotDraft.objects.get(pk=draft.pk).revision == 1


def test_without_a_table_of_totals_there_is_nothing_to_choose(analyst):
    draft = begun(FLOWS)
    fields = analyst.get(reverse("insights:draft", args=[draft.key])).context["reading"].fields
    assert not [name for name in fields if name.startswith("stated")]
    assert "There is no table of totals here yet." in page(analyst, whole(FLOWS))


def test_a_snapshot_is_looked_at_beside_totals(analyst):
    flows, totals = whole(FLOWS), stated()
    assert (
        reverse("insights:totals", args=[flows.key])
        in analyst.get(reverse("insights:snapshot", args=[flows.key])).content.decode()
    )
    chosen = {"origins": f"{totals.key}/residents", "destinations": f"{totals.key}/jobs"}
    html = page(analyst, flows, **chosen)
    origins, destinations = html.split('id="totals-origins"')[1].split('id="totals-destinations"')
    differing, tied = origins.split("<details")
    for part, code in ((differing, "02"), (tied, "01")):
        assert [row.split("</th>")[0] for row in part.split('scope="row">')[1:]] == [code]
    assert "\u22122" in origins
    assert "22.2" in origins
    assert "+1,000" in destinations
    assert faults(html) == []


def test_only_flows_are_looked_at_so(analyst):
    assert analyst.get(reverse("insights:totals", args=[stated().key])).status_code == 404


def test_the_page_takes_the_same_queries_for_few_tables_and_for_many(analyst, django_assert_max_num_queries):
    flows, totals = whole(FLOWS), stated()
    page(analyst, flows, origins=f"{totals.key}/residents")
    with django_assert_max_num_queries(9):
        page(analyst, flows, origins=f"{totals.key}/residents")
    for _more in range(3):
        stated()
    with django_assert_max_num_queries(9):
        page(analyst, flows, origins=f"{totals.key}/residents")


def test_who_runs_a_study_is_told_that_the_flows_do_not_tie(analyst):
    flows = whole(FLOWS, mapping=PLAIN | {"stated": {"origins": f"{stated().key}/residents"}})
    given = {"run-source-flows": flows.key, "run-seed": 1}
    html = analyst.get(reverse("insights:run_warnings", args=["functional-regions"]), given).content.decode()
    assert "Areas from which the flows do not sum to the stated total." in html
    assert "at most 2" in html
    assert "residents, Commuting (2022)" in html


PLAIN = {"form": "rows", "columns": {"origin": "home", "destination": "work", "count": "n"}}
