"""Stops and the stations that they belong to."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samsyn.sources.errors import WrongContent
from samsyn.sources.gtfs.faults import Faults
from samsyn.sources.gtfs.feeds import Feed
from samsyn.sources.problems import Cure, Problem

STOPS = "stops.txt"
PLATFORM, STATION = "0", "1"
KINDS = frozenset("01234")
"""Platforms, stations, entrances, nodes of ways inside stations, and boarding areas."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that vehicles call at, with its station; empty where it has none."""

    name: str
    x: float
    y: float
    station: str


@dataclass(frozen=True, slots=True)
class FeedStops:
    """Platforms by id, and the platforms of each station."""

    stops: Mapping[str, Stop]
    stations: Mapping[str, tuple[str, ...]]

    def within(self, stop: str) -> Iterable[str] | None:
        """The platforms that an id means: itself, or those of the station; None where it is not listed."""
        if stop in self.stops:
            return (stop,)
        return self.stations.get(stop)


def stops(feed: Feed, faults: Faults) -> FeedStops:
    """The stops of a feed."""
    found: dict[str, Stop] = {}
    stations: dict[str, list[str]] = {}
    rows: dict[str, int] = {}
    more = ("stop_name", "stop_lat", "stop_lon", "location_type", "parent_station")
    for row, (stop, name, north, east, kind, station) in feed.rows(STOPS, ("stop_id",), more):
        kind = kind.strip() or PLATFORM
        _check(feed, row, stop, kind, rows)
        rows[stop] = row
        if kind == STATION:
            stations.setdefault(stop, [])
        if kind == PLATFORM:
            x, y = _coordinates(feed, row, (north, east), faults)
            found[stop] = Stop(name or stop, x, y, station)
    for stop, each in found.items():
        if each.station in stations:
            stations[each.station].append(stop)
        elif each.station and each.station not in rows:
            place = feed.at(STOPS, rows[stop], "parent_station")
            faults.tell(Problem.UNLISTED_REFERENCE, place, each.station, STOPS)
    return FeedStops(found, {station: tuple(inside) for station, inside in stations.items()})


def _check(feed: Feed, row: int, stop: str, kind: str, rows: Mapping[str, int]) -> None:
    """What leaves it open which stop is meant is refused, whatever was chosen."""
    if not stop:
        raise WrongContent(Problem.NO_CODE, Cure.CORRECT_CELL, place=feed.at(STOPS, row, "stop_id"))
    if stop in rows:
        raise WrongContent(Problem.SAME_CODE, Cure.CORRECT_ROW, place=feed.at(STOPS, row, "stop_id"), found=stop)
    if kind not in KINDS:
        place = feed.at(STOPS, row, "location_type")
        raise WrongContent(Problem.NO_SUCH_VALUE, Cure.CORRECT_CELL, place=place, found=kind, expected="0, 1, 2, 3, 4")


def _coordinates(feed: Feed, row: int, texts: tuple[str, str], faults: Faults) -> tuple[float, float]:
    """Longitude and latitude; NaN where they are not given, or left out as broken."""
    values = []
    for text, column, most in zip(texts, ("stop_lat", "stop_lon"), (90.0, 180.0), strict=True):
        try:
            value = float(text) if text.strip() else math.nan
        except ValueError:
            value = math.inf
        if abs(value) > most:
            problem = Problem.NOT_A_NUMBER if math.isinf(value) else Problem.OUTSIDE_CRS
            faults.tell(problem, feed.at(STOPS, row, column), text)
            value = math.nan
        values.append(value)
    north, east = values
    return (east, north) if not math.isnan(north + east) else (math.nan, math.nan)
