"""Packages of measures under a budget: the portfolio of greatest effect, proven, and those that come next.

Definition
----------
A portfolio S is a set of measures. Its effect is

    E(S) = sum over i in S of b_i + sum over pairs i, j in S of q_ij

with b the measures' own benefits and q the synergies, the effect of two together less the sum of each. Of all
portfolios that cost at most the budget and keep to the rules (`candidates.Rules`), the first is one of greatest
effect; each next one is one of greatest effect among those in which at least `differ` measures are chosen otherwise
than in every one before. With `differ` 1 they are the best, the second best, and so on.

`bound` is what no portfolio in the same place can exceed, as the solver has proven; the *gap* is how far the portfolio
lies below it, as a share of its effect. Where time runs out, what has been found so far is given with its gap.

Ties: of portfolios with equal effect it is the solver's search that says which is found first, the same for the same
input and version of it; with alternatives the others follow, and equals stand in the order of cost, then of measures.

Known bias
----------
Synergies are those of pairs: what three measures do beyond their pairs is left out, so compute the effect of a
portfolio anew before it is shown (`measures.times.new_times` of all its measures). Benefits and costs are taken as
certain, and budgets as hard: a measure just outside may be as good as one just inside, which the alternatives and the
sweep over budgets (`budgets`) show. The greatest sum favours what is large and where many live; fairness is
what the balances are for. It is support for those who decide, and no answer.

Source: the quadratic knapsack problem, Gallo, Hammer and Simeone (1980), here with rules, solved by branch and cut
(HiGHS: Huangfu and Hall 2018), in the formulation of `program`. Cost: a program in m measures and as many
pairs as have a synergy; the worst case grows exponentially, hence the limit of time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import LinearConstraint, milp

from samsyn.analysis.choosing.candidates import Candidates, Rules
from samsyn.analysis.choosing.program import Program, other_than, program
from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.progress import Progress
from samsyn.analysis.tables import Flags

SOLVED, OUT_OF_TIME, IMPOSSIBLE = 0, 1, 2
"""What HiGHS says, as scipy numbers it."""


class PortfolioError(AnalysisError):
    """No portfolio keeps to the rules, or none was found in time."""


@dataclass(frozen=True, slots=True)
class PortfolioChoices:
    """How much may be spent, how many portfolios are wanted, and for how long each may be searched for."""

    budget: float
    """in the unit of the costs"""
    wanted: int = 5
    differ: int = 1
    """how many measures at least are chosen otherwise than in each portfolio before"""
    seconds_each: float = 30.0
    gap: float = 0.0
    """the search for a portfolio may stop when it is proven to lie at most this share below the greatest"""

    def __post_init__(self) -> None:
        if not 0 <= self.budget < np.inf:
            raise ValueError(f"a budget is a finite number of 0 or more, not {self.budget}")
        if self.wanted < 1 or self.differ < 1:
            raise ValueError("at least one portfolio is wanted, and they differ in at least one measure")
        if not self.seconds_each > 0 or not 0 <= self.gap < 1:
            raise ValueError("the time for each must be above 0 seconds, and the gap a share from 0 and below 1")


@dataclass(frozen=True, slots=True, eq=False)
class Portfolio:
    """A set of measures, and what it does as the pairs tell it."""

    keys: tuple[str, ...]
    """in the order of the candidates"""
    chosen: Flags
    """(m,)"""
    effect: float
    synergy: float
    """what of the effect comes from pairs"""
    cost: float
    bound: float
    """no portfolio that could stand here has a greater effect"""
    proven: bool
    """whether the search ended, and not its time"""

    @property
    def gap(self) -> float:
        """How far below the bound, as a share of the effect; infinite where the effect is 0 and the bound above."""
        below = max(self.bound - self.effect, 0.0)
        return below / abs(self.effect) if self.effect else (np.inf if below else 0.0)


def portfolios(
    candidates: Candidates,
    rules: Rules,
    choices: PortfolioChoices,
    *,
    progress: Progress | None = None,
) -> tuple[Portfolio, ...]:
    """The best portfolios, best first; fewer than wanted where there are no more, or no more were found in time.

    `progress` hears the share done after each portfolio and may raise to cancel: a search once begun ends, at the
    latest after `seconds_each`.
    """
    made = program(candidates, rules, choices.budget)
    found: list[Portfolio] = []
    while len(found) < choices.wanted:
        one = _next(made, choices, found)
        if one is None:
            break
        found.append(one)
        if progress:
            progress(len(found) / choices.wanted)
    if progress and len(found) < choices.wanted:
        progress(1.0)
    return tuple(sorted(found, key=_order))


def _order(one: Portfolio) -> tuple[float, float, tuple[bool, ...]]:
    return -one.effect, one.cost, tuple(bool(left) for left in ~one.chosen)


def _next(made: Program, choices: PortfolioChoices, found: Sequence[Portfolio]) -> Portfolio | None:
    """The best that differs from all found; what keeps the rows only by the solver's tolerance is passed over."""
    apart = [other_than(made, each.chosen, choices.differ) for each in found]
    while True:
        one, status = _solved(made, choices, apart)
        if one is None and not found:
            raise _why(status, choices)
        if one is None or made.kept(one.chosen):
            return one
        apart.append(other_than(made, one.chosen, 1))


def _solved(
    made: Program, choices: PortfolioChoices, apart: Sequence[LinearConstraint]
) -> tuple[Portfolio | None, int]:
    whole = np.zeros(len(made.objective))
    whole[: len(made.candidates.keys)] = 1
    options = {"time_limit": choices.seconds_each, "mip_rel_gap": choices.gap}
    result = milp(
        made.objective, integrality=whole, bounds=made.bounds, constraints=[*made.rows, *apart], options=options
    )
    if result.x is None:
        return None, int(result.status)
    one = _portfolio(made.candidates, result.x[: len(made.candidates.keys)] > 0.5)
    bound = max(-made.scale * float(result.mip_dual_bound), one.effect)
    return replace(one, bound=bound, proven=result.status == SOLVED), int(result.status)


def _portfolio(candidates: Candidates, chosen: Flags) -> Portfolio:
    """What a set of measures does, summed anew."""
    chosen.flags.writeable = False
    synergy = float(np.triu(np.asarray(candidates.synergies)[np.ix_(chosen, chosen)]).sum())
    keys = tuple(key for key, one in zip(candidates.keys, chosen, strict=True) if one)
    effect = float(candidates.benefits[chosen].sum()) + synergy
    return Portfolio(keys, chosen, effect, synergy, float(candidates.costs[chosen].sum()), np.inf, False)


def _why(status: int, choices: PortfolioChoices) -> PortfolioError:
    if status == IMPOSSIBLE:
        return PortfolioError(
            "no portfolio for at most {budget} keeps to all rules: look at what must be included, at what excludes or "
            "requires what, and at the least and most shares",
            budget=choices.budget,
        )
    if status == OUT_OF_TIME:
        return PortfolioError(
            "no portfolio was found in {seconds} seconds: allow more, or fewer measures or rules",
            seconds=choices.seconds_each,
        )
    return PortfolioError("the search for a portfolio failed (HiGHS through scipy, status {status})", status=status)
