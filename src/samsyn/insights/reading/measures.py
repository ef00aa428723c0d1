"""Candidate measures: from a table and a mapping to what studies read."""

from collections.abc import Mapping
from typing import Any, Protocol

from samsyn.analysis.networks.tables import Network
from samsyn.insights.reading.mappings import MEASURE_THINGS, column, layout
from samsyn.sources import tables
from samsyn.sources.checks.measures import blocked
from samsyn.sources.files import Source
from samsyn.sources.measures import reading
from samsyn.sources.measures.reading import MeasureColumns
from samsyn.sources.measures.records import Candidates


class Networks(Protocol):
    """Where the network that measures change is found."""

    def network(self, snapshot: str) -> Network:
        """The network of a snapshot."""


def rows(source: Source, said: dict[str, Any]) -> Candidates:
    """The measures as they stand in the file."""
    columns = MeasureColumns(**{thing: column(said, thing) for thing in MEASURE_THINGS})
    return reading.read(tables.grid(source, layout(said)), columns)


def network_for(said: Mapping[str, Any], library: Networks) -> Network | None:
    """The network that they are checked against."""
    return library.network(said["network"]) if said.get("network") else None


def settled(record: Candidates, said: Mapping[str, Any], library: Networks) -> Candidates:
    """The measures without those that were chosen to be left out. What stands open, nobody gets this far with."""
    return record.without(blocked(record, network_for(said, library)))
