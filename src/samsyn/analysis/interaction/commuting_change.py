"""Commuting under new times: what was observed, changed as the calibrated model changes.

Definition
----------
A model never has the flows as they are: people of a town go where they have always gone. So its change is put on top
of what was observed, and not in its place. With t_ij observed, T_ij the model's flow under the old costs c, and

    r_ij = f(c'_ij) / f(c_ij)

how much the new costs c' alone would let the flow grow, the flow before sums are met is

    s_ij = t_ij min(r_ij, R) + T_ij max(r_ij - R, 0)

an incremental logit form (Kumar 1980), also called pivot point: growth up to R times is taken of what was observed,
and what goes beyond it is added as the model has it (so Daly, Fox and Patruni 2011 treat extreme growth, by more
rules). Where nobody went before, flows of less than `least_new` stay 0. Within an area costs are as before: no measure
changes what lies there. A pair between which nobody *could* go before is refused if one can now: a model knows nothing
of how a place that cannot be reached would draw; give it the cost of the ferry, or a very long one.

Then sums are met: as many leave each area as before (employed residents). Jobs answer with elasticity e,

    D' = (1 - e) D + e G,    G_j = sum_i O_i s_ij / sum_k s_ik

e = 0: jobs stay, and people change among them; e = 1: jobs go where people would go for them. Without a change of
costs, the flows are those observed, whatever e.

Known bias
----------
The law is taken to hold under the new costs, for all alike; nobody starts to work, or moves house. A pair that is empty
stays empty unless the model has it grow by more than R: commuting that begins is told too late rather than too early.
Pairs that are observed with large errors (suppressed, rounded) keep them. It takes years until people have changed.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.interaction.balancing import BalancingChoices, Margins, balance
from samsyn.analysis.interaction.calibration import Interaction
from samsyn.analysis.interaction.deterrence import Costs, Law
from samsyn.analysis.tables import Flags, Floats, Flows, TableError, flows_from_matrix


@dataclass(frozen=True, slots=True, eq=False)
class CostChange:
    """Observed flows, a model calibrated on them, and new costs; all between the same areas."""

    flows: Flows
    model: Interaction
    costs: Costs

    def __post_init__(self) -> None:
        if not self.flows.areas == self.model.costs.areas == self.costs.areas:
            raise TableError("the flows, the model and the new costs are between different areas")
        if self.costs.unit != self.model.costs.unit:
            units = {"new": self.costs.unit, "old": self.model.costs.unit}
            raise TableError("the new costs are in {new}, the model's in {old}", **units)
        could, can = (_between(costs) for costs in (self.model.costs, self.costs))
        for origin, destination in self._named(can & ~could):
            raise TableError(
                "one can go from '{origin}' to '{destination}' now, and could not before (infinite cost): give a cost "
                "before, however long",
                origin=origin,
                destination=destination,
            )
        for origin, destination in self._named((self.flows.matrix() > 0) & ~could & ~np.eye(len(could), dtype=bool)):
            raise TableError(
                "there is a flow from '{origin}' to '{destination}', between which nobody could go (infinite cost)",
                origin=origin,
                destination=destination,
            )

    def _named(self, pairs: Flags) -> list[tuple[str, str]]:
        """The codes of the first of these pairs."""
        return [(self.flows.areas.codes[i], self.flows.areas.codes[j]) for i, j in np.argwhere(pairs)[:1].tolist()]


@dataclass(frozen=True, slots=True)
class CommutingChoices:
    """How jobs answer, and how far what was observed is trusted."""

    job_elasticity: float = 0.0
    """0: jobs stay where they are; 1: they go where people would go for them"""
    most_growth: float = 5.0
    """R: growth beyond it is the model's, and not in proportion to what was observed"""
    least_new: float = 0.5
    """in the unit of the flows"""
    tolerance: float = 1e-6
    """by what share of itself a sum may be off"""

    def __post_init__(self) -> None:
        if not 0 <= self.job_elasticity <= 1:
            raise ValueError(f"the elasticity of jobs is {self.job_elasticity}: expected 0 to 1")
        if not self.most_growth >= 1 or not self.least_new >= 0:
            raise ValueError("the most growth is at least 1, and the least new flow at least 0")


def changed_commuting(
    change: CostChange, choices: CommutingChoices = CommutingChoices(), *, law: Law | None = None
) -> Flows:
    """The flows under the new costs, all of them modelled; `law`: another than the model's own, such as a drawn one."""
    observed, names = change.flows.matrix(), change.flows.areas.names
    free = _before_sums(change, choices, law or change.model.law, observed)
    rows, columns = change.flows.leaving, change.flows.arriving
    if choices.job_elasticity > 0:
        sums = free.sum(axis=1)
        follow = np.divide(rows, sums, out=np.zeros_like(sums), where=sums > 0) @ free
        columns = (1 - choices.job_elasticity) * columns + choices.job_elasticity * follow
    margins = Margins(free, rows, columns, names, names)
    flows = balance(margins, BalancingChoices(tolerance=choices.tolerance)).matrix
    return flows_from_matrix(change.flows.areas, flows, unit=change.flows.unit)


def _before_sums(change: CostChange, choices: CommutingChoices, law: Law, observed: Floats) -> Floats:
    """s (n, n)."""
    growth = _growth(change, law)
    beyond = change.model.flows * np.maximum(growth - choices.most_growth, 0)
    beyond[(observed == 0) & (beyond < choices.least_new)] = 0.0
    return observed * np.minimum(growth, choices.most_growth) + beyond


def _growth(change: CostChange, law: Law) -> Floats:
    """r (n, n), 1 within areas, and 0 where one cannot go."""
    can = _between(change.costs)
    before, after = law.logarithms(change.model.costs), law.logarithms(change.costs)
    growth = np.eye(len(can))
    growth[can] = np.exp(after[can] - before[can])
    return growth


def _between(costs: Costs) -> Flags:
    """The pairs (n, n) of different areas between which one can go."""
    pairs: Flags = np.isfinite(costs.values) & ~np.eye(len(costs.areas), dtype=bool)
    return pairs
