"""What measures do where roads are crowded: by hand, and the same as from the beginning."""

from dataclasses import replace

import numpy as np
import pytest

from samsyn.analysis.assignment.equilibrium import AssignmentChoices, assign
from samsyn.analysis.measures.changes import ClosedLink, Measure, NewLink, NewMinutes, NewNode, network_with
from samsyn.analysis.measures.congestion import congestion_effects, with_all_links
from samsyn.analysis.measures.effects import measure_effects
from samsyn.analysis.networks.hierarchies import prepare
from samsyn.analysis.tables import TableError
from tests.analysis.assignment.plain_assignment import braess, delayed, trips_of
from tests.analysis.assignment.road_tests import road_test
from tests.analysis.measures.plain_measures import situation
from tests.analysis.measures.test_effects import CHOICES
from tests.analysis.networks.plain_networks import grid, network

FINE = AssignmentChoices(gap=1e-12)


def effects(made, trips, *measures, choices=FINE):
    before = assign(prepare(with_all_links(made, measures)), trips, choices=choices)
    return congestion_effects(made, before, measures, choices=choices)


def test_a_new_road_that_makes_everybody_slower():
    """Braess: six trips from A to B at 103 minutes; with the road, 20/11 on each outer way, and all at 1250/11."""
    made = braess(bridge=False)
    p, q = made.nodes.codes[1:3]
    bridge = Measure("bridge", (NewLink("bridge", p, q, 10.0),))
    trips = trips_of(made, {(0, 1): 6})
    found = effects(made, trips, bridge)
    assert found.saved[0].tolist() == pytest.approx([6 * (103 - 1250 / 11), 0])
    assert found.volumes[0, -1] == pytest.approx(6 - 2 * 20 / 11)
    assert found.cut_off.tolist() == [0]
    # While nobody else is there, everybody would save 40 of 70 minutes.
    fixed = measure_effects(situation(made, trips=trips), [bridge], CHOICES)
    assert fixed.total.saved.tolist() == [6 * 40]


def test_a_wider_way_around_relieves_others():
    """10 + v minutes, or 20: of 15 trips 5 take the other road. At 16 minutes 9 do, and all take 16."""
    made = delayed(network([(0, 1, 10), (0, 1, 20)], nodes=2, zones=[0, 1]), capacity=[10, np.inf], factor=[1, 0])
    faster = Measure("faster", (NewMinutes("l1", 16.0),))
    found = effects(made, trips_of(made, {(0, 1): 15}), faster)
    assert found.saved.sum() == pytest.approx(15 * 4)
    assert found.volumes[0].tolist() == pytest.approx([6, 9])
    assert found.delay.tolist() == pytest.approx([6 * 6])


def test_those_who_lose_every_way_are_counted_and_leave_room():
    """Zones 0 and 1 share link 4 to zone 2: 10 + v minutes. Without link 0, those from 0 stay, and those from 1 win."""
    made = delayed(
        network([(0, 3, 1), (1, 3, 1), (3, 2, 10)], nodes=4, zones=[0, 1, 2]), capacity=[9, 9, 10], factor=[0, 0, 1]
    )
    found = effects(made, trips_of(made, {(0, 2): 4, (1, 2): 6}), Measure("closed", (ClosedLink("l0"),)))
    assert found.cut_off.tolist() == [4]
    assert found.saved[0].tolist() == pytest.approx([0, 6 * 4, 0])
    assert found.volumes[0].tolist() == pytest.approx([0, 6, 6])


def town():
    chance = np.random.default_rng(3)
    made = grid(8, chance)
    made = delayed(made, capacity=chance.uniform(4, 12, len(made.links)), factor=0.15, power=4)
    return made, chance.integers(0, 3, (len(made.zones),) * 2).astype(float)


def _measures(made):
    codes, nodes = made.links.codes, made.nodes.codes
    through = [code for code, open_ in zip(nodes, made.nodes.through, strict=True) if open_]
    return (
        Measure("faster", tuple(NewMinutes(codes[e], made.links.minutes[e] / 3) for e in (5, 6, 40))),
        Measure("slower", (NewMinutes(codes[20], made.links.minutes[20] * 3),)),
        Measure("closed", (ClosedLink(codes[30]),)),
        Measure("new", (NewNode("x"), NewLink("a", through[0], "x", 1.0), NewLink("b", "x", through[-1], 1.0))),
    )


def test_it_is_the_same_as_from_the_beginning():
    """On the network that each measure makes, without a start: same objective, and same costs saved."""
    made, trips = town()
    measures = _measures(made)
    found, before = effects(made, trips, *measures), assign(prepare(made), trips, choices=FINE)
    for m, measure in enumerate(measures):
        alone = network_with(made, [measure])
        cold = assign(prepare(alone), trips, choices=FINE)
        warm = found.volumes[m]
        place = {code: number for number, code in enumerate(with_all_links(made, measures).links.codes)}
        same = replace(cold, volumes=warm[[place[code] for code in alone.links.codes]])
        assert same.objective == pytest.approx(cold.objective, rel=1e-11), measure.key
        saved = float(before.volumes @ before.costs - cold.volumes @ cold.costs)
        assert found.saved[m].sum() == pytest.approx(saved, abs=1e-6), measure.key
        assert found.doubt[m] < 1e-7


def test_on_sioux_falls_it_is_the_same_as_from_the_beginning(shared):
    published = road_test(shared, "SiouxFalls")
    made = published.network
    wider = Measure("wider", (NewMinutes(made.links.codes[3], made.links.minutes[3] / 2),))
    before = assign(prepare(made), published.trips, choices=FINE)
    (warm,) = congestion_effects(made, before, [wider], choices=FINE).volumes
    cold = assign(prepare(network_with(made, [wider])), published.trips, choices=FINE)
    assert replace(cold, volumes=warm).objective == pytest.approx(cold.objective, rel=1e-11)


def test_progress_hears_of_each_measure_and_other_networks_are_refused():
    made, trips = town()
    measures = _measures(made)
    before = assign(prepare(with_all_links(made, measures)), trips)
    told = []
    congestion_effects(made, before, measures, progress=told.append)
    assert told == sorted(told)
    assert {0.25, 0.5, 0.75, 1.0} < set(told), "and while each is tried, so that whoever hears can stop it"
    with pytest.raises(TableError, match=r"without the new link 'a': see `with_all_links`"):
        congestion_effects(made, assign(prepare(made), trips), measures)
