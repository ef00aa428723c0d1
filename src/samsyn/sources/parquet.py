"""Parquet tables, through pyarrow, batch by batch. Row numbers count from 1, as there is no row of headings."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from samsyn.sources import files
from samsyn.sources.cells import Cell
from samsyn.sources.errors import Place, TooLarge, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.grids import Grid, Layout, headings
from samsyn.sources.problems import Cure, Problem

MAGIC = b"PAR1"
BATCH = 65_536
BROKEN = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError, NotImplementedError, MemoryError)


def opened(source: Source) -> Any:
    """The file as pyarrow sees it, once what it declares is within bounds."""
    try:
        file = pq.ParquetFile(io.BytesIO(source.data))
        metadata = file.metadata
        groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
        rows, columns = metadata.num_rows, metadata.num_columns
        sizes = [group.total_byte_size for group in groups]
        honest = rows >= 0 and rows == sum(group.num_rows for group in groups) and min(sizes, default=0) >= 0
    except BROKEN as error:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place) from error
    if not honest:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place)
    if rows * columns > files.MOST_CELLS or sum(sizes) > files.LARGEST_UNPACKED:
        raise TooLarge(
            Problem.UNPACKS_TOO_LARGE, Cure.SMALLER, place=source.place, found=rows * columns, expected=files.MOST_CELLS
        )
    return file


def grid(source: Source, layout: Layout | None = None) -> Grid:
    """The table."""
    file = opened(source)
    try:
        names = list(file.schema_arrow.names)
        nested = [field.name for field in file.schema_arrow if pa.types.is_nested(field.type)]
    except BROKEN as error:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place) from error
    if nested:
        raise WrongContent(Problem.NOT_A_TABLE, Cure.SAVE_AGAIN, place=source.place, found=", ".join(nested))
    return Grid(source.place, headings(names, source.place), _rows(file, source.place), layout or Layout())


def _rows(file: Any, place: Place) -> Iterator[tuple[int, Sequence[Cell]]]:
    row = 0
    batches = file.iter_batches(BATCH)
    while True:
        try:
            batch = next(batches, None)
            columns = None if batch is None else [list(map(_cell, column.to_pylist())) for column in batch.columns]
        except BROKEN as error:
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place.at(row=row + 1)) from error
        if columns is None:
            return
        for cells in zip(*columns, strict=True):
            row += 1
            yield row, cells


def _cell(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool | bytes | date):
        return str(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)
