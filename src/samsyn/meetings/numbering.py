"""How an agenda is numbered.

Items stand in a tree; siblings are ordered by their position, then by their id. The items at the top are numbered 1, 2,
3 and so on, and those under "4" are 4.1, 4.2. Once the summons has gone out the numbers stand: an item that is added
then takes the number after the highest that was ever given beside it, so that no number comes to mean something else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple


class Node(NamedTuple):
    """An item of the tree: its id, the id of what it stands under (None: at the top), and its place among siblings."""

    id: int
    parent: int | None
    position: int


class Step(StrEnum):
    """A step that an item takes on the agenda: past a sibling, into the one before it, or out of what it stands in."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


class Numbered(NamedTuple):
    """A node in reading order, with its number."""

    id: int
    number: str

    @property
    def depth(self) -> int:
        return self.number.count(".")


def numbered(nodes: Iterable[Node]) -> list[Numbered]:
    """Every node, in reading order, with its number. Raises `ValueError` where a node stands under none of them."""
    under: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        under[node.parent].append(node)
    found = list(_walk(under, None, ""))
    if len(found) != sum(map(len, under.values())):
        raise ValueError("an item stands in itself, or under one that is not there")
    return found


def following(taken: Iterable[str], above: str = "") -> str:
    """The number after the highest of `taken` that stands directly under the number `above` (empty: at the top)."""
    prefix = f"{above}." if above else ""
    last = [number.removeprefix(prefix) for number in taken if number.startswith(prefix)]
    return f"{prefix}{max((int(each) for each in last if each.isdecimal()), default=0) + 1}"


def with_all_in(root: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    """An item and all that stands in it, by what each item stands in."""
    found, fresh = {root}, {root}
    while fresh:
        fresh = {item for item, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return frozenset(found)


def placed(siblings: Sequence[int], item: int, position: int | None) -> list[int]:
    """The siblings in their new order, with an item (of them or not) at a position; None is last."""
    others = [each for each in siblings if each != item]
    at = len(others) if position is None else min(max(position, 0), len(others))
    return [*others[:at], item, *others[at:]]


def stepped(nodes: Iterable[Node], item: int, step: Step) -> tuple[int | None, int] | None:
    """Where an item stands after a step: in what, and at which place; None where the step leads nowhere."""
    rows = {node.id: node for node in nodes}
    parent = rows[item].parent
    siblings = _under(rows.values(), parent)
    place = siblings.index(item)
    if step is Step.UP:
        return (parent, place - 1) if place else None
    if step is Step.DOWN:
        return (parent, place + 1) if place + 1 < len(siblings) else None
    if step is Step.IN:
        return (siblings[place - 1], len(_under(rows.values(), siblings[place - 1]))) if place else None
    return (
        None if parent is None else (rows[parent].parent, _under(rows.values(), rows[parent].parent).index(parent) + 1)
    )


def _under(nodes: Iterable[Node], parent: int | None) -> list[int]:
    """What stands directly in an item, in order."""
    found = sorted((node for node in nodes if node.parent == parent), key=lambda node: (node.position, node.id))
    return [node.id for node in found]


def _walk(under: dict[int | None, list[Node]], parent: int | None, above: str) -> Iterator[Numbered]:
    siblings = sorted(under.get(parent, ()), key=lambda node: (node.position, node.id))
    for place, node in enumerate(siblings, 1):
        number = f"{above}{place}"
        yield Numbered(node.id, number)
        yield from _walk(under, node.id, f"{number}.")
