"""How values are spread over people: by hand, person by person, and what holds of any population."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samsyn.analysis.accessibility.distribution import (
    DistributionChoices,
    Population,
    population_distribution,
)
from samsyn.analysis.accessibility.opportunities import Better
from samsyn.analysis.tables import TableError
from tests.analysis.accessibility.plain_access import INF, lettered

LESS = Better.LESS


def population(people, groups=(), members=None):
    return Population(lettered("o", len(people)), people, groups, members)


def spread(values, people, **choices):
    """The distribution over everybody."""
    made = population_distribution(population(people), np.array(values, dtype=float), DistributionChoices(**choices))
    return made[0]


def test_four_areas_by_hand():
    """10, 20, 30 and 40 people have 1, 2, 3 and 4 each: 10 + 40 + 90 + 160 = 300 in all.

    Lorenz: 1/30 at 10 %, 5/30 at 30 %, 14/30 at 60 %. Gini = 1 - (0.1 * 1 + 0.2 * 6 + 0.3 * 19 + 0.4 * 44) / 30 =
    1 - 24.6 / 30 = 0.18. The highest tenth, of the 40, hold 10 * 4 / 300 = 4/30; the lowest 40 % hold 10 + 40 + 10 * 3
    = 80 of 300: Palma (4/30) / (8/30) = 0.5. The worst-off tenth is the first area; of 15 % ten have 1 and five have 2.
    """
    found = spread([3, 1, 4, 2], [30, 10, 40, 20], percentiles=(10, 10.1, 30, 50, 60, 60.1, 100))
    assert found.lorenz.people == pytest.approx([0, 0.1, 0.3, 0.6, 1])
    assert found.lorenz.held == pytest.approx(np.array([0, 1, 5, 14, 30]) / 30)
    assert found.gini == pytest.approx(0.18)
    assert found.palma == pytest.approx(0.5)
    assert found.mean == 3
    assert (found.worst_mean, found.worst_limit) == (1, 1)
    assert found.percentiles.tolist() == [1, 2, 2, 3, 3, 4, 4]
    fifteen = spread([3, 1, 4, 2], [30, 10, 40, 20], tail=0.15)
    assert (fifteen.worst_mean, fifteen.worst_limit) == (pytest.approx(20 / 15), 2)


def test_minutes_where_less_is_better_and_some_have_no_way():
    """80 people have 10 minutes, 15 have 50, and 5 have no way: the worst-off tenth are these 5 and 5 of the 50s.

    Of the 95 who have a way the mean is (800 + 750) / 95. The 95th percentile is 50, the next is endless.
    """
    found = spread([INF, 10, 50], [5, 80, 15], better=LESS, percentiles=(80, 80.1, 95, 95.1))
    assert found.without == 5
    assert found.people == 100
    assert found.mean == pytest.approx(1550 / 95)
    assert (found.worst_mean, found.worst_limit) == (INF, 50)
    assert found.percentiles.tolist() == [10, 50, 50, INF]
    assert found.gini == pytest.approx(1 - (80 / 95 * 800 / 1550 + 15 / 95 * (800 / 1550 + 1)))
    fifth = spread([INF, 10, 50], [0, 80, 20], better=LESS, tail=0.25)
    assert (fifth.worst_mean, fifth.worst_limit) == (pytest.approx((20 * 50 + 5 * 10) / 25), 10)


def test_groups_by_hand():
    """The young live in o0, the old half in each; nobody's value differs within an area."""
    made = population([50, 50], ("young", "old"), [[10, 0], [5, 5]])
    everybody, young, old = population_distribution(made, np.array([2.0, 6.0]))
    assert [each.group for each in (everybody, young, old)] == ["", "young", "old"]
    assert [each.mean for each in (everybody, young, old)] == [4, 2, 4]
    assert [each.people for each in (everybody, young, old)] == [100, 10, 10]
    assert young.gini == 0
    assert old.gini == everybody.gini == pytest.approx(1 - (0.5 * 0.25 + 0.5 * 1.25))
    assert young.percentiles.tolist() == [2] * 5
    assert old.percentiles.tolist() == [2, 2, 2, 6, 6]


def test_one_who_has_all_and_nobody_who_has_anything():
    one = spread([0, 7], [99, 1])
    assert one.gini == pytest.approx(0.99)
    assert one.palma == INF
    nothing = spread([0, 0], [1, 1])
    assert nothing.lorenz is None
    assert np.isnan([nothing.gini, nothing.palma]).all()
    assert nothing.mean == nothing.worst_mean == 0
    nowhere = spread([INF], [3], better=LESS)
    assert np.isnan([nowhere.gini, nowhere.palma, nowhere.mean]).all()
    assert nowhere.without == 3


PEOPLE = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), min_size=1, max_size=8).filter(
    lambda rows: any(people for people, _value in rows)
)


@given(rows=PEOPLE, tail=st.sampled_from([0.1, 0.25, 0.5]), better=st.sampled_from(Better))
def test_as_person_by_person(rows, tail, better):
    """Everybody written down with a value: Gini as the mean difference of all pairs over twice the mean."""
    people, values = zip(*rows, strict=True)
    found = spread(values, people, tail=tail, better=better, percentiles=(1, 10, 50, 90, 100))
    each = np.sort(np.repeat(np.array(values, dtype=float), people))
    count = len(each)
    assert found.mean == pytest.approx(each.mean())
    if each.any():
        gini = np.abs(each[:, None] - each).mean() / (2 * each.mean())
        assert found.gini == pytest.approx(gini, abs=1e-12)
    for percentile, value in zip((1, 10, 50, 90, 100), found.percentiles, strict=True):
        assert value == each[-(-count * percentile // 100) - 1]
    # Everybody ten times over, so that the tail is a whole number of people.
    often = np.repeat(each, 20) if better is Better.MORE else np.repeat(each, 20)[::-1]
    worst = often[: round(tail * len(often))]
    assert found.worst_mean == pytest.approx(worst.mean())
    assert found.worst_limit == worst[-1]


@given(rows=PEOPLE, factor=st.sampled_from([0.5, 3.0, 1e6]), data=st.data())
def test_the_scale_and_the_order_of_areas_change_no_share(rows, factor, data):
    people, values = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    order = data.draw(st.permutations(range(len(rows))))
    before = spread(values, people)
    after = spread(factor * values[order], 7 * people[order])
    assert after.gini == pytest.approx(before.gini, abs=1e-12, nan_ok=True)
    assert after.palma == pytest.approx(before.palma, nan_ok=True)
    assert after.worst_mean == pytest.approx(factor * before.worst_mean)
    assert after.percentiles == pytest.approx(factor * before.percentiles)


@given(rows=PEOPLE)
def test_the_curve_is_convex_below_the_diagonal_and_gini_below_one(rows):
    people, values = zip(*rows, strict=True)
    found = spread(values, people)
    assume(found.lorenz)
    curve = found.lorenz
    assert (curve.people[0], curve.held[0], curve.people[-1], curve.held[-1]) == (0, 0, 1, 1)
    slopes = np.diff(curve.held) / np.diff(curve.people)
    assert (np.diff(slopes) > -1e-9).all()
    assert (curve.held <= curve.people + 1e-12).all()
    assert 0 <= found.gini < 1


SOME = st.integers(1, 40)


@given(rows=PEOPLE, rich_people=SOME, poor_people=SOME, poor_value=st.integers(0, 12), more=st.integers(1, 12))
def test_giving_from_who_has_more_to_who_has_less_lowers_gini(rows, rich_people, poor_people, poor_value, more):
    """The principle of transfers (Pigou 1912, Dalton 1920): one unit a head, never past each other."""
    rows = [*rows, (rich_people, poor_value + more), (poor_people, poor_value)]
    people, values = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    rich, poor = len(rows) - 2, len(rows) - 1
    step = (values[rich] - values[poor]) / 2 * min(people[rich], people[poor])
    given_to = values.copy()
    given_to[rich] -= step / people[rich]
    given_to[poor] += step / people[poor]
    assert spread(given_to, people).gini < spread(values, people).gini + 1e-12


@given(rows=PEOPLE, data=st.data())
def test_splitting_an_area_changes_nothing(rows, data):
    people, values = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    at = data.draw(st.integers(0, len(rows) - 1))
    half = people[at] / 2
    split = np.append(people, half)
    split[at] = half
    before, after = spread(values, people), spread(np.append(values, values[at]), split)
    assert after.gini == pytest.approx(before.gini, abs=1e-12, nan_ok=True)
    assert after.worst_mean == pytest.approx(before.worst_mean)
    assert after.percentiles.tolist() == before.percentiles.tolist()


@pytest.mark.parametrize(
    ("values", "better", "words"),
    [
        ([1.0, -2.0], Better.MORE, "the value of 'o001' is -2.0"),
        ([1.0, np.nan], LESS, "the value of 'o001' is nan"),
        ([INF, 1.0], Better.MORE, "the value of 'o000' is inf; a number of 0 or more, and finite,"),
        ([1.0], Better.MORE, "values of 2 areas"),
    ],
)
def test_values_that_cannot_be_spread_are_refused_with_their_area(values, better, words):
    with pytest.raises(TableError, match=words):
        population_distribution(population([1, 1]), np.array(values), DistributionChoices(better=better))


@pytest.mark.parametrize(
    ("people", "groups", "members", "words"),
    [
        ([0, 0], (), None, "nobody among 'people'"),
        ([1, -1], (), None, "people of 'o001' are -1.0"),
        ([1, 1], ("young",), None, "1 groups need as many rows of members, not 0"),
        ([1, 1], ("young",), [[0, 0]], "nobody among 'young'"),
        ([1, 1], ("young",), [[1, np.nan]], "young of 'o001' are nan"),
        ([1, 1], ("young", "young"), [[1, 1], [1, 1]], "the same name"),
    ],
)
def test_a_population_that_cannot_be_right_is_refused(people, groups, members, words):
    with pytest.raises(TableError, match=words):
        population(people, groups, members)


@pytest.mark.parametrize("wrong", [{"percentiles": (0.0,)}, {"percentiles": (101.0,)}, {"tail": 0.0}, {"tail": 1.0}])
def test_choices_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r"percentiles lie|the worst-off are"):
        DistributionChoices(**wrong)
