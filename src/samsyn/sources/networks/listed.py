"""A network in two plain tables, one of nodes and one of links, with headings that the user names."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.cells import Codes
from samsyn.sources.errors import WrongContent
from samsyn.sources.grids import Grid
from samsyn.sources.networks.columns import Columns
from samsyn.sources.networks.records import ARRAYS, NO_NODE, LinkRows, NetworkRows, NodeRows
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Ints


@dataclass(frozen=True, slots=True)
class NodeColumns:
    """Headings of the table of nodes. `zone` holds the code of the zone whose centroid the node is.

    Where `through` is empty or not there, trips may pass the nodes that are no centroid.
    """

    code: str = "node"
    x: str = "x"
    y: str = "y"
    zone: str = "zone"
    through: str = "through"


@dataclass(frozen=True, slots=True)
class LinkColumns:
    """Headings of the table of links: the first four must be there.

    Without a capacity nothing limits a link; without a delay factor it is never slower; without a mode it is a road.
    A link with a yes under `both_ways` is two.
    """

    start: str = "from"
    end: str = "to"
    km: str = "km"
    minutes: str = "minutes"
    code: str = "link"
    capacity: str = "capacity"
    delay_factor: str = "delay_factor"
    delay_power: str = "delay_power"
    mode: str = "mode"
    opened: str = "opened"
    both_ways: str = "both_ways"


@dataclass(frozen=True, slots=True)
class ListedColumns:
    """How the two tables are written. `width`: digits of a code; 0: numbers stand as they are."""

    nodes: NodeColumns = field(default_factory=NodeColumns)
    links: LinkColumns = field(default_factory=LinkColumns)
    width: int = 0
    crs: str = ""


def read(nodes: Grid, links: Grid, columns: ListedColumns | None = None) -> NetworkRows:
    """The network in the two tables."""
    columns = columns or ListedColumns()
    codes = Codes(columns.width)
    listed = _nodes(nodes, columns, codes)
    named = columns.links
    table = Columns(links, (getattr(named, name) for name in named.__slots__))
    start, end = (ends(table, name, listed.codes, codes) for name in (named.start, named.end))
    for name in (named.km, named.minutes):
        if name not in table:
            raise WrongContent(
                Problem.NO_COLUMN, Cure.SAY_COLUMNS, place=table.place, found=", ".join(links.header), expected=name
            )
    rows = LinkRows(
        place=table.place,
        codes=link_codes(table, named.code, codes),
        start=start,
        end=end,
        km=table.numbers(named.km, np.nan),
        minutes=table.numbers(named.minutes, np.nan),
        capacity=table.numbers(named.capacity, np.inf),
        delay_factor=table.numbers(named.delay_factor, 0.0),
        delay_power=table.numbers(named.delay_power, 1.0),
        mode=table.modes(named.mode),
        opened=table.years(named.opened),
        row=table.rows,
    )
    both_ways = table.flags(named.both_ways, np.zeros(len(table), dtype=bool))
    return NetworkRows(listed, with_ways_back(rows, both_ways))


def _nodes(grid: Grid, columns: ListedColumns, codes: Codes) -> NodeRows:
    named = columns.nodes
    table = Columns(grid, (getattr(named, name) for name in named.__slots__))
    zone = table.texts(named.zone)
    return NodeRows(
        place=table.place,
        codes=node_codes(table, named.code, codes),
        through=table.flags(named.through, np.array([not code for code in zone], dtype=bool)),
        x=table.numbers(named.x, np.nan),
        y=table.numbers(named.y, np.nan),
        zone=zone,
        row=table.rows,
        crs=columns.crs,
    )


def node_codes(table: Columns, name: str, codes: Codes) -> tuple[str, ...]:
    """The codes of nodes, each once."""
    found = table.codes(name, codes)
    seen: set[str] = set()
    for row, code in zip(table.rows, found, strict=True):
        if code in seen:
            place = table.place.at(row=int(row), column=name)
            raise WrongContent(Problem.SAME_CODE, Cure.CORRECT_ROW, place=place, found=code)
        seen.add(code)
    return found


def link_codes(table: Columns, name: str, codes: Codes) -> tuple[str, ...]:
    """The codes of links; their numbers from 1 where the table gives none."""
    if name not in table:
        return tuple(str(number) for number in range(1, len(table) + 1))
    return node_codes(table, name, codes)


def ends(table: Columns, name: str, nodes: tuple[str, ...], codes: Codes) -> Ints:
    """Where the node of each row stands among the nodes; `NO_NODE` where it is not listed."""
    position = {code: i for i, code in enumerate(nodes)}
    return np.array([position.get(code, NO_NODE) for code in table.codes(name, codes)], dtype=np.int64)


def with_ways_back(links: LinkRows, both_ways: NDArray[np.bool_]) -> LinkRows:
    """The links, and after them one the other way for each that goes both ways: its code ends with "back"."""
    back = links.taken(both_ways)
    turned = replace(back, codes=tuple(f"{code} back" for code in back.codes), start=back.end, end=back.start)
    arrays = {name: np.concatenate((getattr(links, name), getattr(turned, name))) for name in ARRAYS}
    modes: tuple[Mode, ...] = links.mode + turned.mode
    return LinkRows(place=links.place, codes=links.codes + turned.codes, mode=modes, **arrays)
