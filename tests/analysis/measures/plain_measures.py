"""Measures drawn for tests, and their effects the plain way: the changed network anew by Dijkstra, pair by pair."""

import numpy as np
from hypothesis import strategies as st

from samsyn.analysis.accessibility.decay import TIE
from samsyn.analysis.measures.changes import ClosedLink, Measure, NewLink, NewMinutes, NewNode, network_with
from samsyn.analysis.measures.situations import Situation
from samsyn.analysis.networks.hierarchies import customize, prepare
from samsyn.analysis.networks.travel_times import travel_times
from tests.analysis.networks.plain_networks import networks, plain_times


def situation(made, trips=None, people=None, opportunities=None):
    """How things are in a network: by default one trip for each pair, one person and one opportunity in each zone."""
    customized = customize(prepare(made))
    n = len(made.zones)
    return Situation(
        customized,
        travel_times(customized).times,
        np.ones((n, n)) if trips is None else trips,
        np.ones(n) if people is None else people,
        np.ones(n) if opportunities is None else opportunities,
    )


def plain_effects(there, measures, choices, changed=plain_times):
    """The effects of measures together: by zone and in all, by name; `changed` finds the times of a network."""
    before = there.times
    after = changed(network_with(there.customized.hierarchy.network, measures))
    better, worse = after < before * (1 - TIE), after > before * (1 + TIE)
    after = np.where(better | worse, after, before)
    both = np.isfinite(before) & np.isfinite(after)
    saved = np.subtract(before, after, out=np.zeros_like(before), where=both)
    decays = (choices.decay, *choices.others)
    gained = [(each.weights(after) - each.weights(before)) @ there.opportunities for each in decays]
    edges = np.array(choices.limits) * (1 + TIE)
    entered = (after[..., None] <= edges).astype(int) - (before[..., None] <= edges)
    by_zone = {
        "saved": (there.trips * saved).sum(axis=1),
        "accessibility": gained[0],
        "by_decay": np.array(gained[1:]).reshape(-1, len(before)).T,
        "within": np.einsum("ijl,j->il", entered, there.opportunities),
        "improved": better.sum(axis=1),
        "worsened": worse.sum(axis=1),
        "connected": (there.trips * (better & ~np.isfinite(before))).sum(axis=1),
        "cut_off": (there.trips * (worse & ~np.isfinite(after))).sum(axis=1),
    }
    weighted = ("accessibility", "by_decay", "within")
    people = {name: there.people if name in weighted else np.ones_like(there.people) for name in by_zone}
    return by_zone, {name: np.tensordot(people[name], each, 1) for name, each in by_zone.items()}


@st.composite
def measured_networks(draw, most=3):
    """A small network, and some measures on it: any mixture of new, faster, slower and closed links, and new nodes."""
    made = draw(networks())
    return made, [draw(_measures(made, key)) for key in "ABC"[: draw(st.integers(1, most))]]


@st.composite
def _measures(draw, made, key):
    minutes = st.one_of(st.sampled_from([0.0, 1.0, 2.0]), st.floats(0.01, 50))
    stations = [f"{key}{number}" for number in range(draw(st.integers(0, 2)))]
    node = st.sampled_from([*made.nodes.codes, *stations])
    ends = draw(st.lists(st.tuples(node, node, minutes), max_size=4))
    changes = [NewNode(code) for code in stations]
    changes += [NewLink(f"{key}-{i}", a, b, takes) for i, (a, b, takes) in enumerate(ends) if a != b]
    if made.links.codes:
        for code in draw(st.sets(st.sampled_from(made.links.codes), max_size=4)):
            changes.append(ClosedLink(code) if draw(st.booleans()) else NewMinutes(code, draw(minutes)))
    return Measure(key, tuple(changes or [NewNode(f"{key}0")]))
