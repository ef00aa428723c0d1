"""The loops behind `times`: whom closed and slower links touch, and a hierarchy at costs that differ little."""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.accessibility.decay import TIE
from samsyn.analysis.compiled import compiled
from samsyn.analysis.measures.effects_kernel import EVERYBODY, OldWays
from samsyn.analysis.networks.hierarchy_kernel import Costs
from samsyn.analysis.networks.sweep_kernel import ancestors
from samsyn.analysis.tables import Flags, Floats, Ints


class ArcParts(NamedTuple):
    """What the costs of arcs come from: links that lie on them, and two arcs each over a node below both ends.

    starts, heads, parents   as in `Contraction`
    tails                    (arcs,) the lower end of each arc
    below_starts, below      the arcs that end at node v are below[below_starts[v]:below_starts[v + 1]], by their tails
    link_starts, links       the links on arc a are links[link_starts[a]:link_starts[a + 1]]
    upward                   which way each of these goes
    """

    starts: Ints
    heads: Ints
    parents: Ints
    tails: Ints
    below_starts: Ints
    below: Ints
    link_starts: Ints
    links: Ints
    upward: Flags


@compiled
def touched(times: Floats, ways: OldWays, link: int) -> tuple[Flags, Flags]:
    """The origins and the destinations of pairs whose shortest ways may use the link."""
    rows, columns = np.zeros(len(times), dtype=np.bool_), np.zeros(times.shape[1], dtype=np.bool_)
    tail, head, minutes = ways.tails[link], ways.heads[link], ways.minutes[link]
    before, after, zone = ways.out[tail], ways.out[head], ways.zone[tail]
    through = np.flatnonzero((minutes + after <= before * (1.0 + TIE)) & (after < np.inf))
    for i in range(len(times)):
        start = np.inf
        if zone in (EVERYBODY, i):
            start = ways.into[i, tail] + minutes
        if start == np.inf or start > ways.into[i, head] * (1.0 + TIE):
            continue
        for j in through:
            if start + after[j] <= times[i, j] * (1.0 + TIE):
                rows[i] = columns[j] = True
    return rows, columns


@compiled
def customized_anew(parts: ArcParts, slower: Ints, costs: Costs, up: Costs, down: Costs) -> None:
    """Set the costs of arcs right, in place, after the links of some have become slower; `costs` are those of links.

    Upwards from the lowest: an arc that comes to cost more changes those that cost what the way over it did, no others.
    """
    wrong = np.zeros(len(parts.heads), dtype=np.bool_)
    for arc in slower:
        wrong[arc] = True
    for v in ancestors(parts.parents, parts.tails[slower]):
        for arc in range(parts.starts[v], parts.starts[v + 1]):
            if wrong[arc]:
                before = up[arc], down[arc]
                up[arc], down[arc] = _over_lower_nodes(parts, arc, _over_links(parts, arc, costs), up, down)
                if before[0] != up[arc] or before[1] != down[arc]:
                    _mark_above(parts, arc, before, (up, down), wrong)


@compiled
def _over_links(parts: ArcParts, arc: int, costs: Costs) -> tuple[float, float]:
    """The cheapest of the links that lie on an arc, each way."""
    up = down = np.inf
    for place in range(parts.link_starts[arc], parts.link_starts[arc + 1]):
        cost = costs[parts.links[place]]
        if parts.upward[place]:
            up = min(up, cost)
        else:
            down = min(down, cost)
    return up, down


@compiled
def _over_lower_nodes(
    parts: ArcParts, arc: int, over_links: tuple[float, float], up: Costs, down: Costs
) -> tuple[float, float]:
    """The cheapest of links and of all ways over a node below both ends."""
    best_up, best_down = over_links
    x, y = parts.tails[arc], parts.heads[arc]
    i, last_i = parts.below_starts[x], parts.below_starts[x + 1]
    k, last_k = parts.below_starts[y], parts.below_starts[y + 1]
    while i < last_i and k < last_k:
        low, high = parts.below[i], parts.below[k]
        if parts.tails[low] < parts.tails[high]:
            i += 1
        elif parts.tails[low] > parts.tails[high]:
            k += 1
        else:
            best_up = min(best_up, down[low] + up[high])
            best_down = min(best_down, down[high] + up[low])
            i += 1
            k += 1
    return best_up, best_down


@compiled
def _mark_above(
    parts: ArcParts, arc: int, before: tuple[float, float], costs: tuple[Costs, Costs], wrong: Flags
) -> None:
    """Mark the arcs that cost, either way, what the way over an arc and another at its lower end did."""
    v, (up, down) = parts.tails[arc], costs
    for other in range(parts.starts[v], parts.starts[v + 1]):
        if other == arc:
            continue
        low = min(parts.heads[arc], parts.heads[other])
        high = max(parts.heads[arc], parts.heads[other])
        first = parts.starts[low]
        above = first + np.searchsorted(parts.heads[first : parts.starts[low + 1]], high)
        # Down to the lower node over the one and up again over the other; up is to the higher of their two ends.
        to_other, from_other = before[1] + up[other], down[other] + before[0]
        is_low = parts.heads[arc] == low
        if (to_other if is_low else from_other) == up[above] or (from_other if is_low else to_other) == down[above]:
            wrong[above] = True
