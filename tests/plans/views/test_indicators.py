"""Indicators on screen: what shows, what is entered, and tables of values."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from samsyn.insights.operations import series as insights
from samsyn.plans.forms.fields import NumberField
from samsyn.plans.models import Indicator
from samsyn.plans.operations import indicators
from samsyn.plans.queries import measured
from tests import factories
from tests.plans.views.follow_up_plan import NOW, drawn


@pytest.fixture
def plan(db):
    return drawn()


@pytest.fixture
def officer(client, plan):
    client.force_login(plan.people["officer"])
    return client


def _value(plan, on, value):
    return indicators.enter_value(plan.indicator, on=on, value=Decimal(value), by=plan.people["analyst"], at=NOW)


def test_the_list_puts_what_is_past_due_first(officer, plan):
    """On 2 May the value of 30 April is missing for the first, nothing is due for the second until June."""
    other = factories.indicator(plan.goal, name="Avgångar", first_due=date(2018, 6, 1))
    never = factories.indicator(plan.goal, name="Aldrig krävd")
    found = measured.of_plan(plan.plan, by=plan.people["officer"], on=date(2018, 5, 2))
    assert [each.indicator for each in found] == [plan.indicator, other, never]
    assert found[0].missed_on == date(2018, 4, 30)
    assert officer.get(reverse("plans:indicators", args=[plan.plan.key])).status_code == 200


@pytest.mark.parametrize("name", ["indicators", "value_table_template"])
def test_more_indicators_take_no_more_queries(officer, plan, name, django_assert_max_num_queries):
    address = reverse(f"plans:{name}", args=[plan.plan.key])
    officer.get(address)
    with django_assert_max_num_queries(60) as few:
        officer.get(address)
    for day in range(1, 31):
        more = factories.indicator(plan.goal, first_due=date(2018, 4, day))
        indicators.enter_value(more, on=date(2018, 1, day), value=Decimal(day), by=None, at=NOW)
    with django_assert_max_num_queries(len(few)):
        officer.get(address)


def test_a_correction_stands_beside_what_it_corrects(officer, plan):
    _value(plan, date(2018, 4, 2), "32.5")
    _value(plan, date(2018, 4, 2), "33")
    shown = officer.get(reverse("plans:indicator", args=[plan.indicator.key]))
    assert [(each.entered.value, each.counts) for each in shown.context["entries"]] == [
        (Decimal(33), True),
        (Decimal("32.5"), False),
    ]
    assert "<del>32,5</del>" in shown.content.decode()
    assert str(plan.people["analyst"]) in shown.content.decode()


def test_due_dates_are_shown_from_the_day_on(plan):
    assert measured.coming_due(plan.indicator, on=date(2018, 5, 2)) == [
        date(2018, 8, 30), date(2018, 12, 30), date(2019, 4, 30), date(2019, 8, 30)
    ]  # fmt: skip


WANTED = {"name": "Koldioxid", "unit": "ton", "good_direction": "lower", "territory": "Länet", "source": "SMHI"}


def test_defining_takes_a_decimal_comma_and_a_rhythm(officer, plan):
    posted = WANTED | {
        "baseline": "1 234,5",
        "baseline_on": "2017-12-31",
        "first_due": "2018-04-30",
        "every_months": "4",
    }
    answer = officer.post(reverse("plans:indicator_define", args=[plan.goal.key]), posted)
    made = Indicator.objects.get(name="Koldioxid")
    assert answer.url == reverse("plans:indicator", args=[made.key])
    assert (made.baseline, made.every_months) == (Decimal("1234.5"), 4)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"baseline": "12"}, "baseline_on"),
        ({"baseline_on": "2017-12-31"}, "baseline"),
        ({"every_months": "4"}, "first_due"),
        ({"baseline": "1.234,5", "baseline_on": "2017-12-31"}, "baseline"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field_and_what_was_typed_is_kept(officer, plan, typed, field):
    answer = officer.post(reverse("plans:indicator_define", args=[plan.goal.key]), WANTED | typed)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert "SMHI" in answer.content.decode()
    assert Indicator.objects.count() == 1


def test_changing_begins_with_what_is_there(officer, plan):
    address = reverse("plans:indicator_change", args=[plan.indicator.key])
    page = officer.get(address).content.decode()
    assert 'value="30"' in page
    assert 'value="2018-04-30"' in page
    officer.post(address, WANTED)
    plan.indicator.refresh_from_db()
    assert (plan.indicator.name, plan.indicator.baseline, plan.indicator.first_due) == ("Koldioxid", None, None)


def test_an_indicator_can_follow_a_published_series(officer, plan):
    series = insights.publish(
        code="resor", title="Resor", unit="%", territory="Länet", source="RVU", values={date(2018, 4, 1): Decimal(35)},
        by=None, at=NOW,
    )  # fmt: skip
    officer.post(reverse("plans:indicator_change", args=[plan.indicator.key]), WANTED | {"series": str(series.key)})
    shown = officer.get(reverse("plans:indicator", args=[plan.indicator.key]))
    assert shown.context["measured"].level.latest.value == 35
    assert reverse("plans:indicator_value", args=[plan.indicator.key]) not in shown.content.decode()


def test_entering_a_value_leads_back_to_where_one_came_from(officer, plan):
    address = reverse("plans:indicator_value", args=[plan.indicator.key])
    back = reverse("plans:follow_up", args=[plan.goal.key])
    assert officer.post(address, {"value": "32,5", "on": "2018-04-02", "back": back}).url == back
    assert plan.indicator.values.get().value == Decimal("32.5")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_nobody_is_led_to_another_site(officer, plan, elsewhere):
    address = reverse("plans:indicator_value", args=[plan.indicator.key])
    answer = officer.post(address, {"value": "32", "on": "2018-04-02", "back": elsewhere})
    assert answer.url == reverse("plans:indicator", args=[plan.indicator.key])


def test_a_value_of_a_day_to_come_is_refused_with_the_reason(officer, plan):
    answer = officer.post(
        reverse("plans:indicator_value", args=[plan.indicator.key]), {"value": "32", "on": "2999-01-01"}
    )
    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors()
    assert not plan.indicator.values.exists()


def test_targets_are_set_and_taken_away(officer, plan):
    address = reverse("plans:indicator_target", args=[plan.indicator.key])
    assert officer.post(address, {"value": "many", "on": "2019-12-31"}).status_code == 400
    officer.post(address, {"value": "45,5", "on": "2019-12-31"})
    officer.post(reverse("plans:indicator_target_remove", args=[plan.indicator.key]), {"on": "2018-12-31"})
    assert [each.value for each in plan.indicator.targets.all()] == [Decimal("45.5")]


def test_ending_and_removing_ask_first(officer, plan):
    for name in ("indicator_end", "indicator_remove"):
        assert officer.get(reverse(f"plans:{name}", args=[plan.indicator.key])).status_code == 200
    plan.indicator.refresh_from_db()
    officer.post(reverse("plans:indicator_end", args=[plan.indicator.key]))
    plan.indicator.refresh_from_db()
    assert plan.indicator.first_due is None
    officer.post(reverse("plans:indicator_remove", args=[plan.indicator.key]))
    assert not Indicator.objects.exists()


def test_what_has_values_is_not_removed(officer, plan):
    _value(plan, date(2018, 4, 2), "32")
    assert officer.post(reverse("plans:indicator_remove", args=[plan.indicator.key])).status_code == 400
    assert Indicator.objects.exists()


TABLE = "Indikator;Datum;Värde;Källa\nAndel resor med tåg;2018-04-02;32,5;RVU\n"


def _upload(client, plan, text, name="tal.csv"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("plans:value_table", args=[plan.plan.key]), {"file": file})


def test_a_table_is_looked_at_before_it_is_entered_and_twice_is_harmless(officer, plan):
    shown = _upload(officer, plan, TABLE)
    assert [new.row.value for new in shown.context["preview"].values] == [Decimal("32.5")]
    assert not plan.indicator.values.exists()
    carried = {"file": shown.context["file"], "content": shown.context["content"]}
    address = reverse("plans:value_table_enter", args=[plan.plan.key])
    for _press in range(2):
        assert officer.post(address, carried).url == reverse("plans:indicators", args=[plan.plan.key])
    entered = plan.indicator.values.get()
    assert (entered.value, entered.source) == (Decimal("32.5"), "RVU")


def test_each_fault_of_a_table_is_told_by_its_place_and_nothing_can_be_entered(officer, plan):
    shown = _upload(officer, plan, TABLE + "Okänd;2018-04-02;1;\nAndel resor med tåg;i maj;2;\n")
    faults = shown.context["preview"].faults
    assert [(fault.row, fault.column, fault.found) for fault in faults] == [(3, "1", "Okänd"), (4, "2", "i maj")]
    assert reverse("plans:value_table_enter", args=[plan.plan.key]) not in shown.content.decode()


def test_what_is_no_table_is_said_at_the_file(officer, plan):
    answer = _upload(officer, plan, "\x00\x01\x02 inte en tabell", "bild.png")
    assert answer.status_code == 400
    assert answer.context["form"].errors["file"]


def test_a_confirmation_without_its_table_is_refused(officer, plan):
    address = reverse("plans:value_table_enter", args=[plan.plan.key])
    assert officer.post(address, {"file": "tal.csv", "content": "??"}).status_code == 400


def test_the_workbook_to_fill_in_is_read_back(officer, plan):
    """Rows that are not filled in are left out; a name that looks like a formula is a name."""
    factories.indicator(plan.goal, name="=SUMMA(A1)")
    book = load_workbook(io.BytesIO(officer.get(reverse("plans:value_table_template", args=[plan.plan.key])).content))
    sheet = book.active
    assert {cell.value for cell in sheet["A"]} == {"indikator", "Andel resor med tåg", "=SUMMA(A1)"}
    row = next(cell.row for cell in sheet["A"] if cell.value == "Andel resor med tåg")
    sheet.cell(row, 2, date(2018, 4, 2))
    sheet.cell(row, 3, 0)
    filled = io.BytesIO()
    book.save(filled)
    file = SimpleUploadedFile("tal.xlsx", filled.getvalue())
    shown = officer.post(reverse("plans:value_table", args=[plan.plan.key]), {"file": file})
    assert shown.context["preview"].faults == ()
    assert [new.row.value for new in shown.context["preview"].values] == [Decimal(0)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1 234,5", "1234.5"), ("1234.5", "1234.5"), ("−3", "-3"), ("0,000001", "0.000001"), ("12\u202f000", "12000")],
)
def test_numbers_as_people_write_them(typed, read):
    assert NumberField().clean(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["1.234,5", "12 %", "tolv", "1e5", "NaN", "1 23"])
def test_what_can_be_read_in_two_ways_is_no_number(typed):
    with pytest.raises(ValidationError):
        NumberField().clean(typed)


def test_a_number_is_shown_as_it_is_written():
    assert NumberField().prepare_value(Decimal("1234.500000")) == "1234,5"
    assert NumberField().prepare_value(Decimal("1200")) == "1200"
