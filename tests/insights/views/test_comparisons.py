"""Two results beside each other: what the page and its files say, and what they keep to themselves."""

import csv
import io
import json
import re
import sqlite3

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.studies.catalogue import STUDIES
from tests import factories as make
from tests.insights import running
from tests.insights.bringing import whole
from tests.insights.exports.opened import archive, readable
from tests.insights.studies import drawn
from tests.insights.views.markup import faults
from tests.insights.views.test_runs import MODELLED, boundaries, mapped

pytestmark = pytest.mark.django_db

KINDS = ("pdf", "xlsx", "csv-sv", "csv", "geojson", "gpkg")


@pytest.fixture
def analyst(client):
    person = make.user(Role.ANALYST, name="Anna Lind", language="en")
    client.force_login(person)
    return person


def strict(first):
    """The same data under thresholds that only all four together reach, so that C and D change region."""
    sources = {source.role: source.snapshot.key for source in first.sources.all()}
    thresholds = {"min_size": "2000", "target_size": "5000", "min_containment": "95", "target_containment": "99"}
    choices = running.drawn.choices(method="european", drawings="0", preset="own", **thresholds)
    return running.done(running.asked(sources=sources, title="Strict", choices=choices))


@pytest.fixture
def pair():
    first = mapped()
    return first, strict(first)


def page(client, name, pair, *more, query="") -> str:
    answer = client.get(reverse(f"insights:{name}", args=[pair[0].key, pair[1].key, *more]) + query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def file(client, pair, kind):
    address = reverse("insights:comparison_export", args=[pair[0].key, pair[1].key, kind])
    return client.get(address, headers={"accept-language": "en"})


def tables(answer) -> dict[str, list[dict[str, str]]]:
    files = archive(answer.content)
    return {name: list(csv.DictReader(io.StringIO(data.decode(), newline=""))) for name, data in files.items()}


def test_two_results_are_laid_beside_each_other(client, analyst, pair):
    assert "Strict" in client.get(reverse("insights:compare", args=[pair[0].key])).content.decode()
    html = page(client, "comparison", pair)
    for words in ("Regions of the four and Strict compared", "Adjusted Rand index", "Where the two differ"):
        assert words in html
    assert html.count('data-together="comparison"') == 3
    assert faults(html) == []


def test_two_results_of_one_name_are_told_apart_by_when(client, analyst):
    first, second = running.done(running.asked()), running.done(running.asked())
    html = page(client, "comparison", (first, second))
    assert f"Regions of the four ({first.finished_at:%-d}" in html


def test_the_page_says_in_what_the_two_were_made_otherwise(client, analyst, pair):
    differs, alike = page(client, "comparison", pair).split('id="origins"')[1].split('id="alike"')
    rows = {row.split("<")[0] for row in differs.split('<th scope="row">')[1:]}
    assert {"Smallest size (residents in the flows)", "Checksum of the result (SHA-256)"} <= rows
    assert rows.isdisjoint({"Method", "Flows between areas", "Seed"})
    for label in ("Method", "Flows between areas", "Seed"):
        assert f"<dt>{label}</dt>" in alike


def test_a_whole_table_is_sorted_by_the_address(client, analyst, pair):
    html = page(client, "comparison_table", pair, "areas", query="?sort=-code")
    assert [row.split("</th>")[0] for row in html.split('scope="row">')[1:]] == ["D", "C", "B", "A"]
    assert faults(html) == []


def test_the_files_hold_the_difference(client, analyst, pair):
    found = tables(file(client, pair, "csv"))
    assert sorted(found) == ["areas.csv", "changed.csv", "columns.csv", "compared.csv", "sources-and-method.csv"]
    areas = {row["code"]: row for row in found["areas.csv"]}
    changed = [row["code"] for row in found["changed.csv"]]
    assert changed == ["C", "D"]
    assert [code for code, row in areas.items() if row["difference"] == "another region"] == changed
    assert [row["title"] for row in found["compared.csv"]] == ["Regions of the four", "Strict"]
    features = json.loads(file(client, pair, "geojson").content)["features"]
    assert [each["properties"] for each in features] == list(areas.values())
    assert {each["geometry"]["type"] for each in features} == {"Polygon"}
    book = openpyxl.load_workbook(io.BytesIO(file(client, pair, "xlsx").content))
    summary = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows() if row[0].value}
    assert summary["Areas that have changed region"] == len(changed)
    assert "Adjusted Rand index" in summary
    assert [row[0].value for row in list(book.worksheets[1].iter_rows())[1:]] == changed


def test_the_geopackage_has_the_areas_and_both_divisions(client, analyst, pair):
    database = sqlite3.connect(":memory:")
    database.deserialize(file(client, pair, "gpkg").content)
    ask = lambda query: database.execute(query).fetchall()  # noqa: E731
    assert dict(ask("SELECT table_name, data_type FROM gpkg_contents")) == {
        "areas": "features", "regions_first": "features", "regions_second": "features",
        "table_changed": "attributes", "table_compared": "attributes", "sources_and_method": "attributes",
    }  # fmt: skip
    for which in ("first", "second"):
        of_areas = set(ask(f"SELECT {which}_code, {which} FROM areas"))
        assert set(ask(f"SELECT code, name FROM regions_{which}")) == of_areas
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("PRAGMA foreign_key_check") == []


def test_the_sheet_shows_the_difference_and_both_sources(client, analyst):
    first = mapped()
    flows = whole(running.FLOWS.replace("A,A,", "A,A,1").encode(), reference="2023")
    sources = {"flows": flows.key, "boundaries": boundaries().key}
    second = running.done(running.asked(sources=sources, title="The year after"))
    answer = file(client, (first, second), "pdf")
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded().replace("\r\n", " ")
    for words in ("Where the two differ", "Commuting, 2022", "Commuting, 2023", first.digest[:20], second.digest[:20]):
        assert words in text, words


def test_travel_times_are_compared_from_a_chosen_area(client, analyst):
    runs = [
        running.done(
            running.asked(
                study=STUDIES["travel-times"],
                sources={"network": running.network().key},
                choices=drawn.choices("travel-times", modes=modes),
            )
        )
        for modes in ("all", "road")
    ]
    whole = page(client, "comparison", runs)
    assert re.findall(r'<option value="(\w)"', whole.split('id="choose-place"')[1]) == list("ABCD")
    assert 'id="table-chosen"' not in whole
    chosen = page(client, "comparison", runs, query="?area=D")
    assert '<option value="D" selected' in chosen
    assert 'id="table-chosen"' in chosen
    assert 'id="table-chosen"' not in page(client, "comparison", runs, query="?area=Q")


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_says_both_sources_and_that_one_is_modelled(client, analyst, kind):
    first = mapped()
    modelled = running.snapshot(described=MODELLED)
    boundaries_of = next(source.snapshot for source in first.sources.all() if source.role == "boundaries")
    sources = {"flows": modelled.key, "boundaries": boundaries_of.key}
    second = running.done(running.asked(sources=sources, title="Modelled"))
    answer = file(client, (first, second), kind)
    assert answer.status_code == 200
    assert 'filename="regions-of-the-four-and-modelled-compared.' in answer["Content-Disposition"]
    said = readable(kind, answer.content)
    for words in ("SSB: Commuting", "The council: Modelled flows", "Modelled figures"):
        assert words in said, words


@pytest.mark.parametrize("kind", ["omx", "omx-regions", "docx"])
def test_there_is_no_matrix_of_a_difference(client, analyst, pair, kind):
    assert file(client, pair, kind).status_code == 404
    assert f"/files/{kind}/" not in page(client, "comparison", pair)


def test_without_boundaries_there_are_no_files_of_maps(client, analyst):
    first = running.done(running.asked())
    both = (first, strict(first))
    assert {kind: file(client, both, kind).status_code for kind in KINDS} == {
        "pdf": 200, "xlsx": 200, "csv-sv": 200, "csv": 200, "geojson": 404, "gpkg": 404,
    }  # fmt: skip


def test_those_outside_get_what_is_public_of_both(client, pair):
    first, second = (running.shared(run) for run in pair)
    answer = client.get(reverse("insights:comparison", args=[first.key, second.key]))
    assert answer.context["compared"].hides
    assert "Anna Lind" not in answer.content.decode()
    found = tables(file(client, (first, second), "csv"))
    told = {row["What"]: row["Told"] for row in found["sources-and-method.csv"]}
    assert "below 5" in told["Small numbers"]
    assert not [label for label in told if label.startswith("Computed by")]
    # The totals of areas are hidden, so areas count alike: nothing is weighed by who lives there.
    book = openpyxl.load_workbook(io.BytesIO(file(client, (first, second), "xlsx").content))
    labels = [row[0].value for row in book.worksheets[0].iter_rows()]
    assert "Share of areas that keep their region" in labels
    assert "Residents in areas that keep their region" not in labels


def test_a_file_for_everybody_is_made_once_until_it_is_shared_anew(client, pair, monkeypatch):
    both = tuple(running.shared(run) for run in pair)
    first = file(client, both, "pdf")
    monkeypatch.setattr("samsyn.foundation.paper.single.subprocess", None)
    assert file(client, both, "pdf").content == first.content
    run = both[0]
    run.share.delete()
    assert file(client, both, "pdf").status_code == 302
    run.refresh_from_db()
    running.shared(run)
    with pytest.raises(AttributeError):
        file(client, both, "pdf")


def test_a_comparison_takes_the_same_queries_however_much_differs(client, analyst, pair, django_assert_max_num_queries):
    page(client, "comparison", pair)
    with django_assert_max_num_queries(12):
        page(client, "comparison", pair)
    with django_assert_max_num_queries(12):
        assert file(client, pair, "xlsx").status_code == 200
