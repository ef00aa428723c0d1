"""How much fewer go where going costs more: the deterrence function, and the costs it is read from.

Definition
----------
    f(c) = c^(-power) * exp(-decay * c)                     and, where own areas have a constant of their own,
    f_ii(c) = c^(-power) * exp(-decay * c + own_area)

*Exponential* has power 0, *power* has decay 0, *combined* (Tanner's function) has both. Both parameters are positive
where cost deters. Multiplying f by a constant changes nothing in a constrained model, so it has none.

A cost is time, distance or money between an area and an area, one unit throughout. An infinite cost is a pair between
which nobody can go.

Known bias
----------
The cost within an area is a convention, and commuting within areas is most of all commuting: what is chosen for it
(`OwnArea`) moves the parameters more than anything else does. The exponential falls too fast at long distances, the
power too fast at short ones.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from samsyn.analysis.tables import Areas, Flags, Floats, TableError


class Form(StrEnum):
    """Which parameters the deterrence function has."""

    EXPONENTIAL = "exponential"
    POWER = "power"
    COMBINED = "combined"


class OwnArea(StrEnum):
    """What is done about those who stay in their area."""

    AS_GIVEN = "as_given"
    """the costs on the diagonal are used as they are"""
    HALF_NEAREST = "half_nearest"
    """the cost within an area is half of that to its nearest other area"""
    LEFT_OUT = "left_out"
    """who stays is not modelled; the margins are those who leave and those who come from elsewhere"""
    OWN_CONSTANT = "own_constant"
    """as given, with a constant that makes all who stay as many as were observed"""


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """What it costs to go from each area to each. `values (n, n)`, in `unit`; >= 0, infinite where nobody can go."""

    areas: Areas
    values: Floats
    unit: str

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        n = len(self.areas)
        if values.shape != (n, n):
            raise TableError(f"costs between {n} areas are {n} by {n}, not {' by '.join(map(str, values.shape))}")
        wrong = np.argwhere(~(values >= 0))
        if len(wrong):
            i, j = (int(k) for k in wrong[0])
            raise TableError(f"the cost from {self.areas.codes[i]!r} to {self.areas.codes[j]!r} is {values[i, j]}")
        if not self.unit:
            raise TableError("costs need a unit, such as 'minutes'")
        values.flags.writeable = False
        object.__setattr__(self, "values", values)


@dataclass(frozen=True, slots=True)
class Law:
    """A deterrence function with its parameters, and what is done about own areas."""

    decay: float = 0.0
    """per unit of cost"""
    power: float = 0.0
    own_area: OwnArea = OwnArea.AS_GIVEN
    own_constant: float = 0.0
    """used with `OwnArea.OWN_CONSTANT` only"""

    def logarithms(self, costs: Costs) -> Floats:
        """ln f (n, n); minus infinity where nobody can go or where who stays is left out."""
        names = [name for name, value in (("decay", self.decay), ("power", self.power)) if value]
        if self.own_area is OwnArea.OWN_CONSTANT:
            names.append("own_constant")
        cells = open_cells(costs, self.own_area)
        values = used(costs, self.own_area, cells)
        total = np.zeros(values.shape)
        for name, feature in zip(names, features(costs.areas, values, names, cells), strict=True):
            total += getattr(self, name) * feature
        total[~cells] = -np.inf
        return total


def parameter_names(form: Form, own_area: OwnArea) -> list[str]:
    """The parameters of a form, in the order of `Law`."""
    names = [] if form is Form.POWER else ["decay"]
    names += [] if form is Form.EXPONENTIAL else ["power"]
    return names + (["own_constant"] if own_area is OwnArea.OWN_CONSTANT else [])


def open_cells(costs: Costs, own_area: OwnArea) -> Flags:
    """The pairs (n, n) between which flows are modelled."""
    cells = np.isfinite(costs.values)
    if own_area is OwnArea.LEFT_OUT:
        np.fill_diagonal(cells, False)
    return cells


def used(costs: Costs, own_area: OwnArea, cells: Flags) -> Floats:
    """The costs (n, n) with those within areas as chosen, and 1 outside the cells."""
    values = _halved(costs) if own_area is OwnArea.HALF_NEAREST else costs.values
    return values if cells.all() else np.where(cells, values, 1.0)


def features(areas: Areas, values: Floats, names: list[str], cells: Flags) -> Floats:
    """What each parameter is multiplied by in ln f (p, n, n): -c, -ln c, and 1 within areas; 0 outside the cells.

    `values (n, n)` are the costs as `used`.
    """
    if "power" in names and not values.all():
        i, j = (areas.codes[int(k)] for k in np.argwhere(values == 0)[0])
        raise TableError(
            "the cost from '{origin}' to '{destination}' is 0, which a power function cannot take: choose a cost",
            origin=i,
            destination=j,
        )
    made = np.zeros((len(names), *values.shape))
    for feature, name in zip(made, names, strict=True):
        if name == "own_constant":
            np.fill_diagonal(feature, cells.diagonal())
        else:
            np.negative(values if name == "decay" else np.log(values), out=feature)
            feature[~cells] = 0
    return made


def _halved(costs: Costs) -> Floats:
    """The costs, within an area half of that to its nearest other."""
    others = costs.values.copy()
    np.fill_diagonal(others, np.inf)
    nearest = others.min(axis=1)
    alone = np.flatnonzero(~np.isfinite(nearest))
    if len(alone):
        raise TableError("the area '{area}' reaches no other: it has no nearest", area=costs.areas.codes[alone[0]])
    np.fill_diagonal(others, nearest / 2)
    return others
