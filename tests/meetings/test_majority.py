"""What a vote comes to, checked by hand and by what always holds."""

import hashlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.meetings.errors import TieUnsettled
from samsyn.meetings.majority import Figures, Rule, Share, Verdict, decide, draw, is_tie

HALF = Share("more_than", 1, 2)
TWO_THIRDS = Share("at_least", 2, 3)


def figures(yes, no, abstain=0, invalid=0, present=None, entitled=None):
    cast = yes + no + abstain + invalid
    present = cast if present is None else present
    return Figures(present if entitled is None else entitled, present, yes, no, abstain, invalid)


BY_HAND = [  # base, share, figures, carried
    ("valid", HALF, figures(10, 9), True),
    ("valid", HALF, figures(9, 10), False),
    ("valid", HALF, figures(10, 9, abstain=80), True),  # who abstains is not counted
    ("valid", HALF, figures(1, 0, invalid=40), True),
    ("valid", HALF, figures(0, 0, abstain=5), False),  # nothing carries without a yes
    ("valid", Share("at_least", 1, 2), figures(0, 0, abstain=5), False),
    ("valid", Share("at_least", 1, 2), figures(5, 5), True),  # reached is enough
    ("valid", TWO_THIRDS, figures(2, 1), True),
    ("valid", TWO_THIRDS, figures(133, 67), False),  # 200 votes: 133.33... are asked for
    ("valid", TWO_THIRDS, figures(134, 66), True),
    ("valid", TWO_THIRDS, figures(5, 5), False),  # equal, but far from two thirds: no tie
    ("present", HALF, figures(9, 2, present=19), False),
    ("present", HALF, figures(10, 2, present=19), True),
    ("present", HALF, figures(4, 4, abstain=2), False),  # one vote more would not have carried: no tie
    ("all", HALF, figures(10, 0, present=12, entitled=20), False),
    ("all", HALF, figures(11, 0, present=12, entitled=20), True),
    ("all", Share("at_least", 1, 1), figures(19, 0, entitled=19), True),
    ("all", Share("at_least", 1, 1), figures(18, 0, abstain=1, entitled=19), False),
]


@pytest.mark.parametrize(("base", "share", "count", "carried"), BY_HAND)
def test_by_hand(base, share, count, carried):
    assert decide(count, Rule(base, share, "chair")) == Verdict("yes" if carried else "no", "majority")


TIES = [  # base, share, figures
    ("valid", HALF, figures(5, 5)),
    ("valid", HALF, figures(5, 5, abstain=3, invalid=1)),
    ("present", HALF, figures(5, 5)),
    ("all", HALF, figures(10, 10)),
]


@pytest.mark.parametrize(("base", "share", "count"), TIES)
def test_equal_votes_have_to_be_settled(base, share, count):
    with pytest.raises(TieUnsettled):
        decide(count, Rule(base, share, "chair"))
    assert decide(count, Rule(base, share, "chair"), settled="yes") == Verdict("yes", "chair")
    assert decide(count, Rule(base, share, "lot"), settled="no") == Verdict("no", "lot")


def test_what_would_settle_a_tie_changes_nothing_where_there_is_none():
    assert decide(figures(3, 2), Rule("valid", HALF, "chair"), settled="no") == Verdict("yes", "majority")


@pytest.mark.parametrize(
    "wrong",
    [
        {"entitled": 1, "present": 2, "yes": 0, "no": 0, "abstain": 0, "invalid": 0},
        {"entitled": 3, "present": 2, "yes": 2, "no": 1, "abstain": 0, "invalid": 0},
        {"entitled": 3, "present": 3, "yes": -1, "no": 0, "abstain": 0, "invalid": 0},
    ],
)
def test_figures_that_do_not_reconcile_cannot_be_made(wrong):
    with pytest.raises(ValueError):
        Figures(**wrong)


def test_the_least_number_that_is_enough():
    assert [HALF.least(whole) for whole in (0, 1, 2, 19, 20, 200)] == [1, 1, 2, 10, 11, 101]
    assert [TWO_THIRDS.least(whole) for whole in (0, 1, 3, 19, 200)] == [0, 1, 2, 13, 134]


def test_a_lot_is_drawn_as_the_definition_says():
    seed = "4711"
    number = int(hashlib.sha256(b"4711").hexdigest(), 16) % 2
    assert draw(["yes", "no"], seed) == draw(["no", "yes"], seed) == ("no", "yes")[number]
    assert {draw(["yes", "no"], str(n)) for n in range(20)} == {"yes", "no"}


shares = st.builds(
    lambda threshold, denominator, numerator: Share(threshold, min(numerator, denominator), denominator),
    st.sampled_from(["more_than", "at_least"]),
    st.integers(1, 12),
    st.integers(1, 12),
)
counts = st.builds(
    lambda yes, no, abstain, invalid, silent, away: figures(
        yes, no, abstain, invalid, yes + no + abstain + invalid + silent, yes + no + abstain + invalid + silent + away
    ),
    *[st.integers(0, 200)] * 6,
)
rules = st.builds(Rule, st.sampled_from(["valid", "present", "all"]), shares, st.sampled_from(["chair", "lot"]))


@given(counts)
def test_figures_reconcile(count):
    assert count.entitled == count.present + count.absent
    assert count.present == count.cast + count.not_voted
    assert count.cast == count.yes + count.no + count.abstain + count.invalid


@given(counts, rules)
def test_the_outcome_is_that_of_exact_fractions(count, rule):
    if is_tie(count, rule):
        assert count.yes == count.no
        assert not rule.share.met(count.yes, count.of(rule.base))
        return
    whole, asked = count.of(rule.base), Fraction(rule.share.numerator, rule.share.denominator)
    part = Fraction(count.yes, whole) if whole else Fraction(0)
    carried = count.yes > 0 and (part > asked if rule.share.threshold == "more_than" else part >= asked)
    assert decide(count, rule).answer == ("yes" if carried else "no")


@given(counts, rules)
def test_one_no_changed_into_a_yes_never_makes_it_worse(count, rule):
    if not count.no:
        return
    better = figures(count.yes + 1, count.no - 1, count.abstain, count.invalid, count.present, count.entitled)
    outcomes = [decide(each, rule, settled="yes").answer for each in (count, better)]
    assert outcomes != ["yes", "no"]


@given(shares, st.integers(0, 300))
def test_the_least_number_is_enough_and_one_less_is_not(share, whole):
    least = share.least(whole)
    assert share.met(least, whole)
    assert not least or not share.met(least - 1, whole)
