"""Saying how one goal or activity stands, and on to the next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.analysis.follow_up import State
from samsyn.plans import rules
from samsyn.plans.errors import PlanError
from samsyn.plans.forms.follow_ups import FollowUpForm, everything_of, words_of
from samsyn.plans.models import FollowUpRound, Item
from samsyn.plans.operations import follow_ups as operations
from samsyn.plans.queries import follow_up as queries
from samsyn.plans.queries import measured
from samsyn.plans.queries import rounds as work
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.frame import frame
from samsyn.plans.views.rounds import way


def follow_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say how an item stands in a round (`?round=`; without it, the latest that has opened)."""
    item = access.item(request, key, rules.may_follow_up)
    round = work.of_plan(item.plan, request.GET.get("round", ""), on=timezone.localdate())
    closed = _why_closed(item, round)
    if round is None or closed:
        context = frame(request, item.plan, tab="rounds", trail=((item.name, ""),)) | {"item": item, "closed": closed}
        return render(request, "plans/follow_up_closed.html", context)
    form = FollowUpForm(request.POST or None, item=item, initial=_beginning(request, item, round))
    if request.method == "POST" and form.is_valid():
        try:
            operations.enter(item, round=round, **form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _on(request, item, round)
    return render(request, "plans/follow_up.html", _context(request, item, round, form), status=_status(form))


def _status(form: FollowUpForm) -> int:
    return 400 if form.errors else 200


def _why_closed(item: Item, round: FollowUpRound | None) -> str:
    """Why nothing can be said of the item now, in words; "" where it can."""
    if item.kind not in work.FOLLOWED:
        return _("Only goals and activities are followed up.")
    if not work.is_followed(item.plan):
        return _("Follow-up is done from the adoption of the plan until it is closed.")
    if round is None:
        return _("No round has opened yet. The office opens the rounds of the plan.")
    if timezone.localdate() < round.opens_on:
        return _("The round opens on %(date)s.") % {"date": round.opens_on}
    return ""


def _beginning(request: HttpRequest, item: Item, round: FollowUpRound) -> dict[str, str]:
    """What the form begins with: what was said in this round, or on request the texts of the round before."""
    latest = work.last_said(item, round)
    seen = {"seen": str(latest.key) if latest else ""}
    if "last" in request.GET:
        return words_of(work.said_before(item, round)) | seen
    return (everything_of(latest) if latest else {}) | seen


def _context(request: HttpRequest, item: Item, round: FollowUpRound, form: FollowUpForm) -> dict[str, Any]:
    today = timezone.localdate()
    page = work.page(round, by=request.user, on=today)
    found = measured.of_item(item, by=request.user, on=today)
    return frame(request, item.plan, tab="rounds", trail=way(round, item.name)) | {
        "item": item,
        "round": round,
        "form": form,
        "page": page,
        "task": next(task for task in page.tasks if task.item.pk == item.pk),
        "following": page.next_after(item),
        "latest": work.last_said(item, round),
        "before": work.said_before(item, round),
        "copied": "last" in request.GET,
        "measured": found,
        "stale": measured.stale(found) if item.kind == work.ItemKind.GOAL else (),
        "timeline": queries.timeline(item),
    }


def _on(request: HttpRequest, item: Item, round: FollowUpRound) -> HttpResponse:
    """Say what was saved and how it shows, and go on: to the next without entry, or back to the round."""
    page = work.page(round, by=request.user, on=timezone.localdate())
    task = next(task for task in page.tasks if task.item.pk == item.pk)
    if task.state is State.NOT_ASSESSED:
        said = _("Saved. “%(item)s” shows as not assessed, because an indicator lacks a value that was due.")
        messages.warning(request, said % {"item": item.name})
    else:
        messages.success(request, _("Saved: “%(item)s”.") % {"item": item.name})
    following = page.next_after(item)
    if following is None or "stay" in request.POST:
        return redirect("plans:round", round.key)
    return redirect(f"{reverse('plans:follow_up', args=[following.item.key])}?round={round.key}")
