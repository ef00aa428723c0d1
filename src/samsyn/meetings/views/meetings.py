"""The list of meetings, and one meeting with its agenda."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samsyn.meetings import rules
from samsyn.meetings.queries import meetings
from samsyn.meetings.views import access
from samsyn.meetings.views.frame import frame


def index(request: HttpRequest) -> HttpResponse:
    """The meetings that the person may see: those to come, and those that have been."""
    at, today = timezone.now(), timezone.localdate()
    context = {
        "coming": meetings.coming(request.user, on=today, at=at),
        "past": meetings.past(request.user, on=today, at=at),
        "may_manage": rules.may_manage(request.user, on=today),
    }
    return render(request, "meetings/index.html", context)


def meeting(request: HttpRequest, key: UUID) -> HttpResponse:
    """A meeting: when, where and what."""
    shown = access.meeting(request, key)
    return render(request, "meetings/meeting.html", frame(request, shown, tab="agenda"))
