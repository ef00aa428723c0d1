"""Who may do what with meetings. Refused unless a rule here allows it.

`by` is an account, an anonymous visitor, or None: the system itself or the operator at the command line, who may do
everything. The office calls meetings and keeps the agenda. A *member* of a meeting is somebody who holds a mandate
in its organ, by account, on the day or on the meeting's day; who *leads* is its chair or a vice chair. Everybody
reads the open part of meetings of public organs, once they have been summoned.

Rules answer for the person, and for the state where a button would make no sense otherwise. The operations refuse
again, with the reason in words. `queries.meetings.readable` says `may_read` as a query.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.accounts.queries import roles_of
from samsyn.foundation.days import day_of
from samsyn.meetings.models import (
    AgendaItem,
    Decision,
    ItemState,
    Meeting,
    MeetingKind,
    MeetingState,
    Minutes,
    MinutesState,
    NoticeKind,
    Paper,
)
from samsyn.members.models import Mandate, MandateRole, Organ

LEADING = (MandateRole.CHAIR, MandateRole.FIRST_VICE_CHAIR, MandateRole.SECOND_VICE_CHAIR)
UNCALLED = (MeetingState.PLANNED, MeetingState.CANCELLED)
DECIDED_AT = (ItemState.OPEN, ItemState.HANDLED)
OVER = (MeetingState.ENDED, MeetingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Place:
    """A mandate of somebody who is signed in: in which organ, as what, from when to when."""

    organ: int
    role: str
    since: date
    until: date | None

    def holds(self, on: date) -> bool:
        """Whether the mandate holds on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


def places_of(by: Any) -> tuple[Place, ...]:
    """Every mandate of the account's owner, past and coming; read once per user object."""
    if by is None or not by.is_authenticated or not by.is_active:
        return ()
    if "_places" not in by.__dict__:
        held = Mandate.objects.filter(person__account=by, person__erased_at__isnull=True)
        by.__dict__["_places"] = tuple(Place(*row) for row in held.values_list("organ", "role", "since", "until"))
    places: tuple[Place, ...] = by.__dict__["_places"]
    return places


def may_manage(by: Any, *, on: date) -> bool:
    """Call meetings, keep their agenda and papers, send notices, run the roll: the office."""
    return by is None or Role.OFFICER in roles_of(by, on=on)


def is_member(by: Any, meeting: Meeting, *, on: date) -> bool:
    """Whether somebody holds a mandate in the organ, on the day or on the meeting's day."""
    days = (on, day_of(meeting.starts_at))
    return any(place.organ == meeting.organ_id and any(map(place.holds, days)) for place in places_of(by))


def leads(by: Any, meeting: Meeting, *, on: date) -> bool:
    """Whether somebody is chair or vice chair of the organ on the day."""
    return any(place.organ == meeting.organ_id and place.role in LEADING and place.holds(on) for place in places_of(by))


def may_lead(by: Any, meeting: Meeting, *, on: date) -> bool:
    """Open and close items and votes, record decisions: the office, and whoever leads."""
    return may_manage(by, on=on) or leads(by, meeting, on=on)


def may_see_notices(by: Any, meeting: Meeting, *, on: date) -> bool:
    """See what was sent about a meeting, and who got it: the office."""
    return may_manage(by, on=on)


# Reading


def was_summoned(meeting: Meeting) -> bool:
    """Whether the summons has been sent (a meeting may have been cancelled before, or after)."""
    if meeting.state != MeetingState.CANCELLED:
        return meeting.state not in UNCALLED
    return meeting.notices.filter(kind=NoticeKind.SUMMONS).exists()


def is_public(meeting: Meeting) -> bool:
    """Whether anybody may read the open part of the meeting: of a public organ, summoned, no party group."""
    return meeting.organ.public and meeting.kind != MeetingKind.PARTY_GROUP and was_summoned(meeting)


def may_read(by: Any, meeting: Meeting, *, on: date) -> bool:
    """See that the meeting is, when and where."""
    return may_manage(by, on=on) or is_member(by, meeting, on=on) or is_public(meeting)


def may_read_agenda(by: Any, meeting: Meeting, *, on: date) -> bool:
    """Read the agenda: before the summons it is a draft of the office and whoever leads."""
    return may_read(by, meeting, on=on) and (was_summoned(meeting) or may_lead(by, meeting, on=on))


def may_read_closed(by: Any, meeting: Meeting, *, on: date) -> bool:
    """Read what is closed to the public: the office and the organ's members."""
    return may_manage(by, on=on) or is_member(by, meeting, on=on)


def may_read_item(by: Any, item: AgendaItem, *, on: date) -> bool:
    """Read an item. What stands in a closed item is closed too: the operations see to it."""
    if not may_read_agenda(by, item.meeting, on=on):
        return False
    return not item.closed or may_read_closed(by, item.meeting, on=on)


def may_read_paper(by: Any, paper: Paper, *, on: date) -> bool:
    """Read a paper of an item; the office also those that were withdrawn."""
    if paper.withdrawn_at is not None and not may_manage(by, on=on):
        return False
    if not may_read_item(by, paper.item, on=on):
        return False
    return not paper.closed or may_read_closed(by, paper.item.meeting, on=on)


def may_subscribe(by: Any, organ: Organ | None, *, on: date) -> bool:
    """Open a calendar of one's own meetings, or of an organ that one is in, or that is public; the office: of any."""
    if by is None or not by.is_authenticated or not by.is_active:
        return False
    if organ is None or organ.public or may_manage(by, on=on):
        return True
    return any(place.organ == organ.pk and place.holds(on) for place in places_of(by))


# The record


def is_whose(by: Any, mandate: Mandate) -> bool:
    """Whether a mandate is the account's own."""
    return by is not None and by.is_authenticated and mandate.person.account_id == by.pk


def may_keep_minutes(by: Any, meeting: Meeting, *, on: date) -> bool:
    """Write the minutes, send them for adjustment, correct them: the office, and the organ's secretary."""
    if may_manage(by, on=on):
        return True
    return any(
        place.organ == meeting.organ_id and place.role == MandateRole.SECRETARY and place.holds(on)
        for place in places_of(by)
    )


def may_read_minutes(by: Any, minutes: Minutes, *, on: date) -> bool:
    """Read minutes: the organ's members once they are under adjustment, everybody of a public meeting when adjusted."""
    meeting = minutes.meeting
    if may_keep_minutes(by, meeting, on=on) or may_lead(by, meeting, on=on):
        return True
    if minutes.state == MinutesState.ADJUSTED:
        return may_read(by, meeting, on=on)
    return minutes.state == MinutesState.ADJUSTING and is_member(by, meeting, on=on)


def may_decide(by: Any, item: AgendaItem, *, on: date) -> bool:
    """Record a decision on an item: whoever leads, while the item is open or has been handled, until it is sealed."""
    minutes = getattr(item.meeting, "minutes", None)
    sealed = minutes is not None and minutes.state != MinutesState.DRAFT
    return item.state in DECIDED_AT and not sealed and may_lead(by, item.meeting, on=on)


def may_read_decision(by: Any, decision: Decision, *, on: date) -> bool:
    """Read a decision: whoever reads its item."""
    return may_read_item(by, decision.item, on=on)


def may_follow_up_decision(by: Any, decision: Decision, *, on: date, assigning: bool = False) -> bool:
    """Say what became of a decision: the office, and whoever is responsible; who that is, the office alone says."""
    if may_manage(by, on=on):
        return True
    person = decision.responsible
    return not assigning and person is not None and by.is_authenticated and person.account_id == by.pk
