"""The compiled inner loops of balancing: one pass over the seed for rows and columns together.

Sweeps are over-relaxed: near the end they contract like Gauss and Seidel's method on a matrix of two blocks, for which
Young (1971, Iterative Solution of Large Linear Systems, ch. 5 and 6) gives the best relaxation from the contraction
seen; for balancing see Thibault, Chizat, Dossal and Papadakis (2021), Overrelaxed Sinkhorn-Knopp Algorithm for
Regularized Optimal Transport. Where that does not make the error fall, plain sweeps go on.

Rows are cut into `BLOCKS` blocks whatever the number of threads, each block adds up its own columns in row order, and
the blocks are added in order. So the result is the same to the bit with one thread and with many.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar, cast

import numba
import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Floats

BLOCKS = 32
LOOK = 4
"""Sweeps over which the fall of the error is measured."""
MOST_CONTRACTION = 0.999
"""of a plain sweep that is reckoned with; beyond it Newton's steps are better"""
WORTH_THREADS = 1_000_000
"""Cells from which on a sweep takes longer than waking the threads, also on a busy machine."""

Kernel = TypeVar("Kernel", bound=Callable[..., object])


class Scaling(NamedTuple):
    """A matrix under scaling: `seed (m, n)`, wanted `rows (m,)` and `columns (n,)`, and the factors `a`, `b` so far.

    Margins are above 0, and so is the sum of every line of the seed.
    """

    seed: Floats
    rows: Floats
    columns: Floats
    a: Floats
    b: Floats


def _threaded(kernel: Kernel) -> Kernel:
    """As `compiled`, with `prange` on all threads and numpy's rules of division."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, parallel=True, error_model="numpy")(kernel))


@compiled
def _dot(row: Floats, other: Floats) -> float:
    """A scalar product in eight lanes: a stated order of adding that a processor can still do side by side."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    whole = len(row) - len(row) % 8
    for j in range(0, whole, 8):
        s0 += row[j] * other[j]
        s1 += row[j + 1] * other[j + 1]
        s2 += row[j + 2] * other[j + 2]
        s3 += row[j + 3] * other[j + 3]
        s4 += row[j + 4] * other[j + 4]
        s5 += row[j + 5] * other[j + 5]
        s6 += row[j + 6] * other[j + 6]
        s7 += row[j + 7] * other[j + 7]
    for j in range(whole, len(row)):
        s0 += row[j] * other[j]
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))


# Arrays are passed one by one: of a tuple unpacked inside, numba 0.68 loses writes where it also uses threads.
def _meet_rows(seed: Floats, rows: Floats, a: Floats, b: Floats, relaxation: float, parts: Floats) -> None:
    """Give rows their sums, or go beyond; `parts (BLOCKS, n + 1)` become sums by column, and the block's error last."""
    m, n = seed.shape
    for block in numba.prange(BLOCKS):
        part = parts[block]
        part[:] = 0.0
        error = 0.0
        for i in range(block * m // BLOCKS, (block + 1) * m // BLOCKS):
            row = seed[i]
            total = _dot(row, b)
            factor = rows[i] / total
            error = max(error, abs(a[i] / factor - 1.0))
            if relaxation != 1.0:
                factor = a[i] * (factor / a[i]) ** relaxation
            a[i] = factor
            for j in range(n):
                part[j] += factor * row[j]
        part[n] = error


_ALONE, _TOGETHER = compiled(_meet_rows), _threaded(_meet_rows)


@_threaded
def _scaled(seed: Floats, a: Floats, b: Floats, out: Floats) -> None:
    for i in numba.prange(seed.shape[0]):
        for j in range(seed.shape[1]):
            out[i, j] = a[i] * seed[i, j] * b[j]


@dataclass(slots=True)
class Pace:
    """How far sweeps go beyond what would meet the margins, found from how the error falls."""

    relaxation: float = 1.0
    tried: bool = False
    heard: list[float] = field(default_factory=list)

    def hear(self, error: float) -> None:
        """Take a new relaxation when the errors of enough sweeps have been heard, or none where they have risen."""
        self.heard.append(error)
        # Relaxed sweeps first stir the error up; the further they go, the longer it takes to see what they do.
        span = LOOK * round(1 / (2 - self.relaxation))
        if len(self.heard) <= span:
            return
        fall = (self.heard[-1] / self.heard[-1 - span]) ** (1 / span)
        self.heard.clear()
        beyond = self.relaxation - 1
        if fall >= 1:
            self.relaxation, self.tried = 1.0, True
        elif fall > beyond and not self.tried:
            plain = min((fall + beyond) ** 2 / (self.relaxation**2 * fall), MOST_CONTRACTION)
            self.relaxation = float(2 / (1 + np.sqrt(1 - plain)))


def sweeps(scaling: Scaling, *, tolerance: float, at_most: int, pace: Pace) -> tuple[int, float]:
    """Up to `at_most` sweeps, changing the factors in place; how many, and the error at the beginning of the last.

    The error is the largest deviation of a sum from its margin, as a share of it. A plain sweep never makes it larger;
    a relaxed one may, but the factors are left as they were where the error was found to be within the tolerance.
    """
    parts = np.empty((BLOCKS, len(scaling.columns) + 1))
    meet_rows = _TOGETHER if scaling.seed.size > WORTH_THREADS else _ALONE
    columns_off = error = np.inf
    for done in range(1, at_most + 1):
        before = scaling.a.copy()
        meet_rows(scaling.seed, scaling.rows, scaling.a, scaling.b, pace.relaxation, parts)
        error = max(float(parts[:, -1].max()), columns_off)
        if error <= tolerance:
            scaling.a[:] = before
            return done, error
        met = scaling.columns / parts[:, :-1].sum(axis=0)
        scaling.b[:] = scaling.b * (met / scaling.b) ** pace.relaxation if pace.relaxation != 1 else met
        columns_off = float(np.abs(scaling.b / met - 1).max())
        if done > 1:
            pace.hear(error)
    return at_most, error


def scaled(seed: Floats, a: Floats, b: Floats) -> Floats:
    """The matrix a_i seed_ij b_j."""
    out = np.empty(seed.shape)
    if seed.size > WORTH_THREADS:
        _scaled(seed, a, b, out)
    else:
        np.multiply(a[:, None] * seed, b, out=out)
    return out
