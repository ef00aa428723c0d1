"""What holds on a day, of that which has a first day and perhaps a last."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


def holding_on(rows: QuerySet[M], on: date) -> QuerySet[M]:
    """Those that have begun by a day and have not ended before it."""
    return rows.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


def overlapping(rows: QuerySet[M], since: date, until: date | None) -> QuerySet[M]:
    """Those that hold on some day of a period; without `until`, from its first day on."""
    found = rows.filter(Q(until__isnull=True) | Q(until__gte=since))
    return found.filter(since__lte=until) if until else found
