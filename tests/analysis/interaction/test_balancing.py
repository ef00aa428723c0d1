"""Balancing: small matrices checked by hand, a plain reference, what always holds, and what is refused."""

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from samsyn.analysis.interaction import balancing_sweeps
from samsyn.analysis.interaction.balancing import Balanced, BalancingChoices, BalancingError, Margins, balance
from samsyn.analysis.interaction.two_way import separate

EXACT = BalancingChoices(tolerance=1e-12)


def furness(seed, rows, columns, sweeps):
    """The method in its plainest form: a row after a row, a column after a column."""
    matrix = np.array(seed, dtype=float)
    for _ in range(sweeps):
        for i in range(len(rows)):
            matrix[i] *= rows[i] / matrix[i].sum()
        for j in range(len(columns)):
            matrix[:, j] *= columns[j] / matrix[:, j].sum()
    return matrix


def problem(seed, m=6, n=5, spread=1.0) -> Margins:
    chance = np.random.default_rng(seed)
    columns = chance.lognormal(3, spread, n)
    rows = chance.lognormal(3, spread, m)
    return Margins(chance.lognormal(0, spread, (m, n)), rows, columns * (rows.sum() / columns.sum()))


def strung_out(n=60, decay=8.0) -> Margins:
    """Areas along a line that hardly reach their neighbours: sweeps are slow here."""
    place = np.arange(n)
    seed = np.exp(-decay * np.abs(place[:, None] - place))
    rows = 100 + 10 * np.sin(place)
    columns = 100 + 10 * np.cos(place)
    return Margins(seed, rows, columns * (rows.sum() / columns.sum()))


def test_a_uniform_seed_gives_shares_of_both_margins():
    result = balance(Margins(np.ones((2, 2)), [30, 70], [40, 60]), EXACT)
    np.testing.assert_allclose(result.matrix, [[12, 18], [28, 42]], rtol=1e-12)


def test_a_structural_zero_forces_the_rest():
    """Row 0 may only use column 0; what is left follows by subtraction."""
    result = balance(Margins([[1, 0], [1, 1]], [30, 70], [60, 40]), EXACT)
    np.testing.assert_allclose(result.matrix, [[30, 0], [30, 40]], rtol=1e-11)


def test_a_two_by_two_keeps_its_cross_product():
    """Margins of 50 leave [[x, 50 - x], [50 - x, x]]; x^2 / (50 - x)^2 = 2 * 2 / (1 * 1) gives x = 100/3."""
    result = balance(Margins([[2, 1], [1, 2]], [50, 50], [50, 50]), EXACT)
    np.testing.assert_allclose(result.matrix, np.array([[100, 50], [50, 100]]) / 3, rtol=1e-12)


@pytest.mark.parametrize("threads_from", [0, 10**6])
@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (6, 5), (33, 64), (100, 41)])
def test_sweeps_equal_the_plain_reference(shape, threads_from, monkeypatch):
    margins = problem(7, *shape, spread=0.7)
    monkeypatch.setattr(balancing_sweeps, "WORTH_THREADS", threads_from)
    result = balance(margins, BalancingChoices(tolerance=1e-13, newton=False))
    np.testing.assert_allclose(result.matrix, furness(margins.seed, margins.rows, margins.columns, 300), rtol=1e-10)


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 9))
def test_margins_are_met_and_the_structure_is_kept(seed, m, n):
    margins = problem(seed, m, n)
    result = balance(margins)
    assert result.error <= 1e-6
    np.testing.assert_allclose(result.matrix.sum(axis=1), margins.rows, rtol=1e-6)
    np.testing.assert_allclose(result.matrix.sum(axis=0), margins.columns, rtol=1e-6)
    ratio = result.matrix / margins.seed
    np.testing.assert_allclose(ratio, np.outer(result.row_factors, result.column_factors), rtol=1e-12)


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_the_areas_does_not_matter(seed, shuffle):
    margins = problem(seed)
    p, q = list(range(6)), list(range(5))
    shuffle.shuffle(p)
    shuffle.shuffle(q)
    shuffled = balance(Margins(margins.seed[np.ix_(p, q)], margins.rows[p], margins.columns[q]), EXACT)
    np.testing.assert_allclose(shuffled.matrix, balance(margins, EXACT).matrix[np.ix_(p, q)], rtol=1e-9)


def test_a_zero_margin_empties_its_line_only():
    whole = balance(Margins([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [10, 0, 20], [0, 12, 18]), EXACT)
    part = balance(Margins([[2, 3], [8, 9]], [10, 20], [12, 18]), EXACT)
    np.testing.assert_array_equal(whole.matrix[[0, 2]][:, 1:], part.matrix)
    assert whole.matrix[1].sum() == whole.matrix[:, 0].sum() == 0
    assert whole.row_factors[1] == whole.column_factors[0] == 0


def test_nothing_at_all_is_balanced_to_nothing():
    result = balance(Margins(np.ones((2, 3)), [0, 0], [0, 0, 0]))
    assert isinstance(result, Balanced)
    assert result.matrix.sum() == result.error == 0


def test_newton_takes_over_where_sweeps_are_slow_and_gives_the_same():
    margins = strung_out()
    fast = balance(margins, BalancingChoices(tolerance=1e-10))
    slow = balance(margins, BalancingChoices(tolerance=1e-10, newton=False, sweeps_at_most=10**6))
    assert fast.newton_steps > 0
    assert slow.newton_steps == 0
    assert slow.sweeps > 5 * fast.sweeps
    np.testing.assert_allclose(fast.matrix, slow.matrix, rtol=1e-6, atol=1e-6)


def test_a_matrix_that_fits_only_with_more_zeros_meets_the_criterion():
    result = balance(Margins([[1, 1], [0, 1]], [1, 1], [1, 1]))
    assert result.error <= 1e-6
    assert 0 < result.matrix[0, 1] < 1e-5


@pytest.mark.parametrize("threads", [1, 2])
def test_the_bits_do_not_depend_on_threads_or_runs(threads, monkeypatch):
    margins = problem(3, 150, 170)
    first = balance(margins)
    monkeypatch.setattr(balancing_sweeps, "WORTH_THREADS", 0)
    before = numba.get_num_threads()
    numba.set_num_threads(min(threads, before))
    try:
        again = balance(margins)
    finally:
        numba.set_num_threads(before)
    assert first.matrix.tobytes() == again.matrix.tobytes()


def test_progress_hears_how_far_it_is_and_may_cancel():
    heard = []
    balance(strung_out(), progress=heard.append)
    assert heard[-1] == 1.0
    assert all(0 <= share <= 1 for share in heard)

    def cancel(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        balance(strung_out(), progress=cancel)


def test_what_was_given_and_what_comes_out_is_locked():
    seed = np.ones((2, 2))
    margins = Margins(seed, [1, 1], [1, 1])
    result = balance(margins)
    for array in (margins.seed, margins.rows, result.matrix, result.row_factors):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5
    seed[0, 0] = 2  # the caller's own array stays the caller's


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "message"),
    [
        ([[1, 1]], [1, 2], [1, 2], "one margin a row"),
        ([[1, -1]], [2], [1, 1], r"seed\[0, 1\] is -1.0"),
        ([[1, np.nan]], [2], [1, 1], r"seed\[0, 1\] is nan"),
        ([[1, 1]], [np.inf], [1, 1], r"rows\[0\] is inf"),
        ([[1, 1]], [3], [1, 1], "the rows add up to 3 and the columns to 2"),
        ([[0, 0], [1, 1]], [5, 5], [5, 5], r"nothing can flow in row 0 \(5\)"),
        ([[0, 1], [0, 1]], [5, 5], [5, 5], r"nothing can flow in column 0 \(5\)"),
        ([[1, 1], [1, 1]], [5, 5], [10, 0], None),
        ([[0, 1], [1, 1]], [5, 5], [10, 0], r"nothing can flow in row 0 \(5\)"),
        (
            [[1, 0, 0], [1, 0, 0], [1, 1, 1]],
            [1, 1, 1],
            [1, 1, 1],
            "row 0, 1 must send 2, but may only use column 0, which takes 1",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name(seed, rows, columns, message):
    if message is None:
        assert balance(Margins(seed, rows, columns)).error <= 1e-6
        return
    with pytest.raises(BalancingError, match=message):
        balance(Margins(seed, rows, columns))


def test_refusals_use_the_names_of_the_areas():
    with pytest.raises(BalancingError, match=r"row Uppsala, Knivsta must send 2.*column Sala, which takes 1"):
        balance(
            Margins(
                [[1, 0, 0], [1, 0, 0], [1, 1, 1]],
                [1, 1, 1],
                [1, 1, 1],
                ("Uppsala", "Knivsta", "Sala"),
                ("Sala", "Heby", "Tierp"),
            )
        )
    with pytest.raises(BalancingError, match="1 names for 2 lines"):
        Margins(np.ones((2, 2)), [1, 1], [1, 1], ("a",))


def test_too_few_sweeps_are_said_with_the_worst_row():
    with pytest.raises(BalancingError, match=r"not balanced to 1e-12 after 50 sweeps.*in row \d+, which has"):
        balance(strung_out(), BalancingChoices(tolerance=1e-12, sweeps_at_most=50))


def fits(seed, rows, columns) -> bool:
    """Whether any matrix on the seed's cells has the margins, by linear programming."""
    cells = np.argwhere(seed > 0)
    if not len(cells):
        return False
    a = np.zeros((len(rows) + len(columns), len(cells)))
    a[cells[:, 0], range(len(cells))] = 1
    a[len(rows) + cells[:, 1], range(len(cells))] = 1
    return linprog(np.zeros(len(cells)), A_eq=a, b_eq=[*rows, *columns]).status == 0


@settings(max_examples=150)
@given(st.integers(0, 10**6))
def test_exactly_what_fits_is_balanced(seed):
    chance = np.random.default_rng(seed)
    weights = chance.integers(0, 3, (4, 4)).astype(float)
    rows = chance.integers(1, 6, 4)
    columns = chance.multinomial(rows.sum() - 4, [0.25] * 4) + 1
    if fits(weights, rows, columns):
        np.testing.assert_allclose(balance(Margins(weights, rows, columns)).matrix.sum(axis=1), rows, rtol=1e-6)
    else:
        with pytest.raises(BalancingError, match=r"no matrix fits|nothing can flow"):
            balance(Margins(weights, rows, columns))


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_two_way_effects_are_the_weighted_least_squares(seed):
    chance = np.random.default_rng(seed)
    weights, values = chance.random((5, 4)) + 0.1, chance.normal(size=(5, 4))
    sides = (weights * values).sum(axis=1), (weights * values).sum(axis=0)
    u, v = separate(weights).effects(*sides)
    design = np.hstack([np.repeat(np.eye(5), 4, axis=0), np.tile(np.eye(4), (5, 1))])
    root = np.sqrt(weights).ravel()
    best = np.linalg.lstsq(design * root[:, None], values.ravel() * root, rcond=None)[0]
    np.testing.assert_allclose(u[:, None] + v, (design @ best).reshape(5, 4), atol=1e-7)
    other = separate(chance.random((5, 4)) + 0.1)
    u2, v2 = separate(weights, near=other).effects(*sides)
    np.testing.assert_allclose(u2[:, None] + v2, u[:, None] + v, atol=1e-9)
