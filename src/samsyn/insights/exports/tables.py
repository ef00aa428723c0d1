"""Tables as CSV, for spreadsheets and programs."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.presentation import Cell, Table

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written. Spreadsheets in Swedish expect a semicolon, a decimal comma and a byte order mark."""

    delimiter: str = ","
    decimal: str = "."
    marked: bool = False


PLAIN = Dialect()
SWEDISH = Dialect(";", ",", marked=True)


def csv_bytes(table: Table, dialect: Dialect = PLAIN) -> bytes:
    """RFC 4180 in UTF-8, columns by their names for machines, numbers in full, empty where there is no figure.

    No text is ever a formula: one that a spreadsheet could take for one begins with an apostrophe.
    """
    return _written([[column.name for column in table.columns], *table.rows], dialect)


def zip_plain(bundle: Bundle) -> bytes:
    """Every table, with decimal points."""
    return _zipped(bundle, PLAIN)


def zip_swedish(bundle: Bundle) -> bytes:
    """Every table, as spreadsheets in Swedish read it."""
    return _zipped(bundle, SWEDISH)


def _zipped(bundle: Bundle, dialect: Dialect) -> bytes:
    """The tables, what their columns are, and sources and method; the same bytes for the same result."""
    tables, about = bundle.presentation.tables, bundle.about
    columns = [["table", "column", "label", "kind"]]
    columns += [[each.name, column.name, column.label, column.kind.value] for each in tables for column in each.columns]
    files = {f"{table.name}.csv": csv_bytes(table, dialect) for table in tables}
    files["columns.csv"] = _written(columns, dialect)
    files["sources-and-method.csv"] = _written([[_("What"), _("Told")], *map(list, about.lines())], dialect)
    buffer = io.BytesIO()
    moment = localtime(about.finished_at).timetuple()[:6]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, moment), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _written(rows: Sequence[Sequence[Cell]], dialect: Dialect) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=dialect.delimiter)
    writer.writerows([_plain(cell, dialect.decimal) for cell in row] for row in rows)
    return ((BOM if dialect.marked else "") + file.getvalue()).encode()


def _plain(cell: Cell, decimal: str) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
    return "" if cell is None else repr(cell).replace(".", decimal)
