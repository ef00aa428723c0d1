"""CSV, TSV and their kin. Encoding and delimiter are found, or said; every cell stays text.

Python's own reader and not a faster one (pyarrow, polars): a million flows take some seconds, which a job has; it
holds one row at a time, and knows the line of every fault.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

from samsyn.sources.cells import Cell
from samsyn.sources.errors import ChoiceNeeded, Place, Unreadable, WrongContent
from samsyn.sources.files import MOST_CELLS, Source
from samsyn.sources.grids import Grid, Layout, fitted, headings
from samsyn.sources.problems import Cure, Problem

DELIMITERS = (";", "\t", ",", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LOOKED_AT = 60


def grid(source: Source, layout: Layout | None = None) -> Grid:
    """The table in the text."""
    layout = layout or Layout()
    text, encoding = _text(source, layout.encoding)
    delimiter = layout.delimiter or _delimiter(text, source.place, layout.header_row)
    rows = _rows(text, delimiter, source.place)
    for row, cells in rows:
        if row >= layout.header_row:
            header = headings(cells, source.place.at(row=row))
            break
    else:
        raise WrongContent(Problem.NO_HEADER, Cure.SAY_HEADER, place=source.place, expected=f"row {layout.header_row}")
    found = replace(layout, encoding=encoding, delimiter=delimiter)
    return Grid(source.place, header, _body(rows, len(header), source.place), found)


def _text(source: Source, said: str | None) -> tuple[str, str]:
    marked = next((name for mark, name in MARKS if source.data.startswith(mark)), None)
    if said is None and marked is None:
        try:
            return _clean(source, source.data.decode("utf-8")), "utf-8"
        except UnicodeDecodeError:
            said = "cp1252"
    encoding = said or marked or "utf-8"
    try:
        return _clean(source, source.data.decode(encoding)), encoding
    except UnicodeDecodeError as error:
        row = source.data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            Problem.WRONG_ENCODING,
            Cure.SAY_ENCODING,
            place=source.place.at(row=row),
            found=f"0x{source.data[error.start]:02X}",
            expected=encoding,
        ) from error
    except (LookupError, UnicodeError, ValueError) as error:
        raise Unreadable(Problem.WRONG_ENCODING, Cure.SAY_ENCODING, place=source.place, expected=encoding) from error


def _clean(source: Source, text: str) -> str:
    text = text.removeprefix("\ufeff")
    if (position := text.find("\0")) >= 0:
        row = text.count("\n", 0, position) + 1
        raise Unreadable(Problem.BROKEN, Cure.FORMATS, place=source.place.at(row=row), found="NUL")
    return text


def _delimiter(text: str, place: Place, header_row: int) -> str:
    """What splits the first rows into as many cells as headings: all of them, else most, the more cells the better.

    The rows that it does not split so are then refused with their place, which says more than that all is in doubt.
    """
    best, reached = "", (False, 1)
    for candidate in DELIMITERS:
        widths = _widths(text, candidate, header_row)
        alike = widths.count(widths[0]) if widths else 0
        if alike * 2 > len(widths) and (alike == len(widths), widths[0]) > reached and widths[0] > 1:
            best, reached = candidate, (alike == len(widths), widths[0])
    if not best:
        shown = text[:LOOKED_AT].splitlines()
        raise ChoiceNeeded(Problem.NO_DELIMITER, Cure.SAY_DELIMITER, place=place, found=shown[0] if shown else "")
    return best


def _widths(text: str, delimiter: str, header_row: int) -> list[int]:
    widths: list[int] = []
    try:
        for line, cells in _rows(text, delimiter, Place("")):
            if line >= header_row and cells:
                widths.append(len(cells))
            if len(widths) == LOOKED_AT:
                break
    except Unreadable:
        pass  # told with its row where the table is read
    return widths


def _rows(text: str, delimiter: str, place: Place) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Line on which the row begins, and its cells."""
    try:
        # The reader takes the lines one by one; a quoted line break keeps a row open over several.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except (TypeError, ValueError) as error:
        expected = " ".join(repr(sign) for sign in DELIMITERS)
        raise ChoiceNeeded(
            Problem.NO_DELIMITER, Cure.SAY_DELIMITER, place=place, found=delimiter, expected=expected
        ) from error
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(Problem.BROKEN, Cure.CORRECT_ROW, place=place.at(row=line), found=str(error)) from error


def _body(rows: Iterator[tuple[int, Sequence[Cell]]], width: int, place: Place) -> Iterator[tuple[int, Sequence[Cell]]]:
    most = MOST_CELLS // width
    count = 0
    for row, cells in rows:
        kept = cells if len(cells) == width and cells[0] else fitted(cells, width, place.at(row=row))
        if kept is None:
            continue
        count += 1
        if count > most:
            raise Unreadable(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=place.at(row=row), expected=most)
        yield row, kept
