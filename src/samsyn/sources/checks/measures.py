"""Checks of candidate measures: by themselves, and against the network that they are to change. Nothing is mended."""

from collections.abc import Iterable, Iterator

from samsyn.analysis.networks.tables import Network
from samsyn.sources.checks.findings import FIRST, Severity, by_severity, first_of
from samsyn.sources.checks.measure_findings import MeasureCure, MeasureFinding, MeasureKind
from samsyn.sources.measures.records import Candidate, Candidates, ChangeRow, What
from samsyn.sources.measures.resolving import Fault, Resolver

DROPPING = (MeasureCure.LEAVE_OUT, MeasureCure.CORRECT_MEASURE)
OF_NETWORK = frozenset(
    {
        *(MeasureKind.MISSING_LINKS, MeasureKind.AMBIGUOUS, MeasureKind.MISSING_NODES),
        *(MeasureKind.ALREADY_THERE, MeasureKind.AGAINST, MeasureKind.NO_CHANGE),
    }
)


def check(candidates: Candidates, network: Network | None = None) -> list[MeasureFinding]:
    """What is found, what must be chosen first. Without a network nobody knows whether the links are there."""
    faults = [*_of_facts(candidates.measures), *_price_years(candidates.measures)]
    if network is None:
        faults += [fault for each in candidates.measures for fault in _of_rows(each)]
    else:
        resolver = Resolver(network)
        faults += [fault for each in candidates.measures for fault in resolver.resolved(each).faults]
    by_kind: dict[MeasureKind, list[Fault]] = {}
    for fault in faults:
        by_kind.setdefault(fault.kind, []).append(fault)
    found = [_finding(candidates, kind, by_kind[kind]) for kind in MeasureKind if kind in by_kind]
    return by_severity(found)


def blocked(candidates: Candidates, network: Network | None = None) -> frozenset[str]:
    """The keys of the measures that cannot be computed."""
    resolver = None if network is None else Resolver(network)
    return frozenset(
        each.key
        for each in candidates.measures
        if any(fault.kind.blocks for fault in _of_facts([each]))
        or (
            any(fault.kind.blocks for fault in _of_rows(each))
            if resolver is None
            else resolver.resolved(each).measure is None
        )
    )


def _finding(candidates: Candidates, kind: MeasureKind, faults: list[Fault]) -> MeasureFinding:
    places = tuple(candidates.at(fault.row, fault.thing) for fault in faults[:FIRST])
    examples = first_of(list(dict.fromkeys(fault.example for fault in faults)))
    if kind is MeasureKind.STATED_TWICE:
        severity, cures = Severity.CHOICE, (MeasureCure.FIRST_ROW, MeasureCure.CORRECT_MEASURE)
    elif kind.blocks:
        other = (MeasureCure.OTHER_NETWORK,) if kind in OF_NETWORK else ()
        severity, cures = Severity.CHOICE, (*DROPPING, *other)
    else:
        severity, cures = Severity.WARNING, (MeasureCure.ACCEPT, MeasureCure.CORRECT_MEASURE)
    return MeasureFinding(kind, severity, len(faults), places, examples, cures)


def _of_facts(measures: Iterable[Candidate]) -> Iterator[Fault]:
    """What is said of measures as a whole."""
    for each in measures:
        for row in each.stated_again:
            yield Fault(MeasureKind.STATED_TWICE, row, each.key, "cost")
        if each.facts.cost is None:
            yield Fault(MeasureKind.NO_COST, each.rows[0].row, each.key, "cost")
        elif each.facts.cost < 0:
            yield Fault(MeasureKind.NEGATIVE_COST, each.rows[0].row, f"{each.key}: {each.facts.cost:g}", "cost")


def _price_years(measures: Iterable[Candidate]) -> Iterator[Fault]:
    costed = [each for each in measures if each.facts.cost is not None]
    if len({each.facts.price_year for each in costed}) > 1:
        for each in costed:
            told = f"{each.key}: {each.facts.price_year or '–'}"
            yield Fault(MeasureKind.PRICE_YEARS, each.rows[0].row, told, "price_year")


def _of_rows(candidate: Candidate) -> Iterator[Fault]:
    """What can be told of rows without a network."""
    for row in candidate.rows:
        if not _is_named(row):
            yield Fault(MeasureKind.UNNAMED, row.row, candidate.key, "link")
        elif row.what is not What.CLOSED and row.what is not What.NODE and not _is_usable(row):
            yield Fault(MeasureKind.UNUSABLE, row.row, f"{candidate.key}: {row.named}", "minutes")


def _is_named(row: ChangeRow) -> bool:
    between = bool(row.start and row.end)
    return between if row.what is What.NEW else bool(row.link) or (between and row.what is not What.NODE)


def _is_usable(row: ChangeRow) -> bool:
    leads = row.what is not What.NEW or row.start != row.end
    return row.minutes >= 0 and not row.km < 0 and leads
