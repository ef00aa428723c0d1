"""Finding items and what has been said about them by word forms, in the plans that somebody may read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from samsyn.plans import search
from samsyn.plans.models import FollowUp, Item, Plan
from samsyn.plans.models.rounds import WORDS_SAID
from samsyn.plans.queries import plans

MOST_HITS = 100
MOST_RANKED = 2_000

Row = TypeVar("Row", bound=Model)


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


@dataclass(frozen=True, slots=True)
class Said:
    """A follow-up that answers the query: how an item stood in a round, in somebody's words."""

    entry: FollowUp
    words: search.Snippet


@dataclass(frozen=True, slots=True)
class InPlan:
    """What was found in a plan: items, and what has been said in its rounds."""

    plan: Plan
    items: list[Hit] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answers:
    """All that answers a query, plan by plan; `more` where only the best are here."""

    plans: tuple[InPlan, ...] = ()
    number: int = 0
    more: bool = False


def everywhere(text: str, *, by: Any, on: date) -> Answers:
    """What answers a query in the plans that somebody may read: four queries, besides those of the roles.

    Everybody who may read a plan may read its follow-ups; internal notes are in neither.
    """
    hits, said = items(text, by=by, on=on), follow_ups(text, by=by, on=on)
    return Answers(plans=_by_plan(hits, said), number=len(hits) + len(said), more=MOST_HITS in (len(hits), len(said)))


def containing(text: str, among: QuerySet[Row]) -> QuerySet[Row]:
    """The rows (of items or follow-ups) whose words answer every word of a query; none for a query without words."""
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


def follow_ups(text: str, *, by: Any, on: date, limit: int = MOST_HITS) -> list[Said]:
    """The follow-ups that answer a query, those of the latest rounds first. What was said anew in the same round
    stands in the place of what was said before. Two queries, besides those of the roles."""
    newer = FollowUp.objects.filter(round=OuterRef("round"), item=OuterRef("item"), pk__gt=OuterRef("pk"))
    among = FollowUp.objects.filter(~Exists(newer), item__plan__in=plans.readable(by, on=on))
    found = containing(text, among).order_by("-round__as_of", "pk").values_list("pk", flat=True)[:limit]
    keys = list(found)
    whole = FollowUp.objects.select_related("item__plan", "round").defer("stems").in_bulk(keys)
    terms = search.terms(text)
    return [_said(terms, whole[pk]) for pk in keys]


def _said(terms: tuple[frozenset[str], ...], entry: FollowUp) -> Said:
    words = " · ".join(" ".join(words.split()) for name in WORDS_SAID if (words := getattr(entry, name)))
    return Said(entry, search.snippet(terms, words))


def _by_plan(hits: Iterable[Hit], said: Iterable[Said]) -> tuple[InPlan, ...]:
    """The hits of each plan, best first; the plan with the best hit first."""
    found: dict[int, InPlan] = {}
    for hit in hits:
        found.setdefault(hit.item.plan_id, InPlan(hit.item.plan)).items.append(hit)
    for one in said:
        found.setdefault(one.entry.item.plan_id, InPlan(one.entry.item.plan)).said.append(one)
    return tuple(found.values())
