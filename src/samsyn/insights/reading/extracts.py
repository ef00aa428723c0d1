"""From an extract of OpenStreetMap and boundaries to a file that is read in as any network."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from samsyn.analysis.networks.tables import Network
from samsyn.analysis.progress import Progress
from samsyn.insights.errors import InsightError
from samsyn.insights.reading.words import told
from samsyn.sources import archives, boundaries, files
from samsyn.sources.networks import gmns, layers
from samsyn.sources.networks.connecting import connected
from samsyn.sources.networks.settling import settled
from samsyn.sources.osm import reading
from samsyn.sources.osm.ways import OsmChoices
from samsyn.sources.records import Boundaries


@dataclass(frozen=True, slots=True)
class Made:
    """The network, and what was left out or guessed, in words with how many."""

    network: Network
    notes: tuple[tuple[str, int], ...]


def areas(path: Path) -> Boundaries:
    """The areas in a file of boundaries."""
    with told():
        return boundaries.read(files.opened(path))


def only(zones: Boundaries, begins: Sequence[str]) -> Boundaries:
    """The areas whose codes begin in one of these ways; all, where none is said."""
    rows = [row for row, code in enumerate(zones.codes) if not begins or code.startswith(tuple(begins))]
    if not rows:
        raise InsightError(_("No area has a code that begins with %(begins)s.") % {"begins": ", ".join(begins)})
    return replace(
        zones,
        codes=tuple(zones.codes[row] for row in rows),
        names=tuple(zones.names[row] for row in rows),
        shapes=zones.shapes[rows],
        row=zones.row[rows],
    )


def network(extract: Path, zones: Boundaries, *, rail: bool, progress: Progress) -> Made:
    """The roads and ferries of an extract, and its rails where asked for, with each of the areas as a zone."""
    with told():
        found = reading.read(extract, OsmChoices(rail=rail), progress)
        made = settled(connected(found.rows, zones)).network
    notes = tuple((_(str(note)), count) for note, count in found.notes.items())
    return Made(made, notes)


def geopackage(made: Made) -> bytes:
    """The network as layers of a GeoPackage, which map programs open."""
    return layers.written(made.network)


def tables(made: Made) -> bytes:
    """The network as tables (GMNS) in a ZIP, a tenth of the size."""
    return archives.packed({name: text.encode() for name, text in gmns.written(made.network).items()})
