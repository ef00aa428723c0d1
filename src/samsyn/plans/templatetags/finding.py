"""`{% load finding %}`: what a search found, with the words marked."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from samsyn.plans.search import Snippet

register = template.Library()


@register.simple_tag
def snippet(found: Snippet) -> SafeString:
    """The text of a snippet, each place where the query was found in a `<mark>`."""
    pieces, at = [], 0
    for start, end in found.marks:
        pieces += [escape(found.text[at:start]), f"<mark>{escape(found.text[start:end])}</mark>"]
        at = end
    return SafeString("".join([*pieces, escape(found.text[at:])]))
