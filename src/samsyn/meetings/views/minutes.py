"""The minutes of a meeting: read, written, adjusted, corrected, and on paper."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.files import queries as files
from samsyn.foundation.ui.editing import Editing, do, edit, posted
from samsyn.meetings import rules
from samsyn.meetings.exports.minutes import making
from samsyn.meetings.forms.minutes import AdjustersForm, CorrectionForm, ProseForm, TextForm
from samsyn.meetings.models import AgendaItem, Meeting, Minutes, MinutesState
from samsyn.meetings.operations import minutes as operations
from samsyn.meetings.queries import minutes as queries
from samsyn.meetings.queries import rolls
from samsyn.meetings.views import access
from samsyn.meetings.views.access import by_and_at
from samsyn.meetings.views.frame import frame


def minutes(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the minutes say, and what is to be done with them."""
    meeting = access.meeting(request, key)
    kept = queries.by_meeting(meeting)
    if kept is None:
        return render(
            request, "meetings/no_minutes.html", frame(request, meeting, tab="minutes") | _begin(request, meeting)
        )
    access.require(rules.may_read_minutes(request.user, kept, on=timezone.localdate()))
    return render(request, "meetings/minutes.html", _shown(request, kept))


@require_POST
def begin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin the minutes."""
    meeting = access.meeting(request, key, rules.may_keep_minutes)
    return do(
        request,
        lambda: operations.begin(meeting, **by_and_at(request)),
        done=_("The minutes have been begun. They say what has been recorded; write what is missing."),
        back=_back(meeting),
    )


def write(request: HttpRequest, key: UUID, item: UUID | None = None) -> HttpResponse:
    """The prose of an item, or of the meeting as a whole."""
    kept = _minutes(request, key, _may_keep)
    about = _item(kept, item)
    written = kept.prose.filter(item=about).first()
    form = ProseForm(posted(request), initial={"text": written.text if written else ""})
    title = _("Write in the minutes")
    page = _page(kept, title, about=str(about) if about else kept.meeting.title)
    return edit(request, form, page, lambda typed: operations.write(kept, item=about, **typed, **by_and_at(request)))


def adjusters(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who adjusts."""
    kept = _minutes(request, key, _may_keep)
    sitting = rolls.sitting(kept.meeting)
    served = [mandate.person_id for mandate in sitting.mandates.values() if mandate.pk in sitting.roll.present]
    named = list(kept.adjusters.all())
    presiding = sitting.presiding()
    initial = {
        "chair": next((each.person_id for each in named if each.chair), presiding.person_id if presiding else None),
        "adjusters": [each.person_id for each in named if not each.chair],
    }
    form = AdjustersForm(posted(request), served=served + [each.person_id for each in named], initial=initial)
    page = _page(kept, _("Who adjusts the minutes"))
    return edit(request, form, page, lambda typed: operations.name_adjusters(kept, **typed, **by_and_at(request)))


@require_POST
def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the minutes for adjustment."""
    kept = _minutes(request, key, _may_keep)
    done = _("The minutes are sealed and wait for the adjusters.")
    change = operations.send_for_adjustment
    return do(request, lambda: change(kept, **by_and_at(request)), done=done, back=_back(kept.meeting))


@require_POST
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make minutes under adjustment a draft again."""
    kept = _minutes(request, key, _may_keep)
    done = _("The minutes are a draft again. Everybody who confirmed them has to do so anew.")
    return do(request, lambda: operations.take_back(kept, **by_and_at(request)), done=done, back=_back(kept.meeting))


@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Adjust: confirm the seal of what was read."""
    kept = _minutes(request, key, _adjusts)
    seal = request.POST.get("sha256", "")
    done = _("You have adjusted the minutes.")
    change = operations.confirm
    return do(request, lambda: change(kept, sha256=seal, **by_and_at(request)), done=done, back=_back(kept.meeting))


def object_to(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what is wrong in minutes that one adjusts."""
    kept = _minutes(request, key, _adjusts)
    page = _page(kept, _("Object to the minutes"), done=_("The office sees your objection."))
    form = TextForm(posted(request))
    return edit(request, form, page, lambda typed: operations.object_to(kept, **typed, **by_and_at(request)))


def correct(request: HttpRequest, key: UUID) -> HttpResponse:
    """A correction of adjusted minutes."""
    kept = _minutes(request, key, _may_keep)
    form = CorrectionForm(posted(request), meeting=kept.meeting)
    page = _page(kept, _("Correct the minutes"))
    return edit(request, form, page, lambda typed: operations.correct(kept, **typed, **by_and_at(request)))


def paper(request: HttpRequest, key: UUID, format: str) -> HttpResponseBase:
    """The minutes as a file: as they were kept, or made now where they are a draft or part of them is closed."""
    kept = _minutes(request, key, rules.may_read_minutes)
    closed = rules.may_read_closed(request.user, kept.meeting, on=timezone.localdate())
    stored = {"pdf": kept.pdf, "docx": kept.docx}[format]
    said = queries.said(kept, at=timezone.now())
    if stored and (closed or not making.has_closed(said)):
        return files.response(request, stored)
    made = making.made(kept, said if closed else making.without_closed(said), format)
    answer = HttpResponse(made, content_type=making.MEDIA_TYPES[format])
    answer["Content-Disposition"] = f'attachment; filename="{queries.file_name(kept)}.{format}"'
    return answer


def _begin(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    return {"may_begin": rules.may_keep_minutes(request.user, meeting, on=timezone.localdate())}


def _shown(request: HttpRequest, kept: Minutes) -> dict[str, Any]:
    today = timezone.localdate()
    said = queries.said(kept, at=timezone.now())
    closed = rules.may_read_closed(request.user, kept.meeting, on=today)
    document = making.document(kept, said if closed else making.without_closed(said))
    return frame(request, kept.meeting, tab="minutes") | {
        "minutes": kept,
        "blocks": [(type(block).__name__, block) for block in document.blocks],
        "items": said.items,
        "hidden": making.has_closed(said) and not closed,
        "may_keep": rules.may_keep_minutes(request.user, kept.meeting, on=today),
        "mine": queries.adjuster_of(kept, request.user),
        "States": MinutesState,
    }


def _minutes(request: HttpRequest, key: UUID, rule: access.Rule) -> Minutes:
    found = queries.by_meeting(access.meeting(request, key))
    if found is None:
        raise Http404
    access.require(rule(request.user, found, on=timezone.localdate()))
    return found


def _may_keep(by: Any, kept: Minutes, *, on: Any) -> bool:
    return rules.may_keep_minutes(by, kept.meeting, on=on)


def _adjusts(by: Any, kept: Minutes, *, on: Any) -> bool:
    return queries.adjuster_of(kept, by) is not None


def _item(kept: Minutes, key: UUID | None) -> AgendaItem | None:
    if key is None:
        return None
    found = kept.meeting.items.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _back(meeting: Meeting) -> str:
    return reverse("meetings:minutes", args=[meeting.key])


def _page(kept: Minutes, title: str, *, about: str = "", done: str = "") -> Editing:
    return Editing(
        title=title,
        action=_("Save"),
        done=done or _("Saved."),
        back=_back(kept.meeting),
        about=about or kept.meeting.title,
    )
