"""The pages of results: what they say, how they are compared, shared and published; their queries and their HTML."""

import io
import zipfile

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.jobs.models import Job
from samsyn.insights.exports import comparing, making
from samsyn.insights.models import DatasetKind, Run, Series
from samsyn.insights.operations.datasets import Described
from samsyn.insights.queries import runs
from samsyn.insights.studies.catalogue import STUDIES
from tests import factories as make
from tests.insights import running
from tests.insights.bringing import whole, work
from tests.insights.views.markup import faults

pytestmark = pytest.mark.django_db

BOUNDARIES = b"""{"type":"FeatureCollection","features":[%s]}""" % b",".join(
    b'{"type":"Feature","properties":{"code":"%c","name":"Area %c"},"geometry":{"type":"Polygon","coordinates":'
    b"[[[%d,59],[%d,59],[%d,60],[%d,60],[%d,59]]]}}" % (code, code, west, west + 1, west + 1, west, west)
    for west, code in enumerate(b"ABCD", start=15)
)
MODELLED = Described(title="Modelled flows", publisher="The council", licence="CC0", unit="persons", modelled=True)


@pytest.fixture
def analyst(client):
    person = make.user(Role.ANALYST, name="Anna Lind", language="en")
    client.force_login(person)
    return person


def boundaries(**more):
    return whole(BOUNDARIES, "areas.geojson", DatasetKind.BOUNDARIES, **more)


def mapped(**more) -> Run:
    """A run with boundaries."""
    sources = {"flows": running.snapshot(**more).key, "boundaries": boundaries().key}
    return running.done(running.asked(sources=sources))


def page(client, name, *args, query="") -> str:
    answer = client.get(reverse(f"insights:{name}", args=args) + query)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()


def test_the_page_says_all_of_the_result(client, analyst):
    html = page(client, "run", mapped().key)
    for words in (
        "Functional regions: 4 areas",
        "Of all who work, the share within their own region",
        'id="map-figure"',
        "The regions, the largest first",
        "SSB: Commuting, 2022",
        "CC BY 4.0",
        "samsyn 0.1.0, functional-regions 1",
        "Smallest size",
        "Lowest self-containment (per cent)</dt><dd>60</dd>",
    ):
        assert words in html, words
    assert "modelled" not in html


def test_an_area_is_chosen_by_the_address_and_its_flows_are_drawn(client, analyst):
    run = mapped()
    without, chosen = page(client, "run", run.key), page(client, "run", run.key, query="?area=A")
    assert 'class="flow-in"' not in without
    assert 'class="flow-in"' in chosen
    assert "Largest flows from here" in chosen
    assert "Area A to Area B: 100" in chosen
    assert page(client, "run", run.key, query="?area=nowhere").count("Largest flows") == 0


def test_another_map_is_chosen_by_the_address(client, analyst):
    run = mapped()
    html = page(client, "run", run.key, query="?map=commuting-out&area=A")
    assert "sequential-" in html
    assert "?map=commuting-out&amp;area=B#map-part" in html


def test_without_boundaries_there_is_no_map_and_no_file_of_one(client, analyst):
    run = running.done(running.asked())
    html = page(client, "run", run.key)
    assert 'id="map-figure"' not in html
    assert "GeoJSON" not in html
    assert client.get(reverse("insights:run_export", args=[run.key, "geojson"])).status_code == 404


def test_what_is_modelled_says_so_at_every_block_of_figures(client, analyst):
    html = page(client, "run", mapped(described=MODELLED).key)
    for part in ("result-figures", 'id="map-part"', 'id="charts"', 'id="tables"', 'id="sources"'):
        section = html.split(part, 1)[1].split("<section", 1)[0]
        assert "odelled" in section, part


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "csv-sv", "geojson", "gpkg", "omx", "omx-regions"])
def test_every_file_is_given(client, analyst, kind):
    answer = client.get(reverse("insights:run_export", args=[mapped().key, kind]))
    assert answer.status_code == 200
    starts = {"pdf": b"%PDF", "geojson": b"{", "gpkg": b"SQLite format 3", "omx": b"\x89HDF", "omx-regions": b"\x89HDF"}
    assert answer.content.startswith(starts.get(kind, b"PK"))
    assert 'filename="regions-of-the-four.' in answer["Content-Disposition"]


def test_a_whole_table_is_sorted_by_the_address_with_nothing_last(client, analyst):
    run = mapped()

    def codes(query):
        rows = page(client, "run_table", run.key, "areas", query=query).split('scope="row">')[1:]
        return [row.split("</th>")[0] for row in rows]

    assert codes("") == ["A", "B", "C", "D"]
    assert codes("?sort=-code") == ["D", "C", "B", "A"]
    assert codes("?sort=residents") == ["D", "B", "C", "A"]
    assert codes("?sort=nothing") == ["A", "B", "C", "D"]


def test_a_run_is_asked_for_on_a_page(client, analyst):
    flows = running.snapshot()
    new = reverse("insights:run_new", args=["functional-regions"])
    given = {"run-source-flows": flows.key, "run-title": "Mine", "run-seed": 3, "method": "nordic", "drawings": 0}
    answer = client.post(new, given)
    job = Job.objects.get(title="Mine")
    assert answer["Location"] == reverse("jobs:job", args=[job.key])
    run = running.done(job)
    assert (run.seed, run.choices["method"], run.run_by) == (3, "nordic", analyst)
    assert job.payload["url"] == reverse("insights:run", args=[run.key])


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, analyst):
    running.snapshot()
    new = reverse("insights:run_new", args=["functional-regions"])
    answer = client.post(new, {"run-title": "Kept", "run-seed": -1, "method": "european", "drawings": "many"})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="Kept"' in html
    assert html.count("error-summary") >= 2
    assert not Job.objects.exists()


def test_data_of_two_territories_is_warned_of_and_run_only_when_that_is_read(client, analyst):
    flows, areas = running.snapshot(), boundaries(vintage="2024")
    new = reverse("insights:run_new", args=["functional-regions"])
    given = {"run-source-flows": flows.key, "run-source-boundaries": areas.key, "run-seed": 1, "method": "swedish"}
    asked = client.post(new, given)
    assert asked.status_code == 200
    assert "The territories differ: “2020” and “2024”." in asked.content.decode()
    assert not Job.objects.exists()
    assert client.post(new, given | {"run-go_on": "on"}).status_code == 302
    assert Job.objects.count() == 1


def test_areas_that_the_boundaries_lack_are_warned_of_as_data_is_chosen(client, analyst):
    flows = whole(b"home,work,n\nA,A,5\nA,Z,5\nZ,Z,9\n")
    given = {"run-source-flows": flows.key, "run-source-boundaries": boundaries().key, "run-seed": 1}
    html = client.get(reverse("insights:run_warnings", args=["functional-regions"]), given).content.decode()
    assert "1 area of the flows is not among the others: Z." in html


def test_a_run_made_again_says_that_it_is_the_same(client, analyst):
    run = running.done(running.asked())
    client.post(reverse("insights:run_repeat", args=[run.key]))
    again = Run.objects.get(key=work().result["run"])
    for one in (run, again):
        assert "The result is the same, bit for bit." in page(client, "run", one.key)


@pytest.mark.parametrize(
    ("code", "words"),
    [("samsyn 9.9", "as the code does"), (None, "although data, choices, seed and code are the same")],
)
def test_a_run_made_again_says_why_it_differs(client, analyst, code, words):
    run = running.done(running.asked())
    fields = [field for field in Run._meta.concrete_fields if field.name not in ("id", "key")]
    kept = {field.attname: getattr(run, field.attname) for field in fields}
    Run.objects.create(**kept | {"repeats_id": run.pk, "digest": "0" * 64, "code": code or run.code})
    assert words in page(client, "run", run.key)


def test_the_shared_page_needs_no_account_sets_no_cookie_and_is_known_again(client):
    run = running.shared(mapped())
    address = reverse("insights:shared", args=[run.share.key])
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert "Counts below 5 are left out" in client.get(address + "?language=en").content.decode()


def test_the_shared_page_keeps_its_language_on_the_way(client):
    run = running.shared(mapped())
    html = client.get(reverse("insights:shared", args=[run.share.key]) + "?language=en&area=A").content.decode()
    assert f"{reverse('insights:shared', args=[run.share.key])}?language=en&amp;area=B#map-part" in html
    assert f"{reverse('insights:shared_export', args=[run.share.key, 'csv'])}?language=en" in html


def test_what_is_shared_hides_in_files_too(client):
    run = running.shared(mapped())
    answer = client.get(reverse("insights:shared_export", args=[run.share.key, "csv"]) + "?language=en")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        areas = archive.read("areas.csv").decode().splitlines()
        assert "Counts below 5" in archive.read("sources-and-method.csv").decode()
    heads = areas[0].split(",")
    assert {row.split(",")[heads.index("residents")] for row in areas[1:]} == {""}
    assert client.get(reverse("insights:shared_export", args=[run.share.key, "omx"])).status_code == 404


def test_a_shared_file_is_made_once(client, monkeypatch):
    run = running.shared(mapped())
    address = reverse("insights:shared_export", args=[run.share.key, "pdf"])
    first = client.get(address)
    monkeypatch.setattr("samsyn.foundation.paper.single.subprocess", None)
    again = client.get(address)
    assert again.content == first.content
    assert again["Content-Disposition"] == first["Content-Disposition"]


def test_sharing_another_result_of_the_same_data_asks_whether_it_is_harmless(client, analyst):
    first = running.shared(running.done(running.asked()))
    sources = {source.role: source.snapshot.key for source in first.sources.all()}
    choices = running.drawn.choices(method="nordic", drawings="0")
    second = running.done(running.asked(sources=sources, choices=choices))
    share = reverse("insights:share", args=[second.key])
    assert first.title in client.get(share).content.decode()
    refused = client.post(share, {})
    assert refused.status_code == 400
    assert client.post(share, {"harmless": "on"}).status_code == 302


def test_a_value_is_published_as_a_series_and_then_added_to_it(client, analyst):
    run = running.shared(running.done(running.asked()))
    publish = reverse("insights:publish", args=[run.key, "functional-european-regions"])
    form = client.get(publish).content.decode()
    assert "31 December 2022" in form
    answer = client.post(publish, {"code": "our-regions", "title": "Our regions"})
    series = Series.objects.get(code="our-regions")
    assert answer["Location"] == reverse("insights:series", args=[series.key])
    html = page(client, "series", series.key)
    for words in ("SSB: Commuting, 2022", "31 December 2022", "Our regions", run.title):
        assert words in html
    client.post(publish, {"series": series.key})
    assert series.values.count() == 1
    assert faults(html) == []


def test_a_code_that_is_taken_is_refused_and_the_title_kept(client, analyst):
    run = running.shared(running.done(running.asked()))
    publish = reverse("insights:publish", args=[run.key, "functional-european-regions"])
    client.post(publish, {"code": "our-regions", "title": "Our regions"})
    again = client.post(publish, {"code": "our-regions", "title": "Others"})
    assert again.status_code == 400
    assert 'value="Others"' in again.content.decode()


def test_publishing_what_is_not_shared_leads_to_sharing(client, analyst):
    run = running.done(running.asked())
    answer = client.post(reverse("insights:publish", args=[run.key, "functional-european-regions"]), {"code": "x"})
    assert answer["Location"] == reverse("insights:share", args=[run.key])
    assert not Series.objects.exists()


def test_a_value_that_would_tell_small_numbers_is_not_published(client, analyst):
    run = running.shared(running.done(running.asked()))
    answer = client.get(reverse("insights:publish", args=[run.key, "functional-european-nothing"]))
    assert answer.status_code == 400
    assert "would tell small numbers" in answer.content.decode()


@pytest.mark.parametrize("slug", STUDIES)
def test_every_study_has_its_pages(client, analyst, slug):
    study = STUDIES[slug]
    given = {
        DatasetKind.FLOWS: running.snapshot(),
        DatasetKind.BOUNDARIES: boundaries(),
        DatasetKind.REGIONS: running.official(),
        DatasetKind.NETWORK: running.network(),
        DatasetKind.QUANTITIES: running.people(),
        DatasetKind.TIMETABLE: running.timetable(),
    }
    given[DatasetKind.MEASURES] = running.measures(given[DatasetKind.NETWORK])
    assert faults(page(client, "run_new", slug)) == []
    roles = {f"run-source-{source.role}": given[source.kind].key for source in study.sources if source.kind in given}
    # People have no coordinates: the outlines say where they leave from.
    roles.pop("run-source-points", None)
    blank = study.form()
    answers = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    answers = {name: value for name, value in answers.items() if value not in (None, "", False)}
    # With the third, the closure, D is out of reach for those who work there.
    answers |= {"measures": "A, B", "form": "exponential"} if slug == "labour-market-effects" else {}
    # The third has no cost.
    answers |= {"left_out": "C"} if slug == "packages" else {}
    # To D no road leads.
    answers |= {"modes": "all"} if slug == "bottlenecks" else {}
    client.post(reverse("insights:run_new", args=[slug]), answers | roles | {"run-seed": 1, "run-go_on": "on"})
    run = running.done(Job.objects.get(kind="insights.run"))
    for query in ("", "?area=A", *(f"?map={one.name}" for one in study.present(runs.result_of(run)).maps)):
        assert faults(page(client, "run", run.key, query=query)) == []
    told = making.told(run, runs.result_of(run), named=True)
    for kind in told.formats():
        assert client.get(reverse("insights:run_export", args=[run.key, kind])).status_code == 200
    assert faults(page(client, "comparison", run.key, run.key)) == []
    for kind in comparing.compared(told, told).formats():
        assert client.get(reverse("insights:comparison_export", args=[run.key, run.key, kind])).status_code == 200
    shared = running.shared(run)
    client.logout()
    assert faults(page(client, "shared", shared.share.key, query="?area=A")) == []


def test_an_empty_system_picture_says_what_to_do(client, analyst):
    html = page(client, "index")
    assert "No flows to study yet" in html
    assert reverse("insights:fetch") in html


@pytest.mark.parametrize("path", ["functional-regions", "interaction-model", "suppression"])
def test_pages_of_methods_are_whole_html(client, path):
    html = page(client, "method", path)
    assert faults(html) == []
    assert "<h2>" in html
    assert "**" not in html


def test_every_page_is_well_formed(client, analyst):
    run = running.shared(mapped(described=MODELLED))
    pages = [
        page(client, "index"),
        page(client, "runs", "functional-regions"),
        page(client, "run_new", "functional-regions"),
        page(client, "run", run.key, query="?area=A"),
        page(client, "run_table", run.key, "areas"),
        page(client, "share", run.key),
        page(client, "compare", run.key),
        page(client, "publish", run.key, "functional-european-regions"),
        page(client, "shared", run.share.key, query="?area=A"),
        page(client, "shared_table", run.share.key, "areas"),
        page(client, "series_list"),
    ]
    assert [faults(html) for html in pages] == [[]] * len(pages)


def test_lists_take_the_same_queries_however_long(client, analyst, django_assert_max_num_queries):
    first = running.done(running.asked())
    sources = {source.role: source.snapshot.key for source in first.sources.all()}
    addresses = [reverse("insights:index"), reverse("insights:runs", args=["functional-regions"])]
    addresses.append(reverse("insights:compare", args=[first.key]))
    running.done(running.asked(sources=sources))
    for address in addresses:
        client.get(address)
    with django_assert_max_num_queries(99) as one:
        for address in addresses:
            client.get(address)
    for _more in range(3):
        running.done(running.asked(sources=sources))
    with django_assert_max_num_queries(len(one)):
        for address in addresses:
            client.get(address)


def test_the_page_of_a_result_takes_few_queries(client, analyst, django_assert_max_num_queries):
    run = running.shared(mapped())
    client.get(reverse("insights:run", args=[run.key]))
    with django_assert_max_num_queries(16):
        page(client, "run", run.key, query="?area=A")
    client.logout()
    with django_assert_max_num_queries(4):
        page(client, "shared", run.share.key)
