"""Finding the run that an address names, as the person who asks may see it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.errors import NotPermitted
from samsyn.insights import rules
from samsyn.insights.exports import making
from samsyn.insights.exports.making import Told
from samsyn.insights.models import Run
from samsyn.insights.queries import runs
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.contract import Study
from samsyn.insights.views.access import Trail


def study(slug: str) -> Study:
    """The study with a name."""
    if slug not in STUDIES:
        raise Http404
    return STUDIES[slug]


def run(request: HttpRequest, key: UUID) -> Run:
    """The run with a key, where the person may see any of it."""
    try:
        return runs.run_for(key, by=request.user, on=timezone.localdate())
    except Run.DoesNotExist:
        raise Http404 from None


def told(request: HttpRequest, key: UUID) -> Told:
    """The run with a key as the person may see it: whole, or without small numbers."""
    today = timezone.localdate()
    found = run(request, key)
    result = runs.result_for(found, by=request.user, on=today)
    return making.told(found, result, named=rules.may_see_runs(request.user, on=today))


def shared(key: UUID) -> Told:
    """The run at a shared address, as everybody may see it."""
    try:
        found = runs.shared_run(key)
    except Run.DoesNotExist:
        raise Http404 from None
    return making.told(found, runs.public_result_of(found), named=False)


def may(request: HttpRequest) -> Mapping[str, bool]:
    """What the person may do with runs."""
    today = timezone.localdate()
    return {
        "run": rules.may_run(request.user, on=today),
        "share": rules.may_share(request.user, on=today),
        "publish": rules.may_publish(request.user, on=today),
        "see_data": rules.may_see_data(request.user, on=today),
    }


def require(request: HttpRequest, what: str) -> None:
    """Refuse whoever may not do that."""
    if not may(request)[what]:
        raise NotPermitted(_("Only analysts and officers run studies, share results and publish them."))


def trail(*more: tuple[str, str]) -> Trail:
    """The way to a page of studies; its own name last, without an address."""
    return [(_("System picture"), reverse("insights:index") if more else ""), *more]


def trail_of(found: Run, *more: tuple[str, str]) -> Trail:
    """The way to a run, or to a page of it."""
    return trail((found.title, reverse("insights:run", args=[found.key]) if more else ""), *more)


def context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """What every page of runs shows: what the person may do, and more."""
    return {"may": may(request), **more}
