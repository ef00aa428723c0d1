"""What a study reads, straight from files: for the command line, which has no database.

Files are read as drafts of snapshots are, with the same guesses and the same refusals. What cannot be guessed is said:
the year and the sex that is taken of several, the headings of columns, and what to do with what the checks found.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.tables import Areas, Flows
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind
from samsyn.insights.reading import mappings
from samsyn.insights.reading.findings import option_of
from samsyn.insights.reading.mappings import COLUMNS
from samsyn.insights.reading.words import told, translated
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Study
from samsyn.sources.checks.findings import Finding, Kind, Option, Severity
from samsyn.sources.checks.measure_findings import MeasureCure, MeasureFinding, MeasureKind
from samsyn.sources.checks.network_findings import NetworkCure, NetworkFinding, NetworkKind

UNIT = "persons"
MOST_EXAMPLES = 5
DONE: Mapping[Kind, Option] = {Kind.INVALID_SHAPES: Option.REPAIR, Kind.NO_SHAPE: Option.NO_MAP}
"""What is done where nothing is said, and is told. What is not here and needs a choice is refused."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says of the files, as parts of a mapping (`reading.mappings`)."""

    year: str = ""
    sex: str = ""
    begins: str = ""
    """How the codes of the official regions' areas begin; the rest is the code (`reading.mappings`)."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Headings of the flows: origin, destination, count."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """What to do with what the checks found: a kind of finding and an option, by name."""


@dataclass(frozen=True, slots=True)
class Read:
    """The tables by role, and what the checks warn of, in words."""

    given: dict[str, Any]
    warnings: tuple[str, ...]


AnyFinding = Finding | NetworkFinding | MeasureFinding
Table = tuple[Any, Iterable[AnyFinding]]
"""What a study reads, and what was found in it."""


def read(study: Study, paths: Mapping[str, Path], names: Path | None, said: Said) -> Read:
    """Read the files. A file for a role that the study lacks, and a role without its file, are refused."""
    sources = {source.role: source for source in study.sources}
    unknown = sorted(set(paths) - set(sources))
    if unknown:
        raise InsightError(
            _("The study reads nothing as “%(role)s”. It reads: %(roles)s.")
            % {"role": unknown[0], "roles": ", ".join(sources)}
        )
    missing = [role for role, source in sources.items() if source.required and role not in paths]
    if missing:
        raise InsightError(_("The study needs a file for: %(roles)s.") % {"roles": ", ".join(missing)})
    _refuse_unknown(said)
    with told():
        called = area_names(names) if names else {}
        tables = {role: READERS[sources[role].kind](path, said) for role, path in paths.items()}
    given = {
        role: _renamed(table, called) if isinstance(table, Flows) else table for role, (table, _) in tables.items()
    }
    warnings = (warning for role, (_, found) in tables.items() for warning in _warned(paths[role], found, said))
    return Read(given, tuple(warnings))


def _refuse_unknown(said: Said) -> None:
    """What is said and would change nothing is a slip of the pen."""
    for said_names, known in (
        (said.columns, COLUMNS[DatasetKind.FLOWS]),
        (said.choices, [kind.name for kind in (*Kind, *NetworkKind, *MeasureKind)]),
        (said.choices.values(), list(dict.fromkeys(option.name for option in (*Option, *NetworkCure, *MeasureCure)))),
    ):
        for name in sorted(set(said_names) - set(known)):
            raise InsightError(_("“%(name)s” is none of: %(known)s.") % {"name": name, "known": ", ".join(known)})


def _warned(path: Path, found: Iterable[AnyFinding], said: Said) -> Iterable[str]:
    """Each warning in words: the file, what is wrong, where, and what is done about it."""
    for finding in found:
        if finding.severity is Severity.NOTE:
            continue
        usual = DONE.get(finding.kind, Option.ACCEPT) if isinstance(finding, Finding) else Option.ACCEPT
        chosen = option_of(said.choices.get(finding.kind.name, usual.name))
        times = ngettext("%(shown)s time", "%(shown)s times", finding.count) % {"shown": words.count(finding.count)}
        yield words.parts(
            _("%(place)s:") % {"place": path.name},
            translated(str(finding.kind)),
            f"{times}: {', '.join(finding.examples[:MOST_EXAMPLES])}.",
            _("Chosen:"),
            translated(str(chosen)),
            f"(--settle {finding.kind.name}={chosen.name})",
        )


def area_names(path: Path) -> dict[str, str]:
    """Code -> name, from a table of areas."""
    # Imported here: it opens every format.
    from samsyn.insights.reading import reader

    source, mapping = _guessed(path, DatasetKind.QUANTITIES, {})
    return dict(reader.quantities(source, mapping | {"figures": ()}).names)


def _flows(path: Path, said: Said) -> Table:
    # Imported here: they open every format.
    from samsyn.insights.reading import guessing, reader, settled
    from samsyn.sources.checks import flows as checks

    source, mapping = _guessed(path, DatasetKind.FLOWS, {"choices": dict(said.choices)})
    mapping["columns"] = mapping.get("columns", {}) | dict(said.columns)
    guessing.require_columns(DatasetKind.FLOWS, mapping, source.place)
    chosen = {name: value for name, value in (("year", said.year), ("sex", said.sex)) if value}
    record = reader.flows(source, mapping)
    for name in sorted(set(chosen) - set(record.facets)):
        raise InsightError(
            _("%(file)s has no column that tells “%(name)s” apart, so none of it can be taken.")
            % {"file": path.name, "name": name}
        )
    table = settled.carried(record, mapping | chosen, NoLibrary(), unit=UNIT).flows
    return table, checks.check(record.only(**chosen))


def _boundaries(path: Path, said: Said) -> Table:
    # Imported here: they open every format.
    from samsyn.insights.reading import reader, shapes
    from samsyn.sources.checks import boundaries as checks

    source, mapping = _guessed(path, DatasetKind.BOUNDARIES, {"choices": {"INVALID_SHAPES": "REPAIR", **said.choices}})
    record = reader.polygons(source, mapping)
    found = checks.check(record)
    for finding in found:
        if mappings.chosen(mapping, finding.kind) is Option.REFUSE:
            raise InsightError(f"{path.name}: {translated(str(finding.kind))}")
    return shapes.by_choice(record, mapping), found


def _quantities(path: Path, _said: Said) -> Table:
    # Imported here: it opens every format.
    from samsyn.insights.reading import reader

    return reader.quantities(*_guessed(path, DatasetKind.QUANTITIES, {})), ()


def _regions(path: Path, said: Said) -> Table:
    # Imported here: it opens every format.
    from samsyn.insights.reading import guessing, reader

    source, mapping = _guessed(path, DatasetKind.REGIONS, {"begins": said.begins})
    guessing.require_columns(DatasetKind.REGIONS, mapping, source.place)
    return dict(reader.regions(source, mapping).of), ()


def _network(path: Path, said: Said) -> Table:
    # Imported here: they open every format.
    from samsyn.insights.reading import guessing, networks
    from samsyn.sources.checks import networks as checks

    source, mapping = _guessed(path, DatasetKind.NETWORK, {"choices": dict(said.choices)})
    guessing.require_columns(DatasetKind.NETWORK, mapping, source.place)
    record = networks.rows(source, mapping)
    return networks.settled(record, mapping, NoLibrary()).network, checks.check(record)


def _measures(path: Path, said: Said) -> Table:
    # Imported here: they open every format.
    from samsyn.insights.reading import guessing, measures
    from samsyn.sources.checks import measures as checks

    source, mapping = _guessed(path, DatasetKind.MEASURES, {"choices": dict(said.choices)})
    guessing.require_columns(DatasetKind.MEASURES, mapping, source.place)
    record = measures.rows(source, mapping)
    found = checks.check(record)
    for finding in found:
        if finding.severity is Severity.CHOICE and mappings.cured_measures(mapping, finding.kind) not in finding.cures:
            ways = " ".join(f"{translated(str(cure))} ({finding.kind.name}={cure.name})" for cure in finding.cures)
            place = ", ".join(map(str, finding.places[:MOST_EXAMPLES]))
            raise InsightError(words.parts(f"{place}:", translated(str(finding.kind)), ways))
    return measures.settled(record, mapping, NoLibrary()), found


def _timetable(path: Path, _said: Said) -> Table:
    # Imported here: it opens every format. What is found in the day is told by the study that reads it.
    from samsyn.insights.reading import timetables
    from samsyn.sources import files

    return timetables.feed(files.opened(path), {}), ()


def _growth(path: Path, _said: Said) -> Table:
    # Imported here: they open every format.
    from samsyn.insights.reading import guessing, reader
    from samsyn.sources.checks import growth as checks

    source, mapping = _guessed(path, DatasetKind.GROWTH, {})
    guessing.require_columns(DatasetKind.GROWTH, mapping, source.place)
    record = reader.growth(source, mapping)
    return record, checks.check(record)


READERS: Mapping[str, Callable[[Path, Said], Table]] = {
    DatasetKind.FLOWS: _flows,
    DatasetKind.BOUNDARIES: _boundaries,
    DatasetKind.QUANTITIES: _quantities,
    DatasetKind.REGIONS: _regions,
    DatasetKind.NETWORK: _network,
    DatasetKind.MEASURES: _measures,
    DatasetKind.GROWTH: _growth,
    DatasetKind.TIMETABLE: _timetable,
}


class NoLibrary:
    """Where no snapshots are: a mapping of a plain file points at none."""

    def names(self, snapshot: str) -> Mapping[str, str]:
        """Nothing points here."""
        raise LookupError(snapshot)

    def key(self, snapshot: str) -> Any:
        """Nothing points here."""
        raise LookupError(snapshot)

    def boundaries(self, snapshot: str) -> Any:
        """Nothing points here."""
        raise LookupError(snapshot)

    def figures(self, snapshot: str) -> Any:
        """Nothing points here."""
        raise LookupError(snapshot)

    def network(self, snapshot: str) -> Any:
        """Nothing points here."""
        raise LookupError(snapshot)

    def called(self, snapshot: str) -> str:
        """Nothing points here."""
        raise LookupError(snapshot)


def _guessed(path: Path, kind: DatasetKind, mapping: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    # Imported here: they open every format.
    from samsyn.insights.reading import guessing, outlines
    from samsyn.sources import files

    source = files.opened(path)
    return source, guessing.guessed(kind, outlines.outline(source, kind, mapping)) | mapping


def _renamed(flows: Flows, called: Mapping[str, str]) -> Flows:
    areas = flows.areas
    names = tuple(called.get(code) or name for code, name in zip(areas.codes, areas.names, strict=True))
    return replace(flows, areas=Areas(areas.codes, names)) if called else flows
