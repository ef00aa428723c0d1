"""How alike two divisions of the same areas are: two years, two methods, or a method and an official list.

Definition
----------
Areas may be weighted, for example by employed residents; without weights each counts 1. With n_gh the weight of the
areas in region g of the first and h of the second division:

- *Variation of information* (Meila 2007), in bits: H(first | second) + H(second | first). 0 for equal divisions, at
  most log2 of the number of areas where they count alike. It is a metric.
- *Adjusted Rand index* (Hubert and Arabie 1985): agreement over pairs of areas on "together or apart", 1 for equal
  divisions, about 0 for divisions that agree by chance. It counts pairs, so it is always over unweighted areas. Where
  chance leaves nothing to agree on (both all apart, or both all together) it is 1.
- *Matching*: regions are paired one to one so that the weight that lies in paired regions is largest. An area has
  *changed* when its region in the second division is not the pair of its region in the first. `kept` is the share of
  the weight that has not.

Known bias
----------
Pairs favour large regions: a moved suburb of the capital counts for more in the Rand index than a merger of two small
regions. The matching calls a region that merges into a larger one changed, though its people may notice nothing.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from samsyn.analysis.tables import Floats, Ints, Partition, TableError


@dataclass(frozen=True, slots=True, eq=False)
class PartitionComparison:
    """How two divisions compare.

    - `adjusted_rand`, `variation_of_information` (bits), `kept` (share of weight)
    - `pair (regions of the first,)`: the region of the second that each is paired with, -1 for none
    - `changed`: the areas (by position) that are not in the pair of their first region
    """

    adjusted_rand: float
    variation_of_information: float
    kept: float
    pair: Ints
    changed: tuple[int, ...]


def compare_partitions(first: Partition, second: Partition, weights: Floats | None = None) -> PartitionComparison:
    """Compare two divisions of the same areas; weights are finite, >= 0, and not all 0."""
    weight = _weights(first, second, weights)
    overlap = _overlap(first, second, weight)
    rows, columns = linear_sum_assignment(overlap, maximize=True)
    pair = np.full(first.count, -1, dtype=np.int64)
    # Regions that share no area are no pair, though the assignment may name one.
    shared = _overlap(first, second, np.ones(len(weight)))[rows, columns] > 0
    pair[rows[shared]] = columns[shared]
    changed = pair[first.region] != second.region
    return PartitionComparison(
        adjusted_rand=_adjusted_rand(_overlap(first, second, np.ones(len(weight)))),
        variation_of_information=_variation(overlap),
        kept=float(weight[~changed].sum() / weight.sum()),
        pair=pair,
        changed=tuple(int(area) for area in np.flatnonzero(changed)),
    )


def _weights(first: Partition, second: Partition, weights: Floats | None) -> Floats:
    if first.areas.codes != second.areas.codes:
        raise TableError("two divisions can be compared only where they divide the same areas")
    if weights is None:
        return np.ones(len(first.areas))
    weight = np.asarray(weights, dtype=np.float64)
    if weight.shape != (len(first.areas),) or not np.all(np.isfinite(weight) & (weight >= 0)) or not weight.any():
        raise TableError("weights must be one finite number of 0 or more an area, and not all 0")
    return weight


def _overlap(first: Partition, second: Partition, weight: Floats) -> Floats:
    overlap = np.zeros((first.count, second.count))
    np.add.at(overlap, (first.region, second.region), weight)
    return overlap


def _variation(overlap: Floats) -> float:
    joint = overlap / overlap.sum()
    both = joint[joint > 0]
    of_each = [side[side > 0] for side in (joint.sum(axis=1), joint.sum(axis=0))]
    entropy_both = -np.sum(both * np.log2(both))
    return float(max(2 * entropy_both + sum(np.sum(side * np.log2(side)) for side in of_each), 0.0))


def _adjusted_rand(overlap: Floats) -> float:
    together = _pairs(overlap).sum()
    first, second = _pairs(overlap.sum(axis=1)).sum(), _pairs(overlap.sum(axis=0)).sum()
    every = _pairs(overlap.sum())
    if every == 0:
        return 1.0
    by_chance, most = first * second / every, (first + second) / 2
    return 1.0 if most == by_chance else float((together - by_chance) / (most - by_chance))


def _pairs(count: Floats) -> Floats:
    return count * (count - 1) / 2
