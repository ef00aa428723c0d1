"""What effects of measures are compared with, how things are without them, and what they are counted by."""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.accessibility.decay import Decay, rising
from samsyn.analysis.accessibility.reach import amounts, locked_times
from samsyn.analysis.networks.hierarchies import CustomizedHierarchy
from samsyn.analysis.tables import Floats, TableError


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """A network at given costs, the times on it, and who and what is where.

    - `customized`: the network at its costs, in 64 bits: effects are small differences
    - `times (n, n)`: those of `networks.travel_times` on it, between its zones
    - `trips (n, n)`: from zone to zone; finite, >= 0
    - `people`, `opportunities (n,)`: who live in each zone, and what is there (jobs); finite, >= 0
    """

    customized: CustomizedHierarchy
    times: Floats
    trips: Floats
    people: Floats
    opportunities: Floats

    def __post_init__(self) -> None:
        zones = self.customized.hierarchy.network.zones
        square = (len(zones), len(zones))
        if self.customized.costs.dtype != np.float64 or np.asarray(self.times).dtype != np.float64:
            raise TableError("effects of measures are small differences of times, which need 64 bits")
        for name, table in (("times", self.times), ("trips", self.trips)):
            if np.shape(table) != square:
                shape = " by ".join(map(str, np.shape(table)))
                raise TableError(f"{name} between {len(zones)} zones are {square[0]} by {square[1]}, not {shape}")
        trips = np.array(self.trips, dtype=np.float64)
        wrong = np.argwhere(~((trips >= 0) & (trips < np.inf)))
        if len(wrong):
            i, j = (int(k) for k in wrong[0])
            pair = f"{zones.codes[i]!r} to {zones.codes[j]!r}"
            raise TableError(f"trips from {pair} are {trips[i, j]}; a finite number of 0 or more is needed")
        trips.flags.writeable = False
        object.__setattr__(self, "trips", trips)
        object.__setattr__(self, "times", locked_times(self.times))
        object.__setattr__(self, "people", amounts(zones, self.people, "people"))
        object.__setattr__(self, "opportunities", amounts(zones, self.opportunities, "opportunities"))


@dataclass(frozen=True, slots=True)
class EffectChoices:
    """What effects are counted by: the decay that accessibility is weighted by, and limits of time that rise."""

    decay: Decay
    limits: tuple[float, ...] = (30.0, 45.0, 60.0)

    def __post_init__(self) -> None:
        if not self.limits or not rising(self.limits):
            raise ValueError(f"limits must rise from above 0, and not be {self.limits}")
