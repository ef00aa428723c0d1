"""User equilibrium: trips on a network where everybody's way is the cheapest, given everybody else's.

Definition
----------
Trips between zones take ways that pass no node where trips may not pass. A link costs its minutes with the traffic on
it (`networks.tables.Links`: the function of the Bureau of Public Roads 1964) and what is `fixed` on it: tolls, or
distance, as minutes. In equilibrium no trip could save anything by another way: all ways between two zones that are
used cost the same, and none costs less (Wardrop 1952, his first principle). The volumes of links are then the ones at
which

    sum over links of the integral of its cost from nobody to its volume

is least (Beckmann, McGuire and Winsten 1956). They are unique where costs rise with volume. How far from it a result
is, the relative gap tells: (what all trips cost - what they would cost on the cheapest ways) / what they cost.

Known bias
----------
Everybody knows all costs and minds nothing else. The hour is steady: no queue grows, spills back or is left behind, and
above capacity the function lets through more than can pass. Trips inside a zone are on no link. Which ways trips take
is not unique where link volumes are: see `link_uses`.

How
---
The trips of an origin are on a bush, links without a cycle (Dial 2006, algorithm B). A sweep goes over all origins in
turn: a bush takes in the links that shorten its least and its longest ways (Nie 2010), and where ways meet, trips are
shifted from the longest that is used to the least by a step of Newton's method. Then only the links that trips can
choose between, a small part of each bush, are evened out many times over. Each shift is felt by the next at once, so
origins take turns and are not done side by side: there is no executor. The gap is found by travel times through the
hierarchy, which cost little beside a sweep.

Cost: a sweep is O(z * m) for z origins and m links; memory, for each origin, 4 bytes a node and 12 a link that meets
another. Begun with the equilibrium of a similar network (other capacities or minutes, other trips), it takes less.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from samsyn.analysis.assignment.bush_kernel import Bushes, Roads
from samsyn.analysis.assignment.bush_sweep_kernel import evened, loaded, swept
from samsyn.analysis.assignment.delay_kernel import Delays, delay_all
from samsyn.analysis.assignment.shift_kernel import Traffic
from samsyn.analysis.assignment.tree_kernel import planted
from samsyn.analysis.networks.hierarchies import Hierarchy, customize
from samsyn.analysis.networks.tables import Network
from samsyn.analysis.networks.travel_times import travel_times
from samsyn.analysis.tables import Floats, TableError

GapProgress = Callable[[float, float], None]
"""Is told the share that is done, from 0 to 1, and the relative gap; may raise to stop the work."""

_TURNS, _ENOUGH = 50, 0.02
"""How often choices are evened out after a sweep, at most: until less than so much of the gap is left in them."""


@dataclass(frozen=True, slots=True)
class AssignmentChoices:
    """When to stop: at this relative gap, or after so many sweeps, whichever is first.

    Between alternatives, differences smaller than gap * all costs say nothing: 1e-6 or less is for comparing them.
    """

    gap: float = 1e-6
    sweeps: int = 200

    def __post_init__(self) -> None:
        if not 0 < self.gap < 1:
            raise TableError(f"a relative gap lies between 0 and 1, not {self.gap}; 1e-6 is usual")
        if self.sweeps < 1:
            raise TableError(f"at least one sweep is needed, not {self.sweeps}")


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """Trips in equilibrium on a network, but for the last of `gaps`: the relative gap at first and after each sweep.

    - `trips (zones, zones)`: those that are on links (0 from a zone to itself), in the unit of the capacities
    - `fixed (links,)`: what is added to the minutes of each link
    - `volumes`, `minutes`, `costs (links,)`: trips on each, what it takes with them, and that with what is fixed
    - `reached`: whether the gap that was asked for was reached
    - `objective`: what equilibrium makes as small as can be
    """

    network: Network
    trips: Floats
    fixed: Floats
    volumes: Floats
    gaps: Floats
    reached: bool
    bushes: Bushes = field(repr=False)
    minutes: Floats = field(init=False, repr=False)
    costs: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        minutes = self.network.links.congested(self.volumes)
        for name, costs in (("minutes", minutes), ("costs", minutes + self.fixed)):
            object.__setattr__(self, name, costs)
        own = (self.trips, self.fixed, self.volumes, self.gaps, self.minutes, self.costs)
        for array in (*own, *self.bushes):
            array.flags.writeable = False

    @property
    def gap(self) -> float:
        """The relative gap."""
        return float(self.gaps[-1])

    @property
    def objective(self) -> float:
        """The sum over links of the integral of the cost, in the unit of the costs times that of the trips."""
        links, load = self.network.links, self.volumes / self.network.links.capacity
        risen = links.minutes * links.delay_factor * load**links.delay_power / (links.delay_power + 1.0)
        return float(self.volumes @ (links.minutes + self.fixed + risen))


def assign(
    hierarchy: Hierarchy,
    trips: Floats,
    *,
    fixed: Floats | None = None,
    choices: AssignmentChoices | None = None,
    start: Equilibrium | None = None,
    progress: GapProgress | None = None,
) -> Equilibrium:
    """Put trips (zones, zones), finite and >= 0, on the hierarchy's network in equilibrium.

    `start` is an equilibrium to begin with, of a network with the same links, whatever they take and let through.
    """
    choices = choices or AssignmentChoices()
    state = _begun(hierarchy, trips, fixed, start)
    gaps = [_gap(hierarchy, state)]
    while gaps[-1] > choices.gap and len(gaps) <= choices.sweeps:
        state = _improved(state, gaps[-1])
        gaps.append(_gap(hierarchy, state))
        if progress is not None:
            progress(_share(gaps, choices.gap), gaps[-1])
    return Equilibrium(
        network=hierarchy.network,
        trips=state.trips,
        fixed=state.fixed,
        volumes=state.traffic.volumes,
        gaps=np.array(gaps),
        reached=gaps[-1] <= choices.gap,
        bushes=state.bushes,
    )


class _State(NamedTuple):
    """Trips on links so far, and what does not change."""

    roads: Roads
    delays: Delays
    trips: Floats
    fixed: Floats
    bushes: Bushes
    traffic: Traffic


def _improved(state: _State, gap: float) -> _State:
    """After one more sweep."""
    roads, delays, trips, _fixed, bushes, traffic = state
    bushes, choosable = swept(roads, delays, trips, bushes, traffic)
    enough = _ENOUGH * gap * float(traffic.volumes @ traffic.costs)
    evened(roads, delays, choosable, bushes, traffic, (enough, _TURNS))
    # Summed anew: millions of shifts leave their rounding behind.
    return state._replace(bushes=bushes, traffic=_traffic(delays, loaded(roads, trips, bushes)))


def _begun(hierarchy: Hierarchy, trips: Floats, fixed: Floats | None, start: Equilibrium | None) -> _State:
    network = hierarchy.network
    between = _checked_trips(network, trips)
    added = _checked_fixed(network, fixed)
    delays = _delays(network, added)
    _check_ways(hierarchy, delays, between)
    roads = roads_of(network)
    if start is None:
        traffic = _traffic(delays, np.zeros(len(network.links)))
        bushes = planted(roads, delays, between, traffic)
    else:
        _check_start(network, start.network)
        starts, links, share_starts, shares = start.bushes
        bushes = Bushes(starts.copy(), links.copy(), share_starts.copy(), shares.copy())
    return _State(roads, delays, between, added, bushes, _traffic(delays, loaded(roads, between, bushes)))


def roads_of(network: Network) -> Roads:
    """The network as the loops read it."""
    links = network.links
    return Roads(
        links.start, links.end, network.leaving_starts, network.leaving, network.nodes.through, network.centroids
    )


def _traffic(delays: Delays, volumes: Floats) -> Traffic:
    traffic = Traffic(volumes, np.empty_like(volumes), np.empty_like(volumes))
    delay_all(delays, *traffic)
    return traffic


def _delays(network: Network, fixed: Floats) -> Delays:
    links = network.links
    rise, power = links.minutes * links.delay_factor, links.delay_power.copy()
    # To the power of 0 all loads are alike: a link that is always so much slower.
    always = power == 0
    free = links.minutes + fixed + np.where(always, rise, 0.0)
    return Delays(free, np.where(always, 0.0, rise), 1.0 / links.capacity, power)


def _gap(hierarchy: Hierarchy, state: _State) -> float:
    volumes, costs = state.traffic.volumes, state.traffic.costs
    all_costs = float(volumes @ costs)
    if all_costs == 0.0:
        return 0.0
    times = travel_times(customize(hierarchy, costs)).times
    least = float((np.where(state.trips > 0, times, 0.0) * state.trips).sum())
    return max((all_costs - least) / all_costs, 0.0)


def _share(gaps: list[float], target: float) -> float:
    """Of the way from the first gap to the target, by orders of magnitude."""
    least = max(min(gaps), target)
    return float(np.log(gaps[0] / least) / np.log(gaps[0] / target))


def _checked_trips(network: Network, trips: Floats) -> Floats:
    zones = network.zones
    between = np.array(trips, dtype=np.float64)
    if between.shape != (len(zones), len(zones)):
        raise TableError(f"trips between {len(zones)} zones are {len(zones)} by {len(zones)}, not {between.shape}")
    wrong = np.argwhere(~((between >= 0) & (between < np.inf)))
    if len(wrong):
        i, j = wrong[0]
        pair = f"from zone {zones.codes[i]!r} to zone {zones.codes[j]!r}"
        raise TableError(f"trips {pair} are {between[i, j]}; a finite number of 0 or more is needed")
    np.fill_diagonal(between, 0.0)
    return between


def _checked_fixed(network: Network, fixed: Floats | None) -> Floats:
    links = network.links
    added = np.zeros(len(links)) if fixed is None else np.array(fixed, dtype=np.float64)
    if added.shape != (len(links),):
        raise TableError(f"{len(links)} links need one fixed cost each, not {added.shape}")
    wrong = np.flatnonzero(~((added >= 0) & (added < np.inf)))
    if wrong.size:
        where = f"link {links.codes[wrong[0]]!r} (row {wrong[0] + 1})"
        raise TableError(f"{where}: its fixed cost is {added[wrong[0]]}; a finite number of 0 or more is needed")
    slow_to_rise = np.flatnonzero((links.delay_power > 0) & (links.delay_power < 1) & (links.delay_factor > 0))
    if slow_to_rise.size:
        where = f"link {links.codes[slow_to_rise[0]]!r} (row {slow_to_rise[0] + 1})"
        power = links.delay_power[slow_to_rise[0]]
        raise TableError(f"{where}: delay_power is {power}; it must be 0, or 1 or more, for delay to grow steadily")
    return added


def _check_ways(hierarchy: Hierarchy, delays: Delays, trips: Floats) -> None:
    """Refuse trips that no way leads for."""
    times = travel_times(customize(hierarchy, delays.free)).times
    lost = np.argwhere((trips > 0) & np.isinf(times))
    if len(lost):
        codes = hierarchy.network.zones.codes
        i, j = lost[0]
        raise TableError(
            f"{trips[i, j]:g} trips from zone {codes[i]!r} to zone {codes[j]!r} have no way ({len(lost)} such pairs): "
            "connect the zones, or take the trips out"
        )


def _check_start(network: Network, before: Network) -> None:
    """Refuse an equilibrium whose bushes are no bushes here."""
    same = (
        network.zones.codes == before.zones.codes
        and np.array_equal(network.centroids, before.centroids)
        and np.array_equal(network.nodes.through, before.nodes.through)
        and np.array_equal(network.links.start, before.links.start)
        and np.array_equal(network.links.end, before.links.end)
    )
    if not same:
        raise TableError(
            "the equilibrium to start from is of a network with other links, nodes or zones: "
            "start without one, or give links that open or close many minutes where they are not there"
        )
