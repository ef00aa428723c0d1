"""Keeping the roll: each verb adds one event. Noting again what was noted last of somebody changes nothing, so that a
click that is sent twice counts once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.meetings import gate
from samsyn.meetings.errors import NotInTurn, NotUsable, WrongState
from samsyn.meetings.models import AgendaItem, ItemState, Meeting, RollEvent
from samsyn.meetings.queries import rolls
from samsyn.meetings.queries.rolls import Sitting
from samsyn.meetings.roll import Event, Kind, check, check_time, check_undoing, standing
from samsyn.members.models import Mandate

VERBS = {
    Kind.ARRIVED: "meetings.arrived",
    Kind.LEFT: "meetings.left",
    Kind.ENTERED: "meetings.entered",
    Kind.STEPPED_BACK: "meetings.stepped_back",
    Kind.RECUSED: "meetings.recused",
    Kind.RETURNED: "meetings.returned",
}
_OF_THE_ROOM = (Kind.ARRIVED, Kind.LEFT)


@transaction.atomic
def arrive(meeting: Meeting, *, who: Mandate, by: Any, at: datetime) -> RollEvent:
    """Somebody is there: at the roll call, or late."""
    sitting = _sitting(meeting, by, at)
    return _note(sitting, Event(Kind.ARRIVED, who.pk, item=sitting.at), by=by, at=at)


@transaction.atomic
def leave(meeting: Meeting, *, who: Mandate, by: Any, at: datetime) -> RollEvent:
    """Somebody leaves the meeting; whoever has a seat does not come back to one."""
    sitting = _sitting(meeting, by, at)
    return _note(sitting, Event(Kind.LEFT, who.pk, item=sitting.at), by=by, at=at)


@transaction.atomic
def enter(
    meeting: Meeting,
    *,
    who: Mandate,
    seat: Mandate,
    by: Any,
    at: datetime,
    item: AgendaItem | None = None,
    reason: str = "",
) -> RollEvent:
    """A substitute enters in the seat of a delegate; with `item`: for that item, of whoever is recused at it.

    Where another is before in the entry order, only with a reason.
    """
    sitting = _sitting(meeting, by, at)
    event = Event(Kind.ENTERED, who.pk, seat.pk, _of_meeting(sitting, item))
    if not reason.strip():
        _check_turn(sitting, event)
    return _note(sitting, event, reason=reason, by=by, at=at)


@transaction.atomic
def step_back(meeting: Meeting, *, who: Mandate, by: Any, at: datetime, reason: str = "") -> RollEvent:
    """Whoever serves gives up the seat, and stays in the room."""
    return _note(_sitting(meeting, by, at), Event(Kind.STEPPED_BACK, who.pk), reason=reason, by=by, at=at)


@transaction.atomic
def recuse(meeting: Meeting, *, who: Mandate, item: AgendaItem, by: Any, at: datetime, reason: str = "") -> RollEvent:
    """Somebody takes no part in an item that waits or is open."""
    sitting = _sitting(meeting, by, at)
    gate.refuse_open_vote(sitting.meeting)
    event = Event(Kind.RECUSED, who.pk, item=_of_meeting(sitting, item))
    return _note(sitting, event, reason=reason, by=by, at=at)


@transaction.atomic
def end_recusal(meeting: Meeting, *, who: Mandate, item: AgendaItem, by: Any, at: datetime) -> RollEvent:
    """Somebody was not recused after all, and takes part in the item. (At the item's end nothing needs to be noted.)"""
    sitting = _sitting(meeting, by, at)
    gate.refuse_open_vote(sitting.meeting)
    return _note(sitting, Event(Kind.RETURNED, who.pk, item=_of_meeting(sitting, item)), by=by, at=at)


@transaction.atomic
def undo(event: RollEvent, *, by: Any, at: datetime) -> RollEvent:
    """Take back what was noted by mistake: a later row says so. What builds upon it is taken back first."""
    sitting = _sitting(event.meeting, by, at)
    gate.refuse_open_vote(sitting.meeting)
    if undoing := RollEvent.objects.filter(undoes=event).first():
        return undoing
    if event.undoes_id is not None:
        raise WrongState(_("What takes something back is not taken back itself. Note it anew instead."))
    if event.item is not None and event.item.state not in (ItemState.WAITING, ItemState.OPEN):
        raise WrongState(_("The item that it belongs to has been handled, and stands as it was."))
    past = rolls.events(sitting.meeting)
    taken_back = next(each for each in past if each.number == event.pk)
    check_time(taken_back, sitting.at)
    check_undoing(sitting.seats, past, event.pk)
    return _add(sitting, replace(taken_back, undoes=event.pk), by=by, at=at)


def _sitting(meeting: Meeting, by: Any, at: datetime) -> Sitting:
    return rolls.sitting(gate.to_keep_roll(meeting, by=by, at=at))


def _of_meeting(sitting: Sitting, item: AgendaItem | None) -> int | None:
    if item is None:
        return None
    item = gate.present_item(sitting.meeting, item)
    if item.state not in (ItemState.WAITING, ItemState.OPEN):
        raise WrongState(_("The item has been handled, postponed or withdrawn."))
    return item.pk


def _check_turn(sitting: Sitting, event: Event) -> None:
    proposed = sitting.proposals(event.item).get(event.seat) if event.seat is not None else None
    if proposed is not None and proposed != event.who:
        name = sitting.mandates[proposed].person
        raise NotInTurn(_("%(name)s is next in the entry order. Say why another enters.") % {"name": name})


def _note(sitting: Sitting, event: Event, *, by: Any, at: datetime, reason: str = "") -> RollEvent:
    if event.who not in sitting.mandates:
        raise NotUsable(_("The person has no place in the organ on the meeting's day."))
    past = rolls.events(sitting.meeting)
    if repeated := _said_last(past, event):
        return RollEvent.objects.get(pk=repeated.number)
    check(sitting.roll, event, item=sitting.at)
    if event.kind is Kind.ENTERED:
        gate.refuse_open_vote(sitting.meeting)
    return _add(sitting, event, reason=reason, by=by, at=at)


def _said_last(past: list[Event], event: Event) -> Event | None:
    """The last event of the same person, where it says the same."""
    last = next((each for each in reversed(standing(past)) if each.who == event.who), None)
    if last is None:
        return None
    alike = replace(last, number=0, item=event.item) if event.kind in _OF_THE_ROOM else replace(last, number=0)
    return last if alike == event else None


def _add(sitting: Sitting, event: Event, *, by: Any, at: datetime, reason: str = "") -> RollEvent:
    added = RollEvent.objects.create(
        meeting=sitting.meeting,
        kind=event.kind,
        mandate_id=event.who,
        stands_in_for_id=event.seat,
        item_id=event.item,
        reason=reason.strip(),
        undoes_id=event.undoes,
        recorded_by=by,
        at=at,
    )
    details = {"mandate": str(sitting.mandates[event.who].key), "event": added.pk}
    if event.undoes is not None:
        verb, details["undoes"] = "meetings.roll_undone", event.undoes
    else:
        verb = VERBS[event.kind]
    audit.record(verb=verb, subject=f"meeting:{sitting.meeting.key}", by=by, at=at, **details)
    return added
