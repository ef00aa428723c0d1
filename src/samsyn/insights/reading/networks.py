"""Networks: from a file and a mapping to rows, and from these to the table that analyses take."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from samsyn.analysis.networks.tables import Network
from samsyn.analysis.tables import Areas
from samsyn.insights.reading.mappings import LINK_THINGS, NODE_THINGS, column, cured, layout
from samsyn.sources.checks.network_findings import LEAST_MINUTES, NetworkCure, NetworkKind
from samsyn.sources.files import Source
from samsyn.sources.networks import files
from samsyn.sources.networks.files import NetworkForm, NetworkMapping
from samsyn.sources.networks.listed import LinkColumns, ListedColumns, NodeColumns
from samsyn.sources.networks.records import NetworkRows
from samsyn.sources.networks.settling import NetworkChoices, SettledNetwork
from samsyn.sources.networks.settling import settled as settled_rows
from samsyn.sources.networks.tntp import TntpUnits


class Named(Protocol):
    """Where the names of a territory are found."""

    def names(self, snapshot: str) -> Mapping[str, str]:
        """The areas of a territory: code and name."""


def rows(source: Source, said: dict[str, Any]) -> NetworkRows:
    """The network as it stands in the file."""
    nodes = {thing: column(said, thing) for thing in NODE_THINGS}
    links = {thing: column(said, thing) for thing in LINK_THINGS}
    crs = said.get("crs") or ""
    listed = ListedColumns(
        NodeColumns(code=nodes.pop("node"), **nodes),
        LinkColumns(code=links.pop("link"), **links),
        width=said.get("width") or 0,
        crs=crs,
    )
    units = TntpUnits(km=said.get("unit_km") or 1.0, minutes=said.get("unit_minutes") or 1.0, crs=crs)
    return files.read(source, NetworkForm(said["form"]), NetworkMapping(listed, layout(said), units))


def settled(record: NetworkRows, said: dict[str, Any], library: Named) -> SettledNetwork:
    """The table, cured by the choices; zones without a name of their own have that of the territory."""
    made = settled_rows(record, choices(said))
    known = library.names(said["territory"]) if said.get("territory") else {}
    return replace(made, network=_named(made.network, known)) if known else made


def choices(said: dict[str, Any]) -> NetworkChoices:
    """What was chosen to be done with what the checks found."""
    return NetworkChoices(
        unlisted_nodes="drop" if cured(said, NetworkKind.UNLISTED_NODES) is NetworkCure.DROP else "refuse",
        unusable="drop" if cured(said, NetworkKind.UNUSABLE) is NetworkCure.DROP else "refuse",
        parallel="quickest" if cured(said, NetworkKind.PARALLEL) is NetworkCure.QUICKEST else "keep",
        shortest_minutes=LEAST_MINUTES if cured(said, NetworkKind.NO_TIME) is NetworkCure.LEAST_TIME else 0.0,
    )


def _named(network: Network, known: Mapping[str, str]) -> Network:
    pairs = zip(network.zones.codes, network.zones.names, strict=True)
    names = tuple(name if name != code else known.get(code) or code for code, name in pairs)
    return replace(network, zones=Areas(network.zones.codes, names))
