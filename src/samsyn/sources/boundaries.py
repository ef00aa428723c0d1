"""Any file of area boundaries, told by its content and not by its name."""

from typing import Any

from samsyn.sources import archives, geojson, geopackage, geoparquet, json_text, parquet, topojson
from samsyn.sources.errors import Unreadable
from samsyn.sources.features import BoundaryChoice, Contents
from samsyn.sources.files import Source
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries


def contents(source: Source, layer: str | None = None) -> Contents:
    """The layers of such a file, and the properties of the areas in one of them."""
    source = archives.unpacked(source)
    if source.data.startswith(parquet.MAGIC):
        return geoparquet.contents(source)
    if source.data.startswith(geopackage.MAGIC):
        return geopackage.contents(source, layer)
    data = _json(source)
    if isinstance(data, dict) and data.get("type") == "Topology":
        return topojson.contents(data, layer)
    return geojson.contents(data)


def read(source: Source, choice: BoundaryChoice | None = None) -> Boundaries:
    """The areas in a GeoJSON, TopoJSON, GeoPackage or GeoParquet file, or in a ZIP that holds one of them."""
    source = archives.unpacked(source)
    if source.data.startswith(parquet.MAGIC):
        return geoparquet.read(source, choice)
    if source.data.startswith(geopackage.MAGIC):
        return geopackage.read(source, choice)
    data = _json(source)
    if isinstance(data, dict) and data.get("type") == "Topology":
        return topojson.read_parsed(data, source, choice)
    return geojson.read_parsed(data, source, choice)


def _json(source: Source) -> Any:
    if source.data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        raise Unreadable(Problem.UNKNOWN_FORMAT, Cure.FORMATS, place=source.place)
    return json_text.parsed(source)
