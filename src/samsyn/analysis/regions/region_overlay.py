"""Divisions laid over each other: where labour market, education and housing regions agree and differ, area by area.

Definition
----------
In each division an area has companions: the areas of its region, itself among them. The *agreement* of an area is the
weight of those that are its companions in every division, over the weight of those that are in at least one (the
index of Jaccard, 1901, for several sets). It is 1 where the region is the same in all divisions. It is never 0, since
every area is its own companion. The *agreement with the others* of a division is the mean, over the other divisions,
of the same index for the two alone: the division with the lowest is the odd one out for that area. Areas that are
together in every division make a *common region*. The overall agreement is the mean over areas, by weight.

Known bias
----------
The index compares whole regions: an area whose companions change far away differs as much as one that moved itself.
Large regions count all their companions, so one suburb more or less moves the index of a capital little. Without
weights, areas count alike, however many live there. Areas must weigh more than 0 to be companions that count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from samsyn.analysis.tables import Floats, Ints, Partition, TableError, partition_from_labels


@dataclass(frozen=True, slots=True, eq=False)
class RegionOverlay:
    """How m divisions of n areas agree.

    - `agreement (n,)`: above 0, 1 where an area has the same region in all divisions
    - `with_others (n, m)`: mean agreement of each division with the others, for each area
    - `odd_one (n,)`: the division with the lowest, -1 where all agree, or where the lowest is shared
    - `common`: areas that are together in every division
    - `overall`: mean agreement by weight
    """

    agreement: Floats
    with_others: Floats
    odd_one: Ints
    common: Partition
    overall: float


def region_overlay(partitions: Sequence[Partition], weights: Floats | None = None) -> RegionOverlay:
    """Lay two or more divisions of the same areas over each other; weights are finite and above 0."""
    weight = _weights(partitions, weights)
    stack = np.stack([partition.region for partition in partitions])
    m, n = stack.shape
    agreement = _companions(stack, weight) / _somewhere(stack, weight)
    pairs = np.ones((m, m, n))
    for a in range(m):
        for b in range(a):
            pairs[a, b] = pairs[b, a] = _jaccard(stack[a], stack[b], weight)
    with_others = ((pairs.sum(axis=1) - 1) / (m - 1)).T
    return RegionOverlay(
        agreement=agreement,
        with_others=with_others,
        odd_one=_odd_ones(with_others),
        common=partition_from_labels(partitions[0].areas, _together(stack)),
        overall=float(agreement @ weight / weight.sum()),
    )


def _weights(partitions: Sequence[Partition], weights: Floats | None) -> Floats:
    if len(partitions) < 2:
        raise TableError("an overlay needs two divisions or more")
    areas = partitions[0].areas
    if any(partition.areas.codes != areas.codes for partition in partitions):
        raise TableError("divisions can be laid over each other only where they divide the same areas")
    weight = np.ones(len(areas)) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.shape != (len(areas),) or not np.all(np.isfinite(weight) & (weight > 0)):
        raise TableError("weights must be one finite number above 0 an area")
    return weight


def _together(stack: Ints) -> Ints:
    """A number for each area, the same for areas that are together in all the divisions (m, n)."""
    _, number = np.unique(stack, axis=1, return_inverse=True)
    return number.reshape(-1).astype(np.int64)


def _companions(stack: Ints, weight: Floats) -> Floats:
    """The weight of those that are an area's companions in all the divisions."""
    number = _together(stack)
    found: Floats = np.bincount(number, weights=weight).astype(np.float64)[number]
    return found


def _somewhere(stack: Ints, weight: Floats) -> Floats:
    """The weight of those that are an area's companions in at least one division: by inclusion and exclusion."""
    m = len(stack)
    total = np.zeros(stack.shape[1])
    for size in range(1, m + 1):
        for chosen in combinations(range(m), size):
            total += (-1) ** (size + 1) * _companions(stack[list(chosen)], weight)
    return total


def _jaccard(first: Ints, second: Ints, weight: Floats) -> Floats:
    both = np.stack([first, second])
    return _companions(both, weight) / _somewhere(both, weight)


def _odd_ones(with_others: Floats) -> Ints:
    lowest = with_others.min(axis=1)
    single = np.isclose(with_others, lowest[:, None], rtol=0, atol=1e-12).sum(axis=1) == 1
    return np.where(single, with_others.argmin(axis=1), -1).astype(np.int64)
