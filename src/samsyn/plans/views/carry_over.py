"""From one plan to the next: choosing what goes on, and comparing the years."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.plans import rules
from samsyn.plans.errors import PlanError
from samsyn.plans.forms.carry_over import CarryOverForm
from samsyn.plans.models import Plan
from samsyn.plans.operations import carry_over as operations
from samsyn.plans.queries import lineage
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.frame import frame


def carry_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose what goes on; then the next plan is there as a draft."""
    plan = access.plan(request, key, rules.may_carry_over)
    form = CarryOverForm(request.POST or None, initial=CarryOverForm.suggested(plan))
    if request.method == "POST" and form.is_valid():
        try:
            next_plan = operations.begin_next(plan, **form.cleaned_data, items=form.items(), **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The next plan has been made, as a draft."))
            return redirect("plans:plan", next_plan.key)
    chosen = {str(item) for item in form.items()} if form.is_bound else None
    candidates = lineage.candidates(plan, on=timezone.localdate(), chosen=chosen)
    trail = ((_("Decide"), reverse("plans:life", args=[key])), (_("Carry over"), ""))
    context = frame(request, plan, tab="life", trail=trail) | {"form": form, "candidates": candidates}
    return render(request, "plans/carry_over.html", context, status=400 if form.errors else 200)


def years(request: HttpRequest, key: UUID) -> HttpResponse:
    """How each item stood, cost and measured in this plan and in those that it continues."""
    plan = access.plan(request, key)
    today = timezone.localdate()

    def readable(one: Plan) -> bool:
        return rules.may_read(request.user, one, on=today)

    found = lineage.compare(plan, on=today, readable=readable)
    later = [one for one in lineage.next_plans(plan) if readable(one)]
    context = frame(request, plan, tab="life", trail=((_("Compare the years"), ""),)) | {"found": found, "later": later}
    return render(request, "plans/years.html", context)
