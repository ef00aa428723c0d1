"""A plan as tables: what stands where, and that no cell is ever a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from samsyn.foundation.paper import cells
from samsyn.plans.exchange.sheets import ITEMS, Sheet, csv_bytes, items_sheet, sheets
from samsyn.plans.exchange.workbook import xlsx_bytes
from tests.plans.exchange.contents import contents

NASTY = ["=1+1", "+46 8", "-2 procent", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.example")']


def _read_csv(data):
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def _read_xlsx(data):
    return load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("text", NASTY)
def test_a_text_that_looks_like_a_formula_is_a_text(text):
    sheet = Sheet("items", ("wording",), [(text,)])
    assert _read_csv(csv_bytes(sheet))[1] == ["'" + text]
    cell = _read_xlsx(xlsx_bytes([sheet], str))["items"]["A2"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\r", "\n") or cell.value == text


def test_numbers_dates_and_truth_keep_their_kind():
    sheet = Sheet("values", ("value", "on", "public", "none"), [(Decimal("-2.5"), date(2018, 4, 30), True, None)])
    assert _read_csv(csv_bytes(sheet))[1] == ["-2.5", "2018-04-30", "true", ""]
    row = next(_read_xlsx(xlsx_bytes([sheet], str))["values"].iter_rows(min_row=2))
    assert [cell.data_type for cell in row] == ["n", "d", "b", "n"]
    assert row[0].value == -2.5


def test_codes_are_put_into_words_for_people_and_stay_codes_for_machines():
    sheet = Sheet("items", ("kind", "wording"), [("goal", "goal")])
    words = {"kind": "Slag", "wording": "Lydelse", "goal": "Mål", "items": "Poster"}
    rows = list(_read_xlsx(xlsx_bytes([sheet], words.__getitem__))["Poster"].values)
    assert rows == [("Slag", "Lydelse"), ("Mål", "goal")]
    assert _read_csv(csv_bytes(sheet)) == [["kind", "wording"], ["goal", "goal"]]


def test_a_text_too_long_for_a_cell_shows_that_it_was_cut():
    sheet = Sheet("items", ("wording",), [("å" * 40_000,)])
    cell = _read_xlsx(xlsx_bytes([sheet], str))["items"]["A2"]
    assert len(cell.value) == cells.LONGEST
    assert cell.value.endswith("å […]")


def test_an_item_stands_with_its_latest_follow_up():
    entry = {
        "item": "a",
        "text": "Tidigt",
        "evidence": "",
        "consequence": "",
        "action": "",
        "effect": "",
        "effect_text": "",
    }
    words = {"number": "1", "heading": "Resor", "wording": "", "short_title": "", "labelled": True, "place": ""}
    facts = {"starts_on": "2018-01-01", "ends_on": None, "budget": "5", "outcome": None, "internal_note": "tyst"}
    owner = {"person": "p", "function": None}
    item = {"key": "a", "parent": None, "kind": "goal", "owner": owner} | words | facts
    rounds = [
        {
            "as_of": "2018-08-31",
            "follow_ups": [entry | {"state": "on_track"}, entry | {"state": "done", "text": "Sent"}],
        },
        {"as_of": "2018-04-30", "follow_ups": [entry | {"state": "at_risk"}]},
    ]
    content = {"items": [item], "rounds": rounds, "people": [{"key": "p", "name": "Anna", "email": ""}]}
    (row,) = items_sheet(content).rows
    shown = dict(zip(ITEMS, row, strict=True))
    assert (shown["as_of"], shown["state"], shown["text"]) == (date(2018, 8, 31), "done", "Sent")
    assert (shown["owner"], shown["budget"], shown["internal_note"]) == ("Anna", Decimal(5), "tyst")


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(contents())
def test_every_plan_can_be_written_as_tables_with_no_formula_in_it(content):
    made = sheets(content)
    book = _read_xlsx(xlsx_bytes(made, str))
    assert book.sheetnames == [sheet.name for sheet in made]
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    for sheet in made:
        rows = _read_csv(csv_bytes(sheet))
        assert [len(row) for row in rows] == [len(sheet.columns)] * (len(sheet.rows) + 1)


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=20))
def test_any_text_can_be_written(text):
    sheet = Sheet("items", ("wording",), [(text.encode("utf-8", "replace").decode(),)])
    assert _read_xlsx(xlsx_bytes([sheet], str))["items"].max_row == 2
    assert len(_read_csv(csv_bytes(sheet))) == 2
