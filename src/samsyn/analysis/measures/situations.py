"""What effects of measures are compared with, how things are without them, and what they are counted by."""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.accessibility.decay import Decay, rising
from samsyn.analysis.accessibility.reach import amounts, locked_times
from samsyn.analysis.errors import Word
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
        for what, table in ((Word("times"), self.times), (Word("trips"), self.trips)):
            if np.shape(table) != square:
                raise TableError(
                    "{what} between {number} zones have a row and a column for each", what=what, number=len(zones)
                )
        trips = np.array(self.trips, dtype=np.float64)
        wrong = np.argwhere(~((trips >= 0) & (trips < np.inf)))
        if len(wrong):
            i, j = (int(k) for k in wrong[0])
            raise TableError(
                "trips from '{origin}' to '{destination}' are {value}; a finite number of 0 or more is needed",
                origin=zones.codes[i],
                destination=zones.codes[j],
                value=str(trips[i, j]),
            )
        trips.flags.writeable = False
        object.__setattr__(self, "trips", trips)
        object.__setattr__(self, "times", locked_times(self.times))
        object.__setattr__(self, "people", amounts(zones, self.people, Word("people")))
        object.__setattr__(self, "opportunities", amounts(zones, self.opportunities, Word("opportunities")))


@dataclass(frozen=True, slots=True)
class EffectChoices:
    """What effects are counted by: the decay that accessibility is weighted by, and limits of time that rise.

    `others` are more decays, for how much hangs on it: far cheaper here than by computing the effects again.
    """

    decay: Decay
    limits: tuple[float, ...] = (30.0, 45.0, 60.0)
    others: tuple[Decay, ...] = ()

    def __post_init__(self) -> None:
        if not self.limits or not rising(self.limits):
            raise ValueError(f"limits must rise from above 0, and not be {self.limits}")
