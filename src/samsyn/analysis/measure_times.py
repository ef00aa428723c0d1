"""The travel times that measures make: exactly those of the changed network, without finding all of them anew.

Definition
----------
`new_times` are the `travel_times` of `measures.network_with`, all measures carried out together, up to rounding.

How
---
First what becomes worse. A pair may be slower only where its shortest way used a closed or slower link: where to its
tail, over it and from its head takes the time of the pair. Only the rows and columns of such pairs are swept again, on
the hierarchy whose arcs are set right from the links upwards, where they change. Then what becomes better, as
`measure_effects` says, on the network that is left.

Cost: for losses O(touched rows * arcs above touched columns); for gains O(rows that gain * zones).
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from samsyn.analysis.hierarchies import CustomizedHierarchy
from samsyn.analysis.hierarchy_kernel import Graph, laid
from samsyn.analysis.loss_kernel import customized_anew, touched
from samsyn.analysis.measure_kernel import reached, shortened
from samsyn.analysis.measure_ways import old_ways, ways_of
from samsyn.analysis.measures import Alteration, Measure, alterations, together
from samsyn.analysis.path_kernel import Arcs
from samsyn.analysis.paths import arcs_to_unpack
from samsyn.analysis.situations import Situation
from samsyn.analysis.tables import Floats, Ints
from samsyn.analysis.travel_times import TravelTimes, times_between


def new_times(situation: Situation, measures: Sequence[Measure], *, executor: Executor | None = None) -> TravelTimes:
    """The times between all zones when the measures have been carried out together."""
    network = situation.customized.hierarchy.network
    times = situation.times.copy()
    if measures:
        altered = together(alterations(network, measures), situation.customized.costs)
        rows, after = altered_rows(situation, altered, arcs_to_unpack(situation.customized), executor=executor)
        times[rows] = after
    times.flags.writeable = False
    return TravelTimes(network.zones, times)


def slower_links(customized: CustomizedHierarchy, altered: Alteration) -> Ints:
    """The links that are closed or made slower."""
    slower = [link for link, minutes in altered.minutes.items() if minutes > customized.costs[link]]
    return np.array(slower, dtype=np.int64)


def altered_rows(
    situation: Situation, altered: Alteration, arcs: Arcs, *, executor: Executor | None = None
) -> tuple[Ints, Floats]:
    """The origins whose times may change, and their new times to all zones; `arcs` are those of the hierarchy."""
    customized, times = situation.customized, situation.times
    slower = slower_links(customized, altered)
    rows = columns = np.zeros(len(times), dtype=np.bool_)
    left = customized
    if slower.size:
        rows, columns = touched(times, old_ways(customized, slower))
        left = _slowed(customized, altered, slower, arcs)
    gaining = ways_of(left, [altered], executor=executor)
    heads_reached = reached(gaining, np.arange(len(times)))
    own = np.flatnonzero(rows | (heads_reached < np.inf).any(axis=1))
    after = times[own]
    if columns.any():
        zones = customized.hierarchy.network.centroids
        found = times_between(left, zones[rows], zones[columns], executor=executor)
        after[np.ix_(rows[own], columns)] = found
    shortened(after, gaining, heads_reached[own])
    after[np.arange(len(own)), own] = times[own, own]
    return own, after


def _slowed(customized: CustomizedHierarchy, altered: Alteration, slower: Ints, arcs: Arcs) -> CustomizedHierarchy:
    """The hierarchy with closed and slower links, and without what becomes better."""
    hierarchy = customized.hierarchy
    costs = customized.costs.copy()
    costs[slower] = [altered.minutes[link] for link in slower.tolist()]
    up, down = np.empty_like(customized.up), np.empty_like(customized.down)
    laid(hierarchy.arcs, hierarchy.upward, costs[hierarchy.core], up, down)
    arcs = arcs._replace(up=arcs.up.copy(), down=arcs.down.copy())
    changed = hierarchy.arcs[np.isin(hierarchy.core, slower)]
    customized_anew(arcs, changed, up, down)
    every = np.arange(len(arcs.heads))
    return replace(
        customized,
        costs=costs,
        up=arcs.up,
        down=arcs.down,
        upward=Graph(arcs.starts, arcs.heads, arcs.up, every),
        downward=Graph(arcs.starts, arcs.heads, arcs.down, every),
    )
