"""Finding what an address names, for a person who may see it."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from samsyn.foundation.ui.asking import by_and_at, require
from samsyn.plans import rules
from samsyn.plans.models import Item, Plan
from samsyn.plans.queries import plans

__all__ = ["Rule", "by_and_at", "item", "plan", "require"]

Rule = Callable[..., bool]


def plan(request: HttpRequest, key: UUID, rule: Rule = rules.may_read) -> Plan:
    """The plan with a key, where the rule allows the person; 404 where there is none."""
    try:
        found = plans.by_key(key)
    except Plan.DoesNotExist:
        raise Http404 from None
    require(rule(request.user, found, on=timezone.localdate()))
    return found


def item(request: HttpRequest, key: UUID, rule: Rule | None = None) -> Item:
    """The item with a key: its plan must be readable, and `rule` (of items) must allow the person."""
    found = Item.objects.select_related("plan", "parent").filter(key=key).first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    require(rules.may_read(request.user, found.plan, on=today))
    require(rule is None or rule(request.user, found, on=today))
    return found
