"""`{% load plan_codes %}`: the codes of a plan's content in words, for pages made of a content and not of rows."""

from django import template
from django.db.models import TextChoices

from samsyn.plans.models import Effect, ItemKind, LinkKind

register = template.Library()


def _words(choices: type[TextChoices], code: str) -> str:
    return str(choices(code).label) if code else ""


@register.filter
def kind_word(code: str) -> str:
    """What kind of item it is."""
    return _words(ItemKind, code)


@register.filter
def effect_word(code: str) -> str:
    """What an activity has led to."""
    return _words(Effect, code)


@register.filter
def link_word(code: str) -> str:
    """How an item is tied to another."""
    return _words(LinkKind, code)
