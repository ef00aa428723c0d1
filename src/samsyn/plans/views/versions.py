"""The kept versions of a plan: listed, read, and compared two by two."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.plans import rules
from samsyn.plans.difference import Difference
from samsyn.plans.forms.versions import NOW, CompareForm
from samsyn.plans.models import Plan, PlanVersion
from samsyn.plans.operations import plans
from samsyn.plans.queries import versions as queries
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.editing import do
from samsyn.plans.views.frame import frame


def versions(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every version that the person may read, latest first."""
    plan = access.plan(request, key)
    kept = queries.readable_versions(plan, internal=_internal(request))
    form = CompareForm(
        initial=_latest_two(kept, with_now=_internal(request)), versions=kept, with_now=_internal(request)
    )
    context = {"versions": kept, "form": form, "may_save": rules.may_manage(request.user, on=timezone.localdate())}
    return render(request, "plans/versions.html", _frame(request, plan) | context)


@require_POST
def save(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep the plan as it is now."""
    plan = access.plan(request, key)
    return do(
        request,
        lambda: plans.save_version(plan, **by_and_at(request)),
        done=_("The version has been kept."),
        back=reverse("plans:versions", args=[key]),
    )


def version(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """One version as a readable page."""
    plan = access.plan(request, key)
    internal = _internal(request)
    found = _version(plan, number, internal=internal)
    context = {"version": found, "read": queries.read_version(found, internal=internal)}
    return render(
        request, "plans/version.html", _frame(request, plan, _("Version %(number)s") % {"number": number}) | context
    )


def compare(request: HttpRequest, key: UUID) -> HttpResponse:
    """What differs between two versions, or a version and the plan as it is now."""
    plan = access.plan(request, key)
    internal = _internal(request)
    kept = queries.readable_versions(plan, internal=internal)
    form = CompareForm(request.GET, versions=kept, with_now=internal)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        difference = _difference(plan, form.cleaned_data["old"], form.cleaned_data["new"], internal=internal)
        context |= {"difference": difference, "people": queries.people_in(difference)}
    page = _frame(request, plan, _("What differs")) | context
    return render(request, "plans/compare.html", page, status=200 if form.is_valid() else 400)


def _difference(plan: Plan, old: str, new: str, *, internal: bool) -> Difference:
    before = _version(plan, int(old), internal=internal)
    if new == NOW:
        return queries.difference_to_now(before)
    found = queries.difference_between(before, _version(plan, int(new), internal=internal))
    return found if internal else queries.without_internal_documents(found)


def _version(plan: Plan, number: int, *, internal: bool) -> PlanVersion:
    found = queries.readable_versions(plan, internal=internal).defer(None).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _latest_two(kept: Any, *, with_now: bool) -> dict[str, str]:
    numbers = [str(version.number) for version in kept]
    new = NOW if with_now else numbers[0] if numbers else ""
    rest = numbers if with_now else numbers[1:]
    return {"new": new, "old": rest[0] if rest else ""}


def _internal(request: HttpRequest) -> bool:
    """Whether the person reads drafts, and so also the versions that were not adopted."""
    return rules.may_read_internal(request.user, on=timezone.localdate())


def _frame(request: HttpRequest, plan: Plan, name: str = "") -> dict[str, Any]:
    here = (_("Versions"), reverse("plans:versions", args=[plan.key]) if name else "")
    return frame(request, plan, tab="life", trail=(here, (name, "")) if name else (here,))
