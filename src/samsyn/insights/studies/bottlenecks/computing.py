"""From roads and cars to equilibrium, delay, who is delayed and who uses a link, as plain data."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.networks.tables import Mode, Network
from samsyn.analysis.tables import Floats, Ints
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import plain, words
from samsyn.insights.studies.bottlenecks import tried
from samsyn.insights.studies.bottlenecks.choosing import codes_in, gap_of
from samsyn.insights.studies.bottlenecks.settling import Setting, positions, settle, slowed
from samsyn.insights.studies.bottlenecks.tried import Leader
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.counties import Groups, groups
from samsyn.insights.studies.naming import area_names, without_boundaries

if TYPE_CHECKING:
    from samsyn.analysis.assignment.bottlenecks import Bottlenecks
    from samsyn.analysis.assignment.equilibrium import Equilibrium
    from samsyn.analysis.assignment.link_uses import LinkUse

SMALL = frozenset({Mode.CONNECTOR, Mode.TRANSFER})
"""Links that stand for all the small ways: they are no places where one can be delayed."""
MOST_PAIRS, MOST_ELSEWHERE = 25, 300
BEGUN, ASSIGNED = 0.1, 0.7
LEAST = 1e-6
"""Cars an hour: less is what rounding leaves on a link."""


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """The volumes of all links, where and from whom they take time, who uses the worst, what measures would do."""
    progress(0.0, _("Finding the quickest ways"))
    try:
        setting = settle(given, choices)
        looked_at = positions(setting.network, codes_in(choices["links"]))
        leading = tried.leading(setting, choices)
        found = _equilibrium(setting, leading, choices, progress)
        text = _("Trying the leading measures with queues")
        progress(ASSIGNED, text)
        effects = tried.effects(
            setting, leading, found, choices, lambda done: progress(ASSIGNED + (1 - ASSIGNED) * done, text)
        )
    except AnalysisError as error:
        raise InsightError(
            _("These trips cannot be put on this network: %(why)s.") % {"why": words.why(error)}
        ) from error
    return _told(setting, found, looked_at, given, choices) | {
        "measures": effects,
        "left_out": [[each.key, each.name] for each in setting.left_out],
    }


def _equilibrium(setting: Setting, leading: Sequence[Leader], choices: Choices, progress: Progress) -> "Equilibrium":
    """On the network with the links that the leading measures would bring, which nobody is on."""
    # Imported here: they load numba, which pages that only show results can do without.
    from samsyn.analysis.assignment.equilibrium import AssignmentChoices, assign
    from samsyn.analysis.measures.congestion import with_all_links
    from samsyn.analysis.networks.hierarchies import prepare

    def hear(share: float, gap: float) -> None:
        text = _("Shifting trips to quicker ways: relative gap %(gap)s") % {"gap": f"{gap:.0e}"}
        progress(BEGUN + (ASSIGNED - BEGUN) * share, text)

    wide = with_all_links(setting.network, [each.fitting.measure for each in leading])
    return assign(prepare(wide), setting.cars, choices=AssignmentChoices(gap=gap_of(choices)), progress=hear)


def _told(
    setting: Setting, found: "Equilibrium", looked_at: Sequence[int], given: Given, choices: Choices
) -> dict[str, Any]:
    # As above.
    from samsyn.analysis.assignment.bottlenecks import bottlenecks

    network = setting.network
    delayed, codes = bottlenecks(found), network.zones.codes
    shown = np.flatnonzero([mode not in SMALL for mode in network.links.mode])
    parts = groups(codes, given.get("regions"))
    return {
        "choices": choices,
        "areas": {
            "codes": list(codes),
            "names": area_names(network.zones, given),
            "cars": plain.numbers(found.trips.sum(axis=1)),
            "delayed": plain.numbers(delayed.delayed),
            "each": plain.numbers(delayed.delay_each),
            "part": list(parts.of),
        },
        "parts": {"codes": list(parts.codes), "counties": "regions" not in given},
        "nodes": _nodes(network, shown),
        "links": _links(found, delayed, network, shown),
        "uses": _uses(found, delayed, shown, [*looked_at, *_worst(delayed, shown, choices["worst"])], parts),
        "whole": _whole(setting, found, delayed),
        "absent": list(setting.absent),
        "without_boundaries": without_boundaries(codes, given),
    }


def _nodes(network: Network, shown: Ints) -> dict[str, Any]:
    """The nodes of the links that are shown, by code, place and name."""
    links, nodes = network.links, network.nodes
    used = np.unique(np.concatenate([links.start[shown], links.end[shown]]))
    names = _names(network)
    return {
        "at": plain.whole(used),
        "codes": [nodes.codes[node] for node in used],
        "names": [names.get(int(node), nodes.codes[node]) for node in used],
        "x": plain.numbers(nodes.x[used]),
        "y": plain.numbers(nodes.y[used]),
        "crs": nodes.crs,
    }


def _names(network: Network) -> dict[int, str]:
    """A node is called by its zone: the one whose centroid it is, or the only one that connectors join it to."""
    zone = dict(zip(network.centroids.tolist(), network.zones.names, strict=True))
    joined: dict[int, set[str]] = {}
    links = network.links
    for link in np.flatnonzero([mode is Mode.CONNECTOR for mode in links.mode]).tolist():
        start, end = int(links.start[link]), int(links.end[link])
        for node, other in ((start, end), (end, start)):
            if other in zone:
                joined.setdefault(node, set()).add(zone[other])
    return {node: next(iter(names)) for node, names in joined.items() if len(names) == 1} | zone


def _links(found: "Equilibrium", delayed: "Bottlenecks", network: Network, shown: Ints) -> dict[str, Any]:
    """Every link that is shown: where it is, what it lets through, and what is on it."""
    links = network.links
    limited = slowed(network)
    return {
        "codes": [links.codes[link] for link in shown],
        "start": plain.whole(links.start[shown]),
        "end": plain.whole(links.end[shown]),
        "mode": [links.mode[link].value for link in shown],
        "km": plain.numbers(links.km[shown]),
        "capacity": plain.numbers(np.where(limited, links.capacity, np.inf)[shown]),
        "volume": plain.numbers(_felt(found.volumes)[shown]),
        "power": plain.numbers(links.delay_power[shown]),
        "minutes": plain.numbers(links.minutes[shown]),
        "with_traffic": plain.numbers(found.minutes[shown]),
        "delay": plain.numbers(delayed.delay[shown]),
    }


def _felt(volumes: Floats) -> Floats:
    return np.where(volumes < LEAST, 0.0, volumes)


def _worst(delayed: "Bottlenecks", shown: Ints, number: int) -> list[int]:
    """The links with most delay."""
    told = set(shown.tolist())
    return [link for link in delayed.worst.tolist() if link in told and delayed.delay[link] > 0][:number]


def _uses(
    found: "Equilibrium", delayed: "Bottlenecks", shown: Ints, looked_at: Sequence[int], parts: Groups
) -> list[dict[str, Any]]:
    """Who uses each of some links: the zones and parts they come from, between which zones, and where else they are."""
    # As above.
    from samsyn.analysis.assignment.link_uses import link_use

    place = {link: number for number, link in enumerate(shown.tolist())}
    return [_use(link_use(found, link), place, parts) for link in dict.fromkeys(looked_at) if link in place]


def _use(use: "LinkUse", place: dict[int, int], parts: Groups) -> dict[str, Any]:
    from_zone = use.trips.sum(axis=1)
    by_part = np.zeros(len(parts.codes))
    np.add.at(by_part, np.array(parts.of), from_zone)
    pairs = np.argsort(-use.trips, axis=None, kind="stable")[:MOST_PAIRS]
    rows, columns = np.unravel_index(pairs, use.trips.shape)
    volumes = _felt(use.volumes)
    on = [link for link in np.argsort(-volumes, kind="stable").tolist() if volumes[link] > 0 and link in place]
    return {
        "link": place[use.link],
        "from": plain.numbers(_felt(from_zone)),
        "by_part": plain.numbers(by_part),
        "pairs": [
            [int(i), int(j), float(use.trips[i, j])]
            for i, j in zip(rows, columns, strict=True)
            if use.trips[i, j] > LEAST
        ],
        "elsewhere": [[place[link], float(volumes[link])] for link in on[:MOST_ELSEWHERE]],
    }


def _whole(setting: Setting, found: "Equilibrium", delayed: "Bottlenecks") -> dict[str, Any]:
    limited = slowed(setting.network)
    m = len(limited)
    inside = float(np.trace(setting.trips.counts) / setting.trips.counts.sum())
    return {
        "zones": len(setting.network.zones),
        "links": m,
        "limited": int(limited.sum()),
        "cars": plain.number(found.trips.sum()),
        "hours": float(found.volumes @ found.minutes) / 60,
        "delay": float(delayed.delay.sum()),
        "full": int((delayed.load[:m][limited] >= 1).sum()),
        "gap": found.gap,
        "reached": found.reached,
        "objective": found.objective,
        "trips": plain.number(setting.trips.counts.sum()),
        "modelled": setting.trips.modelled,
        "inside": inside,
        "outside": setting.trips.outside,
        "lost_pairs": setting.lost[0],
        "lost": setting.lost[1],
    }
