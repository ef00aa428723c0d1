"""Areas, regions and links as a GeoPackage (OGC 12-128r18, version 1.3), written with the SQLite that Python has.

Layers in the coordinate systems that their shapes came in, the other tables and sources and method as
tables of attributes, and the words of each column by the extension of schemas. Read back by `sources.geopackage`.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC
from typing import Any

import shapely
from django.utils.translation import gettext as _

from samsyn.insights.exports import features
from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.exports.features import Layer
from samsyn.insights.presentation import Cell, Column, Kind
from samsyn.sources.geopackage_schema import APPLICATION, SCHEMA, UNDEFINED, VERSION, header, quoted
from samsyn.sources.geopackage_schema import system as spatial_system

GEOMETRY = "geom"
_SCHEMAS = "http://www.geopackage.org/spec121/#extension_schema"


def render(bundle: Bundle) -> bytes:
    """The database as a file."""
    layers = _layers(bundle)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.executescript(SCHEMA)
        writer = _Writer(database, bundle)
        writer.systems({layer.crs for layer in layers})
        for layer in layers:
            writer.layer(layer)
        for table in bundle.presentation.tables:
            if not (table.by_area and bundle.boundaries is not None) and not (
                table.by_line and bundle.lines is not None
            ):
                writer.attributes(f"table_{table.name}", table.caption, table.columns, table.rows)
        told = (Column("what", _("What")), Column("told", _("Told")))
        writer.attributes("sources_and_method", _("Sources and method"), told, bundle.about.lines())
        database.commit()
        return database.serialize()


def _layers(bundle: Bundle) -> list[Layer]:
    boundaries, links = bundle.boundaries, features.links(bundle, _("Links"))
    if boundaries is None:
        return [] if links is None else [links]
    areas, regions = features.areas(bundle, boundaries, _("Areas")), features.regions(bundle, boundaries, _("Regions"))
    return [areas, *regions, *([] if links is None else [links])]


class _Writer:
    """Writes tables into the database, each with its line among the contents."""

    def __init__(self, database: sqlite3.Connection, bundle: Bundle) -> None:
        self.database = database
        self.changed = bundle.about.finished_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        self.described = f"{bundle.about.cited}. {bundle.about.nature}"
        self.taken: set[str] = set()

    def systems(self, used: Iterable[str]) -> None:
        """The coordinate systems that every file names, and those of the layers."""
        named = (spatial_system(crs) for crs in ("EPSG:4326", *sorted(used)))
        known = {(row[2], row[3]): row for row in (*UNDEFINED, *named)}
        self._insert("gpkg_spatial_ref_sys", known.values())
        about_columns = [
            (table, None, "gpkg_schema", _SCHEMAS, "read-write")
            for table in ("gpkg_data_columns", "gpkg_data_column_constraints")
        ]
        self._insert("gpkg_extensions", about_columns)

    def layer(self, layer: Layer) -> None:
        """A table of shapes."""
        system = spatial_system(layer.crs)[1]
        some = [shape for shape in layer.shapes if shape is not None and not shape.is_empty]
        bounds = [float(value) for value in shapely.total_bounds(some)] if some else [None] * 4
        self._content(layer.name, "features", layer.title, (*bounds, system))
        self._insert("gpkg_geometry_columns", [(layer.name, GEOMETRY, layer.kind, system, 0, 0)])
        self._create(layer.name, layer.columns, layer.rows, f"{GEOMETRY} {layer.kind}")
        blobs = (_blob(shape, system) for shape in layer.shapes)
        rows = ((number, blob, *row) for number, (blob, row) in enumerate(zip(blobs, layer.rows, strict=True), 1))
        self._insert(layer.name, rows)

    def attributes(self, name: str, title: str, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> None:
        """A table without shapes."""
        self._content(name, "attributes", title, (None, None, None, None, None))
        self._create(name, columns, rows)
        self._insert(name, ((number, *row) for number, row in enumerate(rows, 1)))

    def _content(self, name: str, kind: str, title: str, bounds: tuple[Any, ...]) -> None:
        # No two contents may have one identifier.
        title = title if title not in self.taken else f"{title} ({name})"
        self.taken.add(title)
        self._insert("gpkg_contents", [(name, kind, title, self.described, self.changed, *bounds)])

    def _create(self, name: str, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], shape: str = "") -> None:
        kinds = [_kind(column, [row[i] for row in rows]) for i, column in enumerate(columns)]
        own = [f"{quoted(column.name)} {kind}" for column, kind in zip(columns, kinds, strict=True)]
        parts = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", *([shape] if shape else []), *own]
        self.database.execute(f"CREATE TABLE {quoted(name)} ({', '.join(parts)})")
        titles = [(name, column.name, None, column.label, None, None, None) for column in columns]
        self._insert("gpkg_data_columns", titles)

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        rows = list(rows)
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self.database.executemany(f"INSERT INTO {quoted(table)} VALUES ({places})", rows)


def _kind(column: Column, cells: Sequence[Cell]) -> str:
    if column.kind is Kind.TEXT or any(isinstance(cell, str) for cell in cells):
        return "TEXT"
    return "DOUBLE" if any(isinstance(cell, float) for cell in cells) else "INTEGER"


def _blob(shape: Any, system: int) -> bytes | None:
    """The header of GeoPackage with an envelope, then well-known binary, all little-endian."""
    if shape is None:
        return None
    is_polygon = shape.geom_type == "Polygon"
    whole = shapely.MultiPolygon([] if shape.is_empty else [shape]) if is_polygon else shape
    wkb: bytes = shapely.to_wkb(whole, byte_order=1)
    return header(None if whole.is_empty else whole.bounds, system, empty=whole.is_empty) + wkb
