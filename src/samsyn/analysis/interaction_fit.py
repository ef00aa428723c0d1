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
from scipy.special import gammaln, xlogy

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
    n = len(observed)
    freedom = n - parameters
    mean = np.full(n, observed.mean())
    alone, whole = _deviance(observed, without_costs), _deviance(observed, modelled)
    return Fit(
        srmse=float(np.sqrt(((observed - modelled) ** 2).mean()) / observed.mean()),
        cpc=float(2 * np.minimum(observed, modelled).sum() / (observed.sum() + modelled.sum())),
        deviance=whole,
        pseudo_r2=1 - _log_likelihood(observed, modelled) / _log_likelihood(observed, mean),
        explained_beyond_margins=1 - whole / alone if alone > 0 else 0.0,
        dispersion=whole / freedom if freedom > 0 else float("nan"),
        cells=n,
        degrees_of_freedom=freedom,
    )


def _deviance(observed: Floats, modelled: Floats) -> float:
    return float(2 * (xlogy(observed, observed / modelled) - (observed - modelled)).sum())


def _log_likelihood(observed: Floats, modelled: Floats) -> float:
    return float((xlogy(observed, modelled) - modelled - gammaln(observed + 1)).sum())
