"""Boundaries ready to be drawn: made once in a process for the areas of a result, as neither ever changes."""

import json
from collections import OrderedDict
from collections.abc import Collection
from threading import Lock

from samsyn.insights.maps.geometry import MapGeometry, prepare
from samsyn.insights.models import Snapshot
from samsyn.insights.queries import tables

MOST_KEPT = 12
_kept: OrderedDict[tuple[object, ...], MapGeometry] = OrderedDict()
_guard = Lock()
_making = Lock()


def of_snapshot(snapshot: Snapshot, codes: Collection[str]) -> MapGeometry | None:
    """The areas of the codes; None where the snapshot has a shape for none of them. One is made at a time."""
    place = (snapshot.file.sha256, json.dumps(snapshot.mapping, sort_keys=True), frozenset(codes))
    if (found := _taken(place)) is not None:
        return found
    with _making:
        if (found := _taken(place)) is not None:
            return found
        boundaries = tables.boundaries_of(snapshot)
        shaped = {code for code, shape in zip(boundaries.codes, boundaries.shapes, strict=True) if shape is not None}
        if not shaped & set(codes):
            return None
        made = prepare(boundaries, only=set(codes))
    with _guard:
        _kept[place] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _taken(place: tuple[object, ...]) -> MapGeometry | None:
    with _guard:
        if place in _kept:
            _kept.move_to_end(place)
        return _kept.get(place)
