"""Boundaries ready to be drawn: made once in a process for the areas of a result, as neither ever changes."""

import json
from collections.abc import Collection
from threading import Lock

from samsyn.insights.maps.geometry import MapGeometry, around, prepare
from samsyn.insights.models import Snapshot
from samsyn.insights.presentation import AreaMap
from samsyn.insights.queries import tables
from samsyn.insights.queries.kept import Kept

_kept: Kept[MapGeometry] = Kept(12)
_making = Lock()


def ground(boundaries: Snapshot | None, area_map: AreaMap, codes: Collection[str]) -> MapGeometry | None:
    """What a map is drawn on: areas of the codes; a network by itself where none are known, or it lies elsewhere."""
    lines = area_map.lines
    if boundaries is not None and (lines is None or lines.crs):
        found = of_snapshot(boundaries, codes)
        if found is not None:
            return found
    return None if lines is None else around(lines)


def of_snapshot(snapshot: Snapshot, codes: Collection[str]) -> MapGeometry | None:
    """The areas of the codes; None where the snapshot has a shape for none of them. One is made at a time."""
    place = (snapshot.file.sha256, json.dumps(snapshot.mapping, sort_keys=True), frozenset(codes))
    if (found := _kept.taken(place)) is not None:
        return found
    with _making:
        if (found := _kept.taken(place)) is not None:
            return found
        boundaries = tables.boundaries_of(snapshot)
        shaped = {code for code, shape in zip(boundaries.codes, boundaries.shapes, strict=True) if shape is not None}
        if not shaped & set(codes):
            return None
        return _kept.put(place, prepare(boundaries, only=set(codes)))
