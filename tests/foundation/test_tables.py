"""Tables that people filled in. (Values of indicators and mandates test the rest through what they read.)"""

import io
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from samsyn.foundation import tables
from samsyn.foundation.tables import Columns, NotATable

COLUMNS = Columns({"namn": "name", "name": "name", "dag": "on"}, ("name",), "namn och dag")


def workbook(*rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "Dag;Namn\n2018-05-02;Åsa\n\n;\n2018-05-03;Bo\n".encode(),
        "namn,dag\nÅsa,2018-05-02\n,\n\nBo,2018-05-03".encode("utf-8-sig"),
        "NAMN\tDAG\nÅsa\t2018-05-02\n\n\nBo\t2018-05-03".encode("utf-16"),
        "Namn;dag\nÅsa;2018-05-02\n\n\nBo;2018-05-03".encode("cp1252"),
        workbook(("Namn", "Dag"), ("Åsa", date(2018, 5, 2)), (None, None), (" ", None), ("Bo", date(2018, 5, 3))),
    ],
    ids=["semicolon", "comma", "tab", "windows", "xlsx"],
)
def test_the_same_table_in_every_form(content):
    lines, faults = tables.read("f", content, COLUMNS)
    wrong: list = []
    read = [
        (line.take("name", tables.filled_text, "", wrong), line.take("on", tables.day, "", wrong)) for line in lines
    ]
    assert read == [("Åsa", date(2018, 5, 2)), ("Bo", date(2018, 5, 3))]
    assert [line.number for line in lines] == [2, 5]
    assert not faults
    assert not wrong


def test_a_fault_names_its_place():
    lines, _faults = tables.read("f.csv", b"dag,namn\nx,Bo", COLUMNS)
    wrong: list = []
    assert lines[0].take("on", tables.day, "en dag", wrong) is None
    (fault,) = wrong
    assert (fault.row, fault.column, fault.found, fault.expected) == (2, "1", "x", "en dag")
    assert lines[0].take("missing", tables.filled_text, "en text", wrong) is None
    assert (wrong[1].column, wrong[1].found) == ("", "")


def test_a_formula_is_a_fault_and_a_missing_cell_is_empty():
    lines, _faults = tables.read("f", workbook(("Namn", "Dag"), ("=A1",), ("Bo",)), COLUMNS)
    wrong: list = []
    assert lines[0].take("name", tables.filled_text, "en text", wrong) is None
    assert wrong[0].found == "=A1"
    assert not lines[1].given("on")


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"dag\n1", ["dag"]), (b"namn;dag;dag\nBo", ["namn, dag, dag"]), (b"namn;extra\nBo", ["extra"])],
)
def test_headings_that_cannot_be_used(content, found):
    lines, faults = tables.read("f", content, COLUMNS)
    assert lines == []
    assert [(fault.found, fault.expected) for fault in faults] == [(each, "namn och dag") for each in found]


@pytest.mark.parametrize("content", [b"", b"namn", b"\x00\x01", b"PK\x03\x04 not a zip"])
def test_what_is_no_table(content):
    with pytest.raises(NotATable):
        tables.read("f", content, COLUMNS)


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    assert len(tables.read("f", b"namn\na\nb", COLUMNS)[0]) == 2
    with pytest.raises(NotATable, match="2"):
        tables.read("f", b"namn\na\nb\nc", COLUMNS)


@pytest.mark.parametrize(
    ("raw", "as_number", "as_whole"),
    [
        ("1 234,5", Decimal("1234.5"), None), ("1\u00a0000", 1000, 1000), (3, 3, 3), ("0", 0, 0),
        (2.5, Decimal("2.5"), None),
        ("-1", -1, None), ("\u22121", -1, None), ("3.", None, None), ("12 34", None, None), (True, None, None),
        ("", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_numbers(raw, as_number, as_whole):
    assert (tables.number(raw), tables.whole_number(raw)) == (as_number, as_whole)


def test_days():
    assert tables.day(datetime(2018, 5, 2, 13, tzinfo=UTC)) == date(2018, 5, 2)
    assert [tables.day(raw) for raw in ("2018-02-30", "2/5 2018", 43222, None)] == [None] * 4


def test_a_workbook_to_fill_in_holds_texts_and_is_read_again():
    made = tables.to_fill_in(("Namn", "Dag"), [("=1+1", None)], (30, 12))
    assert load_workbook(io.BytesIO(made)).active["A2"].data_type == "s"
    lines, faults = tables.read("f", made, COLUMNS)
    assert [(tables.text(line.cells["name"][1]), line.given("on")) for line in lines] == [("=1+1", False)]
    assert not faults


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_are_read_or_refused(content):
    with suppress(NotATable):
        lines, faults = tables.read("f", content, COLUMNS)
        assert lines or faults
