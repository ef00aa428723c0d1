"""What surrounds every page of a plan: its name, state, way back and tabs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.plans import rules
from samsyn.plans.models import Plan

TABS: tuple[tuple[str, str | Promise, str], ...] = (
    ("plan", _("The plan"), "plans:plan"),
    ("year", _("The year"), "plans:year"),
    ("gaps", _("What is missing"), "plans:gaps"),
    ("indicators", _("Indicators"), "plans:indicators"),
    ("rounds", _("Follow-up"), "plans:rounds"),
    ("reports", _("Reports"), "plans:reports"),
    ("life", _("Decide"), "plans:life"),
)
"""The pages of a plan that everybody who reads it may open: name, words, address."""


def frame(
    request: HttpRequest, plan: Plan, *, tab: str = "", trail: tuple[tuple[str, str], ...] = ()
) -> dict[str, Any]:
    """The context of `plans/frame.html`; `trail` is the way from the plan to this page, its own name last;
    without one, the page is that of the tab."""
    today = timezone.localdate()
    if not trail:
        trail = tuple((str(label), "") for name, label, _address in TABS if name == tab != "plan")
    return {
        "plan": plan,
        "part": trail[-1][0] if trail else "",
        "tabs": [
            {"label": label, "url": reverse(address, args=[plan.key]), "current": name == tab}
            for name, label, address in TABS
        ],
        "trail": [
            (_("Plans"), reverse("plans:index")),
            (plan.title, reverse("plans:plan", args=[plan.key]) if trail else ""),
            *trail,
        ],
        "may_manage": rules.may_manage(request.user, on=today),
        "may_edit_wording": rules.may_edit_wording(request.user, plan, on=today),
        "is_public": rules.is_public(plan),
    }
