"""A hierarchy set right for a few new costs is the one that all costs make."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.measures.loss_kernel import customized_anew
from samsyn.analysis.measures.times import parts_of
from samsyn.analysis.networks.hierarchies import customize, prepare
from tests.analysis.networks.plain_networks import grid, networks


def assert_set_right(made, costs):
    before, after = customize(prepare(made)), customize(prepare(made), costs)
    hierarchy, up, down = before.hierarchy, before.up.copy(), before.down.copy()
    slower = hierarchy.arcs[(costs != made.links.minutes)[hierarchy.core]]
    customized_anew(parts_of(hierarchy), slower, costs, up, down)
    assert np.array_equal(up, after.up)
    assert np.array_equal(down, after.down)


@settings(deadline=None)
@given(networks(), st.data())
def test_any_links_that_become_slower(made, data):
    costs = made.links.minutes.copy()
    for link in data.draw(st.sets(st.integers(0, max(0, len(costs) - 1)), max_size=len(costs))):
        costs[link] += data.draw(st.sampled_from([0.5, 3.0, 60.0, np.inf]))
    assert_set_right(made, costs)


def test_streets_that_are_closed():
    made, rng = grid(14, np.random.default_rng(2)), np.random.default_rng(4)
    for _each in range(20):
        costs = made.links.minutes.copy()
        costs[rng.choice(len(costs), 3, replace=False)] = np.inf
        assert_set_right(made, costs)
