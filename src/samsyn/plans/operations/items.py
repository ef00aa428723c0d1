"""Writing the plan itself: what stands in it, in which words and where. Only a draft's words are changed."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.foundation.accounts.models import User
from samsyn.foundation.audit.queries import about
from samsyn.plans import gate, rules, search, structure
from samsyn.plans.errors import ChangedMeanwhile, Circle, FollowedUp, NotUsable, WrongPlace
from samsyn.plans.models import Contribution, FollowUp, IndicatorValue, Item, ItemKind, ItemLink, LinkKind, Plan
from samsyn.plans.operations import trail
from samsyn.plans.queries.items import fingerprint, graph
from samsyn.plans.texts import short_enough

WORD_VERBS = ("plans.item_reworded", "plans.item_merged", "plans.item_split")
"""The entries of the log that tell of changed words."""

_PLACES = {
    ItemKind.DIRECTION_GOAL: gettext_lazy("A direction goal stands directly in the plan, under nothing else."),
    ItemKind.PRIORITY: gettext_lazy("A priority of the year stands directly in the plan, under nothing else."),
    ItemKind.FOCUS_AREA: gettext_lazy("A focus area stands directly in the plan or in another focus area."),
    ItemKind.GOAL: gettext_lazy("A goal stands in a focus area or under another goal."),
    ItemKind.ACTIVITY: gettext_lazy("An activity stands in a focus area or under a goal."),
}


@transaction.atomic
def add(
    plan: Plan,
    *,
    kind: ItemKind,
    by: Any,
    at: datetime,
    parent: Item | None = None,
    position: int | None = None,
    number: str = "",
    heading: str = "",
    wording: str = "",
    short_title: str = "",
    place: str = "",
    labelled: bool = True,
) -> Item:
    """Put a new item under `parent` (None: directly in the plan), last or at a position among its siblings."""
    plan = gate.to_word(plan, by=by, at=at)
    item = Item(plan=plan, kind=ItemKind(kind), place=short_enough(Item, "place", place), labelled=labelled)
    item.parent = _parent(plan, parent)
    _check_place(item.kind, item.parent)
    _set_words(item, number=number, heading=heading, wording=wording)
    _set_short_title(item, short_title)
    item.save(force_insert=True)
    _arrange(item, position)
    trail.record(item, verb="plans.item_added", by=by, at=at, kind=str(item.kind))
    return item


@transaction.atomic
def reword(
    item: Item,
    *,
    by: Any,
    at: datetime,
    number: str | None = None,
    heading: str | None = None,
    wording: str | None = None,
    seen: str | None = None,
) -> Item:
    """Change an item's words; what is None stays. `seen` is the `fingerprint` of the words that were read."""
    item = gate.item_to_word(item, by=by, at=at)
    _check_seen(item, seen)
    before = {"number": item.number, "heading": item.heading, "wording": item.wording}
    given = {"number": number, "heading": heading, "wording": wording}
    _set_words(item, **before | {name: text for name, text in given.items() if text is not None})
    item.save(update_fields=[*before, "stems"])
    changed = [name for name, text in before.items() if getattr(item, name) != text]
    trail.record(item, verb="plans.item_reworded", by=by, at=at, changed=changed)
    return item


@transaction.atomic
def retitle(item: Item, *, short_title: str, by: Any, at: datetime) -> Item:
    """Give an item the office's own short title, or take it away. In any state: no word of the plan changes."""
    plan = gate.to_manage(item.plan, by=by, at=at)
    item = gate.present(plan, item)
    _set_short_title(item, short_title)
    item.save(update_fields=["short_title", "stems"])
    trail.record(item, verb="plans.item_retitled", by=by, at=at)
    return item


@transaction.atomic
def retype(item: Item, *, kind: ItemKind, by: Any, at: datetime) -> Item:
    """Say that an item is of another kind; what stands under it must fit there."""
    item = gate.item_to_word(item, by=by, at=at)
    before, item.kind = item.kind, ItemKind(kind)
    _check_place(item.kind, item.parent)
    for child in item.children.all():
        _check_place(child.kind, item)
    item.save(update_fields=["kind"])
    trail.record(item, verb="plans.item_retyped", by=by, at=at, before=str(before), after=str(item.kind))
    return item


@transaction.atomic
def move(item: Item, *, parent: Item | None, by: Any, at: datetime, position: int | None = None) -> Item:
    """Put an item, with all that stands in it, under another parent or at another position; None is last."""
    item = gate.item_to_word(item, by=by, at=at)
    left, item.parent = item.parent_id, _parent(item.plan, parent)
    _check_place(item.kind, item.parent)
    whole = graph(item.plan)
    if item.parent_id is not None and item.pk in (item.parent_id, *structure.ancestors(item.parent_id, whole.parents)):
        raise WrongPlace(_("An item cannot stand in itself. Choose another place for it."))
    item.save(update_fields=["parent"])
    _arrange(item, position)
    if left != item.parent_id:
        _renumber(item.plan, left, _siblings(item.plan, left))
        _check_ties(item)
    trail.record(item, verb="plans.item_moved", by=by, at=at, parent=str(item.parent.key) if item.parent else None)
    return item


@transaction.atomic
def merge(item: Item, *, into: Item, by: Any, at: datetime) -> Item:
    """Make one item of two: `into` takes over the words and all that belongs to `item`, which is removed."""
    item = gate.item_to_word(item, by=by, at=at)
    into = gate.present(item.plan, into)
    _check_merge(item, into)
    left, gone = item.parent_id, str(item.key)
    _set_words(into, **_words_of_both(item, into))
    _take_over(item, into)
    _index(into)
    into.save()
    item.delete()
    _renumber(into.plan, left, _siblings(into.plan, left))
    _renumber(into.plan, into.pk, _siblings(into.plan, into.pk))
    _check_ties(into)
    into.refresh_from_db()
    trail.record(into, verb="plans.item_merged", by=by, at=at, merged=gone)
    return into


@transaction.atomic
def split(item: Item, *, parts: Sequence[str], by: Any, at: datetime, seen: str | None = None) -> list[Item]:
    """Make several items of one. The parts are its wording, divided; the first keeps everything else.

    The new ones stand after it, of the same kind, with the same owner and period.
    """
    item = gate.item_to_word(item, by=by, at=at)
    _check_seen(item, seen)
    parts = [part.strip() for part in parts if part.strip()]
    if len(parts) < 2:
        raise NotUsable(_("Divide the wording in at least two parts."))
    if _letters("".join(parts)) != _letters(item.wording):
        raise NotUsable(_("The parts together must be the wording that was there, no more and no less."))
    _set_words(item, number=item.number, heading=item.heading, wording=parts[0])
    item.save(update_fields=["wording", "stems"])
    fresh = [_part_of(item, wording) for wording in parts[1:]]
    siblings = [pk for pk in _siblings(item.plan, item.parent_id) if pk not in {one.pk for one in fresh}]
    after = siblings.index(item.pk) + 1
    _renumber(item.plan, item.parent_id, [*siblings[:after], *(one.pk for one in fresh), *siblings[after:]])
    trail.record(item, verb="plans.item_split", by=by, at=at, parts=[str(one.key) for one in fresh])
    return list(Item.objects.filter(pk__in=[item.pk, *(one.pk for one in fresh)]).order_by("position"))


@transaction.atomic
def remove(item: Item, *, by: Any, at: datetime, with_all_in_it: bool = False) -> None:
    """Take an item out of a draft; what stands in it only where that is said. What was followed up stays."""
    item = gate.item_to_word(item, by=by, at=at)
    inside = structure.with_descendants([item.pk], graph(item.plan).parents)
    if len(inside) > 1 and not with_all_in_it:
        raise NotUsable(_("There are items in it. Move them first, or remove it with all that is in it."))
    if (
        FollowUp.objects.filter(item__in=inside).exists()
        or IndicatorValue.objects.filter(indicator__item__in=inside).exists()
    ):
        raise FollowedUp(_("It has been followed up, so it is kept. Say in a follow-up that it was stopped instead."))
    plan, left = item.plan, item.parent_id
    trail.record(item, verb="plans.item_removed", by=by, at=at, items=len(inside))
    item.delete()
    _renumber(plan, left, _siblings(plan, left))


# Words


def _letters(text: str) -> str:
    return "".join(text.split())


def _set_words(item: Item, *, number: str, heading: str, wording: str) -> None:
    item.number = short_enough(Item, "number", number.strip())
    item.heading = short_enough(Item, "heading", heading.strip())
    item.wording = wording.strip()
    if not (item.heading or item.wording):
        raise NotUsable(_("An item needs a heading or a wording."))
    _index(item)


def _set_short_title(item: Item, short_title: str) -> None:
    item.short_title = short_enough(Item, "short_title", " ".join(short_title.split()))
    _index(item)


def _index(item: Item) -> None:
    item.stems = search.stems(item.number, item.heading, item.short_title, item.wording)


def _check_seen(item: Item, seen: str | None) -> None:
    if seen is None or seen == fingerprint(item):
        return
    last = about(f"item:{item.key}").filter(verb__in=WORD_VERBS).first()
    if last is None:
        raise ChangedMeanwhile(_("The words have been changed since you read them. Read them again before you save."))
    actor = User.objects.filter(pk=last.actor).first() if last.actor else None
    raise ChangedMeanwhile(
        _("%(who)s changed the words on %(when)s, after you had read them. Read them again before you save.")
        % {
            "who": actor or _("The system"),
            "when": date_format(localtime(last.at), "DATETIME_FORMAT"),
        }
    )


def _part_of(item: Item, wording: str) -> Item:
    part = Item(
        plan=item.plan,
        kind=item.kind,
        parent=item.parent,
        labelled=item.labelled,
        place=item.place,
        owner_person_id=item.owner_person_id,
        owner_function_id=item.owner_function_id,
        starts_on=item.starts_on,
        ends_on=item.ends_on,
    )
    _set_words(part, number="", heading="", wording=wording)
    part.save(force_insert=True)
    return part


# What becomes of two items that are made one


def _words_of_both(item: Item, into: Item) -> dict[str, str]:
    """The words of both in reading order. A heading that has no room as a heading becomes a line of the wording."""
    title = " ".join(text for text in (item.number, item.heading) if text)
    title_moves = not (into.number or into.heading)
    passages = [into.wording, *([] if title_moves else [title]), item.wording]
    if item.parent_id == into.parent_id and item.position < into.position:
        passages = [*passages[1:], passages[0]]
    return {
        "number": item.number if title_moves else into.number,
        "heading": item.heading if title_moves else into.heading,
        "wording": "\n".join(text for text in passages if text),
    }


def _take_over(item: Item, into: Item) -> None:
    """Give `into` all that belongs to `item` (`into` itself is saved by the caller)."""
    last = into.children.exclude(pk=item.pk).aggregate(last=Max("position"))["last"]
    item.children.update(parent=into, position=F("position") + (0 if last is None else last + 1))
    for belongings in (item.steps, item.risks, item.documents, item.indicators):
        belongings.update(item=into)
    item.continued_by.update(continues=into)
    _take_over_people(item, into)
    _take_over_links(item, into)
    _take_over_facts(item, into)


def _take_over_people(item: Item, into: Item) -> None:
    owner = (item.owner_person_id, item.owner_function_id)
    helpers: list[tuple[int | None, int | None]] = list(item.contributions.values_list("person", "function"))
    if (into.owner_person_id, into.owner_function_id) == (None, None):
        into.owner_person_id, into.owner_function_id = owner
    elif owner != (None, None) and owner != (into.owner_person_id, into.owner_function_id):
        helpers.append(owner)
    known = set(into.contributions.values_list("person", "function"))
    for person, function in dict.fromkeys(helpers):
        if (person, function) not in known:
            Contribution.objects.create(item=into, person_id=person, function_id=function)


def _take_over_links(item: Item, into: Item) -> None:
    known = set(ItemLink.objects.filter(source__plan=into.plan).values_list("source", "target", "kind"))
    for link in [*item.links_out.all(), *item.links_in.all()]:
        source, target = (into.pk if end == item.pk else end for end in (link.source_id, link.target_id))
        if link.kind == LinkKind.SHARES:
            source, target = sorted((source, target))
        if source != target and (source, target, link.kind) not in known:
            known.add((source, target, link.kind))
            ItemLink.objects.create(source_id=source, target_id=target, kind=link.kind)


def _take_over_facts(item: Item, into: Item) -> None:
    into.short_title = into.short_title or item.short_title
    into.place = into.place or item.place
    into.labelled = into.labelled or item.labelled
    into.continues_id = into.continues_id or item.continues_id
    into.internal_note = "\n\n".join(note for note in (into.internal_note, item.internal_note) if note)
    into.budget, into.outcome = _sum(into.budget, item.budget), _sum(into.outcome, item.outcome)
    if into.starts_on is None and into.ends_on is None:
        into.starts_on, into.ends_on = item.starts_on, item.ends_on


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other


# Places


def _parent(plan: Plan, parent: Item | None) -> Item | None:
    if parent is None:
        return None
    found = plan.items.filter(pk=parent.pk).first()
    if found is None:
        raise WrongPlace(_("What you want to put it under is not in this plan any more. Choose another place."))
    return found


def _check_place(kind: str, parent: Item | None) -> None:
    above = ItemKind(parent.kind) if parent else None
    if above not in rules.STANDS_UNDER[ItemKind(kind)]:
        raise WrongPlace(str(_PLACES[ItemKind(kind)]))


def _check_ties(item: Item) -> None:
    """Refuse links that do not fit where the item, with all that stands in it, has come to stand."""
    whole = graph(item.plan)
    inside = structure.with_descendants([item.pk], whole.parents)
    touched = [tie for tie in whole.ties if not inside.isdisjoint(tie)]
    if structure.tied_within(whole.parents, touched) or structure.has_circle(whole.parents, whole.supports):
        raise Circle(_("A link would lead from something to itself there. Remove the link first."))


def _check_merge(item: Item, into: Item) -> None:
    if item == into:
        raise NotUsable(_("Choose another item to merge it with."))
    if item.kind != into.kind:
        raise WrongPlace(_("Only items of the same kind are merged. Change the kind of one of them first."))
    if item.pk in structure.ancestors(into.pk, graph(item.plan).parents):
        raise WrongPlace(_("An item cannot be merged with one that stands in it. Merge that one into this instead."))
    if item.follow_ups.exists():
        raise FollowedUp(_("It has been followed up, so it is kept. Merge the other item into this one instead."))


def _siblings(plan: Plan, parent: int | None) -> list[int]:
    found = Item.objects.filter(plan=plan, parent=parent) if parent else Item.objects.filter(plan=plan, parent=None)
    return list(found.order_by("position", "pk").values_list("pk", flat=True))


def _arrange(item: Item, position: int | None) -> None:
    """Put the item at a position among its siblings (None: last) and number them all."""
    others = [pk for pk in _siblings(item.plan, item.parent_id) if pk != item.pk]
    place = len(others) if position is None else max(0, min(position, len(others)))
    _renumber(item.plan, item.parent_id, [*others[:place], item.pk, *others[place:]])
    item.position = place


def _renumber(plan: Plan, parent: int | None, order: Sequence[int]) -> None:
    """Give siblings the positions 0, 1, 2 … in this order."""
    known = dict(Item.objects.filter(pk__in=order).values_list("pk", "position"))
    moved = [Item(pk=pk, position=place) for place, pk in enumerate(order) if known[pk] != place]
    Item.objects.bulk_update(moved, ["position"], batch_size=500)
