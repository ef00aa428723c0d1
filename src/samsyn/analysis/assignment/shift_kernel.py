"""Trips of one origin shifted from longer ways to shorter: part of the loops behind `equilibrium`."""

from typing import NamedTuple

from samsyn.analysis.assignment.bush_kernel import Roads, Room
from samsyn.analysis.assignment.delay_kernel import Delays, delayed
from samsyn.analysis.compiled import compiled
from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.tables import Floats


class Traffic(NamedTuple):
    """All trips on links, what links cost with them, and how steeply that grows."""

    volumes: Floats
    costs: Floats
    slopes: Floats


class _Ways(NamedTuple):
    """Two ways from where they part to where they meet; `apart` is how much longer the longest is.

    most: the trips that are on all of it; slope: by how much a trip moved brings the two nearer
    """

    part: int
    apart: float
    slope: float
    most: float


@compiled
def even(roads: Roads, delays: Delays, traffic: Traffic, at: Room) -> None:
    """Shift trips from the longest way that is used to the least, where ways meet, from the last node of the order on.

    A step of Newton's method; if it goes much too far, back to where a straight line between the two would end.
    """
    for k in range(at.size[0] - 1, -1, -1):
        node = at.heads[k]
        one = at.groups[k + 1] == at.groups[k] + 1
        if one or at.by_far[node] == NOBODY or at.by_far[node] == at.by_near[node]:
            continue
        ways = _ways(roads, traffic, at, node)
        if ways.apart <= 0.0 or ways.most <= 0.0:
            continue
        step = ways.most if ways.slope * ways.most <= ways.apart else ways.apart / ways.slope
        left = _move(roads, delays, traffic, at, (node, ways.part), step)
        if -left > 0.5 * ways.apart:
            _move(roads, delays, traffic, at, (node, ways.part), step * left / (ways.apart - left))


@compiled
def _ways(roads: Roads, traffic: Traffic, at: Room, node: int) -> _Ways:
    """The longest way to a node and the least, followed back until they are at the same node."""
    near, far = at.by_near[node], at.by_far[node]
    i, j = roads.start[near], roads.start[far]
    apart = traffic.costs[far] - traffic.costs[near]
    slope = traffic.slopes[far] + traffic.slopes[near]
    most = at.flow[far]
    while i != j:
        if at.place[i] > at.place[j]:
            link = at.by_near[i]
            apart -= traffic.costs[link]
            i = roads.start[link]
        else:
            link = at.by_far[j]
            if link == NOBODY:  # only rounding has left trips on the way
                return _Ways(i, 0.0, 0.0, 0.0)
            apart += traffic.costs[link]
            most = min(most, at.flow[link])
            j = roads.start[link]
        slope += traffic.slopes[link]
    return _Ways(i, apart, slope, most)


@compiled
def _move(roads: Roads, delays: Delays, traffic: Traffic, at: Room, ends: tuple[int, int], step: float) -> float:
    """Move so much from the longest way between two nodes to the least; by how much it is still longer."""
    apart, node = 0.0, ends[0]
    while node != ends[1]:
        apart += _put(delays, traffic, at, at.by_far[node], -step)
        node = roads.start[at.by_far[node]]
    node = ends[0]
    while node != ends[1]:
        apart -= _put(delays, traffic, at, at.by_near[node], step)
        node = roads.start[at.by_near[node]]
    return apart


@compiled
def _put(delays: Delays, traffic: Traffic, at: Room, link: int, step: float) -> float:
    """Put so much more on a link; what it costs then."""
    at.flow[link] = max(at.flow[link] + step, 0.0)
    traffic.volumes[link] += step
    cost, slope = delayed(delays, link, traffic.volumes[link])
    traffic.costs[link], traffic.slopes[link] = cost, slope
    return cost
