"""Small things to test with, made straight in the database: plain functions, sensible defaults, no magic."""

import itertools
from datetime import UTC, date, datetime

from samsyn.foundation.accounts.models import Role, RoleGrant, User
from samsyn.members.models import Function, FunctionHolder, Organ, Organisation, Person
from samsyn.plans.models import Indicator, Item, ItemKind, Plan, PlanState

NOW = datetime(2018, 5, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
_count = itertools.count(1)


def user(*roles: Role, **fields) -> User:
    """An account with the given roles since 2017 (for an organisation where the role needs one)."""
    n = next(_count)
    fields = {"email": f"person{n}@council.example", "name": f"Person {n}", "joined_at": NOW} | fields
    made = User.objects.create_user(**fields) if hasattr(User.objects, "create_user") else User.objects.create(**fields)
    for role in roles:
        needs = role in (Role.DELEGATE, Role.MEMBER_CONTACT)
        RoleGrant.objects.create(user=made, role=role, organisation="0380" if needs else "", since=date(2017, 1, 1))
    return made


def organisation(**fields) -> Organisation:
    n = next(_count)
    return Organisation.objects.create(**{"code": f"org-{n}", "name": f"Organisation {n}"} | fields)


def organ(**fields) -> Organ:
    n = next(_count)
    return Organ.objects.create(**{"code": f"organ-{n}", "name": f"Board {n}"} | fields)


def person(**fields) -> Person:
    return Person.objects.create(**{"name": f"Person {next(_count)}"} | fields)


def function(holder: Person | None = None, **fields) -> Function:
    n = next(_count)
    made = Function.objects.create(**{"code": f"function-{n}", "name": f"Function {n}"} | fields)
    if holder is not None:
        FunctionHolder.objects.create(function=made, person=holder, since=date(2017, 1, 1))
    return made


def plan(**fields) -> Plan:
    defaults = {"title": "Plan 2018", "starts_on": date(2018, 1, 1), "ends_on": date(2018, 12, 31)}
    return Plan.objects.create(**defaults | fields)


def adopted_plan(**fields) -> Plan:
    """A plan in the state adopted, without a version: use the operations where the version matters."""
    return plan(state=PlanState.ADOPTED, **fields)


def item(of: Plan, kind: ItemKind = ItemKind.ACTIVITY, **fields) -> Item:
    n = next(_count)
    return Item.objects.create(**{"plan": of, "kind": kind, "position": n, "wording": f"Att göra sak {n}."} | fields)


def area(of: Plan, number: str = "1", **fields) -> Item:
    return item(of, ItemKind.FOCUS_AREA, **{"number": number, "heading": f"Area {number}", "wording": ""} | fields)


def goal(of: Plan, **fields) -> Item:
    return item(of, ItemKind.GOAL, **fields)


def indicator(of: Item, **fields) -> Indicator:
    n = next(_count)
    defaults = {"name": f"Indicator {n}", "unit": "%", "good_direction": "higher"}
    defaults |= {"territory": "Region", "source": "Own"}
    return Indicator.objects.create(**{"item": of} | defaults | fields)
