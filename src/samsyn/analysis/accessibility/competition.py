"""Accessibility where people compete: what falls to each, when those who reach the same opportunities share them.

Definition
----------
With P_i people, O_j opportunities and the weight f_ij = f(t_ij) of a decay f:

- `FloatingCatchment`: R_j = O_j / sum_k P_k f_kj is what each place offers for each person of its demand, and
  A_i = sum_j R_j f_ij. With a catchment as decay (`decay.catchment`) it is the two-step method, 2SFCA (Luo and Wang
  2003), with steps or a curve the enhanced, E2SFCA (Luo and Qi 2009). Opportunities a person; sum_i P_i A_i is all that
  anybody reaches.
- `SpatialAvailability`: V_i = sum_j O_j P_i^a f_ij / sum_k P_k^a f_kj, the singly constrained measure of Soukhov,
  Paez, Higgins and Mohamed (2023); A_i = V_i / P_i. The exponent a (`crowding`) says how the sizes of places count
  among those who compete. With a = 1 A is E2SFCA, to the letter. Not a number where nobody lives, unless a = 1.
- `BalancedCatchment`: R_j = O_j / sum_k P_k f_kj / F_k with F_k = sum_l f_kl, so that each person asks for one place in
  all, and A_i = sum_j R_j f_ij / sum_k f_kj (Paez, Higgins and Vivona 2019). sum_i A_i = sum_j R_j.
- `DoublyConstrained`: A_i = sum_j B_j O_j f_ij, the inverse balancing factor of Wilson's (1971) doubly constrained
  model (Geurs and van Wee 2004): everybody takes one opportunity and every opportunity is taken, people scaled to as
  many as there are opportunities. B_j is below 1 where many compete; the mean of B over opportunities is 1, so that A
  is `opportunities.Weighted` where competition is the same everywhere.

Opportunities that nobody reaches are in nobody's A (`unreached`); who reaches none has 0. What is reached with weights
that add up to less than `FAINT` is not reached: a Gaussian of 20 minutes has that after 7 hours. Competitors are the
people of the table; those who live outside it compete unseen.

Known bias
----------
Shares follow the decay alone: choice, quality and queues are not in it. The floating catchment lets a person ask at
every place within reach at once, so demand is over-stated where there is much to choose from. The balanced catchment
depends on how areas are cut: halve an area and each half has half its A. Compare areas of like kind only, or use
availability. The doubly constrained measure needs a matrix with the given sums: where a decay ends (steps, `longest`),
none may exist, and the areas at fault are named.

Cost: O(n m), two passes over the times for the first two, three for the balanced; memory as in `opportunities`. Doubly
constrained: some tens of passes; the weights and three matrices more in memory.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from samsyn.analysis.accessibility.decay import Decay
from samsyn.analysis.accessibility.reach import Reach
from samsyn.analysis.errors import Word
from samsyn.analysis.interaction.balancing import BalancingChoices, Margins, balance
from samsyn.analysis.progress import Progress
from samsyn.analysis.row_blocks import each_block, passes
from samsyn.analysis.tables import Floats, TableError, Times


@dataclass(frozen=True, slots=True)
class FloatingCatchment:
    """Two steps over floating catchments: 2SFCA, E2SFCA."""

    decay: Decay


@dataclass(frozen=True, slots=True)
class SpatialAvailability:
    """Every opportunity shared out among all who reach it."""

    decay: Decay
    crowding: float = 1.0
    """the exponent of the number of people; above 0"""

    def __post_init__(self) -> None:
        if not 0 < self.crowding < np.inf:
            raise ValueError(f"crowding must be a number above 0, not {self.crowding}")


@dataclass(frozen=True, slots=True)
class BalancedCatchment:
    """Floating catchments in which neither people nor opportunities count more than once."""

    decay: Decay


@dataclass(frozen=True, slots=True)
class DoublyConstrained:
    """The inverse balancing factors of a doubly constrained model."""

    decay: Decay
    balancing: BalancingChoices = field(default_factory=lambda: BalancingChoices(tolerance=1e-9))


FAINT = 1e-100
"""A sum of weights by which no number of people or opportunities can be divided and stay a number."""

Competition = FloatingCatchment | SpatialAvailability | BalancedCatchment | DoublyConstrained


@dataclass(frozen=True, slots=True, eq=False)
class CompetitiveAccess:
    """What falls to people, by origin (n) and by destination (m).

    - `access (n,)`: A of the definition
    - `available (n,)`: V, what falls to all who live there together; none where nothing is shared out
    - `ratio (m,)`: R of the definition, of the doubly constrained measure B; not a number where it has no demand
    - `unreached`: opportunities that nobody reaches
    - `without`: people who reach none
    """

    reach: Reach
    competition: Competition
    access: Floats
    available: Floats | None
    ratio: Floats
    unreached: float
    without: float


def competitive_access(
    reach: Reach, competition: Competition, *, executor: Executor | None = None, progress: Progress | None = None
) -> CompetitiveAccess:
    """What falls to the people of every origin. `progress` hears the share done; it may raise to cancel."""
    _refuse_nothing(reach)
    look, available = partial(each_block, executor=executor), None
    if isinstance(competition, BalancedCatchment):
        access, ratio = _balanced(reach, competition.decay, look, passes(progress, 3))
    elif isinstance(competition, DoublyConstrained):
        access, ratio = _doubly_constrained(reach, competition, progress)
    else:
        crowding = competition.crowding if isinstance(competition, SpatialAvailability) else 1.0
        access, available, ratio = _shared_out(reach, (competition.decay, crowding), look, passes(progress, 2))
    for array in (access, ratio) if available is None else (access, available, ratio):
        array.flags.writeable = False
    return CompetitiveAccess(
        reach=reach,
        competition=competition,
        access=access,
        available=available,
        ratio=ratio,
        unreached=float(reach.opportunities[np.isnan(ratio)].sum()),
        without=float(reach.people[access == 0].sum()),
    )


def _refuse_nothing(reach: Reach) -> None:
    for values, what in ((reach.people, Word("people")), (reach.opportunities, Word("opportunities"))):
        if not values.any():
            raise TableError("there are no {what} anywhere: nothing can be shared out", what=what)


_Look = Callable[..., Iterator[tuple[slice, Any]]]
"""`each_block` with the executor."""
_Heard = list[Progress | None]


def _shared_out(reach: Reach, law: tuple[Decay, float], look: _Look, heard: _Heard) -> tuple[Floats, Floats, Floats]:
    """A, V and R of floating catchments and of availability, which differ by the exponent of people only."""
    decay, crowding = law
    counted = reach.people**crowding
    demand = np.zeros(len(reach.destinations))
    for _rows, found in look(partial(_demand, decay), reach.times, counted, progress=heard[0]):
        demand += found
    ratio = _over(reach.opportunities, demand)
    gathered = _gathered(reach, decay, ratio, look, heard[1])
    available = counted * gathered
    return gathered if crowding == 1 else _over(available, reach.people), available, ratio


def _balanced(reach: Reach, decay: Decay, look: _Look, heard: _Heard) -> tuple[Floats, Floats]:
    """A and R of balanced catchments."""
    out, into = np.empty(len(reach.origins)), np.zeros(len(reach.destinations))
    for rows, (along, down) in look(partial(_both_sums, decay), reach.times, progress=heard[0]):
        out[rows] = along
        into += down
    asking = np.divide(reach.people, out, out=np.zeros_like(out), where=out > FAINT)
    demand = np.zeros(len(into))
    for _rows, found in look(partial(_demand, decay), reach.times, asking, progress=heard[1]):
        demand += found
    ratio = _over(reach.opportunities, demand)
    return _gathered(reach, decay, _over(ratio, into), look, heard[2]), ratio


def _doubly_constrained(
    reach: Reach, competition: DoublyConstrained, progress: Progress | None
) -> tuple[Floats, Floats]:
    """A and B; who reaches nothing, and what nobody reaches, are left out of the sums that must be met."""
    seed = np.empty(reach.times.shape)
    for some, found in each_block(competition.decay.weights, reach.times):
        seed[some] = np.where(found > FAINT, found, 0.0)
    rows: Floats = np.where(seed @ reach.opportunities > 0, reach.people, 0.0)
    columns: Floats = np.where(reach.people @ seed > 0, reach.opportunities, 0.0)
    if not columns.any():
        return np.zeros(len(rows)), np.full(len(columns), np.nan)
    rows *= columns.sum() / rows.sum()
    margins = Margins(seed, rows, columns, reach.origins.codes, reach.destinations.codes)
    factors = balance(margins, competition.balancing, progress=progress).column_factors
    factors = factors * (columns.sum() / factors.sum())
    return np.einsum("ij,j->i", seed, factors), _over(factors, columns)


def _gathered(reach: Reach, decay: Decay, ratio: Floats, look: _Look, progress: Progress | None) -> Floats:
    """(n,) sum_j f_ij ratio_j over the destinations that have a ratio."""
    offered = np.where(np.isnan(ratio), 0.0, ratio)
    made = np.empty(len(reach.origins))
    for rows, found in look(partial(_sums, decay, offered), reach.times, progress=progress):
        made[rows] = found
    return made


# Sums of a block; not by a matrix product of a library, whose order of summing hangs on its threads.


def _demand(decay: Decay, times: Times, people: Floats) -> Floats:
    found: Floats = np.einsum("ij,i->j", decay.weights(times), people)
    return found


def _sums(decay: Decay, offered: Floats, times: Times) -> Floats:
    found: Floats = np.einsum("ij,j->i", decay.weights(times), offered)
    return found


def _both_sums(decay: Decay, times: Times) -> tuple[Floats, Floats]:
    weights = decay.weights(times)
    return np.einsum("ij->i", weights), np.einsum("ij->j", weights)


def _over(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > FAINT)
