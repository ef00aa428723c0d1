"""Who answers for the items of a plan on a day."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from samsyn.members.models import Function, Person
from samsyn.members.queries.functions import current_holder, holdings
from samsyn.plans.models import Item, ItemKind, Plan

FOLLOWED = (ItemKind.GOAL, ItemKind.ACTIVITY)
"""The kinds of items that need an owner: those that are followed up."""


class Owner(NamedTuple):
    """Whom an item has been given to. Not `present`: the person has left, or nobody holds the function."""

    name: str
    person: UUID | None
    function: str | None
    holder: str
    present: bool


class Owners(NamedTuple):
    """The owners that occur in a plan, by the id of the person and of the function."""

    people: dict[int, Owner]
    functions: dict[int, Owner]

    def of(self, person: int | None, function: int | None) -> Owner | None:
        """The owner with these ids, or None where nobody was ever named."""
        if person is not None:
            return self.people[person]
        return None if function is None else self.functions[function]


def owners(plan: Plan, *, on: date) -> Owners:
    """Who the items of a plan have been given to, as of a day: two queries."""
    given = Item.objects.filter(plan=plan).order_by()
    people = Person.objects.filter(pk__in=given.values("owner_person")).order_by()
    holder = holdings(on=on).filter(function=OuterRef("pk")).order_by("pk").values("person__name")[:1]
    functions = Function.objects.filter(pk__in=given.values("owner_function")).annotate(holder=Subquery(holder))
    return Owners(
        {
            pk: Owner(name, key, None, "", erased_at is None and (left_on is None or left_on > on))
            for pk, key, name, left_on, erased_at in people.values_list("pk", "key", "name", "left_on", "erased_at")
        },
        {
            pk: Owner(name, None, code, holder or "", holder is not None)
            for pk, code, name, holder in functions.values_list("pk", "code", "name", "holder")
        },
    )


def owner_of(item: Item, *, on: date) -> Owner | None:
    """Who one item has been given to, as of a day."""
    if item.owner_person is not None:
        person = item.owner_person
        here = person.erased_at is None and (person.left_on is None or person.left_on > on)
        return Owner(person.name, person.key, None, "", here)
    if item.owner_function is not None:
        holder = current_holder(item.owner_function, on=on)
        return Owner(item.owner_function.name, None, item.owner_function.code, str(holder or ""), holder is not None)
    return None


def owned_by_nobody(*, on: date) -> Q:
    """Which items nobody answers for on a day: no owner, a person who has left, a function without a holder."""
    left = Q(owner_person__left_on__lte=on) | Q(owner_person__erased_at__isnull=False)
    vacant = Q(owner_function__isnull=False) & ~Q(owner_function__in=holdings(on=on).values("function"))
    return Q(owner_person__isnull=True, owner_function__isnull=True) | left | vacant


def unowned(plan: Plan, *, on: date) -> QuerySet[Item]:
    """The goals and activities that nobody answers for on a day."""
    found = Item.objects.filter(owned_by_nobody(on=on), plan=plan, kind__in=FOLLOWED)
    return found.select_related("parent", "owner_person", "owner_function").order_by("position", "pk")
