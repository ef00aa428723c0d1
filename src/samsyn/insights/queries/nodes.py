"""The nodes of a network as they are chosen on screen, to draw a link between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from samsyn.insights.models import Snapshot
from samsyn.insights.presentation import Mark, Point
from samsyn.insights.queries import tables
from samsyn.insights.reading.words import MODES

if TYPE_CHECKING:
    from samsyn.analysis.networks.tables import Network

MOST_LISTED = 2_000
"""Nodes in a list to choose from; any other is named by its code."""
METRES = 1_000


@dataclass(frozen=True, slots=True)
class Node:
    """A node to choose: what it is called, and what moves on its links.

    `point` is where it lies, None where that is not known, and `place` the first node that lies there too.
    """

    code: str
    name: str
    modes: tuple[str, ...]
    place: str
    point: Point | None


def listed(snapshot: Snapshot) -> list[Node]:
    """The nodes that trips may pass and that are no centres of zones, those where most links meet first."""
    network = tables.network_of(snapshot)
    met, names = _modes(network), _names(network)
    through = network.nodes.through.copy()
    through[network.centroids] = False
    order = sorted(np.flatnonzero(through).tolist(), key=lambda node: -len(met[node]))
    first: dict[Point, str] = {}
    found = []
    for node in order[:MOST_LISTED]:
        code, point = network.nodes.codes[node], _point(network, node)
        place = "" if point is None else first.setdefault(point, code)
        modes = tuple(dict.fromkeys(mode for mode in met[node] if mode != "connector"))
        found.append(Node(code, _called(code, names.get(node, ""), modes), modes, place, point))
    return found


def marks(nodes: Sequence[Node]) -> tuple[Mark, ...]:
    """A point for each place, with all that lies there."""
    there: dict[tuple[str, Point], list[str]] = {}
    for node in nodes:
        if node.point is not None:
            there.setdefault((node.place, node.point), []).append(node.name)
    return tuple(Mark(place, point, "\n".join(names)) for (place, point), names in there.items())


def is_there(snapshot: Snapshot, code: str) -> bool:
    """Whether the network has a node of a code."""
    return code in tables.network_of(snapshot).nodes.codes


def points(snapshot: Snapshot, start: str, end: str) -> tuple[Point, Point] | None:
    """Where two nodes lie; None where that is not known, or one is not there."""
    network = tables.network_of(snapshot)
    codes = network.nodes.codes
    if start not in codes or end not in codes:
        return None
    one, other = (_point(network, codes.index(code)) for code in (start, end))
    return None if one is None or other is None else (one, other)


def straight_km(snapshot: Snapshot, start: str, end: str) -> float | None:
    """How far apart they are, as the crow flies; None where that is not known."""
    found, crs = points(snapshot, start, end), tables.network_of(snapshot).nodes.crs
    if found is None or not crs:
        return None
    # Loads PROJ, which pages without a map can do without.
    from pyproj import CRS, Geod

    (west, south), (east, north) = found
    if CRS.from_user_input(crs).is_geographic:
        metres = Geod(ellps="GRS80").inv(west, south, east, north)[2]
    else:
        metres = float(np.hypot(east - west, north - south))
    return round(metres / METRES, 1)


def _modes(network: "Network") -> dict[int, list[str]]:
    """What moves on the links that begin or end at each node, a word a link."""
    met: dict[int, list[str]] = {node: [] for node in range(len(network.nodes))}
    links = network.links
    for start, end, mode in zip(links.start.tolist(), links.end.tolist(), links.mode, strict=True):
        met[start].append(mode.value)
        met[end].append(mode.value)
    return met


def _names(network: "Network") -> dict[int, str]:
    """The name of the zone that a node is a way into the network of."""
    zones = dict(zip(network.centroids.tolist(), network.zones.names, strict=True))
    links, names = network.links, dict(zones)
    for start, end in zip(links.start.tolist(), links.end.tolist(), strict=True):
        if start in zones:
            names.setdefault(end, zones[start])
    return names


def _called(code: str, zone: str, modes: Sequence[str]) -> str:
    said = ", ".join(str(MODES[mode]) for mode in modes)
    return f"{code}: {' – '.join(filter(None, (zone, said)))}" if zone or said else code


def _point(network: "Network", node: int) -> Point | None:
    x, y = float(network.nodes.x[node]), float(network.nodes.y[node])
    return None if np.isnan((x, y)).any() else (x, y)
