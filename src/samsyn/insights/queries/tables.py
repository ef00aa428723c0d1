"""What snapshots hold, as the tables that studies read: read anew from the untouched bytes, by the stored mapping.

A few tables are kept in memory by the bytes and the mapping that they were read by, as both never change.
"""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from samsyn.foundation.files import queries as files
from samsyn.foundation.files.models import StoredFile
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.queries.kept import Kept
from samsyn.insights.reading.words import told
from samsyn.sources.files import Source

if TYPE_CHECKING:
    from samsyn.analysis.networks.tables import Network
    from samsyn.analysis.tables import Flows
    from samsyn.insights.reading.reader import Regions
    from samsyn.insights.reading.timetables import Feed
    from samsyn.sources.growth import Growth
    from samsyn.sources.measures.records import Candidates
    from samsyn.sources.records import Areas, Boundaries
    from samsyn.sources.vintages import Key

Table = TypeVar("Table")

_kept: Kept[Any] = Kept(8)


def flows_of(snapshot: Snapshot) -> "Flows":
    """Flows between areas, settled by the choices that were made and carried over to the snapshot's territory."""

    def read() -> "Flows":
        # Opens every format: loaded with the first file, not with the site.
        from samsyn.insights.reading import reader, settled

        record = reader.flows(source_of(snapshot.file), snapshot.mapping)
        return settled.carried(record, snapshot.mapping, Snapshots(), unit=snapshot.dataset.unit).flows

    return _once(snapshot, DatasetKind.FLOWS, read)


def boundaries_of(snapshot: Snapshot) -> "Boundaries":
    """Areas and their polygons, repaired where that was chosen."""

    def read() -> "Boundaries":
        from samsyn.insights.reading import shapes  # opens every format: loaded with the first file

        return shapes.settled(source_of(snapshot.file), snapshot.mapping)

    return _once(snapshot, DatasetKind.BOUNDARIES, read)


def figures_of(snapshot: Snapshot) -> "Areas":
    """Quantities of areas; NaN where the source has none."""

    def read() -> "Areas":
        from samsyn.insights.reading import reader  # opens every format: loaded with the first file

        return reader.quantities(source_of(snapshot.file), snapshot.mapping)

    return _once(snapshot, DatasetKind.QUANTITIES, read)


def regions_of(snapshot: Snapshot) -> dict[str, str]:
    """Area -> region. An area outside every region is left out."""
    return dict(_regions(snapshot).of)


def region_names_of(snapshot: Snapshot) -> dict[str, str]:
    """Region -> its name, where the source has one."""
    return dict(_regions(snapshot).names)


def key_of(snapshot: Snapshot) -> "Key":
    """A key between territories."""

    def read() -> "Key":
        from samsyn.insights.reading import reader  # opens every format: loaded with the first file

        return reader.key(source_of(snapshot.file), snapshot.mapping)

    return _once(snapshot, DatasetKind.VINTAGE_KEY, read)


def network_of(snapshot: Snapshot) -> "Network":
    """A network with its zones, cured as was chosen."""

    def read() -> "Network":
        from samsyn.insights.reading import networks  # opens every format: loaded with the first file

        record = networks.rows(source_of(snapshot.file), snapshot.mapping)
        return networks.settled(record, snapshot.mapping, Snapshots()).network

    return _once(snapshot, DatasetKind.NETWORK, read)


def measures_of(snapshot: Snapshot) -> "Candidates":
    """Candidate measures, without those that were left out."""

    def read() -> "Candidates":
        from samsyn.insights.reading import measures  # opens every format: loaded with the first file

        record = measures.rows(source_of(snapshot.file), snapshot.mapping)
        return measures.settled(record, snapshot.mapping, Snapshots())

    return _once(snapshot, DatasetKind.MEASURES, read)


def timetable_of(snapshot: Snapshot) -> "Feed":
    """A timetable, of which studies read the day that they are asked for."""

    def read() -> "Feed":
        from samsyn.insights.reading import timetables  # opens every format: loaded with the first file

        return timetables.feed(source_of(snapshot.file), snapshot.mapping)

    return _once(snapshot, DatasetKind.TIMETABLE, read)


def growth_of(snapshot: Snapshot) -> "Growth":
    """Growth scenarios: people and jobs of areas by scenario and year."""

    def read() -> "Growth":
        from samsyn.insights.reading import reader  # opens every format: loaded with the first file

        return reader.growth(source_of(snapshot.file), snapshot.mapping)

    return _once(snapshot, DatasetKind.GROWTH, read)


def names_of(snapshot: Snapshot) -> dict[str, str]:
    """The areas of a snapshot that can stand for a territory: code and name (empty where there is none)."""
    if snapshot.dataset.kind == DatasetKind.BOUNDARIES:
        areas = boundaries_of(snapshot)
        return dict(zip(areas.codes, areas.names, strict=True))
    if snapshot.dataset.kind == DatasetKind.QUANTITIES:
        figures = figures_of(snapshot)
        return {code: figures.names.get(code, "") for code in figures.codes}
    if snapshot.dataset.kind == DatasetKind.GROWTH:
        return dict.fromkeys(growth_of(snapshot).codes, "")
    regions = _regions(snapshot)
    return dict.fromkeys((*regions.of, *regions.outside), "")


class Snapshots:
    """What a mapping points at, among the snapshots."""

    def names(self, snapshot: str) -> Mapping[str, str]:
        """The areas of a territory: code and name."""
        return names_of(_found(snapshot))

    def boundaries(self, snapshot: str) -> "Boundaries | None":
        """The boundaries of a territory, where it has any."""
        found = _found(snapshot)
        return boundaries_of(found) if found.dataset.kind == DatasetKind.BOUNDARIES else None

    def key(self, snapshot: str) -> "Key":
        """A key between territories."""
        return key_of(_found(snapshot))

    def figures(self, snapshot: str) -> "Areas":
        """Quantities of areas."""
        return figures_of(_found(snapshot))

    def network(self, snapshot: str) -> "Network":
        """A network."""
        return network_of(_found(snapshot))

    def called(self, snapshot: str) -> str:
        """What a snapshot is called."""
        return str(_found(snapshot))


def all_measures_of(snapshot: Snapshot) -> "Candidates":
    """Candidate measures, those that were left out too: read anew, to be written again."""
    from samsyn.insights.reading import measures  # opens every format: loaded with the first file

    with told():
        return measures.rows(source_of(snapshot.file), snapshot.mapping)


READERS: Mapping[str, Callable[[Snapshot], Any]] = {
    DatasetKind.FLOWS: flows_of,
    DatasetKind.BOUNDARIES: boundaries_of,
    DatasetKind.QUANTITIES: figures_of,
    DatasetKind.REGIONS: regions_of,
    DatasetKind.NETWORK: network_of,
    DatasetKind.MEASURES: measures_of,
    DatasetKind.GROWTH: growth_of,
    DatasetKind.TIMETABLE: timetable_of,
}
"""What studies are given, by the kind of data."""


def source_of(file: StoredFile) -> Source:
    """A stored file as readers take it."""
    return Source(file.name, files.read(file))


def _regions(snapshot: Snapshot) -> "Regions":
    def read() -> "Regions":
        from samsyn.insights.reading import reader  # opens every format: loaded with the first file

        return reader.regions(source_of(snapshot.file), snapshot.mapping)

    return _once(snapshot, DatasetKind.REGIONS, read)


def _found(key: str) -> Snapshot:
    return Snapshot.objects.select_related("dataset", "file").get(key=key)


def _once(snapshot: Snapshot, kind: DatasetKind, read: Callable[[], Table]) -> Table:
    """What is kept of the snapshot, else what reading it gives. Two that ask at once may both read it."""
    if snapshot.dataset.kind != kind:
        raise InsightError(
            _("“%(dataset)s” holds %(kind)s, and cannot be used as %(wanted)s.")
            % {"dataset": snapshot.dataset, "kind": snapshot.dataset.get_kind_display(), "wanted": kind.label}
        )
    mapping = json.dumps(snapshot.mapping, sort_keys=True)
    place = (kind, snapshot.file.sha256, snapshot.file.name, snapshot.dataset.unit, mapping)
    if (kept := _kept.taken(place)) is not None:
        return kept
    with told():
        return _kept.put(place, read())
