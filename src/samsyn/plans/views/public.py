"""What anybody may see without an account: adopted plans, their follow-up, and the same as open data.

These pages are the same for everybody: nothing of them depends on who is signed in, and they set no cookies. Each
answer carries a tag of its content, so that a browser or a proxy asks anew and gets it again only when it has changed.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone

from samsyn.foundation.files import queries as files
from samsyn.foundation.ui.context import theme_of
from samsyn.foundation.ui.open_pages import language_of_address, open_to_all, unchanging
from samsyn.plans.exchange.opendata import OpenPlan
from samsyn.plans.models import ItemDocument, Plan
from samsyn.plans.queries import plans
from samsyn.plans.queries import public as queries
from samsyn.plans.queries.public_page import public_page
from samsyn.plans.views import fragments

JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"


LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""The terms of the open data."""


@open_to_all
def index(request: HttpRequest) -> HttpResponse:
    """The plans that have been adopted."""
    return _page(request, "plans/public_index.html", lambda: {"plans": queries.listed()})


@open_to_all
def plan(request: HttpRequest, key: UUID, as_of: str = "") -> HttpResponse:
    """The adopted plan, with its latest completed follow-up or an earlier one."""
    return _page(request, "plans/public.html", lambda: _plan_page(key, as_of))


@open_to_all
def about_data(request: HttpRequest, key: UUID) -> HttpResponse:
    """The open data of a plan: addresses, fields, licence."""
    return _page(request, "plans/public_data.html", lambda: {"open": _open(_plan(key)), "licence": LICENCE})


@open_to_all
def as_json(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open data: everything that the public page shows."""
    return _data(request, queries.open_json(_open(_plan(key))), JSON, f"plan-{key}.json")


@open_to_all
def items_csv(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open data: the items and how they stood."""
    return _data(request, queries.open_items_csv(_open(_plan(key))), CSV, f"plan-{key}-items.csv")


@open_to_all
def values_csv(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open data: the values of the indicators."""
    return _data(request, queries.open_values_csv(_open(_plan(key))), CSV, f"plan-{key}-indicators.csv")


@open_to_all
def document(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A public document of an adopted plan."""
    found: ItemDocument | None = queries.public_document(str(key))
    if found is None or found.file is None:
        raise Http404
    return files.response(request, found.file, inline=True)


def _plan_page(key: UUID, as_of: str) -> dict[str, Any]:
    found = _plan(key)
    content = _open(found, as_of=_day(as_of))
    shown = content["report"]["as_of"] if content["report"] else ""
    return {
        "page": public_page(content),
        "open": content,
        "earlier": [day for day in queries.followed_up(found) if str(day) != shown],
        "is_earlier": bool(as_of),
    }


def _plan(key: UUID) -> Plan:
    try:
        return plans.by_key(key)
    except Plan.DoesNotExist:
        raise Http404 from None


def _open(found: Plan, *, as_of: date | None = None) -> OpenPlan:
    content = queries.public_content(found, as_of=as_of)
    if content is None:
        raise Http404
    return content


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Http404 from None


def _page(request: HttpRequest, template: str, context: Callable[[], dict[str, Any]]) -> HttpResponse:
    """A page drawn without a token against forgery, which is what would set a cookie: it has no forms to post."""

    def drawn() -> str:
        bare = {"csrf_token": "", "in_language": language_of_address(request), "today": timezone.localdate()}
        return render_to_string(template, bare | context(), request)

    html = fragments.kept(request, f"{template} {theme_of(request)}", make=drawn)
    return unchanging(request, HttpResponse(html))


def _data(request: HttpRequest, data: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return unchanging(request, answer)
