"""Tables as CSV, for spreadsheets and programs."""

import csv
import io

from samsyn.insights.presentation import Cell, Table

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table) -> bytes:
    """RFC 4180 in UTF-8, columns by their names for machines, numbers in full, empty where there is no figure.

    No text is ever a formula: one that a spreadsheet could take for one begins with an apostrophe.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return file.getvalue().encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
    return "" if cell is None else repr(cell)
