"""Sharing a result: an address at which everybody may read it, without small numbers."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.ui.open_pages import language_of_address, open_to_all, unchanging
from samsyn.insights.errors import InsightError
from samsyn.insights.forms.sharing import SharingForm
from samsyn.insights.operations import runs as operations
from samsyn.insights.queries import runs
from samsyn.insights.views import found, result
from samsyn.insights.views.access import by_and_at
from samsyn.insights.views.files import file_for
from samsyn.insights.views.result import Addresses
from samsyn.insights.views.runs import page_of, whole_table


def share(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then have the result made ready for everybody."""
    found.require(request, "share")
    run = found.run(request, key)
    form = SharingForm(request.POST if request.method == "POST" else None, beside=list(runs.shared_beside(run)))
    if request.method == "POST" and form.is_valid():
        try:
            job = operations.request_share(
                run, beside_others=form.cleaned_data["harmless"], page=page_of, **by_and_at(request)
            )
        except InsightError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("jobs:job", job.key)
    trail = found.trail_of(run, (_("Share the result"), ""))
    context = {"run": run, "form": form, "rule": runs.current_rule(), "trail": trail}
    return render(request, "insights/share.html", context, status=400 if form.errors else 200)


@require_POST
def unshare(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the address back."""
    found.require(request, "share")
    operations.unshare(found.run(request, key), **by_and_at(request))
    messages.success(request, _("The result is no longer shared. Its address leads nowhere."))
    return redirect("insights:run", key)


@open_to_all
def shared(request: HttpRequest, key: UUID) -> HttpResponse:
    """What everybody may see of a run."""
    shown = result.context(found.shared(key), addresses(request, key), result.wanted(request))
    return _page(request, "insights/shared.html", shown)


@open_to_all
def shared_table(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """A whole table of it."""
    told, places = found.shared(key), addresses(request, key)
    rows = whole_table(told, name, places, request.GET.get("sort", ""))
    context = {"told": told, "about": told.about, "table": rows, "back": places.page}
    return _page(request, "insights/shared_table.html", context)


@open_to_all
def shared_export(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """It as a file, made once: nobody without an account may keep the server busy with one."""
    return unchanging(request, file_for(found.shared(key), kind))


def addresses(request: HttpRequest, key: UUID) -> Addresses:
    """Where the parts of a shared run are, in the language of the address."""
    language = language_of_address(request)
    return Addresses(
        page=reverse("insights:shared", args=[key]) + language,
        table=lambda name: reverse("insights:shared_table", args=[key, name]) + language,
        export=lambda kind: reverse("insights:shared_export", args=[key, kind]) + language,
    )


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Drawn without a token against forgery, which is what would set a cookie: it has no forms to post."""
    bare = {"csrf_token": "", "in_language": language_of_address(request), "council": settings.COUNCIL}
    return unchanging(request, HttpResponse(render_to_string(template, bare | context, request)))
