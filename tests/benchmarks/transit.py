"""How long door-to-door times by public transport take, beside scipy on the time-expanded graph: one table.

Run as a process of its own, for its memory: `python -m tests.benchmarks.transit plain` prints the table to read. The
county is drawn, the same every time. Ours and scipy take turns, so that what else the machine does meets both alike:
ours does all zones and departures, scipy's Dijkstra some of them, and its time is multiplied up.
"""

import os
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.sparse.csgraph import dijkstra

from samsyn.analysis.tables import areas_of
from samsyn.analysis.transit.events import events_between
from samsyn.analysis.transit.times import TransitChoices, transit_times
from samsyn.analysis.transit.timetables import Doors, Stops, Timetable, Trips, Walks, no_walks
from tests.analysis.transit.plain_transit import departing, expanded, graph
from tests.benchmarks import figures
from tests.benchmarks.figures import Line, Table, Taken, line

TIMES = 5
SAMPLED = 4
"""Departures of one zone that scipy finds a turn."""
CORES = os.cpu_count() or 1
SIDE, CALLS, KM = 40, 25, 1.0
HEADWAYS = (10, 15, 20, 30, 60)
CHOICES = TransitChoices()


def main(words: list[str]) -> None:
    table = Table(
        f"Public transport, departures 7 to 9 by the minute, {CHOICES.most_rides} rides (medians of {TIMES})",
        ("clock", "processor", "peak memory", "found", "peer", "peer takes"),
        tuple(_measured()),
        (
            "Compiled before it is measured. Peer: one scipy Dijkstra a zone and departure on the time-expanded graph,",
            f"limited to the longest time, the graph's making not counted; {SAMPLED * TIMES} sampled, multiplied up.",
            "Found: of the peer's times, how many are ours to the second, with 15 rides (the peer's are not limited).",
        ),
    )
    print(table if "plain" in words else table.dumped())


def county(lines: int, zones_apart: int) -> tuple[Timetable, Doors]:
    """A drawn county: places 1 km apart with two stops each, buses on winding lines, and zones at every few places."""
    rng = np.random.default_rng(lines)
    trips = [trip for number in range(lines) for trip in _trips(_line(rng), HEADWAYS[number % len(HEADWAYS)], rng)]
    calls = np.array([call for trip in trips for call in trip], dtype=np.int64)
    count, every = 2 * SIDE * SIDE, np.ones(len(calls), dtype=bool)
    codes = tuple(f"s{i}" for i in range(count))
    starts = np.arange(0, len(calls) + 1, CALLS)
    trip_codes = tuple(f"t{i}" for i in range(len(trips)))
    made = Timetable(
        Stops(codes, codes, np.full(count, 120), np.full(count, np.nan), np.full(count, np.nan)),
        Trips(trip_codes, starts, calls[:, 0], calls[:, 1], calls[:, 1], every, every),
        _footpaths(rng),
    )
    return made, _doors(zones_apart)


def _line(rng: np.random.Generator) -> list[int]:
    """Places one after the other, mostly straight on."""
    at, heading, places = rng.integers(0, SIDE, 2), rng.integers(0, 4), []
    steps = np.array([(0, 1), (1, 0), (0, -1), (-1, 0)])
    while len(places) < CALLS:
        places.append(int(at[0] * SIDE + at[1]))
        if rng.random() < 0.2:
            heading = (heading + rng.choice((1, 3))) % 4
        while not ((at + steps[heading] >= 0) & (at + steps[heading] < SIDE)).all():
            heading = (heading + 1) % 4
        at = at + steps[heading]
    return places


def _trips(places: list[int], headway: int, rng: np.random.Generator) -> Iterator[list[tuple[int, int]]]:
    """Both ways from 5 to 24, at one of the two stops of each place."""
    hops = np.concatenate(([0], np.cumsum(rng.integers(60, 180, CALLS - 1))))
    for way, listed in enumerate((places, places[::-1])):
        stops = [2 * place + way for place in listed]
        for start in range(5 * 3600 + int(rng.integers(0, headway)) * 60, 24 * 3600, headway * 60):
            yield list(zip(stops, (start + hops).tolist(), strict=True))


def _footpaths(rng: np.random.Generator) -> Walks:
    """Across the street everywhere, and from a fifth of the places to the next one."""
    here = np.arange(SIDE * SIDE)
    some = rng.permutation(here[here % SIDE < SIDE - 1])[: SIDE * SIDE // 5]
    start = np.concatenate((2 * here, 2 * here + 1, 2 * some, 2 * some + 2))
    end = np.concatenate((2 * here + 1, 2 * here, 2 * some + 2, 2 * some))
    seconds = np.concatenate((np.full(2 * len(here), 150), np.full(2 * len(some), 780)))
    return Walks(start, end, seconds)


def _doors(apart: int) -> Doors:
    """Zones with doors 200 m from a place; all stops of the nine places around are walked to."""
    codes, walks = [], []
    for row in range(0, SIDE, apart):
        for column in range(0, SIDE, apart):
            for i in range(max(row - 1, 0), min(row + 2, SIDE)):
                for j in range(max(column - 1, 0), min(column + 2, SIDE)):
                    seconds = 180 + int(750 * KM * np.hypot(i - row, j - column))
                    walks += [(len(codes), 2 * (i * SIDE + j) + side, seconds) for side in (0, 1)]
            codes.append(f"{len(codes):04}")
    zone, stop, seconds = np.array(walks).T
    return Doors(areas_of({c: c for c in codes}), Walks(zone, stop, seconds), Walks(stop, zone, seconds), no_walks())


def _measured() -> Iterator[Line]:
    transit_times(*county(5, 10))  # compiled before it is measured
    yield from _beside(*county(160, 2))
    yield from _growth()


def _beside(made: Timetable, doors: Doors) -> Iterator[Line]:
    """Ours after the peer's, turn by turn; memory before the peer's graph is made, and with it."""
    end = CHOICES.last + CHOICES.longest
    with ThreadPoolExecutor(CORES) as threads:
        works = {
            "laid out in time": lambda: events_between(made, CHOICES.first, end),
            "all times, one thread": lambda: transit_times(made, doors),
            "all times": lambda: transit_times(made, doors, executor=threads),
        }
        works["all times"]()
        memory = figures.megabytes(figures.peak())
        peer = Peer(made, doors)
        taken: dict[str, list[Taken]] = {name: [] for name in works}
        for turn in range(TIMES):
            peer.find(turn)
            for name, work in works.items():
                taken[name].append(figures.taken(work))
    theirs = statistics.median(peer.clocks) / SAMPLED * len(doors.zones) * CHOICES.count
    size = f"{len(doors.zones)} zones, {len(made.stops):,} stops, {len(made.trips.stops):,} stop times: "
    for name, each in taken.items():
        clock, processor = (statistics.median(getattr(one, what) for one in each) for what in ("clock", "processor"))
        beside = (peer.alike(), figures.seconds(theirs), figures.ratio(clock, theirs))
        if name == "laid out in time":
            beside = ("-", "-", "-")
        yield line(size + name, figures.seconds(clock), figures.seconds(processor), memory, *beside)
    yield line(size + "with the peer's graph", "-", "-", figures.megabytes(figures.peak()), "-", "-", "-")


class Peer:
    """scipy's Dijkstra from doors of zones at departures, on the time-expanded graph of the hours in question."""

    def __init__(self, made: Timetable, doors: Doors) -> None:
        self.made, self.doors = _within(made), doors
        self.clocks: list[float] = []
        self._found: list[tuple[int, int, np.ndarray]] = []
        columns, next_ready, self._door = expanded(self.made, doors)
        rng = np.random.default_rng(1)
        zones, numbers = (rng.integers(0, most, TIMES * SAMPLED) for most in (len(doors.zones), CHOICES.count))
        self._sampled = list(zip(zones.tolist(), numbers.tolist(), strict=True))
        first = self._door + len(doors.zones)
        links = [
            (first + i, node, seconds)
            for i, (zone, number) in enumerate(self._sampled)
            for node, seconds in departing(self.made, doors, next_ready, zone, _leaves(number))
        ]
        more = [np.array(column) for column in zip(*links, strict=True)]
        whole = [np.concatenate(pair) for pair in zip(columns, more, strict=True)]
        self._graph, self._first = graph(whole, first + len(self._sampled)), first

    def find(self, turn: int) -> None:
        """The times of some of the departures."""
        mine = range(turn * SAMPLED, (turn + 1) * SAMPLED)
        began = time.perf_counter()
        found = dijkstra(self._graph, indices=[self._first + i for i in mine], limit=CHOICES.longest + 1)
        self.clocks.append(time.perf_counter() - began)
        for i, row in zip(mine, found[:, self._door : self._first], strict=True):
            self._found.append((*self._sampled[i], np.floor(row)))

    def alike(self) -> str:
        """How many of the peer's times are ours; asked again for each sampled departure alone, with all rides."""
        same, count = 0, 0
        for zone, number, theirs in self._found:
            start = _leaves(number)
            alone = TransitChoices(start, start + 1, 60, 15, CHOICES.longest, (100.0,))
            ours = transit_times(self.made, self.doors, alone).minutes[0, zone] * 60
            theirs[theirs > CHOICES.longest], theirs[zone] = np.inf, 0
            same, count = same + int((np.round(ours, 6) == theirs).sum()), count + len(theirs)
        return f"{same:,} of {count:,}"


def _leaves(number: int) -> int:
    return CHOICES.first + CHOICES.step * number


def _within(made: Timetable) -> Timetable:
    """The trips that run in the hours in question, so that the peer's graph is no larger than it must be."""
    trips = made.trips
    end = CHOICES.last + CHOICES.longest
    kept = np.flatnonzero(
        (trips.departure[trips.starts[1:] - 1] >= CHOICES.first) & (trips.arrival[trips.starts[:-1]] <= end)
    )
    calls = (kept[:, None] * CALLS + np.arange(CALLS)).ravel()
    arrays = (getattr(trips, name)[calls] for name in ("stops", "arrival", "departure", "boards", "alights"))
    codes = tuple(trips.codes[i] for i in kept)
    return Timetable(made.stops, Trips(codes, np.arange(0, len(calls) + 1, CALLS), *arrays), made.footpaths)


def _growth() -> Iterator[Line]:
    """A quarter, half and all of the lines; a slope of 1 is as fast as the stop times grow."""
    clocks, sizes = [], []
    for lines in (40, 80, 160):
        made, doors = county(lines, 4)
        sizes.append(len(made.trips.stops))
        clocks.append(figures.taken(lambda made=made, doors=doors: transit_times(made, doors), 3).clock)
    slope = np.polyfit(np.log(sizes), np.log(clocks), 1)[0]
    what = f"100 zones, {' / '.join(f'{size:,}' for size in sizes)} stop times: all times, one thread"
    shown = ", ".join(figures.seconds(clock) for clock in clocks)
    yield line(what, shown, "-", figures.megabytes(figures.peak()), f"slope {slope:.2f}", "-", "-")


if __name__ == "__main__":
    main(sys.argv[1:])
