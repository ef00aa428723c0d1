"""Data sets, their snapshots, and what a snapshot is told about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from samsyn.insights.models import Dataset, DatasetKind, Snapshot
from samsyn.insights.queries import tables
from samsyn.insights.reading import findings, words
from samsyn.sources.checks.findings import Severity
from samsyn.sources.checks.network_findings import NetworkKind

TERRITORIES = (DatasetKind.BOUNDARIES, DatasetKind.QUANTITIES, DatasetKind.REGIONS)
"""The kinds of data whose areas can be the territory that other data is checked against."""

FIRST = 10
NOT_SAID = float("nan")
COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words. `chosen` is what was chosen to do, `rows` and `persons` what that did, and `against` what
    figures were compared with."""

    kind: str
    severity: str
    text: str
    count: int
    examples: tuple[str, ...]
    places: tuple[str, ...]
    largest: float | None
    chosen: str
    rows: int | None
    persons: float | None
    against: str
    options: tuple[tuple[str, str], ...]
    must_choose: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell to look at: words, or a number, or a number that is missing."""

    text: str = ""
    number: float | None = None
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table to look at: headings, each with whether it stands over numbers, the first rows, and how many more."""

    header: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Shown, ...], ...]
    more: int


def every() -> QuerySet[Dataset]:
    """All data sets, by title, each with `taken` snapshots and `latest_reference`, `latest_vintage` and `latest_at`."""
    latest = Snapshot.objects.filter(dataset=OuterRef("pk")).order_by("-number")
    return Dataset.objects.annotate(
        taken=Count("snapshots"),
        latest_at=Max("snapshots__taken_at"),
        latest_reference=Subquery(latest.values("reference")[:1]),
        latest_vintage=Subquery(latest.values("vintage")[:1]),
    ).order_by("title")


def by_key(key: Any) -> Dataset:
    """One data set; raises `Dataset.DoesNotExist`."""
    return Dataset.objects.get(key=key)


def snapshots_of(dataset: Dataset) -> list[Snapshot]:
    """The snapshots of a data set, the latest first, with their files and who took them."""
    found = dataset.snapshots.select_related("file", "taken_by").order_by("-number")
    return list(found)


def snapshot(key: Any) -> Snapshot:
    """One snapshot with its data set and file; raises `Snapshot.DoesNotExist`."""
    return Snapshot.objects.select_related("dataset", "file", "taken_by").get(key=key)


def snapshots_of_kind(*kinds: str) -> QuerySet[Snapshot]:
    """The snapshots of data of these kinds, by title, the latest first."""
    found = Snapshot.objects.filter(dataset__kind__in=kinds).select_related("dataset", "file")
    return found.order_by("dataset__title", "-number")


def territories() -> QuerySet[Snapshot]:
    """The snapshots whose areas can be a territory."""
    return snapshots_of_kind(*TERRITORIES)


def is_modelled(snapshot: Snapshot) -> bool:
    """Whether its figures are modelled: by the source, or because persons were shared out between areas here."""
    return snapshot.dataset.modelled or findings.is_modelled(snapshot.findings)


def named(snapshot: Snapshot) -> str:
    """A snapshot in one line, told apart from others of its data: by year, territory and number."""
    said = {
        "title": snapshot.dataset.title,
        "reference": snapshot.reference,
        "vintage": snapshot.vintage,
        "number": snapshot.number,
    }
    return _("%(title)s, %(reference)s (areas: %(vintage)s; snapshot %(number)d)") % said


def told(found: Iterable[Mapping[str, Any]]) -> list[Told]:
    """Stored findings in words, those that wait for a choice first."""
    order = [severity.name for severity in Severity]
    ranked = sorted(found, key=lambda finding: order.index(finding["severity"]))
    return [_told(dict(finding)) for finding in ranked]


def first_rows(snapshot: Snapshot) -> Rows:
    """The first rows of what studies read from a snapshot."""
    return {
        DatasetKind.FLOWS: _flows,
        DatasetKind.BOUNDARIES: _boundaries,
        DatasetKind.QUANTITIES: _quantities,
        DatasetKind.REGIONS: _regions,
        DatasetKind.VINTAGE_KEY: _key,
        DatasetKind.NETWORK: _network,
        DatasetKind.MEASURES: _measures,
        DatasetKind.GROWTH: _growth,
        DatasetKind.TIMETABLE: _timetable,
    }[DatasetKind(snapshot.dataset.kind)](snapshot)


def _told(finding: findings.Stored) -> Told:
    chosen = finding["chosen"]
    return Told(
        kind=finding["kind"],
        severity=finding["severity"],
        text=words.translated(finding["text"]),
        count=finding["count"],
        examples=tuple(map(words.example, finding["examples"])),
        places=tuple(filter(None, (words.where(_within(finding, place)) for place in finding["places"][:3]))),
        largest=finding["largest"],
        chosen=finding["value"] or (words.translated(str(findings.option_of(chosen))) if chosen else ""),
        rows=finding.get("rows"),
        persons=finding.get("persons"),
        against=finding.get("against", ""),
        options=tuple((option.name, words.translated(str(option))) for option in findings.to_choose(finding)),
        must_choose=findings.needs_choice(finding),
        is_open=bool(findings.open_ones([finding])),
    )


def _within(finding: findings.Stored, place: dict[str, Any]) -> dict[str, Any]:
    """A place without the file that all is about; of a network, which has several in one, with it."""
    return place if finding["kind"] in NetworkKind.__members__ else place | {"file": ""}


def _flows(snapshot: Snapshot) -> Rows:
    flows = tables.flows_of(snapshot)
    names = flows.areas.names
    rows = [
        (names[flows.origins[i]], names[flows.destinations[i]], float(flows.counts[i]))
        for i in range(min(FIRST, len(flows.counts)))
    ]
    return _rows((_("From the area"), _("To the area"), snapshot.dataset.unit), rows, len(flows.counts))


def _boundaries(snapshot: Snapshot) -> Rows:
    areas = tables.boundaries_of(snapshot)
    return _rows((_("Code"), _("Name")), list(zip(areas.codes, areas.names, strict=True)), len(areas.codes))


def _quantities(snapshot: Snapshot) -> Rows:
    areas = tables.figures_of(snapshot)
    columns = list(areas.figures)[:COLUMNS]
    rows: list[tuple[str | float, ...]] = [
        (code, areas.names.get(code, ""), *(float(areas.figures[column][i]) for column in columns))
        for i, code in enumerate(areas.codes[:FIRST])
    ]
    return _rows((_("Code"), _("Name"), *columns), rows, len(areas.codes))


def _regions(snapshot: Snapshot) -> Rows:
    names, of = tables.region_names_of(snapshot), tables.regions_of(snapshot)
    rows = [(area, region, names.get(region, "")) for area, region in of.items()]
    return _rows((_("Area"), _("Region"), _("Name of the region")), rows, len(rows))


def _key(snapshot: Snapshot) -> Rows:
    rows = [(old, new, share) for old, parts in tables.key_of(snapshot).parts.items() for new, share in parts]
    return _rows((_("Before"), _("After"), _("Share")), rows, len(rows))


def _network(snapshot: Snapshot) -> Rows:
    network = tables.network_of(snapshot)
    nodes, links = network.nodes.codes, network.links
    rows = [
        (
            nodes[links.start[i]],
            nodes[links.end[i]],
            str(words.MODES[links.mode[i].value]),
            float(links.km[i]),
            float(minutes),
        )
        for i, minutes in enumerate(links.minutes[:FIRST])
    ]
    return _rows((_("From node"), _("To node"), _("Moves by"), _("Kilometres"), _("Minutes")), rows, len(links))


def _measures(snapshot: Snapshot) -> Rows:
    measures = tables.measures_of(snapshot).measures
    rows: list[tuple[str | float, ...]] = [
        (
            each.key,
            each.name,
            len(each.rows),
            NOT_SAID if each.facts.cost is None else each.facts.cost,
            each.facts.owner,
        )
        for each in measures
    ]
    return _rows((_("Measure"), _("Name"), _("Changes"), snapshot.dataset.unit, _("Who asks for it")), rows, len(rows))


def _timetable(snapshot: Snapshot) -> Rows:
    busiest = (snapshot.preview or {}).get("busiest", ())
    rows = [(name, float(departures)) for name, departures, _x, _y in busiest]
    return _rows((_("Stop"), _("Departures on the day that was checked")), rows, len(rows))


def _growth(snapshot: Snapshot) -> Rows:
    """What each scenario comes to in each year."""
    growth = tables.growth_of(snapshot)
    rows: list[tuple[str | float, ...]] = [
        (name, str(year), *map(float, growth.at(name, year).sum(axis=0)))
        for name, years in growth.years.items()
        for year in years
    ]
    return _rows(
        (_("Scenario"), _("Year"), *(_("All: %(what)s") % {"what": each} for each in growth.headings)), rows, len(rows)
    )


def _rows(header: tuple[str, ...], rows: Sequence[tuple[str | float, ...]], whole: int) -> Rows:
    first = tuple(tuple(map(_cell, row)) for row in rows[:FIRST])
    numbers = [cell.number is not None or cell.is_missing for cell in first[0]] if first else [False] * len(header)
    return Rows(tuple(zip(header, numbers, strict=True)), first, whole - len(first))


def _cell(value: str | float) -> Shown:
    if isinstance(value, str):
        return Shown(text=value)
    return Shown(is_missing=True) if value != value else Shown(number=value)
