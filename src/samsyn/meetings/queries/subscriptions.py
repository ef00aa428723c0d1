"""Calendars that programs subscribe to, found by their secret address, and the meetings in them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from samsyn.foundation.accounts.models import User
from samsyn.meetings import rules
from samsyn.meetings.calendars import Appointment
from samsyn.meetings.models import CalendarSubscription
from samsyn.meetings.queries import meetings
from samsyn.meetings.queries.appointments import appointment
from samsyn.members.models import Organ
from samsyn.members.queries import organs

KEPT = timedelta(days=366)
"""Meetings of the last year stay in calendars."""

_SIGNER = Signer(sep=".", salt="samsyn.meetings.calendar")


def token(calendar: CalendarSubscription) -> str:
    """What makes the address secret."""
    return _SIGNER.sign(calendar.key.hex)


def by_token(token: str) -> CalendarSubscription | None:
    """The open calendar of an address, of an account that may still sign in."""
    try:
        key = UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    open_ones = CalendarSubscription.objects.filter(revoked_at__isnull=True, account__is_active=True)
    return open_ones.filter(key=key).select_related("account", "organ").first()


def of_account(account: User) -> QuerySet[CalendarSubscription]:
    """The open calendars of an account, its own meetings first."""
    return (
        CalendarSubscription.objects.filter(account=account, revoked_at__isnull=True)
        .select_related("organ")
        .order_by("organ__name", "pk")
    )


def offered(account: User, *, on: date) -> list[Organ]:
    """The organs that somebody may subscribe to and does not."""
    taken = {each.organ_id for each in of_account(account)}
    return [each for each in organs.listed() if each.pk not in taken and rules.may_subscribe(account, each, on=on)]


def appointments_in(calendar: CalendarSubscription, *, on: date, at: datetime) -> list[Appointment]:
    """What the calendar holds: the meetings of the last year and to come that its owner may see today."""
    account, organ = calendar.account, calendar.organ
    found = meetings.of_members(account, on=on) if organ is None else meetings.readable(account, on=on)
    if organ is not None:
        found = found.filter(organ=organ)
    kept = found.filter(ends_at__gte=at - KEPT).order_by("starts_at", "pk")
    return [appointment(each, member=rules.may_read_closed(account, each, on=on)) for each in kept]
