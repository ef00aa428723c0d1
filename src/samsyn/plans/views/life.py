"""The life of a plan on one page: draft, proposed, adopted, closed, and the step that comes next."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.plans import rules
from samsyn.plans.errors import PlanError
from samsyn.plans.forms.life import AdoptForm, OrganForm
from samsyn.plans.models import Plan, PlanState
from samsyn.plans.operations import plans
from samsyn.plans.queries import versions
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.editing import Editing, do, edit, posted
from samsyn.plans.views.frame import frame

DONE = {
    "propose": gettext_lazy("The plan has been proposed, and the version has been kept."),
    "adopt": gettext_lazy("The adoption has been entered. The public can now read the plan."),
    "revise": gettext_lazy("The plan is a draft again."),
    "close": gettext_lazy("The plan has been closed."),
}


def life(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where the plan is in its life, and what can be done next."""
    plan = access.plan(request, key)
    form = AdoptForm(initial={"organ": plan.decided_by_id, "decided_on": timezone.localdate()})
    return render(request, "plans/life.html", _shown(request, plan, form))


@require_POST
def step(request: HttpRequest, key: UUID, step: str) -> HttpResponse:
    """Take a step; what was typed about an adoption stays where it is refused."""
    if step not in rules.STEPS:
        raise Http404
    plan = access.plan(request, key, _manage)
    if step == "adopt":
        return _adopt(request, plan)
    change = {"propose": plans.propose, "revise": plans.revise, "close": plans.close}[step]
    return do(request, lambda: change(plan, **by_and_at(request)), done=DONE[step], back=_back(plan))


def organ(request: HttpRequest, key: UUID) -> HttpResponse:
    """Which organ decides a plan that has been proposed."""
    plan = access.plan(request, key, _manage)
    form = OrganForm(posted(request), initial={"organ": plan.decided_by_id})
    page = Editing(
        title=_("Deciding organ"),
        action=_("Save"),
        done=_("The plan has been changed."),
        back=_back(plan),
        about=plan.title,
    )
    return edit(request, form, page, lambda typed: plans.choose_organ(plan, **typed, **by_and_at(request)))


def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then remove a draft."""
    plan = access.plan(request, key, rules.may_delete)
    if request.method == "POST":
        return do(
            request,
            lambda: plans.delete(plan, **by_and_at(request)),
            done=_("The plan has been deleted."),
            back=reverse("plans:index"),
        )
    context = {
        "title": _("Delete “%(title)s”?") % {"title": plan.title},
        "text": _(
            "All its items, owners and indicators are removed for good. "
            "A plan that has been proposed, adopted or followed up cannot be deleted."
        ),
        "action": _("Delete the plan"),
        "cancel_url": _back(plan),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _adopt(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = AdoptForm(request.POST)
    if form.is_valid():
        try:
            plans.adopt(plan, **form.cleaned_data, **by_and_at(request))
        except PlanError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE["adopt"])
            return redirect(_back(plan))
    return render(request, "plans/life.html", _shown(request, plan, form), status=400)


def _shown(request: HttpRequest, plan: Plan, form: AdoptForm) -> dict[str, Any]:
    today = timezone.localdate()
    may = {name: rules.may_take_step(request.user, plan, name, on=today) for name in rules.STEPS}
    order = list(PlanState)
    return frame(request, plan, tab="life") | {
        "steps": [(state.label, _place(order.index(state), order.index(PlanState(plan.state)))) for state in order],
        "may": may | {"delete": rules.may_delete(request.user, plan, on=today)},
        "may_carry_over": plan.state in rules.DECIDED and rules.may_carry_over(request.user, plan, on=today),
        "form": form,
        "adopted": versions.latest_adopted(plan),
    }


def _place(state: int, now: int) -> str:
    """Whether a state of a plan's life is behind, is now, or lies ahead."""
    return "current" if state == now else "behind" if state < now else "ahead"


def _manage(by: Any, _plan: Plan, *, on: date) -> bool:
    return rules.may_manage(by, on=on)


def _back(plan: Plan) -> str:
    return reverse("plans:life", args=[plan.key])
