"""A table of indicator values, as CSV or XLSX bytes: read into rows, with every fault named by its place.

Columns are found by their heading, in Swedish or English, in any order: indicator (name or key), date, value, and
where wanted source and territory. A CSV is UTF-8, UTF-16 with its mark, or Windows-1252, with semicolon, comma or tab
between. Numbers may have a decimal comma or point and spaces between thousands. Formulas are not computed: a cell
with one is a fault, because what it would give is not in the file for certain.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from samsyn.plans.errors import NotUsable

HEADINGS = {
    "indicator": "indicator",
    "indikator": "indicator",
    "date": "on",
    "datum": "on",
    "value": "value",
    "värde": "value",
    "source": "source",
    "källa": "source",
    "territory": "territory",
    "område": "territory",
}
SWEDISH = ("indikator", "datum", "värde", "källa", "område")
ENGLISH = ("indicator", "date", "value", "source", "territory")
REQUIRED = ("indicator", "on", "value")
MOST_ROWS = 20_000
LARGEST_UNPACKED = 200 * 2**20
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})
NUMBER = re.compile(r"-?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?")

Cell = tuple[str, object]
"""The column's letter or number as people see it, and what stands there."""


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
class Row:
    """One value as it stands in the table. `columns` gives the column of each field, for naming faults."""

    sheet: str
    number: int
    indicator: str
    on: date
    value: Decimal
    source: str
    territory: str
    columns: Mapping[str, str]


def read(name: str, content: bytes) -> tuple[list[Row], list[Fault]]:
    """The rows that can be read, and everything that cannot. Raises `NotUsable` where the file is no table at all."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for sheet, lines in _sheets(name, content):
        _read_sheet(name, sheet, lines, rows, faults)
    if not rows and not faults:
        raise NotUsable(_("%(file)s holds no rows. The first row names the columns.") % {"file": name})
    return rows, faults


def to_fill_in(names: Sequence[str], language: str) -> bytes:
    """A workbook with the headings and a row for each indicator, to write date and value in."""
    # Imported here, as wherever a workbook is opened: openpyxl is slow to load, and the pages do without it.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.append(SWEDISH if language.startswith("sv") else ENGLISH)
    for row, name in enumerate(names, 2):
        # As text, whatever it begins with: a name is never a formula.
        sheet.cell(row, 1, name).data_type = "s"
    for column, width in zip("ABCDE", (60, 14, 14, 40, 24), strict=True):
        sheet.column_dimensions[column].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


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
            raise NotUsable(_("%(file)s is too large when unpacked to be a table of values.") % {"file": name})
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise NotUsable(_("%(file)s is not an Excel workbook. Save it as .xlsx or .csv.") % {"file": name}) from error
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
        return _Formula(str(value))
    if isinstance(value, int | float) and "%" in cell.number_format:
        return _Percent(f"{(Decimal(str(value)) * 100).normalize():f} %")
    return value


class _Formula(str):
    """A cell with a formula."""


class _Percent(str):
    """A number that is shown as a share of a hundred: it is stored as another number than it shows."""


def _csv(name: str, content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    text = _decoded(name, content)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        yield number, [(str(column), value) for column, value in enumerate(line, 1)]


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise NotUsable(_("%(file)s is not a table. Save it as .xlsx or .csv.") % {"file": name})
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_sheet(
    name: str, sheet: str, lines: Iterator[tuple[int, list[Cell]]], rows: list[Row], faults: list[Fault]
) -> None:
    fields: dict[int, str] | None = None
    for number, cells in lines:
        if all(value is None or str(value).strip() == "" for _column, value in cells):
            continue
        if len(rows) + len(faults) >= MOST_ROWS:
            raise NotUsable(_("%(file)s has more than %(most)s rows. Divide it.") % {"file": name, "most": MOST_ROWS})
        if fields is None:
            fields = _columns(name, sheet, number, cells, faults)
            if fields is None:
                return
        elif not _only_named(fields, cells):
            row, wrong = _row(name, sheet, number, {field: cells[i] for i, field in fields.items() if i < len(cells)})
            faults += wrong
            rows += [row] if row else []


def _only_named(fields: Mapping[int, str], cells: Sequence[Cell]) -> bool:
    """Whether a row names an indicator and gives neither date nor value: a row of the template not filled in."""
    given = {fields[i] for i, (_column, value) in enumerate(cells) if i in fields and str(value or "").strip()}
    zero = any(fields.get(i) == "value" and value == 0 for i, (_column, value) in enumerate(cells))
    return not zero and not given & {"on", "value"}


def _columns(name: str, sheet: str, number: int, cells: Sequence[Cell], faults: list[Fault]) -> dict[int, str] | None:
    """Which field each column holds, or None where the headings cannot be used."""
    headings = {i: str(value).strip() for i, (_column, value) in enumerate(cells) if str(value or "").strip()}
    fields = {i: HEADINGS[text.lower()] for i, text in headings.items() if text.lower() in HEADINGS}
    known = _("the headings indicator, date, value, source and territory, each once")
    wrong = [Fault(name, sheet, number, cells[i][0], headings[i], known) for i in headings if i not in fields]
    if len(set(fields.values())) < len(fields) or not set(REQUIRED) <= set(fields.values()):
        wrong.append(Fault(name, sheet, number, "", ", ".join(headings.values()), known))
    faults += wrong
    return None if wrong else fields


def _row(name: str, sheet: str, number: int, cells: Mapping[str, Cell]) -> tuple[Row | None, list[Fault]]:
    faults: list[Fault] = []

    def take(field: str, reader: Callable[[object], Any], expected: str) -> Any:
        column, raw = cells.get(field, ("", None))
        read = None if isinstance(raw, _Formula) else reader(raw)
        if read is None:
            faults.append(Fault(name, sheet, number, column, "" if raw is None else str(raw), expected))
        return read

    indicator = take("indicator", lambda raw: _text(raw) or None, _("the name or key of an indicator"))
    on = take("on", _date, _("a date such as 2018-04-30"))
    value = take("value", _number, _("a number such as 1 234,5, without unit or formula"))
    source = take("source", _text, _("a text, without formula"))
    territory = take("territory", _text, _("a text, without formula"))
    if faults:
        return None, faults
    columns = {field: column for field, (column, _raw) in cells.items()}
    return Row(sheet, number, indicator, on, value, source, territory, columns), []


def _text(raw: object) -> str:
    return "" if raw is None else str(raw).strip()


def _date(raw: object) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(raw.strip()) if isinstance(raw, str) else None
    except ValueError:
        return None


def _number(raw: object) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return Decimal(str(raw))
    text = _text(raw).translate(SPACES)
    if isinstance(raw, _Percent) or not NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(" ", "").replace(",", "."))
