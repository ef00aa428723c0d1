"""The agenda: items in a tree, numbered by it until the summons is sent; guests who are heard.

What stands in a closed item is closed too. Every operation that touches an item sets its `modified_at`.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samsyn.foundation.audit import operations as audit
from samsyn.meetings import gate
from samsyn.meetings.errors import NotUsable, WrongState
from samsyn.meetings.models import (
    AgendaItem,
    AgendaTemplate,
    Guest,
    ItemKind,
    ItemState,
    Meeting,
    MeetingState,
    TemplateItem,
)
from samsyn.meetings.numbering import Node, Step, following, numbered, placed, stepped, with_all_in
from samsyn.members.models import Person
from samsyn.plans.models import Item

UNTOUCHED = (ItemState.WAITING, ItemState.OPEN)


@transaction.atomic
def add(
    meeting: Meeting,
    *,
    title: str,
    by: Any,
    at: datetime,
    parent: AgendaItem | None = None,
    kind: ItemKind = ItemKind.DECISION,
    background: str = "",
    proposal: str = "",
    minutes_long: int | None = None,
    rapporteur: Person | None = None,
    closed: bool = False,
) -> AgendaItem:
    """Put an item last on the agenda, or last under another. After the summons it takes the next number."""
    meeting = gate.to_manage(meeting, by=by, at=at)
    parent = gate.present_item(meeting, parent) if parent else None
    item = AgendaItem(meeting=meeting, parent=parent, kind=kind, created_at=at, modified_at=at)
    item.position = _siblings(meeting, parent).count()
    item.closed = closed or (parent is not None and parent.closed)
    item.background, item.proposal = background.strip(), proposal.strip()
    item.minutes_long, item.rapporteur, item.title = minutes_long, rapporteur, _titled(title)
    if meeting.state != MeetingState.PLANNED:
        taken = meeting.items.values_list("number", flat=True)
        item.number = following(taken, parent.number if parent else "")
    item.save(force_insert=True)
    _renumber(meeting, at)
    _record(item, "meetings.item_added", by, at, kind=str(kind))
    item.refresh_from_db(fields=["number"])
    return item


@transaction.atomic
def change(
    item: AgendaItem,
    *,
    title: str,
    kind: ItemKind,
    background: str,
    proposal: str,
    minutes_long: int | None,
    rapporteur: Person | None,
    closed: bool,
    by: Any,
    at: datetime,
) -> AgendaItem:
    """Say an item in other words, or close it to the public with all that stands in it."""
    item = _to_write(item, by, at)
    if not closed and item.parent is not None and item.parent.closed:
        raise NotUsable(_("It stands in a closed item, so it is closed too. Open that one first, or move this out."))
    item.title, item.kind, item.background, item.proposal = _titled(title), kind, background.strip(), proposal.strip()
    item.minutes_long, item.rapporteur, item.closed, item.modified_at = minutes_long, rapporteur, closed, at
    item.save()
    if closed:
        _close_all_in(item, at)
    _record(item, "meetings.item_changed", by, at, closed=closed)
    return item


@transaction.atomic
def move(item: AgendaItem, *, parent: AgendaItem | None, by: Any, at: datetime, position: int | None = None) -> None:
    """Put an item, with all that stands in it, under another (None: at the top) or at another place; None is last."""
    meeting = gate.to_arrange(item.meeting, by=by, at=at)
    item = gate.present_item(meeting, item)
    parent = gate.present_item(meeting, parent) if parent else None
    if parent is not None and parent.pk in _with_all_in(item):
        raise NotUsable(_("An item cannot stand in itself. Choose another place for it."))
    item.parent, item.modified_at = parent, at
    item.closed = item.closed or (parent is not None and parent.closed)
    item.save(update_fields=["parent", "closed", "modified_at"])
    if item.closed:
        _close_all_in(item, at)
    _arrange(item, position)
    _renumber(meeting, at)
    _record(item, "meetings.item_moved", by, at)


@transaction.atomic
def shift(item: AgendaItem, *, step: Step, by: Any, at: datetime) -> None:
    """Take one step on the agenda; a step that leads nowhere changes nothing."""
    meeting = gate.to_arrange(item.meeting, by=by, at=at)
    nodes = [Node(*row) for row in meeting.items.values_list("pk", "parent", "position")]
    there = stepped(nodes, gate.present_item(meeting, item).pk, step)
    if there is not None:
        parent = meeting.items.get(pk=there[0]) if there[0] else None
        move(item, parent=parent, position=there[1], by=by, at=at)


@transaction.atomic
def remove(item: AgendaItem, *, by: Any, at: datetime) -> None:
    """Take an item off the agenda before the summons, with all that stands in it and their papers."""
    meeting = gate.to_arrange(item.meeting, by=by, at=at)
    item = gate.present_item(meeting, item)
    _record(item, "meetings.item_removed", by, at)
    item.delete()
    _renumber(meeting, at)


@transaction.atomic
def withdraw(item: AgendaItem, *, by: Any, at: datetime) -> AgendaItem:
    """Withdraw an item, with all that stands in it, after the summons: it stays on the agenda, as withdrawn."""
    item = _to_write(item, by, at)
    if item.meeting.state == MeetingState.PLANNED:
        raise WrongState(_("The summons has not been sent. Remove the item instead."))
    if item.state != ItemState.WAITING:
        raise WrongState(_("The item has been taken up, so it is handled or postponed instead."))
    waiting = AgendaItem.objects.filter(pk__in=_with_all_in(item), state=ItemState.WAITING)
    waiting.update(state=ItemState.WITHDRAWN, modified_at=at)
    _record(item, "meetings.item_withdrawn", by, at)
    item.refresh_from_db()
    return item


@transaction.atomic
def take_standing_items(meeting: Meeting, *, template: AgendaTemplate, by: Any, at: datetime) -> None:
    """Add the standing items of a template of the organ after what is on the agenda."""
    meeting = gate.to_arrange(meeting, by=by, at=at)
    if template.organ_id != meeting.organ_id:
        raise NotUsable(_("The template is another organ's."))
    rows = list(template.items.all())
    made: dict[int | None, AgendaItem | None] = {None: None}
    for node in numbered(Node(row.pk, row.parent_id, row.position) for row in rows):
        row = next(each for each in rows if each.pk == node.id)
        made[row.pk] = _from_template(meeting, row, made[row.parent_id], at)
    _renumber(meeting, at)
    audit.record(
        verb="meetings.standing_items_taken", subject=f"meeting:{meeting.key}", by=by, at=at,
        template=str(template.key), items=len(rows),
    )  # fmt: skip


@transaction.atomic
def add_guest(
    item: AgendaItem, *, name: str, by: Any, at: datetime, represents: str = "", person: Person | None = None
) -> Guest:
    """Say who from outside is heard at an item."""
    item = _to_write(item, by, at)
    name = name.strip() or (person.name if person else "")
    if not name:
        raise NotUsable(_("Give the guest's name, or choose a person."))
    guest = Guest.objects.create(item=item, name=name, represents=represents.strip(), person=person)
    _touch(item, at)
    _record(item, "meetings.guest_added", by, at, guest=guest.pk)
    return guest


@transaction.atomic
def remove_guest(guest: Guest, *, by: Any, at: datetime) -> None:
    """Take a guest off an item."""
    item = _to_write(guest.item, by, at)
    _record(item, "meetings.guest_removed", by, at, guest=guest.pk)
    guest.delete()
    _touch(item, at)


@transaction.atomic
def tie(item: AgendaItem, *, part: Item, by: Any, at: datetime) -> None:
    """Say which part of a plan an item concerns: what is decided on it then shows there."""
    item = _to_write(item, by, at)
    item.about.add(part)
    _touch(item, at)
    _record(item, "meetings.item_tied", by, at, part=str(part.key))


@transaction.atomic
def untie(item: AgendaItem, *, part: Item, by: Any, at: datetime) -> None:
    """The item does not concern that part of a plan after all."""
    item = _to_write(item, by, at)
    item.about.remove(part)
    _touch(item, at)
    _record(item, "meetings.item_untied", by, at, part=str(part.key))


# Steps


def _to_write(item: AgendaItem, by: Any, at: datetime) -> AgendaItem:
    item = gate.present_item(gate.to_manage(item.meeting, by=by, at=at), item)
    if item.state not in UNTOUCHED:
        raise WrongState(_("The item has been handled, postponed or withdrawn, and is not changed any more."))
    return item


def _titled(title: str) -> str:
    if not title.strip():
        raise NotUsable(_("Give the item a title."))
    return title.strip()


def _from_template(meeting: Meeting, row: TemplateItem, parent: AgendaItem | None, at: datetime) -> AgendaItem:
    return AgendaItem.objects.create(
        meeting=meeting, parent=parent, position=_siblings(meeting, parent).count(), title=row.title,
        kind=row.kind, proposal=row.proposal, created_at=at, modified_at=at,
    )  # fmt: skip


def _siblings(meeting: Meeting, parent: AgendaItem | None) -> QuerySet[AgendaItem]:
    return meeting.items.filter(parent=parent)


def _arrange(item: AgendaItem, position: int | None) -> None:
    """Number the places of an item and its siblings anew, the item at a position among them."""
    siblings = _siblings(item.meeting, item.parent)
    for place, pk in enumerate(placed(list(siblings.values_list("pk", flat=True)), item.pk, position)):
        siblings.filter(pk=pk).update(position=place)


def _with_all_in(item: AgendaItem) -> frozenset[int]:
    """The ids of an item and all that stands in it."""
    return with_all_in(item.pk, dict(item.meeting.items.values_list("pk", "parent")))


def _close_all_in(item: AgendaItem, at: datetime) -> None:
    AgendaItem.objects.filter(pk__in=_with_all_in(item), closed=False).update(closed=True, modified_at=at)


def _renumber(meeting: Meeting, at: datetime) -> None:
    """Number the agenda of a planned meeting by its tree."""
    if meeting.state != MeetingState.PLANNED:
        return
    items = {item.pk: item for item in meeting.items.all()}
    changed = []
    for pk, number in numbered(Node(item.pk, item.parent_id, item.position) for item in items.values()):
        if items[pk].number != number:
            items[pk].number, items[pk].modified_at = number, at
            changed.append(items[pk])
    AgendaItem.objects.bulk_update(changed, ["number", "modified_at"])


def _touch(item: AgendaItem, at: datetime) -> None:
    item.modified_at = at
    item.save(update_fields=["modified_at"])


def _record(item: AgendaItem, verb: str, by: Any, at: datetime, **details: Any) -> None:
    audit.record(verb=verb, subject=f"agenda_item:{item.key}", by=by, at=at, meeting=str(item.meeting.key), **details)
