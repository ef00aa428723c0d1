"""Several divisions over each other: who is together in all, by hand and by definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.regions.region_overlay import region_overlay
from samsyn.analysis.tables import TableError
from tests.analysis.commuting import groups
from tests.analysis.regions.test_partition_comparison import divisions


def test_work_and_study_agree_and_housing_is_the_odd_one():
    work, study, housing = divisions("AAABB", "AAABB", "AABBB")
    overlay = region_overlay([work, study, housing])
    # Area 0: {0,1,2} and {0,1}: 2 of 3. Area 2: {0,1,2} and {2,3,4}: itself of 5. Area 3: {3,4} and {2,3,4}: 2 of 3.
    assert overlay.agreement == pytest.approx([2 / 3, 2 / 3, 1 / 5, 2 / 3, 2 / 3])
    assert overlay.overall == pytest.approx((4 * 2 / 3 + 1 / 5) / 5)
    assert overlay.odd_one.tolist() == [2, 2, 2, 2, 2]
    assert overlay.with_others[2] == pytest.approx([0.6, 0.6, 0.2])
    assert {frozenset(region) for region in overlay.common.sets()} == {
        frozenset({"00", "01"}), frozenset({"02"}), frozenset({"03", "04"}),
    }  # fmt: skip


def test_weights_are_how_much_a_companion_counts():
    overlay = region_overlay(divisions("AAB", "ABB"), np.array([10.0, 5, 1]))
    assert overlay.agreement == pytest.approx([10 / 15, 5 / 16, 1 / 6])
    assert overlay.odd_one.tolist() == [-1, -1, -1]
    assert overlay.overall == pytest.approx((10 * 10 / 15 + 5 * 5 / 16 + 1 / 6) / 16)


def test_divisions_that_are_the_same_agree_fully():
    overlay = region_overlay(divisions("ABBC", "XYYZ", "ABBC"))
    assert overlay.agreement.tolist() == [1, 1, 1, 1]
    assert overlay.odd_one.tolist() == [-1, -1, -1, -1]
    assert groups(overlay.common) == {"00", "0102", "03"}


@given(rows=st.lists(st.tuples(*[st.integers(0, 3)] * 4), min_size=1, max_size=9), seed=st.integers(0, 99))
def test_agreement_by_its_definition(rows, seed):
    partitions = divisions(*zip(*rows, strict=True))
    weights = np.random.default_rng(seed).uniform(0.1, 5, len(rows))
    overlay = region_overlay(partitions, weights)
    for area in range(len(rows)):
        companions = [set(np.flatnonzero(p.region == p.region[area])) for p in partitions]
        everywhere, somewhere = set.intersection(*companions), set.union(*companions)
        assert overlay.agreement[area] == pytest.approx(
            weights[list(everywhere)].sum() / weights[list(somewhere)].sum()
        )
    assert 0 < overlay.overall <= 1 + 1e-12


def test_what_cannot_be_overlaid_is_refused():
    (two,), (three,) = divisions("AB"), divisions("ABC")
    with pytest.raises(TableError, match="two divisions or more"):
        region_overlay([two])
    with pytest.raises(TableError, match="the same areas"):
        region_overlay([two, three])
    for wrong in ([1.0], [1.0, 0.0], [1.0, float("inf")]):
        with pytest.raises(TableError, match="weights"):
            region_overlay([two, two], np.array(wrong))
