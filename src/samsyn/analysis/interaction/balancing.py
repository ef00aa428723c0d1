"""A matrix scaled so that its rows and its columns have given sums: biproportional fitting, Furness's method.

Definition
----------
Given a seed K (m, n) >= 0 and margins R (m,), C (n,) >= 0 with equal totals, find factors a, b > 0 such that
T_ij = a_i K_ij b_j has row sums R and column sums C. Where such a matrix exists it is unique, keeps every cross
product ratio K_ij K_kl / (K_il K_kj) of the seed, and is of all matrices with these margins the one closest to the
seed in the sense of sum T ln(T / K). A zero of the seed stays zero (structural); a margin of zero empties its line.

Criterion: no row sum and no column sum deviates from its margin by more than `tolerance` times that margin. The error
in the result is measured on the finished matrix.

Known bias
----------
The result has the seed's structure: what never flowed in the seed never will. Where only a matrix with further zeros
would fit, the factors have no finite limit: the result then meets the criterion with small positive numbers in cells
that should be zero.

How
---
Sweeps of proportional fitting (Furness 1965): all rows, then all columns, over-relaxed where the seed has no zeros
(`balancing_sweeps`); one pass over the memory each. Where the areas hang so loosely together that sweeps would take
long (the error falls by a factor that is nearly one), Newton steps on the logarithms of the factors take over; they
solve the same convex problem. The order of every sum is fixed by the size of the matrix and not by the number of
threads, so sweeps give the same bits on every run.

Cost: O(m n) a sweep, O(m n^2) a Newton step; memory: the result, and for Newton two more of the same size.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.interaction.balancing_sweeps import Pace, Scaling, scaled, sweeps
from samsyn.analysis.interaction.two_way import separate
from samsyn.analysis.progress import Progress
from samsyn.analysis.tables import Floats, Ints

TOTALS_TIE = 1e-9
"""How far, relatively, the two totals may lie apart: rounding, no more."""
BATCH = 50
"""Sweeps between two looks at the speed of convergence."""
NEWTON_AT_MOST = 100
LONGEST_STEP, SHORTEST_STEP = 5.0, 1e-9
"""The largest change of a factor's logarithm in one Newton step, and the share of a step that counts as none."""


class BalancingError(AnalysisError):
    """No matrix with these margins exists, or it was not reached. The text names the lines that are at fault."""


@dataclass(frozen=True, slots=True, eq=False)
class Margins:
    """A seed and the margins that it should get. Checked and locked when made."""

    seed: Floats
    """(m, n) weights of any unit, finite, >= 0; 0 is a cell that must stay empty"""
    rows: Floats
    """(m,) wanted row sums, finite, >= 0"""
    columns: Floats
    """(n,) wanted column sums, finite, >= 0, with the same total as the rows"""
    row_names: Sequence[str] = ()
    """what refusals call the rows; empty: by number from 0"""
    column_names: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name in ("seed", "rows", "columns"):
            object.__setattr__(self, name, _locked(getattr(self, name), name))
        if self.seed.ndim != 2 or self.rows.shape != self.seed.shape[:1] or self.columns.shape != self.seed.shape[1:]:
            raise BalancingError(
                f"a seed of shape {self.seed.shape} needs one margin a row and one a column, "
                f"not {self.rows.shape} and {self.columns.shape}"
            )
        for names, count in ((self.row_names, len(self.rows)), (self.column_names, len(self.columns))):
            if names and len(names) != count:
                raise BalancingError(f"{len(names)} names for {count} lines")
        out, into = float(self.rows.sum()), float(self.columns.sum())
        if abs(out - into) > TOTALS_TIE * max(out, into):
            raise BalancingError(
                "the rows add up to {rows} and the columns to {columns}: they must be equal", rows=out, columns=into
            )

    def row_name(self, i: int) -> str:
        """What to call a row."""
        return self.row_names[i] if self.row_names else str(i)

    def column_name(self, j: int) -> str:
        """What to call a column."""
        return self.column_names[j] if self.column_names else str(j)


@dataclass(frozen=True, slots=True)
class BalancingChoices:
    """How exactly, and for how long."""

    tolerance: float = 1e-6
    """largest deviation of a sum from its margin, as a share of the margin"""
    sweeps_at_most: int = 10_000
    newton: bool = True
    """whether Newton steps may take over where sweeps are slow"""


@dataclass(frozen=True, slots=True, eq=False)
class Balanced:
    """The balanced matrix: `matrix = row_factors[:, None] * seed * column_factors`."""

    matrix: Floats
    """(m, n), in the unit of the margins"""
    row_factors: Floats
    """(m,) >= 0; 0 where the margin is 0"""
    column_factors: Floats
    """(n,) >= 0; 0 where the margin is 0"""
    error: float
    """largest deviation of a sum from its margin, as a share of the margin, measured on `matrix`"""
    sweeps: int
    newton_steps: int


@dataclass(slots=True, eq=False)
class _State:
    """Where the work stands: the lines with margins above zero, and their factors so far."""

    live_rows: Ints
    live_columns: Ints
    scaling: Scaling
    error: float = np.inf
    sweeps: int = 0
    newton_steps: int = 0
    pace: Pace = field(default_factory=Pace)


def balance(
    margins: Margins, choices: BalancingChoices = BalancingChoices(), *, progress: Progress | None = None
) -> Balanced:
    """Scale the seed to its margins, or raise `BalancingError` naming the rows and columns that cannot be met.

    `progress` hears the share done (estimated from the error) after each batch of sweeps; it may raise to cancel.
    """
    state = _start(margins)
    if len(state.live_rows):
        _refuse_empty_lines(margins, state)
        _run(margins, choices, state, progress)
    return _result(margins, state)


def _locked(values: Any, name: str) -> Floats:
    """A read-only view of finite numbers >= 0, or a refusal that says where they are not."""
    array: Floats = np.ascontiguousarray(values, dtype=np.float64).view()
    array.setflags(write=False)
    # A sum is finite only where all is; the search for the place waits until it is needed.
    if array.size and not (np.isfinite(array.sum()) and array.min() >= 0):
        wrong = np.argwhere(~(np.isfinite(array) & (array >= 0)))
        if len(wrong):
            where = ", ".join(map(str, wrong[0]))
            raise BalancingError(f"{name}[{where}] is {array[tuple(wrong[0])]}: expected a finite number >= 0")
    return array


def _start(margins: Margins) -> _State:
    live_rows, live_columns = np.flatnonzero(margins.rows), np.flatnonzero(margins.columns)
    whole = len(live_rows) == len(margins.rows) and len(live_columns) == len(margins.columns)
    seed = margins.seed if whole else _locked(margins.seed[np.ix_(live_rows, live_columns)], "seed")
    rows, columns = margins.rows[live_rows], margins.columns[live_columns]
    if len(columns):
        columns = columns * (rows.sum() / columns.sum())
    scaling = Scaling(seed, rows, columns, np.ones(len(rows)), np.ones(len(columns)))
    return _State(live_rows, live_columns, scaling)


def _refuse_empty_lines(margins: Margins, state: _State) -> None:
    """A line that wants something, of which every cell is a structural zero or lies in a line that wants nothing."""
    sides = (
        (_EMPTY_ROWS, margins.row_name, state.live_rows, state.scaling.seed.sum(axis=1), margins.rows),
        (_EMPTY_COLUMNS, margins.column_name, state.live_columns, state.scaling.seed.sum(axis=0), margins.columns),
    )
    for sentence, name, live, sums, wanted in sides:
        empty = live[sums == 0]
        if len(empty):
            raise BalancingError(sentence, lines=[f"{name(i)} ({wanted[i]:,.6g})" for i in empty])


_EMPTY_ROWS = "nothing can flow in row {lines}: every cell of it must stay zero"
_EMPTY_COLUMNS = "nothing can flow in column {lines}: every cell of it must stay zero"


def _run(margins: Margins, choices: BalancingChoices, state: _State, progress: Progress | None) -> None:
    """Batches of sweeps, with a Newton step between two where sweeps are slow, until the margins are met."""
    has_zeros = state.scaling.seed.min() == 0
    # What can never fit is found by how plain sweeps fail.
    state.pace.tried = bool(has_zeros)
    first = 0.0
    while state.error > choices.tolerance:
        before = state.error
        done, state.error = sweeps(state.scaling, tolerance=choices.tolerance, at_most=BATCH, pace=state.pace)
        state.sweeps += done
        first = first or state.error
        if progress:
            progress(_share_done(first, state.error, choices.tolerance))
        if state.error <= choices.tolerance:
            return
        if has_zeros:
            _refuse_infeasible(margins, state)
        if state.sweeps >= choices.sweeps_at_most or state.newton_steps >= NEWTON_AT_MOST:
            raise _not_reached(margins, state, choices.tolerance)
        if choices.newton and _is_slow(before, state.error, choices.tolerance, len(state.scaling.columns)):
            _newton_step(state)


def _share_done(first: float, error: float, tolerance: float) -> float:
    if error <= tolerance:
        return 1.0
    return float(np.clip(np.log(first / error) / np.log(first / tolerance), 0, 1)) if first > tolerance else 0.0


def _is_slow(before: float, error: float, tolerance: float, n: int) -> bool:
    """Whether the sweeps left to do, at the pace of the last batch, cost more than a few Newton steps."""
    if not np.isfinite(before):
        return False
    pace = np.log(before / error) / BATCH
    return bool(pace <= 0 or np.log(error / tolerance) / pace > max(2 * BATCH, n))


def _newton_step(state: _State) -> None:
    """One damped Newton step on the logarithms of the factors; at worst none, as sweeps go on in between."""
    seed, rows, columns, a, b = state.scaling
    matrix = scaled(seed, a, b)
    total = matrix.sum()
    gaps = rows - matrix.sum(axis=1), columns - matrix.sum(axis=0)
    u, v = separate(matrix).effects(*gaps)
    slope = gaps[0] @ u + gaps[1] @ v
    step = min(1.0, LONGEST_STEP / max(np.abs(u).max(), np.abs(v).max(), 1e-300))
    while step > SHORTEST_STEP:
        new_a, new_b = a * np.exp(step * u), b * np.exp(step * v)
        fall = total - new_a @ (seed @ new_b) + step * (rows @ u + columns @ v)
        if fall >= 1e-4 * step * slope - 1e-13 * total:
            state.scaling = Scaling(seed, rows, columns, new_a, new_b)
            break
        step /= 2
    state.newton_steps += 1
    state.pace.heard.clear()


def _refuse_infeasible(margins: Margins, state: _State) -> None:
    """Look for rows that together want more than all the columns that they may use can take.

    Where no matrix fits, sweeps leave exactly such rows short, so they come first when rows are ordered by how short
    they are. What is found is proved by the sums; what is not found is no proof.
    """
    seed, rows, columns, a, b = state.scaling
    order = np.argsort(-rows / (a * (seed @ b)), kind="stable")
    reached = np.maximum.accumulate(seed[order] > 0, axis=0)
    slack = reached @ columns - np.cumsum(rows[order])
    worst = int(np.argmin(slack))
    if slack[worst] >= -TOTALS_TIE * rows.sum():
        return
    from_rows, to_columns = state.live_rows[np.sort(order[: worst + 1])], state.live_columns[reached[worst]]
    raise BalancingError(
        "no matrix fits: row {rows} must send {sent}, but may only use column {columns}, which takes {taken}",
        rows=[margins.row_name(i) for i in from_rows],
        sent=margins.rows[from_rows].sum(),
        columns=[margins.column_name(j) for j in to_columns],
        taken=margins.columns[to_columns].sum(),
    )


def _not_reached(margins: Margins, state: _State, tolerance: float) -> BalancingError:
    seed, rows, _, a, b = state.scaling
    sums = a * (seed @ b)
    worst = int(np.argmax(np.abs(sums / rows - 1)))
    return BalancingError(
        "not balanced to {tolerance} after {sweeps} sweeps: the largest deviation is {error}, in row {row}, which has "
        "{reached} of {wanted}; allow more sweeps, or look at the zeros there",
        tolerance=f"{tolerance:g}",
        sweeps=state.sweeps,
        error=f"{state.error:.3g}",
        row=margins.row_name(int(state.live_rows[worst])),
        reached=sums[worst],
        wanted=rows[worst],
    )


def _result(margins: Margins, state: _State) -> Balanced:
    a, b = np.zeros(len(margins.rows)), np.zeros(len(margins.columns))
    a[state.live_rows], b[state.live_columns] = state.scaling.a, state.scaling.b
    matrix = scaled(margins.seed, a, b)
    error = max(
        _deviation(matrix.sum(axis=1)[state.live_rows], state.scaling.rows),
        _deviation(matrix.sum(axis=0)[state.live_columns], state.scaling.columns),
    )
    for array in (matrix, a, b):
        array.flags.writeable = False
    return Balanced(matrix, a, b, error, state.sweeps, state.newton_steps)


def _deviation(sums: Floats, wanted: Floats) -> float:
    return float(np.abs(sums / wanted - 1).max(initial=0.0))
