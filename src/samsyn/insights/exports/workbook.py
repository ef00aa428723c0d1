"""Tables as a workbook for people: a sheet a table, with the words of the page, and one of sources and method."""

import io
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from samsyn.foundation.paper.cells import text_cell
from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.presentation import Cell, Kind, Presentation, Table

FORMATS = {Kind.COUNT: "#,##0", Kind.SHARE: "0.0%", Kind.NUMBER: "0.0###"}
LONGEST_NAME = 31
NARROW, WIDE, WIDEST = 13, 28, 90

_BOLD = Font(bold=True)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def render(bundle: Bundle) -> bytes:
    """The whole as XLSX."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    _lines(book.create_sheet(_named(_("Result"), taken)), list(_summary(bundle.presentation, bundle.about.nature)))
    for table in bundle.presentation.tables:
        _table(book.create_sheet(_named(table.caption, taken)), table)
    _lines(
        book.create_sheet(_named(_("Sources and method"), taken)), [(*line, Kind.TEXT) for line in bundle.about.lines()]
    )
    book.properties.title, book.properties.creator = bundle.about.title, bundle.about.publisher
    book.properties.created = book.properties.modified = bundle.about.finished_at.replace(tzinfo=None)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _summary(shown: Presentation, nature: str) -> Iterator[tuple[Cell, Cell, Kind]]:
    yield _("Result"), shown.title, Kind.TEXT
    yield _("Nature of the figures"), nature, Kind.TEXT
    yield _("In short"), shown.lead, Kind.TEXT
    for figure in shown.figures:
        yield figure.label, figure.value, figure.kind
    for number, note in enumerate(shown.notes):
        yield (_("Notes") if not number else None), note, Kind.TEXT


def _lines(page: Any, lines: list[tuple[Cell, Cell, Kind]]) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = WIDE, WIDEST
    for label, value, kind in lines:
        page.append([_cell(page, label, Kind.TEXT, bold=True), _cell(page, value, kind)])


def _table(page: Any, table: Table) -> None:
    page.freeze_panes = "A2"
    for number, column in enumerate(table.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = WIDE if column.kind is Kind.TEXT else NARROW
    page.append([_cell(page, column.label, Kind.TEXT, bold=True) for column in table.columns])
    for row in table.rows:
        page.append([_cell(page, cell, column.kind) for cell, column in zip(row, table.columns, strict=True)])
    page.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"


def _cell(page: Any, value: Cell, kind: Kind, *, bold: bool = False) -> Any:
    """A number with its format; a text as text, whatever it begins with."""
    if isinstance(value, str) and value:
        cell = text_cell(page, value)
    else:
        cell = WriteOnlyCell(page)
        if value is not None and value != "":
            cell.value, cell.number_format = value, FORMATS.get(kind, "General")
    if bold:
        cell.font = _BOLD
    return cell


def _named(wanted: str, taken: set[str]) -> str:
    """A name that a sheet may have, and that no other has."""
    base = _FORBIDDEN.sub(" ", wanted).strip("' ") or _("Table")
    name, number = base[:LONGEST_NAME], 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = base[: LONGEST_NAME - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name
