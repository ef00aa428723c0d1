"""What the board report says of a small plan that can be checked by eye."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from samsyn.analysis.follow_up import Compared, Reason, State
from samsyn.foundation.accounts.models import Role
from samsyn.insights.operations import series as insights
from samsyn.plans.models import Contribution, ItemKind
from samsyn.plans.operations import follow_ups, indicators, rounds
from samsyn.plans.queries.report import report_content
from samsyn.plans.report.content import Change, Point, ReportContent, StateCounts
from samsyn.plans.report.language import SWEDISH
from samsyn.plans.report.measures import source_in_words
from samsyn.plans.report.reading import Reading
from samsyn.plans.report.sheets import sheets
from tests import factories

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = factories.NOW, factories.NOW.replace(month=9, day=10)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def plan():
    made = factories.adopted_plan(decided_by=factories.organ(name="The board"))
    rounds.open_usual(made, by=None, at=SPRING)
    return made


def _round(plan, month):
    return plan.rounds.get(as_of__month=month)


def _say(item, month, state="on_track", at=None, **words):
    words = {"text": "It goes on.", "consequence": "Late.", "action": "Meet."} | words
    at = at or (SPRING if month == 4 else AUTUMN)
    return follow_ups.enter(item, round=_round(item.plan, month), state=state, by=None, at=at, **words)


def _keys(*items):
    return tuple(str(item.key) for item in items)


def test_the_frame_and_the_order_of_reading(plan):
    inner_parent = factories.area(plan, "2")
    first = factories.area(plan, "1", position=0)
    inner = factories.area(plan, "2.1", parent=inner_parent)
    goal = factories.goal(plan, parent=inner, heading="Trains", wording="More trains.", budget=Decimal("10.50"))
    priority = factories.item(plan, ItemKind.PRIORITY)
    rounds.write_summary(_round(plan, 4), summary="All well.", by=None, at=SPRING)
    officer = factories.user(Role.OFFICER, name="Eva Ek")
    content = report_content(_round(plan, 4), by=officer, at=SPRING)
    assert (content.plan, content.organ, content.completed_by, content.number) == (
        "Plan 2018",
        "The board",
        "Eva Ek",
        1,
    )
    assert (content.as_of, content.previous_as_of, content.summary) == (date(2018, 4, 30), None, "All well.")
    assert content.completed_at == SPRING
    assert content.completed_at.utcoffset() == timedelta(hours=2), "the council's own time zone, in summer"
    assert [item.key for item in content.items] == [*_keys(first, inner_parent, inner, goal, priority)]
    assert content.items[3].parent == str(inner.key)
    assert (content.items[3].name, content.items[3].budget, content.items[0].state) == (
        "Trains",
        Decimal("10.50"),
        None,
    )


def test_owners_of_the_day_and_who_is_lacking(plan):
    gone = factories.person(name="Gone", left_on=SPRING.date())
    held = factories.function(factories.person(name="Åsa"), name="Head of transport")
    by_person = factories.goal(plan, owner_person=factories.person(name="Bo"))
    by_function = factories.item(plan, owner_function=held)
    left = factories.item(plan, owner_person=gone)
    vacant = factories.item(plan, owner_function=factories.function())
    area = factories.area(plan)
    Contribution.objects.create(item=left, function=held)
    content = report_content(_round(plan, 4), by=None, at=SPRING)
    owners = {item.key: item.owner for item in content.items}
    assert [owners[key] for key in _keys(by_person, by_function, left, vacant)] == [
        "Bo",
        "Head of transport (Åsa)",
        "",
        "",
    ]
    assert content.unowned == _keys(left, vacant)
    assert str(area.key) not in content.unowned
    assert next(item for item in content.items if item.key == str(left.key)).contributors == ("Head of transport",)


def test_states_by_area_and_what_was_said(plan):
    outer = factories.area(plan, "1")
    inner = factories.area(plan, "1.1", parent=outer)
    silent = factories.goal(plan, parent=outer)
    stale = factories.goal(plan, parent=inner)
    under_goal = factories.item(plan, parent=stale)
    factories.indicator(stale, first_due=date(2018, 4, 15))
    _say(stale, 4)
    _say(under_goal, 4, "at_risk", effect="some", effect_text="More trips.", evidence="Counts.")
    content = report_content(_round(plan, 4), by=None, at=SPRING)
    items = {item.key: item for item in content.items}
    unassessed = items[str(stale.key)]
    assert (unassessed.state, unassessed.reason) == (State.NOT_ASSESSED, Reason.NEVER_MEASURED)
    assert unassessed.follow_up is not None
    assert unassessed.follow_up.state is State.ON_TRACK
    said = items[str(under_goal.key)].follow_up
    assert said is not None
    assert (said.consequence, said.action, said.evidence, said.effect, said.on) == (
        "Late.",
        "Meet.",
        "Counts.",
        "some",
        SPRING.date(),
    )
    assert items[str(silent.key)].follow_up is None
    assert content.counts == (
        StateCounts(str(outer.key), {State.NOT_ASSESSED: 2}, {State.AT_RISK: 1}),
        StateCounts(str(inner.key), {State.NOT_ASSESSED: 1}, {State.AT_RISK: 1}),
    )
    assert content.unmeasured == _keys(silent)


def test_what_stands_in_no_area_is_counted_last(plan):
    factories.area(plan)
    _say(factories.item(plan), 4, "done")
    counts = report_content(_round(plan, 4), by=None, at=SPRING).counts
    assert [(each.area == "", each.activities) for each in counts] == [(False, {}), (True, {State.DONE: 1})]


def test_changes_since_the_round_before(plan):
    same, better, doubted = factories.goal(plan), factories.item(plan), factories.goal(plan)
    factories.indicator(doubted, first_due=date(2018, 6, 30))
    for item, state in ((same, "on_track"), (better, "at_risk"), (doubted, "on_track")):
        _say(item, 4, state)
    for item in (same, better, doubted):
        _say(item, 8)
    content = report_content(_round(plan, 8), by=None, at=AUTUMN)
    assert content.previous_as_of == date(2018, 4, 30)
    assert content.changes == (
        Change(str(better.key), State.AT_RISK, State.ON_TRACK),
        Change(str(doubted.key), State.ON_TRACK, State.NOT_ASSESSED),
    )


def test_an_indicator_with_its_history(plan):
    goal = factories.goal(plan)
    indicator = factories.indicator(
        goal, first_due=date(2018, 4, 30), every_months=4, baseline=Decimal(30), baseline_on=date(2017, 12, 31)
    )
    indicators.set_target(indicator, on=date(2018, 12, 31), value=Decimal(40), by=None, at=SPRING)
    for on, value in ((date(2018, 4, 30), 32), (date(2018, 3, 31), 36)):
        indicators.enter_value(indicator, on=on, value=Decimal(value), by=None, at=SPRING)
    (shown,) = report_content(_round(plan, 8), by=None, at=AUTUMN).indicators
    assert [(point.on, point.value) for point in shown.values] == [(date(2018, 3, 31), 36), (date(2018, 4, 30), 32)]
    assert shown.baseline == Point(date(2017, 12, 31), Decimal(30))
    assert shown.target == Point(date(2018, 12, 31), Decimal(40))
    assert (shown.since_last, shown.against_baseline, shown.target_reached) == (Compared.WORSE, Compared.BETTER, False)
    assert (shown.stale, shown.missed_on) == (Reason.STALE, date(2018, 8, 30))


def test_a_modelled_figure_says_so_and_names_the_model(plan):
    series = insights.publish(
        code="s", title="S", unit="%", territory="Region", source="Model 3", modelled=True,
        values={date(2018, 4, 1): Decimal(31)}, by=None, at=SPRING,
    )  # fmt: skip
    factories.indicator(factories.goal(plan), series=series)
    content = report_content(_round(plan, 4), by=None, at=SPRING)
    (shown,) = content.indicators
    assert (shown.modelled, shown.source, shown.values) == (
        True,
        "Model 3",
        (Point(date(2018, 4, 1), Decimal(31), "Model 3", "Region"),),
    )
    assert source_in_words(shown.source, shown, SWEDISH) == "Model 3 (modellberäknat)"
    told = [str(value) for sheet in sheets(Reading(content), SWEDISH) for row in sheet.rows for value in row]
    assert told.count("Model 3 (modellberäknat)") == 2


def test_what_the_future_brings_is_not_in_the_report(plan):
    goal = factories.goal(plan)
    indicator = factories.indicator(goal)
    indicators.enter_value(indicator, on=AUTUMN.date(), value=Decimal(1), by=None, at=AUTUMN)
    assert report_content(_round(plan, 4), by=None, at=SPRING).indicators[0].values == ()


def test_areas_that_are_ready(plan):
    area = factories.area(plan)
    follow_ups.mark_ready(area, round=_round(plan, 4), by=factories.user(Role.OFFICER, name="Eva Ek"), at=SPRING)
    (ready,) = report_content(_round(plan, 4), by=None, at=SPRING).ready
    assert (ready.area, ready.by, ready.at) == (str(area.key), "Eva Ek", SPRING)


def test_internal_notes_are_not_in_the_report(plan):
    factories.goal(plan, internal_note="Nobody should read this.")
    content = report_content(_round(plan, 4), by=None, at=SPRING)
    assert "Nobody should read this" not in str(content.to_json())


def test_the_content_survives_its_json_with_the_same_seal(plan):
    goal = factories.goal(plan)
    indicators.enter_value(factories.indicator(goal), on=SPRING.date(), value=Decimal("0.000001"), by=None, at=SPRING)
    _say(goal, 4)
    content = report_content(_round(plan, 4), by=None, at=SPRING)
    again = ReportContent.from_json(content.to_json())
    assert again == content
    assert again.sha256() == content.sha256()


def test_the_report_costs_the_same_for_one_and_for_many(plan, django_assert_max_num_queries):
    for count in (1, 3):
        for _each in range(count):
            goal = factories.goal(plan, parent=factories.area(plan), owner_person=factories.person())
            Contribution.objects.create(item=goal, person=factories.person())
            indicators.enter_value(
                factories.indicator(goal, first_due=date(2018, 4, 15)),
                on=SPRING.date(),
                value=Decimal(1),
                by=None,
                at=SPRING,
            )
            _say(goal, 4)
            _say(goal, 8)
        with django_assert_max_num_queries(24) as queries:
            report_content(_round(plan, 8), by=None, at=AUTUMN)
    assert len(queries) > 10
