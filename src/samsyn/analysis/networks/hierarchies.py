"""Customizable contraction hierarchies: a network prepared once, for shortest ways at whatever costs.

Definition
----------
`prepare` contracts the nodes that trips may pass, without any costs (`contraction_order`). `customize` lays costs on
the arcs that are left: each gets the cheapest way over nodes below both its ends (the lower triangles, from the lowest
node up). A cheapest way between two nodes then climbs arcs from one and descends arcs to the other. A second pass from
the top lowers each arc to the cheapest way of all; arcs that it undercuts are on no cheapest way, and sweeps need not
follow them (perfect customization). Dibbelt, Strasser and Wagner (2016).

Nodes that trips may not pass are not in the hierarchy: their links are entries to it and exits from it.

Costs are those of links, >= 0; an infinite cost closes a link. In 32 bits a way of k links is exact to about k * 6e-8
of itself, and sweeps read half the memory.

Cost: for d arcs up from a node, O(sum of d^2) each; preparing is done once a network, customizing once for new costs.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from samsyn.analysis.networks.contraction_order import NOBODY, Contraction, contract
from samsyn.analysis.networks.hierarchy_kernel import (
    Costs,
    Graph,
    arcs_of,
    customized,
    laid,
    perfected,
    worth_following,
)
from samsyn.analysis.networks.tables import Network
from samsyn.analysis.tables import Flags, Floats, Ints, TableError


class Precision(StrEnum):
    """In how many bits costs are held."""

    DOUBLE = "float64"
    SINGLE = "float32"


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """A network that is prepared.

    - `contraction`: of the nodes that trips may pass
    - `rank (n,)`: of each node in it; `NOBODY` where trips may not pass
    - `core`: the links between two different nodes of it; `arcs` and `upward`: the arc of each, and which way
    """

    network: Network
    contraction: Contraction
    rank: Ints
    core: Ints
    arcs: Ints
    upward: Flags


@dataclass(frozen=True, slots=True, eq=False)
class CustomizedHierarchy:
    """A hierarchy at given costs: `costs` of links, `up` and `down` of arcs, and the arcs worth following."""

    hierarchy: Hierarchy
    costs: Costs
    up: Costs
    down: Costs
    upward: Graph
    downward: Graph


def prepare(network: Network) -> Hierarchy:
    """Prepare a network for costs to come."""
    through, links = network.nodes.through, network.links
    number = np.cumsum(through) - 1
    core = np.flatnonzero(through[links.start] & through[links.end] & (links.start != links.end))
    contraction = contract(int(through.sum()), number[links.start[core]], number[links.end[core]])
    rank = np.full(len(through), NOBODY, dtype=np.int64)
    rank[through] = contraction.rank
    tails, heads = rank[links.start[core]], rank[links.end[core]]
    arcs = arcs_of(contraction.starts, contraction.heads, tails, heads)
    return Hierarchy(network, contraction, rank, core, arcs, tails < heads)


def customize(
    hierarchy: Hierarchy, costs: Floats | None = None, *, precision: Precision = Precision.DOUBLE
) -> CustomizedHierarchy:
    """Lay costs on a hierarchy: those given, one a link, or the minutes of the links when nobody else travels."""
    links = hierarchy.network.links
    held = _checked(links.codes, links.minutes if costs is None else costs).astype(precision.value)
    starts, heads = hierarchy.contraction.starts, hierarchy.contraction.heads
    up, down = np.empty(len(heads), held.dtype), np.empty(len(heads), held.dtype)
    laid(hierarchy.arcs, hierarchy.upward, held[hierarchy.core], up, down)
    customized(starts, heads, up, down)
    best_up, best_down = up.copy(), down.copy()
    perfected(starts, heads, best_up, best_down)
    upward, downward = worth_following(starts, heads, up, best_up), worth_following(starts, heads, down, best_down)
    return CustomizedHierarchy(hierarchy, held, up, down, upward, downward)


def _checked(codes: tuple[str, ...], costs: Floats) -> Floats:
    values = np.asarray(costs, dtype=np.float64)
    if values.shape != (len(codes),):
        raise TableError("{number} links need one cost each", number=len(codes))
    wrong = np.flatnonzero(~(values >= 0))
    if wrong.size:
        raise TableError(
            "link '{link}' (row {row}) costs {value}; 0 or more is needed",
            link=codes[wrong[0]],
            row=int(wrong[0]) + 1,
            value=str(values[wrong[0]]),
        )
    return values
