"""What trips are put in equilibrium on: the network, the cars in the hour, and the measures that may be tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.networks.tables import Network
from samsyn.analysis.tables import Flags, Floats
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Choices, Given
from samsyn.insights.studies.measures.settling import Trips, trips_of
from samsyn.insights.studies.travel_times.choosing import MODES
from samsyn.insights.studies.travel_times.computing import kept, times_of, weights_of

if TYPE_CHECKING:
    from samsyn.analysis.measures.changes import Measure
    from samsyn.sources.measures.records import Candidate

MOST_LINKS = 100_000
"""A result holds ten figures for each link."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """A measure that can be carried out on the roads."""

    candidate: "Candidate"
    measure: "Measure"


@dataclass(frozen=True, slots=True)
class Setting:
    """Cars in the hour on a network.

    - `times (n, n)`: minutes when nobody else travels
    - `cars (n, n)`: between different zones
    - `trips`: what they were made of
    - `lost`: pairs with cars that no way leads for, and how many cars those are; they are in `cars` no longer
    - `absent`: zones that the table of trips does not have
    """

    network: Network
    times: Floats
    cars: Floats
    trips: Trips
    lost: tuple[int, float]
    absent: tuple[str, ...]
    measures: tuple[Fitting, ...]
    left_out: tuple["Candidate", ...]


def settle(given: Given, choices: Choices) -> Setting:
    """The roads and the cars on them. Refused where nothing limits the roads, or nobody is on them."""
    network = kept(given["network"], choices)
    _check_room(network)
    times = times_of(network)
    trips, absent = _trips(given, network, times, choices)
    cars = trips.counts * (choices["peak"] * choices["by_car"] / choices["in_a_car"])
    np.fill_diagonal(cars, 0.0)
    lost = (cars > 0) & np.isinf(times)
    if lost.any() and not choices["leave_out"]:
        raise _no_way(network, cars, lost)
    left = np.where(lost, 0.0, cars)
    if not left.any():
        raise InsightError(_("No trip goes from one zone of the network to another, so nobody is on its links."))
    measures, left_out = _measures(given, network, choices)
    return Setting(network, times, left, trips, (int(lost.sum()), float(cars[lost].sum())), absent, measures, left_out)


def _check_room(network: Network) -> None:
    links = network.links
    if len(links) > MOST_LINKS:
        raise InsightError(
            _("The network has %(links)s links by the chosen means of travel; %(most)s are what a result can hold.")
            % {"links": words.count(len(links)), "most": words.count(MOST_LINKS)}
        )
    if not slowed(network).any():
        raise InsightError(
            _(
                "No link that one may travel by here has a capacity and slows down with traffic. The network needs the "
                "columns capacity, delay_factor (usually 0.15) and delay_power (usually 4)."
            )
        )


def slowed(network: Network) -> Flags:
    """The links that traffic slows down."""
    links = network.links
    return np.isfinite(links.capacity) & (links.delay_factor > 0) & (links.delay_power > 0)


def _trips(given: Given, network: Network, times: Floats, choices: Choices) -> tuple[Trips, tuple[str, ...]]:
    flows, people = given.get("trips"), given.get("people")
    if flows is None and people is None:
        raise InsightError(_("Nobody is known to travel: give a table of trips, or people and jobs of the areas."))
    weights = weights_of(network.zones, people if flows is None else None, choices)
    trips = trips_of(flows, network, weights, (times, choices["halving"]))
    told = set(network.zones.codes if flows is None else flows.areas.codes)
    return trips, tuple(code for code in network.zones.codes if code not in told)


def _no_way(network: Network, cars: Floats, lost: Flags) -> InsightError:
    zones, pairs = network.zones, np.argwhere(lost)
    most = sorted(pairs.tolist(), key=lambda pair: (-cars[pair[0], pair[1]], pair))
    told = [f"{zones.names[i]}–{zones.names[j]}" for i, j in most]
    return InsightError(
        ngettext(
            "No way leads from one zone to another for %(number)s pair with trips: %(pairs)s. Join the zones in the "
            "network, travel by more, or leave such trips out.",
            "No way leads from one zone to another for %(number)s pairs with trips: %(pairs)s. Join the zones in the "
            "network, travel by more, or leave such trips out.",
            len(told),
        )
        % {"number": words.count(len(told)), "pairs": words.listed(told)}
    )


def _measures(given: Given, network: Network, choices: Choices) -> tuple[tuple[Fitting, ...], tuple[Any, ...]]:
    """The measures that fit the roads, and those that do not: such as those of railways."""
    table = given.get("measures")
    if table is None:
        return (), ()
    from samsyn.sources.measures.resolving import Resolver  # beside what it reads

    resolver, used = Resolver(network), MODES[choices["modes"]][1]
    found = [(each, resolver.resolved(each).measure) for each in table.measures]
    fitting = tuple(Fitting(each, one) for each, one in found if one is not None and _travelled(one, used))
    taken = {each.candidate.key for each in fitting}
    return fitting, tuple(each for each, _one in found if each.key not in taken)


def _travelled(measure: "Measure", used: frozenset[str]) -> bool:
    """Are its new links such that one may travel by?"""
    from samsyn.analysis.measures.changes import NewLink  # loads numba, which pages that only show can do without

    return all(change.mode.value in used for change in measure.changes if isinstance(change, NewLink))


def positions(network: Network, codes: Sequence[str]) -> list[int]:
    """Where links stand, by their codes. Refused where one is not there."""
    place = {code: number for number, code in enumerate(network.links.codes)}
    unknown = [code for code in codes if code not in place]
    if unknown:
        raise InsightError(
            _("There is no link with the code %(unknown)s that one may travel by here.")
            % {"unknown": words.listed([f"“{code}”" for code in unknown])}
        )
    return [place[code] for code in codes]
