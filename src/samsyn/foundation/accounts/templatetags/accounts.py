"""`{% load accounts %}`: what templates say of roles."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def called_in(code: str, organisations: Mapping[str, str]) -> str:
    """The organisation's name in the register; its code where it has left the register."""
    return organisations.get(code, code)
