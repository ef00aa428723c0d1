"""What regions are like: sums, self-containment, centres and links, by hand and summed anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.regions.region_facts import region_facts
from samsyn.analysis.regions.self_containment import self_contained_regions
from samsyn.analysis.tables import partition_from_labels
from tests.analysis.commuting import brindisi, commuting, lettered, rows_of


def test_a_city_with_its_suburb_and_a_town():
    flows = lettered([90, 0, 10], [40, 50, 10], [20, 0, 80])
    facts = region_facts(flows, partition_from_labels(flows.areas, ["city", "city", "town"]))
    assert facts.residents.tolist() == [200, 100]
    assert facts.jobs.tolist() == [200, 100]
    assert facts.inside.tolist() == [180, 80]
    assert facts.supply.tolist() == facts.demand.tolist() == [0.9, 0.8]
    assert facts.size.tolist() == [2, 1]
    assert facts.centre.tolist() == [0, 2]
    assert facts.between.tolist() == [[180, 20], [20, 80]]
    # 20^2 / (200 * 100) there, 20^2 / (100 * 200) back.
    assert facts.links == pytest.approx(np.array([[0, 0.04], [0.04, 0]]))
    # A and B: nobody from A to B; 40^2 / (R_B * W_A) = 1600 / (100 * 150).
    assert facts.own_link == pytest.approx([1600 / 15000, 1600 / 15000, np.nan], nan_ok=True)
    assert facts.other.tolist() == [1, 1, 0]
    # A and the town: 10^2 / (100 * 100) there, 20^2 / (100 * 150) back; B and the town: 10^2 / (100 * 100) there; the
    # town and the city as above.
    assert facts.other_link == pytest.approx([0.01 + 400 / 15000, 0.01, 0.04])


def test_the_centre_is_where_others_come_not_where_most_live():
    flows = lettered([500, 30], [10, 20])
    assert region_facts(flows, partition_from_labels(flows.areas, "xx")).centre.tolist() == [1]
    apart = lettered([5, 0], [0, 9])
    assert region_facts(apart, partition_from_labels(apart.areas, "xx")).centre.tolist() == [1]


def test_a_region_without_residents_has_no_self_containment():
    flows = lettered([10, 5], [0, 0])
    facts = region_facts(flows, partition_from_labels(flows.areas, "xy"))
    assert np.isnan(facts.supply[1])
    assert facts.demand[1] == 0
    assert facts.other.tolist() == [1, 0]


@given(flows=commuting(), data=st.data())
def test_the_sums_are_those_of_the_full_matrix(flows, data):
    n = len(flows.areas)
    division = partition_from_labels(flows.areas, data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    facts, full = region_facts(flows, division), flows.matrix()
    for number, members in enumerate(division.members()):
        assert facts.residents[number] == full[members].sum()
        assert facts.jobs[number] == full[:, members].sum()
        assert facts.inside[number] == full[np.ix_(members, members)].sum()
    for area in range(n):
        plain = {number: _link(full, area, members) for number, members in enumerate(division.members())}
        own = plain.pop(division.region[area])
        assert facts.own_link[area] == pytest.approx(own, nan_ok=True)
        best = max(plain.values(), default=0)
        assert facts.other_link[area] == pytest.approx(best)
        if best:
            assert plain[facts.other[area]] == pytest.approx(best)
        else:
            assert facts.other[area] == -1


def _link(full, area, members):
    rest = [other for other in members if other != area]
    if not rest:
        return np.nan
    out, back = full[area, rest].sum(), full[rest, area].sum()
    there = out**2 / (full[area].sum() * full[:, rest].sum()) if out else 0
    return there + (back**2 / (full[rest].sum() * full[:, area].sum()) if back else 0)


def test_the_facts_of_brindisi_are_those_of_the_published_package():
    flows = brindisi()
    facts = region_facts(flows, self_contained_regions(flows).partition)
    rows = rows_of("lma_brindisi/expected_marginals.csv")
    expected = sorted((float(row["amount_live"]), float(row["amount_work"])) for row in rows)
    assert sorted(zip(facts.residents, facts.jobs, strict=True)) == expected
    between = sorted(float(row["amount"]) for row in rows_of("lma_brindisi/expected_LWClus.csv"))
    assert sorted(facts.between[facts.between > 0]) == between
