"""Timetables: from a feed and a mapping to the day that is checked, and to what there is to look at in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from samsyn.analysis.transit.timetables import Timetable
from samsyn.sources.checks.findings import Severity
from samsyn.sources.files import Source
from samsyn.sources.gtfs import checking
from samsyn.sources.gtfs.findings import FeedCure, FeedFinding, FeedKind
from samsyn.sources.gtfs.footpaths import Walking
from samsyn.sources.gtfs.overview import Overview, overview
from samsyn.sources.gtfs.reading import FeedChoices, FeedDay, read

MOST_LINES, MOST_STOPS = 3_000, 300
"""So many ways between stops, and stops, are kept to be drawn: those with most runs and departures."""
WEEK = 7

Listener = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as studies are given it: its bytes, and the day that is meant where nothing else is said."""

    source: Source
    day: date

    def on(self, day: date, walking: Walking, listen: Listener) -> FeedDay:
        """The timetable of a day. Rows that cannot be used are left out, and told."""
        return read(self.source, day, FeedChoices("leave out", walking), progress=listen)


def feed(source: Source, said: Mapping[str, Any]) -> Feed:
    """The feed by a mapping; where this says no day, the busiest is meant."""
    return Feed(source, date.fromisoformat(said["day"]) if said.get("day") else overview(source).busiest)


def checked(
    source: Source, said: Mapping[str, Any], whole: Overview, listen: Listener
) -> tuple[FeedDay, list[FeedFinding]]:
    """The day of the mapping, and what was found: rows that cannot be used wait for a choice."""
    day = feed(source, said).on(date.fromisoformat(said["day"]), Walking(), listen)
    return day, [_to_choose(finding) for finding in checking.findings(day, whole)]


def _to_choose(finding: FeedFinding) -> FeedFinding:
    if finding.kind is not FeedKind.LEFT_OUT:
        return finding
    return replace(finding, severity=Severity.CHOICE, cures=(FeedCure.CORRECT, FeedCure.WITHOUT))


def shown(day: FeedDay, whole: Overview) -> dict[str, Any]:
    """What there is to look at, as plain data: how much, trips of the days of a week, ways between stops, and stops."""
    monday = day.day - timedelta(days=day.day.weekday())
    week = [monday + timedelta(days=at) for at in range(WEEK)]
    return {
        "agencies": list(whole.agencies),
        "first": whole.first.isoformat(),
        "last": whole.last.isoformat(),
        "day": day.day.isoformat(),
        "stops": whole.stops,
        "routes": sum(whole.routes.values()),
        "trips": whole.trips,
        "calls": len(day.timetable.trips.stops),
        "week": [[each.isoformat(), whole.on(each)] for each in week],
        "lines": list(_lines(day.timetable)),
        "busiest": list(_busiest(day.timetable)),
    }


def _lines(timetable: Timetable) -> Iterator[list[float]]:
    """Ways between two stops that follow on each other, whichever way round: both places, and how often."""
    stops, n = timetable.stops, len(timetable.stops)
    ends = np.sort(timetable.trips.hops(), axis=1)
    known = ~np.isnan(stops.x[ends]).any(axis=1) & (ends[:, 0] != ends[:, 1])
    pairs, runs = np.unique(ends[known] @ np.array([n, 1]), return_counts=True)
    for place in np.argsort(-runs, kind="stable")[:MOST_LINES]:
        one, other = divmod(int(pairs[place]), n)
        yield [*_at(timetable, one), *_at(timetable, other), int(runs[place])]


def _busiest(timetable: Timetable) -> Iterator[list[Any]]:
    """Stops by name, with most departures first: how many, and where one of that name lies."""
    trips, stops = timetable.trips, timetable.stops
    leaves = np.ones(len(trips.stops), dtype=bool)
    leaves[trips.starts[1:] - 1] = False
    departures = np.bincount(trips.stops[leaves & trips.boards], minlength=len(stops))
    of_name: dict[str, list[int]] = {}
    for at, name in enumerate(stops.names):
        of_name.setdefault(name, []).append(at)
    number = {name: int(departures[same].sum()) for name, same in of_name.items()}
    for name in sorted(number, key=lambda each: (-number[each], each))[:MOST_STOPS]:
        place = next((at for at in of_name[name] if not np.isnan(stops.x[at])), None)
        yield [name, number[name], *(_at(timetable, place) if place is not None else (None, None))]


def _at(timetable: Timetable, stop: int) -> tuple[float, float]:
    return float(timetable.stops.x[stop]), float(timetable.stops.y[stop])
