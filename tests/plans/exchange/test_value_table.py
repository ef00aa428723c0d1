"""Numbers and dates of a table as people write them."""

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from samsyn.plans.errors import NotUsable
from samsyn.plans.exchange.value_table import read

NUMBERS = st.decimals(-(10**13), 10**13, places=3)
DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))


def _csv(number: str, day: str = "2018-04-30") -> bytes:
    return f"indicator;date;value\nTrips;{day};{number}\n".encode()


def _swedish(number: Decimal, space: str) -> str:
    return f"{number:,f}".replace(",", space).replace(".", ",").replace("-", "−" if space == "\u202f" else "-")


@given(NUMBERS, DAYS, st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009"]))
def test_a_number_in_swedish_form_is_read_back(number, day, space):
    (row,), faults = read("v.csv", _csv(_swedish(number, space), day.isoformat()))
    assert (row.value, row.on, faults) == (number, day, [])


@given(st.floats(-1e9, 1e9).map(lambda number: round(number, 4)), DAYS)
def test_a_cell_of_a_workbook_is_read_as_it_shows(number, day):
    book = Workbook()
    for line in (("value", "date", "indicator"), (number, day, "Trips")):
        book.active.append(line)
    target = io.BytesIO()
    book.save(target)
    (row,), faults = read("v.xlsx", target.getvalue())
    assert (row.value, row.on, faults) == (Decimal(str(number)), day, [])


@pytest.mark.parametrize(
    "text", ["1.234,5", "1,234.5", "12 34", "1 2345", "1e5", "½", "--1", "12 kr", "Infinity", "1,"]
)
def test_what_can_be_read_in_two_ways_or_none_is_a_fault(text):
    rows, faults = read("v.csv", _csv(text))
    assert rows == []
    assert [(fault.row, fault.column, fault.found) for fault in faults] == [(2, "3", text)]


@given(st.binary(max_size=300))
def test_whatever_the_bytes_the_answer_is_rows_faults_or_a_refusal(content):
    try:
        rows, faults = read("v", content)
    except NotUsable:
        return
    assert rows or faults


def test_every_sheet_with_content_is_read_and_faults_name_theirs():
    book = Workbook()
    book.active.title = "First"
    second = book.create_sheet("Second")
    book.create_sheet("Empty")
    for line in (("indicator", "date", "value"), ("Trips", date(2018, 4, 30), 1)):
        book.active.append(line)
    for line in (("indicator", "date", "value"), (None, None, None), ("Trips", date(2018, 4, 30), "many")):
        second.append(line)
    target = io.BytesIO()
    book.save(target)
    rows, faults = read("v.xlsx", target.getvalue())
    assert [(row.sheet, row.number) for row in rows] == [("First", 2)]
    assert [(fault.sheet, fault.row, fault.column) for fault in faults] == [("Second", 3, "C")]
