"""GeoParquet: a Parquet table with shapes as well-known binary, and the coordinate system in its metadata."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from samsyn.sources import parquet, shapes
from samsyn.sources.crs import WGS84
from samsyn.sources.errors import Place, Unreadable, WrongContent
from samsyn.sources.features import BoundaryChoice, Contents, Feature, gathered
from samsyn.sources.files import Source
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries

BATCH = 1_024


def contents(source: Source) -> Contents:
    """The columns beside the shapes; there are no layers."""
    file = parquet.opened(source)
    column, _crs = _geometry(file, source.place)
    return Contents((), tuple(field for field in _plain(file) if field != column))


def read(source: Source, choice: BoundaryChoice | None = None) -> Boundaries:
    """The areas of the file."""
    file = parquet.opened(source)
    column, crs = _geometry(file, source.place)
    return gathered(_features(file, column, source.place), choice or BoundaryChoice(), crs, source.place)


def _geometry(file: Any, place: Place) -> tuple[str, str | Mapping[str, Any] | None]:
    """The primary column, and its system: WGS 84 where none is said, unknown where it is said to be null."""
    try:
        said = json.loads((file.metadata.metadata or {})[b"geo"])
        column = said["primary_column"]
        described = said["columns"][column]
        encoding, crs = described["encoding"], described.get("crs", WGS84)
        fields = file.schema_arrow.names
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, *parquet.BROKEN) as error:
        raise WrongContent(Problem.NO_GEOMETRY_COLUMN, Cure.FORMATS, place=place, expected="GeoParquet") from error
    if encoding != "WKB" or not isinstance(column, str) or column not in fields:
        raise WrongContent(Problem.NO_GEOMETRY_COLUMN, Cure.SAVE_AGAIN, place=place, found=encoding, expected="WKB")
    if crs is not None and not isinstance(crs, str | dict):
        raise Unreadable(Problem.UNKNOWN_CRS, Cure.SAY_CRS, place=place, found=crs)
    return column, crs


def _features(file: Any, column: str, place: Place) -> Iterator[Feature]:
    wanted = [column, *(field for field in _plain(file) if field != column)]
    row = 0
    batches = file.iter_batches(BATCH, columns=wanted)
    while True:
        try:
            batch = next(batches, None)
            rows = None if batch is None else batch.to_pylist()
        except parquet.BROKEN as error:
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place.at(row=row + 1)) from error
        if rows is None:
            return
        for values in rows:
            row += 1
            shape = shapes.from_wkb(values.pop(column), place.at(row=row))
            yield Feature(row, values, shape)


def _plain(file: Any) -> list[str]:
    """The columns that hold one value a row."""
    return [field.name for field in file.schema_arrow if not pa.types.is_nested(field.type)]
