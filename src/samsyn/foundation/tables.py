"""A table that people filled in, as CSV or XLSX bytes: read into lines, with every fault named by its place.

Columns are found by their heading, in any order. A CSV is UTF-8, UTF-16 with its mark, or Windows-1252, with semicolon,
comma or tab between. Numbers may have a decimal comma or point and spaces between thousands. Formulas are not
computed: a cell with one is a fault, because what it would give is not in the file for certain.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from samsyn.foundation.errors import Refusal

MOST_ROWS = 20_000
LARGEST_UNPACKED = 200 * 2**20
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})
NUMBER = re.compile(r"-?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?")

T = TypeVar("T")
Cell = tuple[str, object]
"""The column's letter or number as people see it, and what stands there."""


class NotATable(Refusal):
    """A file that is no table, or no table of the kind that was asked for."""


class Formula(str):
    """A cell with a formula."""


class Percent(str):
    """A number that is shown as a share of a hundred: it is stored as another number than it shows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a table that cannot be used: where it is, what stands there and what should."""

    file: str
    sheet: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = _("%(file)s, row %(row)s") if not self.sheet else _("%(file)s, sheet %(sheet)s, row %(row)s")
        text = where % {"file": self.file, "sheet": self.sheet, "row": self.row}
        if self.column:
            text += _(", column %(column)s") % {"column": self.column}
        return _("%(where)s: found “%(found)s”, expected %(expected)s") % {
            "where": text,
            "found": self.found,
            "expected": self.expected,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not empty, with its cells by field."""

    file: str
    sheet: str
    number: int
    cells: Mapping[str, Cell]

    def column(self, field: str) -> str:
        return self.cells.get(field, ("", None))[0]

    def given(self, field: str) -> bool:
        """Whether anything stands in the cell."""
        raw = self.cells.get(field, ("", None))[1]
        return raw is not None and str(raw).strip() != ""

    def fault(self, field: str, expected: str, found: str | None = None) -> Fault:
        """That something else was expected in the cell."""
        column, raw = self.cells.get(field, ("", None))
        shown = ("" if raw is None else str(raw)) if found is None else found
        return Fault(self.file, self.sheet, self.number, column, shown, expected)

    def take(self, field: str, reader: Callable[[object], T | None], expected: str, faults: list[Fault]) -> T | None:
        """What the reader makes of the cell; where it makes nothing, None and one more fault."""
        raw = self.cells.get(field, ("", None))[1]
        read = None if isinstance(raw, Formula) else reader(raw)
        if read is None:
            faults.append(self.fault(field, expected))
        return read


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind of table: fields by heading (lower case), those that must be there, and all in words."""

    headings: Mapping[str, str]
    required: Sequence[str]
    words: str


def read(name: str, content: bytes, columns: Columns) -> tuple[list[Line], list[Fault]]:
    """The lines under the headings, sheet by sheet, and what is wrong with headings.

    Raises `NotATable` where the file is no table, is empty or too large.
    """
    lines: list[Line] = []
    faults: list[Fault] = []
    for sheet, rows in _sheets(name, content):
        filled = ((number, cells) for number, cells in rows if any(_stands(value) for _column, value in cells))
        first = next(filled, None)
        if first is not None and (fields := _fields(name, sheet, first, columns, faults)):
            lines += _limited(name, len(lines), (_line(name, sheet, row, fields) for row in filled))
    if not lines and not faults:
        raise NotATable(_("%(file)s holds no rows. The first row names the columns.") % {"file": name})
    return lines, faults


def to_fill_in(headings: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int]) -> bytes:
    """A workbook with the headings and what is known already, to fill in. Texts are texts, whatever they begin with."""
    # Imported here, as wherever a workbook is opened: openpyxl is slow to load, and the pages do without it.
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.append(list(headings))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# What stands in a cell; None where it is nothing of the kind


def text(raw: object) -> str:
    return "" if raw is None else str(raw).strip()


def filled_text(raw: object) -> str | None:
    return text(raw) or None


def day(raw: object) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(raw.strip()) if isinstance(raw, str) else None
    except ValueError:
        return None


def number(raw: object) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return Decimal(str(raw))
    typed = text(raw).translate(SPACES)
    if isinstance(raw, Percent) or not NUMBER.fullmatch(typed):
        return None
    return Decimal(typed.replace(" ", "").replace(",", "."))


def whole_number(raw: object) -> int | None:
    """A whole number that is not below 0."""
    found = number(raw)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


# The file


def _stands(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _line(name: str, sheet: str, row: tuple[int, list[Cell]], fields: Mapping[int, str]) -> Line:
    number, cells = row
    return Line(name, sheet, number, {field: cells[i] for i, field in fields.items() if i < len(cells)})


def _limited(name: str, before: int, lines: Iterable[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines, before + 1):
        if count > MOST_ROWS:
            raise NotATable(_("%(file)s has more than %(most)s rows. Divide it.") % {"file": name, "most": MOST_ROWS})
        yield line


def _fields(
    name: str, sheet: str, first: tuple[int, list[Cell]], columns: Columns, faults: list[Fault]
) -> dict[int, str] | None:
    """Which field each column holds, or None where the headings cannot be used."""
    number, cells = first
    headings = {i: text(value) for i, (_column, value) in enumerate(cells) if text(value)}
    fields = {i: columns.headings[said.lower()] for i, said in headings.items() if said.lower() in columns.headings}
    wrong = [Fault(name, sheet, number, cells[i][0], headings[i], columns.words) for i in headings if i not in fields]
    if len(set(fields.values())) < len(fields) or not set(columns.required) <= set(fields.values()):
        wrong.append(Fault(name, sheet, number, "", ", ".join(headings.values()), columns.words))
    faults += wrong
    return None if wrong else fields


def _sheets(name: str, content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    if content.startswith(b"PK\x03\x04"):
        yield from _workbook(name, content)
    else:
        yield "", _csv(name, content)


def _workbook(name: str, content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    # Imported here: see `to_fill_in`.
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise NotATable(_("%(file)s is too large when unpacked to be a table of values.") % {"file": name})
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotATable(_("%(file)s is not an Excel workbook. Save it as .xlsx or .csv.") % {"file": name}) from error
    for sheet in book.worksheets:
        yield (
            sheet.title,
            (
                (number, [(get_column_letter(n), _value(cell)) for n, cell in enumerate(line, 1)])
                for number, line in enumerate(sheet.iter_rows(), 1)
            ),
        )


def _value(cell: Any) -> object:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(value))
    if isinstance(value, int | float) and "%" in cell.number_format:
        return Percent(f"{(Decimal(str(value)) * 100).normalize():f} %")
    return value


def _csv(name: str, content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    written = _decoded(name, content)
    first = written.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    for number, line in enumerate(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter), 1):
        yield number, [(str(column), value) for column, value in enumerate(line, 1)]


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise NotATable(_("%(file)s is not a table. Save it as .xlsx or .csv.") % {"file": name})
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
