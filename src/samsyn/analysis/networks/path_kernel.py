"""The loops behind `paths`: a cheapest way through the hierarchy, and the links that it stands for."""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.networks.hierarchy_kernel import Costs
from samsyn.analysis.networks.sweep_kernel import ancestors
from samsyn.analysis.tables import Flags, Ints


class Arcs(NamedTuple):
    """A customized hierarchy as the search reads it.

    starts, heads, parents, up, down    as in `Contraction` and `CustomizedHierarchy`
    tails        (arcs,) the lower end of each arc
    below_starts, below    the arcs that end at node v are below[below_starts[v]:below_starts[v + 1]], by their tails
    up_links, down_links   (arcs,) the first link that costs what the arc does; `NOBODY` where it stands for two arcs
    """

    starts: Ints
    heads: Ints
    parents: Ints
    up: Costs
    down: Costs
    tails: Ints
    below_starts: Ints
    below: Ints
    up_links: Ints
    down_links: Ints


class Found(NamedTuple):
    """A cheapest way: what it costs (infinite: there is none), the entry and exit it takes, the links between them."""

    cost: float
    entry: int
    exit: int
    links: Ints


@compiled
def standing_for(arcs: Ints, upward: bool, sides: tuple[Ints, Flags], costs: tuple[Costs, Costs], count: int) -> Ints:
    """The first link of each arc in one direction that costs what the arc does."""
    of_link, is_upward = sides
    found = np.full(count, NOBODY, dtype=np.int64)
    for i in range(len(arcs)):
        if is_upward[i] == upward and found[arcs[i]] == NOBODY and costs[0][i] == costs[1][arcs[i]]:
            found[arcs[i]] = of_link[i]
    return found


@compiled
def way(arcs: Arcs, entries: tuple[Ints, Costs], exits: tuple[Ints, Costs]) -> Found:
    """A cheapest way from one of the entries to one of the exits, each a rank and what it costs."""
    there, there_by = _climbed(arcs, arcs.up, entries[0], entries[1])
    back, back_by = _climbed(arcs, arcs.down, exits[0], exits[1])
    top, best = NOBODY, np.inf
    for v in range(len(there)):
        if there[v] + back[v] < best:
            top, best = v, there[v] + back[v]
    if top == NOBODY:
        return Found(best, NOBODY, NOBODY, np.empty(0, dtype=np.int64))
    rising, first = _chain(arcs, there_by, top)
    falling, last = _chain(arcs, back_by, top)
    steps = [(arc, True) for arc in rising[::-1]] + [(arc, False) for arc in falling]
    entry, exit_ = _at(entries, first, there[first]), _at(exits, last, back[last])
    return Found(best, entry, exit_, _unpacked(arcs, steps))


@compiled
def _at(ends: tuple[Ints, Costs], rank: int, cost: float) -> int:
    for i in range(len(ends[0])):
        if ends[0][i] == rank and ends[1][i] == cost:
            return i
    return NOBODY


@compiled
def _climbed(arcs: Arcs, costs: Costs, ranks: Ints, start: Costs) -> tuple[Costs, Ints]:
    """The cost of each node above some ranks, and the arc that it is reached by."""
    reached = np.full(len(arcs.parents), np.inf, costs.dtype)
    by = np.full(len(arcs.parents), NOBODY, dtype=np.int64)
    for i in range(len(ranks)):
        reached[ranks[i]] = min(reached[ranks[i]], start[i])
    for v in ancestors(arcs.parents, ranks):
        for arc in range(arcs.starts[v], arcs.starts[v + 1]):
            cost = reached[v] + costs[arc]
            if cost < reached[arcs.heads[arc]]:
                reached[arcs.heads[arc]] = cost
                by[arcs.heads[arc]] = arc
    return reached, by


@compiled
def _chain(arcs: Arcs, by: Ints, top: int) -> tuple[list[int], int]:
    """The arcs from the top down to where the climb began, and that node."""
    chain = [NOBODY for _ in range(0)]
    while by[top] != NOBODY:
        chain.append(by[top])
        top = arcs.tails[by[top]]
    return chain, top


@compiled
def _unpacked(arcs: Arcs, steps: list[tuple[int, bool]]) -> Ints:
    """The links of arcs in order; an arc that is no link is the two below it that sum to it."""
    links = [NOBODY for _ in range(0)]
    steps = steps[::-1]
    while steps:
        arc, upward = steps.pop()
        link = arcs.up_links[arc] if upward else arcs.down_links[arc]
        if link != NOBODY:
            links.append(link)
            continue
        low, high = halves(arcs, arc, upward)
        # From the lower end: down to the middle and up to the higher end; the other way round, back.
        if upward:
            steps.append((high, True))
            steps.append((low, False))
        else:
            steps.append((low, True))
            steps.append((high, False))
    return np.array(links, dtype=np.int64)


@compiled
def halves(arcs: Arcs, arc: int, upward: bool) -> tuple[int, int]:
    """The two arcs over a node below both ends whose sum the arc's cost is, to the bit."""
    x, y = arcs.tails[arc], arcs.heads[arc]
    i, last = arcs.below_starts[x], arcs.below_starts[x + 1]
    k = arcs.below_starts[y]
    while i < last:
        low, high = arcs.below[i], arcs.below[k]
        if arcs.tails[low] < arcs.tails[high]:
            i += 1
        elif arcs.tails[low] > arcs.tails[high]:
            k += 1
        else:
            total = arcs.down[low] + arcs.up[high] if upward else arcs.down[high] + arcs.up[low]
            if total == (arcs.up[arc] if upward else arcs.down[arc]):
                return low, high
            i += 1
            k += 1
    raise AssertionError("an arc is neither a link nor the sum of two arcs")
