"""The travel times that measures make: exactly those of the changed network, without finding all of them anew.

Definition
----------
`new_times` are the `networks.travel_times` of `changes.network_with`, all measures carried out together, up to
rounding.

How
---
First what becomes worse. A pair may be slower only where its shortest way used a closed or slower link: where to its
tail, over it and from its head takes the time of the pair. Only the rows and columns of such pairs are swept again, on
the hierarchy whose arcs are set right from the links upwards, where they change. Then what becomes better, as
`effects` says, on the network that is left.

Cost: for losses O(touched rows * arcs above touched columns); for gains O(rows that gain * zones).
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from samsyn.analysis.measures.changes import Alteration, Measure, alterations, together
from samsyn.analysis.measures.effects_kernel import CHUNK, OldWays, Ways, reached, shortened
from samsyn.analysis.measures.loss_kernel import customized_anew, touched
from samsyn.analysis.measures.situations import Situation
from samsyn.analysis.measures.ways import adds, old_ways, ways_of
from samsyn.analysis.networks.hierarchies import CustomizedHierarchy
from samsyn.analysis.networks.hierarchy_kernel import Graph, laid
from samsyn.analysis.networks.path_kernel import Arcs
from samsyn.analysis.networks.paths import arcs_to_unpack
from samsyn.analysis.networks.travel_times import TravelTimes, times_between
from samsyn.analysis.tables import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """New times from some zones to some, (rows, columns), by position."""

    rows: Ints
    columns: Ints
    times: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Losing:
    """What finding losses needs of a network: its arcs, and for each of some measures the links that become slower.

    The links of measure m are `ways.starts[m]` up to `ways.starts[m + 1]`.
    """

    arcs: Arcs
    ways: OldWays


def new_times(situation: Situation, measures: Sequence[Measure], *, executor: Executor | None = None) -> TravelTimes:
    """The times between all zones when the measures have been carried out together."""
    network = situation.customized.hierarchy.network
    times = situation.times.copy()
    if measures:
        altered = together(alterations(network, measures), situation.customized.costs)
        slower = slower_links(situation.customized, altered)
        losing = losing_of(situation, [altered], executor=executor) if slower.size else None
        blocks = changed_blocks(situation, altered, losing, executor=executor)
        for block in reversed(blocks):
            times[np.ix_(block.rows, block.columns)] = block.times
    times.flags.writeable = False
    return TravelTimes(network.zones, times)


def losing_of(situation: Situation, altered: Sequence[Alteration], *, executor: Executor | None = None) -> Losing:
    """What finding the losses of some alterations needs."""
    slower = [slower_links(situation.customized, each) for each in altered]
    arcs = arcs_to_unpack(situation.customized)
    return Losing(arcs, old_ways(situation.customized, slower, executor=executor))


def slower_links(customized: CustomizedHierarchy, altered: Alteration) -> Ints:
    """The links that are closed or made slower."""
    slower = [link for link, minutes in altered.minutes.items() if minutes > customized.costs[link]]
    return np.array(slower, dtype=np.int64)


def changed_blocks(
    situation: Situation, altered: Alteration, losing: Losing | None, m: int = 0, *, executor: Executor | None = None
) -> list[Block]:
    """All times that an alteration changes; where blocks overlap, the first holds.

    It is the one of number m in `losing`, which is None where nothing becomes slower.
    """
    customized = left = situation.customized
    blocks: list[Block] = []
    if losing is not None:
        left = _slowed(customized, altered, losing.arcs)
        blocks = _lost(situation, left, losing.ways, m, executor)
    if adds(customized, altered):
        gaining = ways_of(left, [altered], executor=executor)
        heads_reached = reached(gaining, np.arange(len(situation.times)))
        blocks += _possible_gains(situation, gaining, heads_reached)
        for block in blocks:
            shortened(block.times, heads_reached[block.rows], gaining.out[gaining.heads][:, block.columns])
    for block in blocks:
        own, row, column = np.intersect1d(block.rows, block.columns, assume_unique=True, return_indices=True)
        block.times[row, column] = situation.times[own, own]
    return blocks


def _possible_gains(situation: Situation, gaining: Ways, heads_reached: Floats) -> list[Block]:
    """The old times of all pairs that may gain, if they have lost nothing: a block for each link."""
    blocks = []
    for link in range(len(gaining.heads)):
        rows = np.flatnonzero(heads_reached[:, link] < np.inf)
        columns = np.flatnonzero(np.repeat(gaining.near[link], CHUNK)[: len(situation.times)])
        blocks.append(Block(rows, columns, situation.times[np.ix_(rows, columns)]))
    return blocks


def _lost(
    situation: Situation, left: CustomizedHierarchy, ways: OldWays, m: int, executor: Executor | None
) -> list[Block]:
    """New times between those whose shortest ways may use a link that becomes slower, a block for each link."""
    centroids = situation.customized.hierarchy.network.centroids
    blocks = []
    for link in range(ways.starts[m], ways.starts[m + 1]):
        rows, columns = (np.flatnonzero(flags) for flags in touched(situation.times, ways, link))
        ends, back = (centroids[rows], centroids[columns]), len(columns) < len(rows)
        found = times_between(left, *ends, backwards=back, executor=executor)
        blocks.append(Block(rows, columns, np.asarray(found, dtype=np.float64)))
    return blocks


def _slowed(customized: CustomizedHierarchy, altered: Alteration, arcs: Arcs) -> CustomizedHierarchy:
    """The hierarchy with closed and slower links, and without what becomes better."""
    hierarchy, slower = customized.hierarchy, slower_links(customized, altered)
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
