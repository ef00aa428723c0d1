"""A small adopted plan that is being followed up, drawn for the tests of pages."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from samsyn.foundation.accounts.models import Role, User
from samsyn.plans.models import FollowUpRound, Indicator, Item, Plan
from samsyn.plans.operations import indicators, rounds
from tests import factories

NOW = factories.NOW
ROLES = {
    "officer": Role.OFFICER,
    "analyst": Role.ANALYST,
    "delegate": Role.DELEGATE,
    "contact": Role.MEMBER_CONTACT,
    "participant": Role.PARTICIPANT,
    "administrator": Role.ADMINISTRATOR,
}


@dataclass
class Drawn:
    """Area 1 with a goal (owned, measured in % until 40 by the end of 2018) and an activity (the owner's too)."""

    plan: Plan
    area: Item
    goal: Item
    activity: Item
    indicator: Indicator
    spring: FollowUpRound
    people: dict[str, User]


def drawn(**of_plan: Any) -> Drawn:
    """The plan, with one account for each role and one, `owner`, that has no role but answers for the area."""
    people = {name: factories.user(role) for name, role in ROLES.items()}
    people["owner"] = factories.user()
    answers = factories.person(account=people["owner"])
    plan = factories.adopted_plan(**of_plan)
    area = factories.area(plan, owner_person=answers)
    goal = factories.goal(plan, parent=area, owner_person=answers, wording="Fler reser med tåg.")
    activity = factories.item(plan, parent=area, owner_person=answers, wording="Samordna tidtabellerna.")
    indicator = factories.indicator(
        goal, name="Andel resor med tåg", baseline=Decimal(30), baseline_on=date(2017, 12, 31),
        first_due=date(2018, 4, 30), every_months=4,
    )  # fmt: skip
    indicators.set_target(indicator, on=date(2018, 12, 31), value=Decimal(40), by=None, at=NOW)
    spring = rounds.open_usual(plan, by=None, at=NOW)[0]
    return Drawn(plan, area, goal, activity, indicator, spring, people)
