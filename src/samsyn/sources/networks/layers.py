"""Networks in a GeoPackage: layers of nodes, links and zones, as plain tables or by GMNS; read and written.

Shapes say what columns do not: the point of a node its coordinates, the line of a link its length in kilometres, on the
ellipsoid where the file counts in degrees. A column wins where its cell is not empty. Without a known coordinate system
lines have no length.
"""

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod

from samsyn.analysis.networks.tables import Network
from samsyn.sources import crs as systems
from samsyn.sources import geopackage
from samsyn.sources.errors import Place, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.geopackage_schema import APPLICATION, SCHEMA, UNDEFINED, VERSION, header, quoted, system
from samsyn.sources.grids import Grid, Layout, headings
from samsyn.sources.problems import Cure, Problem

POINT, LINE = 1, 2
MULTI = 3
"""What the numbers of multi-shapes are above those of their parts."""
Headings = tuple[str, ...]

X_Y: Headings = ("x", "y")
KM: Headings = ("km",)
TELLING: Mapping[str, Mapping[Headings, frozenset[str]]] = {
    "nodes": {("x_coord", "y_coord"): frozenset({"node_id"}), X_Y: frozenset()},
    "links": {("length",): frozenset({"from_node_id"}), KM: frozenset()},
}
"""What shapes tell, and the heading that says that a table goes by GMNS."""
TOLD = frozenset({"lon", "longitude", "longitud", "easting", "length_km", "length", "längd", "längd_km"})
"""Headings of columns that tell the same: where one of them stands, none is offered beside it."""

Points = NDArray[np.float64]


def grid(source: Source, layer: str, of: str, told: Headings | None = None) -> Grid:
    """A layer `of` nodes, links or something else as a table; under the headings `told` stands what its shapes tell.

    Where none are said, those that such a table is known to have.
    """
    table = geopackage.table(source, layer)
    columns = headings(table.columns, table.place)
    crs = _known(table)
    told = _offered(of, columns) if told is None else told
    if not table.shaped or of not in TELLING or not all(told) or (of == "links" and not crs):
        told = ()
    shapes = _Shapes(table.place, _Lengths(crs) if of == "links" and told else None)
    header = (*columns, *(name for name in told if name not in columns))
    return Grid(table.place, header, _filled(table, header, told, shapes), Layout(decimal="."))


def _offered(of: str, columns: Headings) -> Headings:
    if TOLD & {name.casefold() for name in columns} and not {"node_id", "from_node_id"} & set(columns):
        return ()
    return next((names for names, by in TELLING.get(of, {}).items() if by <= set(columns)), ())


def _filled(
    table: geopackage.Table, header: Headings, told: Headings, shapes: "_Shapes"
) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows, with what shapes tell where a cell is empty."""
    at = [header.index(name) for name in told]
    for row, cells, wkb in table.rows:
        found = [*cells, *(None,) * (len(header) - len(cells))]
        if wkb is not None and any(found[i] in (None, "") for i in at):
            for i, value in zip(at, shapes.told(wkb, row), strict=True):
                found[i] = value if found[i] in (None, "") else found[i]
        yield row, found


def crs_of(source: Source, layer: str) -> str:
    """The coordinate system of a layer as authority:code; empty where it has no shapes or does not say."""
    return _known(geopackage.table(source, layer))


def _known(table: geopackage.Table) -> str:
    return systems.named(table.crs, None, table.place) if table.crs else ""


class _Lengths:
    """Lengths of lines in kilometres."""

    def __init__(self, crs: str) -> None:
        found = CRS.from_user_input(crs)
        self._geod: Geod | None = found.get_geod() if found.is_geographic else None
        self._km = found.axis_info[0].unit_conversion_factor / 1000

    def __call__(self, points: Points) -> float:
        if self._geod is not None:
            return float(self._geod.line_length(points[:, 0], points[:, 1])) / 1000
        return float(np.hypot(*np.diff(points, axis=0).T).sum()) * self._km


class _Shapes:
    """What shapes tell: the length of lines where there is a way to measure it, else the coordinates of points."""

    def __init__(self, place: Place, length: _Lengths | None) -> None:
        self._place = place
        self._length = length

    def told(self, wkb: bytes, row: int) -> tuple[float | None, ...]:
        """The values, one a heading; None of an empty shape, which has coordinates that are no numbers."""
        points = _points(wkb, self._place.at(row=row), LINE if self._length else POINT)
        if not np.isfinite(points).all():
            return (None,) if self._length else (None, None)
        return (self._length(points),) if self._length else tuple(points[0].tolist())


def _points(wkb: bytes, place: Place, wanted: int) -> Points:
    """The coordinates of a point or a line, alone or as the one part of a multi-shape; heights are left out."""
    try:
        order = {0: ">", 1: "<"}[wkb[0]]
        (raw,) = struct.unpack_from(f"{order}I", wkb, 1)
        kind, flavour = (raw & 0x0FFFFFFF) % 1000, (raw & 0x0FFFFFFF) // 1000
        at = 9 if raw & 0x20000000 else 5
        count = 1 if kind == POINT else struct.unpack_from(f"{order}I", wkb, at)[0]
        at += 0 if kind == POINT else 4
        if kind == wanted + MULTI and count == 1:
            return _points(wkb[at:], place, wanted)
        if kind != wanted or count < 1:
            raise WrongContent(Problem.WRONG_SHAPE, Cure.POINTS_AND_LINES, place=place, found=f"WKB {raw}, {count}")
        width = 2 + max(bool(raw & 0x80000000) + bool(raw & 0x40000000), (0, 1, 1, 2)[flavour])
        return np.frombuffer(wkb, f"{order}f8", count * width, at).reshape(count, width)[:, :2].astype(np.float64)
    except (struct.error, ValueError, KeyError, IndexError, OverflowError) as error:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place) from error


NODE = "node TEXT NOT NULL UNIQUE, x DOUBLE, y DOUBLE, zone TEXT, through INTEGER"
LINK = (
    '"link" TEXT NOT NULL UNIQUE, "from" TEXT NOT NULL, "to" TEXT NOT NULL, km DOUBLE, minutes DOUBLE, capacity DOUBLE,'
    " delay_factor DOUBLE, delay_power DOUBLE, mode TEXT, opened INTEGER"
)
ZONE = "zone TEXT NOT NULL UNIQUE, name TEXT"


def written(network: Network) -> bytes:
    """The network as a GeoPackage of the layers nodes and links and the table zones; read again the same.

    Nodes without coordinates, and links at them, have no shape; without a coordinate system nothing has.
    """
    nodes, links = network.nodes, network.links
    srs = system(nodes.crs) if nodes.crs else UNDEFINED[0]
    zone = dict(zip(network.centroids.tolist(), network.zones.codes, strict=True))
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; {SCHEMA}")
        known = {row[1]: row for row in (*UNDEFINED, system("EPSG:4326"), srs)}
        database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", known.values())
        at = np.column_stack((nodes.x, nodes.y))
        columns = (nodes.codes, *map(_cells, (nodes.x, nodes.y)))
        of_nodes = zip(*columns, (zone.get(i, "") for i in range(len(nodes))), nodes.through.tolist(), strict=True)
        _layer(database, "nodes", NODE, ("POINT", srs[1]), _shaped(of_nodes, at[:, None], srs[1]))
        lines = np.stack((at[links.start], at[links.end]), axis=1)
        values = (links.km, links.minutes, links.capacity, links.delay_factor, links.delay_power)
        ends = ([nodes.codes[i] for i in side] for side in (links.start, links.end))
        of_links = zip(
            links.codes, *ends, *map(_cells, values), map(str, links.mode), links.opened.tolist(), strict=True
        )
        _layer(database, "links", LINK, ("LINESTRING", srs[1]), _shaped(of_links, lines, srs[1]))
        of_zones = zip(network.zones.codes, network.zones.names, strict=True)
        _layer(database, "zones", ZONE, None, ((None, *row) for row in of_zones))
        database.commit()
        return database.serialize()


def _cells(values: NDArray[np.float64]) -> list[float | None]:
    """Nothing for what is not there or has no limit."""
    return [value if np.isfinite(value) else None for value in values.tolist()]


def _shaped(rows: Iterable[tuple[Any, ...]], shapes: Points, srs: int) -> Iterator[tuple[Any, ...]]:
    for row, points in zip(rows, shapes, strict=True):
        known = np.isfinite(points).all()
        kind = struct.pack("<BI", 1, POINT) if len(points) == 1 else struct.pack("<BII", 1, LINE, len(points))
        yield (header(None, srs) + kind + points.astype("<f8").tobytes() if known else None, *row)


def _layer(
    database: sqlite3.Connection,
    name: str,
    columns: str,
    shape: tuple[str, int] | None,
    rows: Iterable[tuple[Any, ...]],
) -> None:
    kind, srs = shape or ("", None)
    told = (name, "features" if shape else "attributes", name, srs)
    database.execute("INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)", told)
    if shape:
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (name, *shape))
    geom = f"geom {kind}, " if shape else ""
    database.execute(f"CREATE TABLE {quoted(name)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {geom}{columns})")
    marks = ", ".join("?" * (columns.count(",") + 1 + bool(shape)))
    values = rows if shape else (row[1:] for row in rows)
    database.executemany(f"INSERT INTO {quoted(name)} VALUES (NULL, {marks})", values)
