"""What measures do where roads are crowded: trips put in equilibrium anew with each, begun with how things are.

Definition
----------
With T_ij the least cost from zone i to zone j in equilibrium (`assignment.equilibrium`) as things are, and T'_ij in
equilibrium with the measure:

- *saved* by the trips from i: sum over j of trips_ij (T_ij - T'_ij), over pairs that have a way before and after
- *cut off*: trips that lose every way; they are on no link afterwards, and in no sum

Equilibria are known up to their relative gaps: what is saved in all is known up to `doubt`, gap * costs of both.

Known bias
----------
That of equilibria: the hour is steady, and trips are the same with the measure, so what new road makes people travel
more is not counted. New links have no limit of capacity (`changes.NewLink`). Beside effects at costs that do not follow
the traffic (`effects`), a measure may be worth more, where it relieves others; or less, to below nothing (Braess 1968).

How
---
One network has the links of all measures, and where a link is not there it takes `ABSENT` minutes, as long as a life.
So all equilibria are of the same links, and each begins with the bushes of the one without measures.

Cost: a few sweeps of `assign` a measure, fewer the less it moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from samsyn.analysis.assignment.equilibrium import AssignmentChoices, Equilibrium, GapProgress, assign
from samsyn.analysis.measures.changes import Alteration, Measure, NewLink, NewNode, alterations, network_with
from samsyn.analysis.networks.hierarchies import Hierarchy, customize, prepare
from samsyn.analysis.networks.tables import Network
from samsyn.analysis.networks.travel_times import travel_times
from samsyn.analysis.progress import Progress
from samsyn.analysis.tables import Flags, Floats, TableError

ABSENT = 1e7
"""Minutes of a link that is not there: 19 years."""


@dataclass(frozen=True, slots=True, eq=False)
class CongestionEffects:
    """Of measures, each by itself; the links are those of the equilibrium that they are compared with.

    - `saved (measures, zones)`: cost saved by the trips from each zone, in minutes of trips
    - `cut_off (measures,)`: trips that lose every way
    - `doubt (measures,)`: how far what is saved in all may be from what it is in equilibrium
    - `delay (measures,)`: minutes of trips beyond what links take with nobody on them, afterwards
    - `volumes (measures, links)`: trips on each link, afterwards
    """

    keys: tuple[str, ...]
    saved: Floats
    cut_off: Floats
    doubt: Floats
    delay: Floats
    volumes: Floats


def with_all_links(network: Network, measures: Sequence[Measure]) -> Network:
    """The network with the links and nodes of all measures after its own, no such link being there yet."""
    new = [
        replace(each, changes=added)
        for each in measures
        if (added := tuple(change for change in each.changes if isinstance(change, NewLink | NewNode)))
    ]
    wide = network_with(network, new)
    return _without(wide, np.arange(len(wide.links)) >= len(network.links))


def congestion_effects(
    network: Network,
    before: Equilibrium,
    measures: Sequence[Measure],
    *,
    choices: AssignmentChoices | None = None,
    progress: Progress | None = None,
) -> CongestionEffects:
    """The effects of measures on a network, `before` being the equilibrium on it `with_all_links`."""
    hierarchy = prepare(before.network)
    old = _least(hierarchy, before.costs)
    found = []
    for number, each in enumerate(alterations(network, measures)):
        altered = replace(hierarchy, network=_altered(before.network, each))
        hear = None if progress is None else partial(_heard, progress, (number, len(measures)))
        found.append(_effects(before, altered, old, choices, hear))
        if progress is not None:
            progress((number + 1) / len(measures))
    keys = tuple(each.key for each in measures)
    saved, cut_off, doubt, delay, volumes = (np.array(column) for column in zip(*found, strict=True))
    return CongestionEffects(keys, saved, cut_off, doubt, delay, volumes)


def _effects(
    before: Equilibrium,
    hierarchy: Hierarchy,
    old: Floats,
    choices: AssignmentChoices | None,
    progress: GapProgress | None,
) -> tuple[Floats, float, float, float, Floats]:
    lost = np.isinf(_least(hierarchy, hierarchy.network.links.minutes + before.fixed)) & np.isfinite(old)
    trips = np.where(lost, 0.0, before.trips)
    after = assign(hierarchy, trips, fixed=before.fixed, choices=choices, start=before, progress=progress)
    with np.errstate(invalid="ignore"):
        gain = np.where(trips > 0, old - _least(hierarchy, after.costs), 0.0)
    doubt = sum(each.gap * float(each.volumes @ each.costs) for each in (before, after))
    delay = float(after.volumes @ (after.minutes - after.network.links.minutes))
    return (gain * trips).sum(axis=1), float(before.trips[lost].sum()), doubt, delay, after.volumes


def _heard(progress: Progress, place: tuple[int, int], share: float, _gap: float) -> None:
    """The share of all measures that is done, told while one of them is tried."""
    number, every = place
    progress((number + share) / every)


def _least(hierarchy: Hierarchy, costs: Floats) -> Floats:
    """The least costs between zones; infinite where every way has a link that is not there."""
    times = np.asarray(travel_times(customize(hierarchy, costs)).times)
    return np.where(times < ABSENT, times, np.inf)


def _altered(wide: Network, altered: Alteration) -> Network:
    """The wide network as a measure makes it."""
    place = {code: number for number, code in enumerate(wide.links.codes)}
    unknown = sorted(altered.links.keys() - place.keys())
    if unknown:
        raise TableError(f"the equilibrium is of a network without the new link {unknown[0]!r}: see `with_all_links`")
    minutes = wide.links.minutes.copy()
    for code, new in altered.links.items():
        minutes[place[code]] = new.minutes
    closed = np.zeros(len(minutes), dtype=bool)
    for link, value in altered.minutes.items():
        closed[link] = np.isinf(value)
        minutes[link] = 0.0 if closed[link] else value
    return _without(replace(wide, links=wide.links.with_minutes(minutes)), closed)


def _without(network: Network, absent: Flags) -> Network:
    """The network with some links not there: nobody is on them, so nothing delays there."""
    links = network.links
    return replace(
        network,
        links=replace(
            links,
            minutes=np.where(absent, ABSENT, links.minutes),
            delay_factor=np.where(absent, 0.0, links.delay_factor),
        ),
    )
