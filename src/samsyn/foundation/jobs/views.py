"""The pages of jobs: one's own, and for administrators everybody's."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.jobs import operations, queries, rules
from samsyn.foundation.jobs.models import Job


def index(request: HttpRequest) -> HttpResponse:
    """The jobs that the person may see, latest first."""
    _require_account(request)
    today = timezone.localdate()
    page = Paginator(queries.visible_to(request.user, on=today), 50).get_page(request.GET.get("page"))
    return render(request, "jobs/index.html", {"page": page, "all": rules.may_see_all(request.user, on=today)})


@never_cache
def job(request: HttpRequest, key: UUID) -> HttpResponse:
    """One job: how far it has come, and what it led to."""
    return render(request, "jobs/job.html", {"job": _job(request, key)})


@never_cache
def status(request: HttpRequest, key: UUID) -> HttpResponse:
    """The part of the page that htmx asks for anew while the job goes on."""
    return render(request, "jobs/status.html", {"job": _job(request, key)})


@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    operations.cancel(_job(request, key), by=request.user, at=timezone.now())
    return redirect("jobs:job", key)


@require_POST
def retry(request: HttpRequest, key: UUID) -> HttpResponse:
    operations.retry(_job(request, key), by=request.user, at=timezone.now())
    return redirect("jobs:job", key)


def _require_account(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        raise NotPermitted(_("Sign in to see your work."))


def _job(request: HttpRequest, key: UUID) -> Job:
    """The job, or 404: whether others' jobs exist is nobody's business."""
    _require_account(request)
    found = queries.find(key, by=request.user, on=timezone.localdate())
    if found is None:
        raise Http404
    return found
