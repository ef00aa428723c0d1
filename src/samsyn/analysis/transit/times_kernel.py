"""The loops behind `times`: one pass over the events of a day for a block of origins and all departures.

What is known at a trip, at a stop or of an arrival is a row of labels: for each number of rides and each origin of the
block (a lane), the best way to be there by now. A label is one number: the last departure from the door that serves
(its number in the window), and then how little was walked. So the greatest label is the best, walking makes labels
smaller by what was walked, and an event is a maximum over rows that a processor takes eight numbers at a time.

Lanes take no part in each other's labels and all are whole numbers: blocks and threads change no bit.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from samsyn.analysis.compiled import compiled
from samsyn.analysis.tables import Flags, Floats, Ints
from samsyn.analysis.transit.events import Events

Labels = npt.NDArray[np.int32]

WALKING = 2**17
"""Above the seconds of walking of any journey."""
DEPARTURES = 2**13
"""Departures in a window, at most: a label fits in 32 bits, with room for its sign."""
RIDES = 2**4
"""Above the rides of any journey."""
NOTHING = np.int32(-(2**30))
"""No way; still below 0 whatever is walked, or added to it."""
NEVER = np.int64(2**62)


class Window(NamedTuple):
    """Departures from the door at `first`, `first` + `step` ... so many; and the most rides of a journey."""

    first: int
    step: int
    departures: int
    rides: int


class Ends(NamedTuple):
    """Walks by the place that they start from: those of place p from `starts[p]` up to `starts[p + 1]`."""

    starts: Ints
    ends: Ints
    seconds: Ints


class Rows(NamedTuple):
    """Rows of labels; each counts only where it is marked as used."""

    labels: Labels
    used: Flags


class Draws(NamedTuple):
    """The draws of the events: see `events.Events`."""

    starts: Ints
    places: Ints
    walked: Ints


@compiled
def swept(events: Events, access: Ends, egress: Ends, window: Window, zones: tuple[int, int], best: Ints) -> None:
    """Find the best journeys from the zones of a block, as the numbers that `summed_up` tells of.

    best    (lanes, zones, departures) all `NEVER`; what is found is written there
    """
    lanes, stops = zones[1] - zones[0], len(egress.starts) - 1
    width = lanes * window.rides
    boarding = _by_stop(access, zones, stops)
    draws = Draws(events.draw_starts, events.draws, events.walked)
    riding, kept = _rows(events.trips, width), _rows(events.places, width)
    ready, arrived = _rows(stops, width), _rows(stops, width)
    # Few arrays a call: each that is handed over is counted, which would take longer than the work.
    time, at, departs, trips, begins = events.time, events.stop, events.departs, events.trip, events.begins
    for event in range(len(time)):
        stop, trip = at[event], trips[event]
        if begins[event]:
            riding.used[trip] = False
        if departs[event]:
            if draws.starts[event] < draws.starts[event + 1]:
                _draw(draws, event, kept, ready, stop)
            if ready.used[stop]:
                _board(ready, stop, riding, trip, lanes)
            if boarding.starts[stop] < boarding.starts[stop + 1]:
                _set_out(time[event], stop, boarding, window, riding, trip)
            continue
        if riding.used[trip] and _better(riding, trip, arrived, stop):
            if egress.starts[stop] < egress.starts[stop + 1]:
                labels = riding.labels[trip], arrived.labels[stop]
                _leave(time[event] - window.first, stop, labels, egress, best)
            _raise(arrived.labels, stop, riding.labels, trip, (0, 0))
        place = events.kept[event]
        if place >= 0:
            _keep(arrived, stop, kept, place)


@compiled
def _rows(count: int, width: int) -> Rows:
    return Rows(np.empty((count, width), dtype=np.int32), np.zeros(count, dtype=np.bool_))


@compiled
def _by_stop(access: Ends, zones: tuple[int, int], stops: int) -> Ends:
    """The walks from a block of zones by the stop that they lead to; their ends are lanes."""
    low, high = access.starts[zones[0]], access.starts[zones[1]]
    starts = np.zeros(stops + 1, dtype=np.int64)
    for walk in range(low, high):
        starts[access.ends[walk] + 1] += 1
    for stop in range(stops):
        starts[stop + 1] += starts[stop]
    filled = starts[:-1].copy()
    lanes, seconds = np.empty(high - low, dtype=np.int64), np.empty(high - low, dtype=np.int64)
    for zone in range(zones[0], zones[1]):
        for walk in range(access.starts[zone], access.starts[zone + 1]):
            at = filled[access.ends[walk]]
            lanes[at], seconds[at] = zone - zones[0], access.seconds[walk]
            filled[access.ends[walk]] += 1
    return Ends(starts, lanes, seconds)


@compiled
def _draw(draws: Draws, event: int, kept: Rows, ready: Rows, stop: int) -> None:
    """Those who have arrived, and had time to change since, are ready at the stop."""
    for draw in range(draws.starts[event], draws.starts[event + 1]):
        place = draws.places[draw]
        if kept.used[place]:
            _use(ready, stop)
            _raise(ready.labels, stop, kept.labels, place, (0, draws.walked[draw]))


@compiled
def _raise(labels: Labels, to: int, others: Labels, of: int, less: tuple[int, int]) -> None:
    """Raise a row to another, whose labels are so many columns further left and become smaller by so much."""
    row, other, shift, walked = labels[to], others[of], less[0], less[1]
    for at in range(len(row) - shift):
        row[at + shift] = max(row[at + shift], np.int32(other[at] - walked))


@compiled
def _use(rows: Rows, at: int) -> None:
    if not rows.used[at]:
        rows.labels[at] = NOTHING
        rows.used[at] = True


@compiled
def _board(ready: Rows, stop: int, riding: Rows, trip: int, lanes: int) -> None:
    """Those who are ready board: one ride more."""
    _use(riding, trip)
    _raise(riding.labels, trip, ready.labels, stop, (lanes, 0))


@compiled
def _set_out(time: int, stop: int, boarding: Ends, window: Window, riding: Rows, trip: int) -> None:
    """Those who walk from their doors board: the first ride."""
    for walk in range(boarding.starts[stop], boarding.starts[stop + 1]):
        seconds, lane = boarding.seconds[walk], boarding.ends[walk]
        spare = time - seconds - window.first
        if spare >= 0:
            number = min(spare // window.step, window.departures - 1)
            label = np.int32(number * WALKING + (WALKING - 1 - seconds))
            _use(riding, trip)
            riding.labels[trip, lane] = max(riding.labels[trip, lane], label)


@compiled
def _better(riding: Rows, trip: int, arrived: Rows, stop: int) -> bool:
    """Whether anyone on board arrives by a better way than all who have arrived before."""
    _use(arrived, stop)
    row, before, better = riding.labels[trip], arrived.labels[stop], False
    for at in range(len(row)):
        better |= row[at] > before[at]
    return better


@compiled
def _keep(arrived: Rows, stop: int, kept: Rows, place: int) -> None:
    """Keep the best of all arrivals so far for those who draw on this one."""
    kept.used[place] = arrived.used[stop]
    if arrived.used[stop]:
        kept.labels[place] = arrived.labels[stop]


@compiled
def _leave(time: int, stop: int, labels: tuple[Labels, Labels], egress: Ends, best: Ints) -> None:
    """Walk from the stop to doors, those lanes that no arrival before has served as well."""
    row, arrived = labels
    lanes, count = best.shape[0], best.shape[2]
    for lane in range(lanes):
        before = np.int32(-1)
        for at in range(lane, len(row), lanes):
            label = row[at]
            if label <= arrived[at] or label <= before:
                continue
            before = label
            number = label // WALKING
            walked = WALKING - 1 - label % WALKING
            for walk in range(egress.starts[stop], egress.starts[stop + 1]):
                seconds = egress.seconds[walk]
                rides_late = (at // lanes + 1) * DEPARTURES + count - 1 - number
                journey = ((time + seconds) * RIDES * DEPARTURES + rides_late) * WALKING + walked + seconds
                _serve(best[lane, egress.ends[walk]], number, journey)


@compiled
def _serve(best: Ints, number: int, journey: int) -> None:
    """The journey is there for its departure and all before it. Earlier departures never have worse ones."""
    while number >= 0 and journey < best[number]:
        best[number] = journey
        number -= 1


@compiled
def walk_directly(best: Ints, direct: Ends, window: Window, zones: tuple[int, int]) -> None:
    """All the way on foot, where that is better."""
    for zone in range(zones[0], zones[1]):
        for walk in range(direct.starts[zone], direct.starts[zone + 1]):
            seconds = direct.seconds[walk]
            for number in range(window.departures):
                late = window.departures - 1 - number
                arrival = number * window.step + seconds
                journey = (arrival * RIDES * DEPARTURES + late) * WALKING + seconds
                there = best[zone - zones[0], direct.ends[walk]]
                there[number] = min(there[number], journey)


@compiled
def summed_up(best: Ints, window: Window, longest: int, ranks: Ints) -> Floats:
    """(lanes, zones, ranks + 3) minutes at the ranks; share of departures that arrive; mean changes; mean walking.

    A journey is the number ((arrival * RIDES + rides) * DEPARTURES + how early) * WALKING + walking: least is best.
    """
    lanes, zones, count = best.shape
    found = np.empty((lanes, zones, len(ranks) + 3))
    seconds = np.empty(count)
    for lane in range(lanes):
        for zone in range(zones):
            reached, changes, walking = 0, 0, 0
            for number in range(count):
                journey = best[lane, zone, number]
                seconds[number] = journey // (RIDES * DEPARTURES * WALKING) - number * window.step
                if journey == NEVER or seconds[number] > longest:
                    seconds[number] = np.inf
                    continue
                reached += 1
                changes += max((journey // (DEPARTURES * WALKING)) % RIDES - 1, 0)
                walking += journey % WALKING
            row = found[lane, zone]
            if reached:
                seconds.sort()
            for at in range(len(ranks)):
                row[at] = seconds[ranks[at]] / 60
            row[len(ranks)] = reached / count
            row[len(ranks) + 1] = changes / reached if reached else np.nan
            row[len(ranks) + 2] = walking / 60 / reached if reached else np.nan
    return found
