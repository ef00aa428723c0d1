"""Areas and links as GeoJSON (RFC 7946): WGS 84, outer rings counter-clockwise, a property a column of their tables."""

import json
from typing import Any

import shapely
from django.utils.translation import gettext as _

from samsyn.insights.exports import features
from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.presentation import Cell
from samsyn.sources import crs
from samsyn.sources.records import Boundaries


def render(bundle: Bundle) -> bytes:
    """A feature collection, with sources and method beside the features. An area without boundary has no geometry."""
    layers = []
    if bundle.boundaries is not None:
        layers.append(features.areas(bundle, in_degrees(bundle.boundaries), _("Areas")))
    if (links := features.links(bundle, _("Links"), crs.WGS84)) is not None:
        layers.append(links)
    collection = {
        "type": "FeatureCollection",
        "title": bundle.about.title,
        "modelled": bundle.about.modelled,
        "sources_and_method": [{"what": label, "told": text} for label, text in bundle.about.lines()],
        "labels": {column.name: column.label for layer in layers for column in layer.columns},
        "features": [
            _feature([column.name for column in layer.columns], row, shape)
            for layer in layers
            for row, shape in zip(layer.rows, layer.shapes, strict=True)
        ],
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def in_degrees(boundaries: Boundaries) -> Boundaries:
    """The areas in WGS 84."""
    return boundaries if boundaries.crs == crs.WGS84 else crs.projected(boundaries, crs.WGS84)


def _feature(names: list[str], row: tuple[Cell, ...], shape: Any) -> dict[str, Any]:
    drawn = None if shape is None or shape.is_empty else shapely.geometry.mapping(shapely.orient_polygons(shape))
    return {"type": "Feature", "id": row[0], "properties": dict(zip(names, row, strict=True)), "geometry": drawn}
