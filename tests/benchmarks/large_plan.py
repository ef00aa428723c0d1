"""A plan of the size that the benchmarks are about: 50 areas, 500 goals, 3,000 activities, six rounds."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from samsyn.foundation.accounts.models import Role
from samsyn.members.models import Function, FunctionHolder, Person
from samsyn.plans.models import (
    FollowUp,
    FollowUpRound,
    FollowUpState,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Item,
    ItemKind,
    ItemLink,
    LinkKind,
    Plan,
    PlanState,
)
from samsyn.plans.operations import plans
from samsyn.plans.search import stems
from tests import factories

AREAS, GOALS_AN_AREA, ACTIVITIES_A_GOAL = 50, 10, 6
ROUNDS = [
    date(2017, 4, 30),
    date(2017, 8, 31),
    date(2017, 12, 31),
    date(2018, 4, 30),
    date(2018, 8, 31),
    date(2018, 12, 31),
]
WORDS = [
    "samordna",
    "utveckla",
    "sprida",
    "stärka",
    "kartlägga",
    "regionen",
    "kommunerna",
    "transporter",
    "kompetensförsörjning",
    "innovation",
    "medlemmarna",
    "systemanalys",
    "kollektivtrafik",
    "utbildning",
    "näringsliv",
    "akademi",
    "samverkan",
    "underlag",
    "prioriteringar",
]


def _wording(chance: random.Random) -> str:
    return "Att " + " ".join(chance.choices(WORDS, k=18)) + "."


def build(seed: int = 2018) -> Plan:
    """The large plan, the same for the same seed; also an officer to read it as."""
    chance = random.Random(seed)
    factories.user(Role.OFFICER, email="officer@bench.example", password="a long password for benchmarks")
    plan = factories.plan(
        title="Stor plan", starts_on=date(2017, 1, 1), ends_on=date(2018, 12, 31), state=PlanState.PROPOSED
    )
    people, functions = _owners()
    areas, goals, activities = _items(plan, chance, people, functions)
    _links(plan, areas, chance)
    _indicators(goals, chance)
    adopted = datetime(2016, 12, 9, tzinfo=UTC)
    plans.adopt(
        plan, organ=factories.organ(), decided_on=adopted.date(), decision_reference="§ 12", by=None, at=adopted
    )
    _follow_ups(plan, goals + activities, chance)
    return Plan.objects.get(pk=plan.pk)


def _owners() -> tuple[list[Person], list[Function]]:
    people = Person.objects.bulk_create(Person(name=f"Person {n}") for n in range(40))
    functions = Function.objects.bulk_create(Function(code=f"f{n}", name=f"Funktion {n}") for n in range(10))
    FunctionHolder.objects.bulk_create(
        FunctionHolder(function=function, person=people[n], since=date(2016, 1, 1))
        for n, function in enumerate(functions)
    )
    return people, functions


def _item(plan, kind, parent, position, chance, **fields) -> Item:
    wording = "" if kind == ItemKind.FOCUS_AREA else _wording(chance)
    found = stems(fields.get("heading", ""), wording)
    return Item(plan=plan, kind=kind, parent=parent, position=position, wording=wording, stems=found, **fields)


def _items(plan, chance, people, functions):
    areas = Item.objects.bulk_create(
        _item(plan, ItemKind.FOCUS_AREA, None, n, chance, number=f"{n + 1}", heading=f"Område {n + 1}")
        for n in range(AREAS)
    )
    goals = Item.objects.bulk_create(
        _item(plan, ItemKind.GOAL, area, n, chance, owner_function=chance.choice(functions))
        for area in areas
        for n in range(GOALS_AN_AREA)
    )
    activities = Item.objects.bulk_create(
        _item(plan, ItemKind.ACTIVITY, goal, n, chance, owner_person=chance.choice([*people, None]))
        for goal in goals
        for n in range(ACTIVITIES_A_GOAL)
    )
    return areas, goals, activities


def _links(plan, areas, chance) -> None:
    direction = Item.objects.bulk_create(
        _item(plan, ItemKind.DIRECTION_GOAL, None, n, chance, heading=f"Inriktningsmål {n + 1}") for n in range(2)
    )
    ItemLink.objects.bulk_create(
        ItemLink(source=area, target=chance.choice(direction), kind=LinkKind.SUPPORTS) for area in areas
    )


def _indicators(goals, chance) -> None:
    indicators = Indicator.objects.bulk_create(
        Indicator(
            item=goal, name=f"Indikator {n}", unit="%", good_direction="higher", territory="Regionen", source="Egen",
            baseline=Decimal(40), baseline_on=date(2016, 12, 31), first_due=date(2017, 4, 30), every_months=4,
        )
        for n, goal in enumerate(goals[::2])
    )  # fmt: skip
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(indicator=one, on=date(2018, 12, 31), value=Decimal(60)) for one in indicators
    )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator=one, on=day, value=Decimal(chance.randint(35, 65)), source="Egen", territory="Regionen",
            entered_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
        for one in indicators
        for day in ROUNDS[: chance.randint(4, 6)]
    )  # fmt: skip


def _follow_ups(plan, items, chance) -> None:
    rounds = FollowUpRound.objects.bulk_create(
        FollowUpRound(plan=plan, as_of=day, opens_on=day - timedelta(14), due_on=day + timedelta(14)) for day in ROUNDS
    )
    states = [state for state in FollowUpState if state not in (FollowUpState.STOPPED, FollowUpState.NOT_REACHED)]
    FollowUp.objects.bulk_create(
        (
            FollowUp(
                item=item, round=one, state=chance.choice(states), text=_wording(chance), consequence="Följd.",
                action="Åtgärd.", entered_at=datetime(one.as_of.year, one.as_of.month, one.as_of.day, tzinfo=UTC),
            )
            for one in rounds
            for item in items
        ),
        batch_size=2000,
    )  # fmt: skip
