"""From a network, people and what they seek to how much each area reaches, and how that is spread over people."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Areas, Floats
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import growth, plain
from samsyn.insights.studies.accessibility.choosing import AS_GIVEN, names_in
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.naming import area_names, without_boundaries
from samsyn.insights.studies.travel_times.computing import LIMITS, Weights, kept, of_zones, times_of

TENTHS = tuple(range(11))
MOST_WITHIN = 15.0
"""Minutes."""
WEIGHTED, SHARED = "weighted", "shared"


def within(limit: float) -> str:
    """The name of the measure of what lies within a limit."""
    return f"within-{limit:.0f}"


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """What each area reaches by every measure, and how it is spread over people and groups."""
    network = kept(given["network"], choices)
    zones, outlook = network.zones, growth.outlook(network.zones, given, choices)
    weights = growth.weights(given, choices, zones, outlook)
    if not weights.reached.any():
        raise InsightError(_("There is nothing to reach, by “%(column)s”.") % {"column": weights.reached_as})
    if outlook is not None and names_in(choices["groups"]):
        raise InsightError(_("Groups are of people as they are today, and cannot be told of in a growth scenario."))
    groups = _groups(zones, given["people"], names_in(choices["groups"]))
    progress(0.1, _("Finding the quickest ways"))
    times = times_of(network)
    progress(0.6, _("Counting what is reached"))
    measured = _measured(zones, times, weights, choices)
    return {
        "choices": choices,
        "areas": {
            "codes": list(zones.codes),
            "names": area_names(zones, given),
            "people": plain.counts(weights.people),
        },
        "people_as": weights.people_as,
        "reached_as": weights.reached_as,
        "all": plain.counts([weights.reached.sum()])[0],
        "measures": {name: _told(zones, values, weights.people, groups) for name, values in measured.items()},
        "falls": _falls(measured, weights.people),
        "growth": outlook and outlook.told(),
        "modes": sorted({mode.value for mode in network.links.mode}),
        "absent": list(weights.absent),
        "without_boundaries": without_boundaries(zones.codes, given),
    }


def _groups(zones: Areas, people: Any, names: Sequence[str]) -> dict[str, Floats]:
    """The members of each group by area."""
    at = {code: row for row, code in enumerate(people.codes)}
    unknown = [name for name in names if name not in people.figures]
    if unknown:
        raise InsightError(
            _("The data on people has no column “%(column)s”. It has: %(known)s.")
            % {"column": unknown[0], "known": ", ".join(people.figures)}
        )
    return {name: of_zones(zones, people.figures[name], at) for name in names}


def _measured(zones: Areas, times: Floats, weights: Weights, choices: Choices) -> dict[str, Floats]:
    """The value of each area by each measure."""
    # Imported here: they load numba and scipy, which pages that only show results can do without.
    from samsyn.analysis.accessibility.competition import FloatingCatchment, competitive_access
    from samsyn.analysis.accessibility.decay import Exponential, catchment
    from samsyn.analysis.accessibility.opportunities import Weighted, Within, accessibility
    from samsyn.analysis.accessibility.reach import Reach

    own = times if choices["own_area"] == AS_GIVEN else with_own_areas(times)
    reach = Reach(zones, zones, own, weights.reached, weights.people)
    counted = accessibility(reach, Within(LIMITS)).values
    found = {within(limit): counted[:, column] for column, limit in enumerate(LIMITS)}
    found[WEIGHTED] = accessibility(reach, Weighted(Exponential.halving(choices["half_life"]))).values[:, 0]
    found[SHARED] = competitive_access(reach, FloatingCatchment(catchment(choices["catchment"]))).access
    return found


def with_own_areas(times: Floats) -> Floats:
    """The times, with half of that to the nearest other area within each, and at most a quarter of an hour.

    Within an island half of the way to the mainland would put people's own town out of their reach.
    """
    made = times.copy()
    np.fill_diagonal(made, np.inf)
    np.fill_diagonal(made, np.minimum(made.min(axis=1) / 2, MOST_WITHIN))
    return made


def _falls(measured: dict[str, Floats], people: Floats) -> dict[str, int]:
    """The inhabited area whose place among all of them falls most when what is reached must be shared, and how far."""
    inhabited = np.flatnonzero(people > 0)
    before, after = (
        np.argsort(np.argsort(-measured[name][inhabited], kind="stable"), kind="stable") for name in (WEIGHTED, SHARED)
    )
    most = int(np.argmax(after - before))
    return {
        "area": int(inhabited[most]),
        "before": int(before[most]) + 1,
        "after": int(after[most]) + 1,
        "of": len(inhabited),
    }


def _told(zones: Areas, values: Floats, people: Floats, groups: dict[str, Floats]) -> dict[str, Any]:
    """A measure with its spread over everybody, and over each group that has members."""
    # Imported here, as above.
    from samsyn.analysis.accessibility.distribution import DistributionChoices, Population, population_distribution

    members = {name: each for name, each in groups.items() if each.any()}
    population = Population(zones, people, tuple(members), np.array(list(members.values())) if members else None)
    spread = population_distribution(population, values, DistributionChoices(percentiles=(50.0,)))
    return {"values": plain.numbers(values), "spread": list(_spread(spread))}


def _spread(spread: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for each in spread:
        yield {
            "group": each.group,
            "people": plain.counts([each.people])[0],
            "mean": plain.number(each.mean),
            "median": plain.number(each.percentiles[0]),
            "worst": plain.number(each.worst_mean),
            "worst_from": plain.number(each.worst_limit),
            "gini": plain.number(each.gini),
            "palma": plain.number(each.palma),
            "lorenz": _tenths(each.lorenz),
        }


def _tenths(lorenz: Any) -> list[Any] | None:
    """What each tenth of the people has together, from those who have least; None where there is nothing to share."""
    if lorenz is None:
        return None
    return plain.numbers(np.interp([tenth / 10 for tenth in TENTHS], lorenz.people, lorenz.held))
