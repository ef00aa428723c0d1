"""Organs."""

from django.db.models import QuerySet

from samsyn.members.models import Organ


def listed() -> QuerySet[Organ]:
    return Organ.objects.order_by("name")
