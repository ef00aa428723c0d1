"""Boundaries as they are used: repaired, where that was chosen."""

from samsyn.insights.reading import mappings, reader
from samsyn.sources import repairing
from samsyn.sources.checks.findings import Kind, Option
from samsyn.sources.files import Source
from samsyn.sources.records import Boundaries


def settled(source: Source, mapping: mappings.Mapping) -> Boundaries:
    """The areas of a file, by the choices of its mapping."""
    return by_choice(reader.polygons(source, mapping), mapping)


def by_choice(record: Boundaries, mapping: mappings.Mapping) -> Boundaries:
    """The areas, repaired where that was chosen."""
    if mappings.chosen(mapping, Kind.INVALID_SHAPES) is Option.REPAIR:
        return repairing.repaired(record)[0]
    return record
