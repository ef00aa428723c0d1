"""OParl 1.1, read-only and open to all: the system, its objects, and lists in pages with the four filters."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from samsyn.foundation.ui.open_pages import open_to_all, unchanging
from samsyn.meetings.errors import NotUsable
from samsyn.meetings.operations import publishing
from samsyn.meetings.queries import published
from samsyn.meetings.queries.oparl import TYPES, address
from samsyn.meetings.queries.published import Filters

TIMES = ("created_since", "created_until", "modified_since", "modified_until")


@open_to_all
def system(request: HttpRequest) -> HttpResponseBase:
    """The system: where a harvester begins."""
    return _object(request, "system", "")


@open_to_all
def one(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    """An object, or that it is gone."""
    return _object(request, kind, key)


@open_to_all
def listed(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A page of a list."""
    if kind not in TYPES:
        return _answer(request, {"error": _("There is no such list.")}, status=404)
    try:
        asked, after = _asked(request), _after(request)
    except NotUsable as refusal:
        return _answer(request, {"error": str(refusal)}, status=400)
    _refresh()
    page = published.page(kind, Filters(**asked), after=after)
    return _answer(request, _paged(request, kind, page))


urls = [
    path("", system, name="oparl"),
    path("system", system, name="oparl_system"),
    path("<slug:kind>", listed, name="oparl_list"),
    path("<slug:kind>/<str:key>", one, name="oparl_object"),
]


def _object(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    _refresh()
    found = published.one(kind, key)
    if found is None:
        return _answer(request, {"error": _("There is no such object.")}, status=404)
    return _answer(request, found)


def _refresh() -> None:
    publishing.refresh(by=None, at=timezone.now())


def _paged(request: HttpRequest, kind: str, page: published.Page) -> dict[str, Any]:
    kept = {name: request.GET[name] for name in (*TIMES, "organization") if request.GET.get(name)}
    links = {"first": _link(kind, kept), "self": _link(kind, kept, request.GET.get("after"))}
    if page.following is not None:
        links["next"] = _link(kind, kept, page.following)
    return {"data": page.objects, "pagination": {"elementsPerPage": published.PAGE}, "links": links}


def _link(kind: str, kept: dict[str, str], after: object = None) -> str:
    query = kept | ({"after": str(after)} if after else {})
    return address(kind) + (f"?{urlencode(query)}" if query else "")


def _asked(request: HttpRequest) -> dict[str, Any]:
    times = {name: _time(name, request.GET[name]) for name in TIMES if request.GET.get(name)}
    return times | {"organization": request.GET.get("organization", "")}


def _time(name: str, said: str) -> datetime:
    """A moment with its offset; a plus sign that was not encoded has become a space on the way."""
    try:
        at = parse_datetime(said.strip().replace(" ", "+"))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise NotUsable(
            _("%(name)s is a moment with its offset, such as 2018-05-02T09:00:00+02:00; “%(said)s” is not one.")
            % {"name": name, "said": said}
        )
    return at


def _after(request: HttpRequest) -> int:
    said = request.GET.get("after", "0")
    if not (said.isascii() and said.isdigit() and len(said) < 19):
        raise NotUsable(_("after is the number that a link to the next page holds."))
    return int(said)


def _answer(request: HttpRequest, plain: dict[str, Any], *, status: int = 200) -> HttpResponseBase:
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    answer = HttpResponse(text.encode(), content_type="application/json; charset=utf-8", status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    return unchanging(request, answer) if status == 200 else answer
