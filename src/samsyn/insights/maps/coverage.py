"""Areas as one sheet without gaps and overlaps, generalised so that two neighbours keep the very same border.

- An area whose polygon is invalid is made valid; overlaps go to the area that they share the longest border with.
- Gaps between areas that are thinner than a unit of the drawing are closed.
- An island or a lake that is smaller than a level shows is left out, where no other area borders it; the largest part
  of an area is always kept, so no area is ever lost.
- Borders are simplified as a whole (Visvalingam and Whyatt), each once for both sides.
"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from samsyn.sources.records import Boundaries, Shapes
from samsyn.sources.repairing import repaired


def cleaned(boundaries: Boundaries, gap: float) -> Shapes:
    """Polygons that meet without gap or overlap, in the order of the areas; an empty one where there is none."""
    shapes = repaired(boundaries)[0].shapes.copy()
    for i, shape in enumerate(shapes):
        if shape is None:
            shapes[i] = shapely.Polygon()
    return np.asarray(shapely.coverage_clean(shapes, gap_width=gap), dtype=object)


def generalised(shapes: Shapes, tolerance: float, least: float) -> Shapes:
    """The same sheet with fewer points. `tolerance` is a length, `least` the area of the smallest island and lake."""
    simplified = shapely.coverage_simplify(_without_specks(shapes, least), tolerance)
    return np.asarray(simplified, dtype=object)


def inner_points(shapes: Shapes, tolerance: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 2) the middle of the largest circle inside each area's largest part, and (n,) its radius; NaN for none."""
    points, radii = np.full((len(shapes), 2), np.nan), np.full(len(shapes), np.nan)
    for i, shape in enumerate(shapes):
        if shape.is_empty:
            continue
        largest = max(shapely.get_parts(shape), key=shapely.area)
        circle = shapely.maximum_inscribed_circle(largest, tolerance)
        points[i], radii[i] = shapely.get_coordinates(circle)[0], shapely.length(circle)
    return points, radii


def _without_specks(shapes: Shapes, least: float) -> Shapes:
    """Each area without the islands and lakes below `least`, but for those that another area borders."""
    shared = _shared_points(shapes)
    kept = shapes.copy()
    for i, shape in enumerate(shapes):
        parts = shapely.get_parts(shape)
        if len(parts) == 1 and not shapely.get_num_interior_rings(parts[0]):
            continue
        largest = int(np.argmax(shapely.area(parts))) if len(parts) else -1
        stay = [
            _without_lakes(part, least, shared)
            for place, part in enumerate(parts)
            if place == largest or shapely.area(part) >= least or _touches(part, shared)
        ]
        if stay:
            kept[i] = stay[0] if len(stay) == 1 else shapely.MultiPolygon(stay)
    return kept


def _without_lakes(part: Any, least: float, shared: set[tuple[float, float]]) -> Any:
    holes = [ring for ring in part.interiors if shapely.area(shapely.Polygon(ring)) >= least or _touches(ring, shared)]
    return part if len(holes) == len(part.interiors) else shapely.Polygon(part.exterior, holes)


def _touches(shape: Any, shared: set[tuple[float, float]]) -> bool:
    return any(tuple(point) in shared for point in shapely.get_coordinates(shape).tolist())


def _shared_points(shapes: Shapes) -> set[tuple[float, float]]:
    """The points where two areas or more meet."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    first: dict[tuple[float, float], int] = {}
    shared = set()
    for (x, y), area in zip(points.tolist(), owner.tolist(), strict=True):
        if first.setdefault((x, y), area) != area:
            shared.add((x, y))
    return shared
