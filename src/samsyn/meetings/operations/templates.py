"""Agenda templates: the standing items of an organ's meetings. A change touches no agenda that was made from one."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.meetings import gate
from samsyn.meetings.errors import NotUsable
from samsyn.meetings.models import AgendaItem, AgendaTemplate, ItemKind, Meeting, TemplateItem
from samsyn.meetings.numbering import Node, Step, numbered, placed, stepped, with_all_in
from samsyn.members.models import Organ


@transaction.atomic
def create(*, organ: Organ, name: str, by: Any, at: datetime, like: Meeting | None = None) -> AgendaTemplate:
    """Begin a template of an organ, with the agenda of one of its meetings where that is given."""
    gate.permit_office(by, at)
    try:
        with transaction.atomic():
            template = AgendaTemplate.objects.create(organ=organ, name=_named(name))
    except IntegrityError as error:
        raise NotUsable(_("The organ has a template of that name already. Choose another name.")) from error
    _record(template, "meetings.template_made", by, at, organ=organ.code)
    if like is not None:
        _take_over(template, list(like.items.all()))
    return template


@transaction.atomic
def remove(template: AgendaTemplate, *, by: Any, at: datetime) -> None:
    """Take a template away; agendas made from it stay."""
    template = _locked(template, by, at)
    _record(template, "meetings.template_removed", by, at, organ=template.organ.code)
    template.delete()


@transaction.atomic
def add_item(
    template: AgendaTemplate,
    *,
    title: str,
    by: Any,
    at: datetime,
    kind: ItemKind = ItemKind.DECISION,
    proposal: str = "",
    parent: TemplateItem | None = None,
) -> TemplateItem:
    """Put a standing item last, or last under another."""
    template = _locked(template, by, at)
    item = TemplateItem.objects.create(
        template=template, parent=parent, position=_siblings(template, parent).count(), title=_named(title), kind=kind,
        proposal=proposal.strip(),
    )  # fmt: skip
    _record(template, "meetings.standing_item_added", by, at)
    return item


@transaction.atomic
def change_item(
    item: TemplateItem, *, title: str, kind: ItemKind, proposal: str, by: Any, at: datetime
) -> TemplateItem:
    """Say a standing item in other words."""
    template = _locked(item.template, by, at)
    item.title, item.kind, item.proposal = _named(title), kind, proposal.strip()
    item.save(update_fields=["title", "kind", "proposal"])
    _record(template, "meetings.standing_item_changed", by, at)
    return item


@transaction.atomic
def move_item(
    item: TemplateItem, *, parent: TemplateItem | None, by: Any, at: datetime, position: int | None = None
) -> None:
    """Put a standing item under another (None: at the top), or at another place; None is last."""
    template = _locked(item.template, by, at)
    parents = dict(template.items.values_list("pk", "parent"))
    if parent is not None and parent.pk in with_all_in(item.pk, parents):
        raise NotUsable(_("An item cannot stand in itself. Choose another place for it."))
    template.items.filter(pk=item.pk).update(parent=parent)
    siblings = _siblings(template, parent)
    for place, pk in enumerate(placed(list(siblings.values_list("pk", flat=True)), item.pk, position)):
        siblings.filter(pk=pk).update(position=place)
    _record(template, "meetings.standing_item_moved", by, at)


@transaction.atomic
def shift_item(item: TemplateItem, *, step: Step, by: Any, at: datetime) -> None:
    """Take one step in the template; a step that leads nowhere changes nothing."""
    template = _locked(item.template, by, at)
    nodes = [Node(*row) for row in template.items.values_list("pk", "parent", "position")]
    there = stepped(nodes, item.pk, step)
    if there is not None:
        parent = template.items.get(pk=there[0]) if there[0] else None
        move_item(item, parent=parent, position=there[1], by=by, at=at)


@transaction.atomic
def remove_item(item: TemplateItem, *, by: Any, at: datetime) -> None:
    """Take a standing item away, with those under it."""
    template = _locked(item.template, by, at)
    item.delete()
    _record(template, "meetings.standing_item_removed", by, at)


def _locked(template: AgendaTemplate, by: Any, at: datetime) -> AgendaTemplate:
    gate.permit_office(by, at)
    found = list(AgendaTemplate.objects.select_related("organ").select_for_update(of=("self",)).filter(pk=template.pk))
    if not found:
        raise NotUsable(_("The template has been removed by somebody else."))
    return found[0]


def _siblings(template: AgendaTemplate, parent: TemplateItem | None) -> QuerySet[TemplateItem]:
    return template.items.filter(parent=parent)


def _named(text: str) -> str:
    if not text.strip():
        raise NotUsable(_("Give a name."))
    return text.strip()


def _take_over(template: AgendaTemplate, items: list[AgendaItem]) -> None:
    """The items of an agenda, in its order, as standing items."""
    rows = {item.pk: item for item in items}
    made: dict[int | None, TemplateItem | None] = {None: None}
    for pk, _number in numbered(Node(item.pk, item.parent_id, item.position) for item in items):
        row = rows[pk]
        made[pk] = TemplateItem.objects.create(
            template=template, parent=made[row.parent_id], position=row.position, title=row.title, kind=row.kind,
            proposal=row.proposal,
        )  # fmt: skip


def _record(template: AgendaTemplate, verb: str, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=f"agenda_template:{template.key}", by=by, at=at, **details)
