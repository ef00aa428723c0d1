"""Checks of networks: each a function from the rows of a network to a finding or None, and one that does them all."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.checks.findings import FIRST, Severity, by_severity, first_of
from samsyn.sources.checks.network_findings import NetworkCure, NetworkFinding, NetworkKind
from samsyn.sources.networks.records import NO_NODE, LinkRows, NetworkRows

FASTEST_KMH = 400.0
"""No train that people commute by is faster, let alone a car: a unit is wrong."""

Flags = NDArray[np.bool_]

Check = Callable[[NetworkRows], NetworkFinding | None]


def check(rows: NetworkRows) -> tuple[NetworkFinding, ...]:
    """All that looks wrong or is worth knowing, the gravest first."""
    found = [finding for each in CHECKS if (finding := each(rows)) is not None]
    return tuple(by_severity(found))


def unlisted_nodes(rows: NetworkRows) -> NetworkFinding | None:
    """Links into nowhere."""
    cures = (NetworkCure.CORRECT, NetworkCure.DROP)
    return _links(rows, unlisted(rows.links), NetworkKind.UNLISTED_NODES, Severity.CHOICE, cures)


def unusable_links(rows: NetworkRows) -> NetworkFinding | None:
    """Links that no analysis can compute with."""
    cures = (NetworkCure.CORRECT, NetworkCure.DROP)
    return _links(rows, unusable(rows.links), NetworkKind.UNUSABLE, Severity.CHOICE, cures)


def parallel(rows: NetworkRows) -> NetworkFinding | None:
    """Links beside a quicker one: right for two roads, wrong for a road that was entered twice."""
    cures = (NetworkCure.ACCEPT, NetworkCure.QUICKEST)
    return _links(rows, beside_a_quicker(rows.links), NetworkKind.PARALLEL, Severity.NOTE, cures)


def no_time(rows: NetworkRows) -> NetworkFinding | None:
    """Links that cost nothing."""
    wrong = (rows.links.minutes == 0) & ~_connectors(rows)
    cures = (NetworkCure.LEAST_TIME, NetworkCure.ACCEPT, NetworkCure.CORRECT)
    return _links(rows, wrong, NetworkKind.NO_TIME, Severity.WARNING, cures)


def too_fast(rows: NetworkRows) -> NetworkFinding | None:
    """Links whose length and time do not go together."""
    links = rows.links
    wrong = (links.minutes > 0) & (links.km * 60 > FASTEST_KMH * links.minutes) & ~_connectors(rows)
    return _links(
        rows,
        wrong,
        NetworkKind.TOO_FAST,
        Severity.WARNING,
        (NetworkCure.UNITS, NetworkCure.CORRECT, NetworkCure.ACCEPT),
    )


def to_itself(rows: NetworkRows) -> NetworkFinding | None:
    """Links that lead nowhere."""
    wrong = (rows.links.start == rows.links.end) & (rows.links.start != NO_NODE)
    return _links(rows, wrong, NetworkKind.TO_ITSELF, Severity.NOTE, (NetworkCure.ACCEPT, NetworkCure.CORRECT))


def unreached_zones(rows: NetworkRows) -> NetworkFinding | None:
    """Zones where nobody arrives."""
    return _zones(rows, _reached(rows, back=False), NetworkKind.UNREACHED_ZONES)


def closed_in_zones(rows: NetworkRows) -> NetworkFinding | None:
    """Zones that nobody can leave."""
    return _zones(rows, _reached(rows, back=True), NetworkKind.CLOSED_IN_ZONES)


def one_way_traps(rows: NetworkRows) -> NetworkFinding | None:
    """Nodes on one side only: reached from most of the network but without a way back, or the other way round."""
    wrong = (_reached(rows, back=False) != _reached(rows, back=True)) & rows.nodes.through
    cures = (NetworkCure.TURN, NetworkCure.ACCEPT)
    return _nodes(rows, wrong, rows.nodes.codes, NetworkKind.ONE_WAY_TRAPS, cures)


def unlisted(links: LinkRows) -> Flags:
    """Which links begin or end at no node."""
    return np.asarray((links.start == NO_NODE) | (links.end == NO_NODE))


def unusable(links: LinkRows) -> Flags:
    """Which links have a figure that cannot be."""
    wrong = ~(links.capacity > 0)
    for values in (links.km, links.minutes, links.delay_factor, links.delay_power):
        wrong = wrong | ~((values >= 0) & (values < np.inf))
    return np.asarray(wrong)


def beside_a_quicker(links: LinkRows) -> Flags:
    """Which links have another beside them that is quicker, or as quick and before them."""
    number = {mode: i for i, mode in enumerate(Mode)}
    modes = np.array([number[mode] for mode in links.mode], dtype=np.int64)
    order = np.lexsort((links.minutes, modes, links.end, links.start))
    same = np.zeros(len(links), dtype=bool)
    alike = [np.diff(values[order]) == 0 for values in (links.start, links.end, modes)]
    same[order[1:]] = alike[0] & alike[1] & alike[2]
    return np.asarray(same & ~unlisted(links))


def _connectors(rows: NetworkRows) -> Flags:
    """Links that only take trips into and out of zones."""
    links = rows.links
    named = np.array([mode is Mode.CONNECTOR for mode in links.mode], dtype=bool)
    centroid = np.append(np.array([bool(zone) for zone in rows.nodes.zone], dtype=bool), False)
    return np.asarray(named | centroid[links.start] | centroid[links.end])


def _reached(rows: NetworkRows, *, back: bool) -> Flags:
    """Nodes that a way leads to from the largest part in which all reach all; `back`: that a way leads from to it."""
    n, links, through = len(rows.nodes), rows.links, rows.nodes.through
    good = ~unlisted(links)
    start, end = links.start[good], links.end[good]
    inner = through[start] & through[end]
    core = csr_array((np.ones(inner.sum()), (start[inner], end[inner])), shape=(n, n))
    _count, part = connected_components(core, connection="strong")
    largest = int(np.argmax(np.bincount(part[through], minlength=1))) if through.any() else -1
    reached = through & (part == largest)
    if reached.any():
        reached[breadth_first_order(core.T if back else core, int(np.argmax(reached)), return_predecessors=False)] = (
            True
        )
    near, far = (end, start) if back else (start, end)
    reached[far[reached[near] & through[near]]] = True
    return np.asarray(reached)


def _links(
    rows: NetworkRows, wrong: Flags, kind: NetworkKind, severity: Severity, cures: tuple[NetworkCure, ...]
) -> NetworkFinding | None:
    at = np.flatnonzero(wrong)
    if not at.size:
        return None
    links, codes = rows.links, (*rows.nodes.codes, "?")
    places = tuple(links.place.at(row=int(links.row[i])) for i in at[:FIRST])
    examples = tuple(f"{codes[links.start[i]]} → {codes[links.end[i]]}" for i in at[:FIRST])
    return NetworkFinding(kind, severity, len(at), places, examples, cures)


def _zones(rows: NetworkRows, reached: Flags, kind: NetworkKind) -> NetworkFinding | None:
    zones = np.array([bool(zone) for zone in rows.nodes.zone], dtype=bool)
    return _nodes(rows, zones & ~reached, rows.nodes.zone, kind, (NetworkCure.CONNECT, NetworkCure.ACCEPT))


def _nodes(
    rows: NetworkRows, wrong: Flags, called: tuple[str, ...], kind: NetworkKind, cures: tuple[NetworkCure, ...]
) -> NetworkFinding | None:
    at = np.flatnonzero(wrong)
    if not at.size:
        return None
    nodes = rows.nodes
    places = tuple(nodes.place.at(row=int(nodes.row[i])) for i in at[:FIRST] if nodes.row[i])
    return NetworkFinding(kind, Severity.WARNING, len(at), places, first_of([called[i] for i in at]), cures)


CHECKS: tuple[Check, ...] = (
    unlisted_nodes,
    unusable_links,
    unreached_zones,
    closed_in_zones,
    one_way_traps,
    no_time,
    too_fast,
    parallel,
    to_itself,
)
