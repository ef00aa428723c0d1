"""How something is spread over the people: not the mean alone, but who has little and who has much of it.

Definition
----------
Everybody in an area has the area's value. Over people, from the lowest value up:

- *Lorenz curve*: the share of all that the lowest p per cent of people have together, a straight line within an area
- *Gini*: 1 - sum over areas of p_k (L_(k-1) + L_k), p_k the share of people and L the curve at its ends: twice the area
  between the curve and the diagonal. 0 where all have the same; always below 1
- *worst-off*: the tenth (`tail`) of people who have it worst, the last area counted in part so that it is a tenth: the
  mean of their values, and the value of the best-off among them (`limit`)
- *Palma ratio*: the share of all held by the highest tenth over that of the lowest four tenths (Palma 2011)
- *percentile* p: the lowest value that at least p per cent of people have at most

The same for each group. Where less is better (minutes to a hospital), the worst-off have the highest values; who has an
infinite value is among the worst-off and in the percentiles, is counted (`without`), and is in no mean but that of the
worst-off, no curve, and no ratio. Gini and Palma do not know which way is better.

Known bias
----------
Differences within areas are not seen: Gini is too low, the more so the larger the areas, and comparisons need the same
areas. Gini is blind to level: it falls when all lose so that the well-off lose most. It moves most with the middle; the
worst-off tenth and the Palma ratio tell of the ends. A group is where its members live, not what they need. Small
groups hang on few areas: the worst-off tenth of 50 people is five of them (and must be suppressed before it is shown).

Ties: areas of the same value are one point of the curve; a share that is reached but for rounding is reached (`TIE`).

Cost: O(n log n) a group.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.accessibility.opportunities import Better
from samsyn.analysis.accessibility.reach import amounts
from samsyn.analysis.errors import Word
from samsyn.analysis.tables import Areas, Floats, TableError

TIE = 1e-12
"""of all people, by which sums of shares may differ by rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """People by area, and by area and group. Groups may overlap and need not be everybody.

    `people (n,)`, `members (g, n)` of `groups`; finite, >= 0, somebody in all and in each group.
    """

    areas: Areas
    people: Floats
    groups: tuple[str, ...] = ()
    members: Floats | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", _somebody(self.areas, self.people, Word("people")))
        given = () if self.members is None else tuple(self.members)
        if len(given) != len(self.groups):
            raise TableError(
                "{number} groups need as many rows of members, not {given}", number=len(self.groups), given=len(given)
            )
        if len(set(self.groups)) < len(self.groups):
            raise TableError("two groups have the same name")
        rows = [_somebody(self.areas, row, name) for name, row in zip(self.groups, given, strict=True)]
        members = np.array(rows).reshape(len(rows), len(self.areas))
        members.flags.writeable = False
        object.__setattr__(self, "members", members)


@dataclass(frozen=True, slots=True)
class DistributionChoices:
    """What is told of a distribution."""

    percentiles: tuple[float, ...] = (10.0, 25.0, 50.0, 75.0, 90.0)
    tail: float = 0.1
    """how large a part of people are the worst-off"""
    better: Better = Better.MORE

    def __post_init__(self) -> None:
        if not all(0 < percentile <= 100 for percentile in self.percentiles):
            raise ValueError(f"percentiles lie above 0 and up to 100, and not at {self.percentiles}")
        if not 0 < self.tail < 1:
            raise ValueError(f"the worst-off are a share of people between 0 and 1, not {self.tail}")


@dataclass(frozen=True, slots=True, eq=False)
class Lorenz:
    """The curve's points from (0, 0) to (1, 1), one more than there are different values; both rise."""

    people: Floats
    held: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """How a value is spread over some people. What is not defined (of nothing at all) is not a number."""

    group: str
    """empty: everybody"""
    people: float
    without: float
    """people with an infinite value"""
    mean: float
    gini: float
    palma: float
    worst_mean: float
    worst_limit: float
    percentiles: Floats
    """(p,) in the order of the choices"""
    lorenz: Lorenz | None
    """None where there is nothing to share"""


def population_distribution(
    population: Population, values: Floats, choices: DistributionChoices | None = None
) -> tuple[Distribution, ...]:
    """How the areas' values (n,), >= 0, are spread over everybody, and over each group, in that order."""
    choices = choices or DistributionChoices()
    _refuse_wrong(population.areas, values, choices.better)
    order = np.argsort(values, kind="stable")
    rows = np.vstack([population.people, np.asarray(population.members)])
    return tuple(
        _described(group, values[order], row[order], choices)
        for group, row in zip(("", *population.groups), rows, strict=True)
    )


def _somebody(areas: Areas, people: Floats, what: str) -> Floats:
    made = amounts(areas, people, what)
    if not made.any():
        raise TableError("there is nobody among '{what}': a distribution needs somebody", what=what)
    return made


def _refuse_wrong(areas: Areas, values: Floats, better: Better) -> None:
    if np.shape(values) != (len(areas),):
        raise TableError("{what} of {number} areas are one number an area", what=Word("values"), number=len(areas))
    high = np.inf if better is Better.LESS else np.finfo(np.float64).max
    wrong = np.flatnonzero(~((values >= 0) & (values <= high)))
    if wrong.size:
        at = int(wrong[0])
        raise TableError(
            "the value of '{area}' is {value}; a number of {needed} is needed",
            area=areas.codes[at],
            value=str(values[at]),
            needed=Word("0 or more") if better is Better.LESS else Word("0 or more, and finite,"),
        )


def _described(group: str, values: Floats, people: Floats, choices: DistributionChoices) -> Distribution:
    """Of values in rising order."""
    there = people > 0
    values, people = values[there], people[there]
    finite = np.isfinite(values)
    lorenz = _lorenz(values[finite], people[finite])
    worst_mean, worst_limit = _worst(values, people, choices)
    total = float(people[finite].sum())
    return Distribution(
        group=group,
        people=float(people.sum()),
        without=float(people[~finite].sum()),
        mean=float(values[finite] @ people[finite] / total) if total else np.nan,
        gini=_gini(lorenz) if lorenz else np.nan,
        palma=_palma(lorenz) if lorenz else np.nan,
        worst_mean=worst_mean,
        worst_limit=worst_limit,
        percentiles=_percentiles(values, people, choices.percentiles),
        lorenz=lorenz,
    )


def _lorenz(values: Floats, people: Floats) -> Lorenz | None:
    if not values.any():
        return None
    _, first = np.unique(values, return_index=True)
    points = [np.append(0.0, np.cumsum(np.add.reduceat(amount, first))) for amount in (people, people * values)]
    people_share, held = (point / point[-1] for point in points)
    return Lorenz(people_share, held)


def _gini(lorenz: Lorenz) -> float:
    doubled = np.diff(lorenz.people) @ (lorenz.held[1:] + lorenz.held[:-1])
    return max(0.0, 1.0 - float(doubled))


def _palma(lorenz: Lorenz) -> float:
    low, high = np.interp([0.4, 0.9], lorenz.people, lorenz.held)
    return float((1 - high) / low) if low > 0 else np.inf


def _worst(values: Floats, people: Floats, choices: DistributionChoices) -> tuple[float, float]:
    """The mean of the worst-off, and the value of the best-off among them."""
    if choices.better is Better.LESS:
        values, people = values[::-1], people[::-1]
    wanted = choices.tail * people.sum()
    before = np.cumsum(people) - people
    taken = np.clip(wanted - before, 0, people)
    some = taken > TIE * people.sum()
    return float(values[some] @ taken[some] / taken[some].sum()), float(values[some][-1])


def _percentiles(values: Floats, people: Floats, percentiles: tuple[float, ...]) -> Floats:
    share = np.cumsum(people) / people.sum()
    at = np.searchsorted(share, np.array(percentiles) / 100 - TIE)
    made: Floats = values[np.minimum(at, len(values) - 1)]
    made.flags.writeable = False
    return made
