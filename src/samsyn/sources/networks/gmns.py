"""GMNS, the General Modeling Network Specification: node.csv, link.csv, zone.csv and config.csv, read and written.

Read of it: `node` with node_id, x_coord, y_coord, node_type and zone_id; `link` with link_id, from_node_id, to_node_id,
directed, length, free_speed, capacity (an hour and lane), lanes and facility_type; `config` with long_length, speed and
crs. A node of type `centroid` is the centroid of its zone, and trips may not pass it; where no node is so typed, nodes
with a zone_id are the centroids. Time is length over free speed.

The specification allows columns of one's own. What it has none for is written to, and read from: `minutes`,
`delay_factor`, `delay_power`, `mode` and `opened` of links, `through` of nodes. What was written is read again the
same, but for the names of zones.
"""

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from samsyn.analysis.networks.tables import Mode, Network
from samsyn.sources.cells import Codes
from samsyn.sources.errors import WrongContent
from samsyn.sources.grids import Grid
from samsyn.sources.networks.columns import Columns
from samsyn.sources.networks.listed import ends, link_codes, node_codes, with_ways_back
from samsyn.sources.networks.records import LinkRows, NetworkRows, NodeRows
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Floats

KM = {"km": 1.0, "kilometer": 1.0, "kilometers": 1.0, "m": 0.001, "meter": 0.001, "meters": 0.001}
KM |= {"mi": 1.609344, "mile": 1.609344, "miles": 1.609344, "ft": 0.0003048, "feet": 0.0003048}
KMH = {"kph": 1.0, "kmh": 1.0, "km/h": 1.0, "kmph": 1.0, "mph": 1.609344}
CENTROID = "centroid"
FACILITIES = {
    "rail": Mode.RAIL,
    "railway": Mode.RAIL,
    "transit": Mode.TRANSIT,
    "ferry": Mode.FERRY,
    "walk": Mode.WALK,
    "footway": Mode.WALK,
    "path": Mode.WALK,
    "transfer": Mode.TRANSFER,
    "connector": Mode.CONNECTOR,
    "centroid connector": Mode.CONNECTOR,
}
"""What facilities are; any other is a road."""

NODE = ("node_id", "x_coord", "y_coord", "node_type", "zone_id", "through")
LINK = (
    *("link_id", "from_node_id", "to_node_id", "directed", "length", "free_speed", "capacity", "lanes"),
    *("facility_type", "minutes", "delay_factor", "delay_power", "mode", "opened"),
)
CONFIG = ("long_length", "speed", "crs")


def read(node: Grid, link: Grid, config: Grid | None = None) -> NetworkRows:
    """The network in the tables. Without a configuration lengths are kilometres and speeds kilometres an hour."""
    km, kmh, crs = _units(config)
    codes = Codes(0)
    nodes = _nodes(Columns(node, NODE, "."), codes, crs)
    table = Columns(link, LINK, ".")
    length = table.numbers("length", np.nan) * km
    links = LinkRows(
        place=table.place,
        codes=link_codes(table, "link_id", codes),
        start=ends(table, "from_node_id", nodes.codes, codes),
        end=ends(table, "to_node_id", nodes.codes, codes),
        km=length,
        minutes=_minutes(table, length, kmh),
        capacity=table.numbers("capacity", np.inf) * table.numbers("lanes", 1.0),
        delay_factor=table.numbers("delay_factor", 0.0),
        delay_power=table.numbers("delay_power", 1.0),
        mode=_modes(table),
        opened=table.years("opened"),
        row=table.rows,
    )
    return NetworkRows(nodes, with_ways_back(links, ~table.flags("directed", np.ones(len(table), dtype=bool))))


def written(network: Network) -> dict[str, str]:
    """The network as the text of each file, by its name; kilometres and kilometres an hour."""
    nodes, links = network.nodes, network.links
    zone = dict(zip(network.centroids.tolist(), network.zones.codes, strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        speed = links.km / links.minutes * 60
    node_rows = (
        (code, _shown(x), _shown(y), CENTROID if i in zone else "", zone.get(i, ""), int(through))
        for i, (code, x, y, through) in enumerate(zip(nodes.codes, nodes.x, nodes.y, nodes.through, strict=True))
    )
    link_rows = zip(
        links.codes,
        (nodes.codes[i] for i in links.start),
        (nodes.codes[i] for i in links.end),
        (1,) * len(links),
        *(map(_shown, values) for values in (links.km, speed, links.capacity)),
        (1,) * len(links),
        links.mode,
        *(map(_shown, values) for values in (links.minutes, links.delay_factor, links.delay_power)),
        links.mode,
        links.opened.tolist(),
        strict=True,
    )
    return {
        "node.csv": _csv(NODE, node_rows),
        "link.csv": _csv(LINK, link_rows),
        "zone.csv": _csv(("zone_id", "name"), zip(network.zones.codes, network.zones.names, strict=True)),
        "config.csv": _csv(CONFIG, [("km", "kph", nodes.crs)]),
    }


def _nodes(table: Columns, codes: Codes, crs: str) -> NodeRows:
    kinds, zones = table.texts("node_type"), table.texts("zone_id")
    typed = any(kind.casefold() == CENTROID for kind in kinds)
    zone = tuple(
        code if not typed or kind.casefold() == CENTROID else "" for kind, code in zip(kinds, zones, strict=True)
    )
    return NodeRows(
        place=table.place,
        codes=node_codes(table, "node_id", codes),
        through=table.flags("through", np.array([not code for code in zone], dtype=bool)),
        x=table.numbers("x_coord", np.nan),
        y=table.numbers("y_coord", np.nan),
        zone=zone,
        row=table.rows,
        crs=crs,
    )


def _units(config: Grid | None) -> tuple[float, float, str]:
    if config is None:
        return 1.0, 1.0, ""
    table = Columns(config, CONFIG, ".")
    found = []
    for name, units, usual in (("long_length", KM, "km"), ("speed", KMH, "kph")):
        unit = table.texts(name)[0].casefold() or usual
        if unit not in units:
            place = table.place.at(row=int(table.rows[0]), column=name)
            raise WrongContent(
                Problem.NO_SUCH_VALUE, Cure.CORRECT_CELL, place=place, found=unit, expected=", ".join(units)
            )
        found.append(units[unit])
    return found[0], found[1], table.texts("crs")[0]


def _minutes(table: Columns, km: Floats, kmh: float) -> Floats:
    """Length over free speed, where no minutes are given; missing where there is no speed."""
    speed = table.numbers("free_speed", np.nan) * kmh
    with np.errstate(divide="ignore", invalid="ignore"):
        derived = km / np.where(speed > 0, speed, np.nan) * 60
    given = table.numbers("minutes", np.nan)
    return np.asarray(np.where(np.isnan(given), derived, given), dtype=np.float64)


def _modes(table: Columns) -> tuple[Mode, ...]:
    if "mode" in table:
        return table.modes("mode")
    return tuple(FACILITIES.get(text.casefold(), Mode.ROAD) for text in table.texts("facility_type"))


def _shown(value: float) -> str:
    """The shortest text that is read again as the same number; nothing for what is not there or has no limit."""
    return repr(float(value)) if np.isfinite(value) else ""


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
