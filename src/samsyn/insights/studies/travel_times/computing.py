"""From a network to the times between its zones, and what they bring within reach, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.networks.tables import Network
from samsyn.analysis.tables import Areas, Floats
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.naming import area_names, without_boundaries
from samsyn.insights.studies.travel_times.choosing import MODES

LIMITS = (30.0, 45.0, 60.0)
HALF = 0.5
TIE = 1e-12
"""of all people, by which sums of shares may differ by rounding."""
MOST_ZONES = 2_000
"""A result holds a time for each pair of zones: four million of them are what can be kept and shown."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Who travels, and what is reached, in the order of the zones; the headings that they stand under.

    Without data on people each area counts as one, and `people_as` is empty. `absent` are zones that the data lacks.
    """

    people: Floats
    reached: Floats
    people_as: str = ""
    reached_as: str = ""
    absent: tuple[str, ...] = ()


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """The times between all zones, the time within which each reaches half of all, and what lies within limits."""
    network = kept(given["network"], choices)
    weights = weights_of(network.zones, given.get("people"), choices)
    progress(0.1, _("Finding the quickest ways"))
    times = times_of(network)
    progress(0.8, _("Counting what is reached"))
    found = of_times(network.zones, times, weights, given)
    of_network = {"links": len(network.links), "modes": sorted({mode.value for mode in network.links.mode})}
    return found | {"choices": choices, "whole": found["whole"] | of_network}


def of_times(zones: Areas, times: Floats, weights: Weights, given: Given) -> Result:
    """What follows from times between zones, however one travels: `found.Found` reads it, with the choices."""
    halves = half_reached(times, weights.people)
    return {
        "areas": {
            "codes": list(zones.codes),
            "names": area_names(zones, given),
            "people": plain.counts(weights.people) if weights.people_as else None,
            "half": plain.numbers(halves),
        },
        "times": plain.packed(times),
        "reached": _reached(times, weights) if weights.people_as else None,
        "whole": _whole(zones, weights, halves),
        "absent": list(weights.absent),
        "without_boundaries": without_boundaries(zones.codes, given),
    }


def kept(network: Network, choices: Choices) -> Network:
    """The part of the network that one may travel by, in the year that was chosen."""
    if len(network.zones) > MOST_ZONES:
        raise InsightError(
            _("The network has %(zones)d zones; times between at most %(most)d can be kept and shown.")
            % {"zones": len(network.zones), "most": MOST_ZONES}
        )
    if choices["year"]:
        network = network.in_year(choices["year"])
    used = MODES[choices["modes"]][1]
    return replace(network, links=network.links.only(np.array([mode.value in used for mode in network.links.mode])))


def times_of(network: Network) -> Floats:
    """Minutes from each zone to each; infinite where no way leads."""
    # Imported here: they load numba, which pages that only show results can do without.
    from samsyn.analysis.networks.hierarchies import customize, prepare
    from samsyn.analysis.networks.travel_times import travel_times

    return np.asarray(travel_times(customize(prepare(network))).times, dtype=np.float64)


def weights_of(zones: Areas, people: Any, choices: Choices) -> Weights:
    """Who travels and what is reached: by the columns that were chosen, else every area alike."""
    if people is None:
        return Weights(np.ones(len(zones)), np.ones(len(zones)))
    people_as = _column(people, choices["people"])
    reached_as = _column(people, choices["reached"]) if choices["reached"] else people_as
    at = {code: row for row, code in enumerate(people.codes)}
    absent = tuple(code for code in zones.codes if code not in at)
    who, what = (of_zones(zones, people.figures[heading], at) for heading in (people_as, reached_as))
    if not who.any():
        raise InsightError(_("Nobody lives in the zones of the network, by “%(column)s”.") % {"column": people_as})
    return Weights(who, what, people_as, reached_as, absent)


def _column(people: Any, said: str) -> str:
    known = list(people.figures)
    if said and said not in known:
        raise InsightError(
            _("The data on people has no column “%(column)s”. It has: %(known)s.")
            % {"column": said, "known": ", ".join(known)}
        )
    if not known:
        raise InsightError(_("The data on people has no column of figures."))
    return said or known[0]


def of_zones(zones: Areas, values: Floats, at: dict[str, int]) -> Floats:
    """The values of the zones; none where the data lacks the zone or the figure."""
    rows = [at.get(code) for code in zones.codes]
    return np.array([0.0 if row is None else np.nan_to_num(values[row]) for row in rows])


def half_reached(times: Floats, people: Floats) -> Floats:
    """(n,) the least time within which half of all are reached, one's own area at once; infinite where they are not."""
    order = np.argsort(times, axis=1, kind="stable")
    share = np.cumsum(people[order], axis=1) / people.sum()
    first = np.argmax(share >= HALF - TIE, axis=1)
    rows = np.arange(len(times))
    return np.asarray(times[rows, order[rows, first]])


def within(times: Floats, what: Floats, limits: Sequence[float] = LIMITS) -> Floats:
    """(n, limits) what lies within each; one's own area always."""
    return np.stack([(times <= limit) @ what for limit in limits], axis=1)


def _reached(times: Floats, weights: Weights) -> dict[str, Any]:
    counts = within(times, weights.reached)
    mean = weights.people @ counts / weights.people.sum()
    return {
        "limits": list(LIMITS),
        "people_as": weights.people_as,
        "reached_as": weights.reached_as,
        "all": plain.counts([weights.reached.sum()])[0],
        "counts": [plain.counts(row) for row in counts],
        "mean": plain.numbers(mean),
    }


def _whole(zones: Areas, weights: Weights, halves: Floats) -> dict[str, Any]:
    # Imported here: it loads numba with what it measures.
    from samsyn.analysis.accessibility.distribution import DistributionChoices, Population, population_distribution
    from samsyn.analysis.accessibility.opportunities import Better

    spread = population_distribution(
        Population(zones, weights.people),
        halves,
        DistributionChoices(percentiles=(50.0,), better=Better.LESS),
    )[0]
    return {
        "zones": len(zones),
        "median": plain.number(spread.percentiles[0]),
        "worst": plain.number(spread.worst_mean),
        "worst_from": plain.number(spread.worst_limit),
        "gini": plain.number(spread.gini),
    }
