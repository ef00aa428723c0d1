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
Computations, 11.5) reach the same solution in a few rounds of O(m n); where they do not, a new factor is made.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotrs

from samsyn.analysis.tables import Floats

RIDGE = 1e-12
EXACT = 1e-12
"""The largest residual of a solution, as a share of its side, that rounding leaves everywhere."""
PATIENCE = 8
"""Rounds of conjugate gradients that take about as long as a new factor."""


@dataclass(slots=True, eq=False)
class TwoWay:
    """Weights whose row and column effects can be separated for any number of sides."""

    scaled: Floats
    """(m, n) each weight over the square roots of its row's and its column's sum"""
    root_rows: Floats
    """(m,) square roots of the row sums, > 0"""
    root_columns: Floats
    """(n,) square roots of the column sums, > 0"""
    level: Floats
    """(n,) `root_columns` at length 1: what is the same in all columns"""
    factor: Floats
    """(n, n) upper Cholesky factor of 1 - scaled' scaled + level level', of these weights or of others near"""

    def effects(self, row_side: Floats, column_side: Floats, tolerance: float = EXACT) -> tuple[Floats, Floats]:
        """The effects u (m,) and v (n,) for sides p (m,) and q (n,)."""
        p = row_side / self.root_rows
        v = self._solved(column_side / self.root_columns - self.scaled.T @ p, tolerance)
        u = p - self.scaled @ v
        return u / self.root_rows, v / self.root_columns

    def _solved(self, side: Floats, tolerance: float) -> Floats:
        """The v (n,) that the matrix takes to the side."""
        solution = self._by_factor(side)
        if not self._improve(solution, side, tolerance):
            self.factor = _factor(self.scaled, self.level)
            solution = self._by_factor(side)
            self._improve(solution, side, tolerance)
        return solution

    def _improve(self, solution: Floats, side: Floats, tolerance: float) -> bool:
        """Conjugate gradients, changing the solution in place; whether the tolerance was reached in time."""
        enough = tolerance**2 * (side @ side)
        rest = side - self._times(solution)
        step, before = np.zeros_like(side), 1.0
        for _ in range(PATIENCE):
            if rest @ rest <= enough:
                return True
            near = self._by_factor(rest)
            now = float(rest @ near)
            step = near + now / before * step
            times = self._times(step)
            length = now / (step @ times)
            solution += length * step
            rest -= length * times
            before = now
        return bool(rest @ rest <= enough)

    def _by_factor(self, side: Floats) -> Floats:
        found: Floats = dpotrs(self.factor, side)[0]
        return found

    def _times(self, v: Floats) -> Floats:
        times: Floats = (1 + RIDGE) * v + (v @ self.level) * self.level - self.scaled.T @ (self.scaled @ v)
        return times


def separate(weights: Floats, near: TwoWay | None = None) -> TwoWay:
    """Prepare weights (m, n) >= 0 in which every row and every column has a sum above 0.

    `near` is a matrix of about the same weights, whose factor may serve.
    """
    root_rows = np.sqrt(weights.sum(axis=1))
    root_columns = np.sqrt(weights.sum(axis=0))
    scaled = weights / root_rows[:, None]
    scaled /= root_columns
    level = root_columns / np.sqrt(root_columns @ root_columns)
    return TwoWay(scaled, root_rows, root_columns, level, near.factor if near else _factor(scaled, level))


def _factor(scaled: Floats, level: Floats) -> Floats:
    rest = np.outer(level, level)
    rest -= scaled.T @ scaled
    rest[np.diag_indices_from(rest)] += 1 + RIDGE
    factor, failed = dpotrf(rest.T, overwrite_a=1)
    if failed:
        raise np.linalg.LinAlgError("the weights are not finite, or a row or column of them has no sum")
    upper: Floats = factor
    return upper
