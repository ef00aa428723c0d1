"""The compiled sums of calibration and of its fit: one pass over the pairs for each.

Sums are added up side by side, in an order that the compiler fixes for the kind of processor: the same on every run.
"""

import math
from typing import cast

import numba
import numpy as np

from samsyn.analysis.compiled import Kernel, compiled, summing
from samsyn.analysis.tables import Flags, Floats

STIRLING_FROM = 16.0
"""From here on Stirling's series with four terms gives the logarithm of a factorial to 1e-12."""
LOG_FACTORIALS = np.array([math.lgamma(t + 1) for t in range(int(STIRLING_FROM))])
HALF_LOG_TWO_PI = 0.9189385332046727
LOG_2_E = 1.4426950408889634
LOG_2_HIGH, LOG_2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""The logarithm of 2, the first part so short that its products with whole numbers up to 1,000 are exact."""
SHIFT = 1.5 * 2.0**52
"""Added to a number, it leaves the nearest whole number in the last bits."""
LOWEST = -708.0
"""Below it exp() has less than full precision."""
LEAST = 2.0**-1022
"""The least number that has full precision."""
MANTISSA, EXPONENT = np.int64((1 << 52) - 1), np.int64(0x7FF)
ONE, HALF_ROOT, WHOLE = np.int64(1023 << 52), np.int64(0x3FE6A09E667F3BCD), np.int64(1075 << 52)
"""The bits of 1, of the root of a half, and of 2^52, whose last bits are a whole number."""
NEVER = -1e300
"""The logarithm of a flow that cannot be."""


def _fused(kernel: Kernel) -> Kernel:
    """As `compiled`, with leave to multiply and add in one instruction."""
    return cast(Kernel, numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})(kernel))


@_fused
def _exp(x: float) -> float:
    """exp(x) for x <= 0 within one unit in the last place, and exp(LOWEST) below it; without a branch or a table.

    x = k ln 2 + r with a whole k and |r| <= ln 2 / 2; Taylor's series for r, and k into the exponent.
    """
    inside = max(x, LOWEST)
    shifted = inside * LOG_2_E + SHIFT
    k = shifted - SHIFT
    r = (inside - k * LOG_2_HIGH) - k * LOG_2_LOW
    series = 1 / 479001600 + r / 6227020800
    series = 1 / 3628800 + r * (1 / 39916800 + r * series)
    series = 1 / 40320 + r * (1 / 362880 + r * series)
    series = 1 / 720 + r * (1 / 5040 + r * series)
    series = 1 / 24 + r * (1 / 120 + r * series)
    series = 1.0 + r * (1.0 + r * (1 / 2 + r * (1 / 6 + r * series)))
    exponent = np.float64(shifted).view(np.int64) << np.int64(52)
    power = np.int64(np.float64(series).view(np.int64) + exponent).view(np.float64)
    return power if x >= LOWEST else 0.0


@summing
def modelled(
    theta: Floats, v: Floats, features: Floats, cells: Flags, rows: Floats
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """Flows (m, n) = exp(theta features (p, m, n) + u + v) in the cells, with the u (m,) that gives the rows' sums.

    Returns the flows, u, the sums by column (n,), and of the flows times features the sums by row (p, m) and by column
    (p, n), and those of squares (p,).
    """
    p, m, n = features.shape
    flows, u, columns = np.empty((m, n)), np.empty(m), np.zeros(n)
    by_row, by_column, squares = np.zeros((p, m)), np.zeros((p, n)), np.zeros(p)
    for i in range(m):
        flow = flows[i]
        flow[:] = v
        for k in range(p):
            feature = features[k, i]
            for j in range(n):
                flow[j] += theta[k] * feature[j]
        highest = NEVER
        for j in range(n):
            logarithm = flow[j] if cells[i, j] else NEVER
            flow[j] = logarithm
            highest = max(highest, logarithm)
        total = 0.0
        for j in range(n):
            weight = _exp(flow[j] - highest)
            flow[j] = weight
            total += weight
        factor = rows[i] / total
        u[i] = math.log(factor) - highest
        for j in range(n):
            flow[j] *= factor
            columns[j] += flow[j]
        for k in range(p):
            feature = features[k, i]
            row = square = 0.0
            for j in range(n):
                weighted = flow[j] * feature[j]
                by_column[k, j] += weighted
                row += weighted
                square += weighted * feature[j]
            by_row[k, i] = row
            squares[k] += square
    return flows, u, columns, by_row, by_column, squares


@summing
def spread(weights: Floats, features: Floats, rows: Floats, columns: Floats) -> Floats:
    """Sums (p, p) of weight times one times another feature (p, m, n), each less its effects of rows and columns."""
    p, m, n = features.shape
    sums = np.zeros((p, p))
    for k in range(p):
        for other in range(k + 1):
            for i in range(m):
                row = 0.0
                for j in range(n):
                    one = features[k, i, j] - rows[k, i] - columns[k, j]
                    two = features[other, i, j] - rows[other, i] - columns[other, j]
                    row += weights[i, j] * one * two
                sums[k, other] += row
            sums[other, k] = sums[k, other]
    return sums


@_fused
def _log(x: float) -> float:
    """ln(x) within two units in the last place, and ln(LEAST) below it; without a branch or a table.

    x = 2^k z with a whole k and z from about sqrt(1/2) to sqrt(2); ln z is the series of 2 artanh((z - 1) / (z + 1)).
    """
    bits = np.float64(max(x, LEAST)).view(np.int64)
    above = bits - HALF_ROOT + ONE
    k = np.int64(((above >> np.int64(52)) & EXPONENT) | WHOLE).view(np.float64) - (2.0**52 + 1023)
    z = np.int64((above & MANTISSA) + HALF_ROOT).view(np.float64)
    s = (z - 1.0) / (z + 1.0)
    q = s * s
    series = 1 / 15 + q * (1 / 17 + q * (1 / 19 + q * (1 / 21)))
    series = 1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q * series)))
    series = q * (1 / 3 + q * (1 / 5 + q * series))
    return k * LOG_2_HIGH + (2.0 * s + (2.0 * s * series + k * LOG_2_LOW))


@summing
def agreement(observed: Floats, modelled: Floats, bare: Floats) -> Floats:
    """Over N cells, sums of: (t - m)^2, the smaller of t and m, t ln t, t ln m, t ln bare, and ln t!."""
    squares = common = by_itself = by_model = by_bare = factorials = 0.0
    for j in range(len(observed)):
        t, model = observed[j], modelled[j]
        squares += (t - model) ** 2
        common += min(t, model)
        logarithm = _log(t)
        by_itself += t * logarithm
        by_model += t * _log(model)
        by_bare += t * _log(bare[j])
        factorials += _stirling(t, logarithm) if t >= STIRLING_FROM else 0.0
    return np.array([squares, common, by_itself, by_model, by_bare, factorials + _small_factorials(observed)])


@_fused
def _stirling(t: float, logarithm: float) -> float:
    """ln t! = ln Γ(t + 1) by Stirling's series, for t whose logarithm is known."""
    part = 1 / max(t, STIRLING_FROM)
    square = part * part
    series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) * part
    return (t + 0.5) * logarithm - t + HALF_LOG_TWO_PI + series


@compiled
def _small_factorials(observed: Floats) -> float:
    """The sum of ln t! over the t that Stirling's series is not for."""
    total = 0.0
    for t in observed:
        if t < STIRLING_FROM:
            whole = int(t)
            total += LOG_FACTORIALS[whole] if whole == t else math.lgamma(t + 1)
    return total
