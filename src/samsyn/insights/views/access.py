"""Finding what an address names, for a person who may see it."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.errors import NotPermitted
from samsyn.insights import rules
from samsyn.insights.models import Dataset, Snapshot, SnapshotDraft
from samsyn.insights.queries import datasets, drafts

Thing = TypeVar("Thing")
Trail = list[tuple[str, str]]


def require(allowed: bool) -> None:
    """Refuse the page to whoever may not see it."""
    if not allowed:
        raise NotPermitted(_("Only analysts and officers see the data of the system picture."))


def see_data(request: HttpRequest) -> None:
    """Refuse the page to whoever may not see data."""
    require(rules.may_see_data(request.user, on=timezone.localdate()))


def bring_data(request: HttpRequest) -> None:
    """Refuse the page to whoever may not bring data."""
    require(rules.may_bring_data(request.user, on=timezone.localdate()))


def dataset(request: HttpRequest, key: UUID) -> Dataset:
    """The data set with a key."""
    see_data(request)
    return _found(lambda: datasets.by_key(key))


def snapshot(request: HttpRequest, key: UUID) -> Snapshot:
    """The snapshot with a key."""
    see_data(request)
    return _found(lambda: datasets.snapshot(key))


def draft(request: HttpRequest, key: UUID) -> SnapshotDraft:
    """The draft with a key."""
    bring_data(request)
    return _found(lambda: drafts.by_key(key))


def by_and_at(request: HttpRequest) -> dict[str, Any]:
    """Who does it and when, for an operation."""
    return {"by": request.user, "at": timezone.now()}


def trail(*more: tuple[str, str]) -> Trail:
    """The way to a page of data; its own name last, without an address."""
    return [(_("System picture"), reverse("insights:index")), (_("Data sets"), reverse("insights:datasets")), *more]


def _found(read: Callable[[], Thing]) -> Thing:
    try:
        return read()
    except ObjectDoesNotExist:
        raise Http404 from None
