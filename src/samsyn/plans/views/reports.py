"""The board report: a preview, completing it, and the completed ones, which nothing changes."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.foundation.files import queries as files
from samsyn.foundation.jobs import rules as job_rules
from samsyn.plans import rules
from samsyn.plans.errors import ChangedMeanwhile, PlanError
from samsyn.plans.forms.reports import CompleteForm
from samsyn.plans.models import FollowUpRound, Plan, Report
from samsyn.plans.operations import reports as operations
from samsyn.plans.queries import follow_up, measured
from samsyn.plans.queries import report as queries
from samsyn.plans.queries import rounds as work
from samsyn.plans.report import page as report_page
from samsyn.plans.report.language import LANGUAGES, SWEDISH
from samsyn.plans.report.rendering import FORMATS
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.frame import frame
from samsyn.plans.views.rounds import find, name_of, way


def reports(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every completed report of a plan, latest first."""
    plan = access.plan(request, key)
    found = follow_up.reports_of(plan)
    return render(request, "plans/reports.html", frame(request, plan, tab="reports") | {"reports": found})


def preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """The report of a round as it would be if it were completed now."""
    round = find(request, key)
    content = queries.report_content(round, by=request.user, at=timezone.now())
    context = {
        "round": round,
        "name": name_of(round),
        "report": report_page.render(content, _language()),
        "may_complete": _may_complete(request.user, round.plan, on=timezone.localdate()),
    }
    context |= frame(request, round.plan, tab="rounds", trail=way(round, _("Preview of the report")))
    return render(request, "plans/report_preview.html", context)


def complete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what is missing, ask once more, and put the work in the queue."""
    round = find(request, key, _may_complete)
    form = CompleteForm(request.POST or None, initial={"language": _language().code})
    if request.method == "POST" and form.is_valid():
        try:
            job = operations.request(round, **form.cleaned_data, url=_latest(round), **by_and_at(request))
        except ChangedMeanwhile as refusal:
            messages.info(request, str(refusal))
            return redirect(_under_way(request, round))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("jobs:job", job.key)
    context = _missing(request, round) | {"form": form, "round": round, "name": name_of(round)}
    context |= frame(request, round.plan, tab="rounds", trail=way(round, _("Complete the report")))
    return render(request, "plans/report_complete.html", context, status=400 if form.errors else 200)


def latest(request: HttpRequest, key: UUID) -> HttpResponse:
    """On to the latest report of a round; this is where the page of the job leads to."""
    found = queries.of_round(find(request, key)).first()
    return redirect("plans:report", found.key) if found else redirect("plans:round", key)


def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """A completed report; `?verify` recomputes its seal."""
    shown = _report(request, key)
    content = queries.content_of(shown)
    context = {
        "report": shown,
        "name": name_of(shown.round),
        "body": report_page.render(content, _language()),
        "formats": [(each, getattr(shown, each)) for each in FORMATS],
        "verified": "verify" in request.GET,
        "faults": queries.faults(shown) if "verify" in request.GET else [],
        "others": queries.of_round(shown.round).exclude(pk=shown.pk),
    }
    context |= frame(request, shown.round.plan, tab="reports", trail=_trail(shown))
    return render(request, "plans/report.html", context)


def file(request: HttpRequest, key: UUID, kind: str) -> HttpResponseBase:
    """A file of a completed report, for whoever may read the plan."""
    shown = _report(request, key)
    if kind not in FORMATS:
        raise Http404
    return files.response(request, getattr(shown, kind))


def _report(request: HttpRequest, key: UUID) -> Report:
    try:
        found = queries.by_key(key)
    except Report.DoesNotExist:
        raise Http404 from None
    access.require(rules.may_read(request.user, found.round.plan, on=timezone.localdate()))
    return found


def _trail(shown: Report) -> tuple[tuple[str, str], ...]:
    plan = shown.round.plan
    return (
        (_("Reports"), reverse("plans:reports", args=[plan.key])),
        (_("Report %(number)s") % {"number": shown.number}, ""),
    )


def _missing(request: HttpRequest, round: FollowUpRound) -> dict:
    today = timezone.localdate()
    found = measured.of_plan(round.plan, by=request.user, on=today)
    return {
        "page": work.page(round, by=request.user, on=today),
        "stale": measured.stale(found),
        "number": queries.next_number(round),
    }


def _latest(round: FollowUpRound) -> str:
    return reverse("plans:report_latest", args=[round.key])


def _under_way(request: HttpRequest, round: FollowUpRound) -> str:
    """The page of the job that is making a report of the round; the round's page where it is somebody else's."""
    job = queries.job_under_way(round)
    mine = job is not None and job_rules.may_see(request.user, job, on=timezone.localdate())
    return reverse("jobs:job", args=[job.key]) if mine else reverse("plans:round", args=[round.key])


def _language():
    return LANGUAGES.get(get_language() or "", SWEDISH)


def _may_complete(by, plan: Plan, *, on: date) -> bool:
    return rules.may_read(by, plan, on=on) and rules.may_complete_report(by, plan, on=on)
