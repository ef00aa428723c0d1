"""Effects of measures: drawn by hand, and against the whole changed network on any network that could be drawn."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given, settings

from samsyn.analysis.accessibility.decay import Exponential, Steps
from samsyn.analysis.measures.changes import ClosedLink, Measure, NewLink, NewMinutes, NewNode, network_with
from samsyn.analysis.measures.effects import BATCH, measure_effects
from samsyn.analysis.measures.situations import EffectChoices, Situation
from samsyn.analysis.measures.sums import ROOM
from samsyn.analysis.measures.times import new_times
from samsyn.analysis.networks.hierarchies import Precision, customize, prepare
from samsyn.analysis.networks.travel_times import travel_times
from samsyn.analysis.tables import TableError
from samsyn.sources.files import opened
from samsyn.sources.networks import tntp
from samsyn.sources.networks.settling import settled
from tests.analysis.measures.plain_measures import measured_networks, plain_effects, situation
from tests.analysis.networks.plain_networks import grid, network, plain_times

EXACT = 1e-9
CHOICES = EffectChoices(Steps((10.0, 20.0), (1.0, 0.5)), (10.0, 20.0), (Exponential(0.1), Steps((15.0,), (1.0,))))


def valley():
    """Zones 0, 1 and 2 along a road over 3 and 4, both ways; 0 - 3 - 1 - 4 - 2 takes 6, 6, 9 and 9 minutes."""
    road = [(0, 3, 6), (3, 1, 6), (1, 4, 9), (4, 2, 9)]
    links = road + [(b, a, minutes) for a, b, minutes in road]
    return network(links, nodes=5, zones=[0, 1, 2])


def effects_of(made, *measures, **amounts):
    return measure_effects(situation(made, **amounts), measures, CHOICES)


def assert_as_plain(there, measures, choices=CHOICES, changed=plain_times):
    found = measure_effects(there, measures, choices)
    for m, measure in enumerate(measures):
        by_zone, total = plain_effects(there, [measure], choices, changed)
        for name, values in by_zone.items():
            assert getattr(found.by_zone, name)[m] == pytest.approx(values, rel=EXACT, abs=EXACT), name
            assert getattr(found.total, name)[m] == pytest.approx(total[name], rel=EXACT, abs=EXACT), name
            if values.dtype.kind == "i" and name != "within":
                assert getattr(found.by_zone, name)[m].tolist() == values.tolist()


def test_a_faster_link():
    found = effects_of(valley(), Measure("A", (NewMinutes("l1", 4.0),)), people=[10, 20, 30], opportunities=[1, 2, 4])
    # From 0 to 1 in 10 minutes instead of 12, to 2 in 28 instead of 30.
    assert found.keys == ("A",)
    assert found.by_zone.saved.tolist() == [[4, 0, 0]]
    assert found.by_zone.improved.tolist() == [[2, 0, 0]]
    assert found.by_zone.within.tolist() == [[[2, 0], [0, 0], [0, 0]]]
    assert found.total.within.tolist() == [[20, 0]]
    assert found.by_zone.accessibility.tolist() == [[1, 0, 0]]
    assert found.total.accessibility.tolist() == [10]
    assert found.total.worsened.tolist() == [0]


def test_a_new_link_and_its_way_back():
    tunnel = Measure("tunnel", (NewLink("there", "0", "4", 5.0), NewLink("back", "4", "0", 7.0)))
    found = effects_of(valley(), tunnel, trips=[[9, 1, 2], [3, 9, 4], [5, 6, 9]])
    # 0 - 2 in 14 instead of 30, 2 - 0 in 16; 0 - 1 stays at 12, as 14 over the tunnel is more; so does 1 - 0.
    assert found.by_zone.saved.tolist() == [[2 * 16, 0, 5 * 14]]
    assert found.total.improved.tolist() == [2]


def test_a_closure_cuts_off_or_sends_round():
    closure = Measure("closed", (ClosedLink("l0"),))
    found = effects_of(valley(), closure, trips=[[9, 1, 2], [3, 9, 4], [5, 6, 9]])
    assert found.by_zone.cut_off.tolist() == [[3, 0, 0]]
    assert found.by_zone.worsened.tolist() == [[2, 0, 0]]
    assert found.total.saved.tolist() == [0]
    assert found.by_zone.within.tolist() == [[[0, -1], [0, 0], [0, 0]]]
    by_ferry = Measure("ferry", (ClosedLink("l0"), NewLink("ferry", "0", "1", 20.0)))
    found = effects_of(valley(), by_ferry)
    assert found.by_zone.saved.tolist() == [[-16, 0, 0]]


def test_a_new_way_connects():
    island = network([(0, 1, 5.0)], nodes=2, zones=[0, 1])
    found = effects_of(island, Measure("back", (NewLink("back", "1", "0", 8.0),)), trips=[[0, 7], [3, 0]])
    assert found.by_zone.connected.tolist() == [[0, 3]]
    assert found.total.saved.tolist() == [0]
    assert found.total.improved.tolist() == [1]


def test_a_package_is_more_than_its_parts():
    """A line with a new station between: neither half leads anywhere alone."""
    halves = NewLink("in", "0", "halt", 2.0), NewLink("out", "halt", "2", 3.0)
    first = Measure("first", (NewNode("halt"), halves[0]))
    second = Measure("second", (NewNode("halt"), halves[1]))
    found = effects_of(valley(), first, second, Measure("line", (NewNode("halt"), *halves)))
    # From 0 to 2 in 5 instead of 30; from 1 back over 0 in 17 instead of 18.
    assert found.total.saved.tolist() == [0, 0, 26]
    times = new_times(situation(valley()), [first, second]).times
    assert times.tolist() == [[0, 12, 5], [12, 0, 17], [30, 18, 0]]


def test_nobody_goes_through_a_zone_that_a_new_link_leads_to():
    made = network([(0, 2, 1), (2, 1, 9), (2, 0, 1)], nodes=3, zones=[0, 1], closed=[0, 1])
    links = NewLink("in", "2", "0", 0.5), NewLink("out", "0", "1", 3.0)
    found = new_times(situation(made), [Measure("both", links)])
    assert found.times.tolist() == [[0, 3], [np.inf, 0]]


def test_slower_and_faster_in_one_package():
    swap = Measure("swap", (NewMinutes("l1", 16.0), NewLink("bridge", "3", "4", 4.0)))
    found = new_times(situation(valley()), [swap]).times
    # 0 - 1: 6 + 16 on the road, 6 + 4 + 9 over the bridge; 0 - 2: 6 + 4 + 9.
    assert found.tolist() == [[0, 19, 19], [12, 0, 18], [30, 18, 0]]
    effects = effects_of(valley(), swap)
    assert effects.by_zone.saved.tolist() == [[11 - 7, 0, 0]]
    assert (effects.total.improved.tolist(), effects.total.worsened.tolist()) == ([1], [1])


def test_what_does_not_change_has_no_effect():
    same = Measure("same", (NewMinutes("l0", 6.0),))
    detour = Measure("detour", (NewLink("detour", "0", "2", 30.0),))
    found = effects_of(valley(), same, detour)
    assert all(not each.any() for each in (*found.by_zone, *found.total))


def test_no_measures():
    found = effects_of(valley())
    assert found.by_zone.saved.shape == (0, 3)
    assert new_times(situation(valley()), []).times.tolist() == situation(valley()).times.tolist()


@settings(deadline=None, max_examples=200)
@given(measured_networks())
def test_effects_are_those_of_the_whole_changed_network(drawn):
    made, measures = drawn
    assert_as_plain(situation(made), measures)


@settings(deadline=None, max_examples=200)
@given(measured_networks())
def test_times_together_are_those_of_the_whole_changed_network(drawn):
    made, measures = drawn
    found = new_times(situation(made), measures).times
    assert found == pytest.approx(plain_times(network_with(made, measures)), rel=EXACT)


@pytest.fixture(scope="module")
def streets():
    return grid(16, np.random.default_rng(7))


def some_measures(made, count, rng):
    """Streets faster both ways, new short cuts, closures, and packages of all three."""
    links, measures = made.links, []
    for number in range(count):
        some = rng.choice(len(links), 3, replace=False)
        faster = [NewMinutes(links.codes[link], links.minutes[link] * rng.uniform(0.2, 0.9)) for link in some]
        a, b = (made.nodes.codes[node] for node in rng.choice(len(made.nodes), 2, replace=False))
        cut = NewLink(f"n{number}", a, b, rng.uniform(0.5, 4))
        closed = ClosedLink(links.codes[some[0]])
        slower = NewMinutes(links.codes[some[1]], links.minutes[some[1]] * 2)
        kinds = (faster[:1], faster, [cut], [closed], [slower, cut, faster[0]])
        measures.append(Measure(f"m{number:03}", tuple(kinds[number % len(kinds)])))
    return measures


def town(made, rng):
    n = len(made.zones)
    return situation(made, rng.uniform(0, 9, (n, n)), rng.uniform(0, 5, n), rng.uniform(0, 7, n))


def test_a_town_of_streets(streets):
    rng = np.random.default_rng(3)
    assert_as_plain(town(streets, rng), some_measures(streets, 25, rng), EffectChoices(Exponential(0.1), (3.0, 12.0)))


def test_more_links_and_pairs_than_one_batch_takes(streets):
    rng = np.random.default_rng(5)
    there, measures = town(streets, rng), []
    for number in range(BATCH // 4 + 3):
        some = rng.choice(len(streets.links), 16, replace=False)
        changes = [NewMinutes(streets.links.codes[link], streets.links.minutes[link] / 2) for link in some]
        measures.append(Measure(f"m{number:03}", tuple(changes)))
    found = measure_effects(there, measures, CHOICES)
    again = measure_effects(there, measures[::-1], CHOICES)
    assert found.total.improved.sum() > ROOM
    assert all(np.array_equal(a, b[::-1]) for a, b in zip(found.by_zone, again.by_zone, strict=True))
    alone = measure_effects(there, measures[-1:], CHOICES)
    assert all(np.array_equal(a[-1:], b) for a, b in zip(found.by_zone, alone.by_zone, strict=True))


@pytest.mark.parametrize("pool", ["threads", "processes"])
def test_an_executor_changes_no_bit(streets, pool):
    rng = np.random.default_rng(3)
    there, measures = town(streets, rng), some_measures(streets, 20, rng)
    alone = measure_effects(there, measures, CHOICES)
    joint = new_times(there, measures).times
    made = ThreadPoolExecutor(3) if pool == "threads" else ProcessPoolExecutor(1, get_context("spawn"))
    with made as executor:
        beside = measure_effects(there, measures, CHOICES, executor=executor)
        assert np.array_equal(new_times(there, measures, executor=executor).times, joint)
    for one, other in zip((*alone.by_zone, *alone.total), (*beside.by_zone, *beside.total), strict=True):
        assert np.array_equal(one, other)


def test_progress_hears_to_the_end_and_may_stop_it(streets):
    rng = np.random.default_rng(3)
    there, measures, heard = town(streets, rng), some_measures(streets, 10, rng), []
    measure_effects(there, measures, CHOICES, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert len(heard) > 2

    def stop(_share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure_effects(there, measures, CHOICES, progress=stop)


@pytest.mark.parametrize("name", ["SiouxFalls", "Anaheim"])
def test_a_real_network(shared, name):
    path = shared / "data" / "tntp" / name / f"{name}_net.tntp"
    if not path.exists():
        pytest.skip(f"{name} is not among the real data")
    made, rng = settled(tntp.read(opened(path))).network, np.random.default_rng(11)
    assert_as_plain(town(made, rng), some_measures(made, 30, rng), EffectChoices(Exponential(0.1), (5.0, 15.0)))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"times": np.zeros((2, 3))}, "times between 3 zones have a row and a column"),
        ({"trips": np.zeros((3, 2))}, "trips between 3 zones have a row and a column"),
        ({"trips": np.full((3, 3), -1.0)}, "trips from '000' to '000' are -1.0"),
        ({"people": [1.0]}, "people of 3 areas are one number an area"),
        ({"opportunities": [1.0, np.nan, 1.0]}, "opportunities of '001' are nan"),
    ],
)
def test_situations_that_cannot_be(change, told):
    with pytest.raises(TableError, match=told):
        replace(situation(valley()), **change)


def test_effects_need_64_bits():
    single = customize(prepare(valley()), precision=Precision.SINGLE)
    with pytest.raises(TableError, match="64 bits"):
        Situation(single, travel_times(single).times, np.ones((3, 3)), np.ones(3), np.ones(3))


def test_limits_rise():
    with pytest.raises(ValueError, match="limits must rise"):
        EffectChoices(Exponential(0.1), (20.0, 10.0))


def test_a_measure_without_its_link_is_refused():
    with pytest.raises(TableError, match="measure 'A': there is no link 'l77'"):
        effects_of(valley(), Measure("A", (ClosedLink("l77"),)))
