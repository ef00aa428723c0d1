"""A result: its page, its tables, its files, and the same run once more."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samsyn.insights.exports import making
from samsyn.insights.exports.making import Exported
from samsyn.insights.operations import runs as operations
from samsyn.insights.presentation import Kind
from samsyn.insights.queries import repetitions
from samsyn.insights.studies import words
from samsyn.insights.studies.measures import SLUG, rehearsal
from samsyn.insights.views import found, result
from samsyn.insights.views.access import by_and_at
from samsyn.insights.views.files import file_for
from samsyn.insights.views.result import Addresses


@require_safe
def run(request: HttpRequest, key: UUID) -> HttpResponse:
    """The result, as the person may see it."""
    told = found.told(request, key)
    if told.study.slug == SLUG:
        rehearsal.begin()  # what some of them do together is the next question
    shown = result.context(told, addresses(key), result.wanted(request))
    context = found.context(
        request,
        run=told.run,
        share=getattr(told.run, "share", None),
        offers=[(offer, words.cell(offer.value, Kind.NUMBER)) for offer in told.presentation.offers],
        repeated=repetitions.told(told.run),
        trail=found.trail_of(told.run),
        **shown,
    )
    return render(request, "insights/run.html", context)


@require_safe
def table(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """A whole table of the result."""
    told = found.told(request, key)
    rows = whole_table(told, name, addresses(key), request.GET.get("sort", ""))
    trail = found.trail_of(told.run, (rows.caption, ""))
    return render(request, "insights/table.html", {"told": told, "about": told.about, "table": rows, "trail": trail})


@never_cache
@require_safe
def export(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """The result as a file."""
    return file_for(found.told(request, key), kind)


@require_POST
def repeat(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same run once more, to see whether it comes out the same."""
    found.require(request, "run")
    told = found.run(request, key)
    job = operations.repeat(making.study_of(told), run=told, page=page_of, **by_and_at(request))
    messages.info(request, _("The same is run again: same data, same choices, same seed."))
    return redirect("jobs:job", job.key)


def page_of(key: UUID) -> str:
    """The address of a run."""
    return reverse("insights:run", args=[key])


def addresses(key: UUID) -> Addresses:
    """Where the parts of a run are."""
    return Addresses(
        page=page_of(key),
        table=lambda name: reverse("insights:run_table", args=[key, name]),
        export=lambda kind: reverse("insights:run_export", args=[key, kind]),
    )


def whole_table(shown: Exported, name: str, places: Addresses, sort: str) -> result.Rows:
    """A table of what is shown with all its rows, in a chosen order; 404 where there is none of the name."""
    if name not in {each.name for each in shown.presentation.tables}:
        raise Http404
    return result.rows(result.in_order(shown.presentation.table(name), sort), places.table(name))
