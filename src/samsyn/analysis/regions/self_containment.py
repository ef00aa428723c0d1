"""Functional regions by self-containment: the European method for labour market areas.

Definition
----------
Every area starts as a cluster. For a cluster, R lives in it and goes somewhere (employed residents), W comes to it
(jobs), L does both. Its self-containment is SC = min(L/R, L/W), the smaller of the supply side and the demand side,
and its size is R. With minimum and target of both, its validity is

    v = [1 - (1 - minSC/tarSC) * max((tarSZ - R) / (tarSZ - minSZ), 0)] * min(SC, tarSC) / minSC

and the cluster is valid when v >= 1: at target size the minimum self-containment is enough, at minimum size the
target is needed, between them one is traded for the other in a straight line. The link between h and k is

    f_hk^2 / (R_h * W_k) + f_kh^2 / (R_k * W_h)

with f the flows between them. While some cluster is not valid, the least valid one gives up an area: the one with the
weakest link to the rest of it. The area joins the cluster that it has the strongest link to, other than the one that
it left, if that cluster with it is more valid than the one that it left was. An area without a link to any cluster,
one that would make no better cluster, and one that has moved as often as is allowed (50 times, which no table that we
have seen reaches; it makes sure of an end) go to the reserve. When all clusters are valid, the areas of the reserve
join the cluster that they have the strongest link to, the strongest of all first; where none has a link, the largest
of them founds a region. Such late joiners may leave a region not valid, which its validity shows.

After an area has left a cluster of three or more, the rest of it is one cluster again (`exact`). The published
package (LabourMarketAreas 3.4) skips that step; `as_package` leaves the rest as single areas, which is our reading of
it. The two agree where no cluster of three or more gives up an area.

Ties: the least valid cluster, the strongest link: the lowest number (the first founding area by code). The weakest
link to the rest, always tied in a cluster of two: the area that is less valid alone, then the last by code.

Known bias
----------
The method is greedy: regions depend on the order of moves, and a small change of a flow may move several areas. It
knows no neighbours: a region may lie in pieces. Commuters over the border of the table (abroad, other counties) are
not seen, so areas by that border look more self-contained than they are. Thresholds on persons make regions of a
country with small areas alike in size; multiplying all flows changes the result, unless the sizes are multiplied too.

Sources: Coombes, M. and Bond, S. (2008), Travel-to-Work Areas: the 2007 review, Office for National Statistics,
London; Istat (2014), I sistemi locali del lavoro 2011, nota metodologica; Franconi, L., D'Alò, M. and Ichim, D.
(2016), Istat implementation of the algorithm to develop labour market areas. Cost: a move costs O(degree of the area
+ areas in the cluster that it leaves + log n); there are about as many moves as areas.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from samsyn.analysis.regions.self_containment_kernel import (
    MOVED_TOO_OFTEN,
    NO_BETTER,
    NO_LINK,
    Bounds,
    aggregate,
    allocate,
    network,
    validities,
)
from samsyn.analysis.tables import Floats, Flows, Ints, Partition, partition_from_labels


class Aggregation(StrEnum):
    """What is left of a cluster of three or more when an area has left it: one cluster, or single areas."""

    EXACT = "exact"
    AS_PACKAGE = "as_package"


class WhyReserved(StrEnum):
    """Why an area went to the reserve."""

    NO_LINK = "no_link"
    NO_BETTER = "no_better"
    MOVED_TOO_OFTEN = "moved_too_often"


_WHY = {
    NO_LINK: WhyReserved.NO_LINK,
    NO_BETTER: WhyReserved.NO_BETTER,
    MOVED_TOO_OFTEN: WhyReserved.MOVED_TOO_OFTEN,
}


@dataclass(frozen=True, slots=True)
class SelfContainmentChoices:
    """Sizes in the unit of the flows, self-containment as shares; the defaults are Italy's."""

    min_size: float = 1_000
    target_size: float = 10_000
    min_containment: float = 0.6667
    target_containment: float = 0.75
    aggregation: Aggregation = Aggregation.EXACT
    most_moves: int = 50

    def __post_init__(self) -> None:
        if not 0 < self.min_size < self.target_size < float("inf"):
            raise ValueError("the minimum size must be above 0 and below the target size")
        if not 0 < self.min_containment < self.target_containment <= 1:
            raise ValueError("the minimum self-containment must be above 0 and below the target, at most 1")
        if self.most_moves < 1:
            raise ValueError("an area must be allowed a minimum of one move")


@dataclass(frozen=True, slots=True, eq=False)
class SelfContainedRegions:
    """The regions, and how they came about.

    - `before_reserve (n,)`: each area's cluster before the reserve was given out; -1 in the reserve
    - `reserve`: the areas that went to the reserve (by position), and why
    - `moves (n,)`: how often each area joined another cluster before the reserve was given out
    - `validity (regions,)`: of each region at the end; below 1 is not valid
    """

    partition: Partition
    before_reserve: Ints
    reserve: tuple[tuple[int, WhyReserved], ...]
    moves: Ints
    validity: Floats


def self_contained_regions(flows: Flows, choices: SelfContainmentChoices | None = None) -> SelfContainedRegions:
    """Divide the areas into regions that most people both live and work in."""
    choices = choices or SelfContainmentChoices()
    net, bounds = network(flows), _bounds(choices)
    clusters, moves, reasons = aggregate(net, bounds, choices.aggregation is Aggregation.AS_PACKAGE)
    before = clusters.of_area.copy()
    allocate(net, clusters, bounds)
    partition = partition_from_labels(flows.areas, clusters.of_area)
    return SelfContainedRegions(
        partition=partition,
        before_reserve=before,
        reserve=tuple((int(area), _WHY[int(reasons[area])]) for area in np.flatnonzero(reasons)),
        moves=moves,
        validity=validities(clusters, _first_areas(partition), bounds),
    )


def _bounds(choices: SelfContainmentChoices) -> Bounds:
    return Bounds(
        float(choices.min_size),
        float(choices.min_containment),
        float(choices.target_size),
        float(choices.target_containment),
        choices.most_moves,
    )


def _first_areas(partition: Partition) -> Ints:
    """The first area of each region."""
    return np.unique(partition.region, return_index=True)[1].astype(np.int64)
