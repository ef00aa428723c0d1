"""Meetings that a person may read."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.meetings import rules
from samsyn.meetings.models import Meeting, MeetingKind, MeetingState, Notice, NoticeKind

SITS = Q(state=MeetingState.OPEN)


def by_key(key: UUID) -> Meeting:
    """The meeting with a key; raises `Meeting.DoesNotExist`."""
    return Meeting.objects.select_related("organ", "beside").get(key=key)


def public() -> QuerySet[Meeting]:
    """The meetings whose open part anybody may read (`rules.is_public`)."""
    summons = Notice.objects.filter(meeting=OuterRef("pk"), kind=NoticeKind.SUMMONS)
    called = ~Q(state__in=rules.UNCALLED) | (Q(state=MeetingState.CANCELLED) & Exists(summons))
    open_to_all = Meeting.objects.filter(called, organ__public=True).exclude(kind=MeetingKind.PARTY_GROUP)
    return open_to_all.select_related("organ")


def of_members(by: Any, *, on: date) -> QuerySet[Meeting]:
    """The meetings that somebody is a member of (`rules.is_member`)."""
    mine = Q(pk__in=[])
    for place in rules.places_of(by):
        if place.holds(on):
            mine |= Q(organ=place.organ)
        else:
            mine |= Q(organ=place.organ, starts_at__date__gte=place.since) & _until(place.until)
    return Meeting.objects.filter(mine).select_related("organ")


def readable(by: Any, *, on: date) -> QuerySet[Meeting]:
    """Every meeting that somebody may see (`rules.may_read`), by time."""
    if rules.may_manage(by, on=on):
        return Meeting.objects.select_related("organ")
    return public() | of_members(by, on=on)


def coming(by: Any, *, on: date, at: datetime) -> QuerySet[Meeting]:
    """The readable meetings that sit, or whose time has not passed, next first."""
    return readable(by, on=on).filter(Q(ends_at__gte=at) | SITS).exclude(state=MeetingState.ENDED)


def next_of(by: Any, *, on: date, at: datetime, number: int) -> list[Meeting]:
    """The next meetings that somebody is a member of."""
    if not rules.places_of(by):
        return []
    mine = of_members(by, on=on).filter(Q(ends_at__gte=at) | SITS).exclude(state__in=rules.OVER)
    return list(mine.order_by("starts_at", "pk")[:number])


def past(by: Any, *, on: date, at: datetime) -> QuerySet[Meeting]:
    """The readable meetings that are over, latest first."""
    over = Q(ends_at__lt=at) & ~SITS | Q(state=MeetingState.ENDED)
    return readable(by, on=on).filter(over).order_by("-starts_at", "-pk")


def _until(day: date | None) -> Q:
    return Q() if day is None else Q(starts_at__date__lte=day)
