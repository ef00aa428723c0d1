"""Finding what an address names, for a person who may see it."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from samsyn.foundation.ui.asking import by_and_at, require
from samsyn.meetings import rules
from samsyn.meetings.models import AgendaItem, AgendaTemplate, Meeting, Notice, Paper
from samsyn.meetings.queries import meetings, notices, papers, templates
from samsyn.members.models import Organ
from samsyn.members.queries import organs

__all__ = [
    "Rule", "by_and_at", "item", "manage", "managed", "meeting", "notice", "organ", "paper", "require", "template",
]  # fmt: skip

Rule = Callable[..., bool]
Thing = TypeVar("Thing")


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


def managed(request: HttpRequest, key: UUID) -> Meeting:
    """The meeting with a key, for the office."""
    manage(request)
    return meeting(request, key)


def item(request: HttpRequest, key: UUID, rule: Rule = rules.may_read_item) -> AgendaItem:
    """The item with a key, where the rule (of items) allows the person; 404 where there is none."""
    found = AgendaItem.objects.select_related("meeting__organ", "parent", "rapporteur").filter(key=key).first()
    found = _found(found)
    require(rule(request.user, found, on=timezone.localdate()))
    return found


def paper(request: HttpRequest, key: UUID) -> Paper:
    """The paper with a key, for whoever may read it."""
    found = _found(papers.by_key(key))
    require(rules.may_read_paper(request.user, found, on=timezone.localdate()))
    return found


def notice(request: HttpRequest, key: UUID) -> Notice:
    """A sending, for the office: who got what is nobody else's matter."""
    manage(request)
    return _found(notices.by_key(key))


def template(request: HttpRequest, key: UUID) -> AgendaTemplate:
    """A template, for the office."""
    manage(request)
    return _found(templates.by_key(key))


def organ(code: str) -> Organ:
    """The organ with a code."""
    return _found(organs.by_code(code))


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise Http404
    return thing
