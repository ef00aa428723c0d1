"""The table that analyses of accessibility start from: people, opportunities, and the times between them.

People and opportunities may lie in the same areas (homes and jobs by municipality) or in different ones (squares of a
grid and hospitals). What a trip inside an area takes, a network does not say: `own_area_times` sets it by a stated
rule, as `interaction.deterrence.OwnArea` names them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samsyn.analysis.errors import Word
from samsyn.analysis.interaction.deterrence import OwnArea
from samsyn.analysis.tables import Areas, Floats, TableError, Times


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """People, opportunities, and the times from the ones to the others.

    - `times (n, m)`: `times[i, j]` from `origins` i to `destinations` j; >= 0, infinite where no way leads; in 64 or 32
      bits. An array that is locked already is taken as it is, without a copy.
    - `opportunities (m,)`: how much there is at each destination (jobs, places in care); finite, >= 0
    - `people (n,)`: who live in each origin: those who compete, and those who are counted; finite, >= 0
    - `unit`: of the times, such as "minutes"
    """

    origins: Areas
    destinations: Areas
    times: Times
    opportunities: Floats
    people: Floats
    unit: str = "minutes"

    def __post_init__(self) -> None:
        times = locked_times(self.times)
        n, m = len(self.origins), len(self.destinations)
        if times.shape != (n, m):
            raise TableError(
                "times from {origins} origins to {destinations} destinations have a row and a column for each",
                origins=n,
                destinations=m,
            )
        if not times.min() >= 0:
            i, j = (int(k) for k in np.argwhere(~(times >= 0))[0])
            raise TableError(
                "the time from '{origin}' to '{destination}' is {value}; a number of 0 or more, or infinite, is needed",
                origin=self.origins.codes[i],
                destination=self.destinations.codes[j],
                value=str(times[i, j]),
            )
        if not self.unit:
            raise TableError("times need a unit, such as 'minutes'")
        object.__setattr__(self, "times", times)
        object.__setattr__(self, "opportunities", amounts(self.destinations, self.opportunities, Word("opportunities")))
        object.__setattr__(self, "people", amounts(self.origins, self.people, Word("people")))


def amounts(areas: Areas, values: npt.ArrayLike, what: str) -> Floats:
    """One finite number of 0 or more an area, copied and locked."""
    made = np.array(values, dtype=np.float64)
    if made.shape != (len(areas),):
        raise TableError("{what} of {number} areas are one number an area", what=what, number=len(areas))
    wrong = np.flatnonzero(~(np.isfinite(made) & (made >= 0)))
    if wrong.size:
        at = int(wrong[0])
        raise TableError(
            "{what} of '{area}' are {value}; a finite number of 0 or more is needed",
            what=what,
            area=areas.codes[at],
            value=str(made[at]),
        )
    made.flags.writeable = False
    return made


def own_area_times(areas: Areas, times: Times, own_area: OwnArea) -> Times:
    """Times between areas (n, n) with those within an area, on the diagonal, as the rule says.

    As given: as they are. Half nearest: half of the time to the nearest other area. Left out: infinite, so that what is
    in an area does not count for those who live there. A constant is no time, and is refused.
    """
    if times.shape != (len(areas), len(areas)):
        raise TableError("times within {number} areas need a table with a row and a column for each", number=len(areas))
    if own_area is OwnArea.OWN_CONSTANT:
        raise TableError("accessibility needs a time within each area; a constant of its own is for flows")
    if own_area is OwnArea.AS_GIVEN:
        return locked_times(times)
    made = times.copy()
    np.fill_diagonal(made, np.inf)
    if own_area is OwnArea.HALF_NEAREST:
        nearest = made.min(axis=1)
        alone = np.flatnonzero(~np.isfinite(nearest))
        if len(alone):
            raise TableError("the area '{area}' reaches no other: it has no nearest", area=areas.codes[int(alone[0])])
        np.fill_diagonal(made, nearest / 2)
    return locked_times(made)


def locked_times(times: Times) -> Times:
    """The times in 64 or 32 bits, locked; copied only where somebody may still write to them."""
    made = np.asarray(times)
    if made.dtype not in (np.float32, np.float64):
        made = made.astype(np.float64)
    elif made.flags.writeable:
        made = made.copy()
    made.flags.writeable = False
    return made
