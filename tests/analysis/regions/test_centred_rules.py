"""The Swedish and the Nordic rule: thresholds, followers, rings, long chains and secondary centres, drawn by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.regions.centred_regions import Role
from samsyn.analysis.regions.local_labour_markets import LocalLabourMarketChoices, local_labour_markets
from samsyn.analysis.regions.nordic_labour_markets import NordicChoices, nordic_labour_markets
from tests.analysis.commuting import commuting, groups, lettered, norrbotten, norway, renamed

RULES = [local_labour_markets, nordic_labour_markets]


def roles(regions):
    return "".join(
        {"centre": "C", "secondary_centre": "S", "follower": "f", "broken_off": "b", "alone": "a"}[r]
        for r in regions.roles
    )


def test_a_centre_sends_at_most_a_fifth_away_and_at_most_seven_and_a_half_percent_to_one():
    # A sends 20 % in all and 7.5 % to one: exactly what is allowed. B sends 20.1 %, C 7.6 % to one.
    flows = lettered(
        [800, 75, 75, 50],
        [75, 799, 70, 56],
        [76, 0, 900, 24],
        [0, 0, 0, 1000],
    )
    regions = local_labour_markets(flows)
    assert roles(regions) == "CffC"
    assert groups(regions.partition) == {"ABC", "D"}
    assert regions.centre.tolist() == [0, 3]


def test_the_thresholds_are_choices():
    flows = lettered([900, 100], [100, 900])
    assert roles(local_labour_markets(flows, LocalLabourMarketChoices(most_to_one=0.1))) == "CC"
    assert roles(local_labour_markets(flows, LocalLabourMarketChoices(most_out=0.05, most_to_one=0.1))) != "CC"


def test_an_area_may_follow_a_follower_but_no_further_than_two_links():
    # D follows C (30 %), C follows B (40 %), B follows A (50 %): three links, broken at the weakest.
    flows = lettered([1000, 0, 0, 0], [500, 500, 0, 0], [0, 400, 600, 0], [0, 0, 300, 700])
    regions = local_labour_markets(flows)
    assert groups(regions.partition) == {"ABC", "D"}
    assert roles(regions) == "Cffb"
    assert regions.links.tolist() == [0, 1, 2, 0]
    free = local_labour_markets(flows, LocalLabourMarketChoices(most_links=None))
    assert groups(free.partition) == {"ABCD"}
    assert free.links.tolist() == [0, 1, 2, 3]
    # With one link allowed, D's 30 % breaks first, then C's 40 %.
    assert groups(local_labour_markets(flows, LocalLabourMarketChoices(most_links=1)).partition) == {"AB", "C", "D"}


def test_a_long_chain_breaks_in_the_middle_where_that_is_weakest():
    flows = lettered([1000, 0, 0, 0], [500, 500, 0, 0], [0, 250, 750, 0], [0, 0, 300, 700])
    regions = local_labour_markets(flows)
    assert groups(regions.partition) == {"AB", "CD"}
    assert roles(regions) == "Cfbf"
    assert regions.centre.tolist() == [0, 2]


def test_two_areas_that_follow_each_other_are_a_region_of_their_own_around_the_more_independent():
    flows = lettered([600, 400, 0], [300, 700, 0], [0, 0, 1000])
    regions = local_labour_markets(flows)
    assert groups(regions.partition) == {"AB", "C"}
    # B sends 30 % to A, A 40 % to B: B's link is the weaker and is broken.
    assert roles(regions) == "fbC"
    assert regions.centre.tolist() == [1, 2]


def test_a_ring_of_three_breaks_at_its_weakest_link():
    flows = lettered([600, 400, 0], [0, 700, 300], [500, 0, 500])
    regions = local_labour_markets(flows)
    assert groups(regions.partition) == {"ABC"}
    assert roles(regions) == "fbf"
    assert regions.follows.tolist() == [1, -1, 0]


def test_of_equal_flows_the_first_by_code_is_followed():
    flows = lettered([1000, 0, 0], [0, 1000, 0], [200, 200, 600])
    assert groups(local_labour_markets(flows).partition) == {"AC", "B"}


@pytest.mark.parametrize("rule", RULES)
def test_an_area_that_nobody_lives_in_stands_alone(rule):
    # B is a mine with 100 jobs and no homes.
    regions = rule(lettered([1000, 50], [0, 0]))
    assert groups(regions.partition) == {"A", "B"}
    assert roles(regions)[0] == "C"


def test_more_jobs_than_workers_make_a_nordic_centre_of_an_area_that_much_is_sent_from():
    # A sends 24 % away, 8 % to each: no Swedish centre. It has 1,210 jobs for its 1,000 workers.
    flows = lettered([760, 80, 80, 80], [150, 850, 0, 0], [150, 0, 850, 0], [150, 0, 0, 850])
    assert roles(nordic_labour_markets(flows)) == "Cfff"
    assert groups(nordic_labour_markets(flows).partition) == {"ABCD"}
    assert local_labour_markets(flows).roles[0] is not Role.CENTRE


def test_a_secondary_centre_is_followed_and_sends_little_to_any_one():
    # A sends 22 % away, at most 7.4 % to one, and has fewer jobs than workers. B follows A.
    flows = lettered(
        [780, 0, 73, 73, 74], [200, 800, 0, 0, 0], [0, 0, 1000, 0, 0], [0, 0, 0, 1000, 0], [0, 0, 0, 0, 1000]
    )
    regions = nordic_labour_markets(flows)
    assert roles(regions)[:2] == "Sf"
    assert "AB" in groups(regions.partition)
    lonely = lettered(
        [780, 0, 73, 73, 74], [0, 1000, 0, 0, 0], [0, 0, 1000, 0, 0], [0, 0, 0, 1000, 0], [0, 0, 0, 0, 1000]
    )
    assert roles(nordic_labour_markets(lonely))[0] == "a"


def test_an_area_that_sends_less_than_the_threshold_anywhere_stands_alone():
    flows = lettered([700, 75, 75, 75, 75], *np.eye(5)[1:] * 1000)
    assert roles(nordic_labour_markets(flows)) == "aCCCC"
    assert roles(nordic_labour_markets(flows, NordicChoices(follows_above=0.07)))[0] == "f"


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=150)
@given(flows=commuting())
def test_regions_are_what_the_links_say(rule, flows):
    regions = rule(flows)
    region = regions.partition.region
    for area, followed in enumerate(regions.follows):
        assert (followed == -1) == (regions.roles[area] is not Role.FOLLOWER)
        if followed == -1:
            assert regions.links[area] == 0
            assert regions.centre[region[area]] == area
        else:
            assert region[followed] == region[area]
            assert regions.links[area] == regions.links[followed] + 1
            assert flows.matrix()[area, followed] > 0
    if rule is local_labour_markets:
        assert regions.links.max() <= 2


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=100)
@given(flows=commuting(), factor=st.sampled_from([2, 4, 1024]))
def test_all_flows_times_a_number_give_the_same_regions(rule, flows, factor):
    assert rule(flows.with_counts(flows.counts * factor)).partition.sets() == rule(flows).partition.sets()


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), data=st.data(), n=st.integers(2, 8))
def test_other_codes_give_the_same_regions_where_nothing_is_tied(rule, seed, data, n):
    rng = np.random.default_rng(seed)
    cells = rng.permutation(np.arange(1, 1 + n * n)).reshape(n, n) + np.diag(rng.integers(0, 3000, n))
    flows, order = lettered(*cells), np.array(data.draw(st.permutations(range(n))))
    here, there = rule(flows).partition.region, rule(renamed(flows, order)).partition.region[order]
    assert np.array_equal(np.equal.outer(here, here), np.equal.outer(there, there))


@pytest.mark.parametrize(("rule", "count"), [(local_labour_markets, 107), (nordic_labour_markets, 144)])
def test_norway_2022(rule, count):
    flows = norway()
    regions = rule(flows)
    assert regions.partition.count == count
    codes, region = flows.areas.codes, regions.partition.region
    oslo = region[codes.index("0301")]
    assert codes[regions.centre[oslo]] == "0301"
    around = {codes[i] for i in np.flatnonzero(region == oslo)}
    # Baerum, Asker, Lillestrom, Drammen and Moss; neither Bergen, Stavanger, Trondheim nor Tromso.
    assert {"3024", "3025", "3030", "3005", "3002"} <= around
    assert not {"4601", "1103", "5001", "5401"} & around


def test_norrbotten_2024_by_the_swedish_rule():
    """Lulea with its neighbours on the coast, Gallivare with Jokkmokk; flows out of the county are not seen."""
    regions = {frozenset(region) for region in local_labour_markets(norrbotten()).partition.sets()}
    assert frozenset({"2580", "2582", "2581", "2560", "2514"}) in regions
    assert frozenset({"2523", "2510"}) in regions
    assert sum(len(region) == 1 for region in regions) == 7


@pytest.mark.parametrize("kind", [LocalLabourMarketChoices, NordicChoices])
def test_choices_that_cannot_be_are_refused(kind):
    with pytest.raises(ValueError, match="at least one link"):
        kind(most_links=0)
    with pytest.raises(ValueError, match="shares from 0 to 1"):
        kind(**{"most_out" if kind is LocalLabourMarketChoices else "follows_above": 7.5})
