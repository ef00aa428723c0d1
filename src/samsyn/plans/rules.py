"""Who may do what with plans. Refused unless a rule here allows it.

`by` is an account, an anonymous visitor, or None: the system itself or the operator at the command line, who may do
everything. An *owner* is somebody whom an item, or something it stands in, has been given to: the person themselves,
or the holder of the function, on the day.

Rules answer for the person, and for the plan's state where a button would make no sense otherwise. The operations
refuse again, with the reason in words.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.accounts.queries import roles_of
from samsyn.members.models import Person
from samsyn.members.queries.functions import holdings
from samsyn.plans import content, structure
from samsyn.plans.models import Indicator, Item, ItemKind, Plan, PlanState, VersionKind

DECIDED = (PlanState.ADOPTED, PlanState.CLOSED)
READS_DECIDED = (Role.DELEGATE, Role.MEMBER_CONTACT, Role.PARTICIPANT, Role.ADMINISTRATOR)
READS_ALL = (Role.OFFICER, Role.ANALYST)

STEPS: dict[str, tuple[tuple[PlanState, ...], PlanState]] = {
    "propose": ((PlanState.DRAFT,), PlanState.PROPOSED),
    "adopt": ((PlanState.PROPOSED,), PlanState.ADOPTED),
    "revise": ((PlanState.PROPOSED, PlanState.ADOPTED), PlanState.DRAFT),
    "close": ((PlanState.ADOPTED,), PlanState.CLOSED),
}
"""The life of a plan: each step, the states it is taken from, and the state it leads to."""

STANDS_UNDER: dict[ItemKind, tuple[ItemKind | None, ...]] = {
    ItemKind(kind): tuple(above and ItemKind(above) for above in places)
    for kind, places in content.STANDS_UNDER.items()
}
"""`samsyn.plans.content.STANDS_UNDER` in the words of the models."""


@dataclass(frozen=True, slots=True)
class Seats:
    """The people and functions that an account answers as, on a day (numbers of rows)."""

    people: frozenset[int] = frozenset()
    functions: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people)


def seats_of(by: Any, *, on: date) -> Seats:
    """Whom an account answers as on a day: nobody once the person has left."""
    if by is None or not by.is_authenticated or not by.is_active:
        return Seats()
    people = Person.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), account=by, erased_at__isnull=True)
    ids = frozenset(people.values_list("pk", flat=True))
    held = holdings(on=on).filter(person__in=ids).values_list("function", flat=True) if ids else ()
    return Seats(ids, frozenset(held))


def given_to(seats: Seats) -> Q:
    """Which items have been given to these seats themselves (what stands in them not counted)."""
    return Q(owner_person__in=seats.people) | Q(owner_function__in=seats.functions)


def owned_items(by: Any, plan: Plan, *, on: date) -> frozenset[int]:
    """The ids of all items of a plan that somebody owns, those inside owned ones too: at most four queries."""
    seats = seats_of(by, on=on)
    if not seats:
        return frozenset()
    given = list(Item.objects.filter(given_to(seats), plan=plan).values_list("pk", flat=True))
    if not given:
        return frozenset()
    return structure.with_descendants(given, dict(Item.objects.filter(plan=plan).values_list("pk", "parent")))


def is_owner(by: Any, item: Item, *, on: date) -> bool:
    """Whether somebody owns the item or something that it stands in."""
    return item.pk in owned_items(by, item.plan, on=on)


def owns_in(by: Any, plan: Plan, *, on: date) -> bool:
    """Whether anything in the plan has been given to somebody."""
    seats = seats_of(by, on=on)
    return bool(seats) and Item.objects.filter(given_to(seats), plan=plan).exists()


def has_role(by: Any, *roles: Role, on: date) -> bool:
    """Whether somebody has one of the roles on a day; the system itself has them all."""
    return by is None or not roles_of(by, on=on).isdisjoint(roles)


def may_manage(by: Any, *, on: date) -> bool:
    """Make plans and run them: the office."""
    return has_role(by, Role.OFFICER, on=on)


# Reading


def may_read(by: Any, plan: Plan, *, on: date) -> bool:
    """Read the plan as it is now. Drafts are for the office, the analysts and those who are to answer for parts."""
    if has_role(by, *READS_ALL, on=on):
        return True
    if plan.state in DECIDED and has_role(by, *READS_DECIDED, on=on):
        return True
    return owns_in(by, plan, on=on)


def may_read_internal(by: Any, *, on: date) -> bool:
    """Read internal notes and internal documents everywhere."""
    return has_role(by, *READS_ALL, on=on)


def may_read_internal_of(by: Any, item: Item, *, on: date) -> bool:
    """Read the internal note and documents of one item: its owner too."""
    return may_read_internal(by, on=on) or is_owner(by, item, on=on)


def may_read_all_plans(by: Any, *, on: date) -> bool:
    """Read every plan, whatever its state."""
    return has_role(by, *READS_ALL, on=on)


def may_read_decided_plans(by: Any, *, on: date) -> bool:
    """Read every adopted and closed plan."""
    return has_role(by, *READS_ALL, *READS_DECIDED, on=on)


def is_public(plan: Plan) -> bool:
    """Whether the plan has been adopted, so that anybody may read the adopted version (never the plan as it is now)."""
    return plan.versions.filter(kind=VersionKind.ADOPTED).exists()


# The plan and its words


def may_create(by: Any, *, on: date) -> bool:
    """Make a new plan."""
    return may_manage(by, on=on)


def may_import(by: Any, *, on: date) -> bool:
    """Read a document or an export into a plan."""
    return may_manage(by, on=on)


def may_edit_wording(by: Any, plan: Plan, *, on: date) -> bool:
    """Change the words of the plan and their order."""
    return may_manage(by, on=on) and plan.state == PlanState.DRAFT


def may_take_step(by: Any, plan: Plan, step: str, *, on: date) -> bool:
    """Take a step of `STEPS` with the plan as it stands."""
    return may_manage(by, on=on) and plan.state in STEPS[step][0]


def may_delete(by: Any, plan: Plan, *, on: date) -> bool:
    """Remove a draft."""
    return may_manage(by, on=on) and plan.state == PlanState.DRAFT


def may_carry_over(by: Any, plan: Plan, *, on: date) -> bool:
    """Begin the next plan from this one."""
    return may_manage(by, on=on)


def may_export_full(by: Any, plan: Plan, *, on: date) -> bool:
    """Export everything, internal notes included."""
    return may_read_internal(by, on=on)


# What follow-up needs of each item


def may_assign_owner(by: Any, plan: Plan, *, on: date) -> bool:
    """Say who answers for an item."""
    return may_manage(by, on=on)


def may_link(by: Any, plan: Plan, *, on: date) -> bool:
    """Tie items of a plan together across the tree."""
    return may_manage(by, on=on)


def may_edit_follow_up_data(by: Any, item: Item, *, on: date) -> bool:
    """Period, money, steps, risks, documents, contributors and the internal note."""
    return may_manage(by, on=on) or is_owner(by, item, on=on)


def may_publish_document(by: Any, item: Item, *, on: date) -> bool:
    """Let the public see a document."""
    return may_manage(by, on=on)


def may_manage_indicator(by: Any, item: Item, *, on: date) -> bool:
    """Say how a goal is measured: indicators, targets, due dates."""
    return may_manage(by, on=on)


def may_enter_value(by: Any, indicator: Indicator, *, on: date) -> bool:
    """Enter a value of an indicator."""
    return has_role(by, *READS_ALL, on=on) or is_owner(by, indicator.item, on=on)


# Follow-up


def may_follow_up(by: Any, item: Item, *, on: date) -> bool:
    """Say how an item stands."""
    return may_manage(by, on=on) or is_owner(by, item, on=on)


def may_open_round(by: Any, plan: Plan, *, on: date) -> bool:
    """Open, move and summarise follow-up rounds."""
    return may_manage(by, on=on)


def may_mark_ready(by: Any, area: Item, *, on: date) -> bool:
    """Say that an area's part of a round is ready for the report."""
    return may_manage(by, on=on) or is_owner(by, area, on=on)


def may_complete_report(by: Any, plan: Plan, *, on: date) -> bool:
    """Freeze a round into a report."""
    return may_manage(by, on=on)
