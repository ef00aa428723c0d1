"""The list of plans and the whole plan as one readable page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.ui.forms import active_filters
from samsyn.members.queries import organs
from samsyn.plans import rules
from samsyn.plans.errors import PlanError
from samsyn.plans.forms.filters import PlanFilter
from samsyn.plans.forms.items import PlanForm
from samsyn.plans.models import Plan
from samsyn.plans.operations import plans as operations
from samsyn.plans.queries import plans
from samsyn.plans.queries.owners import owners
from samsyn.plans.queries.whole_plan import whole_plan
from samsyn.plans.views import access, fragments
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.editing import Editing, address, edit, posted
from samsyn.plans.views.frame import frame


def index(request: HttpRequest) -> HttpResponse:
    """Every plan that the person may read. Whoever is not signed in is shown the public ones."""
    if not request.user.is_authenticated:
        return redirect("plans:public_index")
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
    return fragments.page(request, "plans/plan.html", frame(request, shown, tab="plan"), body=body)


def create(request: HttpRequest) -> HttpResponse:
    """Begin an empty plan."""
    today = timezone.localdate()
    access.require(rules.may_create(request.user, on=today))
    coming = {"starts_on": f"{today.year + 1}-01-01", "ends_on": f"{today.year + 1}-12-31"}
    form = PlanForm(posted(request), initial=coming, organs=organs.listed())
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.create(**form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The plan is there. Add its direction goals and focus areas."))
            return redirect(address(made))
    page = {"title": _("Begin an empty plan"), "action": _("Begin"), "back": reverse("plans:index")}
    return render(request, "plans/edit.html", {"form": form, "page": page}, status=400 if form.errors else 200)


def settings(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change a draft's title and period, and which organ decides."""
    shown = access.plan(request, key, rules.may_edit_wording)
    now = {name: getattr(shown, name) for name in ("title", "starts_on", "ends_on", "decided_by")}
    form = PlanForm(posted(request), initial=now, organs=organs.listed())
    page = Editing(
        title=_("Title and period"), action=_("Save"), done=_("The plan has been changed."), back=address(shown),
        about=shown.title,
    )  # fmt: skip
    return edit(request, form, page, lambda typed: operations.set_up(shown, **typed, **by_and_at(request)))


def _body(request: HttpRequest, shown: Plan) -> str:
    today = timezone.localdate()
    owned = owners(shown, on=today)
    form = PlanFilter(request.GET, plan=shown, owners=owned)
    whole = whole_plan(shown, owned, on=today, filters=form.filters())
    context = {"plan": shown, "whole": whole, "form": form, "chips": active_filters(form, request.GET)}
    return render_to_string("plans/plan_body.html", context, request)
