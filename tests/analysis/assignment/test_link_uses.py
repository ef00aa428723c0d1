"""Who uses a link: by hand, against all ways one by one, and what holds of any network. With it, who is delayed."""

import numpy as np
import pytest
from hypothesis import given, settings

from samsyn.analysis.assignment.bottlenecks import bottlenecks
from samsyn.analysis.assignment.equilibrium import AssignmentChoices, assign
from samsyn.analysis.assignment.link_uses import link_use
from samsyn.analysis.networks.hierarchies import prepare
from samsyn.analysis.tables import TableError
from tests.analysis.assignment.plain_assignment import beyond, braess, congested, delayed, plain_flows, trips_of
from tests.analysis.networks.plain_networks import network

FINE = AssignmentChoices(gap=1e-12)


@pytest.fixture(scope="module")
def bridged():
    made = braess()
    return assign(prepare(made), trips_of(made, {(0, 1): 6}), choices=FINE)


def test_by_hand(bridged):
    bridge = link_use(bridged, 4)
    assert bridge.trips == pytest.approx(np.array([[0, 2], [0, 0]]))
    assert bridge.volumes == pytest.approx([2, 0, 0, 2, 2])
    first = link_use(bridged, 0)
    assert first.trips[0, 1] == pytest.approx(4)
    assert first.volumes == pytest.approx([4, 0, 2, 2, 2])


def test_trips_that_meet_have_come_in_the_same_proportions_wherever_they_go():
    # From zone 0 by links 0 (8 of 12) and 1 (4) to node 1; 9 go on to zone 2, 3 to zone 3.
    links = [(0, 1, 4), (0, 1, 8), (1, 2, 1), (1, 3, 1)]
    made = delayed(network(links, nodes=4, zones=[0, 2, 3]), capacity=[8, 4, 1, 1], factor=[1, 0, 0, 0])
    found = assign(prepare(made), trips_of(made, {(0, 1): 9, (0, 2): 3}), choices=FINE)
    assert found.volumes == pytest.approx([8, 4, 9, 3])
    use = link_use(found, 1)
    assert use.trips[0] == pytest.approx([0, 3, 1])
    assert use.volumes == pytest.approx([0, 4, 3, 1])


@settings(deadline=None, max_examples=40)
@given(congested())
def test_what_holds_of_any_link(drawn):
    made, trips, fixed = drawn
    found = assign(prepare(made), trips, fixed=fixed, choices=FINE)
    flows = plain_flows(found)
    for link in range(len(made.links)):
        use = link_use(found, link)
        assert use.trips.sum() == pytest.approx(found.volumes[link], abs=1e-9)
        assert use.trips.sum(axis=1) == pytest.approx(flows[:, link], abs=1e-9)
        assert (use.trips <= found.trips + 1e-9).all()
        assert use.volumes[link] == pytest.approx(found.volumes[link], abs=1e-9)
        assert (use.volumes <= found.volumes + 1e-9).all()
        balance = np.zeros(len(made.nodes))
        balance[made.centroids] = use.trips.sum(axis=1) - use.trips.sum(axis=0)
        assert beyond(made, use.volumes) == pytest.approx(balance, abs=1e-8)


def test_a_link_that_is_not_there(bridged):
    with pytest.raises(TableError, match="link 5 is asked for, outside the 5 links"):
        link_use(bridged, 5)


def test_bottlenecks_by_hand(bridged):
    found = bottlenecks(bridged)
    assert found.load == pytest.approx([4, 2 / 60, 2 / 60, 4, 0.2])
    # 4 trips 40 minutes late on each of two links, 2 trips 2 minutes on three others.
    assert found.delay * 60 == pytest.approx([160, 4, 4, 160, 4])
    assert found.delayed * 60 == pytest.approx([332, 0])
    assert found.delay_each == pytest.approx([332 / 6, 0])
    assert set(found.worst[:2]) == {0, 3}


@settings(deadline=None, max_examples=40)
@given(congested())
def test_all_delay_is_somebodys(drawn):
    made, trips, fixed = drawn
    equilibrium = assign(prepare(made), trips, fixed=fixed)
    found = bottlenecks(equilibrium)
    assert found.delayed == pytest.approx(plain_flows(equilibrium) @ (equilibrium.minutes - made.links.minutes) / 60)
    assert found.delay.sum() == pytest.approx(found.delayed.sum())
    assert (np.diff(found.delay[found.worst]) <= 0).all()
    assert (found.load[np.isinf(made.links.capacity)] == 0).all()
