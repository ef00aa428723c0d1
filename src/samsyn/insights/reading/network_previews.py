"""What there is to look at in a network, as plain data that is kept with it: where its links run, and how much."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from samsyn.analysis.networks.tables import Mode, Network
from samsyn.analysis.tables import Floats, Ints

MOST_LINKS, MOST_PLACES = 8_600, 300
"""So many links and places are kept to be drawn: the longest, and those that most links meet at."""

Place = tuple[float, float]


def shown(network: Network) -> dict[str, Any]:
    """Links of each mode, and what is drawn of them: `placeless` is how many more there are whose place is unknown."""
    order, placeless = _drawn(network)
    return {
        "crs": network.nodes.crs,
        "nodes": len(network.nodes),
        "zones": len(network.zones),
        "modes": [list(each) for each in _modes(network)],
        "links": [_link(network, int(link)) for link in order[:MOST_LINKS]],
        "placeless": placeless,
        "places": [list(each) for each in _places(network)],
    }


def _modes(network: Network) -> Iterator[tuple[str, int, float]]:
    """How many links of each mode, and how long they are together."""
    modes = np.array([mode.value for mode in network.links.mode])
    for mode in Mode:
        own = modes == mode.value
        if own.any():
            yield mode.value, int(own.sum()), round(float(network.links.km[own].sum()), 1)


def _drawn(network: Network) -> tuple[Ints, int]:
    """The links that lead from one place to another, ways to the network last and otherwise the longest first."""
    nodes, links = network.nodes, network.links
    across, down = (at[links.end] - at[links.start] for at in (nodes.x, nodes.y))
    apart: Floats = np.hypot(across, down)
    order = np.lexsort((-apart, np.array([mode is Mode.CONNECTOR for mode in links.mode])))
    return order[apart[order] > 0], int(np.isnan(apart).sum())


def _link(network: Network, link: int) -> list[Any]:
    """Its code, nodes, mode, length and time, and the coordinates of its ends."""
    nodes, links = network.nodes, network.links
    ends = (int(links.start[link]), int(links.end[link]))
    return [
        links.codes[link],
        *(nodes.codes[end] for end in ends),
        links.mode[link].value,
        float(links.km[link]),
        float(links.minutes[link]),
        *(coordinate for end in ends for coordinate in (float(nodes.x[end]), float(nodes.y[end]))),
    ]


def _places(network: Network) -> Iterator[tuple[str, str, float, float]]:
    """The zones that have a place, those where most links meet first: code, name and coordinates."""
    nodes, links = network.nodes, network.links
    met: dict[Place, int] = {}
    for end in (*links.start.tolist(), *links.end.tolist()):
        place = (float(nodes.x[end]), float(nodes.y[end]))
        met[place] = met.get(place, 0) + 1
    at = [(float(nodes.x[node]), float(nodes.y[node])) for node in network.centroids.tolist()]
    known = [zone for zone in range(len(at)) if not np.isnan(at[zone]).any()]
    for zone in sorted(known, key=lambda zone: -met.get(at[zone], 0))[:MOST_PLACES]:
        yield network.zones.codes[zone], network.zones.names[zone], *at[zone]
