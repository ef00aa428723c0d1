"""Defining indicators, and entering values by hand, from a table and from a published series."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from openpyxl import Workbook

from samsyn.analysis.follow_up import Reason
from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.insights.operations import series as insights
from samsyn.plans.errors import FollowedUp, NotUsable, WrongState
from samsyn.plans.models import Indicator, IndicatorValue, ItemKind, PlanState
from samsyn.plans.operations import indicators
from samsyn.plans.queries import indicators as queries
from samsyn.plans.queries.value_tables import preview
from tests import factories

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = date(2018, 4, 30), date(2018, 8, 31)
LATER = datetime.combine(AUTUMN + timedelta(days=1), datetime.min.time(), factories.NOW.tzinfo)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def goal():
    return factories.goal(factories.adopted_plan())


def _define(goal, **changed) -> Indicator:
    fields = {"name": "Trips", "unit": "%", "good_direction": "higher", "territory": "Region", "source": "Survey"}
    return indicators.define(goal, **fields | {"by": None, "at": factories.NOW} | changed)


def _enter(indicator, value="1", on=SPRING, **changed) -> IndicatorValue:
    return indicators.enter_value(
        indicator, **{"on": on, "value": Decimal(value), "by": None, "at": factories.NOW} | changed
    )


def test_an_indicator_is_defined_and_told_of(goal):
    made = _define(goal, by=factories.user(Role.OFFICER), first_due=SPRING, every_months=4)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject) == ("plans.indicator_defined", f"indicator:{made.key}")
    assert entry.details == {"plan": str(goal.plan.key), "item": str(goal.key)}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "x" * 201}, "“name” holds at most 200 characters"),
        ({"good_direction": "sideways"}, "higher or a lower"),
        ({"baseline": Decimal(1)}, "both a value and a date"),
        ({"baseline": Decimal("1e20"), "baseline_on": SPRING}, "does not fit"),
        ({"every_months": 4}, "first due date"),
        ({"first_due": SPRING, "every_months": 0}, "at least one month"),
    ],
)
def test_an_indicator_that_cannot_be(goal, changed, message):
    with pytest.raises(NotUsable, match=message):
        _define(goal, **changed)


def test_areas_are_not_measured():
    with pytest.raises(NotUsable, match="Only goals and activities"):
        _define(factories.area(factories.adopted_plan()))


def test_a_closed_plan_is_measured_no_more():
    closed = factories.goal(factories.plan(state=PlanState.CLOSED))
    with pytest.raises(WrongState):
        _define(closed)
    with pytest.raises(WrongState):
        _enter(factories.indicator(closed))


@pytest.mark.parametrize(
    "role", [Role.ANALYST, Role.DELEGATE, Role.MEMBER_CONTACT, Role.PARTICIPANT, Role.ADMINISTRATOR]
)
def test_only_the_office_defines(goal, role):
    with pytest.raises(NotPermitted):
        _define(goal, by=factories.user(role))


def test_changing_and_ending(goal):
    made = _define(goal, first_due=SPRING, every_months=4)
    changed = indicators.change(made, changes={"name": " Journeys ", "every_months": 6}, by=None, at=factories.NOW)
    assert (changed.name, changed.every_months, changed.unit) == ("Journeys", 6, "%")
    with pytest.raises(NotUsable, match="nothing called item"):
        indicators.change(made, changes={"item": None}, by=None, at=factories.NOW)
    ended = indicators.end(made, by=None, at=factories.NOW)
    assert queries.reading(ended).stale(on=date(2030, 1, 1)) is None


def test_what_has_values_is_ended_not_removed(goal):
    made = _define(goal)
    _enter(made)
    with pytest.raises(FollowedUp, match="End it instead"):
        indicators.remove(made, by=None, at=factories.NOW)
    empty = _define(goal)
    indicators.remove(empty, by=None, at=factories.NOW)
    assert list(Indicator.objects.all()) == [made]


def test_targets_are_set_replaced_and_removed(goal):
    made = _define(goal)
    for value in ("40", "45"):
        indicators.set_target(made, on=AUTUMN, value=Decimal(value), by=None, at=factories.NOW)
    assert [(each.on, each.value) for each in queries.reading(made).targets] == [(AUTUMN, 45)]
    indicators.remove_target(made, on=AUTUMN, by=None, at=factories.NOW)
    assert queries.reading(made).targets == ()
    with pytest.raises(NotUsable, match="no target"):
        indicators.remove_target(made, on=AUTUMN, by=None, at=factories.NOW)


def test_a_second_value_for_a_date_corrects_the_first(goal):
    made = _define(goal)
    _enter(made, "1")
    _enter(made, "3", on=date(2018, 1, 31))
    _enter(made, "2", source="Recount", territory="County")
    read = queries.reading(made)
    assert [(v.on, v.value, v.source, v.territory) for v in read.values] == [
        (date(2018, 1, 31), 3, "Survey", "Region"),
        (SPRING, 2, "Recount", "County"),
    ]
    assert [entry.value for entry in queries.entries(made)] == [2, 3, 1]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"on": date(2018, 5, 3)}, "has not come yet"),
        ({"value": "NaN"}, "does not fit"),
        ({"source": "x" * 301}, "“source” holds at most 300 characters"),
        ({"value": "0.0000001"}, "does not fit"),
        ({"value": "100000000000000"}, "does not fit"),
    ],
)
def test_a_value_that_cannot_be_entered(goal, changed, message):
    with pytest.raises(NotUsable, match=message):
        _enter(_define(goal), **changed)


def test_who_enters_values(goal):
    made = _define(goal)
    owner = factories.user()
    factories.item(goal.plan)
    goal.owner_person = factories.person(account=owner)
    goal.save()
    for by in (owner, factories.user(Role.ANALYST), factories.user(Role.OFFICER)):
        assert _enter(made, by=by).entered_by == by
    for by in (factories.user(), factories.user(Role.DELEGATE), factories.user(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            _enter(made, by=by)


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_the_database_itself_keeps_every_value(goal, change):
    row = IndicatorValue.objects.filter(pk=_enter(_define(goal)).pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.update(value=9) if change == "UPDATE" else row._raw_delete(row.db)
    assert row.get().value == 1


def test_values_of_a_published_series_are_read_never_entered(goal):
    series = insights.publish(
        code="trips", title="Trips", unit="%", territory="Region", source="Model 3", modelled=True,
        values={SPRING: Decimal(31)}, by=None, at=factories.NOW,
    )  # fmt: skip
    made = _define(goal, series=series, first_due=SPRING, every_months=4)
    read = queries.reading(made)
    assert [(v.on, v.value, v.source, v.entered_by) for v in read.values] == [(SPRING, 31, "Model 3", "")]
    assert read.modelled
    with pytest.raises(NotUsable, match="published series"):
        _enter(made)
    assert queries.stale_of_plan(goal.plan, on=date(2018, 9, 1)) == {made.pk: Reason.STALE}
    insights.revise(series, values={AUTUMN: Decimal(33)}, by=None, at=factories.NOW)
    assert queries.stale_of_plan(goal.plan, on=date(2018, 9, 1)) == {}


def test_stale_without_reading_values_is_stale_by_the_values(goal):
    """The quick way, by the latest dates in the database, and the full way agree on every day of a year."""
    first = _define(goal, first_due=date(2018, 1, 15), every_months=2)
    second = _define(goal, first_due=date(2018, 3, 31))
    _define(goal)
    _enter(first, on=date(2018, 1, 20))
    _enter(first, on=date(2018, 4, 2))
    _enter(second, on=date(2018, 4, 30))
    for days in range(0, 365, 3):
        on = date(2018, 1, 1) + timedelta(days=days)
        plain = {each.indicator.pk: reason for each in queries.of_plan(goal.plan) if (reason := each.stale(on=on))}
        assert queries.stale_of_plan(goal.plan, on=on) == plain


def test_reading_indicators_costs_the_same_for_one_and_for_many(goal, django_assert_num_queries):
    for count in (1, 3):
        for _each in range(count):
            _enter(_define(factories.goal(goal.plan), first_due=SPRING))
        with django_assert_num_queries(3):
            queries.of_plan(goal.plan)
        with django_assert_num_queries(2):
            queries.stale_of_plan(goal.plan, on=AUTUMN)


# Tables


def _workbook(*rows, title="Values") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for (cell,) in sheet.iter_rows(min_col=3, max_col=3):
        if isinstance(cell.value, str) and cell.value.endswith("%"):
            cell.value, cell.number_format = 0.125, "0.0%"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _table(goal, content, file="values.csv", by=None) -> int:
    content = content if isinstance(content, bytes) else content.encode()
    return indicators.enter_table(goal.plan, file=file, content=content, by=by, at=LATER)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_swedish_csv(goal, encoding):
    made = _define(goal, name="Resor på tåg")
    text = "Indikator;Datum;Värde;Källa;Område\r\nresor på tåg;2018-04-30;1 234,5;SCB;Örebro\r\n;;;;\r\n"
    assert _table(goal, text.encode(encoding)) == 1
    value = made.values.get()
    assert (value.on, value.value, value.source, value.territory) == (SPRING, Decimal("1234.5"), "SCB", "Örebro")


def test_an_english_workbook_by_key(goal):
    made = _define(goal)
    rows = [("date", "indicator", "value"), (datetime(2018, 4, 30), str(made.key), 31.25), ("2018-08-31", "trips", -3)]  # noqa: DTZ001
    assert _table(goal, _workbook(*rows), "values.xlsx", by=factories.user(Role.ANALYST)) == 2
    assert [(v.on, v.value, v.source) for v in queries.reading(made).values] == [
        (SPRING, Decimal("31.25"), "Survey"),
        (AUTUMN, Decimal(-3), "Survey"),
    ]
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.verb, entry.details["values"], entry.details["unchanged"]) == (
        "plans.indicator_values_entered",
        2,
        0,
    )


def test_a_preview_tells_what_is_corrected_and_what_is_known_already(goal):
    made = _define(goal)
    _enter(made, "1")
    _enter(made, "5", on=date(2018, 3, 31))
    table = b"indicator,date,value\nTrips,2018-04-30,2\nTrips,2018-03-31,5\nTrips,2018-02-28,7\n"
    seen = preview(goal.plan, file="v.csv", content=table, by=None, on=AUTUMN)
    assert [(new.row.on, new.row.value, new.corrects) for new in seen.values] == [
        (SPRING, 2, 1),
        (date(2018, 2, 28), 7, None),
    ]
    assert (seen.unchanged, seen.faults) == (1, ())
    assert made.values.count() == 2, "a preview writes nothing"


FAULTS = [
    # date, value, and what is said of them
    (["Trips", "30/4", 1], "values.xlsx, sheet Values, row 2, column B: found “30/4”, expected a date such as 2018"),
    (["Trips", "2018-04-30", "=1+1"], "column C: found “=1\\+1”, expected a number"),
    (["=A1", "2018-04-30", 1], "column A: found “=A1”, expected the name or key"),
    (["Trips", "2018-04-30", "12 %"], "column C: found “12.5 %”, expected a number"),
    (["Trips", "2018-04-30", True], "column C: found “True”, expected a number"),
    (["Trips", "2018-04-30", "1.234,5"], "column C: found “1.234,5”, expected a number"),
    (["Trips", "2018-04-30", "12 34"], "column C: found “12 34”, expected a number"),
    (["Trips", "2018-04-30", None], "column C: found “”, expected a number"),
    (["Trips", "2018-04-30", "0,0000001"], "column C: found “0.0000001”, expected at most 14"),
    (["Trips", "2018-09-02", 1], "column B: found “2018-09-02”, expected a date that has come"),
    (["Boats", "2018-04-30", 1], "column A: found “Boats”, expected the name or key of an indicator of this plan"),
    (["Twin", "2018-04-30", 1], "column A: found “Twin”, expected the key, because several"),
    (["Followed", "2018-04-30", 1], "column A: found “Followed”, expected an indicator that does not follow"),
]


@pytest.mark.parametrize(("row", "message"), FAULTS)
def test_a_fault_names_its_place_and_nothing_is_entered(goal, row, message):
    _define(goal)
    _define(goal, name="Twin")
    _define(goal, name="Twin")
    series = insights.publish(
        code="s", title="S", unit="%", territory="R", source="S", values={SPRING: Decimal(1)}, by=None, at=factories.NOW
    )
    _define(goal, name="Followed", series=series)
    table = _workbook(["indicator", "date", "value"], row, ["Trips", "2018-03-31", 1])
    with pytest.raises(NotUsable, match=message):
        _table(goal, table, "values.xlsx")
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no rows"),
        (b"PK\x03\x04 not a workbook", "not an Excel workbook"),
        (b"\x00\x01\x02", "is not a table"),
        (b"indicator;date\nTrips;2018-04-30\n", "row 1: found “indicator, date”, expected the headings"),
        (b"indicator;date;value;note\n", "row 1, column 4: found “note”, expected the headings"),
        (b"indicator;date;date;value\n", "expected the headings"),
        (
            b"indicator;date;value\nTrips;2018-04-30;1\ntrips;2018-04-30;2\n",
            "row 2, column 2: found “2018-04-30”, expected one value for each indicator and date",
        ),
    ],
)
def test_a_file_that_is_no_table_of_values(goal, content, message):
    _define(goal)
    with pytest.raises(NotUsable, match=message):
        _table(goal, content)
    assert not IndicatorValue.objects.exists()


def test_an_owner_enters_a_table_for_the_own_goals_only(goal):
    owner = factories.user()
    goal.owner_person = factories.person(account=owner)
    goal.save()
    _define(goal)
    _define(factories.item(goal.plan, ItemKind.GOAL), name="Others")
    assert _table(goal, "indicator;date;value\nTrips;2018-04-30;1\n", by=owner) == 1
    with pytest.raises(NotUsable, match="a goal that you own"):
        _table(goal, "indicator;date;value\nOthers;2018-04-30;1\n", by=owner)
