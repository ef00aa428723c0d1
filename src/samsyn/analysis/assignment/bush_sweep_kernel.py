"""The loops over all origins behind `equilibrium`: bushes grown and evened out, and trips on links."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from samsyn.analysis.assignment.bush_growth_kernel import choosable, grow
from samsyn.analysis.assignment.bush_kernel import (
    Bushes,
    Roads,
    SmallInts,
    clear,
    label,
    lay_out,
    prune,
    room,
    share,
    unpack,
)
from samsyn.analysis.assignment.delay_kernel import Delays
from samsyn.analysis.assignment.shift_kernel import Traffic, even
from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Floats, Ints


class Choosable(NamedTuple):
    """The links that trips of origin r can choose between, in order, with their flows: starts[r] up to starts[r + 1].

    Elsewhere a bush is a tree, and trips are where they are. Of bush links these are few: 1 in 20 on large networks.
    """

    starts: Ints
    links: SmallInts
    flows: Floats


@compiled
def swept(roads: Roads, delays: Delays, trips: Floats, bushes: Bushes, traffic: Traffic) -> tuple[Bushes, Choosable]:
    """Grow the bush of each origin in turn and even it out once; the new bushes, and what can be chosen in them."""
    m, z = len(roads.start), len(trips)
    at = room(roads)
    starts = np.zeros((3, z + 1), dtype=np.int64)
    links, shares = np.empty(len(bushes.links) + m, dtype=np.int32), np.empty(len(bushes.shares) + m)
    chosen, flows = np.empty(m, dtype=np.int32), np.empty(m)
    for origin in range(z):
        unpack(roads, bushes, origin, trips[origin], at)
        label(roads, traffic.costs, at)
        if grow(roads, traffic.costs, origin, at):
            label(roads, traffic.costs, at)
        even(roads, delays, traffic, at)
        prune(at)
        first = starts[:, origin]
        links, shares = _roomy(links, first[0] + m), _roomy(shares, first[1] + m)
        chosen, flows = _roomy(chosen, first[2] + m), _roomy(flows, first[2] + m)
        links[first[0] : first[0] + at.size[1]] = at.links[: at.size[1]]
        starts[0, origin + 1] = first[0] + at.size[1]
        starts[1, origin + 1] = first[1] + share(at, shares[first[1] :])
        starts[2, origin + 1] = first[2] + choosable(roads, origin, at, chosen[first[2] :], flows[first[2] :])
        clear(roads, at)
    ends = starts[:, z]
    grown = Bushes(starts[0].copy(), links[: ends[0]].copy(), starts[1].copy(), shares[: ends[1]].copy())
    return grown, Choosable(starts[2].copy(), chosen[: ends[2]].copy(), flows[: ends[2]].copy())


@compiled
def _roomy(values: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    """The array, or a larger one that begins with it."""
    if size <= len(values):
        return values
    larger = np.empty(size + len(values) // 2, dtype=values.dtype)
    larger[: len(values)] = values
    return larger


@compiled
def evened(
    roads: Roads, delays: Delays, choices: Choosable, bushes: Bushes, traffic: Traffic, until: tuple[float, int]
) -> None:
    """Even out what can be chosen, in each bush in turn, and write its shares.

    Until little would be saved or so many turns are done (both in `until`).
    """
    enough, most = until
    at = room(roads)
    for _turn in range(most):
        excess = 0.0
        for origin in range(len(choices.starts) - 1):
            first, end = choices.starts[origin], choices.starts[origin + 1]
            links, flows = choices.links[first:end], choices.flows[first:end]
            for i in range(len(links)):
                start = roads.start[links[i]]
                at.flow[links[i]] = flows[i]
                at.near[start], at.far[start], at.place[start] = 0.0, 0.0, 0
            lay_out(roads, links, at)
            excess += label(roads, traffic.costs, at)
            even(roads, delays, traffic, at)
            for i in range(len(links)):
                flows[i] = at.flow[links[i]]
            share(at, bushes.shares[bushes.share_starts[origin] :])
            clear(roads, at)
        if excess <= enough:
            return


@compiled
def loaded(roads: Roads, trips: Floats, bushes: Bushes) -> Floats:
    """(links,) trips of all origins."""
    at = room(roads)
    volumes = np.zeros(len(roads.start))
    for origin in range(len(trips)):
        unpack(roads, bushes, origin, trips[origin], at)
        for link in at.links[: at.size[1]]:
            volumes[link] += at.flow[link]
        clear(roads, at)
    return volumes
