"""The lists of meetings, one meeting with its agenda, and what the office does with its time and place."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.ui.editing import Editing, do, edit, posted
from samsyn.meetings import rules
from samsyn.meetings.forms.meetings import CancelForm, CompanionForm, MeetingForm, PlanForm
from samsyn.meetings.models import Meeting, MeetingKind
from samsyn.meetings.operations import calling, notices
from samsyn.meetings.operations.calling import IN_CALENDARS
from samsyn.meetings.queries import pages
from samsyn.meetings.views import access
from samsyn.meetings.views.access import by_and_at
from samsyn.meetings.views.frame import frame


def address(meeting: Meeting) -> str:
    """Where a meeting is shown."""
    return reverse("meetings:meeting", args=[meeting.key])


def index(request: HttpRequest) -> HttpResponse:
    """The meetings that the person may see: those to come, and those that have been."""
    page = pages.index(request.user, on=timezone.localdate(), at=timezone.now(), page=request.GET.get("page"))
    return render(request, "meetings/index.html", {"page": page})


def organ(request: HttpRequest, code: str) -> HttpResponse:
    """The meetings of one organ, and what is late there."""
    shown = access.organ(code)
    page = pages.index(
        request.user, organ=shown, on=timezone.localdate(), at=timezone.now(), page=request.GET.get("page")
    )
    access.require(shown.public or page.any or page.may_manage)
    trail = [(_("Meetings"), reverse("meetings:index")), (shown.name, "")]
    return render(request, "meetings/organ.html", {"page": page, "trail": trail})


def meeting(request: HttpRequest, key: UUID) -> HttpResponse:
    """A meeting: when, where and what."""
    shown = access.meeting(request, key)
    page = pages.meeting(shown, request.user, on=timezone.localdate())
    return render(request, "meetings/meeting.html", frame(request, shown, tab="agenda") | {"page": page})


def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting of an organ."""
    access.manage(request)
    made: list[Meeting] = []
    form = PlanForm(posted(request), initial={"organ": request.GET.get("organ", "")})
    page = Editing(
        title=_("Plan a meeting"),
        action=_("Plan it"),
        done=_("The meeting is planned."),
        back=reverse("meetings:index"),
    )
    answer = edit(request, form, page, lambda typed: made.append(calling.plan(**typed, **by_and_at(request))))
    return redirect(address(made[0])) if made else answer


def companion(request: HttpRequest, key: UUID) -> HttpResponse:
    """Plan a party group meeting or a study visit beside a meeting."""
    beside = access.managed(request, key)
    form = CompanionForm(posted(request))
    page = Editing(
        title=_("Plan beside the meeting"), action=_("Plan it"), done=_("It is planned beside the meeting."),
        back=address(beside), about=beside.title,
    )  # fmt: skip

    def save(typed: dict[str, Any]) -> None:
        group = typed["organ"] if typed["kind"] == MeetingKind.PARTY_GROUP else beside.organ
        calling.plan(**typed | {"organ": group}, beside=beside, **by_and_at(request))

    return edit(request, form, page, save)


def settings(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the time, place and title of a meeting."""
    shown = access.managed(request, key)
    now = {name: getattr(shown, name) for name in IN_CALENDARS}
    form = MeetingForm(posted(request), initial=now)
    page = Editing(
        title=_("Time and place"), action=_("Save"), done=_("The meeting has been changed."), back=address(shown),
        about=shown.title,
    )  # fmt: skip
    save = partial(calling.change, shown, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed))


def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Cancel a meeting; whoever was summoned is told."""
    shown = access.managed(request, key)
    told = rules.was_summoned(shown)
    page = Editing(
        title=_("Cancel the meeting"), action=_("Cancel the meeting"), done=_("The meeting is cancelled."),
        back=address(shown), about=shown.title, danger=True,
        lead=_("Everybody who was summoned gets a mail, and the meeting goes out of their calendars.") if told else "",
    )  # fmt: skip
    save = partial(notices.cancel, shown, **by_and_at(request))
    return edit(request, CancelForm(posted(request)), page, lambda typed: save(**typed))


@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take away a meeting that nobody has been told of."""
    shown = access.managed(request, key)
    take = partial(calling.remove, shown, **by_and_at(request))
    return do(request, take, done=_("The meeting has been removed."), back=reverse("meetings:index"))
