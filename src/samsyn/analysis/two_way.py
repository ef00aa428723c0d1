"""Row and column effects taken out of a matrix by weighted least squares.

For weights w (m, n) >= 0 and any two sides p (m,), q (n,), the effects u (m,) and v (n,) solve

    u_i sum_j w_ij + sum_j w_ij v_j = p_i      for every row i
    sum_i w_ij u_i + v_j sum_i w_ij = q_j      for every column j

With p_i = sum_j w_ij x_ij and q_j = sum_i w_ij x_ij they are the effects that minimise sum w_ij (x_ij - u_i - v_j)^2.
With p and q the gaps between wanted and present margins they are Newton's step on the logarithms of the factors that
balance w. Both are the same system, because the deviance of a Poisson model has w as its second derivative.

A constant moved from all u to all v of a connected part of the matrix changes nothing; a ridge of `RIDGE` (relative)
picks one such solution. Every u_i + v_j with w_ij > 0 is determined all the same.

Cost: one n x n Cholesky factor, O(m n^2), and n^2 numbers of memory; each pair of sides then takes O(m n).
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from samsyn.analysis.tables import Floats

RIDGE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class TwoWay:
    """Weights whose row and column effects have been separated once, for any number of sides."""

    scaled: Floats
    """(m, n) each weight over the square roots of its row's and its column's sum"""
    root_rows: Floats
    """(m,) square roots of the row sums, > 0"""
    root_columns: Floats
    """(n,) square roots of the column sums, > 0"""
    factor: Floats
    """(n, n) upper Cholesky factor of 1 - scaled' scaled, with the ridge"""

    def effects(self, row_side: Floats, column_side: Floats) -> tuple[Floats, Floats]:
        """The effects (u, v) for sides p (m,) and q (n,)."""
        p = row_side / self.root_rows
        q = column_side / self.root_columns
        v = cho_solve((self.factor, False), q - p @ self.scaled, check_finite=False)
        u = p - self.scaled @ v
        return u / self.root_rows, v / self.root_columns


def separate(weights: Floats) -> TwoWay:
    """Prepare weights (m, n) >= 0 in which every row and every column has a sum above 0."""
    root_rows = np.sqrt(weights.sum(axis=1))
    root_columns = np.sqrt(weights.sum(axis=0))
    scaled = weights / root_rows[:, None] / root_columns
    rest = -(scaled.T @ scaled)
    rest[np.diag_indices_from(rest)] += 1 + RIDGE
    factor, _ = cho_factor(rest, overwrite_a=True, check_finite=False)
    return TwoWay(scaled, root_rows, root_columns, factor)
