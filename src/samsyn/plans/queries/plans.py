"""Reading plans and their versions."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from samsyn.plans import rules
from samsyn.plans.models import Item, Plan


def readable(by: Any, *, on: date) -> QuerySet[Plan]:
    """The plans that somebody may read as they are now, latest first. The same answer as `rules.may_read`."""
    if rules.may_read_all_plans(by, on=on):
        return Plan.objects.select_related("decided_by")
    seats = rules.seats_of(by, on=on)
    given = Item.objects.filter(rules.given_to(seats)).values("plan")
    allowed = Q(pk__in=given) if seats else Q(pk__in=())
    if rules.may_read_decided_plans(by, on=on):
        allowed |= Q(state__in=rules.DECIDED)
    return Plan.objects.filter(allowed).select_related("decided_by")


def by_key(key: Any) -> Plan:
    """The plan with a key; raises `Plan.DoesNotExist`."""
    return Plan.objects.select_related("decided_by", "document", "continues").get(key=key)


def current(by: Any, *, on: date) -> Plan | None:
    """The plan to show first: the decided one whose period the day is in, else the latest that may be read."""
    plans = readable(by, on=on)
    now = plans.filter(state__in=rules.DECIDED, starts_on__lte=on, ends_on__gte=on).first()
    return now or plans.first()
