"""How sure each area's membership of its region is, when the division is drawn many times over.

Definition
----------
The *core* of a region is its areas with most jobs (arrivals), in falling order, until they have half of the region's
jobs together; of equals the first by code. In one drawing, an area is *with* a region to the degree that the core's
jobs lie in the area's region of that drawing: 1 when the whole core does, 0 when none of it does. The area itself is
left out of the core that it is compared with. Where it is the whole core, it is compared with the region's other
areas instead, and where it is alone in its region, it counts as with it in drawings where it is alone again.

The *sureness* of an area is the mean of that degree for its own region over all drawings. Its *second* region is the
other region with the highest mean. Cores may come to lie in one region of a drawing, so the means of an area need not
sum to 1.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Floats, Flows, Ints, Partition

Method = Callable[[Flows], Partition]
"""Any rule that divides areas by their flows."""


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """How sure each area's membership is.

    - `reference`: the division that was asked about
    - `sureness (n,)`: mean degree, 0 to 1, to which each area is with its own region
    - `second (n,)`: the region it is with most otherwise, -1 for none; `second_share (n,)`: its mean degree for that
    - `counts (drawings,)`: how many regions each drawing has
    """

    reference: Partition
    sureness: Floats
    second: Ints
    second_share: Floats
    counts: Ints


class _Cores(NamedTuple):
    """Cores of regions: `area[c]` with `weight[c]` jobs belongs to the core of its region; `total (k,)` jobs a core.

    `stand_in (n,)` are the jobs that each area counts with where the whole core is one area; `rest (k,)` is the sum of
    the others' there, 0 where a region has but one area, -1 where the core has several.
    """

    region: Ints
    area: Ints
    weight: Floats
    total: Floats
    stand_in: Floats
    rest: Floats


def co_membership(flows: Flows, reference: Partition, drawings: Iterable[Ints]) -> Membership:
    """Compare a division with drawings, each the number of every area's region, from 0."""
    n, k = len(flows.areas), reference.count
    cores = _cores(flows, reference)
    degree, counts = np.zeros((n, k)), []
    for drawn in drawings:
        counts.append(int(drawn.max()) + 1)
        _add_degrees(degree, drawn, cores)
    degree /= max(len(counts), 1)
    everyone = np.arange(n)
    sureness = degree[everyone, reference.region].copy()
    degree[everyone, reference.region] = -1.0
    second = degree.argmax(axis=1)
    second_share = np.maximum(degree[everyone, second], 0.0)
    return Membership(
        reference, sureness, np.where(second_share > 0, second, -1), second_share, np.array(counts, dtype=np.int64)
    )


def _cores(flows: Flows, reference: Partition) -> _Cores:
    jobs = flows.arriving.copy()
    total, rest = np.zeros(reference.count), np.full(reference.count, -1.0)
    core: list[int] = []
    for number, members in enumerate(reference.members()):
        if not jobs[members].any():
            jobs[members] = 1.0
        order = members[np.argsort(-jobs[members], kind="stable")]
        sums = np.cumsum(jobs[order])
        chosen = order[: int(np.searchsorted(sums, sums[-1] / 2)) + 1]
        core.extend(chosen)
        total[number] = jobs[chosen].sum()
        if len(chosen) == 1:
            others = members[members != chosen[0]]
            if others.size and not jobs[others].any():
                jobs[others] = 1.0
            rest[number] = jobs[others].sum()
    areas = np.array(core, dtype=np.int64)
    return _Cores(reference.region, areas, jobs[areas], total, jobs, rest)


@compiled
def _add_degrees(degree: Floats, drawn: Ints, cores: _Cores) -> None:
    """Add each area's degree of being with each region in one drawing."""
    n, region = len(drawn), cores.region
    starts = np.zeros(drawn.max() + 2, np.int64)
    for area in range(n):
        starts[drawn[area] + 1] += 1
    starts = np.cumsum(starts)
    together, free = np.empty(n, np.int64), starts.copy()
    for area in range(n):
        together[free[drawn[area]]] = area
        free[drawn[area]] += 1
    core_weight = np.zeros(n)
    for c in range(len(cores.area)):
        core_weight[cores.area[c]] = cores.weight[c]
    for c in range(len(cores.area)):
        core = cores.area[c]
        group = region[core]
        alone = cores.rest[group] >= 0.0
        for place in range(starts[drawn[core]], starts[drawn[core] + 1]):
            area = together[place]
            if area != core:
                whole = cores.total[group] - (core_weight[area] if region[area] == group else 0.0)
                degree[area, group] += cores.weight[c] / whole
                if alone and region[area] == group:
                    degree[core, group] += cores.stand_in[area] / cores.rest[group]
        if alone and cores.rest[group] == 0.0 and starts[drawn[core] + 1] - starts[drawn[core]] == 1:
            degree[core, group] += 1.0
