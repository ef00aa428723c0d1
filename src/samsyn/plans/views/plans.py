"""The list of plans and the whole plan as one readable page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from samsyn.foundation.ui.forms import active_filters
from samsyn.plans import rules
from samsyn.plans.forms.filters import PlanFilter
from samsyn.plans.models import Plan
from samsyn.plans.queries import plans
from samsyn.plans.queries.whole_plan import whole_plan
from samsyn.plans.views import access, fragments
from samsyn.plans.views.frame import frame


def index(request: HttpRequest) -> HttpResponse:
    """Every plan that the person may read."""
    today = timezone.localdate()
    return render(
        request,
        "plans/index.html",
        {
            "plans": plans.readable(request.user, on=today),
            "may_create": rules.may_create(request.user, on=today),
            "may_import": rules.may_import(request.user, on=today),
        },
    )


def plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """The whole plan, narrowed by the filters in the address."""
    shown = access.plan(request, key)
    body = fragments.kept(request, "plan", make=lambda: _body(request, shown))
    return render(request, "plans/plan.html", frame(request, shown, tab="plan") | {"body": body})


def _body(request: HttpRequest, shown: Plan) -> str:
    today = timezone.localdate()
    form = PlanFilter(request.GET, plan=shown, on=today)
    whole = whole_plan(shown, on=today, filters=form.filters())
    context = {"plan": shown, "whole": whole, "form": form, "chips": active_filters(form, request.GET)}
    return render_to_string("plans/plan_body.html", context, request)
