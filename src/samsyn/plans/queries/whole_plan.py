"""The whole plan as one readable page: a tree of plain tuples, in the same few queries whatever its size."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count

from samsyn.analysis.follow_up import Reason, State, shown_state
from samsyn.plans import structure
from samsyn.plans.models import FollowUpRound, Indicator, Item, ItemKind, LinkKind, Plan, name_of
from samsyn.plans.queries import follow_up, indicators
from samsyn.plans.queries.items import Graph, Named, links
from samsyn.plans.queries.owners import FOLLOWED, Owner, Owners
from samsyn.plans.queries.search import containing

ITEM_FIELDS = (
    "pk",
    "key",
    "kind",
    "parent",
    "number",
    "heading",
    "wording",
    "short_title",
    "owner_person",
    "owner_function",
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page is narrowed to; everything empty shows the whole plan. Several must all hold.

    area            the key of an item: what stands in it
    person          the key of a person: what has been given to them
    function        the code of a function: what has been given to it
    unowned         goals and activities that nobody answers for
    state           goals and activities that are shown in a state
    direction_goal  the key of a direction goal: what serves it, directly or by way of others
    text            word forms, as in the search
    """

    area: UUID | None = None
    person: UUID | None = None
    function: str = ""
    unowned: bool = False
    state: State | None = None
    direction_goal: UUID | None = None
    text: str = ""

    def __bool__(self) -> bool:
        return self != Filters()


class Assessed(NamedTuple):
    """How a goal or an activity stands in the round (see `samsyn.analysis.follow_up.shown_state`)."""

    state: State
    reason: Reason | None
    said: State | None


NOTHING_SAID = Assessed(State.NOT_ASSESSED, Reason.NO_ENTRY, None)


class Node(NamedTuple):
    """An item with what stands in it. `matches` is False for what is only shown around what matches the filters."""

    id: int
    key: UUID
    kind: str
    number: str
    heading: str
    wording: str
    short_title: str
    owner: Owner | None
    unowned: bool
    assessed: Assessed | None
    indicators: int
    stale: int
    supports: tuple[Named, ...]
    matches: bool
    children: tuple["Node", ...]

    @property
    def name(self) -> str:
        """The shortest honest name, as `Item.name`."""
        return name_of(self.short_title, self.heading, self.wording)


class Counts(NamedTuple):
    """Of the whole plan, whatever the filters. `states` counts goals and activities by what is shown."""

    areas: int
    goals: int
    activities: int
    unowned: int
    unmeasured: int
    stale: int
    states: Counter[State]


@dataclass(frozen=True, slots=True)
class WholePlan:
    """The page. `matching` is how many items match the filters (all items without filters)."""

    plan: Plan
    on: date
    filters: Filters
    round: FollowUpRound | None
    direction_goals: tuple[Node, ...]
    priorities: tuple[Node, ...]
    areas: tuple[Node, ...]
    counts: Counts
    matching: int


class _Facts(NamedTuple):
    """What is known of the items besides their own rows, by item id."""

    owners: Owners
    said: Mapping[int, str]
    stale: Mapping[int, Sequence[Reason]]
    measured: Mapping[int, int]
    supports: Mapping[int, tuple[Named, ...]]


def whole_plan(plan: Plan, owned: Owners, *, on: date, filters: Filters = Filters()) -> WholePlan:
    """The plan with states of a day, and with its owners as of that day: at most nine queries.

    The states are those of the latest round that has opened.
    """
    rows = _rows(plan)
    parents = {row[0]: row[3] for row in rows}
    supports = links(plan, LinkKind.SUPPORTS)
    opened = follow_up.current_round(plan, on=on)
    facts = _Facts(
        owners=owned,
        said=_said(opened) if opened else {},
        stale=indicators.stale_by_item(plan, on=on),
        measured=_measured(plan),
        supports=_supports(rows, supports),
    )
    nodes = [_node(row, facts) for row in rows]
    matching = _matching(plan, nodes, filters, Graph(parents, supports, frozenset()))
    roots = _tree(nodes, parents, matching)
    return WholePlan(
        plan=plan,
        on=on,
        filters=filters,
        round=opened,
        direction_goals=tuple(node for node in roots if node.kind == ItemKind.DIRECTION_GOAL),
        priorities=tuple(node for node in roots if node.kind == ItemKind.PRIORITY),
        areas=tuple(node for node in roots if node.kind not in (ItemKind.DIRECTION_GOAL, ItemKind.PRIORITY)),
        counts=_counts(nodes),
        matching=len(matching),
    )


def _rows(plan: Plan) -> list[tuple[Any, ...]]:
    items = Item.objects.filter(plan=plan).order_by("position", "pk")
    return list(items.values_list(*ITEM_FIELDS))


def _said(opened: FollowUpRound) -> dict[int, str]:
    return dict(follow_up.latest_entries(opened).order_by().values_list("item", "state"))


def _measured(plan: Plan) -> dict[int, int]:
    rows = Indicator.objects.filter(item__plan=plan).order_by().values("item").annotate(count=Count("pk"))
    return dict(rows.values_list("item", "count"))


def _supports(rows: Iterable[tuple[Any, ...]], supports: Iterable[structure.Pair]) -> dict[int, tuple[Named, ...]]:
    targets = {target for _source, target in supports}
    named = {}
    for pk, key, kind, _parent, number, heading, wording, short_title, *_rest in rows:
        if pk in targets:
            named[pk] = Named(key, kind, name_of(short_title, heading, wording), number)
    found: dict[int, tuple[Named, ...]] = {}
    for source, target in sorted(supports):
        found[source] = (*found.get(source, ()), named[target])
    return found


def _node(row: tuple[Any, ...], facts: _Facts) -> Node:
    pk, key, kind, _parent, number, heading, wording, short_title, *given = row
    owner = facts.owners.of(*given)
    stale = facts.stale.get(pk, ())
    followed = kind in FOLLOWED
    return Node(
        pk,
        key,
        kind,
        number,
        heading,
        wording,
        short_title,
        owner,
        followed and (owner is None or not owner.present),
        _assessed(facts.said.get(pk), tuple(stale) if kind == ItemKind.GOAL else ()) if followed else None,
        facts.measured.get(pk, 0),
        len(stale),
        facts.supports.get(pk, ()),
        True,
        (),
    )


@lru_cache(maxsize=500)
def _assessed(said: str | None, stale: tuple[Reason, ...]) -> Assessed:
    if said is None:
        return NOTHING_SAID
    shown = shown_state(State(said), stale)
    return Assessed(shown.state, shown.reason, shown.said)


def _matching(plan: Plan, nodes: list[Node], filters: Filters, whole: Graph) -> frozenset[int]:
    """The ids of the items that match every filter."""
    if not filters:
        return frozenset(node.id for node in nodes)
    matching = {node.id for node in nodes if _holds(node, filters)}
    ids = {node.key: node.id for node in nodes}
    if filters.area is not None:
        matching &= structure.with_descendants(_one(ids, filters.area), whole.parents)
    if filters.direction_goal is not None:
        matching &= structure.serving(_one(ids, filters.direction_goal), whole.parents, whole.supports)
    if filters.text:
        matching &= set(containing(filters.text, Item.objects.filter(plan=plan)).values_list("pk", flat=True))
    return frozenset(matching)


def _one(ids: Mapping[UUID, int], key: UUID) -> tuple[int, ...]:
    return (ids[key],) if key in ids else ()


def _holds(node: Node, filters: Filters) -> bool:
    if filters.unowned and not node.unowned:
        return False
    if filters.person is not None and (node.owner is None or node.owner.person != filters.person):
        return False
    if filters.function and (node.owner is None or node.owner.function != filters.function):
        return False
    return filters.state is None or (node.assessed is not None and node.assessed.state == filters.state)


def _tree(nodes: Iterable[Node], parents: structure.Parents, matching: frozenset[int]) -> tuple[Node, ...]:
    """The roots, each with what stands in it; without what neither matches nor holds anything that does."""
    below: dict[int | None, list[Node]] = {}
    for node in nodes:
        below.setdefault(parents.get(node.id), []).append(node)

    def grown(siblings: Iterable[Node]) -> tuple[Node, ...]:
        made = []
        for node in siblings:
            children = grown(below[node.id]) if node.id in below else ()
            matches = node.id in matching
            if matches or children:
                made.append(node._replace(children=children, matches=matches) if children or not matches else node)
        return tuple(made)

    return grown(below.get(None, ()))


def _counts(nodes: Sequence[Node]) -> Counts:
    kinds = Counter(node.kind for node in nodes)
    return Counts(
        areas=kinds[ItemKind.FOCUS_AREA],
        goals=kinds[ItemKind.GOAL],
        activities=kinds[ItemKind.ACTIVITY],
        unowned=sum(node.unowned for node in nodes),
        unmeasured=sum(node.kind == ItemKind.GOAL and not node.indicators for node in nodes),
        stale=sum(bool(node.stale) for node in nodes),
        states=Counter(node.assessed.state for node in nodes if node.assessed is not None),
    )
