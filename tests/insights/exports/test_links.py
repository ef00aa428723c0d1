"""Links as layers of files of maps: with areas, and without."""

import json
import sqlite3
from contextlib import closing

import pytest
import shapely
from django.utils import translation

from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.exports.catalogue import FORMATS
from samsyn.insights.maps import geometry
from samsyn.insights.presentation import AreaMap, Column, Kind, Line, Lines, Presentation, Scale, Table
from tests.insights.exports import given


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


ROADS = Lines(
    "EPSG:3006",
    (
        Line("a", ((600_000.0, 6_600_000.0), (602_000.0, 6_600_000.0)), "a"),
        Line("b", ((602_000.0, 6_600_000.0), (600_000.0, 6_600_000.0)), "b"),
    ),
)
LINKS = Table(
    "links", "Links", (Column("link", "Link"), Column("volume", "Trips", Kind.NUMBER)), (("a", 1.5), ("x", 2.0)),
    by_line=True,
)  # fmt: skip
NETWORK = Presentation(
    title="Bottlenecks",
    lead="One.",
    maps=(AreaMap("roads", "Roads", given.CODES, Scale.GROUND, ("one", "two", "three"), lines=ROADS),),
    tables=(LINKS, given.AREAS),
)


def _of_network(*, areas: bool) -> Bundle:
    return Bundle(NETWORK, given.ABOUT, given.boundaries() if areas else None)


@pytest.mark.parametrize("areas", [True, False])
def test_links_are_lines_in_geojson_beside_areas_and_without(areas):
    found = json.loads(FORMATS["geojson"].make(_of_network(areas=areas)))["features"]
    lines = {feature["id"]: feature for feature in found if "volume" in feature["properties"]}
    assert len(found) - len(lines) == (3 if areas else 0)
    (west, _south), (east, _north) = lines["a"]["geometry"]["coordinates"]
    assert lines["a"]["geometry"]["type"] == "LineString"
    assert (west, east) == pytest.approx((16.766, 16.801), abs=0.01), "degrees"
    assert lines["x"] == {
        "type": "Feature", "id": "x", "properties": {"link": "x", "volume": 2.0}, "geometry": None,
    }  # fmt: skip


@pytest.mark.parametrize("areas", [True, False])
def test_links_are_a_layer_of_a_geopackage(areas):
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(FORMATS["gpkg"].make(_of_network(areas=areas)))
        kinds = dict(database.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"))
        rows = database.execute("SELECT link, volume, geom FROM links ORDER BY fid").fetchall()
        attributes = {
            name for (name,) in database.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'attributes'")
        }
    assert kinds == {"links": "LINESTRING"} | ({"areas": "MULTIPOLYGON"} if areas else {})
    assert [row[:2] for row in rows] == [("a", 1.5), ("x", 2.0)]
    assert rows[1][2] is None
    course = shapely.from_wkb(rows[0][2][40:])
    assert list(course.coords) == [(600_000.0, 6_600_000.0), (602_000.0, 6_600_000.0)]
    assert ("table_areas" in attributes) is not areas, "without boundaries the areas are a table like any other"


def test_a_network_without_areas_is_drawn_on_the_sheet():
    sheet = Bundle(NETWORK, given.ABOUT, geometry=geometry.around(ROADS))
    assert FORMATS["pdf"].make(sheet).startswith(b"%PDF")
