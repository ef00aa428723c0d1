import io
import zipfile
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

from samsyn.foundation.paper.legible import visible
from samsyn.plans.report import xlsx
from samsyn.plans.report.content import Kind, ReportContent, ReportItem
from samsyn.plans.report.language import ENGLISH, SWEDISH
from tests.plans.report.drawn import COMPLETED, HOSTILE, hostile_report, long_report, report, small_report


@pytest.fixture(scope="module")
def small():
    return xlsx.render(small_report(), SWEDISH)


def opened(made: bytes):
    return openpyxl.load_workbook(io.BytesIO(made))


def records(page) -> list[dict]:
    """The rows of a sheet by the titles of their columns."""
    head, *rows = page.iter_rows(values_only=True)
    assert len(set(head)) == len(head)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheets(small):
    assert opened(small).sheetnames == [
        "Sammanfattning",
        "Områden",
        "Mål och aktiviteter",
        "Förändringar",
        "Att uppmärksamma",
        "Indikatorer",
        "Värden",
    ]
    assert opened(xlsx.render(small_report(), ENGLISH)).sheetnames == [
        "Summary",
        "Areas",
        "Goals and activities",
        "Changes",
        "Attention",
        "Indicators",
        "Values",
    ]


def test_the_summary_holds_figures_as_figures(small):
    facts = dict(opened(small)["Sammanfattning"].iter_rows(values_only=True))
    assert facts["Mål: Enligt plan"] == 1
    assert facts["Aktiviteter: Ej bedömt"] == 1
    assert facts["Aktiviteter: Avbrutet"] == 0
    assert facts["Uppföljning per"] == datetime(2018, 4, 30)  # noqa: DTZ001 (openpyxl gives a day so)
    assert facts["Kontrollsumma (SHA-256)"] == small_report().sha256()


def test_items_have_numbers_dates_and_words(small):
    page = opened(small)["Mål och aktiviteter"]
    (row,) = [row for row in records(page) if row["Namn"] == "Ta fram en gemensam systemanalys"]
    assert row["Budget (kr)"] == 1250000
    assert row["Utfall (kr)"] == 310500
    assert row["Från"] == datetime(2018, 1, 15)  # noqa: DTZ001
    assert (row["Status"], row["Den ansvarigas bedömning"]) == ("Risk för avvikelse", "Risk för avvikelse")
    assert row["Område"] == "2.1 En bättre sits"
    assert len(records(page)) == len(small_report().items)
    formats = {cell.number_format for line in page.iter_rows(min_row=2) for cell in line if cell.value is not None}
    assert {"yyyy-mm-dd", "#,##0"} <= formats


def test_a_goal_that_is_not_assessed_keeps_what_its_owner_said(small):
    (row,) = [r for r in records(opened(small)["Mål och aktiviteter"]) if r["Namn"].startswith("Fler resenärer")]
    assert (row["Status"], row["Den ansvarigas bedömning"]) == ("Ej bedömt", "Enligt plan")
    assert row["Skäl"].startswith("En indikator är inaktuell.")
    assert row["Saknar ansvarig"] == "ja"


def test_areas_have_a_row_for_goals_and_one_for_activities(small):
    rows = records(opened(small)["Områden"])
    assert len(rows) == 8
    assert (rows[0]["Område"], rows[0]["Slag"], rows[0]["Alla"]) == ("Infrastruktur och transporter", "Mål", 3)
    assert rows[2]["Klarmarkerat av"] == "Erik Norén"


def test_changes_and_attention(small):
    changes = records(opened(small)["Förändringar"])
    assert [(row["Tidigare"], row["Nu"]) for row in changes] == [
        ("Enligt plan", "Risk för avvikelse"),
        ("Enligt plan", "Genomfört"),
    ]
    attention = records(opened(small)["Att uppmärksamma"])
    assert [row["Status"] for row in attention] == [
        "Avviker från plan",
        "Risk för avvikelse",
        "Kan inte bedömas",
        "Ej bedömt",
        "Ej bedömt",
    ]
    assert attention[0]["Åtgärd"] == "Ny upphandling i juni med delat uppdrag."


def test_indicators_and_every_value(small):
    indicators = records(opened(small)["Indikatorer"])
    assert (indicators[0]["Senaste värde"], indicators[0]["Målvärde"]) == (66.5, 60)
    assert [row["Målvärdet nått"] for row in indicators] == ["nej", "nej", None]
    values = records(opened(small)["Värden"])
    assert [row["Vad det är"] for row in values][:5] == ["Utgångsläge", "Värde", "Värde", "Värde", "Målvärde"]
    assert sum(row["Värde"] for row in values[1:4]) == pytest.approx(206)


def test_every_sheet_has_a_table_a_fixed_head_and_a_print_setup(small):
    for page in opened(small):
        (table,) = page.tables.values()
        assert table.ref == page.dimensions
        assert table.autoFilter is not None
        assert page.freeze_panes in ("A2", "B2")
        assert page.print_title_rows == "$1:$1"
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage


def test_hostile_text_is_never_a_formula():
    book = opened(xlsx.render(hostile_report(), SWEDISH))
    cells = [cell for page in book for line in page.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    dangerous = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert len(dangerous) > 20
    assert all(cell.quotePrefix for cell in dangerous)


def test_hostile_text_is_kept_without_what_xml_forbids():
    made = xlsx.render(hostile_report(), SWEDISH)
    wordings = {row["Ordalydelse"] for row in records(opened(made)["Mål och aktiviteter"])}
    assert {visible(words) for words in HOSTILE} <= wordings
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def test_text_that_no_cell_can_hold_is_cut_where_one_can_see_it():
    book = opened(xlsx.render(report(summary="ord " * 10_000), SWEDISH))
    facts = dict(book["Sammanfattning"].iter_rows(values_only=True))
    assert len(facts["Sammanfattning"]) == 32_767
    assert facts["Sammanfattning"].endswith(" […]")


def test_an_empty_report_has_heads_and_no_tables():
    book = opened(xlsx.render(report(), SWEDISH))
    assert [page.max_row for page in book][1:] == [1] * 6
    assert [len(page.tables) for page in book] == [1, 0, 0, 0, 0, 0, 0]


def test_a_long_report_has_every_item():
    content = long_report(5, 20, 100)
    rows = records(opened(xlsx.render(content, SWEDISH))["Mål och aktiviteter"])
    assert [row["Namn"] for row in rows] == [item.name for item in content.items]


def test_the_same_content_gives_the_same_bytes(small):
    again = ReportContent.from_json(small_report().to_json())
    assert xlsx.render(again, SWEDISH) == small


def test_the_workbook_says_what_it_is(small):
    properties = opened(small).properties
    assert properties.title == "Uppföljning av Verksamhetsplan 2018"
    assert (properties.creator, properties.language) == ("Storregionala rådet", "sv-SE")
    assert properties.modified == COMPLETED.replace(tzinfo=None)


def test_numbers_keep_their_decimals():
    item = ReportItem("x", Kind.ACTIVITY, "x", budget=Decimal("1234.50"), outcome=Decimal("1000.00"))
    page = opened(xlsx.render(report(items=(item,)), SWEDISH))["Mål och aktiviteter"]
    (budget,) = [cell for cell in page[2] if cell.value == 1234.5]
    (outcome,) = [cell for cell in page[2] if cell.value == 1000]
    assert (budget.number_format, outcome.number_format) == ("#,##0.0#####", "#,##0")


def test_progress_tells_each_sheet_and_may_stop():
    class Cancelled(Exception):
        pass

    told = []

    def stop(share, message):
        told.append(message)
        if message == "Förändringar":
            raise Cancelled

    with pytest.raises(Cancelled):
        xlsx.render(report(), SWEDISH, progress=stop)
    assert told == ["Sammanfattning", "Områden", "Mål och aktiviteter", "Förändringar"]
