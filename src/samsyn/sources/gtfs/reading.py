"""One day of a feed as the timetable that analyses take.

Stop times are read row by row, and only those of trips that run are held. The timetable spans the day from its midnight
and the night after it until six: trips of the day before that still run, and trips of the day after that begin early,
are in it too. What is not needed for the day is not checked either.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Literal

import numpy as np

from samsyn.analysis.transit.timetables import Stops, Timetable, Trips
from samsyn.sources.checks.findings import Severity, first_of
from samsyn.sources.errors import Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.gtfs.calendars import read_date, services
from samsyn.sources.gtfs.calls import MOST_CALLS, STOP_TIMES, Calls, Progress, calls
from samsyn.sources.gtfs.faults import Faults
from samsyn.sources.gtfs.feeds import Feed
from samsyn.sources.gtfs.findings import FeedCure, FeedFinding, FeedKind
from samsyn.sources.gtfs.footpaths import TRANSFERS, Listed, Walking, listed_transfers, walks_between
from samsyn.sources.gtfs.stops import STOPS, FeedStops, stops
from samsyn.sources.gtfs.trips import FREQUENCIES, Interval, RunningTrips, intervals, running_trips
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Ints

DAY = 86_400
UNTIL = 30 * 3600
INFO = "feed_info.txt"


@dataclass(frozen=True, slots=True)
class FeedChoices:
    """What to do with rows that cannot be used, and how people change and walk where the feed does not say."""

    broken: Literal["refuse", "leave out"] = "refuse"
    walking: Walking = field(default_factory=Walking)


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """Who vouches for the feed, and for which days; empty and None where it does not say."""

    publisher: str = ""
    version: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class FeedDay:
    """The timetable of a day, what was found on the way to it, and whose it is."""

    timetable: Timetable
    day: date
    info: FeedInfo
    findings: tuple[FeedFinding, ...]


@dataclass(frozen=True, slots=True)
class _Copies:
    """Runs of trips: which trip, by how many seconds it is later than its calls say, and its code."""

    trip: Ints
    later: Ints
    codes: tuple[str, ...]


def read(source: Source, day: date, choices: FeedChoices | None = None, *, progress: Progress | None = None) -> FeedDay:
    """The timetable of a day. `progress` hears the share of the stop times that is read; it may raise to cancel."""
    choices = choices or FeedChoices()
    faults = Faults(leave_out=choices.broken == "leave out")
    feed = Feed(source)
    listed = stops(feed, faults)
    running = running_trips(feed, services(feed, day, faults), faults)
    repeating = intervals(feed, running, faults)
    number = {code: i for i, code in enumerate(listed.stops)}
    found, timed = calls(feed, running, number, faults, progress)
    transfers = listed_transfers(feed, listed, faults)
    timetable, short = _timetable(feed, (listed, transfers), (running, repeating), found, choices.walking)
    info = _info(feed, faults)
    told = [
        *_outside(feed, info, day),
        *_left_out(faults),
        *_counted(feed, FeedKind.TIMES_SET, STOP_TIMES, timed),
        *_counted(feed, FeedKind.ONE_CALL, STOP_TIMES, len(short), first_of(short)),
        *_counted(feed, FeedKind.AT_INTERVALS, FREQUENCIES, len(repeating)),
        *_counted(feed, FeedKind.TRIP_TRANSFERS, TRANSFERS, transfers.between_trips),
        *_counted(feed, FeedKind.NO_COORDINATES, STOPS, int(np.isnan(timetable.stops.x).sum())),
    ]
    return FeedDay(timetable, day, info, tuple(told))


def _timetable(
    feed: Feed,
    places: tuple[FeedStops, Listed],
    running: tuple[RunningTrips, dict[int, list[Interval]]],
    found: Calls,
    walking: Walking,
) -> tuple[Timetable, list[str]]:
    """The timetable, and the trips that have too few calls."""
    listed, transfers = places
    trips, repeating = running
    starts = np.searchsorted(found.trip, np.arange(len(trips.codes) + 1))
    counts = np.diff(starts)
    short = [trips.codes[i] for i in np.flatnonzero(counts < 2)]
    copies = _copies(feed, trips, repeating, (starts, found))
    lengths = counts[copies.trip]
    bounds = np.concatenate(([0], np.cumsum(lengths)))
    at = np.arange(bounds[-1]) + np.repeat(starts[copies.trip] - bounds[:-1], lengths)
    later = np.repeat(copies.later, lengths)
    called = np.unique(found.stop[at])
    ids = tuple(listed.stops)
    codes = tuple(ids[i] for i in called)
    changing, paths = walks_between(feed, codes, listed, transfers, walking)
    kept = [listed.stops[code] for code in codes]
    x, y = np.array([stop.x for stop in kept]), np.array([stop.y for stop in kept])
    doors = found.boards[at] == 1, found.alights[at] == 1
    made = Trips(
        copies.codes,
        bounds,
        np.searchsorted(called, found.stop[at]),
        found.arrival[at] + later,
        found.departure[at] + later,
        *doors,
    )
    return Timetable(Stops(codes, tuple(stop.name for stop in kept), changing, x, y), made, paths), short


def _copies(
    feed: Feed, trips: RunningTrips, repeating: dict[int, list[Interval]], found: tuple[np.ndarray, Calls]
) -> _Copies:
    """Each run of each trip that touches the span of the timetable, in the order of trips, then of time."""
    starts, listed = found
    trip: list[int] = []
    later: list[int] = []
    total = 0
    for number in np.flatnonzero(np.diff(starts) >= 2).tolist():
        first = int(listed.departure[starts[number]])
        lasts = int(listed.arrival[starts[number + 1] - 1]) - first
        ranges = _leaving(first, trips.days[number], repeating.get(number))
        total += sum(map(len, ranges)) * int(starts[number + 1] - starts[number])
        if total > MOST_CALLS:
            raise Unreadable(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=feed.at(FREQUENCIES), expected=MOST_CALLS)
        runs = [leaves - first for leaves in sorted(chain(*ranges)) if leaves + lasts >= 0]
        trip += [number] * len(runs)
        later += runs
    if not trip:
        raise WrongContent(Problem.NO_SERVICE, Cure.ANOTHER_DAY, place=feed.at(STOP_TIMES))
    codes = tuple(_codes(trips, trip))
    return _Copies(np.array(trip, dtype=np.int64), np.array(later, dtype=np.int64), codes)


def _leaving(first: int, days: tuple[int, ...], repeating: list[Interval] | None) -> list[range]:
    """When a trip leaves its first stop, on each day that it runs; before the end of the span."""
    if repeating is None:
        return [range(day * DAY + first, min(day * DAY + first + 1, UNTIL)) for day in days]
    return [
        range(day * DAY + each.start, min(day * DAY + each.end, UNTIL), each.headway)
        for day in days
        for each in repeating
    ]


def _codes(trips: RunningTrips, copies: list[int]) -> Iterator[str]:
    """The id of each trip; from its second run of the span on with the number of the run."""
    before, run = -1, 1
    for number in copies:
        run = run + 1 if number == before else 1
        before = number
        yield trips.codes[number] if run == 1 else f"{trips.codes[number]} #{run}"


def _info(feed: Feed, faults: Faults) -> FeedInfo:
    """The first row of the information of the feed."""
    if INFO not in feed:
        return FeedInfo()
    columns = ("feed_publisher_name", "feed_version", "feed_start_date", "feed_end_date")
    for row, (publisher, version, *texts) in feed.rows(INFO, (), columns):
        dates = []
        for text, column in zip(texts, columns[2:], strict=True):
            when = read_date(text) if text.strip() else None
            if when is None and text.strip():
                faults.tell(Problem.BAD_DATE, feed.at(INFO, row, column), text, "YYYYMMDD")
            dates.append(when)
        return FeedInfo(publisher, version, *dates)
    return FeedInfo()


def _outside(feed: Feed, info: FeedInfo, day: date) -> Iterator[FeedFinding]:
    if (info.first and day < info.first) or (info.last and day > info.last):
        period = f"{info.first or ''} – {info.last or ''}"
        cures = (FeedCure.ANOTHER_DAY, FeedCure.ACCEPT)
        yield FeedFinding(FeedKind.OUTSIDE_PERIOD, Severity.WARNING, 1, (feed.at(INFO),), (period,), cures)


def _left_out(faults: Faults) -> Iterator[FeedFinding]:
    if faults.count:
        places, examples = tuple(faults.places), tuple(faults.examples)
        cures = (FeedCure.CORRECT, FeedCure.ACCEPT)
        yield FeedFinding(FeedKind.LEFT_OUT, Severity.WARNING, faults.count, places, examples, cures)


def _counted(
    feed: Feed, kind: FeedKind, name: str, count: int, examples: tuple[str, ...] = ()
) -> Iterator[FeedFinding]:
    if count:
        yield FeedFinding(kind, Severity.NOTE, count, (feed.at(name),), examples)
