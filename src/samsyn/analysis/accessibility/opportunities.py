"""Accessibility: how much can be reached from where people live, by time of travel, without competition for it.

Definition
----------
With t_ij the time from i to j and O_j what there is at j:

- `Within`: the opportunities within each limit, A_i(L) = sum of O_j over t_ij <= L (cumulative opportunities)
- `Weighted`: A_i = sum_j O_j f(t_ij), with a decay f (Hansen 1959; of gravity type). f is 1 at no distance, so A is "as
  many opportunities as if that many lay next door"
- `Nearest`: the times to the k nearest places that have anything at all, in order; infinite where there are fewer

An unreachable pair (infinite time) never counts. What lies in one's own area counts at the time on the diagonal, which
`reach.own_area_times` sets by a stated rule.

Known bias
----------
Everybody in an area is believed to be at its centre. Opportunities are believed to suit everybody, and whoever reaches
a job reaches it alone: where people crowd, accessibility looks better than it is (`competition` counts those who
compete). A limit cuts sharply: a minute more or less may move a town across it, so several limits are asked for at
once. Beyond the border of the table nothing is seen, and areas by the border look poorer than they are. `Weighted`
compares places and alternatives; its level hangs on the decay and means nothing alone.

Cost: O(n m) for each limit or decay, n m log m at most for the nearest; memory: the times, and a block of
`row_blocks.CELLS` numbers for each worker.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import numpy as np

from samsyn.analysis.accessibility.decay import Decay, edge, rising
from samsyn.analysis.accessibility.reach import Reach
from samsyn.analysis.compiled import compiled
from samsyn.analysis.progress import Progress
from samsyn.analysis.row_blocks import each_block
from samsyn.analysis.tables import Floats, Ints, Times


class Better(StrEnum):
    """Which of two values is the better one for who has it."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Within:
    """Opportunities within each limit of time; limits rise."""

    limits: tuple[float, ...] = (30.0, 45.0, 60.0)

    def __post_init__(self) -> None:
        if not self.limits or not rising(self.limits):
            raise ValueError(f"limits must rise from above 0, and not be {self.limits}")


@dataclass(frozen=True, slots=True)
class Weighted:
    """Opportunities weighted by a decay."""

    decay: Decay


@dataclass(frozen=True, slots=True)
class Nearest:
    """The times to the nearest places that have any opportunity."""

    count: int = 1

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError(f"at least one nearest place is needed, not {self.count}")


Measure = Within | Weighted | Nearest


@dataclass(frozen=True, slots=True, eq=False)
class Accessibility:
    """`values (n, c)`: a column a limit, one for a decay, or a column a nearest place; and which way is better."""

    reach: Reach
    measure: Measure
    values: Floats
    better: Better


def accessibility(
    reach: Reach, measure: Measure, *, executor: Executor | None = None, progress: Progress | None = None
) -> Accessibility:
    """The accessibility of every origin by one measure. `progress` hears the share done; it may raise to cancel."""
    if isinstance(measure, Within):
        edges = np.array([edge(limit, reach.times) for limit in measure.limits])
        work, columns = partial(_within, edges, reach.opportunities), len(edges)
    elif isinstance(measure, Weighted):
        work, columns = partial(_weighted, measure.decay, reach.opportunities), 1
    else:
        places = np.flatnonzero(reach.opportunities).astype(np.int64)
        work, columns = partial(_nearest, measure.count, places), measure.count
    values = np.empty((len(reach.origins), columns))
    for rows, found in each_block(work, reach.times, executor=executor, progress=progress):
        values[rows] = found
    values.flags.writeable = False
    return Accessibility(reach, measure, values, Better.LESS if isinstance(measure, Nearest) else Better.MORE)


@compiled
def _within(edges: Floats, opportunities: Floats, times: Times) -> Floats:
    """(rows, limits) what lies within each."""
    reached = np.zeros((len(times), len(edges)))
    for i in range(len(times)):
        for j in range(times.shape[1]):
            for limit in range(len(edges)):
                if times[i, j] <= edges[limit]:
                    reached[i, limit] += opportunities[j]
    return reached


def _weighted(decay: Decay, opportunities: Floats, times: Times) -> Floats:
    # Not by a matrix product of a library, whose order of summing hangs on its threads.
    found: Floats = np.einsum("ij,j->i", decay.weights(times), opportunities)
    return found[:, None]


def _nearest(count: int, places: Ints, times: Times) -> Floats:
    """(rows, count) times to the nearest of the places, in order."""
    found = np.full((len(times), count), np.inf)
    there = times[:, places]
    if count < len(places):
        there = np.partition(there, count - 1, axis=1)[:, :count]
    found[:, : there.shape[1]] = np.sort(there, axis=1)
    return found
