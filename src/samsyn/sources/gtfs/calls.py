"""The largest table, of every call at a stop: read row by row, of which only those of running trips are held."""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from samsyn.sources.errors import Unreadable
from samsyn.sources.gtfs.faults import Faults
from samsyn.sources.gtfs.feeds import Feed
from samsyn.sources.gtfs.trips import IDLE, TRIPS, RunningTrips, read_time
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Ints

STOP_TIMES = "stop_times.txt"
MOST_CALLS = 30_000_000
"""Calls of one day. All of Sweden has about a tenth."""
MISSING = -1
PIECE = 2**16
DOORS = {"": 1, "0": 1, "1": 0, "2": 1, "3": 1}
"""Whether one may get on or off: 2 and 3 are arranged by telephone or with the driver, and count as open."""
NUMBER = frozenset("0123456789")

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls at stops: number of trip and stop, place in the sequence, times (`MISSING` where not given), doors, row."""

    trip: Ints
    sequence: Ints
    stop: Ints
    arrival: Ints
    departure: Ints
    boards: Ints
    alights: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.trip)

    def taken(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Calls":
        """Some of the calls, in an order."""
        return Calls(*(getattr(self, each.name)[rows] for each in fields(self)))


def calls(
    feed: Feed, trips: RunningTrips, stops: Mapping[str, int], faults: Faults, progress: Progress | None
) -> tuple[Calls, int]:
    """The calls of whole trips, in the order of trip and sequence with every time; and how many times were set."""
    found, broken = _read(feed, trips, stops, faults, progress)
    found = found.taken(~broken[found.trip])
    found = found.taken(np.lexsort((found.sequence, found.trip)))
    repeated = _again(found.trip) & _again(found.sequence)
    found = _without(feed, found, repeated, (Problem.SAME_SEQUENCE, "stop_sequence"), faults)
    found = _one_is_both(found)
    untimed = (found.arrival == MISSING) & (~_again(found.trip) | ~_again(found.trip[::-1])[::-1])
    found = _without(feed, found, untimed, (Problem.NO_TIME, "arrival_time"), faults)
    found = _without(feed, found, _backwards(found), (Problem.TIMES_BACKWARDS, "arrival_time"), faults)
    return _timed(found)


def _read(
    feed: Feed, trips: RunningTrips, stops: Mapping[str, int], faults: Faults, progress: Progress | None
) -> tuple[Calls, NDArray[np.bool_]]:
    reader = _Reader(feed, stops, faults)
    broken = np.zeros(len(trips.codes), dtype=bool)
    size = max(feed.size(STOP_TIMES), 1) if STOP_TIMES in feed else 1
    needed = ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time")
    for count, (row, cells) in enumerate(feed.rows(STOP_TIMES, needed, ("pickup_type", "drop_off_type"))):
        if progress is not None and count % PIECE == 0:
            progress(min(feed.read / size, 1.0))
        number = trips.numbers.get(cells[0])
        if number is None:
            faults.tell(Problem.UNLISTED_REFERENCE, feed.at(STOP_TIMES, row, "trip_id"), cells[0], TRIPS)
        elif number != IDLE and not reader.take(row, number, cells):
            broken[number] = True
    return reader.taken(), broken


class _Reader:
    """Reads calls one by one into columns of whole numbers; each different time once."""

    def __init__(self, feed: Feed, stops: Mapping[str, int], faults: Faults) -> None:
        self._feed, self._stops, self._faults = feed, stops, faults
        self._columns = tuple(array("i") for _each in fields(Calls))
        self._times: dict[str, int | None] = {"": MISSING}

    def take(self, row: int, trip: int, cells: list[str]) -> bool:
        """Take a call in; False if it cannot be used."""
        _trip, stop, sequence, arrival, departure, pickup, drop_off = cells
        at = self._stops.get(stop)
        comes, goes = self._time(arrival), self._time(departure)
        if at is None or comes is None or goes is None or not sequence or len(sequence) > 9 or set(sequence) - NUMBER:
            return self._refused(row, cells)
        if pickup not in DOORS or drop_off not in DOORS:
            return self._refused(row, cells)
        values = (trip, int(sequence), at, comes, goes, DOORS[pickup], DOORS[drop_off], row)
        for column, value in zip(self._columns, values, strict=True):
            column.append(value)
        if len(self._columns[0]) > MOST_CALLS:
            place = self._feed.at(STOP_TIMES, row)
            raise Unreadable(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=place, expected=MOST_CALLS)
        return True

    def taken(self) -> Calls:
        """What was taken in."""
        return Calls(*(np.array(column, dtype=np.int64) for column in self._columns))

    def _time(self, text: str) -> int | None:
        if text not in self._times:
            self._times[text] = read_time(text) if text.strip() else MISSING
        return self._times[text]

    def _refused(self, row: int, cells: list[str]) -> bool:
        _trip, stop, sequence, arrival, departure, pickup, drop_off = cells
        doors = "0, 1, 2, 3"
        if stop not in self._stops:
            wrong = (Problem.UNLISTED_REFERENCE, "stop_id", stop, "stops.txt")
        elif self._time(arrival) is None:
            wrong = (Problem.BAD_TIME, "arrival_time", arrival, "HH:MM:SS")
        elif self._time(departure) is None:
            wrong = (Problem.BAD_TIME, "departure_time", departure, "HH:MM:SS")
        elif pickup not in DOORS:
            wrong = (Problem.NO_SUCH_VALUE, "pickup_type", pickup, doors)
        elif drop_off not in DOORS:
            wrong = (Problem.NO_SUCH_VALUE, "drop_off_type", drop_off, doors)
        else:
            wrong = (Problem.NOT_A_NUMBER, "stop_sequence", sequence, "")
        problem, column, found, expected = wrong
        self._faults.tell(problem, self._feed.at(STOP_TIMES, row, column), found, expected)
        return False


def _again(values: Ints) -> NDArray[np.bool_]:
    """Which values are the same as the one before."""
    found = np.zeros(len(values), dtype=bool)
    found[1:] = values[1:] == values[:-1]
    return found


def _without(feed: Feed, found: Calls, wrong: NDArray[np.bool_], what: tuple[Problem, str], faults: Faults) -> Calls:
    """The calls of trips of which nothing is wrong."""
    problem, column = what
    for at in np.flatnonzero(wrong):
        given = {"stop_sequence": str(found.sequence[at])}.get(column) or _clock(int(found.arrival[at]))
        faults.tell(problem, feed.at(STOP_TIMES, int(found.row[at]), column), given)
    return found.taken(~np.isin(found.trip, np.unique(found.trip[wrong]))) if wrong.any() else found


def _clock(seconds: int) -> str:
    return "" if seconds == MISSING else f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _one_is_both(found: Calls) -> Calls:
    """Where only one of arrival and departure is given, it is the other too."""
    arrival = np.where(found.arrival == MISSING, found.departure, found.arrival)
    return replace(found, arrival=arrival, departure=np.where(found.departure == MISSING, arrival, found.departure))


def _backwards(found: Calls) -> NDArray[np.bool_]:
    """Which calls are left before they are reached, or reached before the one before them with a time is left."""
    known = np.flatnonzero(found.arrival != MISSING)
    trip, arrival, departure = found.trip[known], found.arrival[known], found.departure[known]
    back = departure < arrival
    back[1:] |= (arrival[1:] < departure[:-1]) & _again(trip)[1:]
    wrong = np.zeros(len(found), dtype=bool)
    wrong[known[back]] = True
    return wrong


def _timed(found: Calls) -> tuple[Calls, int]:
    """Calls without a time lie evenly between the calls beside them; and how many there are."""
    arrival, departure = found.arrival.copy(), found.departure.copy()
    lacking, known = np.flatnonzero(arrival == MISSING), np.flatnonzero(arrival != MISSING)
    if lacking.size:
        next_known = np.searchsorted(known, lacking)
        before, after = known[next_known - 1], known[next_known]
        share = (lacking - before) / (after - before)
        arrival[lacking] = departure[before] + np.floor(share * (arrival[after] - departure[before])).astype(np.int64)
        departure[lacking] = arrival[lacking]
    return replace(found, arrival=arrival, departure=departure), len(lacking)
