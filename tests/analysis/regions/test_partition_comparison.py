"""Similarity of two divisions, by hand, by definition, and for what must always hold."""

from itertools import combinations
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.regions.partition_comparison import compare_partitions
from samsyn.analysis.tables import TableError, areas_of, partition_from_codes, partition_from_labels
from tests.analysis.commuting import rows_of

LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12)


def divisions(*labels):
    areas = areas_of({f"{i:02}": "" for i in range(len(labels[0]))})
    return [partition_from_labels(areas, label) for label in labels]


def test_one_of_six_areas_moves():
    same = compare_partitions(*divisions("AAABBB", "AABBBB"))
    assert same.changed == (2,)
    assert same.kept == pytest.approx(5 / 6)
    assert same.pair.tolist() == [0, 1]
    # Pairs together: 6 in the first, 7 in the second, 4 in both, of 15: (4 - 2.8) / (6.5 - 2.8).
    assert same.adjusted_rand == pytest.approx(1.2 / 3.7)
    # Overlaps 2, 1, 3 of 6: H(both) 1.459, H(first) 1, H(second) 0.918.
    both = 2 / 6 * log2(3) + 1 / 6 * log2(6) + 3 / 6
    assert same.variation_of_information == pytest.approx(2 * both - 1 - (1 / 3 * log2(3) + 2 / 3 * log2(1.5)))


def test_weights_say_how_much_has_changed():
    comparison = compare_partitions(*divisions("AAABBB", "AABBBB"), np.array([1.0, 1, 8, 1, 1, 1]))
    # The heavy area pairs its two regions; what is left shares no area, and the light ones are those that changed.
    assert comparison.pair.tolist() == [1, -1]
    assert comparison.changed == (0, 1, 3, 4, 5)
    assert comparison.kept == pytest.approx(8 / 13)


def test_a_region_that_is_split_keeps_its_largest_part():
    comparison = compare_partitions(*divisions("AAAAA", "AAABB"))
    assert comparison.pair.tolist() == [0]
    assert comparison.changed == (3, 4)
    merged = compare_partitions(*divisions("AAABB", "AAAAA"))
    assert merged.pair.tolist() == [0, -1]
    assert merged.changed == (3, 4)


def test_regions_that_share_no_area_are_no_pair():
    comparison = compare_partitions(*divisions("ABB", "AAB"), np.array([1.0, 0, 1]))
    assert comparison.kept == 1
    assert comparison.changed == (1,)


def test_comparison_with_an_official_list():
    """Stockholm's functional urban area of 26 municipalities, against each municipality alone."""
    rows = [row for row in rows_of("lau2019_fua_eurostat/lau2019_nordic_nl.csv") if row["country"] == "SE"]
    areas = areas_of({row["lau_code"]: row["lau_name_national"] for row in rows})
    official = partition_from_codes(areas, {row["lau_code"]: row["fua_id"] for row in rows if row["fua_id"]})
    alone = partition_from_labels(areas, areas.codes)
    comparison = compare_partitions(official, alone)
    assert len(areas) == 290
    assert np.bincount(official.region).max() == 26
    assert comparison.kept == official.count / 290
    assert comparison.adjusted_rand == 0


@given(pairs=LABELS)
def test_the_measures_by_their_definitions(pairs):
    first, second = divisions(*zip(*pairs, strict=True))
    comparison, n = compare_partitions(first, second), len(pairs)
    back = compare_partitions(second, first)
    assert comparison.adjusted_rand == pytest.approx(back.adjusted_rand)
    assert comparison.variation_of_information == pytest.approx(back.variation_of_information)
    assert comparison.kept == pytest.approx(back.kept)
    assert 0 <= comparison.variation_of_information <= log2(n) + 1e-9
    assert comparison.adjusted_rand <= 1
    assert comparison.kept == pytest.approx(1 - len(comparison.changed) / n)
    together = [{p for p in combinations(range(n), 2) if d.region[p[0]] == d.region[p[1]]} for d in (first, second)]
    chance = len(together[0]) * len(together[1]) / max(n * (n - 1) / 2, 1)
    most = (len(together[0]) + len(together[1])) / 2
    if most != pytest.approx(chance):
        rand = (len(together[0] & together[1]) - chance) / (most - chance)
        assert comparison.adjusted_rand == pytest.approx(rand)


@given(pairs=LABELS)
def test_a_division_is_like_itself(pairs):
    (first,) = divisions([a for a, _ in pairs])
    comparison = compare_partitions(first, first)
    assert (comparison.adjusted_rand, comparison.kept, comparison.changed) == (1, 1, ())
    assert comparison.variation_of_information == pytest.approx(0, abs=1e-12)


@given(triples=st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=10))
def test_the_variation_of_information_is_a_metric(triples):
    a, b, c = divisions(*zip(*triples, strict=True))

    def apart(x, y):
        return compare_partitions(x, y).variation_of_information

    assert apart(a, c) <= apart(a, b) + apart(b, c) + 1e-9


def test_what_cannot_be_compared_is_refused():
    (two,), (three,) = divisions("AB"), divisions("ABC")
    with pytest.raises(TableError, match="the same areas"):
        compare_partitions(two, three)
    for wrong in ([1.0], [1.0, -1.0], [0.0, 0.0], [1.0, float("nan")]):
        with pytest.raises(TableError, match="weights"):
            compare_partitions(two, two, np.array(wrong))
