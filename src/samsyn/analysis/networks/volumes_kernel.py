"""The loops behind `link_volumes`: trips of one origin after the other put on arcs, and arcs taken apart into links.

From one origin every node has two labels: the best cost by climbing alone, which higher nodes build on, and the best of
all. Trips go back from the exits: by best labels from the lowest node up to where a best label is a climb, and from
there by climbs down to the entry.
"""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.networks.hierarchy_kernel import Costs, Graph
from samsyn.analysis.networks.path_kernel import Arcs, halves
from samsyn.analysis.networks.sweep_kernel import Ends, Sweep, ancestors
from samsyn.analysis.tables import Floats, Ints


class Volumes(NamedTuple):
    """Trips on arcs, each way, on entries and on exits; and, in its only place, how many have no way."""

    up: Floats
    down: Floats
    entries: Floats
    exits: Floats
    unserved: Floats


class _Labels(NamedTuple):
    """Of each node: the cost of climbing to it and the arc or entry that does; the best cost, and the arc down."""

    climb: Costs
    climbed_by: Ints
    entered_by: Ints
    tail: Ints
    best: Costs
    reached_by: Ints
    head: Ints


@compiled
def carried(sweep: Sweep, origins: Ints, trips: Floats, arcs: int) -> Volumes:
    """Put the trips (origins, destinations) of some origins on arcs, entries and exits."""
    n = len(sweep.parents)
    on_entries, on_exits = np.zeros(len(sweep.entries.ranks)), np.zeros(len(sweep.exits.ranks))
    found = Volumes(np.zeros(arcs), np.zeros(arcs), on_entries, on_exits, np.zeros(1))
    climb, best = np.empty(n, sweep.exits.costs.dtype), np.empty(n, sweep.exits.costs.dtype)
    by = np.full((5, n), NOBODY, dtype=np.int64)
    labels = _Labels(climb, by[0], by[1], by[2], best, by[3], by[4])
    flow, climbing = np.zeros(n), np.zeros(n)
    for i in range(len(origins)):
        labels.climb[:] = np.inf
        labels.climbed_by[:] = NOBODY
        above = _climbed(sweep.up, sweep.entries, sweep.parents, origins[i], labels)
        labels.best[:] = labels.climb
        labels.reached_by[:] = NOBODY
        _descended(sweep.down, sweep.needed, labels)
        _leave(sweep.exits, trips[i], labels.best, flow, found)
        _back_up(sweep.needed, labels, (flow, climbing), found)
        _back_down(above, labels, climbing, found)
    return found


@compiled
def _back_up(needed: Ints, labels: _Labels, flows: tuple[Floats, Floats], found: Volumes) -> None:
    """Trips go back up, from the lowest node, until the best way to where they are is a climb."""
    flow, climbing = flows
    for v in needed:
        if flow[v] == 0.0:
            continue
        if labels.reached_by[v] == NOBODY:
            climbing[v] += flow[v]
        else:
            found.down[labels.reached_by[v]] += flow[v]
            flow[labels.head[v]] += flow[v]
        flow[v] = 0.0


@compiled
def _back_down(above: Ints, labels: _Labels, climbing: Floats, found: Volumes) -> None:
    """And from there, from the highest, back to where they entered."""
    for v in above[::-1]:
        if climbing[v] == 0.0:
            continue
        if labels.climbed_by[v] == NOBODY:
            found.entries[labels.entered_by[v]] += climbing[v]
        else:
            found.up[labels.climbed_by[v]] += climbing[v]
            climbing[labels.tail[v]] += climbing[v]
        climbing[v] = 0.0


@compiled
def _climbed(up: Graph, entries: Ends, parents: Ints, origin: int, labels: _Labels) -> Ints:
    first, last = entries.starts[origin], entries.starts[origin + 1]
    for entry in range(first, last):
        v = entries.ranks[entry]
        if entries.costs[entry] < labels.climb[v]:
            labels.climb[v] = entries.costs[entry]
            labels.entered_by[v] = entry
    above = ancestors(parents, entries.ranks[first:last])
    for v in above:
        for arc in range(up.starts[v], up.starts[v + 1]):
            cost = labels.climb[v] + up.costs[arc]
            if cost < labels.climb[up.far[arc]]:
                labels.climb[up.far[arc]] = cost
                labels.climbed_by[up.far[arc]] = up.arcs[arc]
                labels.tail[up.far[arc]] = v
    return above


@compiled
def _descended(down: Graph, needed: Ints, labels: _Labels) -> None:
    for v in needed[::-1]:
        best, by = labels.best[v], NOBODY
        for arc in range(down.starts[v], down.starts[v + 1]):
            cost = labels.best[down.far[arc]] + down.costs[arc]
            if cost < best:
                best, by = cost, arc
        if by != NOBODY:
            labels.best[v] = best
            labels.reached_by[v] = down.arcs[by]
            labels.head[v] = down.far[by]


@compiled
def _leave(exits: Ends, trips: Floats, best: Costs, flow: Floats, found: Volumes) -> None:
    """Trips to each destination stand at the exit that is best for it."""
    for place in range(len(trips)):
        if trips[place] == 0.0:
            continue
        by, least = NOBODY, np.inf
        for exit_ in range(exits.starts[place], exits.starts[place + 1]):
            cost = best[exits.ranks[exit_]] + exits.costs[exit_]
            if cost < least:
                by, least = exit_, cost
        if by == NOBODY:
            found.unserved[0] += trips[place]
        else:
            found.exits[by] += trips[place]
            flow[exits.ranks[by]] += trips[place]


@compiled
def unpacked(arcs: Arcs, up: Floats, down: Floats, links: int) -> Floats:
    """The trips on links, from those on arcs: from the highest, each arc that is no link goes to the two below it."""
    volumes = np.zeros(links)
    for v in range(len(arcs.starts) - 2, -1, -1):
        for arc in range(arcs.starts[v], arcs.starts[v + 1]):
            if up[arc] > 0.0:
                if arcs.up_links[arc] != NOBODY:
                    volumes[arcs.up_links[arc]] += up[arc]
                else:
                    low, high = halves(arcs, arc, True)
                    down[low] += up[arc]
                    up[high] += up[arc]
            if down[arc] > 0.0:
                if arcs.down_links[arc] != NOBODY:
                    volumes[arcs.down_links[arc]] += down[arc]
                else:
                    low, high = halves(arcs, arc, False)
                    up[low] += down[arc]
                    down[high] += down[arc]
    return volumes
