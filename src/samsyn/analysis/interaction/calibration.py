"""Commuting as sizes and distance explain it: a doubly constrained gravity model, calibrated on observed flows.

Definition
----------
    T_ij = a_i b_j f(c_ij),    sum_j T_ij = O_i,    sum_i T_ij = D_j

O and D are the observed sums of areas (who leaves, who arrives), f the deterrence function (`deterrence`), a and b the
factors that balance it. It is the most probable pattern of all that have these sums and this mean cost (Wilson 1967).

The parameters maximise the likelihood of the flows as independent Poisson numbers. That is the same as requiring that
observed and modelled flows have the same mean cost (decay), the same mean logarithm of cost (power), and as many who
stay in their area (own constant) (Evans 1971). The maximum is unique wherever it exists.

Standard errors are those of the parameters when all a and b are estimated too. Flows are more dispersed than
Poisson's, and unevenly: `standard_error` is the robust one, from the squared deviations themselves (Gourieroux,
Monfort and Trognon 1984); `poisson_error` is what it would be if flows were independent and Poisson, and is far too
small as a rule.

Known bias
----------
Everyone meets the same deterrence; in truth it differs between occupations, sexes, and modes of travel. An area's
place among its competitors matters too, and biases the parameters (Fotheringham 1983). Large areas hide their inner
distances. A model calibrated on today's flows describes them; that a shorter time changes them along the same curve is
an assumption.

How
---
Newton's method on the likelihood as the parameters and the columns' factors decide it: the rows' factors follow, so
that rows have their sums at every guess (`calibration_kernel`). The step for hundreds of factors is solved by
`two_way`, so a handful of steps suffices where alternating between balancing and a search for the parameter (Hyman
1969) takes thousands of sweeps. Each pair is passed a few times a step: once for its flow and all sums of it, the rest
in solving.
Areas that nobody leaves or nobody comes to are left aside and have a factor of 0.

Cost: O(n^3) for the first steps and O(n^2) for those near the maximum; about eight matrices of n x n numbers in memory.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.interaction.balancing import Margins, balance
from samsyn.analysis.interaction.calibration_kernel import modelled, spread
from samsyn.analysis.interaction.deterrence import (
    Costs,
    Form,
    Law,
    OwnArea,
    features,
    open_cells,
    parameter_names,
    used,
)
from samsyn.analysis.interaction.fit import Fit, goodness_of_fit
from samsyn.analysis.interaction.two_way import EXACT, TwoWay, separate
from samsyn.analysis.progress import Progress
from samsyn.analysis.tables import Flags, Floats, Flows, Ints, TableError

LARGEST_EXPONENT = 600.0
"""Beyond it exp() is 0; the first guess stays inside, so that every area reaches every other in it."""
ROUGH, CARE = 1e-3, 0.01
"""How exactly the factors' part of a step is solved: while the step is long, and then as a share of what was left."""
SETTLED = 1e-9
"""How exactly it is solved for the standard errors."""
NO_INFORMATION = 1e-10
"""The share of a feature's square sum that must be left beside row and column effects."""


class CalibrationError(AnalysisError):
    """The flows do not determine the parameters, or the maximum was not reached."""


@dataclass(frozen=True, slots=True, eq=False)
class Interactions:
    """Observed flows and costs between the same areas; `known (n, n)` are the pairs whose flow is known (None: all)."""

    flows: Flows
    costs: Costs
    known: Flags | None = None

    def __post_init__(self) -> None:
        n = len(self.flows.areas)
        if self.flows.areas != self.costs.areas:
            raise TableError("flows and costs are between different areas")
        known = np.array(np.ones((n, n)) if self.known is None else self.known, dtype=bool)
        if known.shape != (n, n):
            raise TableError(f"known pairs of {n} areas are {n} by {n}, not {' by '.join(map(str, known.shape))}")
        known.flags.writeable = False
        object.__setattr__(self, "known", known)
        astray = np.argwhere(known & ~np.isfinite(self.costs.values) & (self.flows.matrix() > 0))
        if len(astray):
            i, j = (self.flows.areas.codes[int(k)] for k in astray[0])
            raise TableError(
                "there is a flow from '{origin}' to '{destination}', between which nobody can go (infinite cost)",
                origin=i,
                destination=j,
            )


@dataclass(frozen=True, slots=True)
class InteractionChoices:
    """The form of deterrence, what is done about own areas, and how exactly the maximum is found."""

    form: Form = Form.EXPONENTIAL
    own_area: OwnArea = OwnArea.AS_GIVEN
    tolerance: float = 1e-12
    """what the last step leaves, by the square that Newton's steps leave of their size: of a parameter as a share of
    it, of sums as a share of them"""
    steps_at_most: int = 60


@dataclass(frozen=True, slots=True)
class Parameter:
    """An estimated parameter of `Law`, by its name there."""

    name: str
    value: float
    standard_error: float
    poisson_error: float


@dataclass(frozen=True, slots=True, eq=False)
class Interaction:
    """A calibrated model. All flows in it are modelled."""

    costs: Costs
    law: Law
    parameters: tuple[Parameter, ...]
    covariance: Floats
    """(p, p) robust, of the parameters in their order: the squares of their standard errors on the diagonal"""
    cells: Flags
    """(n, n) the pairs that are modelled"""
    flows: Floats
    """(n, n) modelled flows, in the unit of the observed; 0 outside the cells"""
    origin_factors: Floats
    """(n,) a >= 0"""
    destination_factors: Floats
    """(n,) b >= 0"""
    mean_cost_observed: float
    mean_cost_modelled: float
    """over the cells, with costs within areas as chosen"""
    fit: Fit
    steps: int


@dataclass(slots=True, eq=False)
class _Live:
    """The areas with flows on both sides, and what is known of them."""

    origins: Ints
    destinations: Ints
    cells: Flags
    observed: Floats
    rows: Floats
    columns: Floats
    costs: Floats
    """as chosen within areas; finite also outside the cells"""
    features: Floats
    totals: Floats
    """(p,) sum of observed flow times feature"""
    whole: bool
    """whether no cell is closed"""


@dataclass(slots=True, eq=False)
class _Guess:
    """Parameters (p,) and logarithms of the columns' factors (n,), with the flows that they and the rows' sums give."""

    theta: Floats
    v: Floats
    u: Floats
    """(m,) logarithms of the rows' factors"""
    flows: Floats
    columns: Floats
    """(n,) sums of the flows"""
    by_row: Floats
    by_column: Floats
    squares: Floats
    """(p, m), (p, n) and (p,) sums of flow times feature, and times its square"""
    log_likelihood: float
    """of all parameters and factors, but for a constant"""


@dataclass(slots=True, eq=False)
class _Curvature:
    """How the likelihood bends at a guess, all factors followed."""

    ways: TwoWay
    us: Floats
    vs: Floats
    """(p, m) and (p, n) effects of rows and columns on the features, as weighted by the flows"""
    information: Floats
    """(p, p) about the parameters, with all factors estimated too"""


@dataclass(slots=True, eq=False)
class _Step:
    theta: Floats
    v: Floats
    bent: _Curvature
    gap: float
    """largest deviation of a column's sum from its margin before the step, as a share of the margin"""
    change: float
    """largest of a parameter, as a share of it"""


def calibrate(
    data: Interactions, choices: InteractionChoices = InteractionChoices(), *, progress: Progress | None = None
) -> Interaction:
    """The model of greatest likelihood, or `CalibrationError` where the flows do not determine it.

    `progress` hears the share of the steps that are usual (ten), and may raise to cancel.
    """
    names = parameter_names(choices.form, choices.own_area)
    live = _live(data, choices, names)
    guess, step = _first_guess(live, names), None
    for count in range(1, choices.steps_at_most + 1):
        step = _newton_step(live, guess, names, step)
        near = max(step.gap, step.change) ** 2 <= choices.tolerance
        guess = _go(live, guess, step)
        if progress:
            progress(1.0 if near else min(count / 10, 0.9))
        if near:
            return _result(data, choices, live, guess, (step.bent, count))
    raise CalibrationError(
        "no maximum after {steps} steps ({parameters}): the flows may need a parameter without bound, as where nobody "
        "goes further than to the nearest area",
        steps=choices.steps_at_most,
        parameters=_said(names, guess.theta),
    )


def _said(names: list[str], theta: Floats) -> str:
    return ", ".join(f"{name} {value:.6g}" for name, value in zip(names, theta, strict=True))


def _live(data: Interactions, choices: InteractionChoices, names: list[str]) -> _Live:
    assert data.known is not None
    cells = open_cells(data.costs, choices.own_area) & data.known
    observed = np.where(cells, data.flows.matrix(), 0.0)
    origins, destinations = np.flatnonzero(observed.sum(axis=1)), np.flatnonzero(observed.sum(axis=0))
    if not len(origins):
        raise CalibrationError("there are no flows to calibrate on")
    part = _part(origins, destinations, len(data.flows.areas))
    inside = cells[part]
    flows = observed[part]
    costs = used(data.costs, choices.own_area, cells)
    each = np.ascontiguousarray(features(data.costs.areas, costs, names, cells)[:, *part])
    return _Live(
        origins,
        destinations,
        inside,
        flows,
        flows.sum(axis=1),
        flows.sum(axis=0),
        costs[part],
        each,
        np.array([np.vdot(flows, feature) for feature in each]),
        bool(inside.all()),
    )


def _part(origins: Ints, destinations: Ints, n: int) -> tuple[Any, Any]:
    """What takes the live areas out of a matrix (n, n): all of it, without a copy, where all live."""
    if len(origins) == len(destinations) == n:
        return slice(None), slice(None)
    rows, columns = np.ix_(origins, destinations)
    return rows, columns


def _first_guess(live: _Live, names: list[str]) -> _Guess:
    """Hyman's first guess, 1.5 over the mean cost, or power 1; factors after a sweep of balancing."""
    theta = np.zeros(len(names))
    steepest = float(-live.features[0].min())
    mean = float(-live.totals[0] / live.rows.sum())
    wanted = 1.5 / mean if names[0] == "decay" and mean > 0 else 1.0
    theta[0] = min(wanted, LARGEST_EXPONENT / steepest) if steepest > 0 else wanted
    guess = _guess(live, theta, np.log(live.columns))
    return _guess(live, theta, guess.v + np.log(live.columns / guess.columns))


def _guess(live: _Live, theta: Floats, v: Floats) -> _Guess:
    """With rows that have their sums, and with them the likelihood but for a constant."""
    flows, u, columns, by_row, by_column, squares = modelled(theta, v, live.features, live.cells, live.rows)
    log_likelihood = float(theta @ live.totals + u @ live.rows + v @ live.columns)
    return _Guess(theta, v, u, flows, columns, by_row, by_column, squares, log_likelihood)


def _newton_step(live: _Live, guess: _Guess, names: list[str], last: _Step | None) -> _Step:
    """Newton's step for all unknowns at once, the factors eliminated, as exactly as the guess is worth it."""
    gaps = live.columns - guess.columns
    gap = float(np.abs(gaps / live.columns).max())
    exactness = min(max(CARE * max(gap, last.change), EXACT), ROUGH) if last else ROUGH
    bent = _curvature(live, guess, names, last.bent if last else None, exactness)
    slope = live.totals - guess.by_row.sum(axis=1) - bent.vs @ gaps
    theta: Floats = np.asarray(np.linalg.solve(bent.information, slope), dtype=np.float64)
    change = float(np.abs(theta / np.where(guess.theta == 0, 1, guess.theta)).max())
    return _Step(theta, bent.ways.column_effects(gaps, exactness) - theta @ bent.vs, bent, gap, change)


def _curvature(live: _Live, guess: _Guess, names: list[str], near: _Curvature | None, exactness: float) -> _Curvature:
    ways = separate(guess.flows, (live.rows, guess.columns), near.ways if near else None)
    starts = near.vs if near else [None] * len(names)
    sides = zip(guess.by_row, guess.by_column, starts, strict=True)
    solved = [ways.effects(row, column, exactness, start) for row, column, start in sides]
    us, vs = np.array([u for u, _ in solved]), np.array([v for _, v in solved])
    information = _information(spread(guess.flows, live.features, us, vs), guess.squares, names)
    return _Curvature(ways, us, vs, information)


def _information(information: Floats, whole: Floats, names: list[str]) -> Floats:
    """The information, where every parameter has some; `whole` is what it would be without row and column effects."""
    for k, name in enumerate(names):
        if not information[k, k] > NO_INFORMATION * whole[k]:
            raise CalibrationError(
                "nothing tells the parameter '{name}': costs that are a sum of one number an origin and one a "
                "destination, or too few pairs of areas with flows",
                name=name,
            )
    scale = np.sqrt(np.diag(information))
    if not np.linalg.eigvalsh(information / np.outer(scale, scale))[0] > NO_INFORMATION:
        raise CalibrationError(
            "the parameters {names} cannot be told apart: too few pairs of areas with flows, or costs that are alike "
            "between all areas",
            names=names,
        )
    return information


def _go(live: _Live, guess: _Guess, step: _Step) -> _Guess:
    """Along the step, halved until the likelihood rises (but for rounding)."""
    share = 1.0
    floor = guess.log_likelihood - 1e-12 * (abs(guess.log_likelihood) + live.rows.sum())
    while share > 1e-6:
        new = _guess(live, guess.theta + share * step.theta, guess.v + share * step.v)
        if new.log_likelihood >= floor:
            return new
        share /= 2
    return guess


def _result(
    data: Interactions, choices: InteractionChoices, live: _Live, guess: _Guess, last: tuple[_Curvature, int]
) -> Interaction:
    names = parameter_names(choices.form, choices.own_area)
    n = len(data.flows.areas)
    part = _part(live.origins, live.destinations, n)
    flows, cells, a, b = np.zeros((n, n)), np.zeros((n, n), dtype=bool), np.zeros(n), np.zeros(n)
    flows[part], cells[part] = guess.flows, live.cells
    a[live.origins], b[live.destinations] = np.exp(guess.u), np.exp(guess.v)
    for array in (flows, cells, a, b):
        array.flags.writeable = False
    parameters, covariance = _parameters(live, guess, last[0], names)
    total = live.rows.sum()
    return Interaction(
        costs=data.costs,
        law=Law(own_area=choices.own_area, **dict(zip(names, map(float, guess.theta), strict=True))),
        parameters=parameters,
        covariance=covariance,
        cells=cells,
        flows=flows,
        origin_factors=a,
        destination_factors=b,
        mean_cost_observed=float(np.vdot(live.costs, live.observed) / total),
        mean_cost_modelled=float(np.vdot(live.costs, guess.flows) / guess.flows.sum()),
        fit=_fit(live, guess, len(names)),
        steps=last[1],
    )


def _parameters(live: _Live, guess: _Guess, near: _Curvature, names: list[str]) -> tuple[tuple[Parameter, ...], Floats]:
    """The parameters and their robust covariance."""
    bent = _curvature(live, guess, names, near, SETTLED)
    inverse = np.linalg.inv(bent.information)
    squares = (live.observed - guess.flows) ** 2  # both are 0 outside the cells
    scatter = spread(squares, live.features, bent.us, bent.vs)
    covariance = inverse @ scatter @ inverse
    covariance.flags.writeable = False
    errors = np.sqrt(np.diag(covariance)), np.sqrt(np.diag(inverse))
    parameters = tuple(
        Parameter(name, float(value), float(error), float(bare))
        for name, value, error, bare in zip(names, guess.theta, *errors, strict=True)
    )
    return parameters, covariance


def _fit(live: _Live, guess: _Guess, parameters: int) -> Fit:
    estimated = parameters + len(live.rows) + len(live.columns) - 1
    cells = (live.observed, guess.flows, _without_deterrence(live))
    inside = [each.ravel() if live.whole else each[live.cells] for each in cells]
    return goodness_of_fit(*inside, parameters=estimated)


def _without_deterrence(live: _Live) -> Floats:
    """Flows with the same sums in the same cells, whatever the costs."""
    if live.whole:
        return np.outer(live.rows, live.columns / live.columns.sum())
    return balance(Margins(live.cells.astype(np.float64), live.rows, live.columns)).matrix
