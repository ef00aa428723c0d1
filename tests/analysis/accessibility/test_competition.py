"""Accessibility with competition: by hand, as PySAL's access finds it, and what holds of any table."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from samsyn.analysis import row_blocks
from samsyn.analysis.accessibility.competition import (
    BalancedCatchment,
    DoublyConstrained,
    FloatingCatchment,
    SpatialAvailability,
    competitive_access,
)
from samsyn.analysis.accessibility.decay import Exponential, Gaussian, Power, Steps, catchment
from samsyn.analysis.accessibility.opportunities import Weighted, Within, accessibility
from samsyn.analysis.interaction.balancing import BalancingError
from samsyn.analysis.tables import TableError
from tests.analysis.accessibility.plain_access import DECAYS, INF, VILLAGES, plain_shares, plain_weights, reach, reaches

ROOT = Path(__file__).parents[3]
STEPS = Steps((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))
SMOOTH = (Exponential(0.1), Power(1.5, 2.0), Gaussian(20.0))


def test_two_steps_by_hand():
    """Within 30 minutes, w is asked for by A, B and C: 200 + 50 + 100 people, 100 / 350 each. x by all but D, who is
    31 minutes away and has nobody: 40 / 425. z by C, at 30 exactly, and E: 60 / 175. So A has 100 / 350 + 40 / 425; D,
    where nobody lives, would have 60 / 175."""
    found = competitive_access(VILLAGES, FloatingCatchment(catchment(30.0)))
    w, x, z = 100 / 350, 40 / 425, 60 / 175
    assert found.ratio == pytest.approx([w, x, 0, z])
    assert found.access == pytest.approx([w + x, w + x, w + x + z, z, x + z])
    assert found.available == pytest.approx([200 * (w + x), 50 * (w + x), 100 * (w + x + z), 0, 75 * (x + z)])
    assert found.available.sum() == pytest.approx(200)
    assert found.unreached == found.without == 0


def test_what_nobody_reaches_and_who_reaches_nothing():
    """The island o2 reaches only d2, where there is nothing; d1 is reached only from o1, where nobody lives."""
    table = reach([[5, INF, INF], [INF, 5, INF], [INF, INF, 5]], [10, 20, 0], [4, 0, 6])
    found = competitive_access(table, FloatingCatchment(catchment(30.0)))
    assert found.access.tolist() == [2.5, 0, 0]
    assert found.ratio == pytest.approx([2.5, np.nan, 0], nan_ok=True)
    assert found.unreached == 20
    assert found.without == 6
    doubly = competitive_access(table, DoublyConstrained(catchment(30.0)))
    assert doubly.access == pytest.approx([10, 0, 0])
    assert doubly.unreached == 20
    assert doubly.without == 6


@pytest.mark.parametrize(
    "kind",
    [FloatingCatchment, SpatialAvailability, BalancedCatchment, DoublyConstrained],
)
def test_a_hut_that_is_half_a_day_away_for_everybody_is_not_reached(kind):
    """770 minutes by a Gaussian of 20: exp(-741) is a number still, but 5 / exp(-741) is none."""
    found = competitive_access(reach([[10, 770], [20, 770]], [30, 5], [4, 6]), kind(Gaussian(20.0)))
    assert found.unreached == 5
    assert np.isnan(found.ratio[1])
    assert np.isfinite(found.access).all()
    assert found.without == 0
    assert np.isfinite(competitive_access(reach([[10], [770]], [30], [4, 6]), kind(Gaussian(20.0))).access).all()


def test_crowding_by_hand():
    """One place of 12, next to 4 people and 1 person. By their roots, 2 and 1, the town of 4 gets 8 and the one gets 4:
    2 each against 4. By numbers everybody gets 2.4."""
    table = reach([[0], [0], [0]], [12], [4, 1, 0])
    found = competitive_access(table, SpatialAvailability(Exponential(0.1), crowding=0.5))
    assert found.available == pytest.approx([8, 4, 0])
    assert found.access == pytest.approx([2, 4, np.nan], nan_ok=True)
    assert competitive_access(table, SpatialAvailability(Exponential(0.1))).access == pytest.approx([2.4] * 3)


def test_balanced_catchments_by_hand():
    """A and B have 10 people each; A reaches d0 and d1 alike, B only d1. A's people ask half at each: 5 at d0; 5 + 10
    at d1. Of 30 and 30 opportunities that is 6 and 2 for each who asks. d0 counts for A alone, d1 half for each."""
    table = reach([[10, 10], [INF, 10]], [30, 30], [10, 10])
    found = competitive_access(table, BalancedCatchment(catchment(30.0)))
    assert found.ratio == pytest.approx([6, 2])
    assert found.access == pytest.approx([6 + 1, 1])
    assert found.available is None


def test_the_doubly_constrained_by_hand():
    """Two towns with 10 jobs each, of weight 1 at home and f = 1/4 between.

    With people alike in both B is 1, and A = 10 + 10 f, as without competition. With people in one of them alone, every
    job is taken all the same, from there: B_far f = B_near, with a mean of 1: B_near = 2 f / (1 + f) = 0.4 and B_far =
    1.6. A = 10 * 0.4 + 10 * 1.6 / 4 = 8.
    """
    f = 0.25
    near, far = 0.0, np.log(1 / f) / 0.1
    decay = DoublyConstrained(Exponential(0.1))
    even = competitive_access(reach([[near, far], [far, near]], [10, 10], [10, 10]), decay)
    assert even.access == pytest.approx([12.5, 12.5])
    assert even.ratio == pytest.approx([1, 1])
    alone = competitive_access(reach([[near, far]], [10, 10], [7]), decay)
    assert alone.ratio == pytest.approx([0.4, 1.6])
    assert alone.access == pytest.approx([8])


def test_a_doubly_constrained_measure_that_cannot_be_is_refused_with_the_areas():
    """100 people on an island with 1 job, 1 person on the mainland with 100: nobody may cross."""
    table = reach([[5, INF], [INF, 5]], [1, 100], [100, 1])
    with pytest.raises(BalancingError, match="row o000 must send 100"):
        competitive_access(table, DoublyConstrained(catchment(30.0)))


PEER = {
    "within": [140.0, 140.0, 200.0, 60.0, 100.0],
    "gaussian": [135.2998761033838, 145.77536401949266, 110.32579809232462, 71.73346692585196, 79.70880237849471],
    "power": [103.57770876399967, 19.06356042253797, 6.142531201397614, 60.0, 4.3662626038196155],
    "catchment": [0.3798319327731092, 0.3798319327731092, 0.7226890756302521, 0.34285714285714286, 0.4369747899159664],
    "steps": [0.4228664928158715, 0.4228664928158715, 0.6304063579719354, 1.5584415584415585, 0.4165698799845141],
    "gaussian_catchment": [
        0.4147535001882595,
        0.5976222282034311,
        0.49449184212159136,
        0.7035496336451742,
        0.5029200578668986,
    ],
}
"""What PySAL's access 1.1.10.post3 finds for the villages, by tests/benchmarks/accessibility_peers.py."""


def as_the_peer(table):
    """The same measures here."""
    return {
        "within": accessibility(table, Within((30.0,))).values[:, 0],
        "gaussian": accessibility(table, Weighted(Gaussian(20.0))).values[:, 0],
        "power": accessibility(table, Weighted(Power(1.5, 2.0, longest=30.0))).values[:, 0],
        "catchment": competitive_access(table, FloatingCatchment(catchment(30.0))).access,
        "steps": competitive_access(table, FloatingCatchment(STEPS)).access,
        "gaussian_catchment": competitive_access(table, FloatingCatchment(Gaussian(20.0))).access,
    }


@pytest.mark.parametrize("what", PEER)
def test_as_pysal_found_for_the_villages(what):
    assert as_the_peer(VILLAGES)[what] == pytest.approx(PEER[what], rel=1e-13)


def test_as_pysal_finds_for_a_drawn_region(tmp_path):
    """Where the peer is installed: BENCH_PYTHON, or the environment that `make bench` makes."""
    python = Path(os.environ.get("BENCH_PYTHON") or ROOT / ".venv" / "peers" / "bin" / "python")
    if not python.exists() or subprocess.run([python, "-c", "import access"], capture_output=True).returncode:
        pytest.skip("PySAL's access is not installed (make bench installs it)")
    chance = np.random.default_rng(8)
    times = np.round(chance.exponential(30, (60, 45)), 1)
    times[chance.random(times.shape) < 0.1] = INF
    table = reach(times, chance.poisson(20, 45), chance.poisson(30, 60))
    path = tmp_path / "arrays.npz"
    np.savez(path, times=times, opportunities=table.opportunities, people=table.people)
    script = ROOT / "tests" / "benchmarks" / "accessibility_peers.py"
    run = subprocess.run([python, "-W", "ignore", script, path, "1"], capture_output=True, text=True, check=True)
    theirs = json.loads(run.stdout)
    ours = as_the_peer(table)
    assert ours.keys() == theirs.keys()
    for what, found in ours.items():
        assert found == pytest.approx(theirs[what]["found"], rel=1e-12), what


@given(table=reaches(), decay=st.sampled_from(DECAYS), crowding=st.sampled_from([0.5, 1.0, 2.0]))
def test_shared_out_as_loops_over_the_definition(table, decay, crowding):
    found = competitive_access(table, SpatialAvailability(decay, crowding))
    plain = plain_shares(decay, table, crowding)
    assert found.available == pytest.approx(plain.sum(axis=1), rel=1e-10, abs=1e-300)
    some = table.people > 0
    assert found.access[some] == pytest.approx(found.available[some] / table.people[some], rel=1e-12, abs=1e-300)


@given(table=reaches(), decay=st.sampled_from(DECAYS))
def test_all_that_anybody_reaches_is_shared_out_and_nothing_else(table, decay):
    found = competitive_access(table, FloatingCatchment(decay))
    assert found.available.sum() + found.unreached == pytest.approx(table.opportunities.sum(), rel=1e-12)
    same = competitive_access(table, SpatialAvailability(decay))
    assert (same.access == found.access).all()
    reached = (np.array(plain_weights(decay, table))[table.people > 0] > 0).any(axis=0)
    assert found.unreached == table.opportunities[~reached].sum()


@given(table=reaches(somebody=True), decay=st.sampled_from(DECAYS))
def test_balanced_catchments_lose_neither_people_nor_service(table, decay):
    found = competitive_access(table, BalancedCatchment(decay))
    weights = np.array(plain_weights(decay, table))
    asked = table.people[weights.any(axis=1)].sum()
    has = ~np.isnan(found.ratio)
    assert (table.opportunities[has] / found.ratio[has]).sum() == pytest.approx(asked, rel=1e-9)
    assert found.access.sum() == pytest.approx(found.ratio[has].sum(), rel=1e-9)


@given(table=reaches(), decay=st.sampled_from(SMOOTH))
def test_the_doubly_constrained_takes_every_opportunity_once(table, decay):
    """T_ij = P_i O_j B_j f_ij / A_i has the people and the opportunities as sums, and B has a mean of 1."""
    competition = DoublyConstrained(decay)
    try:
        found = competitive_access(table, competition)
    except BalancingError:  # drawn with ways missing, no matrix may have the sums
        reject()
    assume(not np.isnan(found.ratio).all())
    factor = np.nan_to_num(found.ratio)
    reached, there = table.people * (found.access > 0), table.opportunities * (factor > 0)
    assert (there @ factor) / there.sum() == pytest.approx(1)
    trips = np.array(plain_weights(decay, table)) * factor * there
    per_person = np.divide(reached, found.access, out=np.zeros_like(reached), where=found.access > 0)
    trips *= per_person[:, None] * there.sum() / reached.sum()
    assert trips.sum(axis=0) == pytest.approx(there, rel=1e-6)
    assert trips.sum(axis=1) == pytest.approx(reached * there.sum() / reached.sum(), rel=1e-6)


KINDS = (
    FloatingCatchment(Exponential(0.1)),
    FloatingCatchment(STEPS),
    SpatialAvailability(Gaussian(20.0), 0.7),
    BalancedCatchment(Exponential(0.1)),
    BalancedCatchment(STEPS),
)


@given(table=reaches(), kind=st.sampled_from(KINDS), data=st.data())
def test_more_opportunities_never_give_less_and_all_doubled_give_twice_as_much(table, kind, data):
    more = table.opportunities.copy()
    more[data.draw(st.integers(0, len(more) - 1))] += 7
    before = competitive_access(table, kind).access
    assert not (competitive_access(reach(table.times, more, table.people), kind).access < before * (1 - 1e-12)).any()
    twice = competitive_access(reach(table.times, 2 * table.opportunities, table.people), kind).access
    assert twice == pytest.approx(2 * before, rel=1e-12, nan_ok=True)


@given(table=reaches(), kind=st.sampled_from(KINDS), data=st.data())
def test_more_people_elsewhere_never_give_more(table, kind, data):
    crowd = data.draw(st.integers(0, len(table.people) - 1))
    people = table.people.copy()
    people[crowd] += 9
    before = competitive_access(table, kind)
    after = competitive_access(reach(table.times, table.opportunities, people), kind)
    if after.unreached == before.unreached:
        others = np.arange(len(people)) != crowd
        assert not (after.access[others] > before.access[others] * (1 + 1e-9)).any()


@given(table=reaches(), kind=st.sampled_from(KINDS), data=st.data())
def test_the_order_of_places_changes_nothing(table, kind, data):
    rows = data.draw(st.permutations(range(len(table.origins))))
    columns = data.draw(st.permutations(range(len(table.destinations))))
    turned = reach(table.times[np.ix_(rows, columns)], table.opportunities[columns], table.people[rows])
    found, before = competitive_access(turned, kind), competitive_access(table, kind)
    assert found.access == pytest.approx(before.access[rows], rel=1e-12, nan_ok=True)
    assert found.ratio == pytest.approx(before.ratio[columns], rel=1e-12, nan_ok=True)


@given(table=reaches(), decay=st.sampled_from(DECAYS))
def test_halving_an_area_changes_nothing_for_those_who_live_in_it_unless_balanced(table, decay):
    halves = np.vstack([table.times, table.times[:1]])
    people = np.append(table.people, table.people[0] / 2)
    people[0] /= 2
    found = competitive_access(reach(halves, table.opportunities, people), FloatingCatchment(decay)).access
    whole = competitive_access(table, FloatingCatchment(decay)).access
    assert found == pytest.approx([*whole, whole[0]], rel=1e-12)
    balanced = [
        competitive_access(each, BalancedCatchment(decay)).access[0]
        for each in (table, reach(halves, table.opportunities, people))
    ]
    assert balanced[1] <= balanced[0]


@pytest.mark.parametrize("kind", [*KINDS, DoublyConstrained(Gaussian(20.0))], ids=str)
def test_blocks_and_threads_change_no_more_than_rounding(kind, monkeypatch):
    """The sum over origins goes block by block: threads change no bit of it, the size of blocks the last one."""
    chance = np.random.default_rng(3)
    table = reach(chance.exponential(40, (53, 31)), chance.random(31), chance.random(53))
    whole = competitive_access(table, kind).access
    monkeypatch.setattr(row_blocks, "CELLS", 100)
    heard = []
    in_turn = competitive_access(table, kind, progress=heard.append).access
    with ThreadPoolExecutor(3) as threads:
        assert (competitive_access(table, kind, executor=threads).access == in_turn).all()
    assert in_turn == pytest.approx(whole, rel=1e-12)
    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_nothing_to_share_is_refused():
    with pytest.raises(TableError, match="no people anywhere"):
        competitive_access(reach([[1.0]], [1], [0]), FloatingCatchment(catchment(30.0)))
    with pytest.raises(TableError, match="no opportunities anywhere"):
        competitive_access(reach([[1.0]], [0], [1]), BalancedCatchment(catchment(30.0)))
    with pytest.raises(ValueError, match="crowding must be"):
        SpatialAvailability(catchment(30.0), 0.0)
