"""From an extract of OpenStreetMap and boundaries to a GeoPackage that is read in as any network."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from samsyn.analysis.progress import Progress
from samsyn.insights.reading.words import told
from samsyn.sources import boundaries, files
from samsyn.sources.networks import layers
from samsyn.sources.networks.connecting import connected
from samsyn.sources.networks.settling import settled
from samsyn.sources.osm import reading
from samsyn.sources.osm.ways import OsmChoices


@dataclass(frozen=True, slots=True)
class Made:
    """The file, how much is in it, and what was left out or guessed, in words with how many."""

    data: bytes
    nodes: int
    links: int
    zones: int
    notes: tuple[tuple[str, int], ...]


def network(extract: Path, areas: Path, *, rail: bool, progress: Progress) -> Made:
    """The roads and ferries of an extract, and its rails where asked for, with each of the areas as a zone."""
    with told():
        zones = boundaries.read(files.opened(areas))
        found = reading.read(extract, OsmChoices(rail=rail), progress)
        made = settled(connected(found.rows, zones)).network
    notes = tuple((_(str(note)), count) for note, count in found.notes.items())
    return Made(layers.written(made), len(made.nodes), len(made.links), len(made.zones), notes)
