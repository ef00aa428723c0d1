"""Reading items: the graph they make, and one item with its thread."""

import hashlib
import json
from typing import NamedTuple

from samsyn.plans.models import Item, ItemLink, LinkKind, Plan
from samsyn.plans.structure import Pair


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
