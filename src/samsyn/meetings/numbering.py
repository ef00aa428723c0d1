"""How an agenda is numbered.

Items stand in a tree; siblings are ordered by their position, then by their id. The items at the top are numbered 1, 2,
3 and so on, and those under "4" are 4.1, 4.2. Once the summons has gone out the numbers stand: an item that is added
then takes the number after the highest that was ever given beside it, so that no number comes to mean something else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Node(NamedTuple):
    """An item of the tree: its id, the id of what it stands under (None: at the top), and its place among siblings."""

    id: int
    parent: int | None
    position: int


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


def _walk(under: dict[int | None, list[Node]], parent: int | None, above: str) -> Iterator[Numbered]:
    siblings = sorted(under.get(parent, ()), key=lambda node: (node.position, node.id))
    for place, node in enumerate(siblings, 1):
        number = f"{above}{place}"
        yield Numbered(node.id, number)
        yield from _walk(under, node.id, f"{number}.")
