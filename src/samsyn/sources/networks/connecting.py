"""Zones for a network that has none: each gets a node of its own, and a connector to the nearest road and back."""

from dataclasses import replace

import numpy as np
import shapely
from pyproj import Geod, Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.crs import WGS84
from samsyn.sources.errors import WrongContent
from samsyn.sources.networks.records import ARRAYS, LinkRows, NetworkRows
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries, Floats, Ints

CONNECTOR_KMH = 30.0
LONGEST_KM = 30.0
"""A zone that is further from every road is not within the network."""


def connected(rows: NetworkRows, areas: Boundaries, kmh: float = CONNECTOR_KMH) -> NetworkRows:
    """The network, in WGS 84, with a zone for each of the areas.

    A zone lies at the centre of its area. Its connectors lead to and from the nearest of the nodes of roads from which
    all such nodes are reached that reach it: no zone hangs on an island. Their length is the straight distance.
    """
    x, y = _centres(areas)
    candidates = _well_connected(rows)
    nearest = candidates[_nearest(rows.nodes.x[candidates], rows.nodes.y[candidates], x, y)]
    km = np.asarray(Geod(ellps="WGS84").inv(x, y, rows.nodes.x[nearest], rows.nodes.y[nearest])[2]) / 1000
    far = np.flatnonzero(km > LONGEST_KM)
    if far.size:
        code = areas.codes[far[0]]
        place = areas.place.at(row=int(areas.row[far[0]]))
        expected = f"{LONGEST_KM:g} km"
        raise WrongContent(
            Problem.FAR_FROM_ROADS,
            Cure.WIDER_EXTRACT,
            place=place,
            found=f"{code}: {km[far[0]]:.0f} km",
            expected=expected,
        )
    n, k = len(rows.nodes), len(areas.codes)
    nodes = replace(
        rows.nodes,
        codes=(*rows.nodes.codes, *(f"zone {code}" for code in areas.codes)),
        through=np.append(rows.nodes.through, np.zeros(k, dtype=bool)),
        x=np.append(rows.nodes.x, x),
        y=np.append(rows.nodes.y, y),
        zone=(*rows.nodes.zone, *areas.codes),
        row=np.append(rows.nodes.row, np.zeros(k, dtype=np.int64)),
    )
    links = _with_connectors(rows.links, np.arange(n, n + k), nearest, km, km * 60 / kmh)
    return NetworkRows(nodes, links, dict(zip(areas.codes, areas.names, strict=True)))


def _centres(areas: Boundaries) -> tuple[Floats, Floats]:
    for shape, row in zip(areas.shapes, areas.row, strict=True):
        if shape is None or shape.is_empty:
            raise WrongContent(Problem.NOT_A_POLYGON, Cure.ONLY_POLYGONS, place=areas.place.at(row=int(row)))
    centres = shapely.get_coordinates(shapely.centroid(areas.shapes))
    x, y = Transformer.from_crs(areas.crs, WGS84, always_xy=True).transform(centres[:, 0], centres[:, 1])
    return np.asarray(x), np.asarray(y)


def _well_connected(rows: NetworkRows) -> Ints:
    """The nodes of roads in the largest part in which all reach all."""
    links, n = rows.links, len(rows.nodes)
    graph = csr_array((np.ones(len(links)), (links.start, links.end)), shape=(n, n))
    _count, part = connected_components(graph, connection="strong")
    road = np.array([mode is Mode.ROAD for mode in links.mode], dtype=bool)
    on_road = np.zeros(n, dtype=bool)
    on_road[links.start[road]] = on_road[links.end[road]] = True
    if not on_road.any():
        raise WrongContent(Problem.NO_WAYS, Cure.ANOTHER_FILE, place=rows.nodes.place)
    return np.flatnonzero(on_road & (part == np.argmax(np.bincount(part[on_road]))))


def _nearest(x: Floats, y: Floats, to_x: Floats, to_y: Floats) -> Ints:
    """For each place the nearest of the points, on the globe."""
    _distance, at = cKDTree(_on_globe(x, y)).query(_on_globe(to_x, to_y))
    return np.asarray(at, dtype=np.int64)


def _on_globe(x: Floats, y: Floats) -> Floats:
    east, north = np.radians(x), np.radians(y)
    return np.column_stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))


def _with_connectors(links: LinkRows, zones: Ints, nodes: Ints, km: Floats, minutes: Floats) -> LinkRows:
    k = len(zones)
    twice = {"km": km, "minutes": minutes, "capacity": np.full(k, np.inf), "delay_factor": np.zeros(k)}
    twice |= {"delay_power": np.ones(k), "opened": np.zeros(k, np.int64), "row": np.zeros(k, np.int64)}
    added = {name: np.concatenate((values, values)) for name, values in twice.items()}
    added |= {"start": np.concatenate((zones, nodes)), "end": np.concatenate((nodes, zones))}
    codes = (*(f"from zone {i}" for i in range(1, k + 1)), *(f"to zone {i}" for i in range(1, k + 1)))
    return LinkRows(
        place=links.place,
        codes=(*links.codes, *codes),
        mode=(*links.mode, *(Mode.CONNECTOR,) * (2 * k)),
        **{name: np.concatenate((getattr(links, name), added[name])) for name in ARRAYS},
    )
