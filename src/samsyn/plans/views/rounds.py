"""The follow-up rounds of a plan: their days, the work in them, and the council's rhythm."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.ui import formats
from samsyn.plans import rules
from samsyn.plans.errors import PlanError
from samsyn.plans.forms.rounds import ReadyForm, RoundDateForm, RoundForm, SummaryForm
from samsyn.plans.models import FollowUpRound, Plan
from samsyn.plans.operations import follow_ups, round_dates
from samsyn.plans.operations import rounds as operations
from samsyn.plans.queries import follow_up as queries
from samsyn.plans.queries import report as reports
from samsyn.plans.queries import rounds as work
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.frame import frame

Trail = tuple[tuple[str, str], ...]


def rounds(request: HttpRequest, key: UUID) -> HttpResponse:
    """The rounds of a plan, with what has been said and reported in each."""
    plan = access.plan(request, key)
    today = timezone.localdate()
    found = list(queries.rounds_of(plan))
    context = {
        "rounds": found,
        "current": queries.current_round(plan, on=today),
        "today": today,
        "followed": work.is_followed(plan),
        "has_own_dates": bool(work.dates()),
    }
    return render(request, "plans/rounds.html", frame(request, plan, tab="rounds") | context)


@require_POST
def open_usual(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add the council's usual rounds that are not there already."""
    plan = access.plan(request, key, _may_run)
    new = operations.open_usual(plan, **by_and_at(request))
    said = ngettext("%(count)d round has been added.", "%(count)d rounds have been added.", len(new))
    messages.success(request, said % {"count": len(new)} if new else _("Every usual round is there already."))
    return redirect("plans:rounds", key)


def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a round of the office's own choice."""
    plan = access.plan(request, key, _may_run)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.add(plan, **form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The round has been added."))
            return redirect("plans:round", made.key)
    context = frame(request, plan, tab="rounds", trail=(_rounds(plan), (_("Add a round"), ""))) | {"form": form}
    return render(request, "plans/round_form.html", context, status=400 if form.errors else 200)


def round(request: HttpRequest, key: UUID) -> HttpResponse:
    """One round: how far it has come, and the list to work down."""
    shown = find(request, key)
    return _page(request, shown, SummaryForm(initial={"summary": shown.summary}))


@require_POST
def summary(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the office's summary."""
    shown = _run(request, key)
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form)
    operations.write_summary(shown, **form.cleaned_data, **by_and_at(request))
    messages.success(request, _("The summary has been saved."))
    return redirect("plans:round", key)


def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give a round other days."""
    shown = _run(request, key)
    days = {name: getattr(shown, name) for name in RoundForm.base_fields}
    form = RoundForm(request.POST or None, initial=days)
    if request.method == "POST" and form.is_valid():
        try:
            operations.move(shown, **form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The round has been moved."))
            return redirect("plans:round", key)
    context = frame(request, shown.plan, tab="rounds", trail=way(shown, _("Move the round"))) | {"form": form}
    return render(request, "plans/round_form.html", context | {"round": shown}, status=400 if form.errors else 200)


def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then remove a round in which nothing has been said."""
    shown = _run(request, key)
    if request.method == "POST":
        operations.remove(shown, **by_and_at(request))
        messages.success(request, _("The round has been removed."))
        return redirect("plans:rounds", shown.plan.key)
    context = {
        "title": _("Remove the round?"),
        "text": _("This can only be done while nothing has been said in it."),
        "action": _("Remove"),
        "danger": True,
        "cancel_url": reverse("plans:round", args=[key]),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def ready(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that an area's part of a round is ready, or take it back."""
    shown = find(request, key)
    form = ReadyForm(request.POST)
    if not form.is_valid():
        raise Http404
    area = access.item(request, form.cleaned_data["area"])
    verb = follow_ups.mark_ready if form.cleaned_data["ready"] else follow_ups.unmark_ready
    verb(area, round=shown, **by_and_at(request))
    said = _("“%(area)s” is marked ready.") if form.cleaned_data["ready"] else _("“%(area)s” is not ready any more.")
    messages.success(request, said % {"area": area.name})
    return redirect(f"{reverse('plans:round', args=[key])}#areas")


def dates(request: HttpRequest) -> HttpResponse:
    """The council's own follow-up dates, and one more."""
    access.require(rules.may_manage(request.user, on=timezone.localdate()))
    form = RoundDateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        round_dates.add(**form.cleaned_data, **by_and_at(request))
        messages.success(request, _("The follow-up date has been added. Rounds that are there already stay."))
        return redirect("plans:round_dates")
    shown = [(each, date(2000, each.month, each.day)) for each in work.dates()]
    usual = [date(2000, month, day) for month, day in operations.USUAL_DATES]
    trail = ((_("Plans"), reverse("plans:index")), (_("Follow-up dates"), ""))
    context = {"dates": shown, "usual": usual, "form": form, "trail": trail}
    return render(request, "plans/round_dates.html", context, status=400 if form.errors else 200)


@require_POST
def remove_date(request: HttpRequest) -> HttpResponse:
    """Take away one of the council's dates."""
    access.require(rules.may_manage(request.user, on=timezone.localdate()))
    form = RoundDateForm(request.POST)
    if not form.is_valid():
        raise Http404
    round_dates.remove(**form.cleaned_data, **by_and_at(request))
    messages.success(request, _("The follow-up date has been taken away. Rounds that are there already stay."))
    return redirect("plans:round_dates")


def find(request: HttpRequest, key: UUID, rule: access.Rule = rules.may_read) -> FollowUpRound:
    """The round with a key, for a person whom the rule (of plans) allows; 404 where there is none."""
    try:
        found = work.by_key(key)
    except FollowUpRound.DoesNotExist:
        raise Http404 from None
    access.require(rule(request.user, found.plan, on=timezone.localdate()))
    return found


def way(shown: FollowUpRound, *pages: str) -> Trail:
    """From the plan to a round, and on to a page of it."""
    here = reverse("plans:round", args=[shown.key])
    return (_rounds(shown.plan), (name_of(shown), here if pages else ""), *((page, "") for page in pages))


def name_of(shown: FollowUpRound) -> str:
    """A round in words."""
    return _("Follow-up as of %(date)s") % {"date": formats.day(shown.as_of, get_language() or "sv")}


def _page(request: HttpRequest, shown: FollowUpRound, form: SummaryForm) -> HttpResponse:
    today = timezone.localdate()
    context = frame(request, shown.plan, tab="rounds", trail=way(shown)) | {
        "round": shown,
        "name": name_of(shown),
        "page": work.page(shown, by=request.user, on=today),
        "reports": reports.of_round(shown),
        "making": reports.job_under_way(shown),
        "open": shown.opens_on <= today,
        "followed": work.is_followed(shown.plan),
        "late": shown.due_on < today,
        "form": form,
    }
    return render(request, "plans/round.html", context, status=400 if form.errors else 200)


def _run(request: HttpRequest, key: UUID) -> FollowUpRound:
    return find(request, key, _may_run)


def _may_run(by, plan: Plan, *, on: date) -> bool:
    return rules.may_read(by, plan, on=on) and rules.may_open_round(by, plan, on=on)


def _rounds(plan: Plan) -> tuple[str, str]:
    return _("Follow-up"), reverse("plans:rounds", args=[plan.key])
