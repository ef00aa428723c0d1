"""Calendars that programs subscribe to: opened and revoked by their owner."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.meetings import rules
from samsyn.meetings.models import CalendarSubscription
from samsyn.members.models import Organ


@transaction.atomic
def subscribe(*, by: Any, at: datetime, organ: Organ | None = None) -> CalendarSubscription:
    """Open a calendar of one's own meetings, or of an organ's; the one that is open, where there is one."""
    if not rules.may_subscribe(by, organ, on=day_of(at)):
        raise NotPermitted(_("You may subscribe to your own meetings, and to those of organs that you may read."))
    made, fresh = CalendarSubscription.objects.get_or_create(
        account=by, organ=organ, revoked_at=None, defaults={"created_at": at}
    )
    if fresh:
        audit.record(verb="meetings.calendar_opened", subject=f"calendar:{made.pk}", by=by, at=at)
    return made


@transaction.atomic
def revoke(calendar: CalendarSubscription, *, by: Any, at: datetime) -> None:
    """Close a calendar's address for good; another one can be opened."""
    if by is not None and calendar.account_id != by.pk:
        raise NotPermitted(_("You may only close your own calendars."))
    if CalendarSubscription.objects.filter(pk=calendar.pk, revoked_at=None).update(revoked_at=at):
        audit.record(verb="meetings.calendar_revoked", subject=f"calendar:{calendar.pk}", by=by, at=at)
