"""Tables of reach that are drawn, and accessibility the plain way: loops over the definition."""

import math

import numpy as np
from hypothesis import strategies as st

from samsyn.analysis.accessibility.decay import Exponential, Gaussian, Logistic, Power, Steps, catchment
from samsyn.analysis.accessibility.reach import Reach
from samsyn.analysis.tables import areas_of

INF = np.inf

VILLAGES = Reach(
    areas_of({code: code for code in "ABCDE"}),
    areas_of({code: code for code in "wxyz"}),
    np.array([[0, 10, 20, INF], [10, 5, 15, 30.5], [20, 15, 0, 30], [INF, 31, 29, 2], [40, 12, 10, 22]]),
    np.array([100, 40, 0, 60]),
    np.array([200, 50, 100, 0, 75]),
)
"""Five villages and four places: nothing at y, nobody in D, no way from A to z and from D to w, and z at 30 from C."""

DECAYS = (
    Exponential(0.1),
    Exponential(0.05, longest=25.0),
    Power(1.5, 2.0),
    Gaussian(20.0),
    Logistic(30.0, 8.0),
    Steps((10.0, 20.0, 30.0), (1.0, 0.68, 0.22)),
    catchment(30.0),
)


def reach(times, opportunities, people, unit="minutes"):
    """A table with origins o0, o1, ... and destinations d0, d1, ..."""
    times = np.asarray(times)
    n, m = times.shape
    return Reach(lettered("o", n), lettered("d", m), times, opportunities, people, unit)


def lettered(letter, count):
    return areas_of({f"{letter}{number:03}": f"{letter}{number}" for number in range(count)})


@st.composite
def reaches(draw, most=6, somebody=False):
    """Small tables with whole minutes, many of them on a limit, some without a way; some people and opportunities."""
    n, m = draw(st.integers(1, most)), draw(st.integers(1, most))
    minutes = st.sampled_from([0, 1, 5, 10, 20, 29, 30, 31, 60, INF])
    times = draw(st.lists(st.lists(minutes, min_size=m, max_size=m), min_size=n, max_size=n))
    least = 1 if somebody else 0
    opportunities = draw(st.lists(st.integers(least, 50), min_size=m, max_size=m).filter(any))
    people = draw(st.lists(st.integers(least, 50), min_size=n, max_size=n).filter(any))
    return reach(np.array(times, dtype=float), opportunities, people)


def plain_weight(decay, time):
    """One weight, from the formula."""
    if time > decay.longest or math.isinf(time):
        return 0.0
    match decay:
        case Exponential():
            return math.exp(-decay.rate * time)
        case Power():
            return (max(time, decay.nearest) / decay.nearest) ** -decay.exponent
        case Gaussian():
            return math.exp(-(time**2) / (2 * decay.width**2))
        case Logistic():
            return 1 / (1 + math.exp((time - decay.middle) * math.pi / (math.sqrt(3) * decay.spread)))
        case Steps():
            return next((share for limit, share in zip(decay.limits, decay.shares, strict=True) if time <= limit), 0.0)


def plain_weights(decay, table):
    return [[plain_weight(decay, time) for time in row] for row in table.times.tolist()]


def plain_shares(decay, table, crowding=1.0):
    """V[i][j]: the part of the opportunities at j that falls to those who live in i."""
    n, m = table.times.shape
    weights = plain_weights(decay, table)
    counted = [people**crowding for people in table.people.tolist()]
    shares = [[0.0] * m for _row in range(n)]
    for j in range(m):
        demand = sum(counted[i] * weights[i][j] for i in range(n))
        for i in range(n):
            if demand > 0:
                shares[i][j] = table.opportunities[j] * counted[i] * weights[i][j] / demand
    return np.array(shares)
