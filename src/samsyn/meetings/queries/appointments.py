"""Meetings as they stand in calendars. A party is never told: the meeting of a party group is called just that."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from samsyn.meetings.calendars import Appointment
from samsyn.meetings.models import Meeting, MeetingKind, MeetingState

ZONE = ZoneInfo(settings.TIME_ZONE)


def appointment(meeting: Meeting, *, member: bool) -> Appointment:
    """A meeting as an appointment, in the language at hand; its digital link is for members only."""
    link = meeting.link if member else ""
    return Appointment(
        uid=str(meeting.key),
        sequence=meeting.sequence,
        summary=summary(meeting),
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        changed=meeting.modified_at,
        location=meeting.place or link,
        url=address(meeting),
        description=link,
        cancelled=meeting.state == MeetingState.CANCELLED,
    )


def summary(meeting: Meeting) -> str:
    """The organ and the title; the organ only where the title does not say it."""
    if meeting.kind == MeetingKind.PARTY_GROUP:
        return str(MeetingKind.PARTY_GROUP.label)
    organ = meeting.organ.name
    return meeting.title if organ.casefold() in meeting.title.casefold() else f"{organ}: {meeting.title}"


def address(meeting: Meeting) -> str:
    """The full address of the meeting's page."""
    return str(settings.BASE_URL) + reverse("meetings:meeting", args=[meeting.key])
