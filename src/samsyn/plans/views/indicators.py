"""How goals are measured: the indicators of a plan, each one's page, and entering what was measured."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.plans import rules
from samsyn.plans.errors import PlanError
from samsyn.plans.forms.indicators import IndicatorForm, TargetDateForm, TargetForm, ValueForm, saying
from samsyn.plans.models import Indicator, Item
from samsyn.plans.operations import indicators as operations
from samsyn.plans.queries import measured
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.frame import frame


def indicators(request: HttpRequest, key: UUID) -> HttpResponse:
    """The indicators of a plan, what is past due first."""
    plan = access.plan(request, key)
    found = measured.of_plan(plan, by=request.user, on=timezone.localdate())
    context = {"found": found, "stale": measured.stale(found), "may_enter_any": any(each.may_enter for each in found)}
    return render(request, "plans/indicators.html", frame(request, plan, tab="indicators") | context)


def indicator(request: HttpRequest, key: UUID) -> HttpResponse:
    """One indicator: chart, values with their origin, targets and due dates."""
    shown = _indicator(request, key)
    return render(request, "plans/indicator.html", _context(request, shown) | {"target_form": TargetForm()})


def define(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say how a goal, or the effect of an activity, is measured."""
    item = access.item(request, key, rules.may_manage_indicator)
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.define(item, **form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The indicator is there. Add its targets, and values as they come."))
            return redirect("plans:indicator", made.key)
    trail = (*_way(item), (_("New indicator"), ""))
    context = frame(request, item.plan, tab="indicators", trail=trail) | {"form": form, "item": item}
    return render(request, "plans/indicator_form.html", context, status=400 if form.errors else 200)


def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what an indicator is; its values stay."""
    shown = _managed(request, key)
    form = IndicatorForm(request.POST or None, initial=saying(shown))
    if request.method == "POST" and form.is_valid():
        try:
            operations.change(shown, changes=form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The indicator has been changed."))
            return redirect("plans:indicator", key)
    trail = (*_way(shown.item), (shown.name, _address(shown)), (_("Change"), ""))
    context = {"form": form, "item": shown.item, "indicator": shown}
    context |= frame(request, shown.item.plan, tab="indicators", trail=trail)
    return render(request, "plans/indicator_form.html", context, status=400 if form.errors else 200)


def value(request: HttpRequest, key: UUID) -> HttpResponse:
    """Enter a value; afterwards back to where the person came from."""
    shown = _indicator(request, key)
    access.require(rules.may_enter_value(request.user, shown, on=timezone.localdate()))
    form = ValueForm(request.POST or None, indicator=shown)
    back = _back(request, shown)
    if request.method == "POST" and form.is_valid():
        try:
            operations.enter_value(shown, **form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The value has been entered."))
            return redirect(back)
    context = _context(request, shown, _("Enter a value")) | {"form": form, "back": back}
    return render(request, "plans/indicator_value.html", context, status=400 if form.errors else 200)


@require_POST
def target(request: HttpRequest, key: UUID) -> HttpResponse:
    """Set the target of a date."""
    shown = _managed(request, key)
    form = TargetForm(request.POST)
    if form.is_valid():
        try:
            operations.set_target(shown, **form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The target has been set."))
            return redirect("plans:indicator", key)
    return render(request, "plans/indicator.html", _context(request, shown) | {"target_form": form}, status=400)


@require_POST
def remove_target(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take away the target of a date."""
    shown = _managed(request, key)
    form = TargetDateForm(request.POST)
    if not form.is_valid():
        raise Http404
    operations.remove_target(shown, on=form.cleaned_data["on"], **by_and_at(request))
    messages.success(request, _("The target has been taken away."))
    return redirect("plans:indicator", key)


def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then stop measuring."""
    shown = _managed(request, key)
    if request.method == "POST":
        operations.end(shown, **by_and_at(request))
        messages.success(request, _("Nothing more is due for this indicator."))
        return redirect("plans:indicator", key)
    text = _("No more values are due, so it is never stale. Values and targets stay to be read.")
    action = {"title": _("End “%(name)s”?") % {"name": shown.name}, "text": text, "action": _("End the indicator")}
    return render(request, "ui/confirm.html", action | {"cancel_url": _address(shown)})


def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then remove an indicator that has no values."""
    shown = _managed(request, key)
    if request.method == "POST":
        operations.remove(shown, **by_and_at(request))
        messages.success(request, _("The indicator has been removed."))
        return redirect("plans:indicators", shown.item.plan.key)
    text = _("This can only be done while it has no values.")
    action = {"title": _("Remove “%(name)s”?") % {"name": shown.name}, "text": text, "action": _("Remove")}
    return render(request, "ui/confirm.html", action | {"danger": True, "cancel_url": _address(shown)})


def _indicator(request: HttpRequest, key: UUID) -> Indicator:
    try:
        found = measured.by_key(key)
    except Indicator.DoesNotExist:
        raise Http404 from None
    access.require(rules.may_read(request.user, found.item.plan, on=timezone.localdate()))
    return found


def _managed(request: HttpRequest, key: UUID) -> Indicator:
    found = _indicator(request, key)
    access.require(rules.may_manage_indicator(request.user, found.item, on=timezone.localdate()))
    return found


def _context(request: HttpRequest, shown: Indicator, page: str = "") -> dict[str, Any]:
    today = timezone.localdate()
    here = (shown.name, _address(shown) if page else "")
    trail = (*_way(shown.item), here, *(((page, ""),) if page else ()))
    return frame(request, shown.item.plan, tab="indicators", trail=trail) | {
        "measured": measured.one(shown, by=request.user, on=today),
        "entries": measured.entries(shown),
        "dues": measured.coming_due(shown, on=today),
        "indicator": shown,
        "item": shown.item,
        "today": today,
    }


def _way(item: Item) -> tuple[tuple[str, str], ...]:
    """From the plan to the indicators of an item."""
    return (
        (_("Indicators"), reverse("plans:indicators", args=[item.plan.key])),
        (item.name, reverse("plans:item", args=[item.key])),
    )


def _address(shown: Indicator) -> str:
    return reverse("plans:indicator", args=[shown.key])


def _back(request: HttpRequest, shown: Indicator) -> str:
    """Where the person came from, where that is a page of ours; else the indicator's page."""
    wanted = request.POST.get("back") or request.GET.get("back") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else _address(shown)
