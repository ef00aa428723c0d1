"""Small-number suppression: tables by hand, attackers who try to calculate what is hidden, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from samsyn.analysis.suppression import (
    SMALL,
    Counts,
    Mark,
    SuppressionChoices,
    SuppressionError,
    Totals,
    interval,
    suppress,
)


def table_of(result):
    """What the public sees, as one table with totals last."""
    right = np.append(result.row_totals, result.grand_total)[:, None]
    return np.hstack([np.vstack([result.cells, result.column_totals]), right])


def attack(published, cell) -> tuple[float, float]:
    """The least and greatest value of a cell of a published table, written as an attacker would, cell by cell."""
    m, n = published.shape
    number = {(i, j): i * n + j for i in range(m) for j in range(n)}
    equations, right = [], []
    for i in range(m):
        row = np.zeros(m * n)
        row[[number[i, j] for j in range(n - 1)]] = 1
        row[number[i, n - 1]] = -1
        equations.append(row)
        right.append(0)
    for j in range(n):
        column = np.zeros(m * n)
        column[[number[i, j] for i in range(m - 1)]] = 1
        column[number[m - 1, j]] = -1
        equations.append(column)
        right.append(0)
    limits = [(0, None) if np.isnan(value) else (value, value) for value in published.ravel()]
    aim = np.zeros(m * n)
    aim[number[cell]] = 1
    least = linprog(aim, A_eq=np.array(equations), b_eq=right, bounds=limits)
    most = linprog(-aim, A_eq=np.array(equations), b_eq=right, bounds=limits)
    assert least.status == 0
    return least.fun, (-most.fun if most.status == 0 else np.inf)


def whole_of(values):
    wide = np.hstack([values, values.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


COUNTS = st.integers(0, 10**6).map(
    lambda seed: np.random.default_rng(seed).poisson(
        np.random.default_rng(seed + 1).choice([0.5, 4, 30], (seed % 4 + 1, seed % 5 + 1))
    )
)


def test_nothing_small_nothing_hidden():
    result = suppress(Counts([[10, 20], [30, 40]]))
    np.testing.assert_array_equal(table_of(result), [[10, 20, 30], [30, 40, 70], [40, 60, 100]])
    assert result.narrowest == np.inf


def test_a_single_small_cell_takes_three_others_with_it():
    """Row and column would give the 3 back, so one more of each is taken, and the corner that ties them."""
    result = suppress(Counts([[3, 20, 50], [12, 14, 50], [60, 70, 80]]))
    marks = np.full((4, 4), Mark.PUBLISHED)
    marks[0, 0], marks[0, 1], marks[1, 0], marks[1, 1] = Mark.PRIMARY, *[Mark.SECONDARY] * 3
    np.testing.assert_array_equal(result.marks, marks)
    # 3 may be anything from 0 (its neighbours 15 and 23, the corner 11) to 15 (0 and 8, and 26)
    assert result.narrowest == 15
    assert attack(table_of(result), (0, 0)) == pytest.approx((0, 15))


def test_without_totals_only_what_is_sensitive_goes():
    result = suppress(Counts([[3, 20], [10, 4]], Totals.NONE))
    np.testing.assert_array_equal(np.isnan(result.cells), [[True, False], [False, True]])
    assert np.isnan(table_of(result)[:, -1]).all()
    assert np.isnan(table_of(result)[-1]).all()


def test_with_row_totals_one_more_in_the_row_is_enough():
    result = suppress(Counts([[3, 20, 9], [10, 40, 50]], Totals.ROWS))
    np.testing.assert_array_equal(np.isnan(result.cells), [[True, False, True], [False, False, False]])
    np.testing.assert_array_equal(result.row_totals, [32, 100])
    assert result.narrowest == 12


def test_a_small_total_is_sensitive_too():
    result = suppress(Counts([[0, 2, 0], [10, 40, 50]]))
    assert result.marks[0, 3] == Mark.PRIMARY
    assert np.isnan(result.row_totals[0])


def test_the_dominance_rule_by_hand():
    """90 of 100 in one hand is more than 80 %; 60 of 100 is not."""
    counts = Counts([[100, 100], [100, 100]], Totals.NONE, largest=[[90, 60], [60, 60]])
    result = suppress(counts, SuppressionChoices(dominance=0.8))
    np.testing.assert_array_equal(np.isnan(result.cells), [[True, False], [False, False]])


def test_the_p_percent_rule_by_hand():
    """100 - 60 - 35 = 5 is less than 10 % of 60; 100 - 60 - 30 = 10 is not."""
    counts = Counts([[100, 100]], Totals.NONE, largest=[[60, 60]], second=[[35, 30]])
    result = suppress(counts, SuppressionChoices(p_percent=0.1))
    np.testing.assert_array_equal(np.isnan(result.cells), [[True, False]])


@settings(max_examples=60)
@given(COUNTS, st.integers(1, 12), st.sampled_from(list(Totals)), st.integers(2, 6))
def test_no_attacker_calculates_what_is_hidden(values, width, totals, below):
    choices = SuppressionChoices(below=below, width=width)
    result = suppress(Counts(values, totals), choices)
    published = table_of(result)
    sensitive = np.argwhere(result.marks == Mark.PRIMARY)
    for cell in sensitive:
        low, high = attack(published, tuple(cell))
        assert high - low >= width - 1e-6
        assert low - 1e-6 <= whole_of(values)[tuple(cell)] <= high + 1e-6
    shown = ~np.isnan(published)
    np.testing.assert_array_equal(published[shown], whole_of(values)[shown])
    assert not (shown & (whole_of(values) > 0) & (whole_of(values) < below)).any()


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_the_bounds_are_attained_by_whole_numbers(seed):
    """Every table of whole numbers that agrees with what is published, written out."""
    chance = np.random.default_rng(seed)
    whole = whole_of(chance.integers(0, 5, (2, 2)))
    hidden = chance.random((3, 3)) < 0.6
    hidden[:, -1] = hidden[-1] = False
    every = np.indices((10, 10, 10, 10)).reshape(4, -1).T.reshape(-1, 2, 2)
    agrees = (every.sum(axis=2) == whole[:2, 2]).all(axis=1) & (every.sum(axis=1) == whole[2, :2]).all(axis=1)
    possible = every[agrees & ((every == whole[:2, :2]) | hidden[:2, :2]).all(axis=(1, 2))]
    for i, j in np.ndindex(2, 2):
        seen = possible[:, i, j]
        assert interval(whole.astype(float), hidden, (i, j)) == (min(seen), max(seen))


@settings(max_examples=20)
@given(COUNTS)
def test_the_same_table_always_gives_the_same_result(values):
    first, again = suppress(Counts(values)), suppress(Counts(values))
    np.testing.assert_array_equal(first.marks, again.marks)
    np.testing.assert_array_equal(table_of(first), table_of(again))


@settings(max_examples=20)
@given(COUNTS)
def test_no_secondary_cell_could_be_published_again(values):
    result = suppress(Counts(values))
    hidden = np.isnan(table_of(result))
    sensitive = [tuple(cell) for cell in np.argwhere(result.marks == Mark.PRIMARY)]
    for cell in np.argwhere(result.marks == Mark.SECONDARY):
        less = hidden.copy()
        less[tuple(cell)] = False
        bounds = [interval(whole_of(values).astype(float), less, other) for other in sensitive]
        assert min(high - low for low, high in bounds) < 5


def test_totals_stay_where_they_must_or_the_table_is_refused():
    values = np.array([[3, 20, 50], [12, 14, 50], [60, 70, 80]])
    kept = suppress(Counts(values), SuppressionChoices(keep_totals=True))
    assert not np.isnan(kept.row_totals).any()
    with pytest.raises(SuppressionError, match=r"row 0, column 3 cannot be hidden .* while totals are kept"):
        suppress(Counts([[0, 4, 0, 2], [9, 9, 9, 9]]), SuppressionChoices(below=5, width=7, keep_totals=True))


def test_progress_is_told_for_each_sensitive_cell():
    heard = []
    suppress(Counts([[3, 2, 20], [1, 30, 40], [50, 60, 70]]), progress=heard.append)
    assert heard == [pytest.approx(1 / 3), pytest.approx(2 / 3), 1.0]


@pytest.mark.parametrize(
    ("values", "extra", "message"),
    [
        ([[1, -2]], {}, "values: row 0, column 1 is -2.0"),
        ([[1, 2.5]], {}, "values: row 0, column 1 is 2.5"),
        ([[1, np.nan]], {}, "values: row 0, column 1 is nan"),
        ([1, 2], {}, "must be a table with rows and columns"),
        ([[1, 2]], {"largest": [[1]]}, "largest must be a table"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(values, extra, message):
    with pytest.raises(SuppressionError, match=message):
        Counts(values, **extra)


def test_rules_that_lack_their_data_are_refused():
    with pytest.raises(SuppressionError, match="the rule dominance needs the largest contributors"):
        suppress(Counts([[1, 2]]), SuppressionChoices(dominance=0.8))
    with pytest.raises(SuppressionError, match="the rule p_percent needs"):
        suppress(Counts([[1, 2]], largest=[[1, 1]]), SuppressionChoices(p_percent=0.1))
    with pytest.raises(SuppressionError, match="expected 1 or more"):
        SuppressionChoices(width=0)


def test_a_table_too_large_to_protect_is_refused_and_goes_without_totals():
    values = np.full((320, 320), 10)
    values[3, 4] = 1
    with pytest.raises(SuppressionError, match=r"103,041 cells are too many .* publish without totals"):
        suppress(Counts(values))
    assert np.isnan(suppress(Counts(values, Totals.NONE)).cells).sum() == 1


@settings(max_examples=5)
@given(st.integers(0, 10**6), st.integers(1, 8))
def test_in_a_large_table_too_every_interval_is_as_wide_as_was_asked_for(seed, width):
    """Above `SMALL` cells counts that go round by four cells stand as the proof: here largest flows look again."""
    chance = np.random.default_rng(seed)
    values = chance.poisson(chance.choice([0, 0, 1, 3, 40], (50, 50))).astype(float)
    result = suppress(Counts(values), SuppressionChoices(width=width))
    assert result.marks.size > SMALL
    hidden = result.marks != Mark.PUBLISHED
    for row, column in chance.permutation(np.argwhere(result.marks == Mark.PRIMARY))[:40]:
        low, high = interval(whole_of(values), hidden, (int(row), int(column)))
        assert high - low >= width
