"""Fetching data from a service, and carrying flows over to another territory."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from samsyn.foundation.jobs import operations as job_operations
from samsyn.foundation.jobs import queries as jobs
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.insights.errors import InsightError
from samsyn.insights.forms.fetching import CarryForm, FetchForm
from samsyn.insights.operations import drafts, extracts, fetching
from samsyn.insights.queries import services
from samsyn.insights.views import access
from samsyn.insights.views.access import by_and_at

OWN_PAGE = (fetching.FETCH, extracts.MAKE)
"""Work that has its own page while it is done: what comes of it is no draft yet."""


def fetch(request: HttpRequest) -> HttpResponse:
    """What can be fetched at a button, and any table by its name."""
    access.bring_data(request)
    form = FetchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job = fetching.request(_order(form.cleaned_data), **by_and_at(request))
        return redirect("insights:fetching", job.key)
    context = {"form": form, "offers": services.OFFERS, "trail": access.trail((_("Fetch data"), ""))}
    return render(request, "insights/fetch.html", context, status=400 if form.errors else 200)


@require_POST
def order(request: HttpRequest, code: str) -> HttpResponse:
    """Fetch what a button says."""
    access.bring_data(request)
    offer = services.offer(code)
    if offer is None:
        raise Http404
    job = fetching.request(services.order_of(offer), **by_and_at(request))
    return redirect("insights:fetching", job.key)


def fetching_page(request: HttpRequest, job: UUID) -> HttpResponse:
    """A fetch, or a network in the making; done, it leads to what came."""
    found = _job(request, job)
    if found.state == JobState.DONE:
        url = found.result["url"]
        return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
    context = {"job": found, "may_cancel": True, "trail": access.trail((found.title, ""))}
    return render(request, "insights/fetching.html", context)


@require_POST
def cancel(request: HttpRequest, job: UUID) -> HttpResponse:
    """Stop a fetch or a check."""
    found = _job(request, job)
    job_operations.cancel(found, **by_and_at(request))
    messages.success(request, _("The work has been cancelled."))
    return redirect(_page_of(found))


@require_POST
def go_on(request: HttpRequest, job: UUID) -> HttpResponse:
    """Take a fetch up again where it was broken off."""
    found = _job(request, job)
    job_operations.retry(found, **by_and_at(request))
    return redirect(_page_of(found))


def carry(request: HttpRequest, key: UUID) -> HttpResponse:
    """Carry flows over to another territory by a key: a draft to check and save."""
    access.bring_data(request)
    found = access.snapshot(request, key)
    form = CarryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = drafts.carry_over(found, **form.cleaned_data, **by_and_at(request))
        except InsightError as refusal:
            form.add_error(None, str(refusal))
        else:
            drafts.request_check(draft, url=reverse("insights:draft", args=[draft.key]), **by_and_at(request))
            return redirect("insights:draft", draft.key)
    here = reverse("insights:snapshot", args=[key])
    context = {
        "form": form,
        "snapshot": found,
        "trail": access.trail((found.dataset.title, here), (_("To another territory"), "")),
    }
    return render(request, "insights/carry.html", context, status=400 if form.errors else 200)


def _order(given: dict[str, Any]) -> services.Order:
    if given["service"] == "eurostat":
        return services.eurostat_order(kind=given["kind"], dataset=given["table"], filters=given["choice"])
    base = services.base_of(given["service"]) or given["address"]
    return services.pxweb_order(kind=given["kind"], base=base, version=2, table=given["table"], choice=given["choice"])


def _job(request: HttpRequest, key: UUID) -> Job:
    access.bring_data(request)
    found = jobs.find(key, by=request.user, on=timezone.localdate())
    if found is None or found.kind not in (*OWN_PAGE, drafts.CHECK):
        raise Http404
    return found


def _page_of(job: Job) -> str:
    if job.kind in OWN_PAGE:
        return reverse("insights:fetching", args=[job.key])
    return reverse("insights:draft", args=[job.payload["draft"]])
