"""What measures add to a network: the ways over their links, found from travel times to and from the links' ends.

The ends of all new and faster links are *terminals*. From one many-to-many search each come the times from all zones
to all terminals, from all terminals to all zones, and between terminals. A way that a measure offers leaves the old
network at the tail of one of its links and comes back at the head of another, or of the same; the links of one measure
are closed among each other, so that no more than one such stretch is ever needed.
"""

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np

from samsyn.analysis.measures.changes import Alteration
from samsyn.analysis.measures.effects_kernel import CHUNK, EVERYBODY, NOT_A_ZONE, OldWays, Ways, closed_ways, nearer
from samsyn.analysis.networks.hierarchies import CustomizedHierarchy
from samsyn.analysis.networks.travel_times import times_between
from samsyn.analysis.tables import Flags, Floats, Ints

Added = tuple[int, int, float]
"""A way from node to node, by position, and its minutes."""


def ways_of(
    customized: CustomizedHierarchy, altered: Sequence[Alteration], *, executor: Executor | None = None
) -> Ways:
    """The ways that each alteration adds: its new links, and those that it makes faster."""
    each = _added(customized, altered)
    starts = np.cumsum([0, *(len(added) for added in each)]).astype(np.int64)
    links = [link for added in each for link in added]
    tails, heads = (np.array([link[end] for link in links], dtype=np.int64) for end in (0, 1))
    minutes = np.array([link[2] for link in links], dtype=np.float64)
    nodes, (tails, heads) = terminals(tails, heads)
    into, leaving = _searched(customized, nodes, executor)
    passable, zone = _passable(customized, nodes)
    out = _without_passing(leaving, zone, passable)
    between = _between(customized, nodes, executor)
    between[~passable] = between[:, ~passable] = np.inf
    squares, closed, onwards = closed_ways(starts, (tails, heads), minutes, between)
    near = nearer(starts, (tails, heads), minutes, (squares, onwards), (leaving, out))
    return Ways(starts, tails, heads, minutes, squares, closed, near, into, out, zone)


def old_ways(customized: CustomizedHierarchy, links: Sequence[Ints], *, executor: Executor | None = None) -> OldWays:
    """Some of the network's own links for each measure, at what they cost: for who uses them."""
    of, every = customized.hierarchy.network.links, np.concatenate([np.empty(0, dtype=np.int64), *links])
    starts = np.cumsum([0, *map(len, links)]).astype(np.int64)
    minutes = np.array(customized.costs[every], dtype=np.float64)
    nodes, (tails, heads) = terminals(of.start[every], of.end[every])
    into, leaving = _searched(customized, nodes, executor)
    passable, zone = _passable(customized, nodes)
    return OldWays(starts, tails, heads, minutes, into, _without_passing(leaving, zone, passable), zone)


def adds(customized: CustomizedHierarchy, altered: Alteration) -> bool:
    """Whether it brings any link or makes any faster."""
    return bool(altered.links) or any(minutes < customized.costs[link] for link, minutes in altered.minutes.items())


def slower_links(customized: CustomizedHierarchy, altered: Alteration) -> Ints:
    """The links that are closed or made slower."""
    slower = [link for link, minutes in altered.minutes.items() if minutes > customized.costs[link]]
    return np.array(slower, dtype=np.int64)


def terminals(tails: Ints, heads: Ints) -> tuple[Ints, tuple[Ints, Ints]]:
    """The nodes that links begin or end at, each once, and where each link's two stand among them."""
    nodes, at = np.unique(np.concatenate((tails, heads)), return_inverse=True)
    return nodes, (at[: len(tails)].astype(np.int64), at[len(tails) :].astype(np.int64))


def _added(customized: CustomizedHierarchy, altered: Sequence[Alteration]) -> list[list[Added]]:
    """The ways of each alteration; new nodes are numbered on from those of the network."""
    network, costs = customized.hierarchy.network, customized.costs
    place: dict[str, int] = {}
    if any(each.links for each in altered):
        place = {code: number for number, code in enumerate(network.nodes.codes)}
    each_added = []
    for each in altered:
        for code in each.nodes:
            place.setdefault(code, len(place))
        faster = [link for link, minutes in each.minutes.items() if minutes < costs[link]]
        ends = network.links.start, network.links.end
        added = [(int(ends[0][link]), int(ends[1][link]), each.minutes[link]) for link in faster]
        added += [(place[new.start], place[new.end], new.minutes) for new in each.links.values()]
        each_added.append(added)
    return each_added


def _searched(customized: CustomizedHierarchy, nodes: Ints, executor: Executor | None) -> tuple[Floats, Floats]:
    """Times from zones to terminals and from terminals to zones; infinite for new nodes."""
    known, zones = _known(customized, nodes), customized.hierarchy.network.centroids
    into = np.full((len(zones), len(nodes)), np.inf)
    out = np.full((len(nodes), -(-len(zones) // CHUNK) * CHUNK), np.inf)
    # Always from the terminals, few or many: what a measure adds has the same bits in whatever company it is searched.
    into[:, : len(known)] = times_between(customized, zones, known, backwards=True, executor=executor)
    out[: len(known), : len(zones)] = times_between(customized, known, zones, executor=executor)
    return into, out


def _between(customized: CustomizedHierarchy, nodes: Ints, executor: Executor | None) -> Floats:
    """Times between terminals; infinite for new nodes."""
    known = _known(customized, nodes)
    between = np.full((len(nodes), len(nodes)), np.inf)
    between[: len(known), : len(known)] = times_between(customized, known, known, executor=executor)
    np.fill_diagonal(between, 0.0)
    return between


def _known(customized: CustomizedHierarchy, nodes: Ints) -> Ints:
    """Those that are in the network: the first, as new ones are numbered on from them."""
    return nodes[nodes < len(customized.hierarchy.network.nodes)]


def _passable(customized: CustomizedHierarchy, nodes: Ints) -> tuple[Flags, Ints]:
    """Whether trips may pass each terminal, and whose centroid it is where they may not (a node of nobody: none)."""
    network = customized.hierarchy.network
    n = len(network.nodes)
    passable = np.append(network.nodes.through, True)[np.minimum(nodes, n)]
    of = np.full(n + 1, NOT_A_ZONE, dtype=np.int64)
    of[network.centroids] = np.arange(len(network.zones))
    return passable, np.where(passable, EVERYBODY, of[np.minimum(nodes, n)]).astype(np.int64)


def _without_passing(out: Floats, zone: Ints, passable: Flags) -> Floats:
    """Times from terminals onwards: who has come to a terminal that nobody may pass goes no further."""
    if passable.all():
        return out
    onwards = out.copy()
    onwards[~passable] = np.inf
    ends = np.flatnonzero(~passable & (zone != NOT_A_ZONE))
    onwards[ends, zone[ends]] = 0.0
    return onwards
