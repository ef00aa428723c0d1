"""Pages of a run with a network: roads are drawn and chosen, with boundaries and without; everybody chooses none."""

import re
from urllib.parse import quote

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind
from samsyn.insights.studies.catalogue import STUDIES
from tests import factories as make
from tests.insights import running
from tests.insights.bringing import packed, whole
from tests.insights.studies import drawn
from tests.insights.studies.test_bottlenecks import LINKS, NODES
from tests.insights.views.markup import faults

pytestmark = pytest.mark.django_db

CHOICES = {
    "modes": "road", "peak": "50", "by_car": "50", "in_a_car": "1", "gap": "1e-8", "worst": "1", "leading": "0",
    "halving": "15", "links": "round",
}  # fmt: skip


def _snapshots():
    """The network of two roads and its trips, as an analyst would bring them in."""
    network = whole(
        packed(LINKS.replace(";", ","), NODES.replace(";", ",")), "roads.zip", DatasetKind.NETWORK,
        mapping={"crs": "EPSG:4326"},
    )  # fmt: skip
    return {"network": network.key, "trips": whole(b"home,work,n\nA,B,60\nB,A,20\n").key}


@pytest.fixture
def run():
    choices = drawn.choices("bottlenecks", **CHOICES)
    return running.done(running.asked(study=STUDIES["bottlenecks"], sources=_snapshots(), choices=choices))


@pytest.fixture
def inside(client):
    client.force_login(make.user(Role.ANALYST, language="en"))
    return client


def _page(client, name, key, **query):
    return client.get(reverse(f"insights:{name}", args=[key]), query)


def _drawn(html):
    """The links that are drawn, and those of them that can be chosen."""
    whole_map = html[html.index('class="map-network"') : html.index('class="map-flows"')]
    chosen = re.findall(r'<a href="[^"]*link=([^"#]*)#map-part"', whole_map)
    return set(re.findall(r'data-link="([^"]*)"', whole_map)), set(chosen)


def test_roads_are_drawn_without_boundaries_and_those_looked_at_are_chosen(inside, run):
    html = _page(inside, "run", run.key).content.decode()
    assert faults(html) == []
    codes = {"bridge", "round", "and on"}
    assert _drawn(html) == (codes | {f"{code} back" for code in codes}, {"bridge", "round"})
    assert "bridge)\n10 cars an hour; 100% of what it lets through; 1.7 hours of delay" in html
    assert "?map=delayed" not in html, "a map of areas has nothing to be drawn on"


def test_a_chosen_road_shows_its_users_and_stays_chosen_on_the_other_map(inside, run):
    html = _page(inside, "run", run.key, link="round").content.decode()
    assert faults(html) == []
    assert "Those who drive on A–c (round): where they come from, and where else they drive" in html
    assert 'link=round#map-part" aria-current="true"><title>A–c (round)' in html
    assert f"map=delay&amp;link={quote('round')}#map-part" in html
    side = html[html.index('class="map-chosen-text"') :]
    assert "Between which areas most of them drive" in side
    assert "5 of their cars an hour" in html
    delay = _page(inside, "run", run.key, link="round", map="delay").content.decode()
    assert "Hours of delay in the hour, by road</figcaption>" in delay
    assert "Between which areas most of them drive" in delay
    other = _page(inside, "run", run.key, link="no such").content.decode()
    assert 'class="chosen"' not in other


def test_pages_of_roads_take_as_many_queries_whatever_is_chosen(inside, run, django_assert_max_num_queries):
    _page(inside, "run", run.key)
    with django_assert_max_num_queries(30) as before:
        _page(inside, "run", run.key)
    with django_assert_max_num_queries(len(before)):
        _page(inside, "run", run.key, link="bridge")


def test_files_of_a_network_without_boundaries(inside, run):
    html = _page(inside, "run", run.key).content.decode()
    for kind in ("pdf", "geojson", "gpkg", "xlsx", "csv"):
        address = reverse("insights:run_export", args=[run.key, kind])
        assert address in html
        assert inside.get(address).status_code == 200
    found = inside.get(reverse("insights:run_export", args=[run.key, "geojson"])).json()
    bridge = next(feature for feature in found["features"] if feature["id"] == "bridge")
    assert bridge["geometry"] == {"type": "LineString", "coordinates": [[15.0, 59.0], [15.5, 59.0]]}
    assert bridge["properties"]["delay"] == 1.7


def test_two_runs_beside_each_other_show_where_cars_are_more_and_fewer(inside, run):
    choices = drawn.choices("bottlenecks", **CHOICES | {"peak": "100"})
    more = running.done(
        running.asked(study=STUDIES["bottlenecks"], sources=_snapshots(), choices=choices, title="Later")
    )
    address = reverse("insights:comparison", args=[run.key, more.key])
    html = inside.get(address).content.decode()
    assert faults(html) == []
    assert 'id="map-difference"' in html
    assert "Cars an hour: more and fewer" in html


def test_everybody_sees_roads_in_tens_and_chooses_none(client, run):
    shared = running.shared(run)
    html = client.get(
        reverse("insights:shared", args=[shared.share.key]), {"link": "bridge", "language": "en"}
    ).content.decode()
    assert faults(html) == []
    assert len(_drawn(html)[0]) == 6
    assert _drawn(html)[1] == set()
    assert "10 cars an hour" in html
    assert "5 cars an hour" not in html
