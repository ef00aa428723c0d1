"""What leaves the house, attacked: no small number can be worked out from what is shown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from samsyn.analysis.suppression import interval
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.suppression import Pairs, Rule, of_areas, of_regions
from tests.analysis.commuting import lettered
from tests.insights.studies import drawn

RULE = Rule(below=5, width=5)
STUDY = STUDIES["functional-regions"]

# Two regions, ABC and DE. From ABC to DE go 9 + 8 + 2 + 3 and zeros: 22 in all.
TABLE = np.array(
    [
        [90, 10, 2, 9, 0],
        [12, 80, 1, 8, 2],
        [30, 3, 40, 0, 3],
        [1, 0, 0, 70, 6],
        [2, 0, 0, 20, 50],
    ]
)
REGION = np.array([0, 0, 0, 1, 1])


def pairs_of(table):
    origins, destinations = np.nonzero(table)
    return Pairs(origins, destinations, table[origins, destinations].astype(float))


def between(table, region):
    k = region.max() + 1
    full = np.zeros((k, k))
    np.add.at(full, (region[:, None].repeat(len(region), 1), region[None, :].repeat(len(region), 0)), table)
    return full


def with_totals(cells):
    wide = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def attack_regions(full, shown, rule):
    """The attacker's interval for each small count between regions, from the cells and totals that are shown."""
    known = np.vstack([np.hstack([shown.cells, shown.residents[:, None]]), np.append(shown.jobs, shown.total)[None, :]])
    whole, hidden = with_totals(full), np.isnan(known)
    assert np.array_equal(whole[~hidden], known[~hidden]), "what is shown is true"
    for cell in zip(*np.nonzero((whole > 0) & (whole < rule.below)), strict=True):
        low, high = interval(whole, hidden, tuple(map(int, cell)))
        assert high - low >= rule.width, cell


def attack_areas(table, region, shown, visible, rule):
    """The attacker's interval for each small flow between areas: he knows the sum of its block, and what is shown."""
    seen = np.zeros(table.shape, dtype=bool)
    pairs = pairs_of(table)
    seen[pairs.origins[visible], pairs.destinations[visible]] = True
    assert not np.any(seen & (table < rule.below)), "a small flow is shown"
    for g in range(region.max() + 1):
        for h in range(region.max() + 1):
            block = np.ix_(region == g, region == h)
            cells, open_ones = table[block].ravel().astype(float), seen[block].ravel()
            if np.isnan(shown.cells[g, h]):
                assert not open_ones.any(), "a hidden sum would be given away from below"
                continue
            # One row with its total: what each hidden cell may be.
            whole = with_totals(cells[None, :])
            hidden = np.zeros(whole.shape, dtype=bool)
            hidden[0, :-1] = hidden[1, :-1] = ~open_ones
            for cell in np.flatnonzero((cells > 0) & (cells < rule.below)):
                low, high = interval(whole, hidden, (0, int(cell)))
                assert high - low >= rule.width, (g, h, cell)


def attack_all_at_once(table, region, shown, visible, rule):
    """Who knows everything that is shown and can solve linear programs: the interval of each small flow and count."""
    n, k = len(table), region.max() + 1
    groups = np.eye(k)[region].T
    sums, values = [], []

    def known(weights, value):
        if not np.isnan(value):
            sums.append(np.ravel(weights))
            values.append(value)

    for g in range(k):
        known(np.outer(groups[g], np.ones(n)), shown.residents[g])
        known(np.outer(np.ones(n), groups[g]), shown.jobs[g])
        for h in range(k):
            known(np.outer(groups[g], groups[h]), shown.cells[g, h])
    known(np.ones((n, n)), shown.total)
    pairs = pairs_of(table)
    for i, j in zip(pairs.origins[visible], pairs.destinations[visible], strict=True):
        known(np.eye(n)[i][:, None] * np.eye(n)[j][None, :], table[i, j])
    small = [
        np.outer(np.eye(n)[i], np.eye(n)[j])
        for i, j in zip(*np.nonzero((table > 0) & (table < rule.below)), strict=True)
    ]
    full = between(table, region)
    small += [
        np.outer(groups[g], groups[h]) for g, h in zip(*np.nonzero((full > 0) & (full < rule.below)), strict=True)
    ]
    for wanted in map(np.ravel, small):
        ends = [linprog(sign * wanted, A_eq=sums or None, b_eq=values or None) for sign in (1, -1)]
        assert ends[0].status == 0, "what is shown is true"
        assert ends[1].status == 3 or -ends[1].fun - ends[0].fun >= rule.width - 1e-6, wanted


def test_the_drawn_table_by_hand():
    shown = of_regions(between(TABLE, REGION), RULE)
    # Between the regions 22 go one way and 3 the other; 3 is small, and with both totals nothing in 2 by 2 can hide it
    # but everything.
    assert np.isnan(shown.cells).all() or np.isnan(shown.residents).any()
    visible = of_areas(pairs_of(TABLE), REGION, shown, RULE)
    attack_regions(between(TABLE, REGION), shown, RULE)
    attack_areas(TABLE, REGION, shown, visible, RULE)


def test_a_large_flow_is_left_out_where_the_rest_of_its_block_would_be_known():
    # One region of two areas and one of one: to the latter go 40 and 3, which is 43 in all. Showing 40 tells 3.
    table = np.array([[500, 60, 40], [70, 400, 3], [30, 25, 300]])
    region = np.array([0, 0, 1])
    shown = of_regions(between(table, region), RULE)
    assert shown.cells[0, 1] == 43
    pairs = pairs_of(table)
    seen = {
        (int(i), int(j))
        for i, j, is_seen in zip(pairs.origins, pairs.destinations, of_areas(pairs, region, shown, RULE), strict=True)
        if is_seen
    }
    assert seen == {(0, 1), (1, 0), (2, 0), (2, 1)}


@settings(max_examples=150)
@given(st.data())
def test_no_small_number_can_be_worked_out(data):
    n = data.draw(st.integers(2, 5))
    cell = st.one_of(st.just(0), st.integers(0, 7), st.integers(0, 60))
    table = np.array(data.draw(st.lists(cell, min_size=n * n, max_size=n * n))).reshape(n, n)
    labels = data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    region = np.unique(labels, return_inverse=True)[1]
    below = data.draw(st.integers(2, 6))
    rule = Rule(below=below, width=data.draw(st.integers(1, below)))
    full = between(table, region)
    shown = of_regions(full, rule)
    attack_regions(full, shown, rule)
    visible = of_areas(pairs_of(table), region, shown, rule)
    attack_areas(table, region, shown, visible, rule)
    attack_all_at_once(table, region, shown, visible, rule)


def test_what_everybody_sees_of_regions_holds_no_total_of_an_area_and_no_small_number():
    table = np.kron(np.array([[1, 0], [0, 1]]), np.array([[800, 40, 2], [60, 300, 1], [7, 5, 200]]))
    table[0, 3], table[1, 4], table[3, 0] = 30, 3, 4
    flows = lettered(*table)
    found = drawn.regions(flows, method="swedish", drawings="20", sweep="on", official=dict.fromkeys("ABC", "x"))
    seen = for_everyone(STUDY, found, RULE)
    assert seen["suppressed"] == {"below": 5, "width": 5}
    for figure in ("residents", "jobs", "staying", "own_link", "other_link"):
        assert seen["areas"][figure] == [None] * 6
    assert all(share == round(share, 2) for share in seen["areas"]["out_share"] if share is not None)
    assert min(seen["flows"]["counts"]) >= 5
    assert all(count is None or count >= 5 for count in seen["between"]["counts"])
    assert seen["official"]["kept"] == round(seen["official"]["kept"], 2)
    assert found["areas"]["residents"][0] is not None, "the result itself is as it was"
    shown = STUDY.present(seen)
    assert any("5" in note for note in shown.notes)
    assert {flow.count for code in "ABCDEF" for flow in STUDY.flows_of_area(seen, code)} <= set(seen["flows"]["counts"])


def test_means_and_shares_are_left_out_where_they_would_tell_what_is_hidden():
    # C is a region of four persons, all of whom stay in it.
    table = [[500, 40, 3], [60, 300, 0], [0, 0, 4]]
    found = drawn.regions(lettered(*table), method="nordic", drawings="0")
    seen = for_everyone(STUDY, found, RULE)
    place = seen["regions"]["centre"].index(2)
    assert seen["regions"]["inside"][place] is None
    assert seen["regions"]["supply"][place] is None
    assert seen["whole"]["inside_share"] is seen["whole"]["mean_supply"] is None
    assert {offer.code for offer in STUDY.present(seen).offers} == {"functional-nordic-regions"}


@pytest.mark.parametrize(("below", "width"), [(5, 6), (0, 1), (5, 0)])
def test_a_rule_that_makes_no_sense(below, width):
    with pytest.raises(ValueError, match="doubt"):
        Rule(below=below, width=width)
