"""Networks drawn for tests, and the plain way of finding travel times: Dijkstra's, on a graph with centroids split."""

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from samsyn.analysis.networks.tables import Links, Mode, Network, Nodes
from samsyn.analysis.tables import areas_of


def network(links, *, nodes, zones, closed=()):
    """A network of (start, end, minutes); zones are nodes by position; nobody passes the closed nodes."""
    start, end, minutes = (np.array(column) for column in zip(*links, strict=True)) if links else ([], [], [])
    m = len(links)
    through = np.ones(nodes, dtype=bool)
    through[list(closed)] = False
    codes = [f"{zone:03}" for zone in zones]
    return Network(
        Nodes(tuple(str(i) for i in range(nodes)), through, np.full(nodes, np.nan), np.full(nodes, np.nan)),
        Links(
            codes=tuple(f"l{i}" for i in range(m)),
            start=np.array(start, dtype=np.int64),
            end=np.array(end, dtype=np.int64),
            km=np.ones(m),
            minutes=np.array(minutes, dtype=np.float64),
            capacity=np.full(m, np.inf),
            delay_factor=np.zeros(m),
            delay_power=np.ones(m),
            mode=(Mode.ROAD,) * m,
            opened=np.zeros(m, dtype=np.int64),
        ),
        areas_of({code: code for code in codes}),
        np.array(sorted(zones), dtype=np.int64),
    )


def plain_times(made, costs=None, origins=None, destinations=None):
    """Every node is split in two: one that links leave from, one that they arrive at. Who may pass goes across."""
    n, links, through = len(made.nodes), made.links, made.nodes.through
    costs = links.minutes if costs is None else costs
    across = np.flatnonzero(through)
    start = np.concatenate((links.start, across + n))
    end = np.concatenate((links.end + n, across))
    weight = np.concatenate((costs, np.zeros(len(across))))
    # Of parallel links the cheapest; closed links are none. What costs nothing must stand in the graph all the same.
    order = np.lexsort((weight, end, start))
    start, end, weight = start[order], end[order], weight[order]
    first = np.append(True, (np.diff(start) != 0) | (np.diff(end) != 0))[: len(start)] & np.isfinite(weight)
    graph = csr_array((weight[first], (start[first], end[first])), shape=(2 * n, 2 * n))
    origins = made.centroids if origins is None else origins
    destinations = made.centroids if destinations is None else destinations
    times = dijkstra(graph, indices=origins)[:, destinations + n]
    times[origins[:, None] == destinations] = 0.0
    return times


@st.composite
def networks(draw):
    """Any small network: one-way and parallel links, links to themselves, without cost, parts that do not connect."""
    n = draw(st.integers(1, 14))
    node = st.integers(0, n - 1)
    minutes = st.one_of(st.sampled_from([0.0, 1.0, 2.0]), st.floats(0.01, 50))
    links = draw(st.lists(st.tuples(node, node, minutes), max_size=45))
    zones = draw(st.sets(node, min_size=1))
    closed = draw(st.sets(node))
    return network(links, nodes=n, zones=zones, closed=closed)


def grid(side, rng):
    """A town of side x side streets, some of them one-way, with a zone that nobody passes at every third corner."""
    corner = np.arange(side * side).reshape(side, side)
    streets = [*zip(corner[:, :-1].ravel(), corner[:, 1:].ravel(), strict=True)]
    streets += zip(corner[:-1].ravel(), corner[1:].ravel(), strict=True)
    links = [(a, b, rng.uniform(0.5, 3)) for a, b in streets]
    links += [(b, a, rng.uniform(0.5, 3)) for a, b in streets if rng.random() < 0.8]
    zones = range(side * side, side * side + len(range(0, side * side, 3)))
    for zone, at in zip(zones, range(0, side * side, 3), strict=True):
        links += [(zone, at, 0.3), (at, zone, 0.2), (zone, (at + 1) % side**2, 0.5), ((at + 1) % side**2, zone, 0.4)]
    return network(links, nodes=zones.stop, zones=zones, closed=zones)
