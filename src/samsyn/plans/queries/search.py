"""Finding items by word forms, in the plans that somebody may read."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from samsyn.plans import search
from samsyn.plans.models import Item, Plan
from samsyn.plans.queries import plans

MOST_HITS = 100
MOST_RANKED = 2_000


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that answers the query. The snippets mark where."""

    item: Item
    title: search.Snippet
    wording: search.Snippet

    @property
    def says_more(self) -> bool:
        """Whether the wording adds anything to the title."""
        return bool(self.item.wording) and self.item.name != self.item.wording


def containing(text: str, among: QuerySet[Item]) -> QuerySet[Item]:
    """The items whose words answer every word of a query; none for a query without words."""
    terms = search.terms(text)
    if not terms:
        return among.none()
    for term in terms:
        among = among.filter(reduce(or_, (Q(stems__contains=search.pattern(stem)) for stem in sorted(term))))
    return among


def items(text: str, *, by: Any, on: date, plan: Plan | None = None, limit: int = MOST_HITS) -> list[Hit]:
    """The items that answer a query, best first: word in the title, in the wording, inside a compound.

    Ties are broken by the later plan, then by the order in the plan. Two queries, besides those of the roles.
    """
    readable = plans.readable(by, on=on)
    among = Item.objects.filter(plan__in=readable if plan is None else readable.filter(pk=plan.pk))
    found = containing(text, among).order_by("-plan__starts_on", "position", "pk")
    rows = found.values_list("pk", "number", "short_title", "heading", "stems")[:MOST_RANKED]
    terms = search.terms(text)
    ranked = sorted(rows, key=lambda row: search.rank(terms, " ".join(row[1:4]), row[4]))
    best = [pk for pk, *_words in ranked[:limit]]
    whole = Item.objects.select_related("plan").in_bulk(best)
    return [_hit(terms, whole[pk]) for pk in best]


def _hit(terms: tuple[frozenset[str], ...], item: Item) -> Hit:
    return Hit(item, search.snippet(terms, item.name, length=200), search.snippet(terms, item.wording))


def by_plan(hits: list[Hit]) -> list[tuple[Plan, list[Hit]]]:
    """The hits of each plan, best first; the plan with the best hit first."""
    found: dict[int, tuple[Plan, list[Hit]]] = {}
    for hit in hits:
        found.setdefault(hit.item.plan_id, (hit.item.plan, []))[1].append(hit)
    return list(found.values())
