"""Small areas drawn by hand, and what is drawn read back."""

import re

import numpy as np
import shapely

from samsyn.insights.maps.geometry import MapGeometry, prepare
from samsyn.insights.presentation import AreaMap, Scale
from samsyn.sources.errors import Place
from samsyn.sources.records import Boundaries

CORNER = (500_000.0, 6_500_000.0)
"""Metres in SWEREF 99 TM: in the middle of Sweden."""


def boundaries(shapes, *, codes=None, names=None, crs="EPSG:3006") -> Boundaries:
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    codes = codes or tuple("abcdefghijklmnopqrstuvwxyz"[: len(shapes)])
    names = names or tuple(code.upper() for code in codes)
    return Boundaries(Place("drawn.geojson"), tuple(codes), tuple(names), array, crs, np.arange(len(shapes)))


def square(column: float, row: float, size: float = 1.0, side: float = 10_000.0):
    """A square of a grid, ten kilometres wide."""
    x, y = CORNER[0] + column * side, CORNER[1] + row * side
    return shapely.box(x, y, x + size * side, y + size * side)


def grid(columns: int, rows: int) -> Boundaries:
    codes = tuple(f"{row}{column}" for row in range(rows) for column in range(columns))
    return boundaries([square(column, row) for row in range(rows) for column in range(columns)], codes=codes)


def of_grid(columns: int, rows: int) -> MapGeometry:
    return prepare(grid(columns, rows))


def area_map(geometry: MapGeometry, **more) -> AreaMap:
    """A map of regions where every area is one, unless said otherwise."""
    given = {
        "name": "test",
        "title": "A map",
        "codes": geometry.codes,
        "scale": Scale.REGIONS,
        "texts": tuple(f"said of {code}" for code in geometry.codes),
        "groups": tuple(range(len(geometry.codes))) if more.get("scale", Scale.REGIONS) is Scale.REGIONS else (),
    }
    return AreaMap(**{**given, **more})


def rings(path: str) -> list[list[tuple[int, int]]]:
    """The closed lines of a path's data, as points."""
    found = []
    for start_x, start_y, steps in re.findall(r"M(-?\d+) ?(-?\d+)l([^zM]*)", path):
        x, y = int(start_x), int(start_y)
        points = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            points.append((x, y))
        found.append(points)
    return found


def polygons(paths) -> np.ndarray:
    """The areas as shapely sees them: rings inside others are holes."""
    shapes = np.empty(len(paths), dtype=object)
    for i, path in enumerate(paths):
        lines = shapely.polygons([shapely.linearrings(points) for points in rings(path)]) if path else []
        shape = shapely.MultiPolygon()
        for line in lines:
            shape = shape.symmetric_difference(line)
        shapes[i] = shape
    return shapes


def steps(points, closed=True):
    """The pieces between one point and the next, without direction."""
    following = [*points[1:], *(points[:1] if closed else [])]
    return {frozenset(pair) for pair in zip(points, following, strict=closed) if pair[0] != pair[1]}
