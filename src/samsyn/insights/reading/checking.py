"""Reading a whole file and checking it: what it holds, what was found, and what it comes to once nothing is open.

Nothing of a file that is refused is kept but the refusal. Heavy to import: all formats are read here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from samsyn.insights.reading import (
    findings,
    guessing,
    mappings,
    measures,
    network_previews,
    networks,
    outlines,
    reader,
    settled,
    shapes,
    stated,
    timetables,
    words,
)
from samsyn.insights.reading.findings import Noted, Stored
from samsyn.insights.reading.settled import Carried, Library
from samsyn.sources.checks import boundaries as boundary_checks
from samsyn.sources.checks import flows as flow_checks
from samsyn.sources.checks import growth as growth_checks
from samsyn.sources.checks import measures as measure_checks
from samsyn.sources.checks import networks as network_checks
from samsyn.sources.checks.findings import Finding, Kind, Option, Severity, by_severity, first_of
from samsyn.sources.checks.network_findings import NetworkKind
from samsyn.sources.errors import SourceError, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.gtfs.overview import overview
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Areas, Flows

Listener = Callable[[float], None]
"""Told the share that is read; may raise to stop the work."""


def _nobody(_share: float) -> None:
    pass


@dataclass(slots=True)
class Checked:
    """What a file holds, read by a mapping.

    - `outline`: what there is to choose between (`outlines`)
    - `refusal`: why it cannot be read by the mapping (`words.stored`); then there are no findings and no summary
    - `summary`: areas, rows and total, once no finding waits for a choice
    - `values`: the years and groups that one must be chosen of
    - `preview`: what there is to look at in data that takes long to read
    - `listen`: who is told how far it is
    """

    mapping: mappings.Mapping
    outline: dict[str, Any] = field(default_factory=dict)
    refusal: dict[str, Any] | None = None
    findings: list[Stored] = field(default_factory=list)
    summary: dict[str, Any] | None = None
    values: dict[str, list[str]] = field(default_factory=dict)
    preview: dict[str, Any] | None = None
    listen: Listener = _nobody

    def found(self) -> dict[str, Any]:
        """All but the mapping and the listener, as data."""
        names = ("outline", "refusal", "findings", "summary", "values", "preview")
        return {name: getattr(self, name) for name in names}


def check(
    source: Source,
    kind: str,
    mapping: Mapping[str, Any],
    library: Library,
    *,
    unit: str,
    listen: Listener = _nobody,
) -> Checked:
    """Read and check a file of a kind. A mapping without a form is guessed."""
    checked = Checked(dict(mapping), listen=listen)
    try:
        checked.outline = outlines.outline(source, kind, checked.mapping)
        if not checked.mapping.get("form"):
            checked.mapping |= guessing.guessed(kind, checked.outline)
            checked.outline = outlines.outline(source, kind, checked.mapping)
        guessing.require_columns(kind, checked.mapping, source.place)
        CHECKERS[kind](source, checked, library, unit)
    except SourceError as error:
        checked.refusal, checked.findings, checked.summary = words.stored(error), [], None
    return checked


def _flows(source: Source, checked: Checked, library: Library, unit: str) -> None:
    record = reader.flows(source, checked.mapping)
    checked.values = {name: sorted({*column.texts()}) for name, column in record.facets.items()}
    for facet, values in checked.values.items():
        if checked.mapping.get(facet) not in values:
            checked.mapping.pop(facet, None)
    territory = checked.mapping.get("territory", "")
    areas = tuple(library.names(territory)) if territory else None
    found = _checks_of(record, checked.mapping, areas)
    shapes_of = library.boundaries(territory) if territory else None
    if shapes_of is not None:
        # What the territory does not have is told already; this is what it has without a shape.
        listed = set(shapes_of.codes) & set(record.codes)
        lacking = boundary_checks.flows_without_shape(shapes_of, sorted(listed))
        found += [lacking] if lacking is not None else []
    checked.findings = [findings.stored(finding, checked.mapping) for finding in found]
    if findings.open_ones(checked.findings):
        return
    carried = settled.carried(record, checked.mapping, library, unit=unit)
    _tell_what_was_done(checked.findings, carried)
    checked.findings += stated.found(carried.settled.flows, source, checked.mapping, library)
    checked.findings += _carrying(carried)
    checked.summary = {
        "areas": len(carried.flows.areas),
        "rows": len(record),
        "total": float(carried.flows.counts.sum()),
    }


def _checks_of(record: Flows, mapping: mappings.Mapping, areas: tuple[str, ...] | None) -> list[Finding]:
    """The findings about the rows that are taken, and those about having to take some of several."""
    of_year = record.only(year=mapping["year"]) if mapping.get("year") else record
    taken = of_year.only(sex=mapping["sex"]) if mapping.get("sex") else of_year
    several = [flow_checks.several_years(record), flow_checks.several_sexes(record)]
    ties = flow_checks.totals_do_not_tie(of_year)
    rest = [finding for finding in flow_checks.check(taken, areas) if finding.kind not in APART]
    every = [finding for finding in (*several, ties) if finding is not None] + rest
    return by_severity(every)


APART = {Kind.SEVERAL_YEARS, Kind.SEVERAL_SEXES, Kind.TOTALS_DO_NOT_TIE}


def _tell_what_was_done(stored: list[Stored], carried: Carried) -> None:
    done = carried.settled
    told = {
        Kind.UNKNOWN_CODES.name: (done.dropped_unknown, done.dropped_unknown_persons),
        Kind.DUPLICATE_PAIRS.name: (done.merged_rows, None),
        Kind.MISSING.name: (done.missing_as_zero, None),
        Kind.NEGATIVE.name: (done.dropped_negative, None),
    }
    for finding in stored:
        if finding["kind"] in told:
            finding["rows"], finding["persons"] = told[finding["kind"]]


def _carrying(carried: Carried) -> list[Stored]:
    """What the keys between territories did."""
    told: list[Stored] = []
    for known, after in zip(carried.recoded, carried.dropped, strict=True):
        if known.splits:
            examples = [f"{old} → {_parts(parts)}" for old, parts in known.splits.items()]
            told.append(findings.noted(Noted.SPLITS, examples, severity=Severity.WARNING, persons=known.shared_out))
        if known.merges:
            examples = [f"{' + '.join(olds)} → {new}" for new, olds in known.merges.items()]
            told.append(findings.noted(Noted.MERGES, examples))
        if known.kept:
            told.append(findings.noted(Noted.KEPT, known.kept))
        if after.dropped_unknown:
            told.append(
                findings.noted(Noted.LEFT_OUT, (), severity=Severity.WARNING)
                | {"count": after.dropped_unknown, "persons": after.dropped_unknown_persons}
            )
    return told


def _parts(parts: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{new} ({share:.0%})" for new, share in parts)


def _boundaries(source: Source, checked: Checked, _library: Library, _unit: str) -> None:
    record = reader.polygons(source, checked.mapping)
    checked.findings = [findings.stored(finding, checked.mapping) for finding in boundary_checks.check(record)]
    if findings.open_ones(checked.findings):
        return
    shapes.by_choice(record, checked.mapping)
    checked.summary = {"areas": len(record.codes), "rows": len(record.codes), "total": None}
    checked.outline["crs"] = record.crs


def _quantities(source: Source, checked: Checked, library: Library, _unit: str) -> None:
    record = reader.quantities(source, checked.mapping)
    found = [*_of_values(record), *_of_territory(record.codes, checked.mapping, library)]
    checked.findings = [f if isinstance(f, dict) else findings.stored(f, checked.mapping) for f in found]
    only = next(iter(record.figures.values())) if len(record.figures) == 1 else None
    total = None if only is None else float(np.nansum(only))
    checked.summary = {"areas": len(record.codes), "rows": len(record.codes), "total": total}


def _of_values(record: Areas) -> Iterable[Finding]:
    for kind, wrong_of in ((Kind.MISSING, np.isnan), (Kind.NEGATIVE, lambda values: values < 0)):
        places = [
            (record.codes[i], record.place.at(row=int(record.row[i]), column=name))
            for name, values in record.figures.items()
            for i in np.flatnonzero(wrong_of(values))
        ]
        if places:
            examples = first_of([code for code, _place in places])
            where = tuple(place for _code, place in places[:10])
            yield Finding(kind, Severity.WARNING, len(places), where, examples, (Option.ACCEPT, Option.REFUSE))


def _of_territory(codes: Iterable[str], mapping: mappings.Mapping, library: Library) -> Iterable[Finding | Stored]:
    """Areas that only one of file and territory has. Nothing is left out for it: a study takes what both have."""
    if not mapping.get("territory"):
        return
    known, given = set(library.names(mapping["territory"])), set(codes)
    options = (Option.OTHER_TERRITORY, Option.ACCEPT, Option.REFUSE)
    if given - known:
        examples = first_of(sorted(given - known))
        yield Finding(Kind.UNKNOWN_CODES, Severity.WARNING, len(given - known), (), examples, options)
    if known - given:
        yield findings.noted(Noted.NOT_IN_FILE, sorted(known - given), severity=Severity.WARNING)


def _regions(source: Source, checked: Checked, library: Library, _unit: str) -> None:
    record = reader.regions(source, checked.mapping)
    every = (*record.of, *record.outside)
    found = _of_territory(every, checked.mapping, library)
    checked.findings = [f if isinstance(f, dict) else findings.stored(f, checked.mapping) for f in found]
    if record.outside:
        checked.findings.append(findings.noted(Noted.OUTSIDE_REGIONS, record.outside))
    if record.elsewhere:
        checked.findings.append(findings.noted(Noted.ELSEWHERE, record.elsewhere))
    checked.summary = {"areas": len(every), "rows": len(every), "total": None, "regions": len(set(record.of.values()))}


def _key(source: Source, checked: Checked, _library: Library, _unit: str) -> None:
    key = reader.key(source, checked.mapping)
    checked.findings = []
    if key.splits:
        examples = [f"{old} → {_parts(parts)}" for old, parts in key.splits.items()]
        checked.findings.append(findings.noted(Noted.SPLITS, examples))
    if key.merges:
        examples = [f"{' + '.join(olds)} → {new}" for new, olds in key.merges.items()]
        checked.findings.append(findings.noted(Noted.MERGES, examples))
    rows = sum(map(len, key.parts.values()))
    checked.summary = {"areas": len(key.parts), "rows": rows, "total": None}


def _network(source: Source, checked: Checked, library: Library, _unit: str) -> None:
    rows = networks.rows(source, checked.mapping)
    checked.findings = [findings.stored_of_network(found, checked.mapping) for found in network_checks.check(rows)]
    if findings.open_ones(checked.findings):
        return
    made = networks.settled(rows, checked.mapping, library)
    told = {NetworkKind.PARALLEL.name: made.merged, NetworkKind.NO_TIME.name: made.slowed}
    for finding in checked.findings:
        if finding["chosen"] and finding["kind"] in told:
            finding["rows"] = told[finding["kind"]]
    zones = made.network.zones.codes
    found = _of_territory(zones, checked.mapping, library)
    checked.findings += [f if isinstance(f, dict) else findings.stored(f, checked.mapping) for f in found]
    checked.summary = {
        "areas": len(zones),
        "rows": len(made.network.links),
        "total": None,
        "nodes": len(made.network.nodes),
    }
    checked.preview = network_previews.shown(made.network)


def _measures(source: Source, checked: Checked, library: Library, _unit: str) -> None:
    record = measures.rows(source, checked.mapping)
    network = measures.network_for(checked.mapping, library)
    found = measure_checks.check(record, network)
    checked.findings = [findings.stored_of_measures(each, checked.mapping) for each in found]
    if network is None:
        checked.findings.append(findings.noted(Noted.NO_NETWORK, (), severity=Severity.WARNING))
    if findings.open_ones(checked.findings):
        return
    kept = measures.settled(record, checked.mapping, library)
    if not kept.measures:
        raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=record.place)
    checked.summary = {
        "areas": len(kept.measures),
        "rows": sum(len(each.rows) for each in kept.measures),
        "total": None,
        "measures": len(kept.measures),
    }


def _timetable(source: Source, checked: Checked, _library: Library, _unit: str) -> None:
    whole = overview(source)
    checked.mapping["day"] = checked.mapping.get("day") or whole.busiest.isoformat()
    day, found = timetables.checked(source, checked.mapping, whole, checked.listen)
    checked.findings = [findings.stored_of_timetable(each, checked.mapping) for each in by_severity(found)]
    checked.preview = timetables.shown(day, whole)
    if not findings.open_ones(checked.findings):
        checked.summary = {"areas": whole.stops, "rows": whole.trips, "total": None, "trips": whole.trips}


def _growth(source: Source, checked: Checked, library: Library, _unit: str) -> None:
    record = reader.growth(source, checked.mapping)
    found = [*growth_checks.check(record), *_of_territory(record.codes, checked.mapping, library)]
    checked.findings = [f if isinstance(f, dict) else findings.stored(f, checked.mapping) for f in found]
    checked.summary = {"areas": len(record.codes), "rows": record.rows, "total": None, "scenarios": list(record.years)}


CHECKERS = {
    "flows": _flows,
    "boundaries": _boundaries,
    "quantities": _quantities,
    "regions": _regions,
    "vintage_key": _key,
    "network": _network,
    "measures": _measures,
    "growth": _growth,
    "timetable": _timetable,
}
