"""What readers of networks return: nodes and links row by row as they stand in the source, right or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.errors import Place
from samsyn.sources.records import Floats, Ints

NO_NODE = -1


@dataclass(frozen=True, slots=True)
class NodeRows:
    """Nodes in the order of the source.

    through  (n,) whether trips may pass
    x, y     (n,) in `crs`; NaN where not known
    zone     (n,) the code of the zone whose centroid it is; empty where it is none
    row      (n,) the row in the source; 0 where the source lists no nodes
    """

    place: Place
    codes: tuple[str, ...]
    through: NDArray[np.bool_]
    x: Floats
    y: Floats
    zone: tuple[str, ...]
    row: Ints
    crs: str = ""

    def __post_init__(self) -> None:
        for array in (self.through, self.x, self.y, self.row):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class LinkRows:
    """Links in the order of the source, each in one direction.

    start, end    (m,) positions among the nodes; `NO_NODE` where the node is not listed
    km, minutes, capacity, delay_factor, delay_power    (m,) NaN where missing
    opened        (m,) year; 0 = since ever
    row           (m,) the row in the source
    """

    place: Place
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
    row: Ints

    def __post_init__(self) -> None:
        for name in ARRAYS:
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.codes)

    def taken(self, rows: NDArray[np.bool_]) -> "LinkRows":
        """Some of the links."""
        kept = np.flatnonzero(rows)
        arrays = {name: getattr(self, name)[kept] for name in ARRAYS}
        codes, mode = tuple(self.codes[i] for i in kept), tuple(self.mode[i] for i in kept)
        return LinkRows(place=self.place, codes=codes, mode=mode, **arrays)


ARRAYS = ("start", "end", "km", "minutes", "capacity", "delay_factor", "delay_power", "opened", "row")


@dataclass(frozen=True, slots=True)
class NetworkRows:
    """A network as a file has it. `names` are those of zones, where the file has a table of them."""

    nodes: NodeRows
    links: LinkRows
    names: Mapping[str, str] = field(default_factory=dict)
