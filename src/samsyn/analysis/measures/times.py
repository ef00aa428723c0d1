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
from functools import partial

import numpy as np

from samsyn.analysis.measures.changes import Alteration, Measure, alterations, together
from samsyn.analysis.measures.effects_kernel import CHUNK, EVERYBODY, OldWays, Ways, reached, shortened
from samsyn.analysis.measures.loss_kernel import ArcParts, customized_anew, touched
from samsyn.analysis.measures.situations import Situation
from samsyn.analysis.measures.ways import adds, old_ways, slower_links, ways_of
from samsyn.analysis.networks.hierarchies import CustomizedHierarchy, Hierarchy
from samsyn.analysis.networks.hierarchy_kernel import Graph
from samsyn.analysis.networks.sweep_kernel import Sweep, swept_between
from samsyn.analysis.networks.travel_times import TravelTimes, go_directly, outside_of, room_for, sweep_between
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """New times from some zones to some, (rows, columns), by position."""

    rows: Ints
    columns: Ints
    times: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Losing:
    """What finding losses needs of a network, and for each of some measures the links that become slower.

    - `parts`: what the costs of its arcs come from
    - `sweep`: how zones are entered and left; `direct` whether links lead from zone to zone besides
    - `ways`: the links; those of measure m are `ways.starts[m]` up to `ways.starts[m + 1]`
    """

    parts: ArcParts
    sweep: Sweep
    direct: bool
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
    customized, ways = situation.customized, old_ways(situation.customized, slower, executor=executor)
    centroids = customized.hierarchy.network.centroids
    sweep = sweep_between(customized, centroids, centroids)
    return Losing(parts_of(customized.hierarchy), sweep, bool(outside_of(customized).size), ways)


def parts_of(hierarchy: Hierarchy) -> ArcParts:
    """What the costs of arcs come from."""
    starts, heads, parents = hierarchy.contraction[1:]
    order = np.argsort(hierarchy.arcs, kind="stable")
    return ArcParts(
        starts=starts,
        heads=heads,
        parents=parents,
        tails=np.repeat(np.arange(len(parents)), np.diff(starts)),
        below_starts=np.concatenate(([0], np.cumsum(np.bincount(heads, minlength=len(parents))))),
        below=np.argsort(heads, kind="stable"),
        link_starts=np.concatenate(([0], np.cumsum(np.bincount(hierarchy.arcs, minlength=len(heads))))),
        links=hierarchy.core[order],
        upward=hierarchy.upward[order],
    )


def changed_blocks(
    situation: Situation, altered: Alteration, losing: Losing | None, m: int = 0, *, executor: Executor | None = None
) -> list[Block]:
    """All times that an alteration changes; where blocks overlap, the first holds.

    It is the one of number m in `losing`, which is None where nothing becomes slower.
    """
    customized = left = situation.customized
    blocks: list[Block] = []
    if losing is not None:
        left = _slowed(customized, altered, losing.parts)
        blocks = _lost(situation, left, losing, m, executor)
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
    situation: Situation, left: CustomizedHierarchy, losing: Losing, m: int, executor: Executor | None
) -> list[Block]:
    """New times between those whose shortest ways may use a link that becomes slower, a block for each link."""
    ways = losing.ways
    jobs = [(situation.times, ways, link) for link in range(ways.starts[m], ways.starts[m + 1])]
    work = partial(_lost_on, left, _sweep_of(left, losing, m), losing.direct)
    return list(each_done(work, jobs, executor=executor))


def _lost_on(left: CustomizedHierarchy, sweep: Sweep, direct: bool, times: Floats, ways: OldWays, link: int) -> Block:
    rows, columns = (np.flatnonzero(flags) for flags in touched(times, ways, link))
    if len(columns) < len(rows):
        back = sweep._replace(up=sweep.down, down=sweep.up, entries=sweep.exits, exits=sweep.entries)
        found = np.ascontiguousarray(swept_between(back, columns, rows, room_for(back, len(columns))).T)
    else:
        found = swept_between(sweep, rows, columns, room_for(sweep, len(rows)))
    if direct:
        centroids = left.hierarchy.network.centroids
        go_directly(left, centroids[rows], centroids[columns], found)
    return Block(rows, columns, np.asarray(found, dtype=np.float64))


def _sweep_of(left: CustomizedHierarchy, losing: Losing, m: int) -> Sweep:
    """How one gets about in the network that is left; zones keep their connectors, unless these are what is lost."""
    network, ways = left.hierarchy.network, losing.ways
    some = slice(ways.starts[m], ways.starts[m + 1])
    if (ways.zone[ways.tails[some]] == EVERYBODY).all() and (ways.zone[ways.heads[some]] == EVERYBODY).all():
        return losing.sweep._replace(up=left.upward, down=left.downward)
    return sweep_between(left, network.centroids, network.centroids)


def _slowed(customized: CustomizedHierarchy, altered: Alteration, parts: ArcParts) -> CustomizedHierarchy:
    """The hierarchy with closed and slower links, and without what becomes better."""
    hierarchy, slower = customized.hierarchy, slower_links(customized, altered)
    costs, up, down = customized.costs.copy(), customized.up.copy(), customized.down.copy()
    costs[slower] = [altered.minutes[link] for link in slower.tolist()]
    at = np.searchsorted(hierarchy.core, slower)
    at = at[at < len(hierarchy.core)]
    customized_anew(parts, hierarchy.arcs[at[np.isin(hierarchy.core[at], slower)]], costs, up, down)
    every = np.arange(len(up))
    return replace(
        customized,
        costs=costs,
        up=up,
        down=down,
        upward=Graph(parts.starts, parts.heads, up, every),
        downward=Graph(parts.starts, parts.heads, down, every),
    )
