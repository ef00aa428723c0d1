"""Facts of regions: how self-contained they are, their centres, and how they and their areas hang together.

Definition
----------
Of a region, `residents` live in it and `jobs` are in it (for work; for other flows read "leave from" and "arrive
in"), `inside` do both. Self-containment on the supply side is inside / residents, on the demand side inside / jobs.
Its *centre* is the area that most people come to from the region's other areas; of equals the one with most jobs,
then the first by code. The *link* of two groups of areas h and k is f_hk^2 / (R_h * W_k) + f_kh^2 / (R_k * W_h),
between 0 and 2: the product of the share of h's residents who work in k and the share of k's jobs that they hold, and
the same the other way.

Known bias
----------
Those who cross the border of the table are not seen: a region by that border looks more self-contained than it is.
Links favour groups of like size: a village wholly dependent on a city has a weak link to it, since it fills few of
its jobs.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from samsyn.analysis.tables import Floats, Flows, Ints, Partition


@dataclass(frozen=True, slots=True, eq=False)
class RegionFacts:
    """Facts by region (k of them) and by area (n).

    - `residents`, `jobs`, `inside (k,)`: in the unit of the flows
    - `supply`, `demand (k,)`: self-containment as shares, not a number where nobody lives or works
    - `size (k,)`: areas in the region; `centre (k,)`: its centre
    - `between (k, k)`: flows from region to region, the inside on the diagonal
    - `links (k, k)`: the link of each two regions, symmetric; 0 on the diagonal
    - `own_link (n,)`: each area's link to the rest of its region, not a number for an area alone
    - `other (n,)`: the other region that the area has the strongest link to, -1 for none; `other_link (n,)`: that link
    """

    partition: Partition
    residents: Floats
    jobs: Floats
    inside: Floats
    supply: Floats
    demand: Floats
    size: Ints
    centre: Ints
    between: Floats
    links: Floats
    own_link: Floats
    other: Ints
    other_link: Floats


def region_facts(flows: Flows, partition: Partition) -> RegionFacts:
    """What each region is like, and how firmly each area hangs in its own."""
    region, k = partition.region, partition.count
    residents = np.bincount(region, weights=flows.leaving, minlength=k).astype(np.float64)
    jobs = np.bincount(region, weights=flows.arriving, minlength=k).astype(np.float64)
    between = np.zeros((k, k))
    np.add.at(between, (region[flows.origins], region[flows.destinations]), flows.counts)
    inside = np.diagonal(between).copy()
    own_link, other, other_link = _area_links(flows, partition, residents, jobs)
    return RegionFacts(
        partition=partition,
        residents=residents,
        jobs=jobs,
        inside=inside,
        supply=_share(inside, residents),
        demand=_share(inside, jobs),
        size=np.bincount(region, minlength=k).astype(np.int64),
        centre=_centres(flows, partition),
        between=between,
        links=_region_links(between, residents, jobs),
        own_link=own_link,
        other=other,
        other_link=other_link,
    )


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def _centres(flows: Flows, partition: Partition) -> Ints:
    region = partition.region
    drawn = (region[flows.origins] == region[flows.destinations]) & (flows.origins != flows.destinations)
    come = np.bincount(flows.destinations[drawn], weights=flows.counts[drawn], minlength=len(region))
    order = np.lexsort((np.arange(len(region)), -flows.arriving, -come, region))
    _, first = np.unique(region[order], return_index=True)
    return order[first]


def _region_links(between: Floats, residents: Floats, jobs: Floats) -> Floats:
    possible = np.outer(residents, jobs)
    one_way = np.divide(between**2, possible, out=np.zeros_like(between), where=possible > 0)
    links = one_way + one_way.T
    np.fill_diagonal(links, 0.0)
    return links


def _area_links(flows: Flows, partition: Partition, residents: Floats, jobs: Floats) -> tuple[Floats, Ints, Floats]:
    """Each area's link to the rest of its own region, its strongest other region, and the link to that."""
    n, region = len(flows.areas), partition.region
    area, group, strength = _links_of_areas(flows, partition, residents, jobs)
    own = region[area] == group
    own_link = np.where(np.bincount(region)[region] > 1, 0.0, np.nan)
    own_link[area[own]] = strength[own]
    other, other_link = np.full(n, -1, dtype=np.int64), np.zeros(n)
    area, group, strength = area[~own], group[~own], strength[~own]
    order = np.lexsort((group, -strength, area))
    linked, first = np.unique(area[order], return_index=True)
    other[linked], other_link[linked] = group[order][first], strength[order][first]
    return own_link, other, other_link


def _links_of_areas(flows: Flows, partition: Partition, residents: Floats, jobs: Floats) -> tuple[Ints, Ints, Floats]:
    """Every area and region with a link, and how strong; an area and its own region without it."""
    region, shape = partition.region, (len(flows.areas), partition.count)
    away = (flows.origins != flows.destinations) & (flows.counts > 0)
    origins, destinations, counts = flows.origins[away], flows.destinations[away], flows.counts[away]
    out = csr_array((counts, (origins, region[destinations])), shape=shape).tocoo()
    back = csr_array((counts, (destinations, region[origins])), shape=shape).tocoo()
    own_out, own_back = region[out.row] == out.col, region[back.row] == back.col
    there = flows.leaving[out.row] * (jobs[out.col] - own_out * flows.arriving[out.row])
    here = (residents[back.col] - own_back * flows.leaving[back.row]) * flows.arriving[back.row]
    both = csr_array((out.data**2 / there, (out.row, out.col)), shape=shape) + csr_array(
        (back.data**2 / here, (back.row, back.col)), shape=shape
    )
    both = both.tocoo()
    return both.row.astype(np.int64), both.col.astype(np.int64), both.data
