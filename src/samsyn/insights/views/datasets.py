"""Data sets and their snapshots: seen, described, downloaded."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.foundation.files import queries as files
from samsyn.insights import rules
from samsyn.insights.errors import InsightError
from samsyn.insights.forms.drafts import DescriptionForm
from samsyn.insights.maps import figure
from samsyn.insights.maps.drawing import Sheet
from samsyn.insights.maps.figure import Frame
from samsyn.insights.models import Dataset, DatasetKind, Snapshot
from samsyn.insights.operations import datasets as operations
from samsyn.insights.operations.datasets import Described
from samsyn.insights.queries import datasets, drafts, networks, previews, timetables
from samsyn.insights.queries.previews import Preview
from samsyn.insights.reading import templates
from samsyn.insights.views import access

LARGEST_SHOWN = 200_000
"""So many rows are read in the time that a page may take; of more, none are shown."""


def index(request: HttpRequest) -> HttpResponse:
    """All data sets, and what is being read in."""
    access.see_data(request)
    context = {"datasets": datasets.every(), "under_way": drafts.under_way(), "trail": access.trail()}
    return render(request, "insights/datasets.html", context)


def dataset(request: HttpRequest, key: UUID) -> HttpResponse:
    """A data set: what it is, its latest snapshot, and the earlier ones."""
    found = access.dataset(request, key)
    snapshots = datasets.snapshots_of(found)
    context = {"dataset": found, "snapshots": snapshots, "trail": access.trail((found.title, ""))}
    if snapshots:
        context |= _shown(request, snapshots[0])
    return render(request, "insights/dataset.html", context)


def snapshot(request: HttpRequest, key: UUID) -> HttpResponse:
    """One snapshot of a data set."""
    found = access.snapshot(request, key)
    here = reverse("insights:dataset", args=[found.dataset.key])
    name = _("Snapshot %(number)d") % {"number": found.number}
    context = _shown(request, found) | {"trail": access.trail((found.dataset.title, here), (name, ""))}
    return render(request, "insights/snapshot.html", context)


def download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The file as it came, byte by byte."""
    return files.response(request, access.snapshot(request, key).file)


@require_safe
def measures_template(request: HttpRequest) -> HttpResponse:
    """An empty table of candidate measures to fill in."""
    access.bring_data(request)
    answer = HttpResponse(templates.measures(get_language() or "sv"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="measures.csv"'
    return answer


def describe(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say anew what a data set is."""
    access.bring_data(request)
    found = access.dataset(request, key)
    form = DescriptionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            operations.describe(found, described=Described(**form.cleaned_data), **access.by_and_at(request))
        except InsightError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The description has been saved."))
            return redirect("insights:dataset", key)
    # The form has put what was typed on the row that it was made for: the page shows the data set as it is.
    here = Dataset(key=key, title=form.initial["title"])
    context = {"form": form, "dataset": here, "trail": access.trail((here.title, _page(here)), (_("Describe"), ""))}
    return render(request, "insights/describe.html", context, status=400 if form.errors else 200)


def _page(found: Dataset) -> str:
    return reverse("insights:dataset", args=[found.key])


def _shown(request: HttpRequest, found: Snapshot) -> dict[str, Any]:
    """A snapshot as a page shows it."""
    readable, kind = found.rows <= LARGEST_SHOWN, found.dataset.kind
    is_kept = found.preview is not None
    return {
        "dataset": found.dataset,
        "snapshot": found,
        "modelled": datasets.is_modelled(found),
        "findings": datasets.told(found.findings),
        "table": datasets.first_rows(found) if readable or kind == DatasetKind.TIMETABLE else None,
        "map": drawn(previews.of_snapshot(found)) if readable or is_kept else "",
        "may_bring": rules.may_bring_data(request.user, on=timezone.localdate()),
        **facts(kind, found.preview, found.findings),
    }


def facts(kind: str, preview: Mapping[str, Any] | None, findings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What was kept of a timetable or a network, as the page tells it."""
    if kind == DatasetKind.NETWORK:
        return {"network": networks.facts(preview, findings)}
    return {"timetable": timetables.shown(preview)}


def drawn(preview: Preview | None) -> SafeString:
    """A map of data to look at; nothing where there is none."""
    if preview is None:
        return SafeString("")
    return figure.figure(preview.geometry, preview.area_map, Frame(source=preview.source, sheet=Sheet(height=640)))
