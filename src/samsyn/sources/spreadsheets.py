"""XLSX workbooks, through openpyxl in its reading mode: one row at a time, values and not formulas."""

import io
import itertools
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from samsyn.sources import archives
from samsyn.sources.cells import Cell
from samsyn.sources.errors import ChoiceNeeded, Place, SourceError, Unreadable, WrongContent
from samsyn.sources.files import MOST_CELLS, Source
from samsyn.sources.grids import MOST_COLUMNS, Grid, Layout, fitted, headings
from samsyn.sources.problems import Cure, Problem

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    OverflowError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    RuntimeError,
)
"""What openpyxl and the readers of XML (a SyntaxError) and ZIP under it throw at workbooks that are not whole."""


def sheets(source: Source) -> tuple[str, ...]:
    """The names of the workbook's sheets."""
    return tuple(_workbook(source).sheetnames)


def grid(source: Source, layout: Layout | None = None) -> Grid:
    """The table on one sheet."""
    layout = layout or Layout()
    workbook = _workbook(source)
    name = _sheet(workbook.sheetnames, layout.sheet, source.place)
    place = source.place.at(sheet=name)
    rows = _rows(workbook, name, place)
    for row, cells in rows:
        if row >= layout.header_row:
            header = headings(cells, place.at(row=row))
            break
    else:
        raise WrongContent(Problem.NO_HEADER, Cure.SAY_HEADER, place=place, expected=f"row {layout.header_row}")
    return Grid(place, header, _body(rows, len(header), place), replace(layout, sheet=name))


def _workbook(source: Source) -> Any:
    archives.checked(source).close()
    try:
        with warnings.catch_warnings():
            # What openpyxl leaves out (styles, extensions) is not data.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False)
    except BROKEN as error:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place) from error


def _sheet(names: list[str], said: str | None, place: Place) -> str:
    if said is not None and said not in names:
        raise WrongContent(Problem.NO_SHEET, Cure.SAY_SHEET, place=place, found=", ".join(names), expected=said)
    if said is None and len(names) != 1:
        raise ChoiceNeeded(Problem.SEVERAL_SHEETS, Cure.SAY_SHEET, place=place, found=", ".join(names))
    return said or names[0]


def _rows(workbook: Any, name: str, place: Place) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Rows with their number. The size that the sheet declares is not believed."""
    row, cells_read = 0, 0
    try:
        sheet = workbook[name]
        if not hasattr(sheet, "reset_dimensions"):
            raise WrongContent(Problem.NO_SHEET, Cure.SAY_SHEET, place=place)
        sheet.reset_dimensions()
        for row, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells_read += max(len(values), 1)
            if cells_read > MOST_CELLS or len(values) > MOST_COLUMNS:
                raise Unreadable(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=place.at(row=row), expected=MOST_CELLS)
            yield row, tuple(map(_cell, values))
    except SourceError:
        raise
    except BROKEN as error:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place.at(row=row + 1)) from error


def _cell(value: Any) -> Cell:
    if isinstance(value, bool | date | datetime | time | timedelta):
        return str(value)
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def _body(rows: Iterator[tuple[int, Sequence[Cell]]], width: int, place: Place) -> Iterator[tuple[int, Sequence[Cell]]]:
    for row, cells in rows:
        padded = tuple(itertools.chain(cells, itertools.repeat(None, max(0, width - len(cells)))))
        kept = fitted(padded, width, place.at(row=row))
        if kept is not None:
            yield row, kept
