"""What every verb of a meeting that sits asks first: may this person do it, and does the meeting stand so?

Each gate locks the meeting's row and returns it fresh, so that what is checked is still true when it is written: roll,
items and votes of a meeting change one at a time. Call them inside the verb's transaction. (Casting a vote does not:
it locks the voter's own line of the frozen roll.)
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.errors import NotPermitted
from samsyn.meetings import rules
from samsyn.meetings.errors import NoQuorum, NotUsable, WrongState
from samsyn.meetings.models import AgendaItem, Meeting, MeetingState, Vote, VoteState
from samsyn.meetings.queries.rolls import Sitting


def to_lead(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """The meeting, locked, for the office or whoever leads it."""
    if not rules.may_lead(by, meeting, on=day_of(at)):
        raise NotPermitted(_("Only the office and whoever leads the meeting may do this."))
    return locked(meeting)


def to_lead_open(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """The same, of a meeting that is open."""
    return _open(to_lead(meeting, by=by, at=at))


def to_keep_roll(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """The meeting, locked and open, for the office to keep its roll."""
    if not rules.may_manage(by, on=day_of(at)):
        raise NotPermitted(_("Only the office keeps the roll."))
    return _open(locked(meeting))


def to_manage(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """The meeting, locked, for the office to call: not over, and not cancelled."""
    permit_office(by, at)
    meeting = locked(meeting)
    if meeting.state in rules.OVER:
        raise WrongState(_("The meeting is over or cancelled, and is not changed any more."))
    return meeting


def to_arrange(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """The same, for the office to put its agenda in order: not summoned yet, since the numbers stand from then on."""
    meeting = to_manage(meeting, by=by, at=at)
    if meeting.state != MeetingState.PLANNED:
        raise WrongState(_("The summons has been sent, so the numbers stand. Withdraw the item, or add another."))
    return meeting


def permit_office(by: Any, at: datetime) -> None:
    """Refuse whoever is not of the office."""
    if not rules.may_manage(by, on=day_of(at)):
        raise NotPermitted(_("Only the office may do this."))


def locked(meeting: Meeting) -> Meeting:
    """The meeting's row, for whoever has asked a rule of their own."""
    # no_key: what only points at the meeting (an item's paper) need not wait.
    found = list(
        Meeting.objects.select_related("organ").select_for_update(of=("self",), no_key=True).filter(pk=meeting.pk)
    )
    if not found:
        raise NotUsable(_("The meeting has been removed by somebody else."))
    return found[0]


def present_item(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """The item as it is now in a meeting that a gate has locked."""
    found = list(meeting.items.filter(pk=item.pk))
    if not found:
        raise NotUsable(_("The item has been removed from the agenda by somebody else."))
    found[0].meeting = meeting
    return found[0]


def refuse_open_vote(meeting: Meeting) -> None:
    """While people vote, nothing is changed that the vote stands on."""
    if Vote.objects.filter(item__meeting=meeting, state=VoteState.OPEN).exists():
        raise WrongState(_("A vote is open. Close it or cancel it first."))


def quorate(sitting: Sitting) -> None:
    """Refuse to decide where too few serve, by the rules in force on the meeting's day."""
    quorum = sitting.quorum()
    if quorum.needed is None:
        raise NotUsable(_("The organ has no rules of procedure on the meeting's day: nothing says when it may decide."))
    if not quorum.reached:
        message = _("Too few are there to decide: %(serving)s serve, and %(needed)s of %(entitled)s are needed.")
        figures = {"serving": quorum.serving, "needed": quorum.needed, "entitled": quorum.entitled}
        raise NoQuorum(message % figures)


def _open(meeting: Meeting) -> Meeting:
    if meeting.state != MeetingState.OPEN:
        raise WrongState(_("The meeting is not open."))
    return meeting
