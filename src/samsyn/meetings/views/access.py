"""Finding what an address names, for a person who may see it."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from samsyn.foundation.ui.asking import by_and_at, require
from samsyn.meetings import rules
from samsyn.meetings.models import AgendaItem, Meeting
from samsyn.meetings.queries import meetings

__all__ = ["Rule", "by_and_at", "item", "manage", "meeting", "require"]

Rule = Callable[..., bool]


def manage(request: HttpRequest) -> None:
    """Refuse the page to whoever is not of the office."""
    require(rules.may_manage(request.user, on=timezone.localdate()))


def meeting(request: HttpRequest, key: UUID, rule: Rule = rules.may_read) -> Meeting:
    """The meeting with a key, where the rule allows the person; 404 where there is none."""
    try:
        found = meetings.by_key(key)
    except Meeting.DoesNotExist:
        raise Http404 from None
    require(rule(request.user, found, on=timezone.localdate()))
    return found


def item(request: HttpRequest, key: UUID, rule: Rule = rules.may_read_item) -> AgendaItem:
    """The item with a key, where the rule (of items) allows the person; 404 where there is none."""
    found = AgendaItem.objects.select_related("meeting__organ", "parent", "rapporteur").filter(key=key).first()
    if found is None:
        raise Http404
    require(rule(request.user, found, on=timezone.localdate()))
    return found
