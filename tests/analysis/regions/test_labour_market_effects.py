"""From new times to new labour markets: by hand, what must always hold, drawings that repeat, and refusals."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from samsyn.analysis.interaction.balancing import BalancingError
from samsyn.analysis.interaction.calibration import CalibrationError, InteractionChoices, Interactions, calibrate
from samsyn.analysis.interaction.commuting_change import CommutingChoices, CostChange, changed_commuting
from samsyn.analysis.interaction.deterrence import Costs, Form, Law, OwnArea
from samsyn.analysis.regions.labour_market_effects import LabourMarketChoices, labour_market_effects
from samsyn.analysis.regions.local_labour_markets import LocalLabourMarketChoices, local_labour_markets
from samsyn.analysis.tables import TableError, partition_from_labels
from tests.analysis.commuting import groups, lettered

EXACT = CommutingChoices(tolerance=1e-11)
PLAIN = InteractionChoices()
COMBINED = InteractionChoices(Form.COMBINED, OwnArea.OWN_CONSTANT)


def changed(flows, before, after, choices=PLAIN, unit="minutes"):
    """A change of costs between the areas of these flows, by a model calibrated on them."""
    costs = [Costs(flows.areas, np.array(each, dtype=float), unit) for each in (before, after)]
    return CostChange(flows, calibrate(Interactions(flows, costs[0]), choices), costs[1])


def regions(flows, most_out=0.25):
    return local_labour_markets(flows, LocalLabourMarketChoices(most_out=most_out, most_to_one=most_out)).partition


TWO = lettered([80, 20], [20, 80])


def test_two_areas_by_hand():
    """Only A to B is shortened, so that its flow may double: 80 80 / (40 20) = 8, and x / (100 - x) = sqrt 8.

    Where jobs follow, A's hundred divide as 80 to 40 and B's as before, 20 to 80.
    """
    change = changed(TWO, [[0, 10], [10, 0]], [[0, 5], [10, 0]])
    stay = 100 * 8**0.5 / (1 + 8**0.5)
    np.testing.assert_allclose(
        changed_commuting(change, EXACT).matrix(), [[stay, 100 - stay], [100 - stay, stay]], rtol=1e-7
    )
    following = changed_commuting(change, CommutingChoices(job_elasticity=1, tolerance=1e-11)).matrix()
    np.testing.assert_allclose(following, [[200 / 3, 100 / 3], [20, 80]], rtol=1e-7)
    half = changed_commuting(change, CommutingChoices(job_elasticity=0.5))
    np.testing.assert_allclose(half.arriving, [(100 + 260 / 3) / 2, (100 + 340 / 3) / 2], rtol=1e-7)


def law_of(change, **parameters):
    return Law(own_area=change.model.law.own_area, **parameters)


def test_growth_beyond_the_most_is_added_as_the_model_has_it():
    """With decay ln 2, two minutes less is 4 times more. At most 3 times is of what was seen, once the model's.

    B to C was empty, and gets the model's flow once; with 3 or more as the least new it stays empty.
    """
    flows = lettered([60, 30, 10], [40, 60, 0], [10, 5, 85])
    minutes = np.array([[1, 5, 5], [5, 1, 5], [5, 5, 1]])
    faster = minutes - 2 * (1 - np.eye(3))
    change = changed(flows, minutes, faster)
    law = law_of(change, decay=np.log(2))
    expected = flows.matrix() * np.where(np.eye(3), 1, 3) + change.model.flows * (1 - np.eye(3))
    odds = expected[0, 1] * expected[1, 2] * expected[2, 0] / (expected[1, 0] * expected[2, 1] * expected[0, 2])
    found = changed_commuting(change, CommutingChoices(most_growth=3, least_new=0, tolerance=1e-11), law=law).matrix()
    assert found[1, 2] > 0
    assert found[0, 1] * found[1, 2] * found[2, 0] / (found[1, 0] * found[2, 1] * found[0, 2]) == pytest.approx(odds)
    empty = changed_commuting(change, CommutingChoices(most_growth=3, least_new=100), law=law).matrix()
    assert empty[1, 2] == 0
    assert changed_commuting(change, law=law).matrix()[1, 2] == 0


def test_a_way_that_is_closed_takes_its_flow_away_and_what_cannot_be_met_is_named():
    flows = lettered([60, 30, 10], [40, 60, 5], [10, 5, 85])
    minutes = np.array([[1.0, 5, 5], [5, 1, 5], [5, 5, 1]])
    closed = minutes.copy()
    closed[0, 1] = np.inf
    assert changed_commuting(changed(flows, minutes, closed)).matrix()[0, 1] == 0
    nowhere = lettered([0, 10, 0], [10, 60, 5], [0, 5, 85])
    alone = minutes.copy()
    alone[0] = np.inf
    with pytest.raises(BalancingError, match="Area A"):
        changed_commuting(changed(nowhere, minutes, alone))


TABLES = st.integers(3, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 200), min_size=n * n, max_size=n * n),
        st.lists(st.floats(0.5, 1.5), min_size=n * n, max_size=n * n),
        st.integers(0, 2**32 - 1),
    )
)


@settings(max_examples=40, deadline=None)
@given(drawn=TABLES, elasticity=st.sampled_from([0.0, 0.5, 1.0]), own=st.sampled_from(list(OwnArea)))
def test_sums_hold_and_without_a_change_all_is_as_it_was(drawn, elasticity, own):
    cells, factors, seed = drawn
    n = round(len(cells) ** 0.5)
    flows = lettered(*(np.array(cells, dtype=float).reshape(n, n) + 50 * np.eye(n) + 1))
    place = np.random.default_rng(seed).uniform(0, 60, (n, 2))
    before = 5 + np.hypot(*(place[:, None] - place).transpose(2, 0, 1))
    choices = InteractionChoices(own_area=own)
    try:
        same = changed(flows, before, before, choices)
    except CalibrationError:
        reject()
    change = changed(flows, before, before * np.array(factors).reshape(n, n), choices)
    answer = CommutingChoices(job_elasticity=elasticity)
    np.testing.assert_allclose(changed_commuting(same, answer).matrix(), flows.matrix(), rtol=1e-5, atol=1e-5)
    found = changed_commuting(change, answer)
    np.testing.assert_allclose(found.leaving, flows.leaving, rtol=1e-5)
    if elasticity == 0:
        np.testing.assert_allclose(found.arriving, flows.arriving, rtol=1e-5)


# Two towns with a suburb each, and 40 minutes between them.
TOWNS = lettered([800, 40, 60, 2], [300, 200, 4, 0], [70, 2, 700, 30], [5, 0, 250, 150])
APART = np.array([[4, 10, 40, 50], [10, 4, 50, 60], [40, 50, 4, 10], [50, 60, 10, 4]], dtype=float)
NEAR = np.array([[4, 10, 15, 25], [10, 4, 25, 35], [15, 25, 4, 10], [25, 35, 10, 4]], dtype=float)


def test_two_towns_grow_together():
    change = changed(TOWNS, APART, NEAR)
    found = labour_market_effects(change, partial(regions, most_out=0.2), np.random.default_rng(1))
    assert groups(found.old.partition) == {"AB", "CD"}
    assert groups(found.new.partition) == {"ABCD"}
    assert found.joined() == ((0, 1),)
    assert found.home.tolist() == [0, 0]
    assert not found.moved.any()
    assert found.together[0, 1] == found.together[1, 0] > 0.5
    assert found.old.supply.tolist() == pytest.approx([1340 / 1406, 1130 / 1207])
    assert (found.old_after.supply < found.old.supply).all()
    assert found.new.supply.tolist() == pytest.approx([1.0])
    assert found.membership.reference.sets() == found.new.partition.sets()


def by_flow(flows, limit):
    """A and B together; C with them, and D with C, where more than the limit go from C to A."""
    return partition_from_labels(flows.areas, "aaab" if flows.matrix()[2, 0] > limit else "aacc")


def test_an_area_that_leaves_its_region_moves_and_homes_are_where_most_live():
    """CD has its home where D lives if D has most residents: then C moves; else its home is with A, and D moves."""
    for residents, moved in ((300, "D"), (5_000, "C")):
        flows = lettered([800, 40, 60, 2], [300, 200, 4, 0], [70, 2, 700, 30], [5, 0, 250, residents])
        change = changed(flows, APART, NEAR)
        found = labour_market_effects(change, partial(by_flow, limit=75), np.random.default_rng(1))
        assert [flows.areas.codes[i] for i in np.flatnonzero(found.moved)] == [moved]
        assert found.joined() == (((0, 1),) if moved == "D" else ())


def test_how_sure_by_counting_drawings():
    """Flows grow with the drawn decay; the limit is what the middle decay gives, so about half of the drawings pass."""
    change = changed(TOWNS, APART, NEAR)
    limit = changed_commuting(change).matrix()[2, 0]
    found = labour_market_effects(
        change, partial(by_flow, limit=limit - 1e-3), np.random.default_rng(3), LabourMarketChoices(drawings=400)
    )
    assert found.joined() == ((0, 1),)
    assert 0.4 < found.together[0, 1] < 0.6
    # Where they do not grow together, D does not move.
    assert found.moves[3] == found.together[0, 1]
    assert found.moves[:3].tolist() == [0, 0, 0]
    assert found.membership.counts.tolist() == [2] * 400


@pytest.mark.parametrize("redraw", [False, True])
def test_the_same_generator_gives_the_same_alone_and_side_by_side(redraw):
    change = changed(TOWNS, APART, NEAR, COMBINED)
    choices = LabourMarketChoices(drawings=35, redraw_flows=redraw)
    method = partial(by_flow, limit=changed_commuting(change).matrix()[2, 0])

    def sure(executor=None, seed=1):
        found = labour_market_effects(change, method, np.random.default_rng(seed), choices, executor=executor)
        return found.together.tobytes(), found.moves.tobytes(), found.membership.sureness.tobytes()

    alone = sure()
    with ThreadPoolExecutor(2) as threads:
        assert sure(threads) == alone
    assert sure(seed=2) != alone


def test_decay_and_power_are_drawn_together():
    """They hang together: what one makes too much of, the other makes too little of."""
    model = calibrate(Interactions(TOWNS, Costs(TOWNS.areas, APART, "minutes")), InteractionChoices(Form.COMBINED))
    change = CostChange(TOWNS, model, Costs(TOWNS.areas, NEAR, "minutes"))
    apart = np.diag(np.diag(model.covariance))
    spread = [_spread(replace(change, model=replace(model, covariance=each))) for each in (model.covariance, apart)]
    assert spread[0] < 0.7 * spread[1]


def _spread(change):
    """How much the flow from C to A varies over drawings."""
    seen = []

    def listening(flows):
        seen.append(flows.matrix()[2, 0])
        return regions(flows)

    labour_market_effects(change, listening, np.random.default_rng(1), LabourMarketChoices(drawings=100))
    return np.std(seen[2:])


def test_drawn_flows_make_it_less_sure():
    change = changed(TOWNS, APART, NEAR)
    limit = changed_commuting(change).matrix()[2, 0] * 0.9
    model, both = (
        labour_market_effects(
            change,
            partial(by_flow, limit=limit),
            np.random.default_rng(1),
            LabourMarketChoices(drawings=200, redraw_flows=redraw),
        ).together[0, 1]
        for redraw in (False, True)
    )
    assert both < model


class Cancelled(Exception):
    """What a listener raises to stop."""


def test_progress_is_told_and_may_stop_the_work():
    change = changed(TWO, [[0, 10], [10, 0]], [[0, 5], [10, 0]])
    heard = []

    def listen(share):
        heard.append(share)
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        labour_market_effects(
            change, regions, np.random.default_rng(1), LabourMarketChoices(drawings=30), progress=listen
        )
    assert heard == pytest.approx([1 / 3, 2 / 3])


def test_what_does_not_fit_together_is_refused():
    costs = [[0, 10], [10, 0]]
    model = calibrate(Interactions(TWO, Costs(TWO.areas, costs, "minutes")))
    with pytest.raises(TableError, match="between different areas"):
        CostChange(lettered([1]), model, Costs(TWO.areas, costs, "minutes"))
    with pytest.raises(TableError, match="are in km, the model's in minutes"):
        CostChange(TWO, model, Costs(TWO.areas, costs, "km"))
    islands = lettered([80, 20, 0], [20, 80, 0], [0, 0, 9])
    before = [[0, 10, np.inf], [10, 0, np.inf], [np.inf, np.inf, 0]]
    alone = calibrate(Interactions(islands, Costs(islands.areas, before, "minutes")))
    with pytest.raises(TableError, match="there is a flow from 'A' to 'C', between which nobody could go"):
        CostChange(lettered([80, 20, 1], [20, 80, 0], [0, 0, 9]), alone, alone.costs)
    with pytest.raises(TableError, match="one can go from 'A' to 'C' now, and could not before"):
        CostChange(islands, alone, Costs(islands.areas, 30 * (1 - np.eye(3)), "minutes"))


@pytest.mark.parametrize("wrong", [{"job_elasticity": 1.1}, {"most_growth": 0.9}, {"least_new": -1}])
def test_choices_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r"elasticity of jobs|most growth"):
        CommutingChoices(**wrong)


def test_no_drawing_is_refused():
    with pytest.raises(ValueError, match="at least one drawing"):
        LabourMarketChoices(drawings=0)
