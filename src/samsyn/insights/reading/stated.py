"""Flows beside stated totals: of a table of quantities that is here already, or in the file itself. Told, never mended.

The flows are compared as the choices have settled them, in the territory that the file is of.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.tables import Flows
from samsyn.insights.reading import findings, mappings, reader
from samsyn.insights.reading.findings import Noted, Stored
from samsyn.insights.reading.settled import Library
from samsyn.sources.checks import margins
from samsyn.sources.checks.findings import Severity
from samsyn.sources.checks.margins import Margin
from samsyn.sources.files import Source
from samsyn.sources.records import Areas

ORIGINS, DESTINATIONS = "origins", "destinations"
SIDES = (ORIGINS, DESTINATIONS)


@dataclass(frozen=True, slots=True)
class Totals:
    """A figure of areas that states totals, and what it is called."""

    areas: Areas
    figure: str
    called: str


def found(flows: Flows, source: Source, mapping: mappings.Mapping, library: Library) -> Iterator[Stored]:
    """What is found beside each stated total that the mapping points at, or that the file has."""
    for side in SIDES:
        for totals in (_of_library(mapping, side, library), _of_file(source, mapping, side)):
            if totals is not None:
                yield from _told(beside(flows, totals, side), side, totals.called)


def beside(flows: Flows, totals: Totals, side: str) -> Margin:
    """The sums of the flows from the areas, or to them, beside stated totals."""
    ends = flows.origins if side == ORIGINS else flows.destinations
    return margins.margin(margins.sums(flows.areas.codes, ends, flows.counts), totals.areas, totals.figure)


def _of_library(mapping: mappings.Mapping, side: str, library: Library) -> Totals | None:
    snapshot, figure = mappings.stated(mapping, side)
    if not snapshot:
        return None
    return Totals(library.figures(snapshot), figure, f"{figure}, {library.called(snapshot)}")


def _of_file(source: Source, mapping: mappings.Mapping, side: str) -> Totals | None:
    if mapping.get("form") != mappings.Form.MATRIX or not mapping.get("totals"):
        return None
    areas = reader.totals(source, mapping)
    if areas is None or np.isnan(areas.figures[side]).all():
        return None
    return Totals(areas, side, mapping["totals"][0])


def _told(margin: Margin, side: str, against: str) -> Iterator[Stored]:
    by_origin = side == ORIGINS
    wrong = margins.finding(margin, by_origin=by_origin)
    if wrong is not None:
        yield findings.stored(wrong, {}) | {"against": against}
    differing = set(margin.differing.tolist())
    ties = [code for place, code in enumerate(margin.codes) if place not in differing]
    if ties:
        yield findings.noted(Noted.ORIGINS_TIE if by_origin else Noted.DESTINATIONS_TIE, ties, against=against)
    if margin.not_stated:
        yield findings.noted(Noted.NOT_STATED, margin.not_stated, severity=Severity.WARNING, against=against)
    if margin.elsewhere:
        yield findings.noted(Noted.STATED_ELSEWHERE, margin.elsewhere, against=against)
