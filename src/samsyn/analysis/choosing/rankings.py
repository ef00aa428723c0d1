"""How a ranking of alternatives changes with what was chosen: rank intervals instead of a single list.

Definition
----------
A *draw* is one way of counting (a decay, a threshold, a growth scenario, or one draw of what is uncertain), and gives
every alternative a score; higher is better. Within a draw:

- alternatives *tie* when, put in order, their scores follow each other with gaps of at most `tie` times the largest
  score (without its sign); what is better by rounding alone is not better
- tied alternatives share their ranks: with two at the top, both have the ranks 1 to 2; the *middle rank* is 1.5

Over draws, by weight:

- the *rank interval*: the best and worst rank that an alternative has in any draw; and the narrower interval that holds
  its middle rank in at least `level` of the draws, as much outside on either side
- the share of draws in the *top k*: tied alternatives across the border of the top share the places in it, so that the
  shares of all add up to k (rank acceptability, Lahdelma and Salminen 2001)
- *beats*: the share of draws in which one is better than another; *dominates*: better in at least one draw and worse in
  none, whatever weight draws have
- *concordance* W (Kendall and Babington Smith 1939, with its correction for ties): 1 where all draws rank alike, 0
  where they have nothing in common; draws alike in weight
- of a *factor* (which decay, which threshold, ...): the share of the variance of middle ranks, within alternatives and
  over draws, that lies between its levels. Where every combination has been drawn equally often, factors' shares add
  up to at most 1, and what is left is their interplay; where not, they overlap

Known bias
----------
An interval covers the choices that were tried, not those that nobody thought of. It is not a confidence interval: the
draws are no sample, unless they were drawn as one. Ranks hide distances: the first may lead by a hair or by far; show
scores beside. Adding an alternative that nobody wants changes the ranks of the others.

Cost: O(d a (a + log a)) for d draws of a alternatives; memory O(a (a + d)).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Flags, Floats, Ints, TableError

EVEN = 1e-12
"""by which sums of weights may differ by rounding."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that was chosen, and what it was in each draw."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The scores of a alternatives in d draws; checked and locked.

    - `values (d, a)`: finite; higher is better. Where less is better, give the negative.
    - `weights (d,)`: finite, above 0; alike where they are not given. Scaled to a sum of 1.
    - `factors`: one level a draw each
    """

    alternatives: tuple[str, ...]
    values: Floats
    weights: Floats | None = None
    factors: Sequence[Factor] = ()

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        a = len(self.alternatives)
        if values.ndim != 2 or values.shape[1] != a or not values.size:
            raise TableError(f"scores of {a} alternatives are a row a draw and {a} in each, not {values.shape}")
        if len(set(self.alternatives)) < a:
            twice = next(name for name in self.alternatives if self.alternatives.count(name) > 1)
            raise TableError(f"the alternative {twice!r} is there twice")
        wrong = np.argwhere(~np.isfinite(values))
        if len(wrong):
            draw, which = (int(k) for k in wrong[0])
            raise TableError(
                f"the score of {self.alternatives[which]!r} in draw {draw + 1} is {values[draw, which]}; "
                "a finite number is needed"
            )
        for factor in self.factors:
            if len(factor.levels) != len(values):
                raise TableError(f"{factor.name!r} has {len(factor.levels)} levels for {len(values)} draws")
        weights = _weights(self.weights, len(values))
        for name, array in (("values", values), ("weights", weights)):
            array.flags.writeable = False
            object.__setattr__(self, name, array)


@dataclass(frozen=True, slots=True)
class RankingChoices:
    """What counts as equal, and how much the narrower interval holds."""

    tie: float = 1e-9
    """as a share of the largest score of the draw"""
    level: float = 0.9

    def __post_init__(self) -> None:
        if not 0 <= self.tie < 1:
            raise ValueError(f"a tie is a share of 0 or more and below 1, not {self.tie}")
        if not 0 < self.level <= 1:
            raise ValueError(f"the level of an interval lies above 0 and up to 1, not at {self.level}")


@dataclass(frozen=True, slots=True, eq=False)
class Rankings:
    """How a alternatives rank over the draws; ranks from 1, the best.

    - `best`, `worst (a,)`: the first and the last rank in any draw
    - `low`, `high (a,)`: the narrower interval of middle ranks; `middle (a,)`: their median (the lower of two)
    - `top (a, a)`: `top[i, k - 1]` is the share of draws in which i is in the top k
    - `beats (a, a)`: `beats[i, j]` is the share of draws in which i is better than j
    - `dominates (a, a)`: whether i is worse than j in no draw, and better in one
    - `concordance`: W; not a number for a single draw, a single alternative, or where all tie in every draw
    - `influence (f,)`: of each factor; not a number where no rank ever changes
    - `order (a,)`: the alternatives by median, then mean middle rank, then as they were given
    """

    best: Ints
    worst: Ints
    low: Floats
    middle: Floats
    high: Floats
    top: Floats
    beats: Floats
    dominates: Flags
    concordance: float
    influence: Floats
    order: Ints


def rankings(scores: Scores, choices: RankingChoices | None = None) -> Rankings:
    """How alternatives rank over the draws, and how sure that is."""
    choices = choices or RankingChoices()
    values, weights = scores.values, np.asarray(scores.weights)
    first, last = _ranks(values, choices.tie)
    middles = (first + last) / 2
    beats, never_worse = _pairs(first, weights)
    side = (1 - choices.level) / 2
    low, middle, high = (_quantile(middles, weights, share) for share in (side, 0.5, 1 - side))
    mean = weights @ middles
    return Rankings(
        best=first.min(axis=0),
        worst=last.max(axis=0),
        low=low,
        middle=middle,
        high=high,
        top=_top(first, last, weights),
        beats=beats,
        dominates=never_worse & (beats > 0),
        concordance=_concordance(first, last, middles),
        influence=np.array([_influence(middles, weights, factor) for factor in scores.factors]),
        order=np.lexsort((np.arange(len(mean)), mean, middle)).astype(np.int64),
    )


def _weights(weights: Floats | None, draws: int) -> Floats:
    if weights is None:
        return np.full(draws, 1 / draws)
    made = np.array(weights, dtype=np.float64)
    if made.shape != (draws,):
        raise TableError(f"{draws} draws need one weight each, not {made.shape}")
    wrong = np.flatnonzero(~(np.isfinite(made) & (made > 0)))
    if wrong.size:
        raise TableError(f"the weight of draw {wrong[0] + 1} is {made[wrong[0]]}; a finite number above 0 is needed")
    made /= made.sum()
    return made


def _ranks(values: Floats, tie: float) -> tuple[Ints, Ints]:
    """(d, a) the first and the last of the ranks that an alternative shares with those it ties with."""
    d, a = values.shape
    order = np.argsort(-values, axis=1, kind="stable")
    falling = np.take_along_axis(values, order, axis=1)
    apart = falling[:, :-1] - falling[:, 1:] > tie * np.abs(values).max(axis=1, keepdims=True)
    place = np.arange(1, a + 1)
    edge = np.ones((d, 1), dtype=bool)
    first = np.maximum.accumulate(np.where(np.hstack([edge, apart]), place, 0), axis=1)
    closing = np.where(np.hstack([apart, edge]), place, a + 1)
    last = np.minimum.accumulate(closing[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty((2, d, a), dtype=np.int64)
    for made, found in zip(ranks, (first, last), strict=True):
        np.put_along_axis(made, order, found, axis=1)
    return ranks[0], ranks[1]


def _quantile(middles: Floats, weights: Floats, share: float) -> Floats:
    """(a,) the lowest middle rank that at least the share of draws does not exceed."""
    order = np.argsort(middles, axis=0, kind="stable")
    reached = np.cumsum(weights[order], axis=0) >= share - EVEN
    at = np.where(reached[-1], reached.argmax(axis=0), len(weights) - 1)
    found: Floats = np.take_along_axis(middles, order, axis=0)[at, np.arange(middles.shape[1])]
    return found


def _top(first: Ints, last: Ints, weights: Floats) -> Floats:
    """(a, a) the share of draws in the top k: a tie over ranks r to s adds 1 / (s - r + 1) at each of them."""
    a = first.shape[1]
    steps = np.zeros((a, a + 1))
    share = weights[:, None] / (last - first + 1)
    every = np.broadcast_to(np.arange(a), first.shape)
    np.add.at(steps, (every, first - 1), share)
    np.add.at(steps, (every, last), -share)
    found: Floats = np.cumsum(np.cumsum(steps[:, :a], axis=1), axis=1)
    return np.clip(found, 0.0, 1.0)


@compiled
def _pairs(first: Ints, weights: Floats) -> tuple[Floats, Flags]:
    """The share of draws in which one is better than another, and whether it is worse in none."""
    d, a = first.shape
    beats, never_worse = np.zeros((a, a)), np.ones((a, a), dtype=np.bool_)
    for draw in range(d):
        for i in range(a):
            for j in range(a):
                if first[draw, i] < first[draw, j]:
                    beats[i, j] += weights[draw]
                elif first[draw, i] > first[draw, j]:
                    never_worse[i, j] = False
    return beats, never_worse


def _concordance(first: Ints, last: Ints, middles: Floats) -> float:
    d, a = middles.shape
    tied = last - first + 1
    # Over a tie of t, each of its t alternatives adds (t^3 - t) / t.
    correction = d * int((tied**2 - 1).sum())
    most = d**2 * a * (a**2 - 1) - correction
    if d == 1 or most == 0:
        return np.nan
    spread = middles.sum(axis=0) - d * (a + 1) / 2
    return float(12 * (spread @ spread) / most)


def _influence(middles: Floats, weights: Floats, factor: Factor) -> float:
    """The variance of middle ranks between the factor's levels, over all of it."""
    mean = weights @ middles
    total = weights @ ((middles - mean) ** 2).sum(axis=1)
    if total <= EVEN:
        return np.nan
    _, level = np.unique(np.array(factor.levels), return_inverse=True)
    weight = np.bincount(level, weights=weights)
    sums = np.zeros((len(weight), middles.shape[1]))
    np.add.at(sums, level, weights[:, None] * middles)
    between = weight @ ((sums / weight[:, None] - mean) ** 2).sum(axis=1)
    return float(between / total)
