"""Agenda templates, and what stands in them."""

from uuid import UUID

from django.db.models import Count, QuerySet

from samsyn.meetings.models import AgendaTemplate, TemplateItem
from samsyn.meetings.numbering import Node, Numbered, numbered


def listed() -> QuerySet[AgendaTemplate]:
    """Every template by organ and name, each with how many standing items it has."""
    return AgendaTemplate.objects.select_related("organ").annotate(standing=Count("items"))


def by_key(key: UUID) -> AgendaTemplate | None:
    return AgendaTemplate.objects.select_related("organ").filter(key=key).first()


def items(template: AgendaTemplate) -> list[tuple[TemplateItem, Numbered]]:
    """The standing items in reading order, each with the number that it will have on an empty agenda."""
    rows = {item.pk: item for item in template.items.all()}
    found = numbered(Node(item.pk, item.parent_id, item.position) for item in rows.values())
    return [(rows[each.id], each) for each in found]
