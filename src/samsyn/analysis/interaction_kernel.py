"""The compiled sums of calibration and of its fit: one pass over the pairs for each, in the order of the pairs."""

import math

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Floats

STIRLING_FROM = 16.0
"""From here on Stirling's series with four terms gives the logarithm of a factorial to 1e-12."""
HALF_LOG_TWO_PI = 0.9189385332046727


@compiled
def moments(weights: Floats, features: Floats) -> tuple[Floats, Floats, Floats]:
    """Weights (m, n) times features (p, m, n): sums by row (p, m), by column (p, n), and of squares (p,)."""
    p, m, n = features.shape
    rows, columns, squares = np.zeros((p, m)), np.zeros((p, n)), np.zeros(p)
    for k in range(p):
        for i in range(m):
            row = square = 0.0
            for j in range(n):
                weighted = weights[i, j] * features[k, i, j]
                columns[k, j] += weighted
                row += weighted
                square += weighted * features[k, i, j]
            rows[k, i] = row
            squares[k] += square
    return rows, columns, squares


@compiled
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


@compiled
def agreement(observed: Floats, modelled: Floats, bare: Floats) -> Floats:
    """Over N cells, sums of: (t - m)^2, the smaller of t and m, t ln t, t ln m, t ln bare, and ln t!."""
    sums = np.zeros(6)
    for t, model, alone in zip(observed, modelled, bare):  # noqa: B905 - numba knows no strict zip
        sums[0] += (t - model) ** 2
        sums[1] += min(t, model)
        if t > 0:
            logarithm = math.log(t)
            sums[2] += t * logarithm
            sums[3] += t * math.log(model)
            sums[4] += t * math.log(alone)
            sums[5] += _log_factorial(t, logarithm)
    return sums


@compiled
def _log_factorial(t: float, logarithm: float) -> float:
    """ln t! = ln Γ(t + 1), for t > 0 whose logarithm is known."""
    if t < STIRLING_FROM:
        return math.lgamma(t + 1)
    square = 1 / (t * t)
    series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / t
    return (t + 0.5) * logarithm - t + HALF_LOG_TWO_PI + series
