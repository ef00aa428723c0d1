"""Invalid polygons made valid, where the user has chosen so; which ones is told."""

import numpy as np
import shapely

from samsyn.sources.records import Boundaries


def repaired(boundaries: Boundaries) -> tuple[Boundaries, tuple[str, ...]]:
    """The areas with valid polygons, and the codes of those that changed. No lines are left over."""
    wrong = np.array([shape is not None and not shape.is_valid for shape in boundaries.shapes], dtype=bool)
    shapes = boundaries.shapes.copy()
    for i in np.flatnonzero(wrong):
        made = shapely.make_valid(shapes[i], method="structure", keep_collapsed=False)
        shapes[i] = None if made.is_empty else made
    changed = tuple(boundaries.codes[i] for i in np.flatnonzero(wrong))
    record = Boundaries(
        boundaries.place, boundaries.codes, boundaries.names, shapes, boundaries.crs, boundaries.row.copy()
    )
    return record, changed
