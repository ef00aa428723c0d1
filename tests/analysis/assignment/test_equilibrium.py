"""Equilibrium: by hand, against the least of the objective, and what holds of any network; published test networks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from samsyn.analysis.assignment.equilibrium import AssignmentChoices, assign
from samsyn.analysis.networks.hierarchies import prepare
from samsyn.analysis.tables import TableError
from tests.analysis.assignment.plain_assignment import (
    beyond,
    braess,
    congested,
    delayed,
    objective,
    plain_equilibrium,
    plain_flows,
    trips_of,
)
from tests.analysis.assignment.road_tests import OBJECTIVES, road_test
from tests.analysis.networks.plain_networks import grid, network, plain_times

FINE = AssignmentChoices(gap=1e-12)


def two_roads():
    """10 + v minutes, or 20 whoever is there."""
    return delayed(network([(0, 1, 10), (0, 1, 20)], nodes=2, zones=[0, 1]), capacity=[10, np.inf], factor=[1, 0])


@pytest.mark.parametrize(("trips", "volumes"), [(0, [0, 0]), (4, [4, 0]), (10, [10, 0]), (15, [10, 5])])
def test_two_roads_by_hand(trips, volumes):
    made = two_roads()
    found = assign(prepare(made), trips_of(made, {(0, 1): trips}), choices=FINE)
    assert found.volumes == pytest.approx(volumes, abs=1e-9)
    assert found.reached


def test_braess_paradox_a_new_road_makes_everybody_slower():
    before, after = braess(bridge=False), braess()
    trips = trips_of(before, {(0, 1): 6})
    without, bridged = (assign(prepare(made), trips, choices=FINE) for made in (before, after))
    assert without.volumes == pytest.approx([3, 3, 3, 3])
    assert bridged.volumes == pytest.approx([4, 2, 2, 4, 2])
    assert without.minutes[[0, 2]].sum() == pytest.approx(103)
    assert bridged.minutes[[0, 2]].sum() == pytest.approx(112)
    assert bridged.minutes[[0, 4, 3]].sum() == pytest.approx(112)


def test_a_toll_moves_trips_and_is_no_minute():
    made = two_roads()
    found = assign(prepare(made), trips_of(made, {(0, 1): 15}), fixed=np.array([4.0, 0.0]), choices=FINE)
    assert found.volumes == pytest.approx([6, 9])
    assert found.minutes == pytest.approx([16, 20])
    assert found.costs == pytest.approx([20, 20])


def test_nobody_goes_through_a_zone():
    links = [(0, 2, 10), (2, 0, 10), (2, 1, 10), (1, 2, 10), (0, 3, 1), (3, 1, 1)]
    made = delayed(network(links, nodes=4, zones=[0, 1, 3], closed=[0, 1, 3]), capacity=1.0)
    found = assign(prepare(made), trips_of(made, {(0, 1): 5, (0, 2): 1}), choices=FINE)
    assert found.volumes == pytest.approx([5, 0, 5, 0, 1, 0])


@settings(deadline=None, max_examples=60)
@given(congested())
def test_what_holds_of_any_equilibrium(drawn):
    made, trips, fixed = drawn
    found = assign(prepare(made), trips, fixed=fixed, choices=FINE)
    flows = plain_flows(found)
    assert found.volumes == pytest.approx(flows.sum(axis=0), abs=1e-9)
    assert found.costs == pytest.approx(made.links.congested(found.volumes) + fixed)
    # Nobody is lost on the way: what leaves a node beyond what comes is what begins there less what ends there.
    np.fill_diagonal(trips, 0)
    for r, flow in enumerate(flows):
        balance = np.zeros(len(made.nodes))
        balance[made.centroids] = -trips[r]
        balance[made.centroids[r]] += trips[r].sum()
        assert beyond(made, flow) == pytest.approx(balance, abs=1e-9)
    # Wardrop: who is on a link is on a cheapest way, by Dijkstra's method.
    times = plain_times(made, found.costs, destinations=np.arange(len(made.nodes)))
    longer = times[:, made.links.start] + found.costs - times[:, made.links.end]
    total = found.volumes @ found.costs
    assert (flows * longer).sum() <= 2e-12 * total
    assert (longer[flows > 1e-3] <= 1e-8 * max(total, 1)).all()
    assert found.objective == pytest.approx(objective(made, found.volumes, fixed))


@pytest.mark.parametrize("seed", range(12))
def test_as_the_least_of_the_objective(seed):
    chance = np.random.default_rng(seed)
    ends = [(0, 2), (2, 1), (0, 3), (3, 1), (2, 3), (3, 2), (1, 2), (2, 0), (3, 4), (4, 1), (0, 4), (0, 2)]
    made = network([(i, j, chance.uniform(1, 9)) for i, j in ends], nodes=5, zones=[0, 1], closed=[0, 1][: seed % 3])
    made = delayed(made, capacity=chance.uniform(2, 9, 12), factor=0.15 + seed % 2, power=chance.choice([1, 2, 4], 12))
    trips, fixed = trips_of(made, {(0, 1): 20, (1, 0): 7}), chance.uniform(0, 1, 12)
    found = assign(prepare(made), trips, fixed=fixed, choices=FINE)
    plain = plain_equilibrium(made, trips, fixed)
    assert found.objective <= objective(made, plain, fixed) * (1 + 1e-12)
    assert found.objective == pytest.approx(objective(made, plain, fixed), rel=1e-8)
    assert found.volumes == pytest.approx(plain, abs=0.02)


@pytest.fixture(scope="module")
def town():
    chance = np.random.default_rng(5)
    made = grid(12, chance)
    m = len(made.links)
    made = delayed(made, capacity=chance.uniform(20, 60, m), factor=0.15, power=4)
    return made, chance.integers(0, 3, (len(made.zones),) * 2).astype(float)


def test_begun_with_an_equilibrium_it_comes_to_the_same_and_sooner(town):
    made, trips = town
    before = assign(prepare(made), trips, choices=FINE)
    wider = replace(
        made, links=replace(made.links, capacity=made.links.capacity * np.where(made.links.start < 9, 2, 1))
    )
    afresh, warm = (assign(prepare(wider), trips, choices=FINE, start=start) for start in (None, before))
    assert warm.reached
    assert warm.volumes == pytest.approx(afresh.volumes, abs=1e-4)
    assert warm.objective == pytest.approx(afresh.objective, rel=1e-12)
    assert warm.gaps[0] < afresh.gaps[0]
    assert len(warm.gaps) < len(afresh.gaps)
    again = assign(prepare(made), trips, choices=FINE, start=before)
    assert len(again.gaps) == 1
    more = assign(prepare(made), trips * 1.1, choices=FINE, start=before)
    assert more.objective == pytest.approx(assign(prepare(made), trips * 1.1, choices=FINE).objective, rel=1e-12)


def test_the_same_every_time_to_the_bit(town):
    made, trips = town
    one, other = (assign(prepare(made), trips) for _each in range(2))
    assert np.array_equal(one.volumes, other.volumes)
    assert np.array_equal(one.gaps, other.gaps)


def test_progress_tells_the_gap_and_may_cancel(town):
    made, trips = town
    told = []
    found = assign(prepare(made), trips, progress=lambda share, gap: told.append((share, gap)))
    shares, gaps = zip(*told, strict=True)
    assert list(shares) == sorted(shares)
    assert 0 <= shares[0] < shares[-1] == 1
    assert list(gaps) == found.gaps[1:].tolist()

    def stop(share, gap):
        raise InterruptedError(f"at {share}, {gap}")

    with pytest.raises(InterruptedError):
        assign(prepare(made), trips, progress=stop)


def test_after_so_many_sweeps_it_says_how_far_it_came(town):
    made, trips = town
    found = assign(prepare(made), trips, choices=AssignmentChoices(gap=1e-12, sweeps=2))
    assert not found.reached
    assert len(found.gaps) == 3
    assert found.gap > 1e-12


NO_WAY = network([(0, 1, 1)], nodes=3, zones=[0, 1, 2])


@pytest.mark.parametrize(
    ("trips", "told"),
    [
        (np.ones((2, 3)), "3 by 3"),
        (np.full((3, 3), -1.0), "from zone '000' to zone '000' are -1"),
        (np.diag([0, np.nan, 0]), "'001' are nan"),
        (np.diag([0, 0, np.inf]), "'002' are inf"),
        (
            trips_of(NO_WAY, {(0, 1): 3, (0, 2): 4}),
            r"4 trips from zone '000' to zone '002' have no way \(1 such pairs\)",
        ),
    ],
)
def test_trips_that_cannot_be_are_refused(trips, told):
    with pytest.raises(TableError, match=told):
        assign(prepare(NO_WAY), trips)


def test_links_that_cannot_be_are_refused(town):
    made, trips = two_roads(), np.zeros((2, 2))
    with pytest.raises(TableError, match=r"link 'l1' .row 2.: capacity is 0"):
        delayed(made, capacity=[1, 0])
    with pytest.raises(TableError, match=r"link 'l0' .row 1.: delay_power is 0.5"):
        assign(prepare(delayed(made, capacity=1, power=0.5)), trips)
    for fixed, told in (([1.0], "2 links"), ([0, -1.0], "'l1' .row 2.: its fixed cost is -1"), ([np.nan, 0], "nan")):
        with pytest.raises(TableError, match=told):
            assign(prepare(made), trips, fixed=np.array(fixed))
    with pytest.raises(TableError, match="other links"):
        assign(prepare(made), trips, start=assign(prepare(town[0]), town[1]))


@pytest.mark.parametrize("choices", [{"gap": 0.0}, {"gap": np.nan}, {"gap": 1.0}, {"sweeps": 0}])
def test_choices_that_cannot_be_are_refused(choices):
    with pytest.raises(TableError):
        AssignmentChoices(**choices)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_published_networks_to_the_best_that_is_known(shared, name):
    test = road_test(shared, name)
    found = assign(prepare(test.network), test.trips, fixed=test.fixed, choices=FINE)
    assert found.reached
    assert found.objective == pytest.approx(OBJECTIVES[name], abs=1e-5)
    assert found.volumes == pytest.approx(test.best, abs=1e-3)
