"""An extract of OpenStreetMap (`.osm.pbf`) as a network of links between places where ways meet.

Read in two passes, of ways and of nodes, by pyosmium (libosmium): a piece at a time, whatever the size of the file.
Held are only the nodes of ways that are wanted, `MOST_NODES` at most. Kilometres are those of the ellipsoid along them.
Rails have nodes of their own: nobody changes to a train at a level crossing.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.filter import KeyFilter
from pyproj import Geod

from samsyn.analysis.networks.tables import Mode
from samsyn.analysis.progress import Progress
from samsyn.sources.crs import WGS84
from samsyn.sources.errors import Place, TooLarge, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.networks.records import LinkRows, NetworkRows, NodeRows
from samsyn.sources.osm.chains import Pieces, contracted
from samsyn.sources.osm.ways import Noted, OsmChoices, understood
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Floats, Ints

MOST_NODES = 20_000_000
"""Nodes that wanted ways may have, each as often as a way has it."""
MOST_LINKS = 2_000_000
"""Links that may come of it, each way counted."""
LARGEST_ID = 2**40
BROKEN = (RuntimeError, ValueError, MemoryError, OverflowError)
MODES = tuple(Mode)
RAIL = MODES.index(Mode.RAIL)
STEP = 200_000
NO_PLACE = 2**31 - 1
PER_DEGREE = 10_000_000


@dataclass(frozen=True, slots=True)
class Extract:
    """The network, without zones; and what is worth knowing of how it was read, with how many ways or nodes."""

    rows: NetworkRows
    notes: Mapping[Noted, int]


@dataclass(slots=True)
class _Ways:
    """The wanted ways: a value a way, and the nodes of all of them one after the other."""

    ids: "array[int]" = field(default_factory=lambda: array("q"))
    lengths: "array[int]" = field(default_factory=lambda: array("q"))
    modes: "array[int]" = field(default_factory=lambda: array("q"))
    along: "array[float]" = field(default_factory=lambda: array("d"))
    against: "array[float]" = field(default_factory=lambda: array("d"))
    minutes: "array[float]" = field(default_factory=lambda: array("d"))


@dataclass(frozen=True, slots=True)
class _Points:
    """Nodes of ways in order: the id and place of each, the way it is of, and which of the distinct nodes it is."""

    node: Ints
    way: Ints
    x: Floats
    y: Floats


def read(source: Source | Path, choices: OsmChoices | None = None, progress: Progress | None = None) -> Extract:
    """The network in an extract, from bytes or from a file that is not held whole."""
    place = Place(source.name)
    progress = progress or _nobody
    notes: Counter[Noted] = Counter()
    ways = _ways(source, choices or OsmChoices(), notes, progress)
    if not ways.lengths:
        raise WrongContent(Problem.NO_WAYS, Cure.ANOTHER_FILE, place=place)
    ids, inverse = np.unique(np.frombuffer(ways.ids, dtype=np.int64), return_inverse=True)
    x, y = _places(source, ids, progress)
    notes[Noted.OUTSIDE] += int(np.isnan(x).sum())
    lengths, modes = (np.frombuffer(values, dtype=np.int64) for values in (ways.lengths, ways.modes))
    way = np.repeat(np.arange(len(lengths)), lengths)
    points = _Points(inverse + len(ids) * (modes[way] == RAIL), way, x[inverse], y[inverse])
    pieces = _pieces(points, ways, notes, progress)
    made, loops = contracted(pieces, 2 * len(ids))
    back_again = made.start == made.end
    notes[Noted.LOOPS] += loops + int(back_again.sum())
    progress(0.95)
    rows = _rows(_taken(made, ~back_again), ids, (x, y), place)
    return Extract(rows, {note: notes[note] for note in Noted if notes[note]})


def _nobody(_share: float) -> None:
    pass


def _objects(source: Source | Path, kind: Any, *filters: Any) -> Iterator[Any]:
    """What the file holds of a kind; whatever is wrong with it is refused in words."""
    try:
        given = osmium.io.FileBuffer(source.data, "pbf") if isinstance(source, Source) else None
        processor = osmium.FileProcessor(given or osmium.io.File(str(source), "pbf"), kind)
        for each in filters:
            processor = processor.with_filter(each)
        objects = iter(processor)
    except BROKEN as error:
        raise _broken(source, error) from error
    while True:
        try:
            found = next(objects, None)
        except BROKEN as error:
            raise _broken(source, error) from error
        if found is None:
            return
        yield found


def _broken(source: Source | Path, error: Exception) -> Unreadable:
    return Unreadable(
        Problem.BROKEN, Cure.ANOTHER_FILE, place=Place(source.name), found=str(error), expected=".osm.pbf"
    )


def _ways(source: Source | Path, choices: OsmChoices, notes: "Counter[Noted]", progress: Progress) -> _Ways:
    ways = _Ways()
    for number, way in enumerate(_objects(source, osmium.osm.WAY, KeyFilter("highway", "railway", "route"))):
        if number % 1_000 == 0:
            progress(0.0)
        try:
            found = understood(dict(way.tags), choices)
        except UnicodeError as error:
            raise _broken(source, error) from error
        if found is None:
            continue
        if isinstance(found, Noted):
            notes[found] += 1
            continue
        notes.update(found.noted)
        refs = [node.ref for node in way.nodes]
        if len(ways.ids) + len(refs) > MOST_NODES:
            raise _too_large(Place(source.name), f"> {MOST_NODES}", f"{MOST_NODES} nodes of ways")
        if refs and not (min(refs) > 0 and max(refs) < LARGEST_ID):
            raise Unreadable(Problem.BROKEN, Cure.ANOTHER_FILE, place=Place(source.name), found=f"way {way.id}")
        ways.ids.extend(refs)
        ways.lengths.append(len(refs))
        ways.modes.append(MODES.index(found.mode))
        ways.along.append(found.along)
        ways.against.append(found.against)
        ways.minutes.append(found.minutes)
    return ways


def _places(source: Source | Path, ids: Ints, progress: Progress) -> tuple[Floats, Floats]:
    """Longitude and latitude of each of the nodes; NaN of those that are not in the file."""
    x, y = np.full(len(ids), np.nan), np.full(len(ids), np.nan)
    found = array("q")

    def settle() -> None:
        progress(0.3)
        some = np.frombuffer(found, dtype=np.int64).reshape(-1, 3)
        at = np.minimum(np.searchsorted(ids, some[:, 0]), len(ids) - 1)
        wanted = (
            (ids[at] == some[:, 0]) & (some[:, 1:] != NO_PLACE).all(axis=1) if len(ids) else np.zeros(len(some), bool)
        )
        x[at[wanted]] = some[wanted, 1] / PER_DEGREE
        y[at[wanted]] = some[wanted, 2] / PER_DEGREE

    for number, node in enumerate(_objects(source, osmium.osm.NODE), 1):
        place = node.location
        found.extend((node.id, place.x, place.y))
        if number % STEP == 0:
            settle()
            found = array("q")
    settle()
    inside = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    return np.where(inside, x, np.nan), np.where(inside, y, np.nan)


def _pieces(points: _Points, ways: _Ways, notes: "Counter[Noted]", progress: Progress) -> Pieces:
    """Ways cut where they meet others, at their ends and where they leave the extract."""
    known = ~np.isnan(points.x)
    one_way_on = (points.way[1:] == points.way[:-1]) & known[1:] & known[:-1]
    at = np.flatnonzero(one_way_on & (points.node[1:] != points.node[:-1]))
    km = _km(points, at, progress)
    along, against = _kmh(points, ways, _summed(points.way[at], km, len(ways.lengths)), notes)
    goes_on = np.zeros(len(at), dtype=bool)
    once = np.bincount(points.node) == 1
    goes_on[1:] = (np.diff(at) == 1) & once[points.node[at[1:]]]
    first = np.flatnonzero(~goes_on)
    last = np.append(first[1:], len(at))[: len(first)] - 1
    of = points.way[at[first]]
    km = np.add.reduceat(km, first) if len(first) else km
    modes = np.frombuffer(ways.modes, dtype=np.int64)
    with np.errstate(divide="ignore"):
        minutes = [np.where(kmh[of] > 0, km * 60 / kmh[of], np.inf) for kmh in (along, against)]
    return Pieces(points.node[at[first]], points.node[at[last] + 1], km, minutes[0], minutes[1], modes[of])


def _km(points: _Points, at: Ints, progress: Progress) -> Floats:
    """The length of the pieces from each of the points to the next."""
    geod, km = Geod(ellps="WGS84"), np.zeros(len(at))
    for start in range(0, len(at), STEP):
        progress(0.6 + 0.3 * start / len(at))
        some = at[start : start + STEP]
        x, y = points.x, points.y
        km[start : start + STEP] = geod.inv(x[some], y[some], x[some + 1], y[some + 1])[2] / 1000
    return km


def _kmh(points: _Points, ways: _Ways, km: Floats, notes: "Counter[Noted]") -> tuple[Floats, Floats]:
    """Speeds of each way; of a ferry that is whole and says how long it takes, by that."""
    whole = np.bincount(points.way, np.isnan(points.x), minlength=len(km)) == 0
    minutes = np.frombuffer(ways.minutes)
    told = (minutes > 0) & (km > 0)
    notes[Noted.NO_DURATION] += int((told & ~whole).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        by_duration = np.where(told & whole, km * 60 / minutes, 0.0)
    speeds = (np.frombuffer(values) for values in (ways.along, ways.against))
    along, against = (np.where((by_duration > 0) & (kmh > 0), by_duration, kmh) for kmh in speeds)
    return along, against


def _summed(at: Ints, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(at, values, minlength=count), dtype=np.float64)


def _taken(pieces: Pieces, kept: NDArray[np.bool_]) -> Pieces:
    return replace(pieces, **{name: getattr(pieces, name)[kept] for name in Pieces.__slots__})


def _rows(links: Pieces, ids: Ints, places: tuple[Floats, Floats], place: Place) -> NetworkRows:
    ways = [np.flatnonzero(np.isfinite(minutes)) for minutes in (links.along, links.against)]
    m = len(ways[0]) + len(ways[1])
    if m > MOST_LINKS:
        raise _too_large(place, f"{m}", f"{MOST_LINKS} links")
    if not m:
        raise WrongContent(Problem.NO_WAYS, Cure.ANOTHER_FILE, place=place)
    both = np.concatenate(ways)
    start = np.concatenate((links.start[ways[0]], links.end[ways[1]]))
    end = np.concatenate((links.end[ways[0]], links.start[ways[1]]))
    used, inverse = np.unique(np.concatenate((start, end)), return_inverse=True)
    rails, of = used >= len(ids), used % len(ids)
    codes = tuple(f"r{code}" if rail else str(code) for code, rail in zip(ids[of].tolist(), rails, strict=True))
    n = len(used)
    nodes = NodeRows(
        place, codes, np.ones(n, dtype=bool), places[0][of], places[1][of], ("",) * n, np.zeros(n, np.int64), WGS84
    )
    named = (*(f"{i + 1}" for i in ways[0]), *(f"{i + 1} back" for i in ways[1]))
    made = LinkRows(
        place=place,
        codes=named,
        start=inverse[:m].copy(),
        end=inverse[m:].copy(),
        km=links.km[both],
        minutes=np.concatenate((links.along[ways[0]], links.against[ways[1]])),
        capacity=np.full(m, np.inf),
        delay_factor=np.zeros(m),
        delay_power=np.ones(m),
        mode=tuple(MODES[i] for i in links.mode[both]),
        opened=np.zeros(m, dtype=np.int64),
        row=both + 1,
    )
    return NetworkRows(nodes, made)


def _too_large(place: Place, found: str, expected: str) -> TooLarge:
    return TooLarge(Problem.TOO_MANY_WAYS, Cure.SMALLER_EXTRACT, place=place, found=found, expected=expected)
