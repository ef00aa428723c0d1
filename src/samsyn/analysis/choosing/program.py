"""The choice of measures as an integer program: its rows, and whether a portfolio keeps to them.

x_i is 1 where measure i is chosen, and z_ij stands for x_i x_j where a pair's synergy counts. Linear rows make it so:

    z_ij <= x_i,  z_ij <= x_j,  z_ij >= x_i + x_j - 1

(Fortet 1960; McCormick 1976), so that z need not be integer. Where only the sum of synergies counts, one side is
enough: from above where the synergy is positive, from below where it is negative. Pairs that can never be chosen
together (too dear, or of a set that excludes each other) have no z.

The budget times x_i (Adams and Sherali 1986) gives tighter rows, which were tried: with 80 to 100 measures and strong
synergies the solver took twice as long with them, so they are not here.

Numbers are scaled, the greatest benefit or synergy to `STEEP` and each row's greatest to 1, so that the solver's
tolerances mean the same in every unit.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import csr_array, vstack

from samsyn.analysis.choosing.candidates import Candidates, Of, Rules, by_pair, parts_of
from samsyn.analysis.tables import Flags, Floats, Ints, TableError

STEEP = 1e4
TIE = 1e-9
"""By how much of the sum of its numbers a row may be off by rounding."""
NOISE = 1e-11
"""A synergy that is this share of the greatest benefit is a difference of sums that are equal but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What must be at most `most`: a sum over the chosen measures, and over the chosen pairs."""

    own: Floats
    """(m,)"""
    joint: Floats
    """(m, m) symmetric"""
    most: float

    def kept(self, chosen: Flags) -> bool:
        """Whether a portfolio keeps it, but for rounding."""
        own, pairs = self.own[chosen], np.triu(self.joint[np.ix_(chosen, chosen)])
        size = np.abs(own).sum() + np.abs(pairs).sum() + abs(self.most)
        return bool(own.sum() + pairs.sum() <= self.most + TIE * size)


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """An integer program in m measures and p pairs; `firsts` and `seconds (p,)` are the measures of each pair."""

    candidates: Candidates
    lines: tuple[Line, ...]
    firsts: Ints
    seconds: Ints
    scale: float
    objective: Floats
    """(m + p,) to be least"""
    bounds: Bounds
    rows: tuple[LinearConstraint, ...]

    def kept(self, chosen: Flags) -> bool:
        """Whether a portfolio keeps to everything, measured anew."""
        return all(line.kept(chosen) for line in self.lines)


def program(candidates: Candidates, rules: Rules, budget: float) -> Program:
    """The program of choosing among candidates by these rules for this sum."""
    lines = (_line(candidates, candidates.costs, budget), *_between(candidates, rules), *_balances(candidates, rules))
    firsts, seconds = _pairs(candidates, rules, lines, budget)
    values = np.concatenate([candidates.benefits, np.asarray(candidates.synergies)[firsts, seconds]])
    scale = float(np.abs(values).max()) / STEEP or 1.0
    p = len(firsts)
    chosen, left = (candidates.positions(sorted(keys)) for keys in (rules.included, rules.left_out))
    low, high = np.zeros(len(values)), np.ones(len(values))
    low[chosen], high[left] = 1.0, 0.0
    if set(chosen.tolist()) & set(left.tolist()):
        key = min(rules.included & rules.left_out)
        raise TableError("the measure '{key}' is both included and left out", key=key)
    rows = [_row(line, firsts, seconds) for line in lines]
    if p:
        rows += _products(candidates, lines, firsts, seconds)
    return Program(candidates, lines, firsts, seconds, scale, -values / scale, Bounds(low, high), tuple(rows))


def other_than(made: Program, chosen: Flags, differ: int) -> LinearConstraint:
    """At least so many measures chosen otherwise than in this portfolio."""
    signs = np.where(chosen, -1.0, 1.0)
    row = np.concatenate([signs, np.zeros(len(made.firsts))])
    return LinearConstraint(csr_array(row[None]), differ - chosen.sum(), np.inf)


def _line(candidates: Candidates, own: Floats, most: float, joint: Floats | None = None) -> Line:
    m = len(candidates.keys)
    return Line(own, np.zeros((m, m)) if joint is None else joint, most)


def _between(candidates: Candidates, rules: Rules) -> list[Line]:
    """At most one of each set; the first of a pair only with the second."""
    made = []
    for keys in rules.excludes:
        own = np.zeros(len(candidates.keys))
        own[candidates.positions(keys)] = 1.0
        made.append(_line(candidates, own, 1.0))
    for pair in rules.requires:
        own = np.zeros(len(candidates.keys))
        np.add.at(own, candidates.positions(pair), (1.0, -1.0))
        made.append(_line(candidates, own, 0.0))
    return made


def _balances(candidates: Candidates, rules: Rules) -> list[Line]:
    """part >= least * whole, and part <= most * whole."""
    made = []
    for balance in rules.balances:
        parts = parts_of(candidates.keys, balance)
        whole = candidates.benefits if balance.of is Of.EFFECT else candidates.costs
        joint = by_pair(candidates.keys, balance.joint)
        joint_whole = np.zeros_like(joint) if balance.joint is None else np.asarray(candidates.synergies)
        if balance.least > 0:
            made.append(Line(balance.least * whole - parts, balance.least * joint_whole - joint, 0.0))
        if balance.most < 1:
            made.append(Line(parts - balance.most * whole, joint - balance.most * joint_whole, 0.0))
    return made


def _pairs(candidates: Candidates, rules: Rules, lines: tuple[Line, ...], budget: float) -> tuple[Ints, Ints]:
    """The pairs that count somewhere and may be chosen together."""
    synergies, costs = np.asarray(candidates.synergies), candidates.costs
    counted = np.abs(synergies) > NOISE * np.abs(candidates.benefits).max()
    counted = np.any([counted, *(line.joint != 0 for line in lines)], axis=0)
    # Exactly as the budget's line is kept, so that no pair that it lets through is lost.
    counted &= costs[:, None] + costs <= budget + TIE * (costs[:, None] + costs + abs(budget))
    for keys in rules.excludes:
        for i, j in combinations(sorted(set(candidates.positions(keys).tolist())), 2):
            counted[i, j] = counted[j, i] = False
    firsts, seconds = np.nonzero(np.triu(counted, 1))
    return firsts.astype(np.int64), seconds.astype(np.int64)


def _row(line: Line, firsts: Ints, seconds: Ints) -> LinearConstraint:
    row = np.concatenate([line.own, line.joint[firsts, seconds]])
    scale = float(np.abs(row).max()) or 1.0
    return LinearConstraint(csr_array(row[None] / scale), -np.inf, line.most / scale)


def _products(
    candidates: Candidates, lines: tuple[Line, ...], firsts: Ints, seconds: Ints
) -> tuple[LinearConstraint, ...]:
    """Rows that hold z to the product, on the sides that anything pulls it away from."""
    synergy = np.asarray(candidates.synergies)[firsts, seconds]
    pulled = np.any([line.joint[firsts, seconds] != 0 for line in lines], axis=0)
    above, below = (np.flatnonzero(pulled | side) for side in (synergy > 0, synergy < 0))
    m, p = len(candidates.keys), len(firsts)
    return (
        LinearConstraint(
            vstack([_signs(above, firsts, m, p), _signs(above, seconds, m, p)], format="csr"), -np.inf, 0.0
        ),
        LinearConstraint(_signs(below, firsts, m, p) + _only(below, seconds, m, p), -1.0, np.inf),
    )


def _signs(which: Ints, ends: Ints, m: int, p: int) -> csr_array:
    """z less x of one end of each of these pairs."""
    rows = np.arange(len(which))
    z = csr_array((np.ones(len(which)), (rows, m + which)), shape=(len(which), m + p))
    return z + _only(which, ends, m, p)


def _only(which: Ints, ends: Ints, m: int, p: int) -> csr_array:
    return csr_array((-np.ones(len(which)), (np.arange(len(which)), ends[which])), shape=(len(which), m + p))
