"""Modelled commuting from sizes, costs and a deterrence function: where nothing was observed, and where times change.

Definitions
-----------
*Distribution*: T_ij = a_i b_j f(c_ij) with given sums, for a stated law. It needs no observed flow; all of it is
modelled.

*Prediction* with new costs c' and a calibrated model. Sums are the model's own or new ones. With origin elasticity e
the origins answer: O' = (1 - e) O + e F, where

    F_i = sum_j D_j a_i f(c'_ij) / sum_k a_k f(c'_kj)

is where the workers of each destination would live if each origin kept the pull a_i that it was calibrated with.
e = 0: homes and jobs stay where they are and people change jobs; e = 1: jobs stay and people are free to move. Without
a change of costs F is O. The truth lies between and takes years; state which e a figure has.

Known bias
----------
The law is taken to hold under the new costs. Only who goes where changes: nobody starts to work, no job is founded,
no traffic queues. The change is between two modelled states, so what the model misses today is missing in both.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.interaction.balancing import BalancingChoices, Margins, balance
from samsyn.analysis.interaction.calibration import Interaction
from samsyn.analysis.interaction.deterrence import Costs, Law
from samsyn.analysis.progress import Progress
from samsyn.analysis.tables import Flags, Floats, TableError


@dataclass(frozen=True, slots=True)
class PredictionChoices:
    """How origins answer to new costs, and how exactly sums are met."""

    origin_elasticity: float = 0.0
    """0: sums of origins are kept; 1: people are free to move, see above"""
    tolerance: float = 1e-9

    def __post_init__(self) -> None:
        if not 0 <= self.origin_elasticity <= 1:
            raise TableError(f"the elasticity of origins is {self.origin_elasticity}: expected 0 to 1")


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Modelled flows under new costs, against the model's flows under the old."""

    flows: Floats
    """(n, n) modelled"""
    change: Floats
    """(n, n) `flows` less the model's flows under the old costs"""
    leaving: Floats
    """(n,) sums of origins, after any answer"""
    arriving: Floats
    """(n,) sums of destinations"""
    mean_cost_before: float
    mean_cost: float
    """of going, with costs as given (also within areas)"""


def distribute(
    law: Law, costs: Costs, leaving: Floats, arriving: Floats, *, within: Flags | None = None, tolerance: float = 1e-9
) -> Floats:
    """Modelled flows (n, n) with these sums; `within (n, n)` are the pairs that they may use (None: all).

    Sums that these pairs cannot hold are refused with a `BalancingError` that names the areas.
    """
    logarithms = law.logarithms(costs)
    if within is not None:
        logarithms[~within] = -np.inf
    highest = logarithms.max(axis=1, keepdims=True)
    seed = np.exp(logarithms - np.where(np.isfinite(highest), highest, 0.0))
    margins = Margins(seed, leaving, arriving, costs.areas.names, costs.areas.names)
    return balance(margins, BalancingChoices(tolerance=tolerance)).matrix


def predict(
    model: Interaction,
    costs: Costs,
    choices: PredictionChoices = PredictionChoices(),
    *,
    leaving: Floats | None = None,
    arriving: Floats | None = None,
    progress: Progress | None = None,
) -> Prediction:
    """What the model says under new costs. `leaving` and `arriving (n,)` are new sums; None: those of the model.

    A new sum for an area that the model was not calibrated on (factor 0) is refused by name.
    """
    if costs.areas != model.costs.areas:
        raise TableError("the new costs are between other areas than the model's")
    columns = model.flows.sum(axis=0) if arriving is None else np.asarray(arriving, dtype=np.float64)
    rows = model.flows.sum(axis=1) if leaving is None else np.asarray(leaving, dtype=np.float64)
    pull = _pull(model, costs)
    if choices.origin_elasticity > 0:
        rows = _answered(rows, columns, pull, choices.origin_elasticity)
    names = costs.areas.names
    margins = Margins(pull * model.destination_factors, rows, columns, names, names)
    flows = balance(margins, BalancingChoices(tolerance=choices.tolerance), progress=progress).matrix
    arrays = (flows, flows - model.flows, np.array(rows), np.array(columns))
    for array in arrays:
        array.flags.writeable = False
    return Prediction(*arrays, _mean(model.costs, model.flows), _mean(costs, flows))


def _pull(model: Interaction, costs: Costs) -> Floats:
    """a_i f(c'_ij) (n, n), in the pairs that the model has and that can still be gone between."""
    with np.errstate(divide="ignore"):
        logarithms = model.law.logarithms(costs) + np.log(model.origin_factors)[:, None]
    return np.where(model.cells, np.exp(logarithms), 0.0)


def _answered(rows: Floats, columns: Floats, pull: Floats, elasticity: float) -> Floats:
    sums = pull.sum(axis=0)
    free = pull @ np.divide(columns, sums, out=np.zeros_like(sums), where=sums > 0)
    answered: Floats = (1 - elasticity) * rows + elasticity * free * (columns.sum() / free.sum())
    return answered


def _mean(costs: Costs, flows: Floats) -> float:
    used = flows > 0
    return float((costs.values[used] * flows[used]).sum() / flows.sum())
