"""How a bush takes in links, and which links trips can choose between: part of the loops behind `equilibrium`."""

import numpy as np

from samsyn.analysis.assignment.bush_kernel import Roads, Room, SmallInts
from samsyn.analysis.compiled import compiled
from samsyn.analysis.networks.contraction_order import NOBODY
from samsyn.analysis.tables import Floats


@compiled
def grow(roads: Roads, costs: Floats, origin: int, at: Room) -> bool:
    """Take in every link that shortens both the least and the longest way to where it leads; whether any does.

    Longest ways never fall along a link of the bush, and rise along those taken in: no cycle can come of it.
    """
    node, count = roads.centroids[origin], at.size[1]
    for link in range(len(costs)):
        i, j = roads.start[link], roads.end[link]
        shorter = at.far[i] + costs[link] < at.far[j] and at.near[i] + costs[link] < at.near[j]
        if shorter and (roads.through[i] or i == node) and not at.member[link]:
            at.member[link] = True
            at.links[count], at.before[count], at.newest[j] = link, at.newest[j], count
            count += 1
    if count == at.size[1]:
        return False
    at.size[1] = count
    _relist(roads, at)
    return True


@compiled
def _relist(roads: Roads, at: Room) -> None:
    """Put the links in order again: nodes as they stood, but each after all that leads to it."""
    nodes = at.size[0]
    heads, groups, links = at.heads[:nodes].copy(), at.groups[: nodes + 1].copy(), at.links[: at.size[1]].copy()
    stood = at.place.copy()
    at.place[heads] = NOBODY
    waiting = np.empty(nodes, dtype=np.int32)
    at.size[0], at.size[1] = 0, 0
    for head in heads:
        waiting[0], size = head, 1
        while size:
            v = waiting[size - 1]
            own = links[groups[stood[v] - 1] : groups[stood[v]]]
            earlier = _unlisted(roads, own, links, v, at)
            if at.place[v] == NOBODY and earlier != NOBODY:
                waiting[size] = earlier
                size += 1
                continue
            if at.place[v] == NOBODY:
                _list(v, own, links, at)
            size -= 1
    at.groups[nodes] = at.size[1]


@compiled
def _unlisted(roads: Roads, own: SmallInts, links: SmallInts, v: int, at: Room) -> int:
    """A node that leads to v and is not listed yet."""
    found, more = NOBODY, at.newest[v]
    for link in own:
        if at.place[roads.start[link]] == NOBODY:
            found = roads.start[link]
    while more != NOBODY:
        if at.place[roads.start[links[more]]] == NOBODY:
            found = roads.start[links[more]]
        more = at.before[more]
    return found


@compiled
def _list(v: int, own: SmallInts, links: SmallInts, at: Room) -> None:
    """List a node with the links that it had and those that were taken in."""
    nodes, count = at.size[0], at.size[1]
    at.heads[nodes], at.groups[nodes], at.place[v] = v, count, nodes + 1
    for link in own:
        at.links[count] = link
        count += 1
    while at.newest[v] != NOBODY:
        at.links[count] = links[at.newest[v]]
        at.newest[v] = at.before[at.newest[v]]
        count += 1
    at.size[0], at.size[1] = nodes + 1, count


@compiled
def choosable(roads: Roads, origin: int, at: Room, links: SmallInts, flows: Floats) -> int:
    """Write the links that trips can choose between: all from where ways part to where they meet; how many.

    The labels are used up: `by_near` for how far back the choices reach that a node is part of, as a place.
    """
    reach = at.by_near
    _find_partings(roads, roads.centroids[origin], at)
    for k in range(at.size[0] - 1, -1, -1):
        mine = reach[at.heads[k]]
        if mine <= k:
            for link in at.links[at.groups[k] : at.groups[k + 1]]:
                reach[roads.start[link]] = min(reach[roads.start[link]], mine)
    count = 0
    for k in range(at.size[0]):
        if reach[at.heads[k]] <= k:
            for link in at.links[at.groups[k] : at.groups[k + 1]]:
                links[count], flows[count] = link, at.flow[link]
                count += 1
    return count


@compiled
def _find_partings(roads: Roads, node: int, at: Room) -> None:
    """For each node, the last that all ways to it pass (in `by_far`); how far back its own choice reaches."""
    passed, reach = at.by_far, at.by_near
    passed[node], reach[node] = node, 0
    for k in range(at.size[0]):
        first, end = at.groups[k], at.groups[k + 1]
        common = roads.start[at.links[first]]
        for link in at.links[first + 1 : end]:
            other = roads.start[link]
            while common != other:
                if at.place[common] > at.place[other]:
                    common = passed[common]
                else:
                    other = passed[other]
        passed[at.heads[k]] = common
        reach[at.heads[k]] = k + 1 if end == first + 1 else at.place[common]
