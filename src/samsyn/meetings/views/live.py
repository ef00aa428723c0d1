"""The screens of a meeting that sits: whoever leads, the delegate's phone, the projector.

Each is a page around a part that asks for itself every second or two (`static/meetings/live.js`), with the tag of what
it shows: as long as nothing has changed, that is answered by one small query and no content.
"""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samsyn.meetings import rules
from samsyn.meetings.models import Meeting
from samsyn.meetings.queries import live
from samsyn.meetings.queries.live import Picture
from samsyn.meetings.views import access
from samsyn.meetings.views.frame import frame

KEPT_SECONDS = 600
_reading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen: its name (template, tab, address), who may open it, and whether it follows each vote that is cast."""

    name: str
    rule: Callable[..., bool]
    counting: bool


HERE = Screen("here", rules.is_member, counting=False)
LEAD = Screen("lead", rules.may_lead, counting=True)
PROJECTOR = Screen("projector", rules.may_lead, counting=True)


@require_safe
def here(request: HttpRequest, key: UUID) -> HttpResponse:
    """The delegate's phone: what is on, my seat, my vote."""
    return _screen(request, key, HERE)


@require_safe
def lead(request: HttpRequest, key: UUID) -> HttpResponse:
    """The chair's and the secretary's screen."""
    return _screen(request, key, LEAD)


@require_safe
def projector(request: HttpRequest, key: UUID) -> HttpResponse:
    """What everybody in the room sees, and nothing that is closed."""
    return _screen(request, key, PROJECTOR)


def _screen(request: HttpRequest, key: UUID, screen: Screen) -> HttpResponse:
    """The page, or with `?part` its part that changes: only if it has."""
    part = "part" in request.GET
    stamp = live.stamp(key, account=request.user.pk, counting=screen.counting)
    if stamp is None:
        raise Http404
    tag = _tag(request, screen, stamp)
    if part and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    meeting = access.meeting(request, key, screen.rule)
    context = _context(request, meeting, screen, stamp)
    name = f"meetings/live/{'_' if part else ''}{screen.name}.html"
    answer = render(request, name, context if part else frame(request, meeting, tab=screen.name) | context)
    answer["ETag"], answer["Cache-Control"] = tag, "no-store"
    return answer


def _tag(request: HttpRequest, screen: Screen, stamp: tuple) -> str:
    """Also who looks, in which language and on which day: with the day changes who may."""
    about = (screen.name, request.user.pk, get_language(), timezone.localdate(), stamp)
    return f'"{hashlib.sha256(repr(about).encode()).hexdigest()[:32]}"'


def _context(request: HttpRequest, meeting: Meeting, screen: Screen, stamp: tuple) -> dict:
    picture = _picture(meeting, stamp[:-1])
    vote = picture.vote
    context = {"meeting": meeting, "now": picture, "vote": vote}
    if screen.counting:
        context["voted"] = live.voted(vote) if vote else 0
        context["may_manage"] = rules.may_manage(request.user, on=timezone.localdate())
        return context
    may_vote, has_voted, choice = live.my_vote(vote, request.user.pk) if vote else (False, False, "")
    mine = picture.mine.get(request.user.pk)
    return context | {"mine": mine, "may_vote": may_vote, "has_voted": has_voted, "my_choice": choice}


def _picture(meeting: Meeting, stamp: tuple) -> Picture:
    """Read once after each change by each server process; of many who ask at once the first reads it for all."""
    key = hashlib.sha256(repr((meeting.pk, stamp)).encode()).hexdigest()
    pages = caches["pages"]
    if (found := pages.get(key)) is None:
        with _reading:
            if (found := pages.get(key)) is None:
                found = live.picture(meeting)
                pages.set(key, found, KEPT_SECONDS)
    return found
