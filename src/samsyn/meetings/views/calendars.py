"""Calendars: the addresses that programs subscribe to, and one meeting as a file."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.foundation.ui.editing import do
from samsyn.foundation.ui.open_pages import unchanging
from samsyn.meetings import rules
from samsyn.meetings.calendars import feed
from samsyn.meetings.models import CalendarSubscription
from samsyn.meetings.operations import subscriptions as operations
from samsyn.meetings.queries import subscriptions
from samsyn.meetings.queries.appointments import ZONE, appointment
from samsyn.meetings.views import access
from samsyn.meetings.views.access import by_and_at

TYPE = "text/calendar; charset=utf-8"


def listed(request: HttpRequest) -> HttpResponse:
    """The person's calendars, and what else can be subscribed to."""
    access.require(request.user.is_authenticated)
    found = [(each, _address(each)) for each in subscriptions.of_account(request.user)]
    context = {
        "calendars": found,
        "has_own": any(each.organ_id is None for each, _url in found),
        "offered": subscriptions.offered(request.user, on=timezone.localdate()),
        "trail": [(_("Meetings"), reverse("meetings:index")), (_("Calendars"), "")],
    }
    return render(request, "meetings/calendars.html", context)


@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """Open a calendar of one's own meetings, or of an organ's."""
    code = request.POST.get("organ", "")
    organ = access.organ(code) if code else None
    save = partial(operations.subscribe, organ=organ, **by_and_at(request))
    return do(request, save, done=_("The calendar has an address."), back=reverse("meetings:calendars"))


@require_POST
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Close the address of a calendar for good."""
    access.require(request.user.is_authenticated)
    found = get_object_or_404(CalendarSubscription, key=key, account=request.user)
    take = partial(operations.revoke, found, **by_and_at(request))
    return do(request, take, done=_("The address is closed."), back=reverse("meetings:calendars"))


@require_safe
def subscribed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar, for whoever has its address: programs do not sign in."""
    calendar = subscriptions.by_token(token)
    if calendar is None:
        raise Http404
    with translation.override(calendar.account.language):
        found = subscriptions.appointments_in(calendar, on=timezone.localdate(), at=timezone.now())
        said = feed(found, name=str(calendar.organ or _("My meetings")), zone=ZONE)
    answer = unchanging(request, HttpResponse(said, content_type=TYPE))
    answer["Cache-Control"] = "private, no-cache"
    return answer


def event(request: HttpRequest, key: UUID) -> HttpResponse:
    """One meeting as a file that a calendar opens."""
    shown = access.meeting(request, key)
    member = rules.may_read_closed(request.user, shown, on=timezone.localdate())
    said = feed([appointment(shown, member=member)], name=shown.title, zone=ZONE)
    answer = HttpResponse(said, content_type=TYPE)
    answer["Content-Disposition"] = 'attachment; filename="moete.ics"'
    return answer


def _address(calendar: CalendarSubscription) -> str:
    return settings.BASE_URL + reverse("meetings:calendar", args=[subscriptions.token(calendar)])
