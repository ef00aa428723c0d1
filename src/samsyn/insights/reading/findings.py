"""What checks found, as plain data that is stored with a snapshot and told in words wherever its figures show.

A stored finding has `kind` and `severity` by name, `text` in English (translated where it shows), `count`, `places`,
`examples`, `options` by name, `largest`, and, once the user has chosen, `chosen` (with its `value`, such as a year);
`rows` and `persons` are what the choice did, where it did something. `against` is what figures were compared with.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from samsyn.insights.reading import mappings
from samsyn.insights.reading.words import stored_place
from samsyn.sources.checks.findings import Finding, Kind, Option, Severity
from samsyn.sources.checks.measure_findings import MeasureCure, MeasureFinding
from samsyn.sources.checks.network_findings import NetworkCure, NetworkFinding, NetworkKind
from samsyn.sources.gtfs.findings import FeedCure, FeedFinding

Stored = dict[str, Any]


class Noted(StrEnum):
    """What is found here beside what the checks of sources find."""

    NOT_IN_FILE = "Areas of the territory that the file does not have."
    OUTSIDE_REGIONS = "Areas that the file lists in no region."
    ELSEWHERE = "Areas whose codes begin in another way were left out."
    SPLITS = "Areas that were split: their persons are shared out by the key, and are modelled from here on."
    MERGES = "Areas that were merged."
    KEPT = "Codes that the key does not list, and that stayed as they are."
    LEFT_OUT = "Persons in areas that the territory does not have were left out."
    ORIGINS_TIE = "Areas from which the flows sum to the stated total."
    DESTINATIONS_TIE = "Areas to which the flows sum to the stated total."
    NOT_STATED = "Areas of the flows without a stated total."
    NO_NETWORK = "No network was chosen, so nobody has looked whether it has the links that are to be changed."
    STATED_ELSEWHERE = "Areas with a stated total that the flows are not between."


Choosable = Option | NetworkCure | MeasureCure | FeedCure

ELSEWHERE: frozenset[Choosable] = frozenset(
    {
        *(Option.REFUSE, Option.OTHER_TERRITORY, Option.ONE_YEAR, Option.ONE_GROUP),
        *(NetworkCure.CORRECT, NetworkCure.TURN, NetworkCure.CONNECT, NetworkCure.UNITS),
        *(MeasureCure.CORRECT_MEASURE, MeasureCure.OTHER_NETWORK),
        *(FeedCure.CORRECT, FeedCure.LIST_TRANSFERS, FeedCure.ANOTHER_DAY),
    }
)
"""Options that are taken in another way than by choosing them: another file, another territory, a value."""

MUST_CHOOSE = frozenset({Kind.INVALID_SHAPES})
"""Warnings that nobody can pass without having chosen: what draws and measures shapes needs to know."""

MAY_CHOOSE = frozenset({NetworkKind.PARALLEL, NetworkKind.NO_TIME})
"""What may be cured here, and need not be: where nothing is chosen, all stays as it is in the file."""


def stored(finding: Finding, mapping: Mapping[str, Any]) -> Stored:
    """A finding of a check, with what the mapping chose."""
    chosen = mappings.chosen(dict(mapping), finding.kind)
    value = ""
    for option, facet in ((Option.ONE_YEAR, "year"), (Option.ONE_GROUP, "sex")):
        if option in finding.options and mapping.get(facet):
            chosen, value = option, mapping[facet]
    return _data(finding, finding.options, chosen) | {"largest": finding.largest, "value": value}


def stored_of_network(finding: NetworkFinding, mapping: Mapping[str, Any]) -> Stored:
    """A finding of a check of networks, with what the mapping chose."""
    return _data(finding, finding.cures, mappings.cured(dict(mapping), finding.kind))


def stored_of_measures(finding: MeasureFinding, mapping: Mapping[str, Any]) -> Stored:
    """A finding of a check of measures, with what the mapping chose."""
    return _data(finding, finding.cures, mappings.cured_measures(dict(mapping), finding.kind))


def stored_of_timetable(finding: FeedFinding, mapping: Mapping[str, Any]) -> Stored:
    """A finding of a check of timetables, with what the mapping chose."""
    return _data(finding, finding.cures, mappings.cured_timetable(dict(mapping), finding.kind))


def _data(
    finding: Finding | NetworkFinding | MeasureFinding | FeedFinding,
    options: Sequence[Choosable],
    chosen: Choosable | None,
) -> Stored:
    return {
        "kind": finding.kind.name,
        "severity": finding.severity.name,
        "text": str(finding.kind),
        "count": finding.count,
        "places": [stored_place(place) for place in finding.places],
        "examples": list(finding.examples),
        "options": [option.name for option in options],
        "largest": None,
        "chosen": chosen.name if chosen is not None and chosen in options else "",
        "value": "",
    }


def noted(kind: Noted, examples: Iterable[str], *, severity: Severity = Severity.NOTE, **more: Any) -> Stored:
    """Something that is only told."""
    every = list(examples)
    return {
        "kind": kind.name,
        "severity": severity.name,
        "text": str(kind),
        "count": len(every),
        "places": [],
        "examples": every[:10],
        "options": [Option.ACCEPT.name],
        "largest": None,
        "chosen": "",
        "value": "",
        **more,
    }


def option_of(name: str) -> Choosable:
    """What can be chosen under a name: of networks, measures or timetables, or of other data."""
    return next(each[name] for each in (Option, NetworkCure, MeasureCure, FeedCure) if name in each.__members__)


def to_choose(finding: Stored) -> list[Choosable]:
    """What the user may choose of, by a button; empty where there is nothing to choose."""
    if not needs_choice(finding) and finding["kind"] not in {kind.name for kind in MAY_CHOOSE}:
        return []
    return [option for option in map(option_of, finding["options"]) if option not in ELSEWHERE]


def needs_choice(finding: Stored) -> bool:
    """Whether nothing is saved before something was chosen."""
    return finding["severity"] == Severity.CHOICE.name or finding["kind"] in {kind.name for kind in MUST_CHOOSE}


def open_ones(found: Iterable[Stored]) -> list[Stored]:
    """Those that still wait for a choice."""
    return [finding for finding in found if needs_choice(finding) and not finding["chosen"]]


def is_modelled(found: Iterable[Stored]) -> bool:
    """Whether persons were shared out between areas, so that the figures are modelled."""
    return any(finding["kind"] == Noted.SPLITS.name and finding.get("persons") for finding in found)
