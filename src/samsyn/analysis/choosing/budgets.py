"""How sure each measure's place in a portfolio is: the best portfolio for each of many budgets.

Definition
----------
For every budget, the portfolio of greatest effect (`portfolios`). Of a measure over the budgets that were asked about:

- its *share*: at how large a part of them it is chosen
- *from*: the least of them from which on it is always chosen; none where it is not at the greatest
- whether it goes *in and out*: chosen, and not chosen at a greater one

A greater budget lets through whatever a smaller one does, so the greatest effect never falls; what the next sum buys is
told by the rise between two.

Known bias
----------
The share hangs on which budgets are asked about, and all count alike: ask about those that may come to be. In and out
is no fault of a measure: a dear one that does not fit gives way to two small ones. Portfolios of equal effect may make
a measure flicker; look at the alternatives where it does.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from samsyn.analysis.choosing.candidates import Candidates, Rules
from samsyn.analysis.choosing.portfolios import Portfolio, PortfolioChoices, portfolios
from samsyn.analysis.progress import Progress
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import Flags, Floats


@dataclass(frozen=True, slots=True, eq=False)
class BudgetSweep:
    """The best portfolio at each budget, and how the m measures fare over them.

    - `budgets (b,)`, rising; `best`: one portfolio each
    - `share (m,)`: of budgets at which it is chosen; `start (m,)`: from which on it always is, or not a number
    - `in_and_out (m,)`: whether it is chosen and then, at a greater budget, not
    """

    budgets: Floats
    best: tuple[Portfolio, ...]
    share: Floats
    start: Floats
    in_and_out: Flags


def budget_sweep(
    candidates: Candidates,
    rules: Rules,
    budgets: Sequence[float],
    choices: PortfolioChoices,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> BudgetSweep:
    """The best portfolio for each budget; that of the choices is not looked at. `progress` may raise to cancel."""
    rising = np.array(budgets, dtype=np.float64)
    if not len(rising) or (np.diff(rising) <= 0).any():
        raise ValueError(f"budgets must rise, and be at least one, not {list(budgets)}")
    jobs = [(candidates, rules, replace(choices, budget=budget, wanted=1)) for budget in rising.tolist()]
    best = tuple(one for (one,) in each_done(portfolios, jobs, executor=executor, progress=progress))
    chosen = np.array([one.chosen for one in best])
    always = np.logical_and.accumulate(chosen[::-1])[::-1]
    start = np.where(always.any(axis=0), rising[always.argmax(axis=0)], np.nan)
    return BudgetSweep(rising, best, chosen.mean(axis=0), start, (chosen[:-1] & ~chosen[1:]).any(axis=0))
