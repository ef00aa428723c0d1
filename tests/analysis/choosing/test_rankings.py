"""How rankings change over draws: by hand, against a plain count, and what holds of any scores."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.choosing.rankings import Factor, RankingChoices, Scores, rankings
from samsyn.analysis.tables import TableError


def scores(values, weights=None, factors=()):
    values = np.array(values, dtype=float)
    return Scores(tuple(f"m{i}" for i in range(values.shape[1])), values, weights, factors)


def test_four_measures_in_four_draws_by_hand():
    """The ranks, draw by draw (m1 and m2 tie in the second, m0 and m3 in the fourth):

    m0 1 1 2 3-4 | m1 2 2-3 1 1 | m2 3 2-3 3 2 | m3 4 4 4 3-4

    Middle ranks of m1 are 1, 1, 2, 2.5: the lower median is 1. m0 is in the top 1 twice; in the top 3 three times, and
    half of the fourth. m1 is above m2 three times and ties once: it dominates it.
    """
    found = rankings(scores([[9, 8, 7, 1], [9, 5, 5, 1], [6, 7, 5, 2], [3, 8, 4, 3]]), RankingChoices(level=0.5))
    assert found.best.tolist() == [1, 1, 2, 3]
    assert found.worst.tolist() == [4, 3, 3, 4]
    assert found.middle.tolist() == [1, 1, 2.5, 4]
    assert found.low.tolist() == [1, 1, 2, 3.5]
    assert found.high.tolist() == [2, 2, 3, 4]
    assert found.top.tolist() == [[0.5, 0.75, 0.875, 1], [0.5, 0.875, 1, 1], [0, 0.375, 1, 1], [0, 0, 0.125, 1]]
    assert found.beats[:2].tolist() == [[0, 0.5, 0.75, 0.75], [0.5, 0, 0.75, 1]]
    assert np.argwhere(found.dominates).tolist() == [[0, 3], [1, 2], [1, 3], [2, 3]]
    # Medians tie between m0 and m1; the mean middle rank of m1 is 6.5 / 4, that of m0 7.5 / 4.
    assert found.order.tolist() == [1, 0, 2, 3]


def test_concordance_by_hand():
    """Three draws of three: alike W = 1. Of 1 2 3, 1 2 3 and 3 2 1 the sums are 5, 6, 7, so S = 2 and W = 12 * 2 / (9 *
    (27 - 3)) = 1/9. With a tie of two at the top in each of two draws alike: 1, that is what the correction is for."""
    assert rankings(scores([[3, 2, 1]] * 3)).concordance == pytest.approx(1)
    assert rankings(scores([[3, 2, 1], [3, 2, 1], [1, 2, 3]])).concordance == pytest.approx(1 / 9)
    assert rankings(scores([[3, 3, 1]] * 2)).concordance == pytest.approx(1)
    assert rankings(scores([[3, 2, 1], [1, 2, 3]])).concordance == 0
    assert np.isnan(rankings(scores([[3, 2, 1]])).concordance)
    assert np.isnan(rankings(scores([[1, 1]] * 2)).concordance)


def test_which_choice_moves_the_ranks():
    """Every decay with every scenario: the decay turns the first two over, the scenario nothing."""
    decay = Factor("decay", ("steep", "steep", "flat", "flat"))
    scenario = Factor("scenario", ("low", "high", "low", "high"))
    found = rankings(scores([[9, 5, 1], [8, 7, 1], [5, 9, 1], [7, 8, 1]], factors=(decay, scenario)))
    assert found.influence.tolist() == [1, 0]
    still = rankings(scores([[2, 1], [5, 3]], factors=(Factor("decay", ("steep", "flat")),)))
    assert np.isnan(still.influence).all()
    # m0 is first, first, first and second: a variance of 3/16. That of the decays' means, 1 and 1.5, is 1/16, and that
    # of the scenarios' too; the last third is their interplay.
    both = rankings(scores([[9, 5, 1], [9, 5, 1], [9, 5, 1], [5, 9, 1]], factors=(decay, scenario)))
    assert both.influence == pytest.approx([1 / 3, 1 / 3])


def test_a_tie_by_rounding_is_a_tie():
    third = 0.1 + 0.2
    found = rankings(scores([[third, 0.3, 0.1]]))
    assert found.best.tolist() == [1, 1, 3]
    assert found.worst.tolist() == [2, 2, 3]
    assert not found.beats[0, 1]
    exact = rankings(scores([[third, 0.3, 0.1]]), RankingChoices(tie=0.0))
    assert exact.best.tolist() == [1, 2, 3]
    # Within a tenth of the largest, in a chain: 10, 9.5, 8.7, and not 5.
    chain = rankings(scores([[8.7, 10, 5, 9.5]]), RankingChoices(tie=0.1))
    assert chain.worst.tolist() == [3, 3, 4, 3]


def test_draws_have_weights():
    found = rankings(scores([[2, 1], [1, 2]], weights=[3, 1]))
    assert found.top[:, 0].tolist() == [0.75, 0.25]
    assert found.beats.tolist() == [[0, 0.75], [0.25, 0]]
    assert found.middle.tolist() == [1, 2]
    assert found.best.tolist() == [1, 1]
    assert not found.dominates.any()


DRAWS = st.integers(1, 6).flatmap(
    lambda a: st.lists(st.lists(st.integers(-4, 4), min_size=a, max_size=a), min_size=1, max_size=7)
)


@given(values=DRAWS, data=st.data())
def test_as_a_plain_count(values, data):
    weights = data.draw(st.lists(st.integers(1, 4), min_size=len(values), max_size=len(values)))
    found, share = rankings(scores(values, weights)), np.array(weights) / sum(weights)
    a = len(values[0])
    first = np.array([[1 + sum(other > mine for other in row) for mine in row] for row in values])
    last = np.array([[sum(other >= mine for other in row) for mine in row] for row in values])
    assert (found.best == first.min(axis=0)).all()
    assert (found.worst == last.max(axis=0)).all()
    for i, j in permutations(range(a), 2):
        better = np.array([row[i] > row[j] for row in values])
        worse = np.array([row[i] < row[j] for row in values])
        assert found.beats[i, j] == pytest.approx(better @ share)
        assert found.dominates[i, j] == (better.any() and not worse.any())
    for k in range(1, a + 1):
        within = np.clip((k - first + 1) / (last - first + 1), 0, 1)
        assert found.top[:, k - 1] == pytest.approx(share @ within)


@given(values=DRAWS, level=st.sampled_from([0.5, 0.9, 1.0]))
def test_what_holds_of_any_scores(values, level):
    found = rankings(scores(values), RankingChoices(level=level))
    a, middles = len(values[0]), _middles(values)
    assert found.top.sum(axis=0) == pytest.approx(np.arange(1, a + 1))
    assert (np.diff(found.top, axis=1) >= -1e-12).all()
    assert (found.best <= found.low).all()
    assert (found.low <= found.middle).all()
    assert (found.middle <= found.high).all()
    assert (found.high <= found.worst).all()
    held = ((middles >= found.low) & (middles <= found.high)).mean(axis=0)
    assert (held >= level - 1e-9).all()
    assert (found.beats + found.beats.T <= 1 + 1e-12).all()
    assert not (found.dominates & found.dominates.T).any()
    if not np.isnan(found.concordance):
        assert -1e-12 <= found.concordance <= 1 + 1e-12
    assert sorted(found.order.tolist()) == list(range(a))


def _middles(values):
    return np.array(
        [[(1 + sum(o > mine for o in row) + sum(o >= mine for o in row)) / 2 for mine in row] for row in values]
    )


@given(values=DRAWS, data=st.data())
def test_neither_units_nor_orders_change_ranks(values, data):
    values = np.array(values, dtype=float)
    before = rankings(scores(values))
    draws = data.draw(st.permutations(range(values.shape[0])))
    places = data.draw(st.permutations(range(values.shape[1])))
    scale = np.array(data.draw(st.lists(st.sampled_from([0.5, 3.0, 1e6]), min_size=len(values), max_size=len(values))))
    after = rankings(scores((values * scale[:, None])[np.ix_(draws, places)]))
    for name in ("best", "worst", "low", "middle", "high"):
        assert getattr(after, name).tolist() == getattr(before, name)[places].tolist()
    assert after.top == pytest.approx(before.top[places])
    assert after.beats == pytest.approx(before.beats[np.ix_(places, places)])
    assert after.concordance == pytest.approx(before.concordance, nan_ok=True)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: Scores(("a", "b"), [[1.0]]), "2 in each, not"),
        (lambda: Scores((), np.empty((1, 0))), "scores of 0 alternatives"),
        (lambda: Scores(("a", "b"), np.empty((0, 2))), "a row a draw"),
        (lambda: Scores(("a", "a"), [[1.0, 2.0]]), "'a' is there twice"),
        (lambda: Scores(("a", "b"), [[1.0, 2.0], [1.0, np.inf]]), "the score of 'b' in draw 2 is inf"),
        (lambda: Scores(("a",), [[1.0]], [1.0, 2.0]), "1 draws need one weight each"),
        (lambda: Scores(("a",), [[1.0], [2.0]], [1.0, 0.0]), "the weight of draw 2 is 0.0"),
        (lambda: Scores(("a",), [[1.0]], factors=(Factor("decay", ()),)), "'decay' has 0 levels for 1 draws"),
    ],
)
def test_scores_that_cannot_be_right_are_refused_with_their_place(made, words):
    with pytest.raises(TableError, match=words):
        made()


@pytest.mark.parametrize("wrong", [{"tie": -1e-9}, {"tie": 1.0}, {"level": 0.0}, {"level": 1.1}])
def test_choices_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r"a tie is|the level of"):
        RankingChoices(**wrong)
