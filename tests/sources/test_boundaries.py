"""Boundaries from GeoJSON, TopoJSON, GeoPackage and GeoParquet: the same areas, and what is refused."""

import copy
import io
import json
import struct
import zipfile

import numpy as np
import pytest
import shapely

from samsyn.sources import boundaries, crs, geopackage, shapes
from samsyn.sources.errors import ChoiceNeeded, Place, SourceError, Unreadable, WrongContent
from samsyn.sources.features import BoundaryChoice
from samsyn.sources.files import Source
from samsyn.sources.problems import Problem
from samsyn.sources.repairing import repaired
from tests.sources import given

EAST = [[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]
TWO = given.collection(given.feature("01", given.SQUARE, "West"), given.feature("02", EAST, "East"))
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
    "objects": {
        "areas": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "01", "name": "West"}},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"code": "02", "name": "East"}},
                {"type": None, "properties": {"code": "03", "name": "Nowhere"}},
            ],
        }
    },
    # The border between them, then the rest of each: as numbers of half units, each after the one before.
    "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]],
}


def _geoparquet(**changes: object) -> Source:
    column = {"encoding": "WKB", "geometry_types": [], **changes}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    wkb = [shapely.to_wkb(shapely.Polygon(ring)) for ring in (given.SQUARE, EAST)]
    columns = {"code": ["01", "02"], "name": ["West", "East"], "geometry": wkb}
    return given.parquet(columns, {"geo": json.dumps(geo)}, "areas.parquet")


def _geopackage(**options: object) -> Source:
    rows = [
        (code, name, given.gpkg_blob(shapely.Polygon(ring)))
        for code, name, ring in (("01", "West", given.SQUARE), ("02", "East", EAST))
    ]
    return given.geopackage(rows, **options)


@pytest.mark.parametrize(
    ("source", "system"),
    [
        (given.as_json(TWO), "EPSG:4326"),
        (given.as_json(TOPOLOGY, "areas.topojson"), "EPSG:4326"),
        (_geoparquet(), "EPSG:4326"),
        (_geopackage(), "EPSG:3006"),
        (_geopackage(wal=True), "EPSG:3006"),
    ],
    ids=["geojson", "topojson", "geoparquet", "geopackage", "geopackage-wal"],
)
def test_the_same_areas_from_every_format(source, system):
    read = boundaries.read(source)
    assert read.codes[:2] == ("01", "02")
    assert read.names[:2] == ("West", "East")
    assert read.crs == system
    assert read.row[:2].tolist() == [1, 2]
    assert read.shapes[0].equals(shapely.box(0, 0, 1, 1))
    assert read.shapes[1].equals(shapely.box(1, 0, 2, 1))
    assert read.shapes[0].intersection(read.shapes[1]).length == 1


def test_areas_in_a_zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("areas.geojson", json.dumps(TWO))
    assert boundaries.read(Source("areas.zip", buffer.getvalue())).codes == ("01", "02")


def test_an_area_without_a_shape_stays():
    read = boundaries.read(given.as_json(given.collection(given.feature("01", None), given.feature("02", EAST))))
    assert read.shapes[0] is None
    read = boundaries.read(given.as_json(TOPOLOGY))
    assert (read.codes[2], read.shapes[2]) == ("03", None)
    empty = b"GP\x00\x11" + struct.pack("<i", 3006) + shapely.to_wkb(shapely.Polygon(), byte_order=1)
    assert boundaries.read(given.geopackage([("01", "a", None), ("02", "b", empty)])).shapes.tolist() == [None, None]


def test_an_invalid_polygon_stands_as_it_is():
    read = boundaries.read(given.as_json(given.collection(given.feature("01", given.BOW_TIE))))
    assert not read.shapes[0].is_valid
    mended, changed = repaired(read)
    assert (changed, mended.shapes[0].is_valid, read.shapes[0].is_valid) == (("01",), True, False)
    assert mended.shapes[0].area == pytest.approx(0.5)


def test_holes_and_parts():
    hole = [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.4], [0.2, 0.2]]
    data = given.collection(given.feature("01", given.SQUARE))
    data["features"][0]["geometry"] = {"type": "MultiPolygon", "coordinates": [[given.SQUARE, hole], [EAST]]}
    shape = boundaries.read(given.as_json(data)).shapes[0]
    assert shape.area == pytest.approx(2 - 0.04)
    height = copy.deepcopy(given.SQUARE)
    for position in height:
        position.append(17)
    assert not boundaries.read(given.as_json(given.collection(given.feature("01", height)))).shapes[0].has_z


@pytest.mark.parametrize(
    ("ring", "problem"),
    [
        (given.SQUARE[:-1], Problem.BAD_RING),
        (given.SQUARE[:3], Problem.BAD_RING),
        ([[0, 0], [1, 0], [1, "1"], [0, 0]], Problem.BAD_RING),
        ([[0, 0], [1, 0], [1], [0, 0]], Problem.BAD_RING),
        ([[0, 0], [1, 0], [1, None], [0, 0]], Problem.BAD_RING),
        ([[0, 0], [1e400, 0], [1, 1], [0, 0]], Problem.NOT_JSON),
        ("ring", Problem.BAD_RING),
    ],
)
def test_a_broken_ring_names_its_area(ring, problem):
    with pytest.raises(SourceError) as refusal:
        boundaries.read(given.as_json(given.collection(given.feature("01", EAST), given.feature("02", ring))))
    assert refusal.value.problem is problem
    if problem is Problem.BAD_RING:
        assert refusal.value.place.row == 2


def test_an_infinite_coordinate():
    data = json.dumps(given.collection(given.feature("01", given.SQUARE))).replace("[1, 0]", "[1e999, 0]")
    with pytest.raises(WrongContent) as refusal:
        boundaries.read(Source("areas.geojson", data.encode()))
    assert refusal.value.problem is Problem.BAD_RING


def test_points_are_no_areas():
    data = given.collection(given.feature("01", given.SQUARE))
    data["features"][0]["geometry"] = {"type": "Point", "coordinates": [0, 0]}
    with pytest.raises(WrongContent) as refusal:
        boundaries.read(given.as_json(data))
    assert (refusal.value.problem, refusal.value.found) == (Problem.NOT_A_POLYGON, "Point")


def test_codes_are_asked_about_where_they_are_numbers_or_unknown():
    data = given.collection(given.feature("01", given.SQUARE))
    data["features"][0]["properties"] = {"code": 114}
    with pytest.raises(ChoiceNeeded) as refusal:
        boundaries.read(given.as_json(data))
    assert refusal.value.problem is Problem.CODE_IS_NUMBER
    assert boundaries.read(given.as_json(data), BoundaryChoice(width=4)).codes == ("0114",)
    data["features"][0]["properties"] = {"thing": "x", "other": "y"}
    with pytest.raises(ChoiceNeeded) as refusal:
        boundaries.read(given.as_json(data))
    assert (refusal.value.problem, refusal.value.found) == (Problem.COLUMNS_NOT_GUESSED, "thing, other")
    assert boundaries.read(given.as_json(data), BoundaryChoice("thing", "other")).names == ("y",)


def test_the_same_code_twice_is_refused():
    with pytest.raises(WrongContent) as refusal:
        boundaries.read(given.as_json(given.collection(given.feature("01", EAST), given.feature("01", EAST))))
    assert (refusal.value.problem, refusal.value.place.row) == (Problem.SAME_CODE, 2)


def test_the_coordinate_system_is_known_or_asked_about():
    metres = [[x * 1000 + 600_000, y * 1000 + 6_500_000] for x, y in given.SQUARE]
    data = given.collection(given.feature("01", metres))
    with pytest.raises(ChoiceNeeded) as refusal:
        boundaries.read(given.as_json(data))
    assert refusal.value.problem is Problem.OUTSIDE_CRS
    said = boundaries.read(given.as_json(data), BoundaryChoice(crs="EPSG:3006"))
    data["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    known = boundaries.read(given.as_json(data))
    assert said.crs == known.crs == "EPSG:3006"
    with pytest.raises(WrongContent):
        boundaries.read(given.as_json(data), BoundaryChoice(crs="EPSG:999999"))
    with pytest.raises(ChoiceNeeded):
        boundaries.read(_geopackage(srs=-1))
    with pytest.raises(ChoiceNeeded) as refusal:
        boundaries.read(_geoparquet(crs=None))
    assert refusal.value.problem is Problem.NO_CRS


def test_projecting_and_back():
    read = boundaries.read(
        given.as_json(given.collection(given.feature("01", [[15, 59], [16, 59], [16, 60], [15, 59]])))
    )
    metres = crs.projected(read)
    east, north = shapely.get_coordinates(metres.shapes)[0]
    # 15° E is the central meridian of SWEREF 99 TM, which has 500,000 m there.
    assert east == pytest.approx(500_000, abs=0.01)
    assert 6_538_000 < north < 6_542_000
    back = crs.projected(metres, "EPSG:4326")
    assert np.allclose(shapely.get_coordinates(back.shapes), shapely.get_coordinates(read.shapes), atol=1e-9)


def _topology(**changes: object) -> Source:
    return given.as_json(copy.deepcopy(TOPOLOGY) | changes)


def _geometry(**changes: object) -> Source:
    data = copy.deepcopy(TOPOLOGY)
    data["objects"]["areas"]["geometries"][0] |= changes
    return given.as_json(data)


@pytest.mark.parametrize(
    "source",
    [
        _geometry(arcs=[[0, 9]]),
        _geometry(arcs=[[0, "1"]]),
        _geometry(arcs=[[0, True]]),
        _geometry(arcs=[[-9]]),
        _geometry(arcs=[[]]),
        _geometry(arcs=[]),
        _geometry(arcs=[[0, 2]]),
        _geometry(arcs=[[0]]),
        _geometry(type="LineString"),
        _geometry(properties=[1]),
        _topology(arcs=[[[0, 0]]]),
        _topology(arcs=[[["a", 0], [1, 1]]]),
        _topology(arcs=[3, 4]),
        _topology(arcs={}),
        _topology(transform={"scale": [1]}),
        _topology(transform=[1]),
        _topology(objects={}),
        _topology(objects={"areas": {"type": "Polygon"}}),
    ],
)
def test_a_broken_topology_is_refused(source):
    with pytest.raises(SourceError):
        boundaries.read(source)


def test_several_layers_are_asked_about():
    two = TOPOLOGY["objects"] | {"others": {"type": "GeometryCollection", "geometries": []}}
    with pytest.raises(ChoiceNeeded) as refusal:
        boundaries.read(_topology(objects=two))
    assert (refusal.value.problem, refusal.value.found) == (Problem.SEVERAL_LAYERS, "areas, others")
    assert len(boundaries.read(_topology(objects=two), BoundaryChoice(layer="areas")).codes) == 3
    with pytest.raises(WrongContent):
        boundaries.read(_topology(objects=two), BoundaryChoice(layer="none"))


def test_an_arc_named_without_end_is_bounded(monkeypatch):
    from samsyn.sources import topojson  # the bound is that module's own name

    monkeypatch.setattr(topojson, "MOST_CELLS", 8)
    with pytest.raises(Unreadable) as refusal:
        boundaries.read(given.as_json(TOPOLOGY))
    assert refusal.value.problem is Problem.TOO_MANY_CELLS


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE gpkg_geometry_columns",
        "DELETE FROM gpkg_contents",
        "UPDATE areas SET geom = x'00'",
        "UPDATE areas SET geom = 'text'",
        "UPDATE areas SET geom = substr(geom, 1, 60)",
        "UPDATE areas SET code = NULL",
        "UPDATE gpkg_geometry_columns SET column_name = 'nothing'",
        "DROP TABLE areas",
    ],
)
def test_a_broken_geopackage_is_refused(statement):
    with pytest.raises(SourceError):
        boundaries.read(_geopackage(extra=(statement,)))


ENDLESS = "WITH RECURSIVE t(fid) AS (SELECT 1 UNION ALL SELECT fid FROM t) SELECT fid, '' AS geom FROM t"


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE areas", f"CREATE VIEW areas AS {ENDLESS}"),
        ("DROP TABLE areas", "CREATE VIRTUAL TABLE areas USING fts5(geom, code)"),
        ("ALTER TABLE areas ADD COLUMN big AS (hex(zeroblob(100000000))) VIRTUAL",),
    ],
    ids=["view", "virtual", "computed"],
)
def test_nothing_in_a_geopackage_may_run(statements):
    with pytest.raises(SourceError) as refusal:
        boundaries.read(_geopackage(extra=statements))
    assert refusal.value.problem is Problem.NOT_A_TABLE


def test_an_endless_query_is_stopped(monkeypatch):
    monkeypatch.setattr(geopackage, "STEPS", 0)
    rows = [(f"{i:04d}", "", None) for i in range(5000)]
    with pytest.raises(Unreadable) as refusal:
        boundaries.read(given.geopackage(rows))
    assert "interrupted" in refusal.value.found


def test_geoparquet_that_is_none():
    with pytest.raises(WrongContent) as refusal:
        boundaries.read(given.parquet({"code": ["01"]}))
    assert refusal.value.problem is Problem.NO_GEOMETRY_COLUMN
    for changes in ({"encoding": "point"}, {"crs": 7}, {"crs": {"type": "nonsense"}}):
        with pytest.raises(SourceError):
            boundaries.read(_geoparquet(**changes))


def _wkb(kind: int, *rest: bytes) -> bytes:
    return b"\x01" + struct.pack("<I", kind) + b"".join(rest)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x02",
        _wkb(3),
        _wkb(3, struct.pack("<I", 2**31)),
        _wkb(3, struct.pack("<II", 1, 2**31)),
        _wkb(3, struct.pack("<II", 1, 4), b"\0" * 63),
        _wkb(3, struct.pack("<II", 1, 4), b"\0" * 65),
        _wkb(1, b"\0" * 16),
        _wkb(7, struct.pack("<I", 1)) * 50_000,
        _wkb(6, struct.pack("<I", 1), _wkb(6, struct.pack("<I", 1))) * 10_000,
        _wkb(6, struct.pack("<I", 1), _wkb(1, b"\0" * 16)),
        "text",
    ],
)
def test_broken_binary_is_refused_before_it_is_parsed(data):
    with pytest.raises(SourceError):
        shapes.from_wkb(data, Place("areas"))


def test_binary_with_height_and_system():
    ring = [(x, y, 5.0) for x, y in given.SQUARE]
    for data in (
        shapely.to_wkb(shapely.Polygon(ring), output_dimension=3, flavor="iso"),
        shapely.to_wkb(shapely.set_srid(shapely.Polygon(ring), 3006), output_dimension=3, include_srid=True),
        shapely.to_wkb(shapely.Polygon(given.SQUARE), byte_order=0),
    ):
        shape = shapes.from_wkb(data, Place("areas"))
        assert (shape.area, shape.has_z) == (1.0, False)


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"type": "FeatureCollection"}', b"<kml/>", b'{"features": [1]}'])
def test_what_holds_no_areas(data):
    with pytest.raises(SourceError):
        boundaries.read(Source("areas.json", data))
