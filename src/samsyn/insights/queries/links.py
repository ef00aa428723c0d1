"""The links of a network as they are looked up on screen, to name a measure of one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.insights.models import Snapshot
from samsyn.insights.queries import tables
from samsyn.insights.reading.words import MODES

if TYPE_CHECKING:
    from samsyn.analysis.networks.tables import Network

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Link:
    """One way, in one direction."""

    code: str
    start: str
    end: str
    mode: str
    km: float
    minutes: float


def found(network: Snapshot, text: str) -> tuple[list[Link], int]:
    """The first links whose code or nodes hold a text, whatever its case, and how many do."""
    made = tables.network_of(network)
    wanted, nodes, links = text.casefold(), made.nodes.codes, made.links
    hits = [
        place
        for place, code in enumerate(links.codes)
        if wanted in f"{code} {nodes[links.start[place]]} {nodes[links.end[place]]}".casefold()
    ]
    return [_link(made, place) for place in hits[:MOST_SHOWN]], len(hits)


def by_code(network: Snapshot, code: str) -> Link | None:
    """The link with a code."""
    made = tables.network_of(network)
    codes = made.links.codes
    return _link(made, codes.index(code)) if code in codes else None


def _link(made: "Network", place: int) -> Link:
    nodes, links = made.nodes.codes, made.links
    return Link(
        links.codes[place],
        nodes[links.start[place]],
        nodes[links.end[place]],
        str(MODES[links.mode[place].value]),
        float(links.km[place]),
        float(links.minutes[place]),
    )
