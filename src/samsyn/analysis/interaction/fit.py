"""How well modelled flows agree with observed ones.

Definitions
-----------
Over the N cells that are modelled, with observed t and modelled m:

- *standardised root mean square error* SRMSE = sqrt(sum (t - m)^2 / N) / (sum t / N); 0 is perfect, there is no top
- *common part of commuters* CPC = 2 sum min(t, m) / (sum t + sum m), Sørensen's index: the share that goes right
- *deviance* = 2 sum (t ln(t / m) - (t - m)), Poisson's
- *pseudo R2* = 1 - lnL(m) / lnL(mean), McFadden's: against a model that knows nothing but the mean flow
- *explained beyond margins* = 1 - deviance(m) / deviance(m0), where m0 has the same margins and cells and no
  deterrence: what costs explain, apart from what the sizes of areas do
- *dispersion* = deviance over the degrees of freedom; near 1 if flows were independent, Poisson and not small
  (Pearson's sum of (t - m)^2 / m is useless here: one flow where the model expects next to none decides it)

Known bias
----------
Large flows rule SRMSE and deviance, so who stays in large areas decides them. Flows of people are never independent:
with hundreds of thousands of people each model is rejected by its deviance, and dispersion far above 1 is normal.
Pseudo R2 is flattering; use CPC between models of the same data, and what is explained beyond margins.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.interaction.calibration_kernel import agreement
from samsyn.analysis.tables import Floats


@dataclass(frozen=True, slots=True)
class Fit:
    """Measures of agreement, as defined above."""

    srmse: float
    cpc: float
    deviance: float
    pseudo_r2: float
    explained_beyond_margins: float
    dispersion: float
    cells: int
    degrees_of_freedom: int


def goodness_of_fit(observed: Floats, modelled: Floats, without_costs: Floats, *, parameters: int) -> Fit:
    """The fit over N cells given as vectors (N,): observed >= 0, modelled > 0, modelled without deterrence > 0.

    `parameters` is the number of those estimated, margins among them.
    """
    n, total, model_total = len(observed), float(observed.sum()), float(modelled.sum())
    freedom = n - parameters
    squares, common, by_itself, by_model, by_bare, factorials = map(float, agreement(observed, modelled, without_costs))
    whole = 2 * (by_itself - by_model - total + model_total)
    alone = 2 * (by_itself - by_bare - total + float(without_costs.sum()))
    by_mean = total * np.log(total / n)
    return Fit(
        srmse=float(np.sqrt(squares / n) / (total / n)),
        cpc=2 * common / (total + model_total),
        deviance=whole,
        pseudo_r2=float(1 - (by_model - model_total - factorials) / (by_mean - total - factorials)),
        explained_beyond_margins=1 - whole / alone if alone > 0 else 0.0,
        dispersion=whole / freedom if freedom > 0 else float("nan"),
        cells=n,
        degrees_of_freedom=freedom,
    )
