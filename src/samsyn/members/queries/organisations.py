"""Organisations."""

from datetime import date

from django.db.models import Q, QuerySet

from samsyn.members.models import Inhabitants, Mandate, Membership, Organisation
from samsyn.members.queries.days import holding_on


def listed() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def by_code(code: str) -> Organisation | None:
    return Organisation.objects.filter(code=code).first()


def memberships(organisation: Organisation) -> QuerySet[Membership]:
    """Everything that an organisation has been to the council, the latest first."""
    return organisation.memberships.order_by("-since")


def inhabitants(organisation: Organisation) -> QuerySet[Inhabitants]:
    """The numbers that are known, the latest first."""
    return organisation.inhabitants.order_by("-year")


def mandates(organisation: Organisation, *, on: date) -> QuerySet[Mandate]:
    """The mandates of a day that an organisation has appointed, of people who have not left."""
    here = Q(person__left_on__isnull=True) | Q(person__left_on__gt=on)
    rows = holding_on(organisation.mandates.filter(here), on)
    return rows.select_related("person", "organ").order_by("organ__name", "person__name", "pk")


def names() -> dict[str, str]:
    """The names of the organisations by code."""
    return dict(Organisation.objects.values_list("code", "name"))
