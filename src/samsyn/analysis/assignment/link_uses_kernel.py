"""The loops behind `link_uses` and `bottlenecks`: whose trips are on a link, and what links cost the trips of each."""

import numpy as np

from samsyn.analysis.assignment.bush_kernel import Bushes, Roads, Room, clear, room, unpack
from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Floats


@compiled
def used(roads: Roads, trips: Floats, bushes: Bushes, link: int) -> tuple[Floats, Floats]:
    """(zones, zones) trips that are on a link, and (links,) where else those trips are."""
    at = room(roads)
    by_pair, volumes = np.zeros_like(trips), np.zeros(len(roads.start))
    passed, bound = np.zeros(len(roads.through)), np.zeros(len(roads.through))
    for origin in range(len(trips)):
        unpack(roads, bushes, origin, trips[origin], at)
        if at.flow[link] > 0.0:
            _carry_on(roads, link, at, passed, volumes)
            for zone in range(len(trips)):
                if zone != origin:
                    by_pair[origin, zone] = trips[origin, zone] * passed[roads.centroids[zone]]
            _lead_back(roads, link, at, bound, volumes)
            passed[:] = 0.0
        clear(roads, at)
    return by_pair, volumes


@compiled
def _carry_on(roads: Roads, link: int, at: Room, passed: Floats, volumes: Floats) -> None:
    """From the link on: the share of the trips to each node that have passed it, and those trips on links."""
    for k in range(at.size[0]):
        on, total = 0.0, 0.0
        for each in at.links[at.groups[k] : at.groups[k + 1]]:
            share = 1.0 if each == link else passed[roads.start[each]]
            on += at.flow[each] * share
            total += at.flow[each]
            volumes[each] += at.flow[each] * share
        passed[at.heads[k]] = on / total if total > 0.0 else 0.0


@compiled
def _lead_back(roads: Roads, link: int, at: Room, bound: Floats, volumes: Floats) -> None:
    """From the link back to the origin: the trips that are bound for it."""
    bound[roads.start[link]] = at.flow[link]
    for k in range(at.size[0] - 1, -1, -1):
        coming = bound[at.heads[k]]
        if coming == 0.0:
            continue
        group = at.links[at.groups[k] : at.groups[k + 1]]
        total = 0.0
        for each in group:
            total += at.flow[each]
        if total == 0.0:
            continue
        for each in group:
            part = coming * at.flow[each] / total
            volumes[each] += part
            bound[roads.start[each]] += part
        bound[at.heads[k]] = 0.0
    bound[:] = 0.0


@compiled
def borne(roads: Roads, trips: Floats, bushes: Bushes, each: Floats) -> Floats:
    """(zones,) what the trips from each zone bear together, of so much `each (links,)` a trip on the link."""
    at = room(roads)
    total = np.zeros(len(trips))
    for origin in range(len(trips)):
        unpack(roads, bushes, origin, trips[origin], at)
        for link in at.links[: at.size[1]]:
            total[origin] += at.flow[link] * each[link]
        clear(roads, at)
    return total
