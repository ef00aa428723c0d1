"""A sheet of areas on a grid of whole units: the outline of each area, and each border once.

Both sides of a border are made of the same points, so they stay equal to the last digit. A border is a chain of
points between two areas, or between one area and what is outside (`OUTSIDE`); regions are outlined with the borders
whose two areas are of different regions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from samsyn.insights.maps.geometry import OUTSIDE
from samsyn.sources.records import Shapes

SPECK = 3
"""Units across, for an area that is too small to be seen otherwise."""

Point = tuple[int, int]
Ring = list[Point]
"""Closed without saying so: the last point is not the first."""
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """From metres to the units of the drawing, in which y runs downwards."""

    west: float
    north: float
    metres: float
    """In a unit."""

    def units(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) units, not rounded."""
        return (coordinates - (self.west, self.north)) * (1 / self.metres, -1 / self.metres)


class Line(NamedTuple):
    """A border: the points between two areas. `second` may be OUTSIDE; it is a ring where it ends as it begins."""

    first: int
    second: int
    points: list[Point]


def rings(shapes: Shapes, frame: Frame) -> list[list[Ring]]:
    """The rings of each area on the grid, where they are still one sheet. An area too small for it is a speck."""
    parts, area_of_part = shapely.get_parts(_snapped(shapely.transform(shapes, frame.units)), return_index=True)
    curves, part_of_curve = shapely.get_rings(parts, return_index=True)
    found: list[list[Ring]] = [[] for _shape in shapes]
    for curve, area in zip(curves, area_of_part[part_of_curve].tolist(), strict=True):
        points = shapely.get_coordinates(curve)[:-1].astype(np.int64).tolist()
        found[area].append([(x, y) for x, y in points])
    for area, shape in enumerate(shapes):
        if not found[area] and not shape.is_empty:
            found[area] = [_speck(frame.units(shapely.get_coordinates(shape.representative_point()))[0])]
    return found


def borders(areas: list[list[Ring]]) -> list[Line]:
    """Every border once, in the order of the areas."""
    between: dict[Pair, list[tuple[Point, Point]]] = defaultdict(list)
    for edge, sides in _sides(areas).items():
        between[sides[0], sides[1] if len(sides) > 1 else OUTSIDE].append(edge)
    return [
        Line(first, second, chain) for (first, second), edges in sorted(between.items()) for chain in _chains(edges)
    ]


def path(lines: Iterable[list[Point]], closed: bool) -> str:
    """The `d` of a path: a start and relative steps, as short as SVG allows."""
    written = []
    for line in lines:
        loop = closed or line[0] == line[-1]
        points = line[:-1] if loop and line[0] == line[-1] else line
        steps = " ".join(f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points))
        x, y = points[0]
        written.append(f"M{x} {y}l{steps}" + ("z" if loop else ""))
    return "".join(written).replace(" -", "-")


def _snapped(shapes: Shapes) -> Shapes:
    """The sheet with whole numbers as coordinates: all lines are moved to the grid together, so that none crosses."""
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=1)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    of_face, of_area = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="intersects")
    of_face, first = np.unique(of_face, return_index=True)
    snapped = np.full(len(shapes), shapely.Polygon(), dtype=object)
    for area in np.unique(of_area[first]):
        snapped[area] = shapely.coverage_union_all(faces[of_face[of_area[first] == area]])
    return snapped


def _speck(middle: NDArray[np.float64]) -> Ring:
    x, y = round(float(middle[0])), round(float(middle[1]))
    return [(x - SPECK, y), (x, y - SPECK), (x + SPECK, y), (x, y + SPECK)]


def _sides(areas: list[list[Ring]]) -> dict[tuple[Point, Point], list[int]]:
    """Step between two points -> the one or two areas beside it."""
    sides: dict[tuple[Point, Point], list[int]] = defaultdict(list)
    for area, its_rings in enumerate(areas):
        for ring in its_rings:
            for start, end in pairwise([*ring, ring[0]]):
                sides[(start, end) if start < end else (end, start)].append(area)
    return sides


def _chains(edges: list[tuple[Point, Point]]) -> Iterator[list[Point]]:
    """The steps joined: first what has an end, from its first end in order, then what runs in a ring."""
    beside: dict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        beside[start].append(end)
        beside[end].append(start)
    ends = {point for point, others in beside.items() if len(others) != 2}
    for start in [*sorted(ends), *sorted(beside)]:
        while beside[start]:
            yield _followed(start, beside, ends)


def _followed(start: Point, beside: dict[Point, list[Point]], ends: set[Point]) -> list[Point]:
    chain, here = [start], start
    while beside[here]:
        there = beside[here].pop()
        beside[there].remove(here)
        chain.append(there)
        here = there
        if here in ends or here == start:
            break
    return chain
