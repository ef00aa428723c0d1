"""Shortest trees, each with the trips of those before it on the links: where `equilibrium` begins."""

import numpy as np

from samsyn.analysis.assignment.bush_kernel import Bushes, Roads, SmallInts
from samsyn.analysis.assignment.delay_kernel import Delays, delayed
from samsyn.analysis.assignment.shift_kernel import Traffic
from samsyn.analysis.compiled import compiled
from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.tables import Floats

_BELOW = 4
"""How many nodes of the heap hang below each: the searches then touch less memory than with two."""


@compiled
def planted(roads: Roads, delays: Delays, trips: Floats, traffic: Traffic) -> Bushes:
    """The shortest tree of each origin in turn, as bushes; all trips (zones, zones) are put on them."""
    n, z = len(roads.through), len(trips)
    starts = np.zeros(z + 1, dtype=np.int64)
    links = np.empty(z * n, dtype=np.int32)
    near, into = np.empty(n), np.zeros(n)
    by, order = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int32)
    for origin in range(z):
        count = _tree(roads, traffic.costs, roads.centroids[origin], (near, by, order))
        for zone in range(z):
            into[roads.centroids[zone]] = trips[origin, zone]
        for k in range(count - 1, 0, -1):
            node = order[k]
            link = by[node]
            links[starts[origin] + k - 1] = link
            if into[node] > 0.0:
                into[roads.start[link]] += into[node]
                traffic.volumes[link] += into[node]
                traffic.costs[link], traffic.slopes[link] = delayed(delays, link, traffic.volumes[link])
        into[:] = 0.0
        starts[origin + 1] = starts[origin] + count - 1
    return Bushes(starts, links[: starts[z]].copy(), np.zeros(z + 1, dtype=np.int64), np.zeros(0))


@compiled
def _tree(roads: Roads, costs: Floats, origin: int, found: tuple[Floats, SmallInts, SmallInts]) -> int:
    """Dijkstra's method: the cost of each node, the link by which it is reached, nodes in order; how many are."""
    near, by, order = found
    near[:] = np.inf
    near[origin] = 0.0
    heap, at = np.empty(len(near), dtype=np.int32), np.full(len(near), NOBODY, dtype=np.int32)
    heap[0], at[origin] = origin, 0
    size, count = 1, 0
    while size:
        node = heap[0]
        order[count] = node
        count += 1
        size -= 1
        if size:
            heap[0] = heap[size]
            _sink(heap, at, near, size)
        if not (roads.through[node] or node == origin):
            continue
        for link in roads.leaving[roads.leaving_starts[node] : roads.leaving_starts[node + 1]]:
            head, cost = roads.end[link], near[node] + costs[link]
            if cost < near[head]:
                near[head], by[head] = cost, link
                if at[head] == NOBODY:
                    at[head] = size
                    size += 1
                _rise(heap, at, near, head)
    return count


@compiled
def _rise(heap: SmallInts, at: SmallInts, near: Floats, node: int) -> None:
    k = at[node]
    while k:
        above = (k - 1) // _BELOW
        if near[heap[above]] <= near[node]:
            break
        heap[k] = heap[above]
        at[heap[k]] = k
        k = above
    heap[k], at[node] = node, k


@compiled
def _sink(heap: SmallInts, at: SmallInts, near: Floats, size: int) -> None:
    k, node = 0, heap[0]
    while _BELOW * k + 1 < size:
        below = _BELOW * k + 1
        for other in range(below + 1, min(below + _BELOW, size)):
            if near[heap[other]] < near[heap[below]]:
                below = other
        if near[heap[below]] >= near[node]:
            break
        heap[k] = heap[below]
        at[heap[k]] = k
        k = below
    heap[k], at[node] = node, k
