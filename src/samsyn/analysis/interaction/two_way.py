"""Row and column effects taken out of a matrix by weighted least squares.

For weights w (m, n) >= 0 and any two sides p (m,), q (n,), the effects u (m,) and v (n,) solve

    u_i sum_j w_ij + sum_j w_ij v_j = p_i      for every row i
    sum_i w_ij u_i + v_j sum_i w_ij = q_j      for every column j

With p_i = sum_j w_ij x_ij and q_j = sum_i w_ij x_ij they are the effects that minimise sum w_ij (x_ij - u_i - v_j)^2.
With p and q the gaps between wanted and present margins they are Newton's step on the logarithms of the factors that
balance w. Both are the same system, because the deviance of a Poisson model has w as its second derivative.

A constant moved from all u to all v changes nothing; the solution whose v is level with the columns' sums is taken, and
within parts of the matrix that do not touch each other a ridge of `RIDGE` (relative) picks one. Every u_i + v_j with
w_ij > 0 is determined all the same.

Cost: one n x n Cholesky factor, O(m n^2), and n^2 numbers of memory; each pair of sides then takes O(m n). Where the
factor of nearly the same weights is at hand, conjugate gradients started from it (Golub and Van Loan, Matrix
Computations, 11.5) reach the same solution in a few rounds of O(m n); where they do not, a new factor is made. The
first factor is in single precision, which takes half the time: it only decides how many rounds are needed.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy.linalg.blas import dsyrk, ssyrk
from scipy.linalg.lapack import dpotrf, spotrf

from samsyn.analysis.compiled import summing
from samsyn.analysis.tables import Floats

RIDGE = 1e-12
EXACT = 1e-12
"""The largest residual of a solution, as a share of its side, that rounding leaves everywhere."""
PATIENCE = 8
"""Rounds of conjugate gradients that take about as long as a new factor."""


class Weighted(NamedTuple):
    """Weights w (m, n) with their sums. With scaled = w over the roots of its row's and its column's sum, v (n,) solves
    (1 - scaled' scaled + level level') v = side, once rows are eliminated and v multiplied by `root_columns`."""

    weights: Floats
    rows: Floats
    """(m,) sums, > 0"""
    root_columns: Floats
    """(n,) square roots of the column sums, > 0"""
    level: Floats
    """(n,) `root_columns` at length 1: what is the same in all columns"""


@dataclass(slots=True, eq=False)
class TwoWay:
    """Weights whose row and column effects can be separated for any number of sides."""

    of: Weighted
    factor: Floats
    """(n, n) lower Cholesky factor of the matrix above, of these weights or of others near, of either precision"""

    def effects(
        self, row_side: Floats, column_side: Floats, tolerance: float = EXACT, start: Floats | None = None
    ) -> tuple[Floats, Floats]:
        """The effects u (m,) and v (n,) for sides p (m,) and q (n,); `start (n,)` is what v may be near."""
        weights, rows, _, _ = self.of
        v = self.column_effects(column_side - (row_side / rows) @ weights, tolerance, start)
        return (row_side - weights @ v) / rows, v

    def column_effects(self, column_side: Floats, tolerance: float = EXACT, start: Floats | None = None) -> Floats:
        """The effects v (n,) alone, where the side of every row is 0."""
        side = column_side / self.of.root_columns
        solution = _by_factor(self.factor, side) if start is None else start * self.of.root_columns
        if not _improve(self.of, self.factor, solution, side, tolerance):
            self.factor = _factor(self.of)
            solution = _by_factor(self.factor, side)
            _improve(self.of, self.factor, solution, side, tolerance)
        found: Floats = solution / self.of.root_columns
        return found


def separate(weights: Floats, sums: tuple[Floats, Floats] | None = None, near: TwoWay | None = None) -> TwoWay:
    """Prepare weights (m, n) >= 0 in which every row and every column has a sum above 0.

    `sums` of rows and of columns need not be added up again where they are known. `near` is a matrix of about the same
    weights, whose factor may serve.
    """
    rows, columns = sums or (weights.sum(axis=1), weights.sum(axis=0))
    root_columns = np.sqrt(columns)
    level = root_columns / np.sqrt(columns.sum())
    of = Weighted(np.ascontiguousarray(weights), rows, root_columns, level)
    return TwoWay(of, near.factor if near else _factor(of, single=True))


def _factor(of: Weighted, *, single: bool = False) -> Floats:
    """The lower Cholesky factor; in double precision also where single does not do."""
    syrk, potrf = (ssyrk, spotrf) if single else (dsyrk, dpotrf)
    precision: Any = np.float32 if single else np.float64
    scaled = (of.weights / np.sqrt(of.rows)[:, None]).astype(precision, copy=False)
    scaled /= of.root_columns.astype(precision)
    level = of.level.astype(precision)
    rest = syrk(-1, scaled.T, beta=1, c=np.outer(level, level).T, overwrite_c=1)
    rest[np.diag_indices_from(rest)] += 1 + RIDGE
    upper, failed = potrf(rest, overwrite_a=1, clean=0)
    if failed and single:
        return _factor(of)
    if failed:
        raise np.linalg.LinAlgError("the weights are not finite, or a row or column of them has no sum")
    lower: Floats = upper.T
    return lower


@summing
def _improve(of: Weighted, factor: Floats, solution: Floats, side: Floats, tolerance: float) -> bool:
    """Conjugate gradients, changing the solution in place; whether the tolerance was reached in time."""
    enough = tolerance**2 * _product(side, side)
    rest = side - _times(of, solution)
    step, before = np.zeros(len(side)), 1.0
    for _ in range(PATIENCE):
        if _product(rest, rest) <= enough:
            return True
        near = _by_factor(factor, rest)
        now = _product(rest, near)
        step = near + now / before * step
        times = _times(of, step)
        length = now / _product(step, times)
        solution += length * step
        rest -= length * times
        before = now
    return _product(rest, rest) <= enough


@summing
def _times(of: Weighted, v: Floats) -> Floats:
    """The matrix times v, in one pass over the weights."""
    scaled, through = v / of.root_columns, np.zeros(len(v))
    for i in range(len(of.rows)):
        row = of.weights[i]
        part = _product(row, scaled) / of.rows[i]
        for j in range(len(v)):
            through[j] += part * row[j]
    return (1 + RIDGE) * v + _product(v, of.level) * of.level - through / of.root_columns


@summing
def _by_factor(factor: Floats, side: Floats) -> Floats:
    """What the matrix of this factor takes to the side: forwards through the rows, and back."""
    found = side.copy()
    for j in range(len(side)):
        found[j] = (found[j] - _product(factor[j, :j], found[:j])) / factor[j, j]
    for j in range(len(side) - 1, -1, -1):
        found[j] /= factor[j, j]
        for i in range(j):
            found[i] -= found[j] * factor[j, i]
    return found


@summing
def _product(one: Floats, other: Floats) -> float:
    total = 0.0
    for i in range(len(one)):
        total += one[i] * other[i]
    return total
