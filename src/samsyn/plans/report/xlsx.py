"""The report as a workbook: every figure and text in tables that can be filtered, sorted and counted on."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from samsyn.foundation.paper.legible import visible
from samsyn.foundation.paper.sealed import sealed
from samsyn.plans.progress import Progress, silent
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import Language
from samsyn.plans.report.reading import Reading
from samsyn.plans.report.sheetml import Styles, sheet_data
from samsyn.plans.report.sheets import Sheet, sheets

A4 = 9  # as the format numbers paper
DATE, WHOLE, BROKEN = "yyyy-mm-dd", "#,##0", "#,##0.0#####"
TOP = Alignment(vertical="top", wrap_text=True)
EMPTY = b"<sheetData></sheetData>"


def render(content: ReportContent, language: Language, *, progress: Progress = silent) -> bytes:
    """The report as XLSX. `progress` is told how far it has come and may raise to stop."""
    book = Workbook(write_only=True)
    made = sheets(Reading(content), language)
    rows: list[str] = []
    for number, sheet in enumerate(made):
        progress(number / (len(made) + 1), sheet.title)
        page = book.create_sheet(sheet.title)
        _set_up(page, sheet, number, language)
        rows.append(sheet_data(sheet, _styles(page)))
    saved = io.BytesIO()
    book.save(saved)
    places = [page.path.removeprefix("/") for page in book]
    instead = _filled(saved, dict(zip(places, rows, strict=True))) | {ARC_CORE: _properties(book, content, language)}
    progress(1.0, language.say("The workbook is ready"))
    return sealed(saved.getvalue(), content.completed_at, instead)


def _filled(archive: io.BytesIO, rows: Mapping[str, str]) -> dict[str, bytes]:
    """The sheets with their rows. Making each cell an object of openpyxl's costs seconds in a large report."""
    with zipfile.ZipFile(archive) as members:
        empty = {place: members.read(place).partition(EMPTY) for place in rows}
    return {place: above + rows[place].encode() + below for place, (above, _none, below) in empty.items()}


def _properties(book: Workbook, content: ReportContent, language: Language) -> bytes:
    """What the workbook says of itself; written after it is saved, since saving puts the clock in it."""
    moment = content.completed_at.astimezone(UTC).replace(tzinfo=None)
    properties = book.properties
    properties.title = visible(language.say("Follow-up of {plan}", plan=content.plan))
    properties.creator = visible(content.council)
    properties.language = language.tag
    properties.created = properties.modified = moment
    written: bytes = tostring(properties.to_tree())
    return written


def _set_up(page: WriteOnlyWorksheet, sheet: Sheet, number: int, language: Language) -> None:
    """All of a sheet but its rows: a head that stays in sight, a table around the rows, and how it is printed."""
    for column, head in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(column)].width = head.width
    page.freeze_panes = "B2" if len(sheet.columns) > 3 else "A2"
    if sheet.rows:
        page.tables.add(_table(sheet, number))
    _print_setup(page, language)


def _styles(page: WriteOnlyWorksheet) -> Styles:
    """The styles of cells, put into the workbook."""

    def number(**parts: Any) -> int:
        model = WriteOnlyCell(page)
        for part, value in ({"alignment": TOP} | parts).items():
            setattr(model, part, value)
        return int(model.style_id)

    return Styles(
        head=number(font=Font(bold=True), alignment=Alignment(vertical="bottom", wrap_text=True)),
        text=number(),
        quoted=number(quotePrefix=True),
        day=number(number_format=DATE),
        whole=number(number_format=WHOLE),
        broken=number(number_format=BROKEN),
    )


def _table(sheet: Sheet, number: int) -> Table:
    last = f"{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    table = Table(displayName=f"Report_{number + 1}", ref=f"A1:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table._initialise_columns()  # as openpyxl asks of whoever writes the rows
    for column, head in zip(table.tableColumns, sheet.columns, strict=True):
        column.name = visible(head.title)
    return table


def _print_setup(page: WriteOnlyWorksheet, language: Language) -> None:
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text = "&A"
    page.oddFooter.right.text = f"{language.say('Page')} &P {language.say('of')} &N"
