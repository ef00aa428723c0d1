"""Bringing data in: uploaded, checked by a worker, corrected until nothing is open, described and saved."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from samsyn.foundation.errors import NotPermitted, Refusal
from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs import rules as job_rules
from samsyn.insights.errors import InsightError
from samsyn.insights.forms.drafts import ChoosingForm, SavingForm, UploadForm
from samsyn.insights.forms.reading import ReadingForm
from samsyn.insights.models import Dataset, DatasetKind, SnapshotDraft
from samsyn.insights.operations import drafts
from samsyn.insights.operations.datasets import Described
from samsyn.insights.operations.drafts import Delivery
from samsyn.insights.queries import checking, datasets, previews
from samsyn.insights.queries import drafts as known
from samsyn.insights.views import access
from samsyn.insights.views.access import by_and_at
from samsyn.insights.views.datasets import drawn, facts

MEGABYTE = 1024 * 1024


def upload(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """Choose a file: of a new data set, or the next of the one with a key."""
    access.bring_data(request)
    dataset = access.dataset(request, key) if key else None
    form = UploadForm(request.POST or None, request.FILES or None, dataset=dataset)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("insights:draft", _begun(request, form, dataset).key)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    context = {
        "form": form,
        "dataset": dataset,
        "limit": settings.UPLOAD_LIMIT // MEGABYTE,
        "trail": access.trail((_("Read in data"), "")),
    }
    return render(request, "insights/upload.html", context, status=400 if form.errors else 200)


def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """A file that is being read in: being checked, to correct, or saved."""
    found = access.draft(request, key)
    if found.snapshot is not None:
        return redirect("insights:snapshot", found.snapshot.key)
    if found.checked != found.revision:
        return _checking(request, found)
    if request.htmx and request.htmx.target == "job":
        return HttpResponseClientRefresh()
    return _page(request, found, ReadingForm(found), ChoosingForm(found))


@require_POST
def read_as(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say how the file is to be read, and have it checked anew."""
    found = access.draft(request, key)
    form = ReadingForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, ChoosingForm(found), status=400)
    return _corrected(request, found, form)


@require_POST
def choose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what is to be done with what was found, and have the file checked anew."""
    found = access.draft(request, key)
    form = ChoosingForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, ReadingForm(found), form, status=400)
    return _corrected(request, found, form)


@require_POST
def check_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for the file to be checked, where the check failed or was cancelled."""
    found = access.draft(request, key)
    drafts.request_check(found, url=_address(found), **by_and_at(request))
    return redirect("insights:draft", key)


def save(request: HttpRequest, key: UUID) -> HttpResponse:
    """Describe the data, and save it. Saved already, it leads to the snapshot."""
    found = access.draft(request, key)
    if found.snapshot is not None or not found.found.get("summary"):
        return redirect("insights:draft", key)
    form = SavingForm(request.POST or None, instance=found.dataset, initial=_suggested(found))
    if request.method == "POST" and form.is_valid():
        try:
            snapshot = _saved(request, found, form)
        except InsightError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The data has been saved."))
            return redirect("insights:snapshot", snapshot.key)
    name = found.file.name
    context = {"form": form, "draft": found, "trail": access.trail((name, _address(found)), (_("Save"), ""))}
    return render(request, "insights/draft_save.html", context, status=400 if form.errors else 200)


def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then throw away what was being read in."""
    found = access.draft(request, key)
    if request.method == "POST":
        drafts.discard(found, **by_and_at(request))
        messages.success(request, _("What was being read in has been removed."))
        return redirect("insights:datasets")
    context = {
        "title": _("Remove %(name)s?") % {"name": found.file.name},
        "text": _("What was found and chosen is thrown away. Data that has been saved from it stays."),
        "action": _("Remove"),
        "cancel_url": _address(found),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _begun(request: HttpRequest, form: UploadForm, dataset: Dataset | None) -> SnapshotDraft:
    given = form.cleaned_data["file"]
    file = files.store(given, name=given.name, **by_and_at(request))
    kind = DatasetKind(dataset.kind if dataset else form.cleaned_data["kind"])
    made = drafts.begin(Delivery(file=file, kind=kind, dataset=dataset), **by_and_at(request))
    drafts.request_check(made, url=_address(made), **by_and_at(request))
    return made


def _corrected(request: HttpRequest, found: SnapshotDraft, form: ReadingForm | ChoosingForm) -> HttpResponse:
    corrected = drafts.correct(
        found, mapping=form.changes(), revision=form.cleaned_data["revision"], **by_and_at(request)
    )
    drafts.request_check(corrected, url=_address(corrected), **by_and_at(request))
    return redirect("insights:draft", found.key)


def _saved(request: HttpRequest, found: SnapshotDraft, form: SavingForm) -> Any:
    return drafts.save(
        found,
        described=Described(**form.described()),
        reference=form.cleaned_data["reference"],
        vintage=form.cleaned_data["vintage"],
        **by_and_at(request),
    )


UNITS = {
    DatasetKind.BOUNDARIES: gettext_lazy("polygons"),
    DatasetKind.REGIONS: gettext_lazy("membership"),
    DatasetKind.VINTAGE_KEY: gettext_lazy("shares"),
    DatasetKind.NETWORK: pgettext_lazy("network", "links"),
    DatasetKind.MEASURES: gettext_lazy("MSEK"),
    DatasetKind.GROWTH: gettext_lazy("people and jobs"),
    DatasetKind.TIMETABLE: pgettext_lazy("timetable", "trips"),
}
"""What there is one of in data that counts nothing, so that nobody has to think it up."""


def _suggested(found: SnapshotDraft) -> dict[str, Any]:
    """What is known beforehand: of the source, or the one year that was taken."""
    years = found.found["values"].get("year", [])
    year = found.mapping.get("year") or (years[0] if len(years) == 1 else "")
    given = {name: value for name, value in found.details.items() if value}
    if found.dataset is not None:
        return {"reference": year} | _of_snapshot(_of_timetable(found) | given)
    known = {"reference": year, "unit": UNITS.get(DatasetKind(found.kind), "")}
    return known | _of_timetable(found) | given


def _of_timetable(found: SnapshotDraft) -> dict[str, Any]:
    """What a timetable says of itself."""
    preview = found.found.get("preview")
    if not preview or found.kind != DatasetKind.TIMETABLE:
        return {}
    return {
        "publisher": ", ".join(preview["agencies"])[:200],
        "reference": f"{preview['first']} – {preview['last']}",
        "vintage": _("none: stops are no areas"),
    }


def _of_snapshot(given: dict[str, Any]) -> dict[str, Any]:
    """Of a data set that is described already, only what is new with this snapshot."""
    return {name: value for name, value in given.items() if name in ("reference", "vintage")}


def _page(
    request: HttpRequest, found: SnapshotDraft, reading: ReadingForm, choosing: ChoosingForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "draft": found,
        "reading": reading,
        "choosing": choosing,
        "refusal": checking.refusal(found),
        "findings": datasets.told(found.found.get("findings", ())),
        "outline": found.found.get("outline", {}),
        "summary": found.found.get("summary"),
        "map": drawn(previews.of_draft(found.kind, found.found.get("preview"), found.file.name)),
        **facts(found.kind, found.found.get("preview"), found.found.get("findings", ())),
        "trail": access.trail((found.file.name, "")),
    }
    return render(request, "insights/draft.html", context, status=status)


def _checking(request: HttpRequest, found: SnapshotDraft) -> HttpResponse:
    job = known.checking_job(found)
    context = {
        "draft": found,
        "job": job,
        "may_cancel": job is not None and job_rules.may_cancel(request.user, job, on=timezone.localdate()),
        "trail": access.trail((found.file.name, "")),
    }
    return render(request, "insights/draft_checking.html", context)


def _address(found: SnapshotDraft) -> str:
    return reverse("insights:draft", args=[found.key])
