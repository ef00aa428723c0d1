"""What there is to do: mine, what a plan lacks, and what its year brings."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.plans import rules
from samsyn.plans.queries import work, year_wheel
from samsyn.plans.views import access
from samsyn.plans.views.access import require
from samsyn.plans.views.frame import frame


def mine(request: HttpRequest) -> HttpResponse:
    """What the person answers for, and what is due."""
    require(request.user.is_authenticated)
    today = timezone.localdate()
    context = {"work": work.my_work(request.user, on=today), "today": today}
    return render(request, "plans/mine.html", context)


def gaps(request: HttpRequest, key: UUID) -> HttpResponse:
    """What follow-up needs and nobody has seen to."""
    plan = access.plan(request, key)
    today = timezone.localdate()
    context = {
        "gaps": work.neglected(plan, on=today),
        "may_enter": rules.may_read_internal(request.user, on=today),
    }
    trail = ((_("What is missing"), ""),)
    return render(request, "plans/gaps.html", frame(request, plan, tab="gaps", trail=trail) | context)


def year(request: HttpRequest, key: UUID) -> HttpResponse:
    """The year's wheel and the same by month."""
    plan = access.plan(request, key)
    wheel = year_wheel.year(plan, wanted=request.GET.get("year", ""), on=timezone.localdate())
    context = frame(request, plan, tab="year", trail=((_("The year"), ""),))
    return render(request, "plans/year.html", context | {"wheel": wheel})
