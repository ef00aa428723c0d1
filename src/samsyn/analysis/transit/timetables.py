"""The tables that analyses of public transport start from: a timetable of one day, and the walks to and from it.

As the tables of areas (`tables`), they check themselves when made and lock their arrays; what cannot be right is
refused with a `TableError` that names the trip or stop and its row, from 1. Times are whole seconds after the midnight
that begins the day: 25:10 is 90,600, and a trip that began the evening before has times below 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samsyn.analysis.tables import Areas, Flags, Floats, Ints, TableError

LONGEST_WALK = 2**16
"""Seconds (18 hours); no single walk takes as long."""
LATEST = 2**22
"""Seconds from the midnight, before or after (48 days): whatever is further is no time of a day."""


@dataclass(frozen=True, slots=True, eq=False)
class Stops:
    """Where vehicles stop, one a code, in any order.

    - `changing (n,)`: seconds from alighting to boarding at the same stop, >= 1
    - `x`, `y (n,)`: longitude and latitude in degrees; NaN where not known
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    changing: Ints
    x: Floats
    y: Floats

    def __post_init__(self) -> None:
        _check_codes(self.codes, "stop")
        n = len(self.codes)
        if len(self.names) != n:
            raise TableError(f"{n} stops need {n} names, not {len(self.names)}")
        _lock(self, {"changing": np.int64, "x": np.float64, "y": np.float64}, n, "stops")
        wrong = np.flatnonzero((self.changing < 1) | (self.changing > LONGEST_WALK))
        if wrong.size:
            where = f"stop {self.codes[wrong[0]]!r} (row {wrong[0] + 1})"
            raise TableError(f"{where}: changing takes {self.changing[wrong[0]]} s; it must be 1 to {LONGEST_WALK:,} s")

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Trips:
    """Vehicles on their way, one a code: trip v calls at the stop times from `starts[v]` up to `starts[v + 1]`.

    At stop time i it arrives at stop `stops[i]` at `arrival[i]` and leaves it at `departure[i]`, seconds after midnight
    that never run backwards along a trip. Each trip has at least two stop times; it may call at a stop again.

    - `boards`, `alights (m,)`: whether passengers may get on, or off
    """

    codes: tuple[str, ...]
    starts: Ints
    stops: Ints
    arrival: Ints
    departure: Ints
    boards: Flags
    alights: Flags

    def __post_init__(self) -> None:
        _check_codes(self.codes, "trip")
        _lock(self, {"starts": np.int64}, len(self.codes) + 1, "trips")
        m = len(self.stops)
        if self.starts[0] != 0 or self.starts[-1] != m:
            raise TableError(f"trips start at stop time 0 and end at {m}, not {self.starts[0]} and {self.starts[-1]}")
        kinds = {"stops": np.int64, "arrival": np.int64, "departure": np.int64, "boards": np.bool_, "alights": np.bool_}
        _lock(self, kinds, m, "stop times")
        self._check_lengths()
        self._check_times()

    def __len__(self) -> int:
        return len(self.codes)

    def of_stop_times(self) -> Ints:
        """(m,) the trip of each stop time."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.starts))

    def hops(self) -> Ints:
        """(h, 2) the stop that is left and the one that comes next, along every trip."""
        next_one = np.ones(len(self.stops), dtype=bool)
        next_one[self.starts[:-1]] = False
        at = np.flatnonzero(next_one)
        return np.column_stack((self.stops[at - 1], self.stops[at]))

    def _check_lengths(self) -> None:
        short = np.flatnonzero(np.diff(self.starts) < 2)
        if short.size:
            raise TableError(
                f"trip {self.codes[short[0]]!r}: it needs two stop times or more ({short.size} such trips)"
            )

    def _check_times(self) -> None:
        trip = self.of_stop_times()
        back = self.departure < self.arrival
        back[1:] |= (self.arrival[1:] < self.departure[:-1]) & (trip[1:] == trip[:-1])
        far = np.maximum(np.abs(self.arrival), np.abs(self.departure)) > LATEST
        for wrong, what in ((back, "its times run backwards"), (far, "its time is no time of the day")):
            at = np.flatnonzero(wrong)
            if at.size:
                call = at[0] - self.starts[trip[at[0]]] + 1
                raise TableError(f"trip {self.codes[trip[at[0]]]!r}, call {call}: {what} ({at.size} such stop times)")


@dataclass(frozen=True, slots=True, eq=False)
class Walks:
    """Walks from one thing to another, a pair once, in the order of start, then end; `seconds` >= 0."""

    start: Ints
    end: Ints
    seconds: Ints

    def __post_init__(self) -> None:
        names = dict.fromkeys(("start", "end", "seconds"), np.int64)
        _lock(self, names, len(self.start), "walks")
        wrong = np.flatnonzero((self.seconds < 0) | (self.seconds > LONGEST_WALK))
        if wrong.size:
            raise TableError(
                f"walk {wrong[0] + 1} takes {self.seconds[wrong[0]]} s; it must be 0 to {LONGEST_WALK:,} s"
            )
        order = np.lexsort((self.end, self.start))
        for name in names:
            object.__setattr__(self, name, _locked(getattr(self, name)[order], np.int64))
        twice = np.flatnonzero((np.diff(self.start) == 0) & (np.diff(self.end) == 0))
        if twice.size:
            raise TableError(f"the walk from {self.start[twice[0]]} to {self.end[twice[0]]} is there twice")

    def __len__(self) -> int:
        return len(self.start)

    def check_ends(self, starts: int, ends: int, what: str) -> None:
        """Refuse a walk from or to what is not there."""
        for name, count in (("start", starts), ("end", ends)):
            places = getattr(self, name)
            wrong = places[(places < 0) | (places >= count)]
            if wrong.size:
                raise TableError(f"a walk of {what} has {name} {wrong[0]}, outside the {count}")


def no_walks() -> Walks:
    """A table without walks."""
    nothing = np.empty(0, dtype=np.int64)
    return Walks(nothing, nothing, nothing)


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """The stops, trips and footpaths of one day.

    `footpaths` lead from a stop to another one and take `seconds` >= 1, all that is needed to change included. One
    footpath may be walked between two rides; ways over several must be listed as one. Who changes at the same stop
    needs its time of changing.
    """

    stops: Stops
    trips: Trips
    footpaths: Walks

    def __post_init__(self) -> None:
        n, trips = len(self.stops), self.trips
        wrong = np.flatnonzero((trips.stops < 0) | (trips.stops >= n))
        if wrong.size:
            trip = trips.codes[trips.of_stop_times()[wrong[0]]]
            raise TableError(f"trip {trip!r} calls at stop {trips.stops[wrong[0]]}, outside the {n} stops")
        self.footpaths.check_ends(n, n, "footpaths")
        wrong = np.flatnonzero((self.footpaths.start == self.footpaths.end) | (self.footpaths.seconds < 1))
        if wrong.size:
            start, end = (self.stops.codes[getattr(self.footpaths, name)[wrong[0]]] for name in ("start", "end"))
            raise TableError(f"the footpath from {start!r} to {end!r} must lead elsewhere and take 1 s or more")


@dataclass(frozen=True, slots=True, eq=False)
class Doors:
    """Zones, and the walks between their doors and stops.

    - `access`: from zone to stop; `egress`: from stop to zone; what is not listed is too far
    - `direct`: from zone to zone, all the way on foot; what is not listed is too far
    """

    zones: Areas
    access: Walks
    egress: Walks
    direct: Walks

    def check(self, stops: int) -> None:
        """Refuse walks that do not fit so many stops."""
        n = len(self.zones)
        self.access.check_ends(n, stops, "access")
        self.egress.check_ends(stops, n, "egress")
        self.direct.check_ends(n, n, "zones")


def _check_codes(codes: tuple[str, ...], what: str) -> None:
    seen: dict[str, int] = {}
    for row, code in enumerate(codes, 1):
        if not code:
            raise TableError(f"row {row}: a {what} has no code")
        if (before := seen.setdefault(code, row)) != row:
            raise TableError(f"rows {before} and {row}: the {what} {code!r} is there twice")


def _lock(table: object, kinds: Mapping[str, type[np.generic]], count: int, what: str) -> None:
    for name, kind in kinds.items():
        array = _locked(getattr(table, name), kind)
        if array.shape != (count,):
            raise TableError(f"the {what} need {count} values of {name!r}, not {array.shape}")
        object.__setattr__(table, name, array)


def _locked(values: npt.ArrayLike, kind: type[np.generic]) -> npt.NDArray[np.generic]:
    array = np.array(values, dtype=kind)
    array.flags.writeable = False
    return array
