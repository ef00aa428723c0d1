"""The report as a workbook: every figure and text in tables that can be filtered, sorted and counted on."""

import io
from datetime import UTC, date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from samsyn.plans.progress import Progress, silent
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import Language
from samsyn.plans.report.legible import visible
from samsyn.plans.report.reading import Reading
from samsyn.plans.report.sealed import sealed
from samsyn.plans.report.sheets import Sheet, sheets

LONGEST = 32_767  # what a cell can hold
LIKE_A_FORMULA = ("=", "+", "-", "@")
CUT = " […]"
DATE, WHOLE, BROKEN = "yyyy-mm-dd", "#,##0", "#,##0.0#####"
TOP = Alignment(vertical="top", wrap_text=True)


def render(content: ReportContent, language: Language, *, progress: Progress = silent) -> bytes:
    """The report as XLSX. `progress` is told how far it has come and may raise to stop."""
    book = Workbook()
    book.remove(book.active)
    made = sheets(Reading(content), language)
    for number, sheet in enumerate(made):
        progress(number / (len(made) + 1), sheet.title)
        _write(book.create_sheet(sheet.title), sheet, number, language)
    saved = io.BytesIO()
    book.save(saved)
    progress(1.0, language.say("The workbook is ready"))
    return sealed(saved.getvalue(), content.completed_at, {ARC_CORE: _properties(book, content, language)})


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


def _write(page: Worksheet, sheet: Sheet, number: int, language: Language) -> None:
    """One sheet: a head that stays in sight, rows, and a table around them."""
    for column, head in enumerate(sheet.columns, start=1):
        cell = page.cell(1, column, visible(head.title))
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="bottom", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = head.width
    for row, values in enumerate(sheet.rows, start=2):
        for column, value in enumerate(values, start=1):
            if value is not None and value != "":
                _set(page.cell(row, column), value)
    page.freeze_panes = "B2" if len(sheet.columns) > 3 else "A2"
    if sheet.rows:
        page.add_table(_table(sheet, number))
    _print_setup(page, language)


def _set(cell: Cell, value: str | int | Decimal | date) -> None:
    """A value as what it is: numbers and dates as such, text never as a formula."""
    cell.alignment = TOP
    if isinstance(value, str):
        cell.value = _fitting(visible(value))
        cell.data_type = "s"
        cell.quotePrefix = cell.value.startswith(LIKE_A_FORMULA)
    elif isinstance(value, date):
        cell.value, cell.number_format = value, DATE
    else:
        cell.value, cell.number_format = value, WHOLE if value == int(value) else BROKEN


def _fitting(text: str) -> str:
    """The text, visibly cut where a cell cannot hold it; the PDF has the whole."""
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _table(sheet: Sheet, number: int) -> Table:
    last = f"{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    table = Table(displayName=f"Report_{number + 1}", ref=f"A1:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    return table


def _print_setup(page: Worksheet, language: Language) -> None:
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text = "&A"
    page.oddFooter.right.text = f"{language.say('Page')} &P {language.say('of')} &N"
