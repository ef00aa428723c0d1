"""What a study reads, straight from files: for the command line, which has no database.

Files are read as drafts of snapshots are, with the same guesses and the same refusals. What cannot be guessed is said:
the year and the sex that is taken of several, the headings of columns, and what to do with what the checks found.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from samsyn.analysis.tables import Areas, Flows
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind
from samsyn.insights.reading.words import told
from samsyn.insights.studies.contract import Study

UNIT = "persons"


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says of the files, as parts of a mapping (`reading.mappings`)."""

    year: str = ""
    sex: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Headings of the flows: origin, destination, count."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """What to do with what the checks found in the flows: a kind of finding and an option, by name."""


def read(study: Study, paths: Mapping[str, Path], names: Path | None, said: Said) -> dict[str, Any]:
    """The tables by role. A file for a role that the study lacks, and a role without its file, are refused."""
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
    with told():
        called = area_names(names) if names else {}
        given = {role: READERS[sources[role].kind](path, said) for role, path in paths.items()}
    return {role: _renamed(table, called) if isinstance(table, Flows) else table for role, table in given.items()}


def area_names(path: Path) -> dict[str, str]:
    """Code -> name, from a table of areas."""
    # Imported here: it opens every format.
    from samsyn.insights.reading import reader

    source, mapping = _guessed(path, DatasetKind.QUANTITIES, {})
    return dict(reader.quantities(source, mapping | {"figures": ()}).names)


def _flows(path: Path, said: Said) -> Flows:
    # Imported here: they open every format.
    from samsyn.insights.reading import guessing, reader, settled

    source, mapping = _guessed(path, DatasetKind.FLOWS, {"choices": dict(said.choices)})
    mapping["columns"] = mapping.get("columns", {}) | dict(said.columns)
    guessing.require_columns(DatasetKind.FLOWS, mapping, source.place)
    mapping |= {name: value for name, value in (("year", said.year), ("sex", said.sex)) if value}
    return settled.carried(reader.flows(source, mapping), mapping, NoLibrary(), unit=UNIT).flows


def _boundaries(path: Path, _said: Said) -> Any:
    # Imported here: it opens every format.
    from samsyn.insights.reading import shapes

    source, mapping = _guessed(path, DatasetKind.BOUNDARIES, {"choices": {"INVALID_SHAPES": "REPAIR"}})
    return shapes.settled(source, mapping)


def _quantities(path: Path, _said: Said) -> Any:
    # Imported here: it opens every format.
    from samsyn.insights.reading import reader

    return reader.quantities(*_guessed(path, DatasetKind.QUANTITIES, {}))


def _regions(path: Path, _said: Said) -> dict[str, str]:
    # Imported here: it opens every format.
    from samsyn.insights.reading import guessing, reader

    source, mapping = _guessed(path, DatasetKind.REGIONS, {})
    guessing.require_columns(DatasetKind.REGIONS, mapping, source.place)
    return dict(reader.regions(source, mapping).of)


READERS: Mapping[str, Callable[[Path, Said], Any]] = {
    DatasetKind.FLOWS: _flows,
    DatasetKind.BOUNDARIES: _boundaries,
    DatasetKind.QUANTITIES: _quantities,
    DatasetKind.REGIONS: _regions,
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
