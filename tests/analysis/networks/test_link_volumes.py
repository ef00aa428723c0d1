"""Trips on links: by hand, against the ways one by one, and what holds of any network."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.networks.hierarchies import Precision, customize, prepare
from samsyn.analysis.networks.link_volumes import link_volumes
from samsyn.analysis.networks.paths import paths
from samsyn.analysis.networks.travel_times import travel_times
from samsyn.analysis.tables import TableError
from tests.analysis.networks.plain_networks import grid, network, networks

LINKS = [(0, 2, 1), (2, 1, 1), (1, 2, 1), (2, 0, 1), (0, 3, 1), (3, 2, 5), (0, 1, 9), (4, 2, 1)]


def test_by_hand():
    made = network(LINKS, nodes=5, zones=[0, 1, 4], closed=[0, 1, 4])
    found = link_volumes(customize(prepare(made)), np.array([[5.0, 10, 2], [3, 0, 0], [7, 1, 0]]))
    # From zone 4: 7 to zone 0 and 1 to zone 1. Nobody gets into zone 4, and who stays in a zone is on no link.
    assert found.volumes.tolist() == [10, 11, 3, 10, 0, 0, 0, 8]
    assert found.unserved == 2


def test_zones_that_are_linked_directly():
    made = network(
        [(0, 1, 3), (0, 1, 2), (1, 0, 9), (0, 2, 1), (2, 1, 1), (1, 2, 1), (2, 0, 1)],
        nodes=3,
        zones=[0, 1],
        closed=[0, 1],
    )
    found = link_volumes(customize(prepare(made)), np.array([[0, 4.0], [6.0, 0]]))
    assert found.volumes.tolist() == [0, 4, 0, 0, 0, 6, 6]


@pytest.fixture(scope="module")
def streets():
    return grid(16, np.random.default_rng(11))


@pytest.mark.parametrize("precision", Precision)
def test_as_the_ways_one_by_one(streets, precision):
    customized = customize(prepare(streets), precision=precision)
    z = len(streets.zones)
    trips = np.random.default_rng(2).random((z, z))
    np.fill_diagonal(trips, 0)
    ways = paths(customized, np.repeat(streets.centroids, z), np.tile(streets.centroids, z))
    each = np.repeat(trips.ravel(), np.diff(ways.starts))
    volumes = np.bincount(ways.links, each, minlength=len(streets.links))
    found = link_volumes(customized, trips)
    if precision is Precision.DOUBLE:  # in 32 bits ways may tie
        assert found.volumes == pytest.approx(volumes, rel=1e-9)
    assert found.volumes @ streets.links.minutes == pytest.approx(volumes @ streets.links.minutes, rel=1e-6)
    assert found.unserved == 0


@given(networks(), st.integers(0, 2**32 - 1))
def test_what_holds_of_any_network(made, seed):
    customized = customize(prepare(made))
    times = travel_times(customized).times
    z = len(times)
    trips = np.random.default_rng(seed).integers(0, 5, (z, z)).astype(float)
    found = link_volumes(customized, trips)
    served = np.isfinite(times) & ~np.eye(z, dtype=bool)
    assert found.unserved == trips[~np.isfinite(times)].sum()
    # All costs are borne, all who leave or arrive do, and what comes to a node that is no zone leaves it.
    assert found.volumes @ made.links.minutes == pytest.approx(
        (trips[served] * times[served]).sum(), rel=1e-9, abs=1e-9
    )
    out, into = (
        np.bincount(end, found.volumes, minlength=len(made.nodes)) for end in (made.links.start, made.links.end)
    )
    balance = np.zeros(len(made.nodes))
    balance[made.centroids] = (trips * served).sum(axis=1) - (trips * served).sum(axis=0)
    assert out - into == pytest.approx(balance, abs=1e-9)
    closed = ~made.nodes.through
    produced = np.zeros(len(made.nodes))
    produced[made.centroids] = (trips * served).sum(axis=1)
    assert out[closed] == pytest.approx(produced[closed], abs=1e-9)


def test_threads_change_no_bit_and_progress_hears_to_the_end(streets):
    customized, heard = customize(prepare(streets)), []
    trips = np.random.default_rng(3).random((len(streets.zones),) * 2)
    with ThreadPoolExecutor(3) as executor:
        beside = link_volumes(customized, trips, executor=executor, progress=heard.append)
    assert np.array_equal(beside.volumes, link_volumes(customized, trips).volumes)
    assert heard[-1] == 1.0


@pytest.mark.parametrize(
    ("trips", "told"),
    [(np.ones((2, 3)), "3 by 3"), (np.full((3, 3), -1.0), "from zone 0 to zone 0"), (np.full((3, 3), np.nan), "nan")],
)
def test_trips_that_cannot_be_are_refused(trips, told):
    made = network(LINKS, nodes=5, zones=[0, 1, 4], closed=[0, 1, 4])
    with pytest.raises(TableError, match=told):
        link_volumes(customize(prepare(made)), trips)
