"""Opening and ending a meeting, and taking its items one at a time."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.foundation.audit import operations as audit
from samsyn.meetings import gate
from samsyn.meetings.errors import WrongState
from samsyn.meetings.models import AgendaItem, ItemState, Meeting, MeetingState
from samsyn.meetings.queries import rolls


@transaction.atomic
def open_meeting(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """Open a summoned meeting: the roll call begins. Opening it again changes nothing."""
    meeting = gate.to_lead(meeting, by=by, at=at)
    if meeting.state == MeetingState.OPEN:
        return meeting
    if meeting.state != MeetingState.SUMMONED:
        raise WrongState(_("Only a meeting that has been summoned, and not been held, is opened."))
    meeting.state, meeting.opened_at = MeetingState.OPEN, at
    return _saved(meeting, verb="meetings.meeting_opened", by=by, at=at)


@transaction.atomic
def end_meeting(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """End the meeting: every item has been handled, postponed or withdrawn."""
    meeting = gate.to_lead_open(meeting, by=by, at=at)
    gate.refuse_open_vote(meeting)
    left = meeting.items.filter(state__in=[ItemState.WAITING, ItemState.OPEN]).count()
    if left:
        message = ngettext(
            "%(left)s item has not been handled. Handle or postpone it first.",
            "%(left)s items have not been handled. Handle or postpone them first.",
            left,
        )
        raise WrongState(message % {"left": left})
    meeting.state, meeting.ended_at = MeetingState.ENDED, at
    return _saved(meeting, verb="meetings.meeting_ended", by=by, at=at)


@transaction.atomic
def open_item(item: AgendaItem, *, by: Any, at: datetime) -> AgendaItem:
    """Take up an item. One is open at a time, and who sits in which seat stays until it has been handled."""
    item = _item(item, by, at)
    if item.state == ItemState.OPEN:
        return item
    if item.state != ItemState.WAITING:
        raise WrongState(_("The item has been handled, postponed or withdrawn."))
    if other := rolls.open_item(item.meeting):
        raise WrongState(_("“%(item)s” is open. Handle or postpone it first.") % {"item": other})
    item.opened_at = at
    return _moved(item, ItemState.OPEN, verb="meetings.item_opened", by=by, at=at)


@transaction.atomic
def handle_item(item: AgendaItem, *, by: Any, at: datetime) -> AgendaItem:
    """The open item has been handled."""
    item = _item(item, by, at)
    if item.state == ItemState.HANDLED:
        return item
    if item.state != ItemState.OPEN:
        raise WrongState(_("Only the item that is open can be handled."))
    gate.refuse_open_vote(item.meeting)
    item.handled_at = at
    return _moved(item, ItemState.HANDLED, verb="meetings.item_handled", by=by, at=at)


@transaction.atomic
def postpone_item(item: AgendaItem, *, by: Any, at: datetime) -> AgendaItem:
    """Leave an item, open or waiting, to another meeting."""
    item = _item(item, by, at)
    if item.state == ItemState.POSTPONED:
        return item
    if item.state not in (ItemState.OPEN, ItemState.WAITING):
        raise WrongState(_("Only an item that has not been handled can be postponed."))
    gate.refuse_open_vote(item.meeting)
    return _moved(item, ItemState.POSTPONED, verb="meetings.item_postponed", by=by, at=at)


@transaction.atomic
def put_back_item(item: AgendaItem, *, by: Any, at: datetime) -> AgendaItem:
    """The item was opened by mistake: it waits again. Refused once something has happened at it."""
    item = _item(item, by, at)
    if item.state != ItemState.OPEN:
        raise WrongState(_("Only the item that is open can be put back."))
    if item.roll.exists() or item.votes.exists() or item.decisions.exists():
        raise WrongState(_("Something has happened at the item already. Handle or postpone it instead."))
    item.opened_at = None
    return _moved(item, ItemState.WAITING, verb="meetings.item_put_back", by=by, at=at)


def _item(item: AgendaItem, by: Any, at: datetime) -> AgendaItem:
    return gate.present_item(gate.to_lead_open(item.meeting, by=by, at=at), item)


def _saved(meeting: Meeting, *, verb: str, by: Any, at: datetime) -> Meeting:
    meeting.modified_at = at
    meeting.save(update_fields=["state", "opened_at", "ended_at", "modified_at"])
    audit.record(verb=verb, subject=f"meeting:{meeting.key}", by=by, at=at)
    return meeting


def _moved(item: AgendaItem, state: ItemState, *, verb: str, by: Any, at: datetime) -> AgendaItem:
    item.state, item.modified_at = state, at
    item.save(update_fields=["state", "opened_at", "handled_at", "modified_at"])
    audit.record(verb=verb, subject=f"agenda_item:{item.key}", by=by, at=at, meeting=str(item.meeting.key))
    return item
