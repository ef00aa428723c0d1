"""Travel times: by hand, and against Dijkstra's way on any network that could be drawn."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.networks.hierarchies import Precision, customize, prepare
from samsyn.analysis.networks.paths import paths
from samsyn.analysis.networks.travel_times import times_between, travel_times
from samsyn.analysis.tables import TableError
from tests.analysis.networks.plain_networks import grid, network, networks, plain_times

EXACT = 1e-9
INF = np.inf


def town():
    """Zones 0 and 1 with connectors to a street 2 - 3, and zone 4 on the shortest way between its ends."""
    links = [(0, 2, 1), (2, 0, 1), (1, 3, 1), (3, 1, 1), (2, 3, 10), (3, 2, 12), (2, 4, 2), (4, 3, 2), (3, 4, 2)]
    return network(links, nodes=5, zones=[0, 1, 4], closed=[0, 1, 4])


def test_nobody_goes_through_a_zone():
    times = travel_times(customize(prepare(town()))).times
    # 0 to 1 over the street, not over zone 4; from 4 there is no way to 2 but back along the street.
    assert times.tolist() == [[0, 12, 3], [14, 0, 3], [15, 3, 0]]


def test_who_may_pass_a_zone_does():
    opened = network([(0, 2, 1), (3, 1, 1), (2, 3, 10), (2, 4, 2), (4, 3, 2)], nodes=5, zones=[0, 1, 4], closed=[0, 1])
    assert travel_times(customize(prepare(opened))).times[0].tolist() == [0, 6, 3]


def test_zones_beside_each_other_are_linked_directly():
    beside = network([(0, 1, 4), (0, 1, 3), (0, 2, 1), (2, 1, 5)], nodes=3, zones=[0, 1], closed=[0, 1])
    customized = customize(prepare(beside))
    assert travel_times(customized).times.tolist() == [[0, 3], [INF, 0]]
    assert paths(customized, np.array([0]), np.array([1])).links.tolist() == [1]


def test_a_network_without_links():
    assert travel_times(customize(prepare(network([], nodes=2, zones=[0, 1])))).times.tolist() == [[0, INF], [INF, 0]]


@given(networks())
def test_times_are_those_of_dijkstra(made):
    assert travel_times(customize(prepare(made))).times == pytest.approx(plain_times(made), rel=EXACT)


@given(networks(), st.data())
def test_new_costs_on_a_hierarchy_that_stands(made, data):
    costs = data.draw(st.lists(st.sampled_from([0.0, 0.1, 1.0, 7.5, INF]), min_size=len(made.links), max_size=45))
    costs = np.array(costs)[: len(made.links)]
    assert travel_times(customize(prepare(made), costs)).times == pytest.approx(plain_times(made, costs), rel=EXACT)


@given(networks(), st.data())
def test_between_any_nodes(made, data):
    some = st.sets(st.integers(0, len(made.nodes) - 1)).map(lambda found: np.array(sorted(found), dtype=np.int64))
    origins, destinations = data.draw(some), data.draw(some)
    found = times_between(customize(prepare(made)), origins, destinations, backwards=data.draw(st.booleans()))
    assert found.shape == (len(origins), len(destinations))
    if found.size:
        assert found == pytest.approx(plain_times(made, origins=origins, destinations=destinations), rel=EXACT)


@given(networks(), st.sampled_from(Precision))
def test_paths_are_ways_that_cost_what_the_matrix_says(made, precision):
    customized = customize(prepare(made), precision=precision)
    n = len(made.nodes)
    origins, destinations = np.repeat(np.arange(n), n), np.tile(np.arange(n), n)
    found = paths(customized, origins, destinations)
    times = plain_times(made, origins=np.arange(n), destinations=np.arange(n)).ravel()
    start, end = made.links.start, made.links.end
    for pair in range(len(found)):
        links = found.of(pair)
        if origins[pair] == destinations[pair] or not np.isfinite(times[pair]):
            assert links.size == 0
            continue
        visited = [*start[links], end[links[-1]]]
        assert (visited[0], visited[-1]) == (origins[pair], destinations[pair])
        assert visited[1:] == end[links].tolist()
        assert len(set(visited)) == len(visited)
        assert made.nodes.through[visited[1:-1]].all()
        exact = EXACT if precision is Precision.DOUBLE else 1e-5
        assert made.links.minutes[links].sum() == pytest.approx(times[pair], rel=exact, abs=exact if links.size else 0)


@pytest.fixture(scope="module")
def streets():
    return grid(24, np.random.default_rng(7))


def test_a_town_of_streets(streets):
    found = travel_times(customize(prepare(streets))).times
    assert np.isfinite(found).all()
    assert found == pytest.approx(plain_times(streets), rel=EXACT)


def test_in_half_the_bits(streets):
    single = travel_times(customize(prepare(streets), precision=Precision.SINGLE)).times
    assert single.dtype == np.float32
    assert single == pytest.approx(plain_times(streets), rel=1e-5)


def test_threads_and_another_order_of_zones_change_no_bit(streets):
    customized = customize(prepare(streets))
    alone = travel_times(customized).times
    with ThreadPoolExecutor(3) as executor:
        assert np.array_equal(travel_times(customized, executor=executor).times, alone)
    mixed = np.random.default_rng(1).permutation(len(streets.centroids))
    found = times_between(customized, streets.centroids[mixed], streets.centroids)
    assert np.array_equal(found, alone[mixed])


def test_the_same_network_gives_the_same_hierarchy(streets):
    first, second = prepare(streets), prepare(streets)
    assert all(np.array_equal(a, b) for a, b in zip(first.contraction, second.contraction, strict=True))


def test_progress_hears_to_the_end_and_may_stop_it(streets):
    customized, heard = customize(prepare(streets)), []
    travel_times(customized, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert len(heard) > 1

    def stop(_share):
        raise KeyboardInterrupt

    with ThreadPoolExecutor(2) as executor, pytest.raises(KeyboardInterrupt):
        travel_times(customized, executor=executor, progress=stop)


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        (np.ones(3), "9 links need one cost each"),
        (np.array([1, 1, -2, 1, 1, 1, 1, 1, 1]), r"link 'l2' \(row 3\) costs -2"),
        (np.array([1, np.nan, 1, 1, 1, 1, 1, 1, 1]), r"link 'l1' \(row 2\) costs nan"),
    ],
)
def test_costs_that_cannot_be_are_refused(costs, told):
    with pytest.raises(TableError, match=told):
        customize(prepare(town()), costs)


def test_a_node_twice_is_refused():
    customized = customize(prepare(town()))
    with pytest.raises(TableError, match="twice"):
        times_between(customized, np.array([0, 0]), np.array([1]))
    with pytest.raises(TableError, match="2 origins and 1 destinations"):
        paths(customized, np.array([0, 1]), np.array([1]))


@pytest.mark.parametrize("ask", [times_between, paths])
@pytest.mark.parametrize("node", [-1, 5])
def test_a_node_that_is_not_there_is_refused(ask, node):
    with pytest.raises(TableError, match=f"node {node} is asked for, outside the 5 nodes"):
        ask(customize(prepare(town())), np.array([node]), np.array([1]))


def test_processes_change_no_bit(streets):
    customized = customize(prepare(streets))
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        beside = travel_times(customized, executor=executor).times
    assert np.array_equal(beside, travel_times(customized).times)
