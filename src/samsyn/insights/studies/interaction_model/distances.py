"""Distances between areas in kilometres, as the crow flies, between their centroids."""

import numpy as np

from samsyn.analysis.tables import Floats
from samsyn.sources.records import Boundaries

KILOMETRE = 1_000.0


def between(boundaries: Boundaries, codes: tuple[str, ...]) -> Floats:
    """(n, n) kilometres along the ellipsoid; within an area half the distance to its nearest other area.

    Areas whose centroids coincide are a metre apart: a power of distance needs a distance. Every code must have a
    shape.
    """
    # Imported here: shapely and pyproj are slow to load, and pages that only show results need neither.
    import shapely
    from pyproj import Geod

    from samsyn.sources import crs  # likewise

    place = {code: row for row, code in enumerate(boundaries.codes)}
    # The centroid is taken on the plane, where a square kilometre is nearly one everywhere, and turned to degrees.
    plane = crs.projected(boundaries).shapes[[place[code] for code in codes]]
    east, north = _degrees(shapely.get_coordinates(shapely.centroid(plane)))
    n = len(codes)
    first, second = np.triu_indices(n, 1)
    _there, _back, metres = Geod(ellps="GRS80").inv(east[first], north[first], east[second], north[second])
    distance = np.full((n, n), np.inf)
    distance[first, second] = distance[second, first] = np.maximum(metres, 1.0) / KILOMETRE
    nearest = distance.min(axis=1)
    np.fill_diagonal(distance, np.where(np.isfinite(nearest), nearest / 2, 1.0))
    return distance


def _degrees(points: Floats) -> tuple[Floats, Floats]:
    # Imported here for the same reason.
    from pyproj import Transformer

    from samsyn.sources import crs  # likewise

    turned = Transformer.from_crs(crs.SWEREF99_TM, crs.WGS84, always_xy=True)
    east, north = turned.transform(points[:, 0], points[:, 1])
    return np.asarray(east), np.asarray(north)
