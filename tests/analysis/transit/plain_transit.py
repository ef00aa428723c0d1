"""Timetables drawn for tests, and two plain ways of finding journeys: by trying all, and Dijkstra's on a graph of time.

`earliest` is scipy's Dijkstra on the time-expanded graph: one node an arrival and one a departure. `tried` follows
every journey there is, for the rules of ties.
"""

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from samsyn.analysis.tables import areas_of
from samsyn.analysis.transit.timetables import Doors, Stops, Timetable, Trips, Walks, no_walks

NOTHING = 0.25
"""The weight of a link that takes no time: all others are whole seconds, and 0 is no link to scipy."""


def clock(text):
    """07:30 or 07:30:15 as seconds."""
    parts = [int(part) for part in text.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)


def walks(*listed):
    """Walks of (start, end, seconds)."""
    if not listed:
        return no_walks()
    return Walks(*(np.array(column, dtype=np.int64) for column in zip(*listed, strict=True)))


def timetable(trips, *, stops, footpaths=(), changing=60):
    """Trips of calls (stop, arrival, departure[, boards, alights]); a call (stop, time) arrives and leaves at once."""
    calls = [_call(call) for trip in trips for call in trip]
    columns = [np.array(column) for column in zip(*calls, strict=True)] if calls else [np.empty(0)] * 5
    codes = tuple(f"s{i}" for i in range(stops))
    nowhere = np.full(stops, np.nan)
    return Timetable(
        Stops(codes, codes, np.full(stops, changing), nowhere, nowhere),
        Trips(
            tuple(f"t{i}" for i in range(len(trips))),
            np.concatenate(([0], np.cumsum([len(trip) for trip in trips]))).astype(np.int64),
            *columns,
        ),
        walks(*footpaths),
    )


def _call(call):
    stop, *times = call
    times = [clock(each) if isinstance(each, str) else each for each in times]
    if len(times) == 1:
        times *= 2
    return (stop, *times, *(True, True)[len(times) - 2 :])


def doors(zones, *, access, egress, direct=()):
    """Zones and their walks."""
    codes = [f"z{i}" for i in range(zones)]
    return Doors(areas_of({code: code for code in codes}), walks(*access), walks(*egress), walks(*direct))


def _ways(made):
    """Ways to change: from stop, to stop, seconds needed, seconds walked."""
    itself = [(s, s, int(made.stops.changing[s]), 0) for s in range(len(made.stops))]
    paths = zip(*(getattr(made.footpaths, name).tolist() for name in ("start", "end", "seconds")), strict=True)
    return itself + [(start, end, seconds, seconds) for start, end, seconds in paths]


def expanded(made, ends):
    """The time-expanded graph: starts, ends and weights of links; and node of first, of last call."""
    trips, m = made.trips, len(made.trips.stops)
    arrive, leave, ready = np.arange(m), m + np.arange(m), 2 * m + np.arange(m)
    rows = []  # a node to be on board when leaving; one to be at the stop, ready to board
    on_board = np.flatnonzero(np.diff(trips.of_stop_times()) == 0)
    rows.append((leave[on_board], arrive[on_board + 1], trips.arrival[on_board + 1] - trips.departure[on_board]))
    rows.append((arrive, leave, trips.departure - trips.arrival))
    boards = np.flatnonzero(trips.boards)
    rows.append((ready[boards], leave[boards], 0 * boards))
    next_ready = [_at_stop(trips, stop) for stop in range(len(made.stops))]
    for listed in next_ready:
        rows.append((ready[listed[:-1]], ready[listed[1:]], np.diff(trips.departure[listed])))
    alights = np.flatnonzero(trips.alights)
    for start, end, needed, _walked in _ways(made):
        here = alights[trips.stops[alights] == start]
        at = np.searchsorted(trips.departure[next_ready[end]], trips.arrival[here] + needed)
        here, at = here[at < len(next_ready[end])], at[at < len(next_ready[end])]
        target = next_ready[end][at]
        rows.append((arrive[here], ready[target], trips.departure[target] - trips.arrival[here]))
    door = 3 * m
    for stop, zone, seconds in zip(ends.egress.start, ends.egress.end, ends.egress.seconds, strict=True):
        here = alights[trips.stops[alights] == stop]
        rows.append((arrive[here], np.full(len(here), door + zone), np.full(len(here), seconds)))
    return [np.concatenate(column) for column in zip(*rows, strict=True)], next_ready, door


def _at_stop(trips, stop):
    """The calls at a stop in the order of departure."""
    calls = np.flatnonzero(trips.stops == stop)
    return calls[np.argsort(trips.departure[calls], kind="stable")]


def graph(columns, size):
    """As scipy takes it: of parallel links the quickest; no time is a little, since 0 is no link."""
    start, end, weight = columns
    weight = np.where(weight == 0, NOTHING / size, weight)
    order = np.lexsort((weight, end, start))
    start, end, weight = start[order], end[order], weight[order]
    first = np.append(True, (np.diff(start) != 0) | (np.diff(end) != 0))[: len(start)]
    return csr_array((weight[first], (start[first], end[first])), shape=(size, size))


def departing(made, ends, next_ready, zone, time):
    """Links out of the door of a zone at a time: to the first departure of each stop that can be walked to."""
    found = []
    trips, m = made.trips, len(made.trips.stops)
    for walk in np.flatnonzero(ends.access.start == zone):
        stop, there = ends.access.end[walk], time + ends.access.seconds[walk]
        at = np.searchsorted(trips.departure[next_ready[stop]], there)
        if at < len(next_ready[stop]):
            call = next_ready[stop][at]
            found.append((2 * m + call, trips.departure[call] - time))
    return found


def earliest(made, ends, choices):
    """(departures, n, n) seconds from door to door by Dijkstra, with any number of rides; infinite over the longest."""
    columns, next_ready, door = expanded(made, ends)
    n = len(ends.zones)
    times = choices.first + choices.step * np.arange(choices.count)
    links = [
        (door + n + t * n + zone, node, seconds)
        for t, time in enumerate(times)
        for zone in range(n)
        for node, seconds in departing(made, ends, next_ready, zone, time)
    ]
    more = [np.array(column, dtype=np.int64) for column in zip(*links, strict=True)] if links else [[], [], []]
    size = door + n + len(times) * n
    whole = graph([np.concatenate(pair) for pair in zip(columns, more, strict=True)], size)
    found = dijkstra(whole, indices=np.arange(door + n, size))[:, door : door + n].reshape(len(times), n, n)
    found = np.floor(found)  # what takes no time adds less than a second
    for start, end, seconds in zip(ends.direct.start, ends.direct.end, ends.direct.seconds, strict=True):
        found[:, start, end] = np.minimum(found[:, start, end], seconds)
    found[found > choices.longest] = np.inf
    return found


def tried(made, ends, choices):
    """{(zone, zone): the best (arrival, rides, -departure, walking) of each departure}, by following every journey."""
    attempt = _Attempt(made, ends, choices)
    last = choices.first + (choices.count - 1) * choices.step
    for zone, stop, seconds in _listed(ends.access):
        for call in np.flatnonzero((made.trips.stops == stop) & made.trips.boards):
            spare = int(made.trips.departure[call]) - seconds - choices.first
            if spare >= 0:
                leaves = min(choices.first + spare // choices.step * choices.step, last)
                attempt.board(zone, call, (1, leaves, seconds))
    for zone, other, seconds in _listed(ends.direct):
        for number in range(choices.count):
            leaves = choices.first + number * choices.step
            row = attempt.row(zone, other)
            row[number] = min(row[number], (leaves + seconds, 0, -leaves, seconds))
    return attempt.best


def _listed(listed):
    return list(zip(*(getattr(listed, name).tolist() for name in ("start", "end", "seconds")), strict=True))


class _Attempt:
    """Journeys followed one after the other; `so_far` is rides, departure from the door, and seconds walked."""

    def __init__(self, made, ends, choices):
        self.trips, self.choices, self.best = made.trips, choices, {}
        self._trip, self._ways, self._egress = made.trips.of_stop_times(), _ways(made), _listed(ends.egress)

    def row(self, origin, destination):
        return self.best.setdefault((origin, destination), [(np.inf,)] * self.choices.count)

    def board(self, origin, call, so_far):
        for at in range(call + 1, self.trips.starts[self._trip[call] + 1]):
            if self.trips.alights[at]:
                self._alight(origin, self.trips.stops[at], int(self.trips.arrival[at]), so_far)

    def _alight(self, origin, stop, time, so_far):
        rides, leaves, walked = so_far
        for start, zone, seconds in self._egress:
            if start == stop:
                self._note(self.row(origin, zone), leaves, (time + seconds, rides, -leaves, walked + seconds))
        for start, end, needed, more in self._ways if rides < self.choices.most_rides else ():
            if start == stop:
                there = (self.trips.stops == end) & self.trips.boards & (self.trips.departure >= time + needed)
                for call in np.flatnonzero(there):
                    self.board(origin, call, (rides + 1, leaves, walked + more))

    def _note(self, row, leaves, found):
        for number in range((leaves - self.choices.first) // self.choices.step + 1):
            row[number] = min(row[number], found)


@st.composite
def feeds(draw, *, trips=7, calls=4):
    """Any small timetable with its doors: loops, waits, times that stand still, closed doors, far walks."""
    stops, zones = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    stop, zone = st.integers(0, stops - 1), st.integers(0, zones - 1)
    drawn = []
    for _trip in range(draw(st.integers(0, trips))):
        time, trip = draw(st.integers(-300, 1800)), []
        for _call in range(draw(st.integers(2, calls))):
            arrival = time + draw(st.sampled_from([0, 60, 120, 299, 600]))
            time = arrival + draw(st.sampled_from([0, 0, 60]))
            open_ = st.sampled_from([True, True, True, False])
            trip.append((draw(stop), arrival, time, draw(open_), draw(open_)))
        drawn.append(trip)
    walk = st.integers(0, 400)
    pairs = st.tuples(zone, stop)
    paths = st.dictionaries(st.tuples(stop, stop).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 400))
    made = timetable(
        drawn,
        stops=stops,
        footpaths=[(*pair, s) for pair, s in draw(paths).items()],
        changing=draw(st.sampled_from([1, 60, 200])),
    )
    ends = doors(
        zones,
        access=[(*pair, s) for pair, s in draw(st.dictionaries(pairs, walk)).items()],
        egress=[(*pair, s) for pair, s in draw(st.dictionaries(st.tuples(stop, zone), walk)).items()],
        direct=[(*pair, s) for pair, s in draw(st.dictionaries(st.tuples(zone, zone), st.integers(0, 3000))).items()],
    )
    return made, ends
