"""Trips that run on a day or beside it, and those that repeat at intervals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from samsyn.sources.errors import WrongContent
from samsyn.sources.gtfs.calendars import Services
from samsyn.sources.gtfs.faults import Faults
from samsyn.sources.gtfs.feeds import Feed
from samsyn.sources.problems import Cure, Problem

TRIPS, ROUTES, FREQUENCIES = "trips.txt", "routes.txt", "frequencies.txt"
IDLE = -1
"""The number of a trip that is listed and does not run."""
TIME = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)", re.ASCII)
LATEST_HOUR = 240


@dataclass(frozen=True, slots=True)
class RunningTrips:
    """Trips by number: their ids, the days on which each runs (-1, 0, 1), and the number of every listed id."""

    codes: tuple[str, ...]
    days: tuple[tuple[int, ...], ...]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Interval:
    """A trip leaves its first stop at `start` and every `headway` seconds after, before `end`."""

    start: int
    end: int
    headway: int


def read_time(text: str) -> int | None:
    """25:10:00 as seconds from midnight; None if it cannot be read."""
    found = TIME.fullmatch(text.strip())
    if not found or int(found[1]) >= LATEST_HOUR:
        return None
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])


def running_trips(feed: Feed, services: Services, faults: Faults) -> RunningTrips:
    """The trips whose service runs."""
    routes = {route for _row, (route,) in feed.rows(ROUTES, ("route_id",))}
    codes: list[str] = []
    days: list[tuple[int, ...]] = []
    numbers: dict[str, int] = {}
    for row, (route, service, trip) in feed.rows(TRIPS, ("route_id", "service_id", "trip_id")):
        if not trip or trip in numbers:
            problem = Problem.SAME_CODE if trip else Problem.NO_CODE
            raise WrongContent(problem, Cure.CORRECT_ROW, place=feed.at(TRIPS, row, "trip_id"), found=trip)
        numbers[trip] = IDLE
        if route not in routes:
            faults.tell(Problem.UNLISTED_REFERENCE, feed.at(TRIPS, row, "route_id"), route, ROUTES)
        elif service not in services.days:
            faults.tell(Problem.UNLISTED_REFERENCE, feed.at(TRIPS, row, "service_id"), service, "calendar.txt")
        elif runs := services.days[service]:
            numbers[trip] = len(codes)
            codes.append(trip)
            days.append(runs)
    return RunningTrips(tuple(codes), tuple(days), numbers)


def intervals(feed: Feed, trips: RunningTrips, faults: Faults) -> dict[int, list[Interval]]:
    """The intervals of the trips that repeat, by number."""
    found: dict[int, list[Interval]] = {}
    if FREQUENCIES not in feed:
        return found
    for row, (trip, start, end, headway) in feed.rows(
        FREQUENCIES, ("trip_id", "start_time", "end_time", "headway_secs")
    ):
        if trip not in trips.numbers:
            faults.tell(Problem.UNLISTED_REFERENCE, feed.at(FREQUENCIES, row, "trip_id"), trip, TRIPS)
            continue
        number = trips.numbers[trip]
        if number != IDLE:
            listed = found.setdefault(number, [])
            interval = _interval(feed, row, (start, end, headway), faults)
            if interval is not None:
                listed.append(interval)
    return found


def _interval(feed: Feed, row: int, texts: tuple[str, str, str], faults: Faults) -> Interval | None:
    start, end = read_time(texts[0]), read_time(texts[1])
    if start is None or end is None:
        column, text = ("start_time", texts[0]) if start is None else ("end_time", texts[1])
        faults.tell(Problem.BAD_TIME, feed.at(FREQUENCIES, row, column), text, "HH:MM:SS")
        return None
    digits = texts[2].strip()
    headway = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 0
    if headway < 1 or end < start:
        faults.tell(Problem.BAD_HEADWAY, feed.at(FREQUENCIES, row, "headway_secs"), texts[2])
        return None
    return Interval(start, end, headway)
