"""The loops behind `hierarchies`: costs laid on the arcs of a contraction, and the arcs that nothing needs left out.

An arc stands for both directions: `up` from its lower to its higher node, `down` back. Ties do not matter: each value
is a minimum. All sums are of two numbers that are final, in the precision of the arrays, so that a path can be found
again by asking which sum a value equals to the bit.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Flags, Ints

Costs = npt.NDArray[np.floating]
"""Minutes, in 64 or 32 bits."""


class Graph(NamedTuple):
    """Arcs in one direction that are worth following: those at node v are from starts[v] up to starts[v + 1].

    `far (arcs,)` is the arc's higher end; `costs (arcs,)` are finite; `arcs` is its place among all arcs.
    """

    starts: Ints
    far: Ints
    costs: Costs
    arcs: Ints


@compiled
def arcs_of(starts: Ints, heads: Ints, tails: Ints, ends: Ints) -> Ints:
    """The arc between the two ranks of each link, in whichever direction."""
    found = np.empty(len(tails), dtype=np.int64)
    for link in range(len(tails)):
        low, high = min(tails[link], ends[link]), max(tails[link], ends[link])
        found[link] = starts[low] + np.searchsorted(heads[starts[low] : starts[low + 1]], high)
    return found


@compiled
def laid(arcs: Ints, upward: Flags, costs: Costs, up: Costs, down: Costs) -> None:
    """Lay the costs of links on their arcs: the lowest of those that are parallel."""
    up[:] = np.inf
    down[:] = np.inf
    for link in range(len(arcs)):
        side = up if upward[link] else down
        if costs[link] < side[arcs[link]]:
            side[arcs[link]] = costs[link]


@compiled
def customized(starts: Ints, heads: Ints, up: Costs, down: Costs) -> None:
    """Lower each arc to the cheapest way over nodes below both its ends."""
    for v in range(len(starts) - 1):
        last = starts[v + 1]
        for i in range(starts[v], last):
            to_v, from_v = down[i], up[i]
            arc = starts[heads[i]]
            for k in range(i + 1, last):
                while heads[arc] != heads[k]:
                    arc += 1
                up[arc] = min(up[arc], to_v + up[k])
                down[arc] = min(down[arc], down[k] + from_v)


@compiled
def perfected(starts: Ints, heads: Ints, up: Costs, down: Costs) -> None:
    """Lower each arc to the cheapest way of all: over nodes above its lower end too, which are done before it."""
    for v in range(len(starts) - 2, -1, -1):
        last = starts[v + 1]
        for i in range(starts[v], last):
            arc = starts[heads[i]]
            for k in range(i + 1, last):
                while heads[arc] != heads[k]:
                    arc += 1
                # v -> low -> high and v -> high -> low, then both back to v.
                up[k] = min(up[k], up[i] + up[arc])
                up[i] = min(up[i], up[k] + down[arc])
                down[k] = min(down[k], down[arc] + down[i])
                down[i] = min(down[i], up[arc] + down[k])


@compiled
def worth_following(starts: Ints, heads: Ints, costs: Costs, perfect: Costs) -> Graph:
    """The arcs that no other way undercuts."""
    n = len(starts) - 1
    kept_starts = np.zeros(n + 1, dtype=np.int64)
    far, kept, place = np.empty_like(heads), np.empty_like(costs), np.empty_like(heads)
    size = 0
    for v in range(n):
        for arc in range(starts[v], starts[v + 1]):
            if costs[arc] < np.inf and costs[arc] == perfect[arc]:
                far[size], kept[size], place[size] = heads[arc], costs[arc], arc
                size += 1
        kept_starts[v + 1] = size
    return Graph(kept_starts, far[:size].copy(), kept[:size].copy(), place[:size].copy())
