"""The tables of a plan as a workbook: apart from `sheets`, as openpyxl is slow to load and pages do without it."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from samsyn.foundation.paper.cells import text_cell
from samsyn.plans.exchange.sheets import Cell, Sheet

Words = Callable[[str], str]
WIDE = {"wording": 70, "text": 70, "evidence": 50, "consequence": 40, "action": 40, "heading": 40, "response": 40}

_BOLD = Font(bold=True)


def xlsx_bytes(sheets: Sequence[Sheet], words: Words) -> bytes:
    """A workbook with a sheet a table; `words` gives the words for names of sheets and columns, and for codes."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(words(sheet.name)[:31])
        page.freeze_panes = "A2"
        for index, column in enumerate(sheet.columns, start=1):
            page.column_dimensions[get_column_letter(index)].width = WIDE.get(column, 18)
        page.append([_heading(page, words(column)) for column in sheet.columns])
        for row in sheet.rows:
            page.append(
                [
                    _cell(page, cell, column in sheet.codes, words)
                    for column, cell in zip(sheet.columns, row, strict=True)
                ]
            )
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _heading(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font = _BOLD
    return cell


def _cell(page: Any, value: Cell, is_code: bool, words: Words) -> Any:
    if is_code and isinstance(value, str) and value:
        value = words(value)
    if value == "" or not isinstance(value, str):
        return None if value == "" else value
    return text_cell(page, value)
