"""Small things to test with, made straight in the database: plain functions, sensible defaults, no magic."""

import itertools
from datetime import UTC, date, datetime, timedelta

from samsyn.foundation.accounts.models import Role, RoleGrant, User
from samsyn.meetings.models import AgendaItem, Meeting
from samsyn.members.models import (
    Capacity,
    CapacityKind,
    Function,
    FunctionHolder,
    Inhabitants,
    LegalBasis,
    Mandate,
    MandateRole,
    Membership,
    MembershipKind,
    Organ,
    Organisation,
    Person,
    RulesOfProcedure,
    SeatRule,
)
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


def member(inhabitants: int | None = None, **fields) -> Organisation:
    """A member since 2017, with its inhabitants at the end of that year where they are known."""
    made = organisation(**fields)
    Membership.objects.create(organisation=made, kind=MembershipKind.MEMBER, since=date(2017, 1, 1))
    if inhabitants is not None:
        Inhabitants.objects.create(organisation=made, year=2017, number=inhabitants, source="SCB")
    return made


def seat_rule(of: Organ, steps: tuple = (), fixed: dict | None = None, **fields) -> SeatRule:
    """A rule by steps (from inhabitants, seats, substitutes), or with fixed (seats, substitutes) by organisation."""
    basis = "steps" if fixed is None else "fixed"
    made = SeatRule.objects.create(**{"organ": of, "since": date(2017, 1, 1), "basis": basis} | fields)
    for inhabitants_from, seats, substitutes in steps:
        made.steps.create(inhabitants_from=inhabitants_from, seats=seats, substitutes=substitutes)
    for body, (seats, substitutes) in (fixed or {}).items():
        made.allotments.create(organisation=body, seats=seats, substitutes=substitutes)
    return made


def person(**fields) -> Person:
    return Person.objects.create(**{"name": f"Person {next(_count)}"} | fields)


def capacity(of: Person, **fields) -> Capacity:
    """What a person is to the council since 2017: an official, with an address."""
    defaults = {"kind": CapacityKind.OFFICIAL, "email": "official@council.example", "purpose": "contact"}
    defaults |= {"legal_basis": LegalBasis.PUBLIC_TASK, "since": date(2017, 1, 1)}
    return Capacity.objects.create(**{"person": of} | defaults | fields)


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


def rules_of_procedure(of: Organ, **fields) -> RulesOfProcedure:
    """Rules in force since 2017: summons 28 days before, papers 7, and the model's defaults."""
    defaults = {"since": date(2017, 1, 1), "summons_days": 28, "papers_days": 7}
    return RulesOfProcedure.objects.create(**{"organ": of} | defaults | fields)


def mandate(of: Organ, holder: Person | None = None, *, role: MandateRole = MandateRole.DELEGATE, **fields) -> Mandate:
    """A place in an organ since 2017, of somebody new where nobody is given."""
    defaults = {"since": date(2017, 1, 1), "created_at": NOW, "modified_at": NOW}
    return Mandate.objects.create(**{"organ": of, "person": holder or person(), "role": role} | defaults | fields)


def meeting(of: Organ | None = None, **fields) -> Meeting:
    """A planned meeting of two hours, a month from `NOW`."""
    starts_at = fields.get("starts_at", NOW + timedelta(days=30))
    defaults = {"title": f"Meeting {next(_count)}", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    defaults |= {"created_at": NOW, "modified_at": NOW}
    return Meeting.objects.create(**{"organ": of or organ()} | defaults | fields)


def agenda_item(of: Meeting, **fields) -> AgendaItem:
    """An item of decision, last on the agenda."""
    n = next(_count)
    defaults = {"title": f"Item {n}", "position": n, "created_at": NOW, "modified_at": NOW}
    return AgendaItem.objects.create(**{"meeting": of} | defaults | fields)
