"""A hierarchy set right for a few new costs is the one that all costs make."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.measures.loss_kernel import customized_anew
from samsyn.analysis.networks.hierarchies import customize, prepare
from samsyn.analysis.networks.hierarchy_kernel import laid
from samsyn.analysis.networks.paths import arcs_to_unpack
from tests.analysis.networks.plain_networks import grid, networks


def assert_set_right(made, costs):
    before, after = customize(prepare(made)), customize(prepare(made), costs)
    hierarchy = before.hierarchy
    up, down = np.empty_like(before.up), np.empty_like(before.down)
    laid(hierarchy.arcs, hierarchy.upward, costs[hierarchy.core], up, down)
    arcs = arcs_to_unpack(before)._replace(up=before.up.copy(), down=before.down.copy())
    customized_anew(arcs, hierarchy.arcs[(costs != made.links.minutes)[hierarchy.core]], up, down)
    assert np.array_equal(arcs.up, after.up)
    assert np.array_equal(arcs.down, after.down)


@settings(deadline=None)
@given(networks(), st.data())
def test_any_new_costs(made, data):
    costs = made.links.minutes.copy()
    for link in data.draw(st.sets(st.integers(0, max(0, len(costs) - 1)), max_size=len(costs))):
        costs[link] = data.draw(st.sampled_from([0.0, 0.5, 3.0, 60.0, np.inf]))
    assert_set_right(made, costs)


def test_streets_that_are_closed():
    made, rng = grid(14, np.random.default_rng(2)), np.random.default_rng(4)
    for _each in range(20):
        costs = made.links.minutes.copy()
        costs[rng.choice(len(costs), 3, replace=False)] = np.inf
        assert_set_right(made, costs)
