"""The shape of a plan: a tree of items, and the graph of what serves what.

An item *serves* its parent and whatever it supports; everything under it does too. The graph of serving has no
circles: nothing may serve itself, by however many steps. A tie between an item and one that it stands in is refused
too, since the tree already says it.

Items are numbers of the caller's. `parents` gives each item's parent, or None; `supports` holds pairs of source and
target.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

Parents = Mapping[int, int | None]
Pair = tuple[int, int]


def ancestors(item: int, parents: Parents) -> Iterator[int]:
    """What the item stands in, nearest first."""
    above = parents.get(item)
    while above is not None:
        yield above
        above = parents.get(above)


def with_descendants(roots: Collection[int], parents: Parents) -> frozenset[int]:
    """The roots and everything that stands in them."""
    children: dict[int, list[int]] = {}
    for item, above in parents.items():
        if above is not None:
            children.setdefault(above, []).append(item)
    return _reached(roots, children)


def serving(targets: Collection[int], parents: Parents, supports: Iterable[Pair]) -> frozenset[int]:
    """The targets and everything that serves them, by however many steps."""
    return _reached(targets, _reversed(_serves(parents, supports)))


def serves_itself(item: int, parents: Parents, supports: Iterable[Pair]) -> bool:
    """Whether a circle goes through the item."""
    serves = _serves(parents, supports)
    return item in _reached(serves.get(item, ()), serves)


def has_circle(parents: Parents, supports: Iterable[Pair]) -> bool:
    """Whether anything in the plan serves itself."""
    serves = _serves(parents, supports)
    served_by = _reversed(serves)
    waiting = {item: len(above) for item, above in serves.items()}
    free = [item for item in parents if item not in waiting]
    settled = 0
    while free:
        item = free.pop()
        settled += 1
        for below in served_by.get(item, ()):
            waiting[below] -= 1
            if not waiting[below]:
                free.append(below)
    return settled < len(parents)


def tied_within(parents: Parents, ties: Iterable[Pair]) -> bool:
    """Whether a tie joins an item with one that it stands in."""
    return any(a in ancestors(b, parents) or b in ancestors(a, parents) for a, b in ties)


def _serves(parents: Parents, supports: Iterable[Pair]) -> dict[int, list[int]]:
    serves = {item: [above] for item, above in parents.items() if above is not None}
    for source, target in supports:
        serves.setdefault(source, []).append(target)
    return serves


def _reversed(graph: Mapping[int, Iterable[int]]) -> dict[int, list[int]]:
    back: dict[int, list[int]] = {}
    for start, ends in graph.items():
        for end in ends:
            back.setdefault(end, []).append(start)
    return back


def _reached(starts: Iterable[int], edges: Mapping[int, Iterable[int]]) -> frozenset[int]:
    reached, waiting = set(), list(starts)
    while waiting:
        item = waiting.pop()
        if item not in reached:
            reached.add(item)
            waiting.extend(edges.get(item, ()))
    return frozenset(reached)
