"""A timetable laid out in the order of time: what happens at stops, and where each departure's passengers come from.

Every arrival and departure within a span of time is an event. They stand in the order of time, at the same second in
that of trips, then of calls, arrivals first: since changing takes a second or more, nothing depends on a later event.

A departure draws on arrivals from which there was time to change. Of each way to its stop (a footpath, or the change
at the stop itself) the last such arrival is enough, where events keep the best of all arrivals before them; and that
only if it came since the departure before. So each way gives a departure at most one draw, found once a timetable.

What is kept of an arrival is kept until its last draw, what is known of a trip until its last event: both are given
places that are used again (as registers by a compiler), so that few are needed and they stay in fast memory.
"""

from typing import NamedTuple

import numpy as np

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Flags, Ints
from samsyn.analysis.transit.timetables import Timetable

NO_PLACE = -1


class Events(NamedTuple):
    """What happens, in order.

    - `time`, `stop (e,)`: when and where; `departs (e,)`: a departure, else an arrival
    - `trip (e,)`: the place of its trip; `begins (e,)`: the first event of the trip, which takes the place over
    - `kept (e,)`: the place in which an arrival is kept for those who draw on it; `NO_PLACE` where nobody does
    - `draw_starts (e + 1,)`: event i draws on the places `draws[draw_starts[i]:draw_starts[i + 1]]`, after walking
      `walked` seconds
    - `trips`, `places`: how many places of trips and of arrivals there are
    """

    time: Ints
    stop: Ints
    departs: Flags
    trip: Ints
    begins: Flags
    kept: Ints
    draw_starts: Ints
    draws: Ints
    walked: Ints
    trips: int
    places: int


class Ways(NamedTuple):
    """Ways to change, by the stop they lead to: to stop s those from `starts[s]` up to `starts[s + 1]`."""

    starts: Ints
    origin: Ints
    needed: Ints
    walked: Ints


def events_between(timetable: Timetable, first: int, last: int) -> Events:
    """What happens from one second to another, both included."""
    trips = timetable.trips
    arrives, leaves = trips.alights.copy(), trips.boards.copy()
    arrives[trips.starts[:-1]] = False
    leaves[trips.starts[1:] - 1] = False
    arrives &= (trips.arrival >= first) & (trips.arrival <= last)
    leaves &= (trips.departure >= first) & (trips.departure <= last)
    call = np.concatenate((np.flatnonzero(arrives), np.flatnonzero(leaves)))
    departs = np.arange(len(call)) >= np.count_nonzero(arrives)
    time = np.where(departs, trips.departure[call], trips.arrival[call])
    order = np.lexsort((departs, call, time))
    call, departs, time = call[order], departs[order], time[order]
    stop, trip = trips.stops[call], trips.of_stop_times()[call]
    ways = _ways(timetable)
    starts, arrivals, taken = _draws(time, stop, departs, ways)
    kept, places = _kept(starts, arrivals, len(time))
    trip_place, begins, trip_places = _places_of_trips(trip)
    draws, walked = kept[arrivals], ways.walked[taken]
    return Events(time, stop, departs, trip_place, begins, kept, starts, draws, walked, trip_places, places)


def _ways(timetable: Timetable) -> Ways:
    stops, paths = timetable.stops, timetable.footpaths
    itself = np.arange(len(stops), dtype=np.int64)
    end = np.concatenate((itself, paths.end))
    order = np.argsort(end, kind="stable")
    return Ways(
        np.searchsorted(end[order], np.arange(len(stops) + 1)).astype(np.int64),
        np.concatenate((itself, paths.start))[order],
        np.concatenate((stops.changing, paths.seconds))[order],
        np.concatenate((np.zeros(len(stops), dtype=np.int64), paths.seconds))[order],
    )


def _draws(time: Ints, stop: Ints, departs: Flags, ways: Ways) -> tuple[Ints, Ints, Ints]:
    """Where the draws of each event start; the arrival that each is on, and the way it is by."""
    arrivals = np.flatnonzero(~departs)
    arrivals = arrivals[np.argsort(stop[arrivals], kind="stable")].astype(np.int64)
    at_stop = np.searchsorted(stop[arrivals], np.arange(len(ways.starts))).astype(np.int64)
    counts, nothing = np.zeros(len(time), dtype=np.int64), np.empty(0, dtype=np.int64)
    _drawn((time, stop, departs), (at_stop, arrivals), ways, counts, (nothing, nothing))
    starts = np.concatenate((nothing, [0], np.cumsum(counts))).astype(np.int64)
    found = np.empty(starts[-1], dtype=np.int64), np.empty(starts[-1], dtype=np.int64)
    if starts[-1]:
        _drawn((time, stop, departs), (at_stop, arrivals), ways, counts, found)
    return starts, *found


def _kept(starts: Ints, arrivals: Ints, count: int) -> tuple[Ints, int]:
    """The place that each event is kept in."""
    last = np.full(count, -1, dtype=np.int64)
    np.maximum.at(last, arrivals, np.repeat(np.arange(count), np.diff(starts)))
    drawn_on = np.flatnonzero(last >= 0)
    kept = np.full(count, NO_PLACE, dtype=np.int64)
    kept[drawn_on] = places_of(drawn_on, last[drawn_on], np.argsort(last[drawn_on], kind="stable"))
    return kept, int(kept.max(initial=NO_PLACE)) + 1


def _places_of_trips(trip: Ints) -> tuple[Ints, Flags, int]:
    """The place of the trip of each event, and which event is the first of its trip."""
    _trips, first, inverse = np.unique(trip, return_index=True, return_inverse=True)
    last = np.zeros(len(first), dtype=np.int64)
    np.maximum.at(last, inverse, np.arange(len(trip)))
    order = np.argsort(first, kind="stable")
    place = np.empty(len(first), dtype=np.int64)
    place[order] = places_of(first[order], last[order], np.argsort(last[order], kind="stable"))
    begins = np.zeros(len(trip), dtype=np.bool_)
    begins[first] = True
    return place[inverse], begins, int(place.max(initial=NO_PLACE)) + 1


@compiled
def _drawn(
    events: tuple[Ints, Ints, Flags], arrivals: tuple[Ints, Ints], ways: Ways, counts: Ints, found: tuple[Ints, Ints]
) -> None:
    """Count the draws of each event; where there is room for them, write them down."""
    time, stop, departs = events
    at_stop, listed = arrivals
    passed = at_stop[ways.origin]  # how far each way has come among the arrivals of its stop
    filling, at = len(found[0]) > 0, 0
    for event in range(len(time)):
        if not departs[event]:
            continue
        count = 0
        for way in range(ways.starts[stop[event]], ways.starts[stop[event] + 1]):
            before, ends = passed[way], at_stop[ways.origin[way] + 1]
            latest = time[event] - ways.needed[way]
            reached = before
            while reached < ends and time[listed[reached]] <= latest:
                reached += 1
            if reached > before:
                passed[way] = reached
                count += 1
                if filling:
                    found[0][at], found[1][at] = listed[reached - 1], way
                    at += 1
        counts[event] = count


@compiled
def places_of(first: Ints, last: Ints, by_last: Ints) -> Ints:
    """A place for each of what is there from its `first` to its `last` event; in the order of `first`."""
    place = np.empty(len(first), dtype=np.int64)
    free = np.empty(len(first), dtype=np.int64)
    unused, made, gone = 0, 0, 0
    for each in range(len(first)):
        while last[by_last[gone]] < first[each]:
            free[unused] = place[by_last[gone]]
            unused += 1
            gone += 1
        if unused:
            unused -= 1
            place[each] = free[unused]
        else:
            place[each] = made
            made += 1
    return place
