"""Organisations."""

from django.db.models import QuerySet

from samsyn.members.models import Organisation


def listed() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def names() -> dict[str, str]:
    """The names of the organisations by code."""
    return dict(Organisation.objects.values_list("code", "name"))
