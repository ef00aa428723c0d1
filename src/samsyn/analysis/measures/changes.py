"""Measures: what may be done to a network, each a package of changes with a key.

Definition
----------
A measure is a package that is carried out as a whole. Its changes name links and nodes by their codes:

- `NewLink`: a link that is not there yet, in one direction; between nodes of the network or of the measure
- `NewNode`: a place that links may meet at and trips may pass, such as a station
- `NewMinutes`: what a link takes afterwards, less or more than before
- `ClosedLink`: a link that is no longer there

A line, a stop or a frequency is a set of such changes: its rides, and the waits of those who board.

Carried out together, measures do what each of them does. Where several change one link, whichever order they stand in:
it is closed if any of them closes it; else, if any makes it slower, it takes the most minutes that any gives it; else
the least. A new link or node of the same code is the same in all of them, with the least minutes; it must lead between
the same nodes.

A package that cannot be right is refused with a `TableError` that names the measure and the link.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np

from samsyn.analysis.errors import Word
from samsyn.analysis.networks.hierarchy_kernel import Costs
from samsyn.analysis.networks.tables import Links, Mode, Network, Nodes
from samsyn.analysis.tables import TableError


@dataclass(frozen=True, slots=True)
class NewNode:
    """A node that trips may pass, with coordinates where they are known."""

    code: str
    x: float = np.nan
    y: float = np.nan


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link from node `start` to node `end`, by their codes; without limit of capacity."""

    code: str
    start: str
    end: str
    minutes: float
    km: float = 0.0
    mode: Mode = Mode.ROAD


@dataclass(frozen=True, slots=True)
class NewMinutes:
    """What the link `code` takes afterwards."""

    code: str
    minutes: float


@dataclass(frozen=True, slots=True)
class ClosedLink:
    """The link `code` is closed."""

    code: str


Change = NewNode | NewLink | NewMinutes | ClosedLink


@dataclass(frozen=True, slots=True)
class Measure:
    """A package of at least one change; each node and each link is named at most once."""

    key: str
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        if not self.key:
            raise TableError("a measure has no key")
        if not self.changes:
            raise TableError("measure '{measure}' changes nothing", measure=self.key)
        seen: set[tuple[bool, str]] = set()
        for change in self.changes:
            self._check_change(change)
            what = isinstance(change, NewNode), change.code
            if what in seen:
                raise TableError("measure '{measure}': {what} '{code}' is there twice", **self._told(change))
            seen.add(what)

    def _check_change(self, change: Change) -> None:
        told = self._told(change)
        if not change.code:
            raise TableError("measure '{measure}': {what} '{code}' has no code", **told)
        if isinstance(change, NewLink | NewMinutes) and not 0 <= change.minutes < np.inf:
            raise TableError(
                "measure '{measure}': {what} '{code}': minutes is {minutes}; it must be finite and 0 or more",
                minutes=str(change.minutes),
                **told,
            )
        if isinstance(change, NewLink) and not 0 <= change.km < np.inf:
            raise TableError(
                "measure '{measure}': {what} '{code}': km is {km}; it must be finite and 0 or more",
                km=str(change.km),
                **told,
            )
        if isinstance(change, NewLink) and change.start == change.end:
            raise TableError(
                "measure '{measure}': {what} '{code}' leads from node '{node}' to itself", node=change.start, **told
            )

    def _told(self, change: Change) -> dict[str, str]:
        return {
            "measure": self.key,
            "what": Word("node") if isinstance(change, NewNode) else Word("link"),
            "code": change.code,
        }


@dataclass(frozen=True, slots=True)
class Alteration:
    """What one measure, or several together, does to a network.

    - `key`: of the measure, or of all of them
    - `minutes`: of links by position, afterwards; infinite where closed
    - `links`, `nodes`: what is new, by code
    """

    key: str
    minutes: Mapping[int, float] = field(default_factory=dict)
    links: Mapping[str, NewLink] = field(default_factory=dict)
    nodes: Mapping[str, NewNode] = field(default_factory=dict)


def alterations(network: Network, measures: Iterable[Measure]) -> list[Alteration]:
    """What each measure by itself does to the network, in their order; refused where it does not fit."""
    links = {code: number for number, code in enumerate(network.links.codes)}
    nodes = frozenset(network.nodes.codes)
    made: dict[str, Alteration] = {}
    for measure in measures:
        if measure.key in made:
            raise TableError("the measure '{measure}' is there twice", measure=measure.key)
        made[measure.key] = _alteration(measure, links, nodes)
    return list(made.values())


def together(several: Sequence[Alteration], costs: Costs) -> Alteration:
    """What several do at once to a network whose links cost so much before."""
    if len(several) == 1:
        return several[0]
    minutes: dict[int, float] = {}
    links: dict[str, NewLink] = {}
    nodes: dict[str, NewNode] = {}
    key = " + ".join(each.key for each in several)
    for each in several:
        for link, value in each.minutes.items():
            minutes[link] = _agreed(costs[link], minutes.get(link, value), value)
        for code, new in each.links.items():
            links[code] = _same(key, links.get(code, new), new)
        nodes = {**each.nodes, **nodes}
    return Alteration(key, minutes, links, nodes)


def network_with(network: Network, measures: Sequence[Measure]) -> Network:
    """The network as it is when the measures have been carried out, all of them."""
    if not measures:
        return network
    altered = together(alterations(network, measures), network.links.minutes)
    nodes = _nodes_with(network.nodes, altered)
    return replace(network, nodes=nodes, links=_links_with(network.links, nodes, altered))


def _alteration(measure: Measure, links: Mapping[str, int], nodes: frozenset[str]) -> Alteration:
    new_nodes = {each.code: each for each in measure.changes if isinstance(each, NewNode)}
    new_links = {each.code: each for each in measure.changes if isinstance(each, NewLink)}
    for taken, code in chain(((nodes, code) for code in new_nodes), ((links, code) for code in new_links)):
        if code in taken:
            raise TableError(
                "measure '{measure}': the new {what} '{code}' is in the network already",
                measure=measure.key,
                what=Word("node") if taken is nodes else Word("link"),
                code=code,
            )
    for new in new_links.values():
        for end in (new.start, new.end):
            if end not in nodes and end not in new_nodes:
                raise TableError(
                    "measure '{measure}': link '{link}' needs the node '{node}', which is neither in the network nor "
                    "in the measure",
                    measure=measure.key,
                    link=new.code,
                    node=end,
                )
    minutes: dict[int, float] = {}
    for each in measure.changes:
        if isinstance(each, NewMinutes | ClosedLink):
            if each.code not in links:
                raise TableError(
                    "measure '{measure}': there is no link '{link}' in the network", measure=measure.key, link=each.code
                )
            minutes[links[each.code]] = np.inf if isinstance(each, ClosedLink) else each.minutes
    return Alteration(measure.key, minutes, new_links, new_nodes)


def _agreed(before: float, one: float, other: float) -> float:
    """The slower of two if either is slower than before; else the faster."""
    return max(one, other) if max(one, other) > before else min(one, other)


def _same(key: str, one: NewLink, other: NewLink) -> NewLink:
    """A new link that several bring."""
    if (one.start, one.end) != (other.start, other.end):
        raise TableError(
            "measures '{measures}': they bring links between different nodes with the same code '{code}'",
            measures=key,
            code=one.code,
        )
    return min(one, other, key=lambda link: link.minutes)


def _nodes_with(nodes: Nodes, altered: Alteration) -> Nodes:
    new = altered.nodes.values()
    return Nodes(
        (*nodes.codes, *altered.nodes),
        np.append(nodes.through, np.ones(len(new), dtype=np.bool_)),
        np.append(nodes.x, [node.x for node in new]),
        np.append(nodes.y, [node.y for node in new]),
        nodes.crs,
    )


def _links_with(links: Links, nodes: Nodes, altered: Alteration) -> Links:
    minutes = links.minutes.copy()
    for link, value in altered.minutes.items():
        minutes[link] = value
    open_ = np.isfinite(minutes)
    kept = links.with_minutes(np.where(open_, minutes, 0.0)).only(open_)
    new = list(altered.links.values())
    place = {code: number for number, code in enumerate(nodes.codes)} if new else {}
    return Links(
        (*kept.codes, *altered.links),
        start=np.append(kept.start, [place[link.start] for link in new]),
        end=np.append(kept.end, [place[link.end] for link in new]),
        km=np.append(kept.km, [link.km for link in new]),
        minutes=np.append(kept.minutes, [link.minutes for link in new]),
        capacity=np.append(kept.capacity, np.full(len(new), np.inf)),
        delay_factor=np.append(kept.delay_factor, np.zeros(len(new))),
        delay_power=np.append(kept.delay_power, np.ones(len(new))),
        mode=(*kept.mode, *(link.mode for link in new)),
        opened=np.append(kept.opened, np.zeros(len(new))),
    )
