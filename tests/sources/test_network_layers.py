"""Networks in a GeoPackage: layers under the names of the tables, shapes where columns are silent."""

import sqlite3
import struct
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from samsyn.analysis.networks.tables import Mode
from samsyn.analysis.tables import TableError
from samsyn.sources.checks.networks import check
from samsyn.sources.errors import SourceError
from samsyn.sources.files import Source
from samsyn.sources.geopackage_schema import SCHEMA, header, quoted
from samsyn.sources.networks import files, layers
from samsyn.sources.networks.files import NetworkForm, NetworkMapping
from samsyn.sources.networks.listed import LinkColumns, ListedColumns
from samsyn.sources.networks.settling import NetworkChoices, settled
from samsyn.sources.problems import Problem
from tests.analysis.networks.plain_networks import grid as town
from tests.sources import given

POINTS = {"A": (500_000, 6_500_000), "B": (503_000, 6_504_000), "C": (503_000, 6_505_000)}
LINES = [[POINTS["A"], POINTS["B"]], [POINTS["B"], (503_600, 6_504_000), (503_600, 6_504_800), POINTS["C"]]]
NODE, LINK = "node TEXT, zone TEXT", '"from" TEXT, "to" TEXT, minutes DOUBLE, both_ways BOOLEAN'
NODES = [(shapely.Point(POINTS["A"]), "A", "0114"), (shapely.Point(POINTS["B"]), "B", None), (None, "C", "0180")]
LINKS = [(shapely.LineString(LINES[0]), "A", "B", 5.0, 1), (shapely.MultiLineString([LINES[1]]), "B", "C", 3.0, 1)]
LENIENT = NetworkChoices("drop", "drop", "quickest", 0.1)


def packaged(srs=3006, **tables):
    """A GeoPackage; a table is its columns and its rows, each with a shape first."""
    database = sqlite3.connect(":memory:")
    database.executescript(f"PRAGMA application_id = 1196444487; {SCHEMA}")
    for number, organization in ((3006, "EPSG"), (4326, "EPSG"), (-1, "NONE")):
        row = (str(number), number, organization, number, "undefined", "")
        database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", row)
    for name, (columns, rows) in tables.items():
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'features', ?)", (name, name)
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)", (name, srs))
        database.execute(f"CREATE TABLE {quoted(name)} (fid INTEGER PRIMARY KEY, geom BLOB, {columns})")
        for shape, *cells in rows:
            blob = header(None, srs) + shapely.to_wkb(shape, output_dimension=3) if shape is not None else None
            marks = ", ".join("?" * (len(cells) + 1))
            database.execute(f"INSERT INTO {quoted(name)} VALUES (NULL, {marks})", (blob, *cells))
    database.commit()
    return Source("network.gpkg", database.serialize())


def drawn_town(**tables):
    return packaged(**{"noder": (NODE, NODES), "länkar": (LINK, LINKS)} | tables)


def test_shapes_tell_coordinates_and_lengths():
    source = drawn_town(Zoner=("kod TEXT, namn TEXT", [(None, "0114", "Upplands Väsby"), (None, "0180", "Stockholm")]))
    found = files.contents(source)
    assert found.form is NetworkForm.LISTED
    assert found.nodes == ("fid", "node", "zone", "x", "y")
    assert found.links == ("fid", "from", "to", "minutes", "both_ways", "km")
    rows = files.read(source, found.form)
    assert rows.nodes.crs == "EPSG:3006"
    assert rows.nodes.x.tolist() == pytest.approx([500_000, 503_000, np.nan], nan_ok=True)
    # 3 and 4 make 5; the second goes 0.6 east, 0.8 north, and (0.6, 0.2) back.
    assert rows.links.km.tolist() == pytest.approx([5, 1.4 + 0.4**0.5, 5, 1.4 + 0.4**0.5])
    made = settled(rows).network
    assert made.zones.names == ("Upplands Väsby", "Stockholm")


def test_a_column_wins_where_its_cell_is_not_empty():
    rows = [(*LINKS[0], 7.5), (*LINKS[1], None)]
    source = drawn_town(länkar=(f"{LINK}, längd DOUBLE", rows))
    assert files.contents(source).links == ("fid", "from", "to", "minutes", "both_ways", "längd")
    said = NetworkMapping(ListedColumns(links=LinkColumns(km="längd")))
    assert files.read(source, NetworkForm.LISTED, said).links.km[:2].tolist() == pytest.approx([7.5, 1.4 + 0.4**0.5])


def test_a_degree_of_latitude_at_the_equator_is_110_and_a_half_kilometres():
    line = (shapely.LineString([(0, 0), (0, 1)]), "A", "B", 5.0, 0)
    source = drawn_town(srs=4326, länkar=(LINK, [line]))
    assert files.read(source, NetworkForm.LISTED).links.km.tolist() == pytest.approx([110.574], abs=0.001)


def test_without_a_coordinate_system_lines_have_no_length():
    with pytest.raises(SourceError) as caught:
        files.read(drawn_town(srs=-1), NetworkForm.LISTED)
    assert caught.value.problem is Problem.NO_COLUMN
    assert caught.value.expected == "km"


def test_gmns_in_layers():
    node = ("node_id INTEGER, zone_id TEXT", [(shapely.Point(1, 2), 1, "z1"), (shapely.Point(3, 4), 2, "z2")])
    columns = "link_id INTEGER, from_node_id INTEGER, to_node_id INTEGER, directed BOOLEAN, free_speed DOUBLE"
    link = (columns, [(shapely.LineString([(0, 0), (0, 1000)]), 1, 1, 2, 0, 60)])
    source = packaged(node=node, link=link)
    assert files.contents(source).form is NetworkForm.GMNS
    rows = files.read(source, NetworkForm.GMNS)
    assert rows.nodes.x.tolist() == [1, 3]
    assert rows.links.km.tolist() == [1, 1]
    assert rows.links.minutes.tolist() == [1, 1]


@pytest.mark.parametrize("crs", ["EPSG:3006", ""])
def test_what_was_written_is_read_again_the_same(crs):
    network = town(3, np.random.default_rng(3))
    network = replace(network, nodes=replace(network.nodes, crs=crs))
    source = Source("network.gpkg", layers.written(network))
    again = settled(files.read(source, files.contents(source).form)).network
    assert again.nodes.codes == network.nodes.codes
    assert again.nodes.crs == crs
    assert (again.zones, again.centroids.tolist()) == (network.zones, network.centroids.tolist())
    for name in ("start", "end", "km", "minutes", "capacity", "delay_factor", "delay_power", "opened"):
        assert getattr(again.links, name).tolist() == getattr(network.links, name).tolist()
    assert (again.links.codes, again.links.mode) == (network.links.codes, network.links.mode)
    np.testing.assert_array_equal(again.nodes.x, network.nodes.x)
    assert Mode.ROAD in again.links.mode


@pytest.mark.parametrize(
    ("tables", "problem", "where"),
    [
        ({"länkar": (LINK, [(shapely.Point(1, 2), "A", "B", 5.0, 0)])}, Problem.WRONG_SHAPE, "länkar, row 1"),
        ({"noder": (NODE, [(shapely.box(0, 0, 1, 1), "A", "1")])}, Problem.WRONG_SHAPE, "noder, row 1"),
        (
            {"länkar": (LINK, [LINKS[0], (shapely.MultiLineString(LINES), "A", "B", 5.0, 0)])},
            Problem.WRONG_SHAPE,
            "länkar, row 2",
        ),
        ({"links": (LINK, LINKS)}, Problem.SEVERAL_FILES, "network.gpkg"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(tables, problem, where):
    with pytest.raises(SourceError) as caught:
        files.read(drawn_town(**tables), NetworkForm.LISTED)
    assert caught.value.problem is problem
    assert where in str(caught.value)


def test_other_layers_are_no_network():
    with pytest.raises(SourceError) as caught:
        files.contents(packaged(areas=("code TEXT", [])))
    assert caught.value.problem is Problem.NO_NETWORK


def test_a_line_that_declares_more_than_it_has_is_broken():
    cut = struct.pack("<BII", 1, 2, 2**31) + b"\0" * 64
    source = drawn_town()
    whole = shapely.to_wkb(LINKS[0][0], output_dimension=3)
    data = source.data.replace(whole, cut[: len(whole)].ljust(len(whole), b"\0"))
    assert data != source.data
    with pytest.raises(SourceError) as caught:
        files.read(Source("network.gpkg", data), NetworkForm.LISTED)
    assert caught.value.problem is Problem.BROKEN


WHOLE = drawn_town().data


@settings(max_examples=200, deadline=None)
@drawn(
    st.integers(0, len(WHOLE)),
    st.lists(st.tuples(st.integers(100, len(WHOLE) - 1), st.binary(min_size=1, max_size=8)), max_size=4),
)
def test_damaged_files_are_read_or_refused(length, changes):
    data = given.damaged(WHOLE, changes)
    data = data[: length or None] if len(changes) % 2 else data
    try:
        source = Source("network.gpkg", data)
        rows = files.read(source, files.contents(source).form)
        check(rows)
        made = settled(rows, LENIENT)
    except (SourceError, TableError):
        return
    assert len(made.network.zones) >= 1
