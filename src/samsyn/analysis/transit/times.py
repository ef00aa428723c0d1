"""Door-to-door times by public transport between zones, over all departures of a window.

Definition
----------
Someone leaves the door of zone i at t, walks to a stop, rides, changes (at the stop, or over one footpath), rides ...
and walks from the last stop to the door of zone j; or walks all the way. The time is that from t to the earliest
arrival at j. t runs over the departures `first`, `first` + `step`, ... before `last`. Told are percentiles of the times
over the departures (the least time that at least p per cent of them do not exceed), the share of departures that arrive
at all, and means over those of the number of changes and of the minutes of walking.

Of several journeys that arrive at the same second, the one counts that has the fewest rides; of these the one that can
leave the door last (of the window's departures); of these the one with the least walking. Infinite is a time over
`longest`, or that needs more than `most_rides` rides. From a zone to itself the time is 0.

Known bias
----------
Everybody knows the timetable and nobody is late: journeys with tight changes are counted as good. Everybody may leave
at any minute alike, so waiting at the door counts in full; who plans around the timetable waits less. Zones have one
door each. Fares, crowding and comfort are not seen.

How
---
All that happens in the timetable is put in the order of time (`events`) and passed once for a block of origins
(`times_kernel`), carrying for each trip and stop, by number of rides, the last departure from the door that gets
there: the profile of the whole window, and the Pareto set of arrival and rides, from one pass without a search. It is a
connection scan (Dibbelt, Pajor, Strasser and Wagner 2013) run from origins with labels of departures in the place of
arrivals, for many origins side by side, with the rounds of RAPTOR (Delling, Pajor and Werneck 2012) as columns.

Cost: for z origins, e events with d draws (at most one a footpath and departure) and r rides O(z * r * (e + d)), and
O(w) for each pair of zones and arrival that betters w departures; memory: the timetable, and for each worker r * LANES
numbers a stop, and LANES * zones * departures numbers.
"""

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.progress import Progress
from samsyn.analysis.side_by_side import each_done
from samsyn.analysis.tables import Areas, Floats, Ints, TableError
from samsyn.analysis.transit.events import Events, events_between
from samsyn.analysis.transit.times_kernel import (
    DEPARTURES,
    NEVER,
    RIDES,
    WALKING,
    Ends,
    Window,
    summed_up,
    swept,
    walk_directly,
)
from samsyn.analysis.transit.timetables import Doors, Timetable, Walks

LANES = 16
"""Origins that are swept side by side: their labels of one number of rides are a line of memory."""


@dataclass(frozen=True, slots=True)
class TransitChoices:
    """When people leave, and what they put up with; seconds, of the day from its midnight.

    first, last, step    departures at `first`, `first` + `step`, ... before `last`
    most_rides           at most 15; each ride after the first is a change
    longest              from door to door; what takes longer does not count
    percentiles          above 0 and at most 100, ascending
    """

    first: int = 7 * 3600
    last: int = 9 * 3600
    step: int = 60
    most_rides: int = 5
    longest: int = 4 * 3600
    percentiles: tuple[float, ...] = (10.0, 50.0, 90.0)

    def __post_init__(self) -> None:
        if self.step < 1 or self.last <= self.first:
            raise TableError(f"a window from {self.first} to {self.last} s by {self.step} s has no departures")
        if self.count > DEPARTURES:
            raise TableError(
                f"the window has {self.count:,} departures; there may be {DEPARTURES:,}: take longer steps"
            )
        if not 1 <= self.most_rides < RIDES:
            raise TableError(f"at most {self.most_rides} rides are asked for; it must be 1 to {RIDES - 1}")
        day = 7 * 86400
        if not (1 <= self.longest <= day and abs(self.first) <= day and abs(self.last) <= day):
            raise TableError("the window and the longest time must lie within a week")
        if list(self.percentiles) != sorted({p for p in self.percentiles if 0 < p <= 100}):
            raise TableError(f"percentiles must ascend, be above 0 and at most 100, not {self.percentiles}")

    @property
    def count(self) -> int:
        """How many departures there are."""
        return -(-(self.last - self.first) // self.step)


@dataclass(frozen=True, slots=True, eq=False)
class TransitTimes:
    """From zone i to zone j; 0 on the diagonal.

    - `minutes (p, n, n)`: the percentiles of the time over all departures; infinite where so many do not arrive
    - `arriving (n, n)`: the share of departures that arrive, 0 to 1
    - `changes`, `walking (n, n)`: means over those that arrive, of changes and of minutes on foot; NaN where none does
    """

    zones: Areas
    percentiles: tuple[float, ...]
    minutes: Floats
    arriving: Floats
    changes: Floats
    walking: Floats

    def at(self, percentile: float) -> Floats:
        """(n, n) minutes at one of the percentiles."""
        if percentile not in self.percentiles:
            raise TableError(f"the percentile {percentile} is not among {self.percentiles}")
        found: Floats = self.minutes[self.percentiles.index(percentile)]
        return found


@dataclass(frozen=True, slots=True)
class _Work:
    """What the blocks of origins have in common."""

    events: Events
    access: Ends
    egress: Ends
    direct: Ends
    window: Window
    longest: int
    ranks: Ints

    def done(self, low: int, high: int) -> Floats:
        """(lanes, zones, figures) for a block of origins, from one up to another."""
        zones = low, high
        best = np.full(
            (zones[1] - zones[0], len(self.direct.starts) - 1, self.window.departures), NEVER, dtype=np.int64
        )
        swept(self.events, self.access, self.egress, self.window, zones, best)
        walk_directly(best, self.direct, self.window, zones)
        figures: Floats = summed_up(best, self.window, self.longest, self.ranks)
        return figures


def transit_times(
    timetable: Timetable,
    doors: Doors,
    choices: TransitChoices | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> TransitTimes:
    """The times between all zones. `progress` hears the share done; it may raise to cancel."""
    choices = choices or TransitChoices()
    doors.check(len(timetable.stops))
    _check_walking(timetable, doors, choices)
    work = _work(timetable, doors, choices)
    n, ranks = len(doors.zones), len(choices.percentiles)
    blocks = [(low, min(low + LANES, n)) for low in range(0, n, LANES)]
    found = np.empty((ranks + 3, n, n))
    each = each_done(work.done, blocks, executor=executor, progress=progress)
    for (low, high), figures in zip(blocks, each, strict=True):
        found[:, low:high] = np.moveaxis(figures, 2, 0)
    found[:, np.arange(n), np.arange(n)] = 0.0
    found[ranks, np.arange(n), np.arange(n)] = 1.0
    found.flags.writeable = False
    return TransitTimes(doors.zones, choices.percentiles, found[:ranks], *found[ranks:])


def _work(timetable: Timetable, doors: Doors, choices: TransitChoices) -> _Work:
    window = Window(choices.first, choices.step, choices.count, choices.most_rides)
    end = choices.first + (choices.count - 1) * choices.step + choices.longest
    share = np.array(choices.percentiles) / 100
    # The rounding takes away what floats add to whole numbers: 0.07 * 100 is 7.000000000000001.
    ranks = np.ceil(np.round(share * choices.count, 9)).astype(np.int64) - 1
    n = len(doors.zones)
    return _Work(
        events_between(timetable, choices.first, end),
        _ends(doors.access, n),
        _ends(doors.egress, len(timetable.stops)),
        _ends(doors.direct, n),
        window,
        choices.longest,
        ranks,
    )


def _ends(walks: Walks, count: int) -> Ends:
    starts = np.searchsorted(walks.start, np.arange(count + 1)).astype(np.int64)
    return Ends(starts, walks.end.copy(), walks.seconds.copy())


def _check_walking(timetable: Timetable, doors: Doors, choices: TransitChoices) -> None:
    """Refuse walks that could add up to more than a label holds."""
    access, egress, footpath = (
        int(walks.seconds.max(initial=0)) for walks in (doors.access, doors.egress, timetable.footpaths)
    )
    most = access + egress + footpath * (choices.most_rides - 1)
    if most >= WALKING:
        raise TableError(
            f"walks of {access} s to stops, {egress} s from them and {choices.most_rides - 1} times {footpath} s"
            f" between them make {most:,} s; a journey may have less than {WALKING:,} s of walking"
        )
