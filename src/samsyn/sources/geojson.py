"""GeoJSON. A row is the feature's number, from 1."""

from collections.abc import Iterator, Mapping
from typing import Any

from samsyn.sources import json_text, shapes
from samsyn.sources.crs import WGS84
from samsyn.sources.errors import Unreadable
from samsyn.sources.features import BoundaryChoice, Contents, Feature, gathered
from samsyn.sources.files import Source
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries


def read(source: Source, choice: BoundaryChoice | None = None) -> Boundaries:
    """The areas of a feature collection."""
    return read_parsed(json_text.parsed(source), source, choice)


def read_parsed(data: Any, source: Source, choice: BoundaryChoice | None = None) -> Boundaries:
    """The same, from what the JSON says."""
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise Unreadable(Problem.UNKNOWN_FORMAT, Cure.FORMATS, place=source.place, expected="FeatureCollection")
    choice = choice or BoundaryChoice()
    return gathered(_features(data["features"], source), choice, _crs(data), source.place)


def contents(data: Any) -> Contents:
    """The properties of the features; there are no layers."""
    given = data.get("features") if isinstance(data, dict) else None
    found: dict[str, None] = {}
    for feature in given if isinstance(given, list) else ():
        if isinstance(feature, dict):
            properties = feature.get("properties")
            found |= dict.fromkeys(properties if isinstance(properties, dict) else ())
            found |= {"id": None} if "id" in feature else {}
    return Contents((), tuple(found))


def _crs(data: Mapping[str, Any]) -> str:
    """WGS 84 as the standard has it, or what the member of the older standard says."""
    given = data.get("crs")
    properties = given.get("properties") if isinstance(given, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else WGS84


def _features(given: list[Any], source: Source) -> Iterator[Feature]:
    for row, feature in enumerate(given, 1):
        place = source.place.at(row=row)
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place, expected="Feature")
        properties = dict(feature.get("properties") or {})
        if "id" in feature:
            properties.setdefault("id", feature["id"])
        yield Feature(row, properties, shapes.from_geometry(feature.get("geometry"), place))
