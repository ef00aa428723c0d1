"""Class limits: rising, stated, round, and every value in one class."""

import math

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samsyn.insights.maps import classes
from samsyn.insights.maps.classes import Limits
from samsyn.insights.presentation import Kind

numbers = st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9), st.just(math.nan)), max_size=80)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def test_quartiles_of_a_hundred_by_hand():
    limits = classes.quantiles(range(1, 101), 4)
    assert limits.inner == (26, 50, 76), "25.5, 50.5 and 75.5, rounded: 30 and 80 would move eight of a hundred"
    assert [classes.places(range(1, 101), limits).count(place) for place in range(4)] == [25, 24, 26, 25]


def test_ties_make_fewer_classes():
    limits = classes.quantiles([0] * 90 + [5] * 10, 5)
    assert len(limits.inner) <= 1
    assert set(classes.places([0, 5], limits)) == {0, len(limits.inner)}


def test_even_classes_are_round():
    assert classes.even([3, 47], 5).inner == (10, 20, 30, 40)
    assert classes.even([0.01, 0.99], 5).inner == (0.2, 0.4, 0.6, 0.8)


def test_classes_around_a_middle_lie_alike_on_both_sides():
    assert classes.around(0, [-3, 48], 5).inner == (-30, -10, 10, 30)
    with pytest.raises(ValueError, match="odd"):
        classes.around(0, [1], 4)


def test_a_class_holds_its_lower_limit():
    limits = Limits(0, (10, 20), 30)
    assert classes.places([9.99, 10, 19.99, 20, 30, None, math.nan], limits) == (0, 1, 1, 2, 2, -1, -1)


@pytest.mark.parametrize(
    ("limits", "kind", "words"),
    [
        (Limits(0, (1000, 2000), 9000), Kind.COUNT, ("under 1,000", "1,000–2,000", "2,000 or more")),
        (Limits(0, (0.1, 0.25), 1), Kind.SHARE, ("under 10%", "10–25%", "25% or more")),
        (Limits(0, (0.1, 0.125), 1), Kind.SHARE, ("under 10.0%", "10.0–12.5%", "12.5% or more")),
        (Limits(-9, (-5, 5), 9), Kind.NUMBER, ("under −5", "−5 to 5", "5 or more")),
        (Limits(0, (7,), 9), Kind.COUNT, ("under 7", "7 or more")),
        (Limits(4, (), 4), Kind.COUNT, ("4",)),
        (Limits(4, (), 6), Kind.COUNT, ("4–6",)),
        (Limits(math.nan, (), math.nan), Kind.COUNT, ()),
    ],
)
def test_limits_in_words(limits, kind, words):
    assert classes.legend(limits, kind) == words


def test_limits_in_swedish():
    with override("sv"):
        assert classes.legend(Limits(0, (1000.5, 2000), 9000), Kind.NUMBER)[1] == "1\u202f000,5–2\u202f000,0"


@pytest.mark.parametrize(
    "divide", [classes.quantiles, classes.even, lambda values, count: classes.around(0, values, 5)]
)
@given(values=numbers)
def test_every_known_value_has_a_class_and_limits_rise(divide, values):
    limits = divide(values, 5)
    found = classes.places(values, limits)
    assert len(limits.inner) <= 4
    assert all(
        (place == classes.NONE) == (value is None or math.isnan(value))
        for value, place in zip(values, found, strict=True)
    )
    if any(place != classes.NONE for place in found):
        words = classes.legend(limits, Kind.NUMBER)
        assert len(words) == len(limits.inner) + 1
        assert max(found) < len(words)


def test_limits_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="rise"):
        Limits(0, (2, 2), 5)
