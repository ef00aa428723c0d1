"""What is pressed while a meeting sits: meeting, items and roll. Each answers the page, or nothing to its script."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from samsyn.meetings import rules
from samsyn.meetings.errors import MeetingError
from samsyn.meetings.forms.live import EntryForm, RecusalForm, RollForm
from samsyn.meetings.models import Meeting, RollEvent
from samsyn.meetings.operations import rolls, sittings
from samsyn.meetings.queries import rolls as reading
from samsyn.meetings.views import access
from samsyn.meetings.views.frame import frame

STEPS = {
    "take-up": sittings.open_item,
    "handle": sittings.handle_item,
    "postpone": sittings.postpone_item,
    "put-back": sittings.put_back_item,
}
AT_ITEM = {"recuse", "end_recusal"}


@require_POST
def open_meeting(request: HttpRequest, key: UUID) -> HttpResponse:
    meeting = access.meeting(request, key, rules.may_lead)
    sittings.open_meeting(meeting, **access.by_and_at(request))
    return done(request, meeting)


@require_POST
def end_meeting(request: HttpRequest, key: UUID) -> HttpResponse:
    meeting = access.meeting(request, key, rules.may_lead)
    sittings.end_meeting(meeting, **access.by_and_at(request))
    return done(request, meeting)


@require_POST
def step(request: HttpRequest, key: UUID, step: str) -> HttpResponse:
    """Take an item up, or leave it in one of three ways."""
    item = access.item(request, key)
    STEPS[step](item, **access.by_and_at(request))
    return done(request, item.meeting)


@require_POST
def roll(request: HttpRequest, key: UUID) -> HttpResponse:
    """A button of the roll call."""
    meeting = access.meeting(request, key, _may_manage)
    form = RollForm(request.POST, meeting=meeting)
    if not form.is_valid():
        raise MeetingError(form.errors["do"][0])
    verb, item = form.cleaned_data["do"], reading.open_item(meeting)
    at_item = {"item": item} if verb in AT_ITEM or (verb == "enter" and item is not None) else {}
    getattr(rolls, verb)(meeting, **form.cleaned_data["mandates"], **at_item, **access.by_and_at(request))
    return done(request, meeting)


@require_POST
def undo(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """Take back a line of the roll."""
    meeting = access.meeting(request, key, _may_manage)
    rolls.undo(get_object_or_404(RollEvent, pk=number, meeting=meeting), **access.by_and_at(request))
    return redirect("meetings:roll_log", meeting.key)


def log(request: HttpRequest, key: UUID) -> HttpResponse:
    """All that was noted on the roll, and what is noted with a reason."""
    meeting = access.meeting(request, key, _may_manage)
    return _log(request, meeting)


@require_POST
def enter(request: HttpRequest, key: UUID) -> HttpResponse:
    """A substitute enters out of turn."""
    meeting = access.meeting(request, key, _may_manage)
    form = EntryForm(request.POST, sitting=reading.sitting(meeting))
    if form.is_valid():
        try:
            item = reading.open_item(meeting)
            rolls.enter(meeting, **form.cleaned_data, item=item, **access.by_and_at(request))
            return redirect("meetings:roll_log", meeting.key)
        except MeetingError as refused:
            form.add_error(None, str(refused))
    return _log(request, meeting, entry=form)


@require_POST
def recuse(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody is recused at an item, perhaps one to come."""
    meeting = access.meeting(request, key, _may_manage)
    form = RecusalForm(request.POST, sitting=reading.sitting(meeting))
    if form.is_valid():
        try:
            rolls.recuse(meeting, **form.cleaned_data, **access.by_and_at(request))
            return redirect("meetings:roll_log", meeting.key)
        except MeetingError as refused:
            form.add_error(None, str(refused))
    return _log(request, meeting, recusal=form)


def done(request: HttpRequest, meeting: Meeting, address: str = "meetings:lead") -> HttpResponse:
    """To the page where it was pressed; its script asks for the new part by itself."""
    return HttpResponse(status=204) if request.htmx else redirect(address, meeting.key)


def _log(request: HttpRequest, meeting: Meeting, **forms) -> HttpResponse:
    sitting = reading.sitting(meeting)
    context = frame(request, meeting, tab="lead") | {
        "log": reading.log(meeting),
        "entry": forms.get("entry") or EntryForm(sitting=sitting),
        "recusal": forms.get("recusal") or RecusalForm(sitting=sitting),
    }
    return render(request, "meetings/live/log.html", context)


def _may_manage(by, meeting: Meeting, *, on) -> bool:
    return rules.may_manage(by, on=on)
