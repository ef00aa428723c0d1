"""Small files made by hand, as bytes, for the tests of readers."""

import io
import json
import sqlite3
import struct
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from openpyxl import Workbook

from samsyn.sources.files import Source

SHARED = Path(__file__).parents[3] / "shared" / "data"
SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
BOW_TIE = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
LONG = "origin,destination,count\n0114,0114,900\n0114,0180,12\n0180,0114,3\n0180,0180,5000\n"


def shared(path: str) -> Path:
    """A real file beside the repository; the test is skipped, with a message, where it is not there."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the real data {path} is not beside this repository")
    return found


def text(content: str, encoding: str = "utf-8", name: str = "flows.csv") -> Source:
    """A text file."""
    return Source(name, content.encode(encoding))


def workbook(*rows: tuple, sheets: tuple[str, ...] = ("Data",), name: str = "flows.xlsx") -> Source:
    """An XLSX whose sheets all hold the rows."""
    book = Workbook()
    book.remove(book.active)
    for title in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return Source(name, buffer.getvalue())


def parquet(columns: dict, metadata: dict | None = None, name: str = "flows.parquet") -> Source:
    """A Parquet file."""
    table = pa.table(columns)
    if metadata:
        table = table.replace_schema_metadata(metadata)
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return Source(name, buffer.getvalue())


def as_json(data: object, name: str = "areas.geojson") -> Source:
    """A JSON file."""
    return Source(name, json.dumps(data).encode())


def feature(code: str, ring: list | None, name: str = "") -> dict:
    """A GeoJSON feature with one ring, or without a shape."""
    geometry = None if ring is None else {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code, "name": name or code}, "geometry": geometry}


def collection(*features: dict, **members: object) -> dict:
    """A GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": list(features), **members}


def geopackage(
    rows: list[tuple[str, str, bytes | None]], *, srs: int = 3006, extra: tuple[str, ...] = (), wal: bool = False
) -> Source:
    """A GeoPackage with one layer `areas` of code, name and geom, by its published table definitions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "areas.gpkg"
        database = sqlite3.connect(path)
        if wal:
            database.execute("PRAGMA journal_mode = WAL")
        database.executescript(
            """
            PRAGMA application_id = 1196444487;
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
                organization_coordsys_id INTEGER, definition TEXT, description TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
                srs_id INTEGER, z TINYINT, m TINYINT);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('SWEREF99 TM', 3006, 'EPSG', 3006, 'undefined', NULL);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined', -1, 'NONE', -1, 'undefined', NULL);
            INSERT INTO gpkg_contents VALUES ('areas', 'features', 'areas', 3006);
            CREATE TABLE areas (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, name TEXT);
            """
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('areas', 'geom', 'POLYGON', ?, 0, 0)", (srs,))
        database.executemany("INSERT INTO areas (code, name, geom) VALUES (?, ?, ?)", rows)
        for statement in extra:
            database.execute(statement)
        database.commit()
        database.close()
        return Source("areas.gpkg", path.read_bytes())


def gpkg_blob(shape: shapely.Geometry, srs: int = 3006) -> bytes:
    """A shape as GeoPackage stores it, with an envelope."""
    west, south, east, north = shape.bounds
    header = b"GP\x00\x03" + struct.pack("<i4d", srs, west, east, south, north)
    return header + shapely.to_wkb(shape, byte_order=1)


def damaged(whole: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    """The bytes with others written over some of them."""
    data = bytearray(whole)
    for at, other in changes:
        data[at : at + len(other)] = other
    return bytes(data)
