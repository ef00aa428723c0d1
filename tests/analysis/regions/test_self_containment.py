"""The European method: by hand, against the plain way of doing it, and against the published package's own result."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.regions.self_containment import (
    Aggregation,
    SelfContainmentChoices,
    WhyReserved,
    self_contained_regions,
)
from tests.analysis.commuting import brindisi, commuting, groups, lettered, norrbotten, norway, renamed, rows_of
from tests.analysis.regions.plain_self_containment import PlainRegions

SMALL = SelfContainmentChoices(min_size=200, target_size=1000, min_containment=0.6, target_containment=0.8)
MODES = list(Aggregation)


def choices_like(base, aggregation):
    return SelfContainmentChoices(
        base.min_size, base.target_size, base.min_containment, base.target_containment, aggregation
    )


def test_a_suburb_joins_its_city():
    regions = self_contained_regions(lettered([900, 50, 0], [400, 550, 0], [0, 20, 980]), SMALL)
    assert groups(regions.partition) == {"AB", "C"}
    assert regions.moves.tolist() == [0, 1, 0]
    assert regions.reserve == ()
    # A and B: 1,900 live there, 1,920 work there, 1,900 do both. C: all of its 980 jobs are held by its own 1,000.
    assert regions.validity == pytest.approx([0.8 / 0.6, 0.8 / 0.6])


def test_an_area_without_links_goes_to_the_reserve_and_becomes_a_region_that_is_not_valid():
    regions = self_contained_regions(lettered([1000, 0], [0, 100]), SMALL)
    assert regions.reserve == ((1, WhyReserved.NO_LINK),)
    assert regions.before_reserve.tolist() == [0, -1]
    assert groups(regions.partition) == {"A", "B"}
    assert regions.validity[1] < 1


def test_areas_of_the_reserve_that_only_know_each_other_become_one_region():
    regions = self_contained_regions(lettered([1000, 0, 0], [0, 30, 20], [0, 20, 30]), SMALL)
    assert groups(regions.partition) == {"A", "BC"}
    assert {why for _, why in regions.reserve} == {WhyReserved.NO_LINK}


def test_an_area_that_makes_no_better_cluster_waits_in_the_reserve_until_the_end():
    # A (validity 0.20) joins B. The two (0.91) are still the least valid and give up A, which is less valid alone than
    # B. Its only other link is to C, and A and C would be 0.81, no better than 0.91: A waits. B joins C, then A does.
    regions = self_contained_regions(lettered([40, 0, 10], [200, 250, 360], [0, 0, 620]), SMALL)
    assert regions.reserve == ((0, WhyReserved.NO_BETTER),)
    assert regions.before_reserve.tolist() == [-1, 2, 2]
    assert groups(regions.partition) == {"ABC"}


def test_what_is_left_of_a_large_cluster_stays_together_only_in_the_exact_mode():
    flows = lettered(
        [600, 140, 0, 0, 190, 270],
        [30, 640, 350, 0, 130, 200],
        [0, 0, 360, 180, 370, 120],
        [0, 310, 280, 500, 0, 370],
        [190, 0, 0, 280, 200, 0],
        [0, 10, 0, 0, 90, 170],
    )
    modes = {mode: self_contained_regions(flows, choices_like(SMALL, mode)).partition for mode in MODES}
    assert groups(modes[Aggregation.EXACT]) == {"BCDF", "AE"}
    assert groups(modes[Aggregation.AS_PACKAGE]) == {"ABCDEF"}


@settings(max_examples=100)
@given(flows=commuting())
def test_an_area_moves_no_more_often_than_it_may(flows):
    choices = SelfContainmentChoices(200, 1000, 0.6, 0.8, most_moves=1)
    regions, plain = self_contained_regions(flows, choices), PlainRegions(flows, choices)
    assert max(regions.moves) <= 1
    assert dict(regions.reserve) == plain.reserve
    assert regions.before_reserve.tolist() == plain.before_reserve


def test_size_is_traded_for_self_containment():
    at_minimum, at_target = [[200, 0], [40, 1000]], [[1000, 0], [400, 1000]]
    # 200 live in A and all stay, but only 200 of its 240 jobs are theirs: 0.83, enough for the smallest size.
    assert groups(self_contained_regions(lettered(*at_minimum), SMALL).partition) == {"A", "B"}
    # At target size 0.71 is enough.
    assert groups(self_contained_regions(lettered(*at_target), SMALL).partition) == {"A", "B"}
    # Between them, 0.71 is not: with 400 residents 0.74 is needed.
    assert groups(self_contained_regions(lettered([400, 0], [160, 1000]), SMALL).partition) == {"AB"}


@pytest.mark.parametrize("aggregation", MODES)
@settings(max_examples=150)
@given(flows=commuting())
def test_the_fast_way_equals_the_plain_way(aggregation, flows):
    choices = choices_like(SMALL, aggregation)
    plain, fast = PlainRegions(flows, choices), self_contained_regions(flows, choices)
    assert fast.before_reserve.tolist() == plain.before_reserve
    assert fast.moves.tolist() == plain.moves
    assert dict(fast.reserve) == plain.reserve
    together = [[a == b for b in plain.cluster] for a in plain.cluster]
    assert np.equal.outer(fast.partition.region, fast.partition.region).tolist() == together
    assert fast.validity == pytest.approx([plain.validity(list(m)) for m in fast.partition.members()])


@pytest.mark.parametrize("aggregation", MODES)
def test_the_fast_way_equals_the_plain_way_on_a_country(aggregation):
    flows = norway()
    choices = SelfContainmentChoices(aggregation=aggregation)
    plain, fast = PlainRegions(flows, choices), self_contained_regions(flows, choices)
    assert fast.before_reserve.tolist() == plain.before_reserve
    assert fast.moves.tolist() == plain.moves


@settings(max_examples=100)
@given(flows=commuting())
def test_every_cluster_is_valid_before_the_reserve_is_given_out(flows):
    regions = self_contained_regions(flows, SMALL)
    plain = PlainRegions(flows, SMALL)
    for cluster in set(regions.before_reserve.tolist()) - {-1}:
        assert plain.validity(np.flatnonzero(regions.before_reserve == cluster)) >= 1 - 1e-9
    assert len(regions.partition.region) == len(flows.areas)
    in_reserve = np.flatnonzero(regions.before_reserve == -1).tolist()
    assert [area for area, _ in regions.reserve] == in_reserve


@settings(max_examples=100)
@given(flows=commuting(), factor=st.sampled_from([2, 4, 8, 1024]))
def test_flows_and_sizes_times_a_number_give_the_same_regions(flows, factor):
    larger = SelfContainmentChoices(
        SMALL.min_size * factor, SMALL.target_size * factor, SMALL.min_containment, SMALL.target_containment
    )
    scaled = flows.with_counts(flows.counts * factor)
    assert (
        self_contained_regions(scaled, larger).partition.sets() == self_contained_regions(flows, SMALL).partition.sets()
    )


@settings(max_examples=60)
@given(data=st.data(), n=st.integers(2, 8))
def test_other_codes_give_the_same_regions_where_nothing_is_tied(data, n):
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    # Counts with random fractions, and no cap on self-containment: no two links or validities are equal.
    flows = lettered(*(rng.gamma(0.2, 400, (n, n)) + np.diag(rng.gamma(0.5, 500, n))))
    order = np.array(data.draw(st.permutations(range(n))))
    free = SelfContainmentChoices(200, 1000, 0.6, 1.0)
    here = self_contained_regions(flows, free).partition.region
    there = self_contained_regions(renamed(flows, order), free).partition.region[order]
    assert np.array_equal(np.equal.outer(here, here), np.equal.outer(there, there))


def test_brindisi_is_divided_as_the_published_package_divides_it():
    """Both modes: no cluster of three or more gives up an area here, so that exact and package agree."""
    flows, rows = brindisi(), rows_of("lma_brindisi/expected_movements.csv")
    moves = {row["community"]: int(row["moves"]) for row in rows}
    for aggregation in MODES:
        regions = self_contained_regions(flows, SelfContainmentChoices(aggregation=aggregation))
        assert regions.partition.sets() == _expected("expected_clusterList.csv")
        assert regions.reserve == ()
        before = defaultdict(set)
        for code, cluster in zip(flows.areas.codes, regions.before_reserve, strict=True):
            before[cluster].add(code)
        assert frozenset(map(frozenset, before.values())) == _expected("expected_clusterList_before0.csv")
        assert dict(zip(flows.areas.codes, regions.moves.tolist(), strict=True)) == {
            code: moves[code] for code in flows.areas.codes
        }


def _expected(name):
    regions = defaultdict(set)
    for row in rows_of(f"lma_brindisi/{name}"):
        regions[row["cluster"]].add(row["community"])
    return frozenset(map(frozenset, regions.values()))


def test_norway_has_129_regions_and_oslo_has_its_suburbs():
    flows = norway()
    exact = self_contained_regions(flows)
    assert exact.partition.count == 129
    codes, region = flows.areas.codes, exact.partition.region
    around = {codes[i] for i in np.flatnonzero(region == region[codes.index("0301")])}
    # Baerum, Asker, Lorenskog, Lillestrom, Nordre Follo; but neither Drammen, Moss, Bergen nor Tromso.
    assert {"3024", "3025", "3029", "3030", "3020"} <= around
    assert not {"3005", "3002", "4601", "5401"} & around
    package = self_contained_regions(flows, SelfContainmentChoices(aggregation=Aggregation.AS_PACKAGE))
    assert package.partition.count == 129
    assert package.partition.sets() != exact.partition.sets()


def test_in_a_thinly_peopled_county_every_municipality_contains_itself():
    """Norrbotten 2024: distances leave each of the 14 valid alone, and only Italy's sizes are asked of them."""
    assert self_contained_regions(norrbotten()).partition.count == 14


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_size": 0},
        {"min_size": 10_000},
        {"target_size": float("inf")},
        {"target_size": float("nan")},
        {"min_containment": 0},
        {"min_containment": 0.8},
        {"target_containment": 1.1},
        {"most_moves": 0},
    ],
)
def test_choices_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValueError, match="minimum"):
        SelfContainmentChoices(**wrong)
