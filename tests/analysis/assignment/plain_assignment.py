"""Networks drawn for tests of assignment, and plain ways of finding and checking equilibrium."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, minimize

from tests.analysis.networks.plain_networks import network


def delayed(made, *, capacity, factor=1.0, power=1.0):
    """The network with delays: one value for all links, or one a link."""
    m = len(made.links)
    values = {"capacity": capacity, "delay_factor": factor, "delay_power": power}
    arrays = {name: np.broadcast_to(np.asarray(value, dtype=float), m) for name, value in values.items()}
    return replace(made, links=replace(made.links, **arrays))


def braess(bridge=True):
    """Zones 0 and 3; 10 + 10 v, 60 + v and, on the bridge, 10 + v minutes with v on a link."""
    links = [(0, 1, 10), (0, 2, 60), (1, 3, 60), (2, 3, 10), (1, 2, 10)][: 5 if bridge else 4]
    made = network(links, nodes=4, zones=[0, 3], closed=[0, 3])
    return delayed(made, capacity=[1, 60, 60, 1, 10][: len(links)])


def trips_of(made, pairs):
    trips = np.zeros((len(made.zones),) * 2)
    for (origin, destination), count in pairs.items():
        trips[origin, destination] = count
    return trips


@st.composite
def congested(draw):
    """A small network in which every node can be reached from every other, with delays and trips."""
    n = draw(st.integers(3, 8))
    zones = sorted(draw(st.sets(st.integers(0, n - 1), min_size=2, max_size=4)))
    seed = draw(st.integers(0, 2**32 - 1))
    chance = np.random.default_rng(seed)
    around = chance.permutation(n)
    ends = list(zip(around, np.roll(around, 1), strict=True)) + list(zip(np.roll(around, 1), around, strict=True))
    ends += [tuple(pair) for pair in chance.integers(0, n, (draw(st.integers(0, 14)), 2))]
    minutes = chance.choice([0.0, 1.0, 2.0, 5.5, 9.0], len(ends))
    made = network([(i, j, t) for (i, j), t in zip(ends, minutes, strict=True)], nodes=n, zones=zones)
    m = len(ends)
    made = delayed(
        made,
        capacity=chance.choice([3.0, 10.0, 40.0, np.inf], m),
        factor=chance.choice([0.0, 0.15, 1.0], m),
        power=chance.choice([0.0, 1.0, 1.5, 4.0], m),
    )
    trips = chance.integers(0, 30, (len(zones),) * 2).astype(float)
    return made, trips, chance.choice([0.0, 0.5, 2.0], m)


def plain_flows(equilibrium):
    """(zones, links) trips from each zone on each link, from the bushes."""
    bushes, links, centroids = equilibrium.bushes, equilibrium.network.links, equilibrium.network.centroids
    flows = np.zeros((len(centroids), len(links)))
    for r, flow in enumerate(flows):
        own = bushes.links[bushes.starts[r] : bushes.starts[r + 1]].tolist()
        shares = bushes.shares[bushes.share_starts[r] : bushes.share_starts[r + 1]].tolist()
        meeting = np.bincount(links.end[own], minlength=len(equilibrium.network.nodes)) > 1
        into = np.zeros(len(meeting))
        into[centroids] = equilibrium.trips[r]
        for link in reversed(own):
            flow[link] = into[links.end[link]] * (shares.pop() if meeting[links.end[link]] else 1.0)
            into[links.start[link]] += flow[link]
    return flows


def beyond(made, flow):
    """(nodes,) what leaves each node beyond what comes to it."""
    out, into = (np.bincount(end, flow, minlength=len(made.nodes)) for end in (made.links.start, made.links.end))
    return out - into


def plain_equilibrium(made, trips, fixed):
    """(links,) volumes that make the objective least, over all simple ways: for very small networks."""
    ways, pairs = [], []
    for r, s in zip(*np.nonzero(trips), strict=True):
        found = list(_ways(made, made.centroids[r], made.centroids[s]))
        ways += found
        pairs += [(r, s)] * len(found)
    on = np.array([np.bincount(way, minlength=len(made.links)) for way in ways], dtype=float)
    listed = sorted(set(pairs))
    belongs = np.array([[pair == each for pair in pairs] for each in listed], dtype=float)
    totals = np.array([trips[pair] for pair in listed])
    start = (belongs / belongs.sum(axis=1, keepdims=True)).T @ totals
    found = minimize(
        lambda flows: objective(made, flows @ on, fixed) / totals.sum(),
        start,
        jac=lambda flows: on @ (made.links.congested(np.maximum(flows @ on, 0)) + fixed) / totals.sum(),
        bounds=[(0, None)] * len(ways),
        constraints=LinearConstraint(belongs, totals, totals),
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 2000},
    )
    return np.maximum(found.x, 0) @ on


def objective(made, volumes, fixed):
    links = made.links
    whole = volumes * (links.minutes + fixed)
    risen = links.minutes * links.delay_factor * (np.maximum(volumes, 0) / links.capacity) ** links.delay_power
    return float((whole + risen * volumes / (links.delay_power + 1)).sum())


def _ways(made, at, goal, been=()):
    if at == goal:
        yield []
        return
    if been and not made.nodes.through[at]:
        return
    for link in np.flatnonzero(made.links.start == at):
        if made.links.end[link] not in (*been, at):
            yield from ([link, *rest] for rest in _ways(made, made.links.end[link], goal, (*been, at)))
