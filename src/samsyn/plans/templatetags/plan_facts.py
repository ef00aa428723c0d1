"""`{% load plan_facts %}`: the facts of a sealed version in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from samsyn.foundation.ui import formats
from samsyn.plans.content import ItemContent
from samsyn.plans.difference import Run, RunKind, name_of

register = template.Library()

FIELDS: Mapping[str, Promise] = {
    "heading": gettext_lazy("Heading"),
    "wording": gettext_lazy("Wording"),
    "number": gettext_lazy("Number"),
    "short_title": gettext_lazy("Short title"),
    "owner": gettext_lazy("Owner"),
    "starts_on": gettext_lazy("From"),
    "ends_on": gettext_lazy("To"),
    "budget": gettext_lazy("Budget (SEK)"),
    "outcome": gettext_lazy("Outcome (SEK)"),
    "contributions": gettext_lazy("Contributors"),
    "steps": gettext_lazy("Steps"),
    "risks": gettext_lazy("Risks"),
    "documents": gettext_lazy("Documents"),
    "title": gettext_lazy("Title"),
    "decided_by": gettext_lazy("Deciding organ"),
    "document": gettext_lazy("Document"),
    "continues": gettext_lazy("Continues the plan"),
}
_TAGS = {RunKind.EQUAL: "span", RunKind.INSERTED: "ins", RunKind.DELETED: "del"}
_DAYS = {"starts_on", "ends_on"}
_MONEY = {"budget", "outcome"}


@register.filter
def field_word(field: str) -> str:
    """What a field of a plan or an item is called."""
    return str(FIELDS[field])


@register.filter
def item_name(item: ItemContent) -> str:
    """The shortest honest name of an item of a version, with its number."""
    return " ".join(filter(None, [item["number"], name_of(item)]))


@register.filter
def runs(found: tuple[Run, ...]) -> SafeString:
    """A text with what was taken away and what was added marked, word by word."""
    return format_html_join("", "<{}>{}</{}>", ((_TAGS[run.kind], run.text, _TAGS[run.kind]) for run in found))


@register.simple_tag
def fact(field: str, value: Any, people: Mapping[str, str]) -> str:
    """A value as people say it; `people` are names by key."""
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, list):
        return "; ".join(_one(each, people) for each in value)
    if isinstance(value, dict):
        return _one(value, people)
    return _plain(field, value)


def _plain(field: str, value: str) -> str:
    language = get_language() or "sv"
    if field in _DAYS:
        return formats.day(date.fromisoformat(value), language)
    return formats.sek(Decimal(value), language) if field in _MONEY else str(value)


def _one(value: Mapping[str, Any], people: Mapping[str, str]) -> str:
    """Somebody, an organ, a file, or something that has a text or a title."""
    if "person" in value:
        return (
            str(value["function"]["name"]) if value["function"] else people.get(value["person"], _("somebody erased"))
        )
    return str(value.get("name") or value.get("text") or value.get("title"))
