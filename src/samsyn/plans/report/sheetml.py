"""SpreadsheetML as text: the rows of a sheet, written fast enough for a hundred thousand cells.

openpyxl makes the package around it. Every text passes `_text`, so that nothing typed can become markup or a formula.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from samsyn.foundation.paper.cells import fitting
from samsyn.foundation.paper.legible import visible
from samsyn.plans.report.sheets import Sheet

LIKE_A_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Styles:
    """The numbers of the styles in the workbook. `quoted` is for text that looks like a formula."""

    head: int
    text: int
    quoted: int
    day: int
    whole: int
    broken: int


def sheet_data(sheet: Sheet, styles: Styles) -> str:
    """The rows of a sheet under its head; what is empty has no cell."""
    columns = [get_column_letter(number) for number in range(1, len(sheet.columns) + 1)]
    heads = [
        _text(f"{column}1", visible(head.title), styles.head)
        for column, head in zip(columns, sheet.columns, strict=True)
    ]
    rows = [f'<row r="1">{"".join(heads)}</row>']
    for number, values in enumerate(sheet.rows, start=2):
        cells = [
            _cell(f"{column}{number}", value, styles)
            for column, value in zip(columns, values, strict=True)
            if value is not None and value != ""
        ]
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(rows)}</sheetData>"


def _cell(place: str, value: str | int | Decimal | date, styles: Styles) -> str:
    """A value as what it is: numbers and dates as such, text never as a formula."""
    if isinstance(value, str):
        text = fitting(visible(value))
        return _text(place, text, styles.quoted if text.startswith(LIKE_A_FORMULA) else styles.text)
    if isinstance(value, date):
        return _number(place, to_excel(value), styles.day)
    return _number(place, value, styles.whole if value == int(value) else styles.broken)


def _text(place: str, text: str, style: int) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'


def _number(place: str, value: float | Decimal, style: int) -> str:
    """As many digits as a spreadsheet keeps."""
    return f'<c r="{place}" s="{style}" t="n"><v>{float(value):.16g}</v></c>'
