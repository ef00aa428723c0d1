"""The loops behind `travel_times`: a block of origins swept up and down the hierarchy side by side.

Each node has a row of costs, one lane an origin of the block. Up: from where the origins enter the network to all
ancestors. Down: every ancestor of a destination takes the best of what it has and what comes down to it; from the
highest, each node once. A lane is a minimum over sums that do not depend on the other lanes, so how origins are put
into blocks, and which thread takes a block, changes no bit.
"""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.networks.hierarchy_kernel import Costs, Graph
from samsyn.analysis.tables import Ints


class Ends(NamedTuple):
    """How trips enter or leave the network: place p by the ends from starts[p] up to starts[p + 1].

    Each end is a rank of the hierarchy, what it costs to get there, and the link that is taken (-1: none, it is there).
    """

    starts: Ints
    ranks: Ints
    costs: Costs
    links: Ints


class Sweep(NamedTuple):
    """All that a sweep needs: the hierarchy both ways, how it is entered and left, and the ranks that exits need."""

    up: Graph
    down: Graph
    parents: Ints
    entries: Ends
    exits: Ends
    needed: Ints


@compiled
def ancestors(parents: Ints, ranks: Ints) -> Ints:
    """The ranks and all above them, ascending, once each."""
    marked = np.zeros(len(parents), dtype=np.bool_)
    found = np.empty(len(parents), dtype=np.int64)
    count = 0
    for rank in ranks:
        while rank != NOBODY and not marked[rank]:
            marked[rank] = True
            found[count] = rank
            count += 1
            rank = parents[rank]
    found = found[:count].copy()
    found.sort()
    return found


@compiled
def swept(sweep: Sweep, origins: Ints, rows: Costs) -> Costs:
    """Costs from some origins, at most as many as there are lanes, to all destinations.

    `rows (n, lanes)` is room to work in, whatever stands in it.
    """
    _spread(sweep, sweep.needed, origins, rows)
    return _left(sweep.exits, np.arange(len(sweep.exits.starts) - 1), len(origins), rows)


@compiled
def swept_between(sweep: Sweep, origins: Ints, destinations: Ints, rows: Costs) -> Costs:
    """Costs from some origins, however many, to some of the destinations; each to itself as to any other.

    `rows (n, lanes)` as in `swept`.
    """
    needed, lanes = _above(sweep.parents, sweep.exits, destinations), rows.shape[1]
    found = np.empty((len(origins), len(destinations)), rows.dtype)
    for first in range(0, len(origins), lanes):
        some = origins[first : first + lanes]
        _spread(sweep, needed, some, rows)
        found[first : first + lanes] = _left(sweep.exits, destinations, len(some), rows)
    return found


@compiled
def _above(parents: Ints, ends: Ends, places: Ints) -> Ints:
    """All ranks above where some places are entered or left."""
    count = 0
    for place in places:
        count += ends.starts[place + 1] - ends.starts[place]
    ranks = np.empty(count, dtype=np.int64)
    for place in places:
        for end in range(ends.starts[place], ends.starts[place + 1]):
            count -= 1
            ranks[count] = ends.ranks[end]
    return ancestors(parents, ranks)


@compiled
def _spread(sweep: Sweep, needed: Ints, origins: Ints, rows: Costs) -> None:
    """Costs from some origins to all ranks that are needed."""
    for v in needed:
        rows[v] = np.inf
    above = _entered(sweep, origins, rows)
    _raise(sweep.up, above, rows)
    _lower(sweep.down, needed, rows)


# Below, adding `nothing` has every lane stored: to store only those that change, as the compiler would have it, takes
# three times as long. Lanes are as many as a row is long, and not a constant, for the same reason.


@compiled
def _raise(up: Graph, above: Ints, rows: Costs) -> None:
    """Carry what stands in the rows up to their ancestors."""
    lanes, nothing = rows.shape[1], rows.dtype.type(0.0)
    for v in above:
        row = rows[v]
        for arc in range(up.starts[v], up.starts[v + 1]):
            higher, cost = rows[up.far[arc]], up.costs[arc]
            for lane in range(lanes):
                way = row[lane] + cost
                higher[lane] = (way if way < higher[lane] else higher[lane]) + nothing


@compiled
def _lower(down: Graph, needed: Ints, rows: Costs) -> None:
    """Carry what stands in the rows down to where it is needed, from the highest: each is final when it is read."""
    lanes, nothing = rows.shape[1], rows.dtype.type(0.0)
    for v in needed[::-1]:
        row = rows[v]
        for arc in range(down.starts[v], down.starts[v + 1]):
            higher, cost = rows[down.far[arc]], down.costs[arc]
            for lane in range(lanes):
                way = higher[lane] + cost
                row[lane] = (way if way < row[lane] else row[lane]) + nothing


@compiled
def _entered(sweep: Sweep, origins: Ints, rows: Costs) -> Ints:
    """Put each origin's cost of entering into its lane; all ranks above where any of them enters."""
    entries = sweep.entries
    above = _above(sweep.parents, entries, origins)
    for v in above:
        rows[v] = np.inf
    for lane in range(len(origins)):
        for entry in range(entries.starts[origins[lane]], entries.starts[origins[lane] + 1]):
            rank = entries.ranks[entry]
            rows[rank, lane] = min(rows[rank, lane], entries.costs[entry])
    return above


@compiled
def _left(exits: Ends, places: Ints, lanes: int, rows: Costs) -> Costs:
    """(lanes, destinations) costs, over the best exit each."""
    found = np.full((lanes, len(places)), np.inf, rows.dtype)
    for place in range(len(places)):
        for exit_ in range(exits.starts[places[place]], exits.starts[places[place] + 1]):
            row, cost = rows[exits.ranks[exit_]], exits.costs[exit_]
            for lane in range(lanes):
                found[lane, place] = min(found[lane, place], row[lane] + cost)
    return found
