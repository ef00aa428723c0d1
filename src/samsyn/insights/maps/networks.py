"""Where the links of a network run on a map: straight between its nodes, as nothing else is known of them."""

from typing import TYPE_CHECKING

import numpy as np

from samsyn.insights.presentation import Point

if TYPE_CHECKING:
    from samsyn.analysis.networks.tables import Network


def courses(network: "Network") -> list[tuple[Point, Point] | None]:
    """Of each link, in the order of the links; None where it is not known where a node of it is."""
    places = points(network)
    starts, ends = network.links.start.tolist(), network.links.end.tolist()
    pairs = ((places[start], places[end]) for start, end in zip(starts, ends, strict=True))
    return [None if start is None or end is None else (start, end) for start, end in pairs]


def points(network: "Network") -> list[Point | None]:
    """Of each node."""
    nodes = network.nodes
    known = np.isfinite(nodes.x) & np.isfinite(nodes.y)
    places = zip(nodes.x.tolist(), nodes.y.tolist(), known.tolist(), strict=True)
    return [(x, y) if is_known else None for x, y, is_known in places]
