"""What to know of a day of a feed beside what its reading tells: where nobody comes, and where nobody changes."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from samsyn.analysis.transit.timetables import Timetable
from samsyn.sources.checks.findings import Severity, first_of
from samsyn.sources.gtfs.findings import FeedCure, FeedFinding, FeedKind
from samsyn.sources.gtfs.footpaths import metres_between
from samsyn.sources.gtfs.overview import Overview
from samsyn.sources.gtfs.reading import FeedDay

NEAR_METRES = 1_000.0
"""Stops of one name that are nearer than this are believed to be one place."""
MOST_OF_A_NAME = 50
"""Stops of one name that are compared with each other: of more, the name tells no place."""


def findings(day: FeedDay, whole: Overview) -> tuple[FeedFinding, ...]:
    """What was found: that which the reading told, and what is seen in the timetable of the day."""
    return (*day.findings, *_empty_days(whole), *_idle(day, whole), *_apart(day.timetable), *_unchanged(day.timetable))


def _empty_days(whole: Overview) -> Iterator[FeedFinding]:
    empty = [each.isoformat() for each in whole.empty_days()]
    if empty:
        yield FeedFinding(FeedKind.EMPTY_DAYS, Severity.NOTE, len(empty), (), first_of(empty))


def _idle(day: FeedDay, whole: Overview) -> Iterator[FeedFinding]:
    idle = whole.stops - len(day.timetable.stops)
    if idle > 0:
        yield FeedFinding(FeedKind.IDLE_STOPS, Severity.NOTE, idle)


def _apart(timetable: Timetable) -> Iterator[FeedFinding]:
    """Stops that no chain of trips and footpaths ties to the largest number of stops that one does tie."""
    paths, n = timetable.footpaths, len(timetable.stops)
    ties = np.concatenate((timetable.trips.hops(), np.column_stack((paths.start, paths.end))))
    graph = csr_array((np.ones(len(ties)), tuple(ties.T)), shape=(n, n))
    _count, part = connected_components(graph, directed=False)
    apart = np.flatnonzero(part != np.argmax(np.bincount(part)))
    if apart.size:
        names = [timetable.stops.names[at] for at in apart.tolist()]
        cures = (FeedCure.LIST_TRANSFERS, FeedCure.ACCEPT)
        yield FeedFinding(FeedKind.APART, Severity.WARNING, len(names), (), first_of(names), cures)


def _unchanged(timetable: Timetable) -> Iterator[FeedFinding]:
    """Stops of one name, near each other, that nobody walks between."""
    stops, paths, n = timetable.stops, timetable.footpaths, len(timetable.stops)
    one, other = np.array(list(_of_one_name(stops.names)), dtype=np.int64).reshape(-1, 2).T
    walked = np.concatenate((paths.start * n + paths.end, paths.end * n + paths.start))
    near = metres_between(stops.x, stops.y, one, other) < NEAR_METRES
    found = np.flatnonzero(near & ~np.isin(one * n + other, walked))
    if found.size:
        pairs = zip(one[found].tolist(), other[found].tolist(), strict=True)
        examples = first_of([f"{stops.names[a]}: {stops.codes[a]}, {stops.codes[b]}" for a, b in pairs])
        cures = (FeedCure.LIST_TRANSFERS, FeedCure.ACCEPT)
        yield FeedFinding(FeedKind.NO_TRANSFER, Severity.WARNING, len(found), (), examples, cures)


def _of_one_name(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of different stops of the same name."""
    of_name: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        of_name.setdefault(name, []).append(at)
    for same in of_name.values():
        if len(same) <= MOST_OF_A_NAME:
            yield from combinations(same, 2)
