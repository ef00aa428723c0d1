"""What is written to people about meetings, in the language of the receiver; each message names its receiver alone."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.meetings.calendars import Address, Method, invitation
from samsyn.meetings.models import Adjuster, Dispatch, Notice, NoticeKind
from samsyn.meetings.queries.appointments import ZONE, address, appointment, summary
from samsyn.meetings.queries.recipients import language_of

FILE = "kallelse.ics"


def notice(notice: Notice, dispatch: Dispatch) -> EmailMultiAlternatives:
    """A notice to one recipient, with what a calendar needs: as an invitation, and as a file to open."""
    method = Method.CANCEL if notice.kind == NoticeKind.CANCELLATION else Method.REQUEST
    with translation.override(language_of(dispatch.person)):
        subject = f"{notice.get_kind_display()}: {summary(notice.meeting)}"
        text = render_to_string("meetings/email/notice.txt", _said(notice, dispatch))
        event = _event(notice, dispatch, method)
    message = EmailMultiAlternatives(subject=subject, body=text, to=[dispatch.address])
    message.attach_alternative(event, f"text/calendar; method={method.value}")
    message.attach(FILE, event, "text/calendar")
    return message


def to_adjust(adjuster: Adjuster, *, to: str) -> EmailMultiAlternatives:
    """That minutes wait for one of those who adjust them. What they say is read by who is signed in."""
    meeting = adjuster.minutes.meeting
    with translation.override(language_of(adjuster.person)):
        subject = _("Minutes to adjust: %(meeting)s") % {"meeting": meeting.title}
        said = {
            "name": adjuster.person.name,
            "meeting": meeting,
            "link": str(settings.BASE_URL) + reverse("meetings:minutes", args=[meeting.key]),
            "council": settings.COUNCIL,
        }
        text = render_to_string("meetings/email/adjust.txt", said)
    return EmailMultiAlternatives(subject=subject, body=text, to=[to])


def _said(notice: Notice, dispatch: Dispatch) -> dict[str, Any]:
    """The frozen content of the notice. What is closed to the public is not written in a mail."""
    content = notice.content
    return {
        "notice": notice,
        "cancelled": notice.kind == NoticeKind.CANCELLATION,
        "name": dispatch.person.name if dispatch.person else "",
        "capacity": dispatch.capacity,
        "starts_at": datetime.fromisoformat(content["starts_at"]),
        "ends_at": datetime.fromisoformat(content["ends_at"]),
        "content": content,
        "items": [item for item in content["items"] if item["state"] != "withdrawn"],
        "council": settings.COUNCIL,
        "link": address(notice.meeting),
    }


def _event(notice: Notice, dispatch: Dispatch, method: Method) -> str:
    name, mail = parseaddr(settings.DEFAULT_FROM_EMAIL)
    to = Address(dispatch.person.name if dispatch.person else dispatch.address, dispatch.address)
    event = appointment(notice.meeting, member=True)
    return invitation(event, method, sender=Address(name, mail), to=to, zone=ZONE).decode()
