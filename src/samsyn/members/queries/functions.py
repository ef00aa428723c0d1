"""Functions, and who holds them on a day."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from samsyn.members.models import Function, FunctionHolder, Person
from samsyn.members.queries import days


def holdings(*, on: date) -> QuerySet[FunctionHolder]:
    """Who holds which function on a day: people who have left hold nothing."""
    return (
        days.holding_on(FunctionHolder.objects.all(), on)
        .filter(Q(person__left_on__isnull=True) | Q(person__left_on__gt=on), person__erased_at__isnull=True)
        .select_related("person")
    )


def current_holder(function: Function, *, on: date) -> Person | None:
    """Who holds a function on a day; None where it is vacant."""
    holding = holdings(on=on).filter(function=function).first()
    return holding.person if holding else None


def listed(*, on: date) -> QuerySet[Function]:
    """Every function by name, each with `held_now`: a list with its holder of the day, or empty."""
    return Function.objects.order_by("name").prefetch_related(Prefetch("holders", holdings(on=on), to_attr="held_now"))


def by_code(code: str) -> Function | None:
    """A function with everyone who has held it, latest first."""
    history = Prefetch("holders", FunctionHolder.objects.select_related("person").order_by("-since", "-pk"))
    return Function.objects.filter(code=code).prefetch_related(history).first()


def held_by(held_by: Person, *, on: date) -> QuerySet[Function]:
    """The functions that a person holds on a day."""
    return Function.objects.filter(pk__in=holdings(on=on).filter(person=held_by).values("function"))


def overlapping(function: Function, since: date, until: date | None) -> QuerySet[FunctionHolder]:
    """Those who hold a function on some day of a period."""
    return days.overlapping(function.holders.all(), since, until).select_related("person").order_by("since")
