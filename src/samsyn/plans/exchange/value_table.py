"""A table of indicator values, as CSV or XLSX bytes: read into rows, with every fault named by its place.

Columns: indicator (name or key), date, value, and where wanted source and territory. What a file may look like says
`samsyn.foundation.tables`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from samsyn.foundation import tables
from samsyn.foundation.tables import Columns, Fault, Line
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
    """The rows that can be read, and everything that cannot. Raises `NotUsable` where the file is no table at all.

    A row that gives neither date nor value is one of the template that was not filled in.
    """
    words = _("the headings indicator, date, value, source and territory, each once")
    try:
        lines, faults = tables.read(name, content, Columns(HEADINGS, REQUIRED, words))
    except tables.NotATable as refusal:
        raise NotUsable(str(refusal)) from refusal
    rows = [_row(line, faults) for line in lines if line.given("on") or line.given("value")]
    return [row for row in rows if row is not None], faults


def to_fill_in(names: Sequence[str], language: str) -> bytes:
    """A workbook with the headings and a row for each indicator, to write date and value in."""
    headings = SWEDISH if language.startswith("sv") else ENGLISH
    return tables.to_fill_in(headings, [(name,) for name in names], (60, 14, 14, 40, 24))


def _row(line: Line, faults: list[Fault]) -> Row | None:
    indicator = line.take("indicator", tables.filled_text, _("the name or key of an indicator"), faults)
    on = line.take("on", tables.day, _("a date such as 2018-04-30"), faults)
    value = line.take("value", tables.number, _("a number such as 1 234,5, without unit or formula"), faults)
    source = line.take("source", tables.text, _("a text, without formula"), faults)
    territory = line.take("territory", tables.text, _("a text, without formula"), faults)
    if indicator is None or on is None or value is None or source is None or territory is None:
        return None
    columns = {field: column for field, (column, _raw) in line.cells.items()}
    return Row(line.sheet, line.number, indicator, on, value, source, territory, columns)
