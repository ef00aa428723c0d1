"""Zone-to-zone travel times, exact: the least sum of link costs over all ways from each zone to each.

Definition
----------
The time from zone i to zone j is the least sum of the costs of links over all ways from the centroid of i to that of j
that pass no node where trips may not pass; infinite where no way leads. From a zone to itself it is 0: what a trip
inside a zone takes, a network does not say. The unit is that of the costs (minutes, unless others are given).

Known bias
----------
Everybody in a zone starts at its centroid and is believed to know the shortest way. Times of links are without other
traffic unless congested ones are given (`networks.Links.congested`). Waiting for timetables is not in a network.

How
---
A customizable contraction hierarchy (`hierarchies`; Dibbelt, Strasser and Wagner 2016), swept for blocks of origins as
in PHAST (Delling, Goldberg, Nowatzyk and Werneck 2011), down only to the ancestors of destinations (as in their RPHAST,
Delling, Goldberg and Werneck 2011); or backwards, for blocks of destinations, where that is asked for. Blocks are
independent: with an executor they are swept side by side, and the result is the same to the bit.

Cost: for z origins O(z * a) with a arcs above the destinations, about 10 a node on roads; memory: the matrix, and for
each worker `LANES` numbers a node.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.networks.hierarchies import CustomizedHierarchy
from samsyn.analysis.networks.hierarchy_kernel import Costs
from samsyn.analysis.networks.sweep_kernel import Ends, Sweep, ancestors, swept
from samsyn.analysis.progress import Progress
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import Areas, Ints, TableError

LANES = 32
"""Origins that are swept side by side: a row of them is four lines of memory in 64 bits."""
TOGETHER = 8
"""Lanes that a processor may handle in one instruction: a block of few origins has no more than it needs of these."""
BLOCKS = 4
"""of so many a job: enough that handing out jobs costs nothing beside them."""


@dataclass(frozen=True, slots=True, eq=False)
class TravelTimes:
    """`times[i, j]` from zone i to zone j, in the unit of the costs; infinite where no way leads; 0 on the diagonal."""

    zones: Areas
    times: Costs


def travel_times(
    customized: CustomizedHierarchy, *, executor: Executor | None = None, progress: Progress | None = None
) -> TravelTimes:
    """The travel times between all zones. `progress` hears the share done; it may raise to cancel."""
    network = customized.hierarchy.network
    times = times_between(customized, network.centroids, network.centroids, executor=executor, progress=progress)
    times.flags.writeable = False
    return TravelTimes(network.zones, times)


def times_between(
    customized: CustomizedHierarchy,
    origins: Ints,
    destinations: Ints,
    *,
    backwards: bool = False,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Costs:
    """(origins, destinations) times from nodes to nodes, by position and each at most once: from and to anything.

    A node where trips may not pass can be an origin or a destination, as the centroid of a zone is. Backwards is
    quicker where there are fewer destinations than origins; its sums may differ by rounding.
    """
    check_nodes(customized, origins, destinations)
    for nodes in (origins, destinations):
        if len(np.unique(nodes)) < len(nodes):
            raise TableError("a node stands twice among the origins or the destinations")
    sweep = sweep_between(customized, origins, destinations)
    times = np.empty((len(origins), len(destinations)), dtype=customized.costs.dtype)
    to_fill = times
    if backwards:
        sweep, to_fill = _backwards(sweep), times.T
    jobs = [(sweep, places) for places in jobs_of(sweep)]
    for (_sweep, places), found in zip(jobs, each_done(_done, jobs, executor=executor, progress=progress), strict=True):
        to_fill[places] = found
    go_directly(customized, origins, destinations, times)
    times[origins[:, None] == destinations] = 0.0
    return times


def check_nodes(customized: CustomizedHierarchy, *listed: Ints) -> None:
    """Refuse positions at which there is no node."""
    n = len(customized.hierarchy.network.nodes)
    for nodes in listed:
        wrong = nodes[(nodes < 0) | (nodes >= n)]
        if wrong.size:
            raise TableError(f"node {wrong[0]} is asked for, outside the {n} nodes")


def sweep_between(customized: CustomizedHierarchy, origins: Ints, destinations: Ints) -> Sweep:
    """What sweeps from nodes to nodes need."""
    parents = customized.hierarchy.contraction.parents
    exits = exits_to(customized, destinations)
    return Sweep(
        customized.upward,
        customized.downward,
        parents,
        entries_from(customized, origins),
        exits,
        ancestors(parents, exits.ranks),
    )


def _backwards(sweep: Sweep) -> Sweep:
    """The sweep that goes from the destinations back to the origins."""
    needed = ancestors(sweep.parents, sweep.entries.ranks)
    return Sweep(sweep.down, sweep.up, sweep.parents, sweep.exits, sweep.entries, needed)


def entries_from(customized: CustomizedHierarchy, nodes: Ints) -> Ends:
    """How trips from nodes enter the hierarchy."""
    network = customized.hierarchy.network
    return _ends(customized, nodes, (network.leaving_starts, network.leaving, network.links.end))


def exits_to(customized: CustomizedHierarchy, nodes: Ints) -> Ends:
    """How trips to nodes leave the hierarchy."""
    network = customized.hierarchy.network
    return _ends(customized, nodes, (network.arriving_starts, network.arriving, network.links.start))


def _ends(customized: CustomizedHierarchy, nodes: Ints, links: tuple[Ints, Ints, Ints]) -> Ends:
    """Each node that trips may pass is its own end, for nothing; another has its links to such nodes."""
    rank, (starts, listed, far) = customized.hierarchy.rank, links
    inside = rank[nodes] >= 0
    counts = np.where(inside, 0, starts[nodes + 1] - starts[nodes])
    places = np.repeat(np.arange(len(nodes)), counts)
    # The positions starts[node], starts[node] + 1, ... of each node, one after the other.
    at = np.arange(len(places)) + np.repeat(starts[nodes] - (np.cumsum(counts) - counts), counts)
    mine = listed[at]
    leads = rank[far[mine]] >= 0
    places = np.concatenate((np.flatnonzero(inside), places[leads]))
    ranks = np.concatenate((rank[nodes[inside]], rank[far[mine[leads]]]))
    costs = np.concatenate((np.zeros(inside.sum(), customized.costs.dtype), customized.costs[mine[leads]]))
    taken = np.concatenate((np.full(inside.sum(), NOBODY), mine[leads]))
    order = np.argsort(places, kind="stable")
    bounds = np.searchsorted(places[order], np.arange(len(nodes) + 1)).astype(np.int64)
    return Ends(bounds, ranks[order], costs[order], taken[order])


def jobs_of(sweep: Sweep) -> list[Ints]:
    """The origins in jobs: those that enter near each other together, since they share most of their ancestors."""
    starts, ranks = sweep.entries.starts, sweep.entries.ranks
    first = np.append(ranks, 0)[starts[:-1]]
    order = np.argsort(first, kind="stable").astype(np.int64)
    return [order[at : at + LANES * BLOCKS] for at in range(0, len(order), LANES * BLOCKS)]


def _done(sweep: Sweep, places: Ints) -> Costs:
    """The times of a job."""
    rows = room_for(sweep, len(places))
    blocks = [swept(sweep, places[at : at + LANES], rows) for at in range(0, len(places), LANES)]
    return np.concatenate(blocks)


def room_for(sweep: Sweep, origins: int) -> Costs:
    """Room to sweep from so many origins."""
    lanes = min(LANES, max(1, -(-origins // TOGETHER)) * TOGETHER)
    return np.empty((len(sweep.parents), lanes), dtype=sweep.exits.costs.dtype)


def go_directly(customized: CustomizedHierarchy, origins: Ints, destinations: Ints, times: Costs) -> None:
    """Links between two nodes that trips may not pass touch the hierarchy nowhere."""
    links, rank = customized.hierarchy.network.links, customized.hierarchy.rank
    outside = outside_of(customized)
    if not outside.size:
        return
    row, column = (np.full(len(rank), -1, dtype=np.int64) for _each in range(2))
    row[origins], column[destinations] = np.arange(len(origins)), np.arange(len(destinations))
    rows, columns = row[links.start[outside]], column[links.end[outside]]
    asked = (rows >= 0) & (columns >= 0)
    np.minimum.at(times, (rows[asked], columns[asked]), customized.costs[outside[asked]])


def outside_of(customized: CustomizedHierarchy) -> Ints:
    """The links between two nodes that trips may not pass."""
    links, rank = customized.hierarchy.network.links, customized.hierarchy.rank
    return np.flatnonzero((rank[links.start] < 0) & (rank[links.end] < 0))
