"""How many use each link when all take a shortest way: all-or-nothing loading, and with it how critical links are.

Definition
----------
Each pair of zones has trips; all of them take one way of least cost (`travel_times`). The volume of a link is the sum
of the trips whose way it is part of. Trips inside a zone are on no link; trips without a way are told apart.

Known bias
----------
Where several ways cost the same, all take one of them: which, is a convention (the same every time). Where links cost
nothing, a way may go round a loop of them. Nobody avoids a queue: for that, see assignment to equilibrium.

How: from each origin once through the hierarchy, with trips summed on arcs; then, for all origins together, arcs are
taken apart into links from the top. Cost: O(z * a + t) for z origins, a arcs above destinations and t triangles.
Origins are summed in jobs of a fixed size and order: an executor changes no bit.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.networks.hierarchies import CustomizedHierarchy
from samsyn.analysis.networks.paths import arcs_to_unpack
from samsyn.analysis.networks.sweep_kernel import Ends, Sweep
from samsyn.analysis.networks.travel_times import jobs_of, sweep_between, times_between
from samsyn.analysis.networks.volumes_kernel import Volumes, carried, unpacked
from samsyn.analysis.progress import Progress
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import Floats, TableError


@dataclass(frozen=True, slots=True, eq=False)
class LinkVolumes:
    """`volumes (links,)` in the unit of the trips, and how many trips have no way."""

    volumes: Floats
    unserved: float


def link_volumes(
    customized: CustomizedHierarchy,
    trips: Floats,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> LinkVolumes:
    """Put trips (zones, zones), finite and >= 0, on links. `progress` hears the share done; it may raise to cancel."""
    network = customized.hierarchy.network
    between = _checked(trips, len(network.zones))
    volumes = _taken_directly(customized, between)
    sweep = sweep_between(customized, network.centroids, network.centroids)
    found = _carried(sweep, between, len(customized.up), executor, progress)
    volumes += unpacked(arcs_to_unpack(customized), found.up, found.down, len(volumes))
    for ends, on_ends in ((sweep.entries, found.entries), (sweep.exits, found.exits)):
        _add(volumes, ends, on_ends)
    volumes.flags.writeable = False
    return LinkVolumes(volumes, float(found.unserved[0]))


def _checked(trips: Floats, zones: int) -> Floats:
    between = np.array(trips, dtype=np.float64)
    if between.shape != (zones, zones):
        raise TableError(f"trips between {zones} zones are {zones} by {zones}, not {between.shape}")
    wrong = np.argwhere(~((between >= 0) & (between < np.inf)))
    if len(wrong):
        i, j = (int(k) for k in wrong[0])
        raise TableError(f"trips from zone {i} to zone {j} are {between[i, j]}; a finite number of 0 or more is needed")
    np.fill_diagonal(between, 0.0)
    return between


def _taken_directly(customized: CustomizedHierarchy, between: Floats) -> Floats:
    """Volumes of links between centroids that nobody passes: they are in no hierarchy. Their trips are taken out."""
    network, rank = customized.hierarchy.network, customized.hierarchy.rank
    links, volumes = network.links, np.zeros(len(network.links))
    zone = np.full(len(rank), -1, dtype=np.int64)
    zone[network.centroids] = np.arange(len(network.zones))
    outside = (rank[links.start] < 0) & (rank[links.end] < 0)
    direct = np.flatnonzero(outside & (zone[links.start] >= 0) & (zone[links.end] >= 0))
    if direct.size:
        origins = np.unique(links.start[direct])
        times = times_between(customized, origins, network.centroids)
        costs = times[np.searchsorted(origins, links.start[direct]), zone[links.end[direct]]]
        for link in direct[(customized.costs[direct] == costs) & np.isfinite(costs)]:
            pair = zone[links.start[link]], zone[links.end[link]]
            volumes[link] += between[pair]
            between[pair] = 0.0
    return volumes


def _carried(sweep: Sweep, between: Floats, arcs: int, executor: Executor | None, progress: Progress | None) -> Volumes:
    jobs = [(sweep, places, between[places], arcs) for places in jobs_of(sweep)]
    total: Volumes | None = None
    for part in each_done(carried, jobs, executor=executor, progress=progress):
        total = part if total is None else Volumes(*(a + b for a, b in zip(total, part, strict=True)))
    assert total is not None, "a network has at least one zone"
    return total


def _add(volumes: Floats, ends: Ends, on_ends: Floats) -> None:
    taken = ends.links >= 0
    np.add.at(volumes, ends.links[taken], on_ends[taken])
