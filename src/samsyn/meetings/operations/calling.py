"""Calling meetings: planned, changed, removed. (What is sent about them: `operations.notices`.)"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.meetings import gate
from samsyn.meetings.errors import NotUsable, WrongState
from samsyn.meetings.models import AgendaTemplate, Meeting, MeetingKind, MeetingState
from samsyn.meetings.operations import agenda
from samsyn.members.models import Organ, OrganKind

IN_CALENDARS = ("title", "starts_at", "ends_at", "place", "link")
"""What people's calendars hold of a meeting."""


@transaction.atomic
def plan(
    *,
    organ: Organ,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Any,
    at: datetime,
    place: str = "",
    link: str = "",
    kind: MeetingKind = MeetingKind.MEETING,
    beside: Meeting | None = None,
    template: AgendaTemplate | None = None,
) -> Meeting:
    """Plan a meeting of an organ, with the standing items of a template where one is given.

    A party group meeting and a study visit stand `beside` another meeting.
    """
    gate.permit_office(by, at)
    _check_companion(kind, organ, beside)
    meeting = Meeting(organ=organ, kind=kind, beside=beside, created_at=at, modified_at=at)
    _set(meeting, title=title, starts_at=starts_at, ends_at=ends_at, place=place, link=link)
    meeting.save(force_insert=True)
    audit.record(verb="meetings.planned", subject=f"meeting:{meeting.key}", by=by, at=at, organ=organ.code)
    if template is not None:
        agenda.take_standing_items(meeting, template=template, by=by, at=at)
    return meeting


@transaction.atomic
def change(
    meeting: Meeting,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    link: str,
    by: Any,
    at: datetime,
) -> Meeting:
    """Change what calendars hold of a meeting; its sequence grows. Nobody is told before an update is sent."""
    meeting = gate.to_manage(meeting, by=by, at=at)
    if meeting.state == MeetingState.OPEN:
        raise WrongState(_("The meeting has begun: its time and place stand."))
    before = {name: getattr(meeting, name) for name in IN_CALENDARS}
    _set(meeting, title=title, starts_at=starts_at, ends_at=ends_at, place=place, link=link)
    changed = [name for name, value in before.items() if getattr(meeting, name) != value]
    if changed:
        meeting.sequence, meeting.modified_at = meeting.sequence + 1, at
        meeting.save(update_fields=[*IN_CALENDARS, "sequence", "modified_at"])
        audit.record(verb="meetings.changed", subject=f"meeting:{meeting.key}", by=by, at=at, changed=changed)
    return meeting


@transaction.atomic
def remove(meeting: Meeting, *, by: Any, at: datetime) -> None:
    """Take away a meeting of which nobody has been told. One that was summoned is cancelled instead."""
    meeting = gate.to_manage(meeting, by=by, at=at)
    if meeting.state != MeetingState.PLANNED:
        raise WrongState(_("The meeting has been summoned. Cancel it, so that everybody is told."))
    if meeting.companions.exists():
        raise NotUsable(_("Other meetings stand beside this one. Remove them first."))
    audit.record(verb="meetings.removed", subject=f"meeting:{meeting.key}", by=by, at=at, organ=meeting.organ.code)
    meeting.delete()


def _set(
    meeting: Meeting, *, title: str, starts_at: datetime, ends_at: datetime, place: str, link: str
) -> None:  # what a calendar holds
    if not title.strip():
        raise NotUsable(_("Give the meeting a title."))
    if ends_at <= starts_at:
        raise NotUsable(_("The meeting must end after it starts."))
    meeting.title, meeting.starts_at, meeting.ends_at = title.strip(), starts_at, ends_at
    meeting.place, meeting.link = place.strip(), link


def _check_companion(kind: MeetingKind, organ: Organ, beside: Meeting | None) -> None:
    if kind == MeetingKind.MEETING:
        if beside is not None:
            raise NotUsable(_("Only party group meetings and study visits stand beside another meeting."))
        return
    if beside is None or beside.kind != MeetingKind.MEETING:
        raise NotUsable(_("Choose the meeting that it stands beside."))
    if kind == MeetingKind.PARTY_GROUP and organ.kind != OrganKind.PARTY_GROUP:
        raise NotUsable(_("A party group meeting is one of a party group. Choose the group."))
