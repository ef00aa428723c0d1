"""What new commuting is computed from: the measures chosen, times before and after, and flows between zones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.networks.tables import Network
from samsyn.analysis.tables import Areas, Floats, Flows, flows_from_matrix
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import growth, words
from samsyn.insights.studies.contract import Choices, Given
from samsyn.insights.studies.growth import Outlook
from samsyn.insights.studies.measures.found import why_left_out
from samsyn.insights.studies.measures.settling import chosen
from samsyn.insights.studies.travel_times.computing import kept, times_of

if TYPE_CHECKING:
    from samsyn.analysis.interaction.commuting_change import CostChange
    from samsyn.analysis.measures.changes import Measure
    from samsyn.sources.measures.records import Candidate

FEWEST = 3
"""Areas that a model can be fitted to."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Flows and times between the zones that have both; `outside` commute from or to elsewhere."""

    candidates: tuple["Candidate", ...]
    flows: Flows
    before: Floats
    after: Floats
    outside: float
    absent: tuple[str, ...]
    """zones that the flows lack"""
    outlook: Outlook | None


def settle(given: Given, choices: Choices) -> Setting:
    """The measures, and the flows and times between the areas."""
    from samsyn.analysis.measures.changes import network_with  # loads numba, which pages that only show can do without

    network = kept(given["network"], choices)
    candidates = chosen(given["measures"].measures, choices["measures"])
    altered = network_with(network, _on(network, candidates))
    flows, at, absent = _between_zones(given["flows"], network.zones)
    inside = np.ix_(at, at)
    outlook = growth.outlook(flows.areas, given, choices)
    return Setting(
        candidates=candidates,
        flows=flows if outlook is None else _grown(flows, outlook),
        before=times_of(network)[inside],
        after=times_of(altered)[inside],
        outside=float(given["flows"].counts.sum() - flows.counts.sum()),
        absent=absent,
        outlook=outlook,
    )


def changed(setting: Setting, choices: Choices) -> "CostChange":
    """The flows with a model that is calibrated on them, and the new times."""
    # Imported here: they load scipy.
    from samsyn.analysis.interaction.calibration import InteractionChoices, Interactions, calibrate
    from samsyn.analysis.interaction.commuting_change import CostChange
    from samsyn.analysis.interaction.deterrence import Costs, Form, OwnArea

    before, after = (
        Costs(setting.flows.areas, _with_own(times, setting.before), "minutes")
        for times in (setting.before, setting.after)
    )
    asked = InteractionChoices(form=Form(choices["form"]), own_area=OwnArea.OWN_CONSTANT)
    return CostChange(setting.flows, calibrate(Interactions(setting.flows, before), asked), after)


def _on(network: Network, candidates: "tuple[Candidate, ...]") -> "list[Measure]":
    """What the measures do to the network; one that does not fit is refused."""
    from samsyn.sources.measures.resolving import Resolver  # beside what it reads

    resolver, measures = Resolver(network), []
    for each in candidates:
        found = resolver.resolved(each)
        if found.measure is None:
            raise InsightError(
                _("The measure %(name)s does not fit the network, by the means of travel and the year: %(why)s")
                % {"name": f"{each.key} ({each.name})", "why": why_left_out(found.blocking)}
            )
        measures.append(found.measure)
    return measures


def _between_zones(flows: Flows, zones: Areas) -> tuple[Flows, list[int], tuple[str, ...]]:
    """The flows between zones that they tell of, where these zones stand among all, and the zones that they lack."""
    told = {code: place for place, code in enumerate(flows.areas.codes)}
    at = [place for place, code in enumerate(zones.codes) if code in told]
    if len(at) < FEWEST:
        raise InsightError(
            _("Only %(number)s of the areas of the flows are zones of the network. Have they the same codes?")
            % {"number": words.count(len(at))}
        )
    areas = Areas(tuple(zones.codes[place] for place in at), tuple(zones.names[place] for place in at))
    rows = [told[code] for code in areas.codes]
    absent = tuple(code for code in zones.codes if code not in told)
    return flows_from_matrix(areas, flows.matrix()[np.ix_(rows, rows)], unit=flows.unit), at, absent


def _grown(flows: Flows, outlook: Outlook) -> Flows:
    """The flows in a growth scenario, as they would be at the times of today; whole persons."""
    counts = np.rint(growth.grown_counts(flows.matrix(), flows.areas, outlook))
    return flows_from_matrix(flows.areas, counts, unit=flows.unit)


def _with_own(times: Floats, before: Floats) -> Floats:
    """The times with half of the nearest, before, within areas: a network does not say what it takes there."""
    apart: Any = before.copy()
    np.fill_diagonal(apart, np.inf)
    made: Floats = times.copy()
    np.fill_diagonal(made, apart.min(axis=1) / 2)
    return made
