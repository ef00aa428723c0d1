"""From boundaries to the geometry of a map: projected, made one sheet, generalised twice, put on a grid."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import shapely

from samsyn.insights.maps import coverage, projection, topology
from samsyn.insights.maps.geometry import OUTSIDE, Border, Level, MapGeometry
from samsyn.insights.maps.topology import Frame, Ring
from samsyn.insights.presentation import Lines
from samsyn.sources.records import Boundaries, Floats, Shapes

UNITS = 10_000
"""The longer side of the map, in units of the drawing."""
LEAST = 1e-6
"""Of the longer side: a network in one point still has a map."""


class Detail(NamedTuple):
    """How much a level shows: the tolerance of simplification, and the side of the smallest island; in units."""

    tolerance: float
    island: float


OVERVIEW = Detail(tolerance=6, island=16)
"""For screens: about half a pixel of a map that is 900 pixels tall."""
FINE = Detail(tolerance=1.5, island=6)
"""For paper, and for maps of a part."""


def prepared(boundaries: Boundaries, only: Collection[str] | None, crs: str | None) -> MapGeometry:
    """What `geometry.prepare` says."""
    moved = projection.projected(boundaries if only is None else _chosen(boundaries, only), crs)
    west, south, east, north = (float(value) for value in shapely.total_bounds(moved.shapes))
    metres = max(east - west, north - south) / UNITS
    frame = Frame(west, north, metres)
    shapes = coverage.cleaned(moved, gap=metres)
    fine, overview = (_outlines(shapes, frame, detail) for detail in (FINE, OVERVIEW))
    lines = topology.borders(fine)
    return MapGeometry(
        codes=moved.codes,
        names=moved.names,
        crs=moved.crs,
        crs_name=projection.named(moved.crs),
        size=(round((east - west) / metres), round((north - south) / metres)),
        metres=metres,
        corner=(west, north),
        points=_points(shapes, frame),
        bounds=tuple(_box(rings) for rings in fine),
        neighbours=_neighbours(lines, metres),
        overview=_level(overview, topology.borders(overview)),
        fine=_level(fine, lines),
    )


def around(lines: Lines) -> MapGeometry | None:
    """What `geometry.around` says."""
    every = [point for line in lines.lines for point in line.points] + [mark.point for mark in lines.marks]
    if not every:
        return None
    points = np.array(every, dtype=np.float64)
    crs = projection.fitting(projection.degrees(_around(points), lines.crs)) if lines.crs else ""
    west, south, east, north = _around(projection.moved(points, lines.crs, crs)).tolist()
    metres = max(east - west, north - south, LEAST) / UNITS
    return MapGeometry(
        codes=(),
        names=(),
        crs=crs,
        crs_name=projection.named(crs) if crs else "",
        size=(round((east - west) / metres), round((north - south) / metres)),
        metres=metres,
        corner=(west, north),
        points=(),
        bounds=(),
        neighbours=(),
        overview=Level((), ()),
        fine=Level((), ()),
    )


def _around(points: Floats) -> Floats:
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


def _chosen(boundaries: Boundaries, only: Collection[str]) -> Boundaries:
    rows = np.array([i for i, code in enumerate(boundaries.codes) if code in only], dtype=np.int64)
    return replace(
        boundaries,
        codes=tuple(boundaries.codes[i] for i in rows),
        names=tuple(boundaries.names[i] for i in rows),
        shapes=boundaries.shapes[rows],
        row=boundaries.row[rows],
    )


def _outlines(shapes: Shapes, frame: Frame, detail: Detail) -> list[list[Ring]]:
    tolerance, least = detail.tolerance * frame.metres, (detail.island * frame.metres) ** 2
    return topology.rings(coverage.generalised(shapes, tolerance, least), frame)


def _level(areas: list[list[Ring]], lines: list[topology.Line]) -> Level:
    return Level(
        areas=tuple(topology.path(rings, closed=True) for rings in areas),
        borders=tuple(Border(line.first, line.second, topology.path([line.points], closed=False)) for line in lines),
    )


def _points(shapes: Shapes, frame: Frame) -> tuple[tuple[int, int, int] | None, ...]:
    points, radii = coverage.inner_points(shapes, tolerance=4 * frame.metres)
    units = np.rint(frame.units(np.nan_to_num(points))).astype(np.int64).tolist()
    return tuple(
        None if np.isnan(radius) else (x, y, round(radius / frame.metres))
        for (x, y), radius in zip(units, radii, strict=True)
    )


def _box(rings: list[Ring]) -> tuple[int, int, int, int] | None:
    points = [point for ring in rings for point in ring]
    if not points:
        return None
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _neighbours(lines: list[topology.Line], metres: float) -> tuple[tuple[int, int, int], ...]:
    """Pairs of areas with the length of their border; where they touch in a point alone they are not neighbours."""
    lengths: defaultdict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        if line.second != OUTSIDE:
            steps = np.diff(np.array(line.points), axis=0)
            lengths[line.first, line.second] += float(np.hypot(steps[:, 0], steps[:, 1]).sum()) * metres
    return tuple((first, second, round(length)) for (first, second), length in sorted(lengths.items()))
