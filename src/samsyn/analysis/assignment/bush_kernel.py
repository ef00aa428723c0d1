"""A bush: the links that trips from one origin may be on, as `equilibrium` keeps it and works on it.

A bush is a set of links without a cycle by which every node that can be reached from the origin is reached. It is kept
as its links, those into one node together and after all links into the nodes that they start from; and, where several
meet in a node, the share of the trips into it that each carries. Flows follow from trips by one pass backwards.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from samsyn.analysis.compiled import compiled
from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.tables import Flags, Floats, Ints

SmallInts = npt.NDArray[np.int32]


class Roads(NamedTuple):
    """A network as the loops read it; see `networks.tables.Network`."""

    start: Ints
    end: Ints
    leaving_starts: Ints
    leaving: Ints
    through: Flags
    centroids: Ints


class Bushes(NamedTuple):
    """Bush r is links[starts[r]:starts[r + 1]]; shares[share_starts[r]:share_starts[r + 1]] are of those that meet."""

    starts: Ints
    links: SmallInts
    share_starts: Ints
    shares: Floats


class Room(NamedTuple):
    """Room to work in with one bush.

    size            how many nodes, links
    heads, links    the nodes after the origin and the links, in order; links into heads[k] begin at groups[k]
    place           of each node, one more than its position in heads; 0: no link leads into it
    flow, member    of each link of the network; nothing outside the bush
    into            trips that come to each node
    near, far       of each node, the cost of the least and of the longest way from the origin; inf outside the bush
    by_near, by_far the last link of the least way, and of the longest that trips are on (`NOBODY`: no trips)
    newest, before  the last link taken in that leads into a node, and the one taken in before it, as places in links
    """

    size: SmallInts
    heads: SmallInts
    links: SmallInts
    groups: SmallInts
    place: SmallInts
    flow: Floats
    member: Flags
    into: Floats
    near: Floats
    far: Floats
    by_near: SmallInts
    by_far: SmallInts
    newest: SmallInts
    before: SmallInts


@compiled
def room(roads: Roads) -> Room:
    """Room for one bush."""
    n, m = len(roads.through), len(roads.start)
    of_nodes = np.zeros((5, n), dtype=np.int32)
    of_nodes[4] = NOBODY
    of_links = np.zeros((2, m), dtype=np.int32)
    amounts = np.zeros((3, n))
    return Room(
        size=np.zeros(2, dtype=np.int32),
        heads=of_nodes[0],
        links=of_links[0],
        groups=np.zeros(n + 1, dtype=np.int32),
        place=of_nodes[1],
        flow=np.zeros(m),
        member=np.zeros(m, dtype=np.bool_),
        into=amounts[0],
        near=amounts[1],
        far=amounts[2],
        by_near=of_nodes[2],
        by_far=of_nodes[3],
        newest=of_nodes[4],
        before=of_links[1],
    )


@compiled
def lay_out(roads: Roads, links: SmallInts, at: Room) -> None:
    """Put links, in order, into the room."""
    nodes, last = 0, NOBODY
    for count in range(len(links)):
        link = links[count]
        head = roads.end[link]
        if head != last:
            at.heads[nodes], at.groups[nodes] = head, count
            nodes += 1
            at.place[head] = nodes
            last = head
        at.links[count] = link
        at.member[link] = True
    at.groups[nodes] = len(links)
    at.size[0], at.size[1] = nodes, len(links)


@compiled
def unpack(roads: Roads, bushes: Bushes, origin: int, trips: Floats, at: Room) -> None:
    """Put the bush of an origin into the room, with its `trips (zones,)` on it."""
    lay_out(roads, bushes.links[bushes.starts[origin] : bushes.starts[origin + 1]], at)
    node = roads.centroids[origin]
    at.near[:] = np.inf
    at.far[:] = np.inf
    at.near[node], at.far[node], at.place[node] = 0.0, 0.0, 0
    for zone in range(len(trips)):
        if zone != origin:
            at.into[roads.centroids[zone]] = trips[zone]
    load(roads, bushes.shares[bushes.share_starts[origin] : bushes.share_starts[origin + 1]], at)


@compiled
def load(roads: Roads, shares: Floats, at: Room) -> None:
    """Carry what comes to each node back to the origin."""
    last = len(shares)
    for k in range(at.size[0] - 1, -1, -1):
        first, end = at.groups[k], at.groups[k + 1]
        total = at.into[at.heads[k]]
        if end == first + 1:
            at.flow[at.links[first]] = total
            at.into[roads.start[at.links[first]]] += total
            continue
        for i in range(end - 1, first - 1, -1):
            last -= 1
            flow = total * shares[last]
            at.flow[at.links[i]] = flow
            at.into[roads.start[at.links[i]]] += flow


@compiled
def clear(roads: Roads, at: Room) -> None:
    """Leave the room as it was; links that were taken out of the bush have left nothing behind."""
    for link in at.links[: at.size[1]]:
        at.flow[link] = 0.0
        at.member[link] = False
        at.into[roads.start[link]] = 0.0
        at.into[roads.end[link]] = 0.0


@compiled
def label(roads: Roads, costs: Floats, at: Room) -> float:
    """Find the least and the longest ways; what would be saved if all trips to where links meet took the least.

    The labels of nodes that no link leads into stand already.
    """
    excess = 0.0
    for k in range(at.size[0]):
        near, far, longest = np.inf, 0.0, -1.0
        by_near, by_far = NOBODY, NOBODY
        group = at.links[at.groups[k] : at.groups[k + 1]]
        for link in group:
            start, cost = roads.start[link], costs[link]
            short, long = at.near[start] + cost, at.far[start] + cost
            if short < near:
                near, by_near = short, link
            far = max(far, long)
            if at.flow[link] > 0.0 and long > longest:
                longest, by_far = long, link
        head = at.heads[k]
        at.near[head], at.far[head] = near, far
        at.by_near[head], at.by_far[head] = by_near, by_far
        if len(group) > 1:
            for link in group:
                excess += at.flow[link] * (at.near[roads.start[link]] + costs[link] - near)
    return excess


@compiled
def share(at: Room, shares: Floats) -> int:
    """Write the shares of links that meet; how many."""
    count = 0
    for k in range(at.size[0]):
        group = at.links[at.groups[k] : at.groups[k + 1]]
        if len(group) == 1:
            continue
        total = 0.0
        for link in group:
            total += at.flow[link]
        for link in group:
            if total > 0.0:
                shares[count] = at.flow[link] / total
            else:
                shares[count] = 1.0 if link == at.by_near[at.heads[k]] else 0.0
            count += 1
    return count


@compiled
def prune(at: Room) -> None:
    """Take out the links that carry nobody, but for the last of the least way into each node."""
    count = 0
    for k in range(at.size[0]):
        near = at.by_near[at.heads[k]]
        group = at.links[at.groups[k] : at.groups[k + 1]]
        at.groups[k] = count
        for link in group:
            if at.flow[link] > 0.0 or link == near:
                at.links[count] = link
                count += 1
            else:
                at.member[link] = False
    at.groups[at.size[0]] = count
    at.size[1] = count
