"""Reading the members' register. What holds is asked for a day, never stored."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from samsyn.foundation.accounts.models import User
from samsyn.members.models import Function, FunctionHolder, Organ, Organisation, Person


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def organisation_names() -> dict[str, str]:
    """The names of the organisations by code."""
    return dict(Organisation.objects.values_list("code", "name"))


def organs() -> QuerySet[Organ]:
    return Organ.objects.order_by("name")


def _here(on: date) -> Q:
    """A person takes part on a day who has neither left nor been erased."""
    return Q(left_on__isnull=True, erased_at__isnull=True) | Q(left_on__gt=on, erased_at__isnull=True)


def people(*, search: str = "", on: date) -> QuerySet[Person]:
    """Those who take part on a day, by name; by part of the name, address or organisation."""
    found = Person.objects.filter(_here(on)).select_related("organisation", "account")
    if search:
        found = found.filter(
            Q(name__icontains=search) | Q(email__icontains=search) | Q(organisation__name__icontains=search)
        )
    return found.order_by("name", "pk")


def person(key) -> Person | None:
    """A person who has not been erased, by key."""
    return Person.objects.select_related("organisation", "account").filter(key=key, erased_at__isnull=True).first()


def person_of(user) -> Person | None:
    """Who the account's owner is in the register; None for the anonymous and for accounts tied to nobody."""
    if user is None or not user.is_authenticated:
        return None
    return Person.objects.filter(account=user, erased_at__isnull=True).first()


def holdings(*, on: date) -> QuerySet[FunctionHolder]:
    """Who holds which function on a day: people who have left hold nothing."""
    return (
        FunctionHolder.objects.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)
        .filter(Q(person__left_on__isnull=True) | Q(person__left_on__gt=on), person__erased_at__isnull=True)
        .select_related("person")
    )


def current_holder(function: Function, *, on: date) -> Person | None:
    """Who holds a function on a day; None where it is vacant."""
    holding = holdings(on=on).filter(function=function).first()
    return holding.person if holding else None


def functions(*, on: date) -> QuerySet[Function]:
    """Every function by name, each with `held_now`: a list with its holder of the day, or empty."""
    return Function.objects.order_by("name").prefetch_related(Prefetch("holders", holdings(on=on), to_attr="held_now"))


def function(code: str) -> Function | None:
    """A function with everyone who has held it, latest first."""
    history = Prefetch("holders", FunctionHolder.objects.select_related("person").order_by("-since", "-pk"))
    return Function.objects.filter(code=code).prefetch_related(history).first()


def functions_of(held_by: Person, *, on: date) -> QuerySet[Function]:
    """The functions that a person holds on a day."""
    return Function.objects.filter(pk__in=holdings(on=on).filter(person=held_by).values("function"))


@dataclass(frozen=True, slots=True)
class Owners:
    """Those who may be made owner of something on a day: people, and functions (vacant ones too)."""

    people: list[Person]
    functions: list[Function]


def owners(*, on: date) -> Owners:
    return Owners(people=list(people(on=on)), functions=list(functions(on=on)))


def overlapping(function: Function, since: date, until: date | None) -> QuerySet[FunctionHolder]:
    """Those who hold a function on some day of a period."""
    found = function.holders.filter(Q(until__isnull=True) | Q(until__gte=since))
    found = found.filter(since__lte=until) if until else found
    return found.select_related("person").order_by("since")


def accounts_for(person: Person) -> QuerySet[User]:
    """Accounts that may be tied to a person: those of nobody, and the person's own."""
    free = User.objects.filter(person__isnull=True, erased_at__isnull=True, is_active=True)
    return (free | User.objects.filter(person=person)).order_by("name")


def held_about(person: Person) -> dict:
    """Everything that the register holds about a person, as plain data."""
    return {
        "key": str(person.key),
        "name": person.name,
        "email": person.email,
        "organisation": person.organisation.name if person.organisation else None,
        "left_on": person.left_on.isoformat() if person.left_on else None,
        "functions": [
            {
                "function": holding.function.name,
                "from": holding.since.isoformat(),
                "until": holding.until.isoformat() if holding.until else None,
            }
            for holding in person.functions_held.select_related("function").order_by("since")
        ],
    }
