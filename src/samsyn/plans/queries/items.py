"""Reading items: the graph they make, and one item with its thread."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from samsyn.analysis.follow_up import Shown, State
from samsyn.foundation.accounts.models import User
from samsyn.foundation.audit.models import AuditEntry
from samsyn.plans import rules, structure
from samsyn.plans.models import (
    Contribution,
    FollowUp,
    Item,
    ItemDocument,
    ItemLink,
    LinkKind,
    Plan,
    Risk,
    Step,
    name_of,
)
from samsyn.plans.queries import follow_up, lineage, measured, plans
from samsyn.plans.queries.owners import FOLLOWED, Owner, owner_of, owners
from samsyn.plans.structure import Pair


class Named(NamedTuple):
    """An item as it is referred to."""

    key: UUID
    kind: str
    name: str
    number: str


class Graph(NamedTuple):
    """How the items of a plan hang together, by their ids (see `samsyn.plans.structure`)."""

    parents: dict[int, int | None]
    supports: frozenset[Pair]
    shares: frozenset[Pair]

    @property
    def ties(self) -> frozenset[Pair]:
        """Every link, whatever its kind."""
        return self.supports | self.shares


def graph(plan: Plan) -> Graph:
    """The tree and the links of a plan, in two queries."""
    parents = dict(Item.objects.filter(plan=plan).order_by().values_list("pk", "parent"))
    rows = list(ItemLink.objects.filter(source__plan=plan).values_list("source", "target", "kind"))
    supports, shares = (
        frozenset((source, target) for source, target, kind in rows if kind == wanted)
        for wanted in (LinkKind.SUPPORTS, LinkKind.SHARES)
    )
    return Graph(parents, supports, shares)


def links(plan: Plan, kind: LinkKind) -> frozenset[Pair]:
    """The links of one kind in a plan, as pairs of ids."""
    return frozenset(ItemLink.objects.filter(source__plan=plan, kind=kind).values_list("source", "target"))


def fingerprint(item: Item) -> str:
    """A mark of the item's words: whoever changes them says which words they had read."""
    words = json.dumps([item.number, item.heading, item.wording], ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def names(plan: Plan) -> dict[int, Named]:
    """How each item of a plan is referred to, by its id: one query."""
    rows = Item.objects.filter(plan=plan).order_by()
    fields = rows.values_list("pk", "key", "kind", "number", "short_title", "heading", "wording")
    return {pk: Named(key, kind, name_of(*words), number) for pk, key, kind, number, *words in fields}


class Done(NamedTuple):
    """One entry of the log about an item or one of its indicators. `who` is empty for the system."""

    at: datetime
    verb: str
    who: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ties:
    """The links of an item, both ways."""

    supports: tuple[ItemLink, ...]
    supported_by: tuple[ItemLink, ...]
    shared_with: tuple[ItemLink, ...]


class Child(NamedTuple):
    """What stands directly in an item: who answers for it and how it stands (None for what is not followed up)."""

    item: Item
    owner: Owner | None
    unowned: bool
    state: State | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item with its thread: what it stands in and holds, what it is tied to, and all that was said about it.

    ancestors        from the plan down to what the item stands in directly
    states           how the goals and activities that stand in it stand, however deep
    standing         None for what is not followed up
    earlier, later   the same item in other plans that the reader may read, the nearest first
    documents        those that the reader may see
    internal_note    empty for those who may not see it
    """

    item: Item
    owner: Owner | None
    ancestors: tuple[Item, ...]
    children: tuple[Child, ...]
    states: Counter[State]
    ties: Ties
    standing: follow_up.Standing | None
    follow_ups: tuple[FollowUp, ...]
    indicators: tuple[measured.Measured, ...]
    contributions: tuple[Contribution, ...]
    steps: tuple[Step, ...]
    risks: tuple[Risk, ...]
    documents: tuple[ItemDocument, ...]
    internal_note: str
    sees_internal: bool
    earlier: tuple[Item, ...]
    later: tuple[Item, ...]
    history: tuple[Done, ...]


def by_key(key: Any) -> Item:
    """The item with a key; raises `Item.DoesNotExist`."""
    return Item.objects.select_related("plan", "parent", "owner_person", "owner_function").get(key=key)


def page(item: Item, *, by: Any, on: date) -> ItemPage:
    """The item's page for a reader on a day, in a number of queries that grows with the years of its thread only."""
    internal = rules.may_read_internal_of(by, item, on=on)
    readings = measured.of_item(item, by=by, on=on)
    earlier, later = _other_years(item, by, on)
    parents = dict(Item.objects.filter(plan=item.plan_id).order_by().values_list("pk", "parent"))
    inside = structure.with_descendants([item.pk], parents) - {item.pk}
    shown = follow_up.shown(item.plan, on) if inside else {}
    return ItemPage(
        item=item,
        owner=owner_of(item, on=on),
        ancestors=_ancestors(item, parents),
        children=_children(item, shown, on) if inside else (),
        states=Counter(each.state for pk, each in shown.items() if pk in inside),
        ties=_ties(item),
        standing=follow_up.standing_of(item, on) if item.kind in FOLLOWED else None,
        follow_ups=tuple(follow_up.timeline(item)),
        indicators=readings,
        contributions=tuple(item.contributions.select_related("person", "function").order_by("pk")),
        steps=tuple(item.steps.all()),
        risks=tuple(item.risks.all()),
        documents=tuple(_documents(item, internal)),
        internal_note=item.internal_note if internal else "",
        sees_internal=internal,
        earlier=earlier,
        later=later,
        history=_history([f"item:{item.key}", *(f"indicator:{each.indicator.key}" for each in readings)]),
    )


def _ancestors(item: Item, parents: structure.Parents) -> tuple[Item, ...]:
    above = list(structure.ancestors(item.pk, parents))
    found = Item.objects.in_bulk(above)
    return tuple(found[pk] for pk in reversed(above))


def _children(item: Item, shown: Mapping[int, Shown], on: date) -> tuple[Child, ...]:
    known = owners(item.plan, on=on)
    found = []
    for child in item.children.order_by("position", "pk"):
        owner = known.of(child.owner_person_id, child.owner_function_id)
        unowned = child.kind in FOLLOWED and not (owner and owner.present)
        found.append(Child(child, owner, unowned, shown[child.pk].state if child.pk in shown else None))
    return tuple(found)


def _ties(item: Item) -> Ties:
    out = list(item.links_out.select_related("target").order_by("target__position", "pk"))
    into = list(item.links_in.select_related("source").order_by("source__position", "pk"))
    return Ties(
        supports=tuple(link for link in out if link.kind == LinkKind.SUPPORTS),
        supported_by=tuple(link for link in into if link.kind == LinkKind.SUPPORTS),
        shared_with=tuple(link for link in [*out, *into] if link.kind == LinkKind.SHARES),
    )


def _documents(item: Item, internal: bool) -> QuerySet[ItemDocument]:
    seen = item.documents.select_related("file")
    return seen if internal else seen.filter(public=True)


def _other_years(item: Item, by: Any, on: date) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    readable = set(plans.readable(by, on=on).values_list("pk", flat=True))

    def seen(found: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(each for each in found if each.plan_id in readable)

    return seen(lineage.before(item)), seen(lineage.after(item))


def _history(subjects: list[str]) -> tuple[Done, ...]:
    entries = list(AuditEntry.objects.filter(subject__in=subjects).order_by("-sequence"))
    who = dict(User.objects.filter(pk__in={entry.actor for entry in entries}).values_list("pk", "name"))
    return tuple(Done(entry.at, entry.verb, who.get(entry.actor or 0, ""), entry.details) for entry in entries)
