import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.follow_up import State
from samsyn.plans.report.content import Change, Kind, Point, ReportContent, ReportItem
from tests.plans.report.drawn import hostile_report, long_report, report, small_report


@pytest.mark.parametrize("content", [report(), small_report(), long_report(2, 4, 6)])
def test_json_gives_back_an_equal_content(content):
    text = json.dumps(content.to_json())
    assert ReportContent.from_json(json.loads(text)) == content


def test_hostile_text_survives_json_letter_by_letter():
    content = hostile_report()
    assert ReportContent.from_json(json.loads(json.dumps(content.to_json()))) == content


@given(
    st.builds(
        Point,
        on=st.dates(),
        value=st.decimals(allow_nan=False, allow_infinity=False, places=6),
        source=st.text(),
        territory=st.text(),
    )
)
def test_numbers_and_dates_are_exact(point):
    item = ReportItem("a", Kind.GOAL, "x", state=State.DONE, starts_on=point.on, budget=point.value, owner=point.source)
    content = report(items=(item,))
    again = ReportContent.from_json(json.loads(json.dumps(content.to_json())))
    assert again == content
    assert str(again.items[0].budget) == str(point.value)


def test_a_moment_keeps_its_time_zone():
    moment = datetime(2018, 5, 14, 12, 30, tzinfo=timezone(timedelta(hours=2)))
    again = ReportContent.from_json(report(completed_at=moment).to_json())
    assert again.completed_at.utcoffset() == timedelta(hours=2)


def test_the_seal_tells_any_change():
    content = small_report()
    changed = replace(content, summary=content.summary + " ")
    assert content.sha256() == small_report().sha256()
    assert changed.sha256() != content.sha256()
    assert len(content.sha256()) == 64


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda plain: plain.pop("as_of"), "report: lacks as_of"),
        (lambda plain: plain.update(as_of="in May"), "report.as_of: 'in May' is not a date"),
        (lambda plain: plain.update(number="1"), "report.number: expected int, found '1'"),
        (lambda plain: plain.update(colour="red"), "report: unknown colour"),
        (lambda plain: plain["items"][4].update(state="fine"), r"report.items\[4\].state: 'fine' is not a State"),
        (lambda plain: plain["items"][6].update(budget="much"), r"report.items\[6\].budget: 'much' is not a Decimal"),
        (lambda plain: plain.update(items="none"), "report.items: expected list, found str"),
    ],
)
def test_json_that_does_not_fit_is_refused_with_its_place(change, message):
    plain = small_report().to_json()
    change(plain)
    with pytest.raises(ValueError, match=message):
        ReportContent.from_json(plain)


def test_a_child_before_its_parent_is_refused():
    child = ReportItem("b", Kind.GOAL, "b", parent="a")
    with pytest.raises(ValueError, match="'b' comes before its parent 'a'"):
        report(items=(child, ReportItem("a", Kind.FOCUS_AREA, "a")))


def test_a_key_that_no_item_has_is_refused():
    with pytest.raises(ValueError, match="keys that no item has: x9"):
        report(changes=(Change("x9", State.DONE, State.AT_RISK),))


def test_an_item_twice_is_refused():
    item = ReportItem("a", Kind.GOAL, "a")
    with pytest.raises(ValueError, match="'a' stands twice"):
        report(items=(item, item))


def test_the_latest_value_is_the_last():
    indicator = small_report().indicators[0]
    assert indicator.latest == Point(date(2017, 12, 31), Decimal("66.500000"), "T18", "Sju län")
    assert small_report().indicators[2].latest is None
