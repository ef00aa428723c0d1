"""The links of shortest ways: for maps, and for which links carry whom.

Definition
----------
The path from node s to node t is a way of links with the least sum of costs (`travel_times`) that passes no node twice.
Where several ways cost the same, it is one of them, the same every time; where none leads, or s is t, it is empty.

How: one climb in the hierarchy from each end; the way over the best place where the two meet is taken apart into links.
Cost: O(n) a pair, with the climbs a small part of it.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.networks.hierarchies import CustomizedHierarchy
from samsyn.analysis.networks.path_kernel import Arcs, standing_for, way
from samsyn.analysis.networks.sweep_kernel import Ends
from samsyn.analysis.networks.tables import Network
from samsyn.analysis.networks.travel_times import check_nodes, entries_from, exits_to
from samsyn.analysis.tables import Ints, TableError


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """The path of pair p is `links[starts[p]:starts[p + 1]]`, as positions among the network's links, in order."""

    starts: Ints
    links: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, pair: int) -> Ints:
        """The links of one pair."""
        return self.links[self.starts[pair] : self.starts[pair + 1]]


def paths(customized: CustomizedHierarchy, origins: Ints, destinations: Ints) -> Paths:
    """The path from each origin to the destination beside it; nodes by position."""
    if len(origins) != len(destinations):
        raise TableError(f"{len(origins)} origins and {len(destinations)} destinations: paths are of pairs")
    check_nodes(customized, origins, destinations)
    arcs = arcs_to_unpack(customized)
    entries, exits = entries_from(customized, origins), exits_to(customized, destinations)
    found = [np.empty(0, dtype=np.int64)]
    for pair, (s, t) in enumerate(zip(origins.tolist(), destinations.tolist(), strict=True)):
        links = [] if s == t else _path(arcs, entries, exits, pair, _direct(customized, s, t))
        found.append(_without_loops(customized.hierarchy.network, links))
    return Paths(np.cumsum([len(each) for each in found]).astype(np.int64), np.concatenate(found))


def _path(arcs: Arcs, entries: Ends, exits: Ends, pair: int, direct: tuple[float, int]) -> list[int]:
    """The links of one pair, which may have loops that cost nothing."""
    here, there = (slice(ends.starts[pair], ends.starts[pair + 1]) for ends in (entries, exits))
    found = way(arcs, (entries.ranks[here], entries.costs[here]), (exits.ranks[there], exits.costs[there]))
    if direct[0] < np.inf and direct[0] <= found.cost:
        return [direct[1]]
    if found.cost == np.inf:
        return []
    first, last = entries.links[here][found.entry], exits.links[there][found.exit]
    return [int(link) for link in (first, *found.links, last) if link != NOBODY]


def _direct(customized: CustomizedHierarchy, s: int, t: int) -> tuple[float, int]:
    """The cheapest link from s to t where trips may pass neither, and what it costs: it is not in the hierarchy."""
    network, rank = customized.hierarchy.network, customized.hierarchy.rank
    if rank[s] != NOBODY or rank[t] != NOBODY:
        return np.inf, NOBODY
    links = network.leaving[network.leaving_starts[s] : network.leaving_starts[s + 1]]
    links = links[network.links.end[links] == t]
    return min(((float(customized.costs[link]), int(link)) for link in links), default=(np.inf, NOBODY))


def _without_loops(network: Network, links: list[int]) -> Ints:
    """The way without what lies between two visits of one node."""
    kept: list[int] = []
    seen: dict[int, int] = {int(network.links.start[links[0]]): 0} if links else {}
    for link in links:
        kept.append(link)
        node = int(network.links.end[link])
        if node in seen:
            del kept[seen[node] :]
            seen = {at: length for at, length in seen.items() if length <= len(kept)}
        seen[node] = len(kept)
    return np.array(kept, dtype=np.int64)


def arcs_to_unpack(customized: CustomizedHierarchy) -> Arcs:
    """The hierarchy as arcs are taken apart in it."""
    hierarchy = customized.hierarchy
    starts, heads, parents = hierarchy.contraction[1:]
    costs, sides = customized.costs[hierarchy.core], (hierarchy.core, hierarchy.upward)
    return Arcs(
        starts=starts,
        heads=heads,
        parents=parents,
        up=customized.up,
        down=customized.down,
        tails=np.repeat(np.arange(len(parents)), np.diff(starts)),
        below_starts=np.concatenate(([0], np.cumsum(np.bincount(heads, minlength=len(parents))))),
        below=np.argsort(heads, kind="stable"),
        up_links=standing_for(hierarchy.arcs, True, sides, (costs, customized.up), len(heads)),
        down_links=standing_for(hierarchy.arcs, False, sides, (costs, customized.down), len(heads)),
    )
