"""From a network as it stands to the table that analyses take, by what the user chose; and what that did."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.networks import tables as networks
from samsyn.analysis.tables import areas_of
from samsyn.sources.checks.networks import beside_a_quicker, unlisted, unusable
from samsyn.sources.errors import ChoiceNeeded, Place, WrongContent
from samsyn.sources.networks.records import ARRAYS, LinkRows, NetworkRows, NodeRows
from samsyn.sources.problems import Cure, Problem


@dataclass(frozen=True, slots=True)
class NetworkChoices:
    """What to do with what the checks found.

    shortest_minutes    links that take less are given this time; 0 leaves them as they are
    """

    unlisted_nodes: Literal["refuse", "drop"] = "refuse"
    unusable: Literal["refuse", "drop"] = "refuse"
    parallel: Literal["keep", "quickest"] = "keep"
    shortest_minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class SettledNetwork:
    """The table, and what the choices did to the links."""

    network: networks.Network
    dropped: int
    merged: int
    slowed: int


def settled(rows: NetworkRows, choices: NetworkChoices | None = None) -> SettledNetwork:
    """The network of the rows. A fault that nothing was chosen for is refused with its place."""
    choices = choices or NetworkChoices()
    links = rows.links
    lost = unlisted(links)
    _refuse(links, lost, choices.unlisted_nodes == "refuse", Problem.PARTS_DO_NOT_FIT)
    links = links.taken(~lost)
    wrong = unusable(links)
    _refuse(links, wrong, choices.unusable == "refuse", Problem.NOT_A_NUMBER)
    links = links.taken(~wrong)
    repeated = beside_a_quicker(links) if choices.parallel == "quickest" else np.zeros(len(links), dtype=bool)
    links = links.taken(~repeated)
    slowed = links.minutes < choices.shortest_minutes
    network = _network(rows, links, np.maximum(links.minutes, choices.shortest_minutes))
    return SettledNetwork(network, int(lost.sum() + wrong.sum()), int(repeated.sum()), int(slowed.sum()))


def _network(rows: NetworkRows, links: LinkRows, minutes: NDArray[np.float64]) -> networks.Network:
    nodes = rows.nodes
    centroid = _centroids(nodes)
    zones = areas_of({code: rows.names.get(code) or code for code in centroid})
    arrays = {name: getattr(links, name) for name in ARRAYS if name not in {"row", "minutes"}}
    return networks.Network(
        networks.Nodes(nodes.codes, nodes.through, nodes.x, nodes.y, nodes.crs),
        networks.Links(links.codes, mode=links.mode, minutes=minutes, **arrays),
        zones,
        np.array([centroid[code] for code in zones.codes], dtype=np.int64),
    )


def _centroids(nodes: NodeRows) -> dict[str, int]:
    """The node of each zone."""
    found: dict[str, int] = {}
    for node, zone in enumerate(nodes.zone):
        if zone and found.setdefault(zone, node) != node:
            raise WrongContent(Problem.SAME_CODE, Cure.CORRECT_ROW, place=_at(nodes.place, nodes.row[node]), found=zone)
    if not found:
        raise WrongContent(Problem.NO_CODE, Cure.SAY_COLUMNS, place=nodes.place.at(column="zone"))
    return found


def _refuse(links: LinkRows, wrong: NDArray[np.bool_], refuse: bool, problem: Problem) -> None:
    if refuse and wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        place = _at(links.place, links.row[first])
        raise ChoiceNeeded(problem, Cure.CHOOSE_WHAT, place=place, found=f"link {links.codes[first]}")


def _at(place: Place, row: int) -> Place:
    return place.at(row=int(row)) if row else place
