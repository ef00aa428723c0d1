"""GeoPackage, read with the SQLite that Python has.

Not through GDAL (pyogrio): it opens sixty formats, some of which lead to other files and to the network, and cannot be
told to open one only; it weighs 103 MB, and names no row of a fault. Here the file is opened in memory, nothing in it
may run but reading plain tables, and work is bounded.
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from samsyn.sources import shapes
from samsyn.sources.errors import ChoiceNeeded, Place, Unreadable, WrongContent
from samsyn.sources.features import BoundaryChoice, Contents, Feature, gathered
from samsyn.sources.files import LARGEST_FILE, Source
from samsyn.sources.geopackage_schema import quoted
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries

MAGIC = b"SQLite format 3\x00"
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
STEPS = 50_000_000
"""Instructions of SQLite's machine; a table of 100,000 areas takes a hundredth of it."""
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
BROKEN = (sqlite3.Error, UnicodeError, ValueError, OverflowError, MemoryError)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with or without shapes. The rows can be gone through once: number, cells, and the shape as WKB.

    columns    without that of shapes
    crs        as the file says it; None where it does not, or there are no shapes
    """

    place: Place
    columns: tuple[str, ...]
    shaped: bool
    crs: str | None
    rows: Iterator[tuple[int, tuple[Any, ...], bytes | None]]


def tables(source: Source) -> tuple[str, ...]:
    """The names of all tables that the file says it holds, with shapes or without."""
    with closing(_opened(source)) as database:
        try:
            rows = database.execute("SELECT table_name FROM gpkg_contents").fetchmany(1_000)
            return tuple(name for (name,) in rows if isinstance(name, str))
        except BROKEN as error:
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place, found=str(error)) from error


def table(source: Source, name: str) -> Table:
    """One of the tables."""
    place = source.place.at(sheet=name)
    with closing(_opened(source)) as database:
        try:
            _require_plain(database, name, source.place)
            described = database.execute(f"SELECT * FROM {quoted(name)} LIMIT 0").description
            columns = tuple(found for found, *_rest in described)
            shaped = database.execute("SELECT 1 FROM gpkg_geometry_columns WHERE table_name = ?", (name,)).fetchone()
            column, crs = _geometry(database, name, place) if shaped else ("", None)
        except BROKEN as error:
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place, found=str(error)) from error
    at = columns.index(column) if column in columns else None
    kept = tuple(found for found in columns if found != column)
    return Table(place, kept, at is not None, crs, _rows(source, name, at))


def _rows(source: Source, name: str, at: int | None) -> Iterator[tuple[int, tuple[Any, ...], bytes | None]]:
    place = source.place.at(sheet=name)
    with closing(_opened(source)) as database:
        try:
            for row, values in enumerate(database.execute(f"SELECT * FROM {quoted(name)}"), 1):
                cells = tuple(None if isinstance(value, bytes) else value for i, value in enumerate(values) if i != at)
                yield row, cells, None if at is None else _wkb(values[at], place.at(row=row))
        except BROKEN as error:
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place, found=str(error)) from error


def contents(source: Source, layer: str | None = None) -> Contents:
    """The layers, and the columns of the one that is named or alone."""
    with closing(_opened(source)) as database:
        try:
            layers = _layers(database, source.place)
            if layer not in layers and len(layers) > 1:
                return Contents(layers, ())
            name = _layer(database, layer if layer in layers else None, source.place)
            column, _crs = _geometry(database, name, source.place)
            described = database.execute(f"SELECT * FROM {quoted(name)} LIMIT 0").description
            return Contents(layers, tuple(found for found, *_rest in described if found != column))
        except BROKEN as error:
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place, found=str(error)) from error


def read(source: Source, choice: BoundaryChoice | None = None) -> Boundaries:
    """The areas of one layer."""
    choice = choice or BoundaryChoice()
    with closing(_opened(source)) as database:
        try:
            layer = _layer(database, choice.layer, source.place)
            place = source.place.at(sheet=layer)
            column, crs = _geometry(database, layer, place)
            return gathered(_features(database, layer, column, place), choice, crs, place)
        except BROKEN as error:
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place, found=str(error)) from error


def _opened(source: Source) -> sqlite3.Connection:
    if not source.data.startswith(MAGIC) or len(source.data) < 100:
        raise Unreadable(Problem.UNKNOWN_FORMAT, Cure.FORMATS, place=source.place, expected="GeoPackage")
    # A database in memory has no write-ahead log; the header is made to say so.
    data = source.data[:18] + b"\x01\x01" + source.data[20:]
    database = sqlite3.connect(":memory:")
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        database.deserialize(data)
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_FILE)
    except BROKEN as error:
        database.close()
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place) from error
    budget = iter(range(STEPS // 10_000))
    database.set_progress_handler(lambda: next(budget, None) is None, 10_000)
    database.set_authorizer(_allowed)
    return database


def _allowed(action: int, name: str | None, *_others: str | None) -> int:
    described = action == sqlite3.SQLITE_PRAGMA and name == "table_xinfo"
    return sqlite3.SQLITE_OK if action in ALLOWED or described else sqlite3.SQLITE_DENY


def _layers(database: sqlite3.Connection, place: Place) -> tuple[str, ...]:
    rows = database.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchmany(1_000)
    names = tuple(name for (name,) in rows if isinstance(name, str))
    if not names:
        raise WrongContent(Problem.NO_GEOMETRY_COLUMN, Cure.ANOTHER_FILE, place=place)
    return names


def _layer(database: sqlite3.Connection, said: str | None, place: Place) -> str:
    names = _layers(database, place)
    shown = ", ".join(names)
    if said is not None and said not in names:
        raise WrongContent(Problem.NO_LAYER, Cure.SAY_LAYER, place=place, found=shown, expected=said)
    if said is None and len(names) > 1:
        raise ChoiceNeeded(Problem.SEVERAL_LAYERS, Cure.SAY_LAYER, place=place, found=shown)
    layer = said or names[0]
    _require_plain(database, layer, place)
    return layer


def _require_plain(database: sqlite3.Connection, layer: str, place: Place) -> None:
    made = database.execute("SELECT type, sql FROM sqlite_master WHERE name = ?", (layer,)).fetchone()
    plain = made is not None and made[0] == "table" and not str(made[1]).upper().startswith("CREATE VIRTUAL")
    # A column that is computed runs what the file says; `hidden` marks it.
    if not plain or any(hidden for *_column, hidden in database.execute(f"PRAGMA table_xinfo({quoted(layer)})")):
        raise WrongContent(Problem.NOT_A_TABLE, Cure.SAVE_AGAIN, place=place.at(sheet=layer))


def _geometry(database: sqlite3.Connection, layer: str, place: Place) -> tuple[str, str | None]:
    """The column of shapes, and the coordinate system: by authority and code, else by its definition."""
    found = database.execute(
        "SELECT g.column_name, s.organization, s.organization_coordsys_id, s.definition FROM gpkg_geometry_columns g"
        " LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id WHERE g.table_name = ?",
        (layer,),
    ).fetchone()
    if found is None or not isinstance(found[0], str):
        raise WrongContent(Problem.NO_GEOMETRY_COLUMN, Cure.SAY_LAYER, place=place)
    column, organization, code, definition = found
    if isinstance(organization, str) and organization.upper() != "NONE" and isinstance(code, int) and code > 0:
        return column, f"{organization.upper()}:{code}"
    known = isinstance(definition, str) and definition.strip().lower() not in {"", "undefined"}
    return column, definition if known else None


def _features(database: sqlite3.Connection, layer: str, column: str, place: Place) -> Iterator[Feature]:
    rows = database.execute(f"SELECT * FROM {quoted(layer)}")
    names = [described[0] for described in rows.description]
    if column not in names:
        raise WrongContent(Problem.NO_GEOMETRY_COLUMN, Cure.SAVE_AGAIN, place=place, expected=column)
    at = names.index(column)
    for row, values in enumerate(rows, 1):
        properties = {name: value for i, (name, value) in enumerate(zip(names, values, strict=True)) if i != at}
        yield Feature(row, properties, _shape(values[at], place.at(row=row)))


def _shape(blob: Any, place: Place) -> Any:
    return shapes.from_wkb(_wkb(blob, place), place)


def _wkb(blob: Any, place: Place) -> bytes | None:
    """The shape in a GeoPackage blob: a header, perhaps an envelope, then WKB. None where there is none."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place)
    flags = blob[3]
    if flags & 0x10:
        return None
    envelope = ENVELOPES.get((flags >> 1) & 0x07)
    if envelope is None or flags & 0x20 or len(blob) < 8 + envelope + struct.calcsize("<BII"):
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place)
    return blob[8 + envelope :]
