"""Reading in a document: uploaded, read by a worker, corrected in a preview, saved as a plan."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from samsyn.foundation.errors import NotPermitted, Refusal
from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs import operations as job_operations
from samsyn.foundation.jobs import queries as jobs
from samsyn.foundation.jobs import rules as job_rules
from samsyn.foundation.jobs.models import Job
from samsyn.plans import rules
from samsyn.plans.drafting import Draft
from samsyn.plans.errors import PlanError
from samsyn.plans.forms.importing import KIND_CHOICES, KINDS_COUNTED, CorrectionForm, SaveForm, UploadForm
from samsyn.plans.models import ImportDraft, Plan
from samsyn.plans.operations import importing
from samsyn.plans.queries import imports
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.editing import do

MEGABYTE = 1024 * 1024


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a document to read in, or an exported plan; and the imports that are under way."""
    access.require(rules.may_import(request.user, on=timezone.localdate()))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_begin(request, form))
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("document", str(refusal))
    context = {
        "form": form,
        "limit": settings.UPLOAD_LIMIT // MEGABYTE,
        "under_way": imports.under_way(),
        "trail": [(_("Plans"), reverse("plans:index")), (_("Read in a document"), "")],
    }
    return render(request, "plans/importing.html", context, status=400 if form.errors else 200)


def preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """An import as it stands: being read, to correct, or saved."""
    draft = _draft(request, key)
    if draft.plan is not None:
        return redirect("plans:plan", draft.plan.key)
    if not draft.content:
        return _reading(request, draft)
    if request.htmx and request.htmx.target == "job":
        return HttpResponseClientRefresh()
    return render(request, "plans/importing_preview.html", _shown(draft) | {"trail": _trail(draft.file.name)})


@require_POST
def correct(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make the changes of the posted preview; a part of the page gets the new preview, a whole page goes back to it."""
    draft = _draft(request, key)
    form = CorrectionForm(request.POST)
    if not form.is_valid() or not draft.content:
        raise PlanError(_("The form was not complete. Open the preview again and repeat the change."))
    try:
        notice = _correct(request, draft, form)
    except PlanError as refusal:
        return _refused(request, draft, str(refusal))
    if request.htmx:
        changed = _draft(request, key)
        return render(request, "plans/importing_draft.html", _shown(changed) | {"notice": notice, "swapped": True})
    messages.success(request, notice)
    return redirect(_address(draft, form.part()))


def part(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """One part of the preview, to correct in full: in its place (htmx), or on a page of its own."""
    draft = _draft(request, key)
    found = imports.part(draft, number) if draft.content and draft.plan is None else None
    if found is None:
        raise Http404
    context = {
        "draft": draft,
        "part": found,
        "kinds": KIND_CHOICES,
        "places": imports.place_choices(cast(Draft, draft.content), found.node),
        "cancel_url": _address(draft, number),
        "trail": _trail(_("Correct a part"), draft),
    }
    return render(request, "plans/importing_panel.html" if request.htmx else "plans/importing_part.html", context)


def save(request: HttpRequest, key: UUID) -> HttpResponse:
    """Title, period and deciding organ; then the import is a plan. Saved already, it leads to the plan."""
    draft = _draft(request, key)
    if draft.plan is not None or not draft.content:
        return redirect("plans:import_draft", key)
    form = SaveForm(request.POST or None, initial=SaveForm.suggested(cast(Draft, draft.content)))
    if request.method == "POST" and form.is_valid():
        try:
            plan = importing.save_as_plan(draft, **form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The plan has been made, as a draft."))
            return redirect("plans:plan", plan.key)
    context = {"form": form, "draft": draft, "trail": _trail(_("Save as a plan"), draft)}
    return render(request, "plans/importing_save.html", context, status=400 if form.errors else 200)


def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then throw the import away."""
    draft = _draft(request, key)
    if request.method == "POST":
        return do(
            request,
            lambda: importing.discard(draft, **by_and_at(request)),
            done=_("The import has been removed."),
            back=reverse("plans:import"),
        )
    context = {
        "title": _("Remove the import of %(name)s?") % {"name": draft.file.name},
        "text": _("What was read and corrected is thrown away. A plan that has been saved from it stays."),
        "action": _("Remove"),
        "cancel_url": _address(draft),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def read_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for the document to be read, where the reading failed or was cancelled."""
    draft = _draft(request, key)
    importing.request_reading(draft, url=_address(draft), **by_and_at(request))
    return redirect("plans:import_draft", key)


@require_POST
def cancel(request: HttpRequest, job: UUID) -> HttpResponse:
    """Stop the reading of a document, or the taking in of an export."""
    found = _job(request, job)
    return do(
        request,
        lambda: job_operations.cancel(found, **by_and_at(request)),
        done=_("The work has been cancelled."),
        back=_page_of(found),
    )


def arrival(request: HttpRequest, job: UUID) -> HttpResponse:
    """An exported plan being taken in, and then what came in: the plan, and whom it added to the register."""
    found = _job(request, job)
    if found.has_ended and request.htmx:
        return HttpResponseClientRefresh()
    plan = Plan.objects.filter(key=found.result["plan"]).first() if found.result else None
    context = {"job": found, "plan": plan, "added": found.result.get("added"), "trail": _trail(found.title)}
    return render(request, "plans/importing_arrival.html", context)


def _begin(request: HttpRequest, form: UploadForm) -> str:
    """Store what was uploaded and ask for it to be read; the page where that is followed."""
    document = form.cleaned_data["document"]
    file = files.store(document, name=document.name, **by_and_at(request))
    if form.is_export():
        job = importing.request_plan(file, as_copy=form.cleaned_data["as_copy"], **by_and_at(request))
        return reverse("plans:import_arrival", args=[job.key])
    draft = importing.start(file, **by_and_at(request))
    importing.request_reading(draft, url=_address(draft), **by_and_at(request))
    return _address(draft)


def _correct(request: HttpRequest, draft: ImportDraft, form: CorrectionForm) -> str:
    """Make the correction; what to tell about it."""
    revision = form.cleaned_data["revision"]
    if form.is_undo():
        importing.undo(draft, revision=revision, **by_and_at(request))
        return _("The latest correction has been taken back.")
    changes = form.changes(cast(Draft, draft.content))
    if not changes:
        return _("Nothing was changed.")
    importing.correct_all(draft, changes=changes, revision=revision, **by_and_at(request))
    return _("The correction has been saved.")


def _refused(request: HttpRequest, draft: ImportDraft, why: str) -> HttpResponse:
    """Why nothing was changed, with all that was typed still on the page."""
    if not request.htmx:
        messages.error(request, why)
        return redirect(_address(draft))
    answer = render(request, "ui/notice.html", {"kind": "error", "text": why})
    return reswap(retarget(answer, "#draft-notice"), "innerHTML show:#draft-notice:top")


def _reading(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    job = imports.reading_job(draft)
    context = {
        "draft": draft,
        "job": job,
        "may_cancel": job is not None and job_rules.may_cancel(request.user, job, on=timezone.localdate()),
        "trail": _trail(draft.file.name),
    }
    return render(request, "plans/importing_reading.html", context)


def _shown(draft: ImportDraft) -> dict[str, Any]:
    preview = imports.preview(cast(Draft, draft.content))
    figures = [(words, preview.counts.get(kind, 0)) for kind, words in KINDS_COUNTED]
    return {"draft": draft, "preview": preview, "figures": figures, "kinds": KIND_CHOICES}


def _draft(request: HttpRequest, key: UUID) -> ImportDraft:
    access.require(rules.may_import(request.user, on=timezone.localdate()))
    try:
        return imports.by_key(key)
    except ImportDraft.DoesNotExist:
        raise Http404 from None


def _job(request: HttpRequest, key: UUID) -> Job:
    today = timezone.localdate()
    access.require(rules.may_import(request.user, on=today))
    found = jobs.find(key, by=request.user, on=today)
    if found is None or found.kind not in (importing.READ, importing.TAKE_IN):
        raise Http404
    return found


def _page_of(job: Job) -> str:
    if job.kind == importing.TAKE_IN:
        return reverse("plans:import_arrival", args=[job.key])
    return reverse("plans:import_draft", args=[job.payload["draft"]])


def _address(draft: ImportDraft, number: int | None = None) -> str:
    return reverse("plans:import_draft", args=[draft.key]) + (f"#part-{number}" if number else "")


def _trail(name: str, draft: ImportDraft | None = None) -> list[tuple[str, str]]:
    """The way to a page of an import; its own name last."""
    above = [(_("Plans"), reverse("plans:index")), (_("Read in a document"), reverse("plans:import"))]
    here = [(draft.file.name, _address(draft))] if draft else []
    return [*above, *here, (name, "")]
