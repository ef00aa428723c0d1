"""The whole plan as one page: what it says, what filters keep, and that it costs the same whatever the size."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.analysis.follow_up import Reason, State
from samsyn.plans import search
from samsyn.plans.models import (
    FollowUp,
    FollowUpRound,
    IndicatorValue,
    Item,
    ItemKind,
    ItemLink,
    LinkKind,
    Plan,
)
from samsyn.plans.queries.owners import owners
from samsyn.plans.queries.whole_plan import Filters, WholePlan, whole_plan
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY


@pytest.fixture
def drawn() -> dict[str, Item]:
    """
    Direction          a direction goal, which area 1 supports
    1 Resor            given to Ada
    ├ Goal             given to the head of traffic, one stale indicator, said to be on track
    │ └ Buss           given to Bo, who has left; said to be at risk
    └ Tåg              given to nobody
    2 Gods
    └ Båt              given to Ada; nothing said
    """
    plan = make.adopted_plan()
    ada, bo = make.person(name="Ada"), make.person(name="Bo", left_on=TODAY)
    head = make.function(make.person(name="Cia"), name="Head of traffic", code="traffic")
    one, two = make.area(plan, "1", heading="Resor", owner_person=ada), make.area(plan, "2", heading="Gods")
    goal = make.goal(plan, parent=one, wording="Goal", owner_function=head)
    made = {
        "Resor": one,
        "Goal": goal,
        "Buss": make.item(plan, parent=goal, wording="Buss", owner_person=bo),
        "Tåg": make.item(plan, parent=one, wording="Tåg"),
        "Gods": two,
        "Båt": make.item(plan, parent=two, wording="Båt", owner_person=ada, short_title="Godstransporter"),
        "Direction": make.item(plan, ItemKind.DIRECTION_GOAL, heading="Direction"),
    }
    ItemLink.objects.create(source=one, target=made["Direction"], kind=LinkKind.SUPPORTS)
    make.indicator(goal, first_due=date(2018, 2, 1))
    opened = FollowUpRound.objects.create(plan=plan, as_of=date(2018, 4, 30), opens_on=TODAY, due_on=TODAY)
    say(goal, opened, "on_track")
    say(made["Buss"], opened, "on_track")
    say(made["Buss"], opened, "at_risk", consequence="Sent", action="Skynda")
    for item in made.values():
        Item.objects.filter(pk=item.pk).update(stems=search.stems(item.heading, item.short_title, item.wording))
    return made


def say(item: Item, opened: FollowUpRound, state: str, **words) -> FollowUp:
    return FollowUp.objects.create(item=item, round=opened, state=state, text="Text", entered_at=NOW, **words)


def on_page(plan: Plan, *, on: date, **narrowed) -> WholePlan:
    return whole_plan(plan, owners(plan, on=on), on=on, **narrowed)


def picture(page: WholePlan) -> str:
    """The page as indented lines; what is only shown around what matches stands in brackets."""

    def lines(nodes, depth):
        for node in nodes:
            name = node.heading or node.wording
            yield "  " * depth + (name if node.matches else f"({name})")
            yield from lines(node.children, depth + 1)

    return "\n".join(lines([*page.direction_goals, *page.priorities, *page.areas], 0))


def nodes(page: WholePlan) -> dict[str, object]:
    def walk(some):
        for node in some:
            yield node.heading or node.wording, node
            yield from walk(node.children)

    return dict(walk([*page.direction_goals, *page.areas]))


def test_the_page_says_who_how_and_how_many(drawn):
    page = on_page(drawn["Goal"].plan, on=TODAY)
    assert picture(page) == "Direction\nResor\n  Goal\n    Buss\n  Tåg\nGods\n  Båt"
    found = nodes(page)
    assert found["Goal"].owner[:5] == ("Head of traffic", None, "traffic", "Cia", True)
    assert found["Buss"].owner.name == "Bo"
    assert {name for name, node in found.items() if node.unowned} == {"Buss", "Tåg"}
    assert found["Båt"].name == "Godstransporter"
    assert [target.name for target in found["Resor"].supports] == ["Direction"]
    counts = page.counts
    assert (counts.areas, counts.goals, counts.activities) == (2, 1, 3)
    assert (counts.unowned, counts.unmeasured, counts.stale) == (2, 0, 1)
    assert counts.states == {State.NOT_ASSESSED: 3, State.AT_RISK: 1}
    assert page.matching == 7


def test_a_state_is_the_latest_entry_and_no_goal_is_green_on_stale_indicators(drawn):
    page = nodes(on_page(drawn["Goal"].plan, on=TODAY))
    assert page["Buss"].assessed[:3] == (State.AT_RISK, None, State.AT_RISK)
    assert page["Goal"].assessed[:3] == (State.NOT_ASSESSED, Reason.NEVER_MEASURED, State.ON_TRACK)
    assert page["Tåg"].assessed[:3] == (State.NOT_ASSESSED, Reason.NO_ENTRY, None)
    assert page["Resor"].assessed is None
    IndicatorValue.objects.create(
        indicator=drawn["Goal"].indicators.get(),
        on=date(2018, 1, 1),
        value=1,
        source="s",
        territory="t",
        entered_at=NOW,
    )
    assert nodes(on_page(drawn["Goal"].plan, on=TODAY))["Goal"].assessed.state == State.ON_TRACK


def test_owners_are_those_of_the_day(drawn):
    before = nodes(on_page(drawn["Goal"].plan, on=date(2018, 5, 1)))
    assert before["Buss"].owner.present
    assert not before["Buss"].unowned
    long_ago = nodes(on_page(drawn["Goal"].plan, on=date(2016, 12, 31)))
    assert long_ago["Goal"].unowned, "nobody held the function yet"


def test_before_the_first_round_nothing_is_assessed(drawn):
    page = on_page(drawn["Goal"].plan, on=date(2018, 1, 1))
    assert page.round is None
    assert page.counts.states == {State.NOT_ASSESSED: 4}


FILTERED = {
    "area": (lambda made: Filters(area=made["Goal"].key), "(Resor)\n  Goal\n    Buss"),
    "person": (lambda made: Filters(person=made["Båt"].owner_person.key), "Resor\n(Gods)\n  Båt"),
    "function": (lambda made: Filters(function="traffic"), "(Resor)\n  Goal"),
    "unowned": (lambda made: Filters(unowned=True), "(Resor)\n  (Goal)\n    Buss\n  Tåg"),
    "state": (lambda made: Filters(state=State.AT_RISK), "(Resor)\n  (Goal)\n    Buss"),
    "not assessed": (lambda made: Filters(state=State.NOT_ASSESSED), "(Resor)\n  Goal\n  Tåg\n(Gods)\n  Båt"),
    "direction goal": (
        lambda made: Filters(direction_goal=made["Direction"].key),
        "Direction\nResor\n  Goal\n    Buss\n  Tåg",
    ),
    "text": (lambda made: Filters(text="transport"), "(Gods)\n  Båt"),
    "several": (lambda made: Filters(area=made["Resor"].key, unowned=True, text="tåget"), "(Resor)\n  Tåg"),
    "nothing matches": (lambda made: Filters(area=made["Gods"].key, state=State.AT_RISK), ""),
    "an item of another plan": (lambda made: Filters(area=uuid4()), ""),
    "only signs": (lambda made: Filters(text="%_"), ""),
}


@pytest.mark.parametrize("filtered", FILTERED)
def test_filters_keep_what_matches_and_what_it_stands_in(filtered, drawn):
    filters, expected = FILTERED[filtered]
    page = on_page(drawn["Goal"].plan, on=TODAY, filters=filters(drawn))
    assert picture(page) == expected
    assert page.matching == sum(line.strip()[0] != "(" for line in expected.splitlines())
    assert page.counts.activities == 3, "the counts are of the whole plan"


def grown(size: int) -> Plan:
    plan = make.adopted_plan()
    opened = FollowUpRound.objects.create(plan=plan, as_of=TODAY, opens_on=TODAY, due_on=TODAY)
    direction = make.item(plan, ItemKind.DIRECTION_GOAL)
    for n in range(size):
        area = make.area(plan, str(n), owner_person=make.person())
        goal = make.goal(plan, parent=area, owner_function=make.function(make.person()))
        indicator = make.indicator(goal, first_due=date(2018, 1, 31), every_months=1)
        IndicatorValue.objects.create(indicator=indicator, on=TODAY, value=1, source="s", territory="t", entered_at=NOW)
        say(make.item(plan, parent=goal), opened, "done")
        ItemLink.objects.create(source=area, target=direction, kind=LinkKind.SUPPORTS)
    return plan


@pytest.mark.parametrize("size", [3, 300])
def test_the_page_takes_fewer_than_twelve_queries_whatever_its_size(size):
    plan = grown(size)
    filters = Filters(text="sak", state=State.DONE, direction_goal=plan.items.get(kind="direction_goal").key)
    Item.objects.filter(plan=plan, kind="activity").update(stems=search.stems("sak"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = on_page(plan, on=TODAY, filters=filters)
    assert page.matching == size
    assert len(queries) == 10
