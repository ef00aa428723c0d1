"""Which day it is: the council's, not the clock's in Greenwich."""

from datetime import date, datetime

from django.utils import timezone


def day_of(at: datetime) -> date:
    """The day that a moment falls on where the council is (Django's current time zone).

    Moments are kept in UTC, where a summer night's first two hours still belong to the day before.
    """
    return timezone.localdate(at)
