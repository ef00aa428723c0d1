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
from dataclasses import dataclass, replace

import numpy as np

from samsyn.analysis.hierarchies import CustomizedHierarchy
from samsyn.analysis.hierarchy_kernel import Graph, laid
from samsyn.analysis.loss_kernel import customized_anew, touched
from samsyn.analysis.measure_kernel import Ways, reached, shortened
from samsyn.analysis.measure_ways import adds, old_ways, ways_of
from samsyn.analysis.measures import Alteration, Measure, alterations, together
from samsyn.analysis.path_kernel import Arcs
from samsyn.analysis.paths import arcs_to_unpack
from samsyn.analysis.situations import Situation
from samsyn.analysis.tables import Floats, Ints
from samsyn.analysis.travel_times import TravelTimes, times_between


@dataclass(frozen=True, slots=True, eq=False)
class ChangedTimes:
    """The new times from some zones to some, (rows, columns), by position; all other times are as they were."""

    rows: Ints
    columns: Ints
    times: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Losing:
    """What finding losses needs of a network: its arcs, and for each of some measures the links that become slower.

    The links of measure m are `ways.starts[m]` up to `ways.starts[m + 1]`.
    """

    arcs: Arcs
    ways: Ways


def new_times(situation: Situation, measures: Sequence[Measure], *, executor: Executor | None = None) -> TravelTimes:
    """The times between all zones when the measures have been carried out together."""
    network = situation.customized.hierarchy.network
    times = situation.times.copy()
    if measures:
        altered = together(alterations(network, measures), situation.customized.costs)
        changed = changed_times(situation, altered, losing(situation, [altered]), executor=executor)
        times[np.ix_(changed.rows, changed.columns)] = changed.times
    times.flags.writeable = False
    return TravelTimes(network.zones, times)


def losing(situation: Situation, altered: Sequence[Alteration], *, executor: Executor | None = None) -> Losing:
    """What finding the losses of some alterations needs."""
    slower = [slower_links(situation.customized, each) for each in altered]
    arcs = arcs_to_unpack(situation.customized)
    return Losing(arcs, old_ways(situation.customized, slower, executor=executor))


def slower_links(customized: CustomizedHierarchy, altered: Alteration) -> Ints:
    """The links that are closed or made slower."""
    slower = [link for link, minutes in altered.minutes.items() if minutes > customized.costs[link]]
    return np.array(slower, dtype=np.int64)


def changed_times(
    situation: Situation, altered: Alteration, losing: Losing, m: int = 0, *, executor: Executor | None = None
) -> ChangedTimes:
    """The times that one alteration changes, the one of number `m` in `losing`."""
    customized, n = situation.customized, len(situation.times)
    slower, left = slower_links(customized, altered), customized
    blocks: list[ChangedTimes] = []
    if slower.size:
        left = _slowed(customized, altered, slower, losing.arcs)
        blocks = _lost(situation, left, losing.ways, m, executor)
    if not adds(customized, altered):
        rows, columns = (_union([getattr(block, side) for block in blocks]) for side in ("rows", "columns"))
        return ChangedTimes(rows, columns, _laid_over(situation, rows, columns, blocks))
    gaining = ways_of(left, [altered], executor=executor)
    heads_reached = reached(gaining, np.arange(n))
    rows = _union([np.flatnonzero((heads_reached < np.inf).any(axis=1)), *(block.rows for block in blocks)])
    times = _laid_over(situation, rows, np.arange(n), blocks)
    shortened(times, gaining, heads_reached[rows])
    times[np.arange(len(rows)), rows] = situation.times[rows, rows]
    return ChangedTimes(rows, np.arange(n), times)


def _laid_over(situation: Situation, rows: Ints, columns: Ints, blocks: Sequence[ChangedTimes]) -> Floats:
    """The times as they were, with those of blocks over them."""
    times = situation.times[np.ix_(rows, columns)]
    for block in blocks:
        times[np.ix_(np.searchsorted(rows, block.rows), np.searchsorted(columns, block.columns))] = block.times
    return times


def _union(each: Sequence[Ints]) -> Ints:
    return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *each]))


def _lost(
    situation: Situation, left: CustomizedHierarchy, ways: Ways, m: int, executor: Executor | None
) -> list[ChangedTimes]:
    """New times between those whose shortest ways may use a link that becomes slower, a block for each link."""
    centroids = situation.customized.hierarchy.network.centroids
    blocks = []
    for link in range(ways.starts[m], ways.starts[m + 1]):
        rows, columns = (np.flatnonzero(flags) for flags in touched(situation.times, ways, link))
        found = np.asarray(times_between(left, centroids[rows], centroids[columns], executor=executor), np.float64)
        own = rows[:, None] == columns
        found[own] = situation.times[np.ix_(rows, columns)][own]
        blocks.append(ChangedTimes(rows, columns, found))
    return blocks


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
