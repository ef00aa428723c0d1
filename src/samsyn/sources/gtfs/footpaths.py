"""Changes at stops, and footpaths between them: as the feed lists them, else by the distance between coordinates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from samsyn.analysis.transit.timetables import LONGEST_WALK, Walks, no_walks
from samsyn.sources.errors import Unreadable
from samsyn.sources.gtfs.faults import Faults
from samsyn.sources.gtfs.feeds import Feed
from samsyn.sources.gtfs.stops import STOPS, FeedStops
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Floats, Ints

TRANSFERS = "transfers.txt"
MOST_PAIRS = 5_000_000
METRES_A_DEGREE = 111_195.0
RECOMMENDED, TIMED, LEAST_TIME, IMPOSSIBLE = "0", "1", "2", "3"
IN_SEAT = frozenset("45")


@dataclass(frozen=True, slots=True)
class Walking:
    """How people change: seconds at a stop, walking speed, the detour of ways, and how far stops are walked between."""

    changing: int = 120
    kmh: float = 4.5
    detour: float = 1.3
    near_metres: float = 300.0

    def seconds(self, metres: Floats) -> Ints:
        """What a walk over a distance as the crow flies takes, upwards to whole seconds."""
        return np.ceil(metres * self.detour / (self.kmh / 3.6)).astype(np.int64)

    def metres(self, seconds: float) -> float:
        """How far as the crow flies one comes in a time."""
        return seconds * self.kmh / 3.6 / self.detour


@dataclass(frozen=True, slots=True)
class Listed:
    """The transfers of a feed between platforms, by pair: the kind, and the least time where there is one."""

    pairs: Mapping[tuple[str, str], tuple[str, int]]
    between_trips: int


def listed_transfers(feed: Feed, stops: FeedStops, faults: Faults) -> Listed:
    """Transfers between stops; what is said of a stop goes before what is said of its station."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    ranks: dict[tuple[str, str], int] = {}
    between_trips = 0
    if TRANSFERS not in feed:
        return Listed(found, 0)
    more = ("transfer_type", "min_transfer_time", "from_trip_id", "to_trip_id", "from_route_id", "to_route_id")
    for row, (start, end, kind, least, *single) in feed.rows(TRANSFERS, ("from_stop_id", "to_stop_id"), more):
        kind = kind.strip() or RECOMMENDED
        if any(single) or kind in IN_SEAT:
            between_trips += 1
            continue
        rule = _rule(feed, row, (kind, least), faults)
        pairs = _pairs(feed, row, (start, end), stops, faults)
        rank = (start in stops.stops) + (end in stops.stops)
        for pair in pairs if rule else ():
            if rule and rank >= ranks.get(pair, 0):
                found[pair], ranks[pair] = rule, rank
        if len(found) > MOST_PAIRS:
            raise Unreadable(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=feed.at(TRANSFERS, row), expected=MOST_PAIRS)
    return Listed(found, between_trips)


def _rule(feed: Feed, row: int, texts: tuple[str, str], faults: Faults) -> tuple[str, int] | None:
    kind, least = texts
    if kind not in {RECOMMENDED, TIMED, LEAST_TIME, IMPOSSIBLE}:
        faults.tell(Problem.NO_SUCH_VALUE, feed.at(TRANSFERS, row, "transfer_type"), kind, "0, 1, 2, 3, 4, 5")
        return None
    if kind != LEAST_TIME:
        return kind, 0
    digits = least.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 6 or int(digits) > LONGEST_WALK:
        faults.tell(Problem.BAD_TRANSFER, feed.at(TRANSFERS, row, "min_transfer_time"), least)
        return None
    return kind, max(int(digits), 1)


def _pairs(feed: Feed, row: int, ids: tuple[str, str], stops: FeedStops, faults: Faults) -> Iterator[tuple[str, str]]:
    inside = [stops.within(each) for each in ids]
    for within, text, column in zip(inside, ids, ("from_stop_id", "to_stop_id"), strict=True):
        if within is None:
            faults.tell(Problem.UNLISTED_REFERENCE, feed.at(TRANSFERS, row, column), text, STOPS)
            return
    starts, ends = inside
    yield from ((start, end) for start in starts or () for end in ends or ())


def walks_between(
    feed: Feed, codes: tuple[str, ...], stops: FeedStops, listed: Listed, walking: Walking
) -> tuple[Ints, Walks]:
    """The seconds to change at each of the stops, and the footpaths between them.

    Stops of one station, and stops that are near, are walked between unless the feed lists them otherwise.
    """
    number = {code: i for i, code in enumerate(codes)}
    changing = np.full(len(codes), max(walking.changing, 1), dtype=np.int64)
    pairs = _unlisted(feed, codes, stops, walking)
    found: dict[tuple[int, int], int] = dict(
        zip(map(tuple, pairs.tolist()), _lasting(codes, stops, pairs, walking, walking.changing), strict=True)
    )
    rules = {(number[a], number[b]): rule for (a, b), rule in listed.pairs.items() if a in number and b in number}
    ends = np.array(list(rules), dtype=np.int64).reshape(-1, 2)
    walked = _lasting(codes, stops, ends, walking, 1)
    for (pair, (kind, least)), seconds in zip(rules.items(), walked, strict=True):
        if pair[0] == pair[1]:
            changing[pair[0]] = {IMPOSSIBLE: LONGEST_WALK, LEAST_TIME: least, TIMED: 1}.get(kind, walking.changing)
        elif kind == IMPOSSIBLE:
            found.pop(pair, None)
        else:
            found[pair] = least if kind == LEAST_TIME else max(seconds, 1 if kind == TIMED else walking.changing)
    if not found:
        return changing, no_walks()
    start, end = np.array(list(found), dtype=np.int64).T
    return changing, Walks(start, end, np.array(list(found.values()), dtype=np.int64))


def _lasting(codes: tuple[str, ...], stops: FeedStops, pairs: Ints, walking: Walking, least: int) -> list[int]:
    """Seconds between stops by their distance; the time of changing where a coordinate is not known."""
    metres = metres_between(*_coordinates(codes, stops), *pairs.T)
    usual = walking.metres(walking.changing)
    seconds = walking.seconds(np.where(np.isnan(metres), usual, np.minimum(metres, 1e6)))
    kept: list[int] = np.clip(seconds, max(least, 1), LONGEST_WALK).tolist()
    return kept


def metres_between(x: Floats, y: Floats, start: Ints | int, end: Ints | int) -> Floats:
    """The distance as the crow flies between places, given in degrees; NaN where a coordinate is not known."""
    north = (y[end] - y[start]) * METRES_A_DEGREE
    east = (x[end] - x[start]) * METRES_A_DEGREE * np.cos(np.radians((y[start] + y[end]) / 2))
    return np.asarray(np.hypot(north, east))


def _unlisted(feed: Feed, codes: tuple[str, ...], stops: FeedStops, walking: Walking) -> Ints:
    """(p, 2) pairs of different stops, each once each way: of one station, or near each other."""
    inside: dict[str, list[int]] = {}
    for i, code in enumerate(codes):
        if station := stops.stops[code].station:
            inside.setdefault(station, []).append(i)
    x, y = _coordinates(codes, stops)
    known = np.flatnonzero(~np.isnan(x))
    metres = np.column_stack((x * np.cos(np.radians(y)), y))[known] * METRES_A_DEGREE
    tree = cKDTree(metres) if walking.near_metres > 0 and known.size else None
    near = tree.count_neighbors(tree, walking.near_metres) if tree is not None else 0
    if near + sum(len(each) ** 2 for each in inside.values()) > MOST_PAIRS:
        place = feed.at(STOPS, column="stop_lat, stop_lon, parent_station")
        raise Unreadable(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=place, expected=MOST_PAIRS)
    found = [(a, b) for each in inside.values() for a in each for b in each if a != b]
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    if tree is not None:
        close = known[tree.query_pairs(walking.near_metres, output_type="ndarray")].reshape(-1, 2)
        pairs = np.concatenate((pairs, close, close[:, ::-1]))
    return np.unique(pairs, axis=0)


def _coordinates(codes: tuple[str, ...], stops: FeedStops) -> tuple[Floats, Floats]:
    listed = [stops.stops[code] for code in codes]
    return np.array([stop.x for stop in listed]), np.array([stop.y for stop in listed])
