"""A network as lines: each on the right of who travels along it, and beside others that join the same two places.

A light drawing of any network: the first `MOST` lines are drawn one by one, with their words; of the others the first
`MOST_THIN` pairs of places are joined by one thin shape, without words. A line that begins and ends in one place of the
drawing is not drawn. Coordinates are rounded to a tenth of a pixel.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.maps.view import View
from samsyn.insights.presentation import Line, Lines, Mark, Point

MOST = 600
MOST_THIN = 8_000
MOST_MARKS = 300
WIDEST, THINNEST, NOTHING, ALIKE = 9.0, 1.4, 0.9, 2.4
"""In pixels of the drawing: of the largest, the least of others, of those of no size, and where widths tell nothing."""
LEGEND = 5.0
"""The width of a class in the legend, where it is its colour that tells."""
CASING = 1.0
"""Pixels that are added to a width, for what lies under a line so that a pale one is seen."""
GAP = 0.7
"""Pixels between lines that run beside each other."""
SHORTEST = 0.5
"""Pixels, below which a line is in one place."""

Place = tuple[float, float]
Course = list[Place]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line that is drawn by itself, where it runs in pixels, and its `d`."""

    line: Line
    width: float
    path: str


@dataclass(frozen=True, slots=True)
class Laid:
    """A network laid out in a drawing: what lies on top last. `thin` is the `d` of what has no words."""

    drawn: tuple[Drawn, ...]
    thin: str
    marks: tuple[tuple[Mark, Place], ...]


def laid(lines: Lines, geometry: MapGeometry, view: View) -> Laid:
    """Where everything is drawn."""
    courses = _courses(lines, geometry, view)
    seen = [(line, course) for line, course in zip(lines.lines, courses, strict=True) if _length(course) >= SHORTEST]
    points = _pixels([mark.point for mark in lines.marks[:MOST_MARKS]], lines.crs, geometry, view)
    marks = [(mark, place) for mark, place in zip(lines.marks, points, strict=False) if math.isfinite(sum(place))]
    most = max((line.size for line in lines.lines), default=0.0)
    own = tuple(_beside(seen[:MOST], most if lines.sizes else 0.0))
    return Laid(own[::-1], _thin(course for _line, course in seen[MOST:]), tuple(marks))


def width(size: float, most: float) -> float:
    """Pixels: with the square root of the size, so that small ones are still seen beside large ones."""
    if most <= 0:
        return ALIKE
    return max(THINNEST, WIDEST * math.sqrt(size / most)) if size > 0 else NOTHING


def _courses(lines: Lines, geometry: MapGeometry, view: View) -> list[Course]:
    places = _pixels([point for line in lines.lines for point in line.points], lines.crs, geometry, view)
    ends = np.cumsum([0, *(len(line.points) for line in lines.lines)]).tolist()
    return [places[start:end] for start, end in pairwise(ends)]


def _pixels(points: Sequence[Point], crs: str, geometry: MapGeometry, view: View) -> list[Place]:
    """Points in the drawing; infinite where they have no place in its projection."""
    if not points:
        return []
    # Projections are slow to load, and maps without a network need none.
    from samsyn.insights.maps import projection

    moved = projection.moved(np.array(points, dtype=np.float64), crs, geometry.crs)
    units = (moved - geometry.corner) * (1 / geometry.metres, -1 / geometry.metres)
    return [(x, y) for x, y in (units * view.scale + (view.left, view.top)).tolist()]


def _length(course: Course) -> float:
    """Nothing where a point has no place."""
    found = sum(math.dist(one, other) for one, other in pairwise(course))
    return found if math.isfinite(found) else 0.0


def _beside(seen: Iterable[tuple[Line, Course]], most: float) -> Iterator[Drawn]:
    """The lines that join the same two places lie beside each other, the most important one innermost."""
    taken: defaultdict[tuple[Place, Place], float] = defaultdict(lambda: GAP / 2)
    for line, course in seen:
        wide, ends = width(line.size, most), (_rounded(course[0]), _rounded(course[-1]))
        yield Drawn(line, wide, _path(_shifted(course, taken[ends] + wide / 2)))
        taken[ends] += wide + GAP


def _shifted(course: Course, right: float) -> Course:
    """The course moved to the right of who follows it: where it bends, by the mean of the two pieces' ways."""
    ways = [_way(one, other) for one, other in pairwise(course)]
    around = zip(course, [ways[0], *ways], [*ways, ways[-1]], strict=True)
    # On the screen y runs downwards, so to the right of (x, y) is (-y, x).
    return [(x - right * (a[1] + b[1]) / 2, y + right * (a[0] + b[0]) / 2) for (x, y), a, b in around]


def _way(one: Place, other: Place) -> Place:
    length = math.dist(one, other) or 1.0
    return (other[0] - one[0]) / length, (other[1] - one[1]) / length


def _thin(courses: Iterable[Course]) -> str:
    """Both directions once."""
    between: dict[tuple[Place, Place], Course] = {}
    for course in courses:
        first, last = _rounded(course[0]), _rounded(course[-1])
        between.setdefault((min(first, last), max(first, last)), course)
        if len(between) == MOST_THIN:
            break
    return "".join(_path(course) for course in between.values())


def _rounded(place: Place) -> Place:
    return round(place[0], 1), round(place[1], 1)


def _path(course: Course) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in course)
