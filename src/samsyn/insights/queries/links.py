"""The links of a network as they are looked up on screen, to name a measure of one."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.foundation.ui import formats
from samsyn.insights.models import Snapshot
from samsyn.insights.queries import tables
from samsyn.insights.reading.words import MODES, translated
from samsyn.sources.measures.records import Candidate, ChangeRow, What

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


def found(network: Snapshot, text: str, most: int = MOST_SHOWN) -> tuple[list[Link], int]:
    """The first links whose code or nodes hold a text, whatever its case, and how many do."""
    made = tables.network_of(network)
    wanted, nodes, links = text.casefold(), made.nodes.codes, made.links
    hits = [
        place
        for place, code in enumerate(links.codes)
        if wanted in f"{code} {nodes[links.start[place]]} {nodes[links.end[place]]}".casefold()
    ]
    return [_link(made, place) for place in hits[:most]], len(hits)


def by_code(network: Snapshot, code: str) -> Link | None:
    """The link with a code."""
    made = tables.network_of(network)
    codes = made.links.codes
    return _link(made, codes.index(code)) if code in codes else None


def told(row: ChangeRow) -> str:
    """A change in words."""
    said = {"link": row.named, "mode": MODES[row.mode.value] if row.mode else "", "minutes": _number(row.minutes)}
    text = {
        What.NEW: _("New link, %(mode)s: %(link)s, %(km)s km, %(minutes)s minutes"),
        What.CLOSED: _("Closed: %(link)s"),
    }.get(row.what, _("%(link)s takes %(minutes)s minutes"))
    return f"{text % (said | {'km': _number(row.km)})}, {_('both ways') if row.both_ways else _('one way')}"


def why_not(network: Snapshot, candidate: Candidate) -> str:
    """Why a measure cannot be carried out in the network; empty where it can."""
    # Loads the analyses, which the site starts without.
    from samsyn.sources.measures.resolving import Resolver

    found = Resolver(tables.network_of(network)).resolved(candidate)
    if found.measure is not None:
        return ""
    return " ".join(dict.fromkeys(translated(str(fault.kind)) for fault in found.faults if fault.kind.blocks))


def _number(value: float) -> str:
    """In the reader's language; nothing where a change does not say it."""
    return "" if math.isnan(value) else formats.number(value, get_language() or "sv")


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
