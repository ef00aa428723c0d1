"""Text in the cells of a workbook. Apart, as openpyxl is slow to load and the pages do without it."""

from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils.exceptions import IllegalCharacterError

LONGEST = 32_767
CUT = " […]"
"""At the end of a text that a cell cannot hold."""

_WRAPPED = Alignment(wrap_text=True, vertical="top")


def text_cell(page: Any, text: str) -> Any:
    """A cell of a write-only sheet with the text as text, whatever it begins with: a text is never a formula."""
    cell = WriteOnlyCell(page)
    text = fitting(text)
    try:
        cell.value = text
    except IllegalCharacterError:
        cell.value = "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in text)
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    return cell


def fitting(text: str) -> str:
    """The text, visibly cut where a cell cannot hold it."""
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
