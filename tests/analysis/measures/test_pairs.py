"""Synergy and conflict: drawn by hand, and against the whole network with two measures."""

import numpy as np
import pytest
from hypothesis import given, settings

from samsyn.analysis.accessibility.decay import Exponential, Steps
from samsyn.analysis.measures.changes import ClosedLink, Measure, NewLink, NewMinutes, NewNode
from samsyn.analysis.measures.effects import measure_effects
from samsyn.analysis.measures.pairs import BATCH, pair_effects
from samsyn.analysis.measures.situations import EffectChoices
from tests.analysis.measures.plain_measures import measured_networks, plain_effects, situation
from tests.analysis.networks.plain_networks import network

EXACT = 1e-9
CHOICES = EffectChoices(Steps((10.0, 20.0), (1.0, 0.5)), (10.0, 20.0), (Exponential(0.1), Steps((15.0,), (1.0,))))


def one_way():
    """From zone 0 over node 2 to zone 1: 8 and 8 minutes; nothing goes back."""
    return network([(0, 2, 8), (2, 1, 8)], nodes=3, zones=[0, 1])


def test_what_goes_together_and_what_does_the_same():
    halves = NewLink("in", "0", "halt", 3.0), NewLink("out", "halt", "1", 3.0)
    measures = [
        Measure("first", (NewNode("halt"), halves[0])),
        Measure("second", (NewNode("halt"), halves[1])),
        Measure("tunnel", (NewMinutes("l0", 2.0),)),
        Measure("bridge", (NewLink("bridge", "0", "1", 9.0),)),
        Measure("closed", (ClosedLink("l1"),)),
    ]
    found = pair_effects(situation(one_way()), measures, CHOICES)
    assert found.keys == ("first", "second", "tunnel", "bridge", "closed")
    assert found.alone.saved.tolist() == [0, 0, 6, 7, 0]
    # Both halves make 6 minutes of 16; tunnel and bridge together 9, as the bridge alone.
    assert found.joint.saved[0].tolist() == [0, 10, 6, 7, 0]
    assert found.joint.saved[2].tolist() == [6, 6, 6, 7, 0]
    assert found.synergy.saved.tolist() == [
        [0, 10, 0, 0, 0],
        [10, 0, 0, 0, 0],
        [0, 0, 0, -6, -6],
        [0, 0, -6, 0, 0],
        [0, 0, -6, 0, 0],
    ]
    # The closure cuts the only trip off, unless the bridge is there.
    assert found.joint.cut_off[4].tolist() == [1, 1, 1, 0, 1]
    assert found.joint.within.shape == (5, 5, 2)


@settings(deadline=None, max_examples=100)
@given(measured_networks())
def test_two_together_are_the_network_with_both(drawn):
    made, measures = drawn
    there = situation(made)
    found = pair_effects(there, measures, CHOICES)
    for i, one in enumerate(measures):
        for j, other in enumerate(measures):
            _by_zone, total = plain_effects(there, [one, other] if i != j else [one], CHOICES)
            for name, values in total.items():
                assert getattr(found.joint, name)[i, j] == pytest.approx(values, rel=EXACT, abs=EXACT), name


def test_more_pairs_than_one_batch_takes():
    made = network([(0, 1, 8.0), (1, 2, 8.0), (2, 0, 3.0)], nodes=3, zones=[0, 1, 2])
    m = 24
    assert m * (m + 1) / 2 > BATCH
    measures = [Measure(f"m{i:02}", (NewMinutes("l0", 8 - i / 8), NewMinutes("l1", 5 + i / 8))) for i in range(m)]
    heard = []
    found = pair_effects(situation(made), measures, CHOICES, progress=heard.append)
    assert np.array_equal(found.alone.saved, measure_effects(situation(made), measures, CHOICES).total.saved)
    assert np.array_equal(found.joint.saved, found.joint.saved.T)
    # Link 0 at the faster, link 1 at the faster: of 0 - 1, 1 - 2, 0 - 2, 1 - 0 and 2 - 1.
    i, j = 3, 20
    assert found.joint.saved[i, j] == 3 * j / 8 + 3 * (3 - i / 8)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_no_measures_make_no_pairs():
    assert pair_effects(situation(one_way()), [], CHOICES).joint.saved.shape == (0, 0)
