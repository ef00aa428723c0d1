"""The compiled inner loops of balancing: one pass over the seed for rows and columns together.

Rows are cut into `BLOCKS` blocks whatever the number of threads, each block adds up its own columns in row order, and
the blocks are added in order. So the result is the same to the bit with one thread and with many.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar, cast

import numba
import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Floats

BLOCKS = 32
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
def _meet_rows(seed: Floats, rows: Floats, a: Floats, b: Floats, parts: Floats, errors: Floats) -> None:
    m, n = seed.shape
    for block in numba.prange(BLOCKS):
        part = parts[block]
        part[:] = 0.0
        error = 0.0
        for i in range(block * m // BLOCKS, (block + 1) * m // BLOCKS):
            row = seed[i]
            total = _dot(row, b)
            # With the columns met by the sweep before, this is how far the row still is from its margin.
            error = max(error, abs(a[i] * total / rows[i] - 1.0))
            factor = rows[i] / total
            a[i] = factor
            for j in range(n):
                part[j] += factor * row[j]
        errors[block] = error


_ALONE, _TOGETHER = compiled(_meet_rows), _threaded(_meet_rows)


@_threaded
def _scaled(seed: Floats, a: Floats, b: Floats, out: Floats) -> None:
    for i in numba.prange(seed.shape[0]):
        for j in range(seed.shape[1]):
            out[i, j] = a[i] * seed[i, j] * b[j]


def sweeps(scaling: Scaling, *, tolerance: float, at_most: int) -> tuple[int, float]:
    """Up to `at_most` sweeps, changing the factors in place; how many, and the error before the last.

    The error is the largest deviation of a row sum from its margin, as a share of it, with all columns met; a sweep
    never makes it larger. Before the first sweep columns are not met, so it counts from the second.
    """
    parts, errors = np.empty((BLOCKS, len(scaling.columns))), np.empty(BLOCKS)
    error = np.inf
    meet_rows = _TOGETHER if scaling.seed.size > WORTH_THREADS else _ALONE
    for done in range(1, at_most + 1):
        meet_rows(scaling.seed, scaling.rows, scaling.a, scaling.b, parts, errors)
        np.divide(scaling.columns, parts.sum(axis=0), out=scaling.b)
        error = float(errors.max())
        if done > 1 and error <= tolerance:
            return done, error
    return at_most, error


def scaled(seed: Floats, a: Floats, b: Floats) -> Floats:
    """The matrix a_i seed_ij b_j."""
    out = np.empty(seed.shape)
    if seed.size > WORTH_THREADS:
        _scaled(seed, a, b, out)
    else:
        np.multiply(a[:, None] * seed, b, out=out)
    return out
