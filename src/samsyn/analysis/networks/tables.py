"""The table that analyses of travel start from: a network of nodes and links, and the zones that trips go between.

As the tables of areas (`tables`), a network checks itself when it is made and locks its arrays; what cannot be right
is refused with a `TableError` that names the link or node and its row, from 1.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from samsyn.analysis.errors import Word
from samsyn.analysis.tables import Areas, Flags, Floats, Ints, TableError


class Mode(StrEnum):
    """What moves on a link. A connector stands for all the small ways between a zone and the network."""

    ROAD = "road"
    RAIL = "rail"
    TRANSIT = "transit"
    FERRY = "ferry"
    WALK = "walk"
    TRANSFER = "transfer"
    CONNECTOR = "connector"


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Places that links meet at, one a code, in any order.

    - `through (n,)`: whether trips may pass; where not, they begin or end there, as at the centroid of a zone
    - `x`, `y (n,)`: coordinates in `crs` (authority:code, empty if not known); NaN where not known
    """

    codes: tuple[str, ...]
    through: Flags
    x: Floats
    y: Floats
    crs: str = ""

    def __post_init__(self) -> None:
        n = len(self.codes)
        _check_codes(self.codes, Word("node"))
        for name, kind in (("through", np.bool_), ("x", np.float64), ("y", np.float64)):
            array = _locked(getattr(self, name), kind)
            if array.shape != (n,):
                raise TableError("{number} nodes need as many values of '{name}'", number=n, name=name)
            object.__setattr__(self, name, array)

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Ways in one direction, one a code; several may lead between the same nodes.

    Link e leads from node `start[e]` to node `end[e]`, is `km[e]` long and takes `minutes[e]` when nobody else travels
    (both finite, >= 0). With `volume` on it, it takes minutes * (1 + delay_factor * (volume / capacity) ^ delay_power),
    the function of the Bureau of Public Roads (1964).

    - `capacity (m,)`: vehicles or persons an hour, > 0; infinite where nothing limits it
    - `delay_factor`, `delay_power (m,)`: finite, >= 0; a factor of 0 is a link that is never slower
    - `mode`: what moves on it
    - `opened (m,)`: the year from which it can be used; 0 = since ever
    """

    codes: tuple[str, ...]
    start: Ints
    end: Ints
    km: Floats
    minutes: Floats
    capacity: Floats
    delay_factor: Floats
    delay_power: Floats
    mode: tuple[Mode, ...]
    opened: Ints

    def __post_init__(self) -> None:
        m = len(self.codes)
        _check_codes(self.codes, Word("link"))
        if len(self.mode) != m:
            raise TableError("{number} links need as many values of '{name}'", number=m, name="mode")
        for name in ("start", "end", "opened"):
            object.__setattr__(self, name, _locked(getattr(self, name), np.int64))
        for name in _AMOUNTS:
            object.__setattr__(self, name, _locked(getattr(self, name), np.float64))
        for name in ("start", "end", "opened", *_AMOUNTS):
            if getattr(self, name).shape != (m,):
                raise TableError("{number} links need as many values of '{name}'", number=m, name=name)
        for name in _AMOUNTS:
            self._check_amounts(name)

    def __len__(self) -> int:
        return len(self.codes)

    def only(self, links: Flags | Ints) -> "Links":
        """Some of the links."""
        rows = np.flatnonzero(links) if links.dtype == np.bool_ else links
        arrays = {name: getattr(self, name)[rows] for name in ("start", "end", "opened", *_AMOUNTS)}
        return Links(tuple(self.codes[i] for i in rows), mode=tuple(self.mode[i] for i in rows), **arrays)

    def with_minutes(self, minutes: Floats) -> "Links":
        """The same links at other times."""
        return replace(self, minutes=minutes)

    def congested(self, volume: Floats) -> Floats:
        """(m,) minutes with so much on each link, in the unit of the capacities."""
        load = np.asarray(volume, dtype=np.float64) / self.capacity
        return np.asarray(self.minutes * (1.0 + self.delay_factor * load**self.delay_power), dtype=np.float64)

    def _check_amounts(self, name: str) -> None:
        values = getattr(self, name)
        good = (values > 0) if name == "capacity" else (values >= 0) & (values < np.inf)
        wrong = np.flatnonzero(~good)
        if wrong.size:
            raise TableError(
                "link '{link}' (row {row}): {name} is {value}; it must be {needed} ({number} such links)",
                link=self.codes[wrong[0]],
                row=int(wrong[0]) + 1,
                name=name,
                value=str(values[wrong[0]]),
                needed=Word("above 0") if name == "capacity" else Word("finite and 0 or more"),
                number=int(wrong.size),
            )


_AMOUNTS = ("km", "minutes", "capacity", "delay_factor", "delay_power")


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Nodes, the links between them, and the zones: trips to and from zone i go to and from node `centroids[i]`.

    Computed, as positions among the links, node by node:

    - `leaving[leaving_starts[v]:leaving_starts[v + 1]]`: the links that leave node v
    - `arriving[arriving_starts[v]:arriving_starts[v + 1]]`: the links that arrive at it
    """

    nodes: Nodes
    links: Links
    zones: Areas
    centroids: Ints
    leaving_starts: Ints = field(init=False, repr=False)
    leaving: Ints = field(init=False, repr=False)
    arriving_starts: Ints = field(init=False, repr=False)
    arriving: Ints = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._check_ends()
        object.__setattr__(self, "centroids", _locked(self.centroids, np.int64))
        self._check_centroids()
        for name, ends in (("leaving", self.links.start), ("arriving", self.links.end)):
            order = np.argsort(ends, kind="stable").astype(np.int64)
            starts = np.searchsorted(ends[order], np.arange(len(self.nodes) + 1)).astype(np.int64)
            object.__setattr__(self, name, _locked(order, np.int64))
            object.__setattr__(self, f"{name}_starts", _locked(starts, np.int64))

    def in_year(self, year: int) -> "Network":
        """The network as it stands in a year: without the links that open later."""
        return replace(self, links=self.links.only(self.links.opened <= year))

    def _check_ends(self) -> None:
        n = len(self.nodes)
        for name in (Word("start"), Word("end")):
            ends = getattr(self.links, name)
            wrong = np.flatnonzero((ends < 0) | (ends >= n))
            if wrong.size:
                raise TableError(
                    "link '{link}' (row {row}): its {end} is node {node}, outside the {number} nodes",
                    link=self.links.codes[wrong[0]],
                    row=int(wrong[0]) + 1,
                    end=name,
                    node=int(ends[wrong[0]]),
                    number=n,
                )

    def _check_centroids(self) -> None:
        n = len(self.nodes)
        if self.centroids.shape != (len(self.zones),):
            raise TableError("{number} zones need one node each", number=len(self.zones))
        wrong = np.flatnonzero((self.centroids < 0) | (self.centroids >= n))
        if wrong.size:
            raise TableError(
                "zone '{zone}': its centroid is node {node}, outside the {number} nodes",
                zone=self.zones.codes[wrong[0]],
                node=int(self.centroids[wrong[0]]),
                number=n,
            )
        order = np.argsort(self.centroids, kind="stable")
        twice = np.flatnonzero(np.diff(self.centroids[order]) == 0)
        if twice.size:
            first, second = (self.zones.codes[order[twice[0] + i]] for i in (0, 1))
            node = self.nodes.codes[self.centroids[order[twice[0]]]]
            raise TableError(
                "zones '{one}' and '{other}' have the same centroid, node '{node}'", one=first, other=second, node=node
            )


def _locked(values: npt.ArrayLike, kind: type[np.generic]) -> npt.NDArray[np.generic]:
    array = np.array(values, dtype=kind)
    array.flags.writeable = False
    return array


def _check_codes(codes: tuple[str, ...], what: str) -> None:
    seen: dict[str, int] = {}
    for row, code in enumerate(codes, 1):
        if not code:
            raise TableError("row {row}: a {what} has no code", row=row, what=what)
        if (before := seen.setdefault(code, row)) != row:
            raise TableError(
                "rows {one} and {other}: the {what} '{code}' is there twice",
                one=before,
                other=row,
                what=what,
                code=code,
            )
