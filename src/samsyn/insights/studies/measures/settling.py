"""How things are without the measures, and what these do to the network: what every computation here begins with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.networks.tables import Network
from samsyn.analysis.tables import Floats, Flows
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import growth, words
from samsyn.insights.studies.contract import Choices, Given
from samsyn.insights.studies.growth import Outlook
from samsyn.insights.studies.travel_times.computing import LIMITS, Weights, kept

if TYPE_CHECKING:
    from samsyn.analysis.measures.changes import Measure
    from samsyn.analysis.measures.situations import EffectChoices, Situation
    from samsyn.sources.measures.records import Candidate

MOST_FIGURES = 300_000
"""A result holds six figures for each measure and area."""


@dataclass(frozen=True, slots=True)
class Trips:
    """Trips between the zones (n, n); `outside` are those of a table that begin or end in no zone."""

    counts: Floats
    modelled: bool
    outside: float = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """A situation, and the measures that can be carried out in it; `left_out` says of others what does not fit."""

    situation: "Situation"
    weights: Weights
    trips: Trips
    candidates: tuple["Candidate", ...]
    measures: tuple["Measure", ...]
    left_out: tuple[tuple["Candidate", tuple[str, ...]], ...]
    outlook: Outlook | None = None

    @property
    def network(self) -> Network:
        """The network without the measures."""
        network: Network = self.situation.customized.hierarchy.network
        return network


def settle(given: Given, choices: Choices) -> Setting:
    """The situation, and the measures in it."""
    # Imported here: they load numba, which pages that only show results can do without.
    from samsyn.analysis.measures.situations import Situation
    from samsyn.analysis.networks.hierarchies import customize, prepare
    from samsyn.analysis.networks.travel_times import travel_times

    network = kept(given["network"], choices)
    outlook = growth.outlook(network.zones, given, choices)
    candidates, measures, left_out = _measures(given, network)
    if len(measures) * len(network.zones) > MOST_FIGURES:
        raise InsightError(
            _("%(measures)d measures in %(zones)d zones are more than one result can hold. Take some at a time.")
            % {"measures": len(measures), "zones": len(network.zones)}
        )
    customized = customize(prepare(network))
    times = np.asarray(travel_times(customized).times, dtype=np.float64)
    weights, trips = _seen_by(outlook, network, times, given, choices)
    situation = Situation(customized, times, trips.counts, weights.people, weights.reached)
    return Setting(situation, weights, trips, candidates, measures, left_out, outlook)


def in_other_outlooks(setting: Setting, given: Given, choices: Choices) -> Iterator[Setting]:
    """The same on the same network, for the people and jobs of every other scenario of the data, or of today."""
    if given.get("growth") is None:
        return
    zones, year = setting.network.zones, choices.get("scenario_year")
    if setting.outlook is not None:
        yield _in_outlook(setting, None, given, choices)
    for scenario in given["growth"].years:
        if setting.outlook is None or scenario != setting.outlook.scenario:
            other = growth.of_scenario(zones, given["growth"], scenario, year)
            yield _in_outlook(setting, other, given, choices)


def _in_outlook(setting: Setting, outlook: Outlook | None, given: Given, choices: Choices) -> Setting:
    weights, trips = _seen_by(outlook, setting.network, setting.situation.times, given, choices)
    situation = replace(setting.situation, trips=trips.counts, people=weights.people, opportunities=weights.reached)
    return replace(setting, situation=situation, weights=weights, trips=trips, outlook=outlook)


def _seen_by(
    outlook: Outlook | None, network: Network, times: Floats, given: Given, choices: Choices
) -> tuple[Weights, Trips]:
    """Who lives where and what is reached, and their trips: in a scenario, or as today."""
    weights = growth.weights(given, choices, network.zones, outlook)
    trips = trips_of(given.get("trips"), network, weights, (times, choices["halving"]))
    if outlook is not None and not trips.modelled:
        trips = replace(trips, counts=growth.grown_counts(trips.counts, network.zones, outlook))
    return weights, trips


def counted_by(halving: float, others: Sequence[float] = ()) -> "EffectChoices":
    """What effects are counted by: a decay, and others beside it."""
    # As above.
    from samsyn.analysis.accessibility.decay import Exponential
    from samsyn.analysis.measures.situations import EffectChoices

    return EffectChoices(Exponential.halving(halving), LIMITS, tuple(map(Exponential.halving, others)))


def chosen(every: "tuple[Candidate, ...]", keys: Sequence[str]) -> "tuple[Candidate, ...]":
    """The measures with these keys, in the order of the table; all of them where none is named."""
    unknown = [key for key in keys if key not in {each.key for each in every}]
    if unknown:
        raise InsightError(
            _("There is no measure with the key %(unknown)s. The keys are: %(known)s.")
            % {"unknown": words.listed(unknown), "known": ", ".join(each.key for each in every)}
        )
    return tuple(each for each in every if each.key in keys) if keys else every


def _measures(given: Given, network: Network) -> tuple[Any, Any, Any]:
    """The measures that fit the network, what they do to it, and those that do not fit."""
    from samsyn.sources.measures.resolving import Resolver  # beside what it reads

    resolver = Resolver(network)
    found = [(each, resolver.resolved(each)) for each in given["measures"].measures]
    fitting = [(each, one.measure) for each, one in found if one.measure is not None]
    left_out = tuple((each, one.blocking) for each, one in found if one.measure is None)
    if not fitting:
        names = ", ".join(each.name for each, _kinds in left_out[:5])
        raise InsightError(
            _("None of the measures fits the network, by the means of travel and the year: %(names)s.")
            % {"names": names}
        )
    candidates, measures = zip(*fitting, strict=True)
    return candidates, measures, left_out


def trips_of(flows: Flows | None, network: Network, weights: Weights, by: tuple[Floats, float]) -> Trips:
    """The trips of a table between the zones; modelled by times and a halving where there is none."""
    if flows is None:
        return Trips(_modelled(network, weights, by), modelled=True)
    n = len(network.zones)
    place = {code: number for number, code in enumerate(network.zones.codes)}
    at = np.array([place.get(code, -1) for code in flows.areas.codes], dtype=np.int64)
    origins, destinations = at[flows.origins], at[flows.destinations]
    inside = (origins >= 0) & (destinations >= 0)
    counts = np.zeros((n, n))
    np.add.at(counts, (origins[inside], destinations[inside]), flows.counts[inside])
    if not counts.any():
        raise InsightError(_("No trip begins and ends in zones of the network. Have they the same codes?"))
    return Trips(counts, modelled=False, outside=float(flows.counts[~inside].sum()))


def _modelled(network: Network, weights: Weights, by: tuple[Floats, float]) -> Floats:
    """Trips to work by a gravity model: as many as there are jobs, from each area by its part of all people."""
    # Imported here: they load scipy and numba.
    from samsyn.analysis.accessibility.decay import Exponential
    from samsyn.analysis.interaction.deterrence import Costs, Law, OwnArea
    from samsyn.analysis.interaction.distribution import distribute

    times, halving = by
    law = Law(decay=Exponential.halving(halving).rate, own_area=OwnArea.HALF_NEAREST)
    leaving = weights.people * (weights.reached.sum() / weights.people.sum())
    return distribute(law, Costs(network.zones, times, "minutes"), leaving, weights.reached)
