"""TopoJSON: shared borders stored once, as arcs. Decoded exactly, with its deltas and its transform."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from samsyn.sources import json_text, shapes
from samsyn.sources.crs import WGS84
from samsyn.sources.errors import ChoiceNeeded, Place, Unreadable, WrongContent
from samsyn.sources.features import BoundaryChoice, Contents, Feature, gathered
from samsyn.sources.files import MOST_CELLS, Source
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries

Arcs = list[Any]
"""Each (k, 2) coordinates."""


def read(source: Source, choice: BoundaryChoice | None = None) -> Boundaries:
    """The areas of one object of the topology."""
    return read_parsed(json_text.parsed(source), source, choice)


def read_parsed(data: Any, source: Source, choice: BoundaryChoice | None = None) -> Boundaries:
    """The same, from what the JSON says."""
    choice = choice or BoundaryChoice()
    objects = data.get("objects") if isinstance(data, dict) else None
    if not isinstance(objects, dict) or not isinstance(data.get("arcs"), list):
        raise Unreadable(Problem.UNKNOWN_FORMAT, Cure.FORMATS, place=source.place, expected="Topology")
    name = _layer(list(objects), choice.layer, source.place)
    place = source.place.at(sheet=name)
    chosen = objects[name]
    given = chosen.get("geometries") if isinstance(chosen, dict) else None
    if not isinstance(given, list):
        raise WrongContent(Problem.NO_GEOMETRY_COLUMN, Cure.SAY_LAYER, place=place)
    arcs = [_arc(arc, _transform(data, source.place), source.place) for arc in data["arcs"]]
    return gathered(_features(given, arcs, place), choice, WGS84, place)


def contents(data: Mapping[str, Any], layer: str | None = None) -> Contents:
    """The objects of a topology, and the properties of the areas in the one that is named or alone."""
    objects = data.get("objects")
    names = tuple(objects) if isinstance(objects, dict) else ()
    chosen = layer if layer in names else names[0] if len(names) == 1 else None
    if chosen is None or not isinstance(objects, dict) or not isinstance(objects[chosen], dict):
        return Contents(names, ())
    given = objects[chosen].get("geometries")
    found: dict[str, None] = {}
    for geometry in given if isinstance(given, list) else ():
        if isinstance(geometry, dict):
            properties = geometry.get("properties")
            found |= dict.fromkeys(properties if isinstance(properties, dict) else ())
            found |= {"id": None} if "id" in geometry else {}
    return Contents(names, tuple(found))


def _layer(names: list[str], said: str | None, place: Place) -> str:
    if said is not None and said not in names:
        raise WrongContent(Problem.NO_LAYER, Cure.SAY_LAYER, place=place, found=", ".join(names), expected=said)
    if said is None and len(names) != 1:
        raise ChoiceNeeded(Problem.SEVERAL_LAYERS, Cure.SAY_LAYER, place=place, found=", ".join(names))
    return said or names[0]


def _transform(data: Mapping[str, Any], place: Place) -> tuple[Any, Any] | None:
    given = data.get("transform")
    if given is None:
        return None
    try:
        scale = np.array(given["scale"], dtype=np.float64)
        translate = np.array(given["translate"], dtype=np.float64)
        if scale.shape != (2,) or translate.shape != (2,) or not np.isfinite([scale, translate]).all():
            raise ValueError
    except (TypeError, KeyError, ValueError, OverflowError) as error:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place, expected="transform") from error
    return scale, translate


def _arc(given: object, transform: tuple[Any, Any] | None, place: Place) -> Any:
    try:
        if not isinstance(given, list) or len(given) < 2:
            raise ValueError
        points = np.array([point[:2] for point in given], dtype=np.float64)
        if points.shape != (len(given), 2) or not np.isfinite(points).all():
            raise ValueError
    except (TypeError, ValueError, OverflowError, IndexError) as error:
        raise Unreadable(Problem.BAD_ARC, Cure.SAVE_AGAIN, place=place) from error
    if transform is None:
        return points
    scale, translate = transform
    with np.errstate(over="ignore", invalid="ignore"):
        # Rings with coordinates that overflowed are refused where they are closed.
        return np.cumsum(points, axis=0) * scale + translate


def _features(given: Sequence[Any], arcs: Arcs, place: Place) -> Iterator[Feature]:
    used = 0
    for row, geometry in enumerate(given, 1):
        here = place.at(row=row)
        if not isinstance(geometry, dict) or not isinstance(geometry.get("properties") or {}, dict):
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=here)
        properties = dict(geometry.get("properties") or {})
        if "id" in geometry:
            properties.setdefault("id", geometry["id"])
        shape, size = _shape(geometry, arcs, here)
        used += size
        if used > MOST_CELLS:
            # A short list of arcs can be named without end.
            raise Unreadable(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=here, expected=MOST_CELLS)
        yield Feature(row, properties, shape)


def _shape(geometry: Mapping[str, Any], arcs: Arcs, place: Place) -> tuple[Any, int]:
    kind, given = geometry.get("type"), geometry.get("arcs")
    if kind is None:
        return None, 0
    if kind not in ("Polygon", "MultiPolygon"):
        raise WrongContent(Problem.NOT_A_POLYGON, Cure.ONLY_POLYGONS, place=place, found=kind)
    parts = [given] if kind == "Polygon" else given
    if not isinstance(parts, list) or not all(isinstance(rings, list) for rings in parts):
        raise Unreadable(Problem.BAD_ARC, Cure.SAVE_AGAIN, place=place)
    rings = [[_ring(named, arcs, place) for named in part] for part in parts]
    return shapes.polygon(rings, place), sum(len(ring) for part in rings for ring in part)


def _ring(named: object, arcs: Arcs, place: Place) -> Any:
    """Arcs end to end; a number below zero is the arc of its complement, backwards."""
    if not isinstance(named, list) or not named:
        raise Unreadable(Problem.BAD_ARC, Cure.SAVE_AGAIN, place=place)
    points: list[Any] = []
    for number in named:
        whole = isinstance(number, int) and not isinstance(number, bool)
        index = (number if number >= 0 else ~number) if whole else len(arcs)
        if index >= len(arcs):
            raise Unreadable(Problem.BAD_ARC, Cure.SAVE_AGAIN, place=place, found=number)
        arc = arcs[index] if number >= 0 else arcs[index][::-1]
        if points and (points[-1][-1] != arc[0]).any():
            raise Unreadable(Problem.BAD_ARC, Cure.SAVE_AGAIN, place=place, found=number)
        points.append(arc if not points else arc[1:])
    return shapes.closed(np.concatenate(points), place)
