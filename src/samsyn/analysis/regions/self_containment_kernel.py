"""The loop behind `self_containment`: clusters of areas whose sums follow each move of an area.

A move costs as many operations as the area has pairs of flows (its degree) and the cluster that it leaves has areas:
sums of clusters and each area's tie to its own cluster are changed, never computed anew, and the least valid cluster is
the root of a tree of minima. Sums are exact (`_on_grid`), so that taking an area away undoes adding it.
"""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Floats, Flows, Ints

NO_LINK, NO_BETTER, MOVED_TOO_OFTEN = 1, 2, 3
# A cluster exactly on the border is valid, whatever the last digit of its validity.
VALID = 1.0 - 1e-12
_NOWHERE = -1


class Network(NamedTuple):
    """Flows both ways: from each area (`starts`, `ends`, `counts`) and to each (`back_...`), with the areas' sums."""

    starts: Ints
    ends: Ints
    counts: Floats
    back_starts: Ints
    back_ends: Ints
    back_counts: Floats
    leaving: Floats
    arriving: Floats
    staying: Floats


class Bounds(NamedTuple):
    """Minimum and target of size and self-containment, and how often an area may move."""

    min_size: float
    min_containment: float
    target_size: float
    target_containment: float
    most_moves: int


class Clusters(NamedTuple):
    """Where each area is, what each cluster sums to, and each area's flow to and from the rest of its cluster.

    A cluster is numbered by the area that founded it. Its areas are a chain: `first`, then `following`, back by
    `preceding`. `lowest` is the tree of minima over validity, infinite for an empty number.
    """

    of_area: Ints
    first: Ints
    following: Ints
    preceding: Ints
    size: Ints
    leaving: Floats
    arriving: Floats
    staying: Floats
    tied_out: Floats
    tied_in: Floats
    lowest: Floats


class Sums(NamedTuple):
    """One area's flows to and from each cluster; `touched[:count]` are the clusters with any. Empty between uses."""

    to: Floats
    back: Floats
    touched: Ints


def network(flows: Flows) -> Network:
    """Flows as the loop reads them, on the grid that makes their sums exact."""
    n, counts = len(flows.areas), _on_grid(flows.counts)
    inside = flows.origins == flows.destinations
    arrivals = np.bincount(flows.destinations, minlength=n)
    back_starts = np.concatenate(([0], np.cumsum(arrivals))).astype(np.int64)
    back_ends, back_counts = _turned(flows.origins, flows.destinations, counts, back_starts)
    return Network(
        flows.starts,
        flows.destinations,
        counts,
        back_starts,
        back_ends,
        back_counts,
        _summed(flows.origins, counts, n),
        _summed(flows.destinations, counts, n),
        _summed(flows.origins[inside], counts[inside], n),
    )


def _summed(places: Ints, counts: Floats, n: int) -> Floats:
    return np.bincount(places, weights=counts, minlength=n).astype(np.float64)


def _on_grid(counts: Floats) -> Floats:
    """Counts rounded to the finest power of two of which their total has under 2^52: whole persons stay as they are.

    Every sum of them is then exact, so that nothing depends on the order of adding and taking away.
    """
    _, exponent = np.frexp(counts.sum())
    grid = np.ldexp(1.0, int(exponent) - 52)
    return np.asarray(np.rint(counts / grid) * grid, dtype=np.float64)


@compiled
def _turned(origins: Ints, destinations: Ints, counts: Floats, back_starts: Ints) -> tuple[Ints, Floats]:
    """The pairs in the order of destination, then origin."""
    free = back_starts[:-1].copy()
    ends, values = np.empty_like(origins), np.empty_like(counts)
    for pair in range(len(origins)):
        place = free[destinations[pair]]
        free[destinations[pair]] += 1
        ends[place] = origins[pair]
        values[place] = counts[pair]
    return ends, values


@compiled
def validity(leaving: float, arriving: float, staying: float, bounds: Bounds) -> float:
    """Validity of a cluster: 1 or more is valid. See `self_containment` for the formula."""
    if leaving <= 0.0 or arriving <= 0.0:
        return 0.0
    contained = min(staying / leaving, staying / arriving, bounds.target_containment)
    short = max((bounds.target_size - leaving) / (bounds.target_size - bounds.min_size), 0.0)
    allowance = 1.0 - (1.0 - bounds.min_containment / bounds.target_containment) * short
    return allowance * contained / bounds.min_containment


@compiled
def link(out: float, back: float, area: tuple[float, float], other: tuple[float, float]) -> float:
    """The link between two groups of areas, each given as who leaves and who arrives, with flows `out` and `back`."""
    strength = 0.0
    if out > 0.0:
        strength += out * out / (area[0] * other[1])
    if back > 0.0:
        strength += back * back / (other[0] * area[1])
    return strength


@compiled
def aggregate(net: Network, bounds: Bounds, apart: bool) -> tuple[Clusters, Ints, Ints]:
    """Clusters when all are valid, how often each area moved, and why it is in the reserve (0: it is not).

    `apart`: what an area leaves behind in a cluster of three or more falls into single areas.
    """
    n = len(net.leaving)
    clusters = _singles(net, bounds)
    sums = Sums(np.zeros(n), np.zeros(n), np.empty(n, np.int64))
    moves, reserve = np.zeros(n, np.int64), np.zeros(n, np.int64)
    while clusters.lowest[1] < VALID:
        weakest = _weakest(clusters.lowest)
        before = clusters.lowest[1]
        area = _least_tied(net, clusters, weakest, bounds)
        _detach(net, clusters, area, bounds)
        home, strength = _strongest(net, clusters, area, weakest, sums)
        if strength <= 0.0:
            reserve[area] = NO_LINK
        elif moves[area] == bounds.most_moves:
            reserve[area] = MOVED_TOO_OFTEN
        elif _validity_with(net, clusters, area, home, bounds) <= before:
            reserve[area] = NO_BETTER
        else:
            _attach(net, clusters, area, home, bounds)
            moves[area] += 1
        if apart and clusters.size[weakest] > 1:
            _fall_apart(net, clusters, weakest, bounds)
    return clusters, moves, reserve


@compiled
def allocate(net: Network, clusters: Clusters, bounds: Bounds) -> None:
    """Give each area of the reserve a home, the strongest link first; without any link, the largest founds a region."""
    n = len(net.leaving)
    sums = Sums(np.zeros(n), np.zeros(n), np.empty(n, np.int64))
    waiting = np.flatnonzero(clusters.of_area == _NOWHERE).astype(np.int64)
    while len(waiting):
        best, best_home, best_strength = _NOWHERE, _NOWHERE, 0.0
        largest = int(waiting[0])
        for place in range(len(waiting)):
            area = int(waiting[place])
            home, strength = _strongest(net, clusters, area, _NOWHERE, sums)
            if strength > best_strength:
                best, best_home, best_strength = area, home, strength
            if net.leaving[area] > net.leaving[largest]:
                largest = area
        if best == _NOWHERE:
            best, best_home = largest, _free_number(clusters, largest)
        _attach(net, clusters, best, best_home, bounds)
        waiting = waiting[waiting != best]


@compiled
def validities(clusters: Clusters, areas: Ints, bounds: Bounds) -> Floats:
    """The validity of the cluster of each of some areas."""
    found = np.empty(len(areas))
    for place in range(len(areas)):
        k = clusters.of_area[areas[place]]
        found[place] = validity(clusters.leaving[k], clusters.arriving[k], clusters.staying[k], bounds)
    return found


@compiled
def _singles(net: Network, bounds: Bounds) -> Clusters:
    """Every area a cluster of its own."""
    n = len(net.leaving)
    half = 1
    while half < n:
        half *= 2
    lowest = np.full(2 * half, np.inf)
    for area in range(n):
        lowest[half + area] = validity(net.leaving[area], net.arriving[area], net.staying[area], bounds)
    for node in range(half - 1, 0, -1):
        lowest[node] = min(lowest[2 * node], lowest[2 * node + 1])
    return Clusters(
        np.arange(n),
        np.arange(n),
        np.full(n, _NOWHERE),
        np.full(n, _NOWHERE),
        np.ones(n, np.int64),
        net.leaving.copy(),
        net.arriving.copy(),
        net.staying.copy(),
        np.zeros(n),
        np.zeros(n),
        lowest,
    )


@compiled
def _weakest(lowest: Floats) -> int:
    """The number of the least valid cluster; of equals, the lowest number."""
    node, half = 1, len(lowest) // 2
    while node < half:
        node = 2 * node if lowest[2 * node] <= lowest[2 * node + 1] else 2 * node + 1
    return node - half


@compiled
def _least_tied(net: Network, clusters: Clusters, cluster: int, bounds: Bounds) -> int:
    """The area with the weakest link to the rest of its cluster.

    Of equals, as always in a cluster of two, the one that is less valid alone; then the one whose code comes last.
    """
    least, least_tie, least_alone = _NOWHERE, np.inf, np.inf
    area = clusters.first[cluster]
    while area != _NOWHERE:
        rest = (clusters.leaving[cluster] - net.leaving[area], clusters.arriving[cluster] - net.arriving[area])
        own = (net.leaving[area], net.arriving[area])
        tie = link(clusters.tied_out[area], clusters.tied_in[area], own, rest)
        alone = validity(net.leaving[area], net.arriving[area], net.staying[area], bounds)
        less = tie < least_tie or (tie == least_tie and alone < least_alone)
        if less or (tie == least_tie and alone == least_alone and area > least):
            least, least_tie, least_alone = area, tie, alone
        area = clusters.following[area]
    return least


@compiled
def _strongest(net: Network, clusters: Clusters, area: int, barred: int, sums: Sums) -> tuple[int, float]:
    """The cluster, other than the barred one, that the area is linked to most; of equals, the lowest number."""
    count = 0
    for pair in range(net.starts[area], net.starts[area + 1]):
        count = _add(clusters.of_area[net.ends[pair]], net.counts[pair], 0.0, sums, count)
    for pair in range(net.back_starts[area], net.back_starts[area + 1]):
        count = _add(clusters.of_area[net.back_ends[pair]], 0.0, net.back_counts[pair], sums, count)
    best, best_strength = _NOWHERE, 0.0
    own = (net.leaving[area], net.arriving[area])
    for place in range(count):
        cluster = sums.touched[place]
        other = (clusters.leaving[cluster], clusters.arriving[cluster])
        strength = link(sums.to[cluster], sums.back[cluster], own, other)
        sums.to[cluster], sums.back[cluster] = 0.0, 0.0
        stronger = strength > best_strength or (strength == best_strength and strength > 0.0 and cluster < best)
        if cluster != barred and stronger:
            best, best_strength = cluster, strength
    return best, best_strength


@compiled
def _add(cluster: int, out: float, back: float, sums: Sums, count: int) -> int:
    """Add a flow to a cluster's sums; areas outside all clusters (the reserve, the area itself) do not count."""
    if cluster == _NOWHERE or out + back == 0.0:
        return count
    if sums.to[cluster] == 0.0 and sums.back[cluster] == 0.0:
        sums.touched[count] = cluster
        count += 1
    sums.to[cluster] += out
    sums.back[cluster] += back
    return count


@compiled
def _validity_with(net: Network, clusters: Clusters, area: int, cluster: int, bounds: Bounds) -> float:
    """What the validity of a cluster would be with one more area."""
    inside = clusters.staying[cluster] + net.staying[area]
    for pair in range(net.starts[area], net.starts[area + 1]):
        if clusters.of_area[net.ends[pair]] == cluster:
            inside += net.counts[pair]
    for pair in range(net.back_starts[area], net.back_starts[area + 1]):
        if clusters.of_area[net.back_ends[pair]] == cluster:
            inside += net.back_counts[pair]
    leaving = clusters.leaving[cluster] + net.leaving[area]
    return validity(leaving, clusters.arriving[cluster] + net.arriving[area], inside, bounds)


@compiled
def _attach(net: Network, clusters: Clusters, area: int, cluster: int, bounds: Bounds) -> None:
    """Put an area that is in no cluster into one."""
    _shift(net, clusters, area, cluster, 1.0)
    following = clusters.first[cluster] if clusters.size[cluster] else _NOWHERE
    clusters.following[area], clusters.preceding[area] = following, _NOWHERE
    if following != _NOWHERE:
        clusters.preceding[following] = area
    clusters.first[cluster] = area
    clusters.of_area[area] = cluster
    clusters.size[cluster] += 1
    _judge(clusters, cluster, bounds)


@compiled
def _detach(net: Network, clusters: Clusters, area: int, bounds: Bounds) -> None:
    """Take an area out of its cluster; it is then in none."""
    cluster = clusters.of_area[area]
    clusters.of_area[area] = _NOWHERE
    before, after = clusters.preceding[area], clusters.following[area]
    if before != _NOWHERE:
        clusters.following[before] = after
    else:
        clusters.first[cluster] = after
    if after != _NOWHERE:
        clusters.preceding[after] = before
    clusters.size[cluster] -= 1
    _shift(net, clusters, area, cluster, -1.0)
    clusters.tied_out[area], clusters.tied_in[area] = 0.0, 0.0
    _judge(clusters, cluster, bounds)


@compiled
def _shift(net: Network, clusters: Clusters, area: int, cluster: int, sign: float) -> None:
    """Add (1) an area to a cluster's sums and to the ties of its areas, or take it away (-1)."""
    inside = net.staying[area]
    for pair in range(net.starts[area], net.starts[area + 1]):
        other = net.ends[pair]
        if clusters.of_area[other] == cluster:
            inside += net.counts[pair]
            clusters.tied_out[area] += sign * net.counts[pair]
            clusters.tied_in[other] += sign * net.counts[pair]
    for pair in range(net.back_starts[area], net.back_starts[area + 1]):
        other = net.back_ends[pair]
        if clusters.of_area[other] == cluster:
            inside += net.back_counts[pair]
            clusters.tied_in[area] += sign * net.back_counts[pair]
            clusters.tied_out[other] += sign * net.back_counts[pair]
    clusters.leaving[cluster] += sign * net.leaving[area]
    clusters.arriving[cluster] += sign * net.arriving[area]
    clusters.staying[cluster] += sign * inside


@compiled
def _judge(clusters: Clusters, cluster: int, bounds: Bounds) -> None:
    """Bring the tree of minima up to date for one cluster."""
    node = len(clusters.lowest) // 2 + cluster
    if clusters.size[cluster]:
        clusters.lowest[node] = validity(
            clusters.leaving[cluster], clusters.arriving[cluster], clusters.staying[cluster], bounds
        )
    else:
        clusters.leaving[cluster], clusters.arriving[cluster], clusters.staying[cluster] = 0.0, 0.0, 0.0
        clusters.lowest[node] = np.inf
    while node > 1:
        node //= 2
        clusters.lowest[node] = min(clusters.lowest[2 * node], clusters.lowest[2 * node + 1])


@compiled
def _fall_apart(net: Network, clusters: Clusters, cluster: int, bounds: Bounds) -> None:
    """Make every area of a cluster a cluster of its own; the last by code keeps the number."""
    members = np.empty(clusters.size[cluster], np.int64)
    area = clusters.first[cluster]
    for place in range(len(members)):
        members[place] = area
        area = clusters.following[area]
    members.sort()
    for place in range(len(members) - 1):
        area = members[place]
        _detach(net, clusters, area, bounds)
        _attach(net, clusters, area, _free_number(clusters, area), bounds)


@compiled
def _free_number(clusters: Clusters, area: int) -> int:
    """The area's own number where no cluster has it, otherwise the lowest that is free."""
    number = area
    if clusters.size[number]:
        number = 0
        while clusters.size[number]:
            number += 1
    return number
