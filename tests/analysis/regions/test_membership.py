"""How sure areas are of their regions: degrees by hand, drawings that repeat, and work that can be stopped."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.regions.co_membership import co_membership
from samsyn.analysis.regions.local_labour_markets import LocalLabourMarketChoices, local_labour_markets
from samsyn.analysis.regions.membership_bootstrap import BootstrapChoices, Resampling, membership_bootstrap
from samsyn.analysis.regions.membership_sweep import membership_sweep
from samsyn.analysis.regions.self_containment import SelfContainmentChoices, self_contained_regions
from samsyn.analysis.tables import partition_from_labels
from tests.analysis.commuting import commuting, lettered

SMALL = SelfContainmentChoices(200, 1000, 0.6, 0.8)
TOWNS = lettered([900, 50, 0, 0], [300, 650, 60, 0], [10, 55, 800, 30], [0, 0, 250, 400])
# Each suburb sends about 7.5 % of its workers to one place, where the Swedish threshold is.
ON_THE_EDGE = lettered([1000, 0, 0], [75, 925, 0], [0, 76, 924])


def small(flows):
    return self_contained_regions(flows, SMALL).partition


def swedish(flows, **choices):
    return local_labour_markets(flows, LocalLabourMarketChoices(**choices)).partition


def drawn(*labels):
    return [np.array([int(label) for label in label_row]) for label_row in labels]


def test_an_area_is_with_the_core_of_its_region():
    # Jobs: A 50, B 30, C 20, D 40, E 10. Region ABC has core A (50 of 100), region DE has core D.
    flows = lettered(*np.diag([50, 30, 20, 40, 10]))
    reference = partition_from_labels(flows.areas, "xxxyy")
    sure = co_membership(flows, reference, drawn("00011", "00111", "01122", "00000"))
    # A is the whole core: compared with B and C, by jobs: 1, 30/50, 0, 1.
    assert sure.sureness[0] == pytest.approx((1 + 0.6 + 0 + 1) / 4)
    assert sure.sureness[1] == pytest.approx(3 / 4)
    assert sure.sureness[2] == pytest.approx(2 / 4)
    assert sure.sureness[3] == sure.sureness[4] == 1
    assert sure.second.tolist() == [1, 1, 1, 0, 0]
    # C is with D's core in the second and the fourth drawing.
    assert sure.second_share == pytest.approx([1 / 4, 1 / 4, 2 / 4, 1 / 4, 1 / 4])
    assert sure.counts.tolist() == [2, 2, 3, 1]


def test_a_core_of_several_counts_by_jobs_and_leaves_the_area_itself_out():
    # Jobs 40, 35, 25: the core is A and B, 75 of 100.
    flows = lettered(*np.diag([40, 35, 25]))
    sure = co_membership(flows, partition_from_labels(flows.areas, "xxx"), drawn("010", "001", "000"))
    assert sure.sureness == pytest.approx([(0 + 1 + 1) / 3, (0 + 1 + 1) / 3, (40 / 75 + 0 + 1) / 3])
    assert sure.second.tolist() == [-1, -1, -1]


def test_an_area_alone_is_sure_where_it_is_alone_again():
    flows = lettered(*np.diag([10, 10, 10]))
    sure = co_membership(flows, partition_from_labels(flows.areas, "xyy"), drawn("011", "001", "012", "011"))
    assert sure.sureness[0] == 3 / 4


@settings(max_examples=100)
@given(flows=commuting(), data=st.data())
def test_degrees_by_their_definition(flows, data):
    n = len(flows.areas)
    labels = st.lists(st.integers(0, 3), min_size=n, max_size=n)
    reference = partition_from_labels(flows.areas, data.draw(labels))
    drawings = [partition_from_labels(flows.areas, data.draw(labels)).region for _ in range(3)]
    sure = co_membership(flows, reference, drawings)
    for area in range(n):
        degrees = [_degree(flows, reference, drawing, area) for drawing in drawings]
        assert sure.sureness[area] == pytest.approx(np.mean(degrees))


def _degree(flows, reference, drawing, area):
    members = np.flatnonzero(reference.region == reference.region[area]).tolist()
    if members == [area]:
        return float((drawing == drawing[area]).sum() == 1)
    jobs = {i: flows.arriving[i] for i in members}
    if not any(jobs.values()):
        jobs = dict.fromkeys(members, 1.0)
    core, held = [], 0.0
    for i in sorted(members, key=lambda i: (-jobs[i], i)):
        if held < sum(jobs.values()) / 2:
            core.append(i)
            held += jobs[i]
    others = [i for i in core if i != area] or [i for i in members if i != area]
    if not any(jobs[i] for i in others):
        jobs = dict.fromkeys(members, 1.0)
    return sum(jobs[i] for i in others if drawing[i] == drawing[area]) / sum(jobs[i] for i in others)


@pytest.mark.parametrize("resampling", list(Resampling))
def test_the_same_generator_gives_the_same_sureness_alone_and_side_by_side(resampling):
    choices = BootstrapChoices(70, resampling)
    alone = membership_bootstrap(ON_THE_EDGE, swedish, np.random.default_rng(1), choices)
    with ThreadPoolExecutor(3) as executor:
        together = membership_bootstrap(ON_THE_EDGE, swedish, np.random.default_rng(1), choices, executor=executor)
    other = membership_bootstrap(ON_THE_EDGE, swedish, np.random.default_rng(2), choices)
    assert alone.sureness.tolist() == together.sureness.tolist()
    assert len(alone.counts) == 70
    assert alone.reference.sets() == swedish(ON_THE_EDGE).sets()
    assert alone.sureness.tolist() != other.sureness.tolist()


def test_large_flows_are_sure_and_a_flow_at_a_threshold_is_a_toss():
    # B sends 7.5 % of 1,000 to A, on the threshold; C sends 30 % of 100,000.
    flows = lettered([100_000, 0, 0], [75, 925, 0], [30_000, 0, 70_000])
    sure = membership_bootstrap(flows, swedish, np.random.default_rng(3), BootstrapChoices(400))
    assert sure.sureness[2] == 1
    assert 0.4 < sure.sureness[1] < 0.65


def test_multinomial_drawings_keep_the_total_and_poisson_drawings_the_mean():
    seen = []

    def method(flows):
        seen.append(flows.counts.sum())
        return swedish(flows)

    membership_bootstrap(TOWNS, method, np.random.default_rng(1), BootstrapChoices(40, Resampling.MULTINOMIAL))
    assert set(seen) == {TOWNS.counts.sum()}
    seen.clear()
    membership_bootstrap(TOWNS, method, np.random.default_rng(1), BootstrapChoices(40))
    assert len(set(seen)) > 10
    assert np.mean(seen) == pytest.approx(TOWNS.counts.sum(), rel=0.02)


class Cancelled(Exception):
    """What a listener raises to stop."""


@pytest.mark.parametrize("workers", [0, 2])
def test_progress_is_told_and_may_stop_the_work(workers):
    heard = []

    def listen(share):
        heard.append(share)
        if share > 0.5:
            raise Cancelled

    executor = ThreadPoolExecutor(workers) if workers else None
    with pytest.raises(Cancelled):
        membership_bootstrap(
            TOWNS, small, np.random.default_rng(1), BootstrapChoices(100), executor=executor, progress=listen
        )
    assert heard == pytest.approx([0.2, 0.4, 0.6])
    if executor:
        executor.shutdown()


def test_what_is_stopped_calls_off_the_drawings_that_have_not_begun():
    asked, gate = [], threading.Event()

    def counting(flows):
        # The second batch and those after it wait until the first has been heard of.
        if len(asked) > 20:
            gate.wait()
        asked.append(flows)
        return small(flows)

    def stop(_share):
        gate.set()
        raise Cancelled

    with pytest.raises(Cancelled), ThreadPoolExecutor(1) as executor:
        membership_bootstrap(
            TOWNS, counting, np.random.default_rng(1), BootstrapChoices(5_000), executor=executor, progress=stop
        )
    assert len(asked) < 1_000, "of 5,000: the batch at hand, not all that the executor was given"


def test_a_sweep_over_choices():
    # B sends 8.5 % to A: a follower up to 8 %, a centre from 9 %.
    flows = lettered([1000, 0], [85, 915])
    heard = []
    methods = [partial(swedish, most_to_one=most) for most in (0.06, 0.07, 0.08, 0.09)]
    sure = membership_sweep(flows, swedish(flows), methods, progress=heard.append)
    assert sure.sureness.tolist() == [0.75, 0.75]
    assert sure.counts.tolist() == [1, 1, 1, 2]
    assert heard == [0.25, 0.5, 0.75, 1.0]


def test_nothing_to_draw_is_refused():
    with pytest.raises(ValueError, match="at least one drawing"):
        BootstrapChoices(0)
    with pytest.raises(ValueError, match="at least one method"):
        membership_sweep(TOWNS, small(TOWNS), [])
