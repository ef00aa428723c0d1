"""Portfolios: by hand, against every subset of small candidates, and what cannot be is refused."""

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.accessibility.decay import Steps
from samsyn.analysis.choosing.budgets import budget_sweep
from samsyn.analysis.choosing.candidates import Balance, Candidates, Of, Rules
from samsyn.analysis.choosing.portfolios import PortfolioChoices, PortfolioError, portfolios
from samsyn.analysis.choosing.program import program
from samsyn.analysis.measures.changes import Measure, NewLink, NewMinutes, NewNode
from samsyn.analysis.measures.pairs import pair_effects
from samsyn.analysis.measures.situations import EffectChoices
from samsyn.analysis.measures.times import new_times
from samsyn.analysis.tables import TableError
from tests.analysis.measures.plain_measures import situation
from tests.analysis.networks.plain_networks import network

FREE = Rules()


def candidates(benefits, costs, synergies=None):
    """Measures A, B, C, ...; synergies by pair of letters."""
    m = len(benefits)
    joint = np.zeros((m, m))
    for pair, value in (synergies or {}).items():
        i, j = (ord(letter) - 65 for letter in pair)
        joint[i, j] = joint[j, i] = value
    return Candidates(tuple(chr(65 + i) for i in range(m)), benefits, costs, joint)


def shown(found):
    return ["".join(each.keys) for each in found]


def test_three_measures_by_hand():
    """For 10: A and B 9 + 7 - 5 = 11, A and C 9 + 4 = 13, B and C 7 + 4 + 3 = 14, all three too dear."""
    three = candidates([9, 7, 4], [6, 4, 4], {"AB": -5, "BC": 3})
    found = portfolios(three, FREE, PortfolioChoices(10, wanted=9))
    assert shown(found) == ["BC", "AC", "AB", "A", "B", "C", ""]
    assert [each.effect for each in found] == [14, 13, 11, 9, 7, 4, 0]
    assert [each.cost for each in found] == [8, 10, 10, 6, 4, 4, 0]
    assert found[0].synergy == 3
    assert all(each.proven for each in found)
    assert found[0].bound == pytest.approx(14)


def test_alternatives_may_be_asked_to_differ_in_more_than_one_measure():
    four = candidates([9, 7, 2, 1], [5, 5, 1, 1])
    # For 7: A, C and D 12. Then A and C 11, which differs in one measure; B, C and D 10 differs in two.
    assert shown(portfolios(four, FREE, PortfolioChoices(7, wanted=2))) == ["ACD", "AC"]
    assert shown(portfolios(four, FREE, PortfolioChoices(7, wanted=2, differ=2))) == ["ACD", "BCD"]


@pytest.mark.parametrize(
    ("rules", "best"),
    [
        (Rules(), "ABD"),
        (Rules(excludes=(("A", "B"),)), "ACD"),
        (Rules(requires=(("A", "C"), ("B", "C"))), "ACD"),
        (Rules(included=frozenset("C")), "ACD"),
        (Rules(left_out=frozenset("A")), "BCD"),
    ],
)
def test_measures_that_exclude_or_require_each_other_or_are_agreed(rules, best):
    four = candidates([9, 8, 2, 1], [4, 3, 3, 1])
    assert shown(portfolios(four, rules, PortfolioChoices(8, wanted=1))) == [best]


def test_shares_of_counties():
    """A and B are in the north, C and D in the south: without rules all goes north."""
    four = candidates([10, 9, 5, 2], [5, 5, 5, 5])
    north = np.array([1, 1, 0, 0])
    most = Balance("north", Of.COST, north * four.costs, most=0.5)
    assert shown(portfolios(four, FREE, PortfolioChoices(10, wanted=1))) == ["AB"]
    assert shown(portfolios(four, Rules(balances=(most,)), PortfolioChoices(10, wanted=1))) == ["AC"]
    # With A, C has 5 of 15, a third of the effect; with B 5 of 14.
    south = Balance("south", Of.EFFECT, (1 - north) * four.benefits, least=0.35)
    assert shown(portfolios(four, Rules(balances=(south,)), PortfolioChoices(10, wanted=1))) == ["BC"]


def test_a_share_of_the_effect_may_count_synergies():
    """A and B have 4 each and 8 together besides, all of it in the south: 12 of 16 fall there, not 4 of 8."""
    two = candidates([4, 4], [1, 1], {"AB": 8})
    parts, joint = np.array([0.0, 4.0]), np.array([[0.0, 8.0], [8.0, 0.0]])
    own = Balance("south", Of.EFFECT, parts, least=0.6)
    with_pairs = Balance("south", Of.EFFECT, parts, least=0.6, joint=joint)
    assert shown(portfolios(two, Rules(balances=(own,)), PortfolioChoices(2, wanted=1))) == ["B"]
    assert shown(portfolios(two, Rules(balances=(with_pairs,)), PortfolioChoices(2, wanted=1))) == ["AB"]


@st.composite
def cases(draw):
    m = draw(st.integers(1, 8))
    numbers = st.integers(-20, 60)
    benefits = draw(st.lists(numbers, min_size=m, max_size=m))
    costs = draw(st.lists(st.integers(0, 30), min_size=m, max_size=m))
    pairs = ["".join(chr(65 + k) for k in pair) for pair in combinations(range(m), 2)]
    synergies = draw(st.dictionaries(st.sampled_from(pairs), st.integers(-40, 40))) if pairs else {}
    made = candidates(benefits, costs, synergies)
    letters = st.sampled_from(made.keys)
    balances = ()
    if draw(st.booleans()):
        parts = draw(st.lists(st.integers(0, 30), min_size=m, max_size=m))
        balances = (Balance("x", draw(st.sampled_from(list(Of))), np.array(parts), least=0.25, most=0.75),)
        if balances[0].of is Of.EFFECT and draw(st.booleans()):
            balances = (Balance("x", Of.EFFECT, np.array(parts), 0.25, 0.75, joint=made.synergies / 2),)
    rules = Rules(
        excludes=tuple(draw(st.lists(st.lists(letters, min_size=1, max_size=3).map(tuple), max_size=2))),
        requires=tuple(draw(st.lists(st.tuples(letters, letters), max_size=2))),
        left_out=frozenset(draw(st.sets(letters, max_size=1))),
        balances=balances,
    )
    return made, rules, float(draw(st.integers(0, 90)))


def every(made, rules, budget):
    """The effect of every portfolio that keeps to the rules, by its measures."""
    found = {}
    for size in range(len(made.keys) + 1):
        for chosen in combinations(range(len(made.keys)), size):
            keys = {made.keys[i] for i in chosen}
            own = sum(made.benefits[i] for i in chosen)
            effect = own + sum(made.synergies[i, j] for i, j in combinations(chosen, 2))
            cost = sum(made.costs[i] for i in chosen)
            allowed = (
                cost <= budget
                and not any(len(keys & set(each)) > 1 for each in rules.excludes)
                and not any(first in keys and second not in keys for first, second in rules.requires)
                and not keys & rules.left_out
                and all(_balanced(each, chosen, (own, effect, cost)) for each in rules.balances)
            )
            if allowed:
                found["".join(sorted(keys))] = effect
    return found


def _balanced(balance, chosen, sums):
    own, effect, cost = sums
    part, whole = sum(balance.parts[i] for i in chosen), own if balance.of is Of.EFFECT else cost
    if balance.joint is not None:
        part, whole = part + sum(balance.joint[i, j] for i, j in combinations(chosen, 2)), effect
    return balance.least * whole <= part <= balance.most * whole


@settings(max_examples=150, deadline=None)
@given(case=cases())
def test_the_best_are_the_best_of_all(case):
    made, rules, budget = case
    possible = every(made, rules, budget)
    found = portfolios(made, rules, PortfolioChoices(budget, wanted=4))
    assert len(found) == min(4, len(possible))
    assert len(set(shown(found))) == len(found)
    assert [each.effect for each in found] == sorted(possible.values(), reverse=True)[: len(found)]
    for each in found:
        assert possible["".join(each.keys)] == each.effect
        assert each.proven
        assert each.effect <= each.bound
        assert each.bound == pytest.approx(each.effect, abs=1e-6 * (1 + sum(abs(made.benefits))))


@settings(max_examples=40, deadline=None)
@given(case=cases(), unit=st.sampled_from([1e-6, 1e3, 1e9]))
def test_units_change_nothing(case, unit):
    made, _rules, budget = case
    scaled = Candidates(made.keys, made.benefits * unit, made.costs * 7, made.synergies * unit)
    before, after = (
        portfolios(each, FREE, PortfolioChoices(sum_, wanted=1))
        for each, sum_ in ((made, budget), (scaled, budget * 7))
    )
    assert after[0].effect == pytest.approx(before[0].effect * unit, rel=1e-9)


def test_twelve_measures_with_all_pairs_against_every_subset():
    rng = np.random.default_rng(4)
    joint = np.triu(rng.integers(-30, 30, (12, 12)), 1).astype(float)
    made = Candidates(tuple("ABCDEFGHIJKL"), rng.integers(5, 60, 12), rng.integers(5, 40, 12), joint + joint.T)
    possible = every(made, FREE, 120.0)
    found = portfolios(made, FREE, PortfolioChoices(120.0, wanted=5))
    assert [each.effect for each in found] == sorted(possible.values(), reverse=True)[:5]


def test_a_synergy_that_is_rounding_needs_no_variable():
    made = candidates([9e6, 7, 4], [6, 4, 4], {"AB": 1e-8, "BC": 3})
    assert len(program(made, FREE, 20).firsts) == 1
    assert shown(portfolios(made, FREE, PortfolioChoices(20, wanted=1))) == ["ABC"]


def test_a_sum_that_is_met_exactly_but_for_rounding_is_met():
    three = candidates([1, 1, 1], [0.1, 0.2, 0.3])
    assert 0.1 + 0.2 + 0.3 > 0.6
    assert shown(portfolios(three, FREE, PortfolioChoices(0.6, wanted=1))) == ["ABC"]


def test_a_sum_that_is_just_passed_is_not_met():
    """The solver itself lets a millionth through."""
    two = candidates([1, 1], [1.0, 1.0 + 1e-7])
    assert shown(portfolios(two, FREE, PortfolioChoices(2.0, wanted=1))) == ["A"]


def test_a_search_may_stop_at_a_gap_and_at_its_time():
    rng = np.random.default_rng(1)
    joint = np.triu(rng.integers(0, 100, (60, 60)), 1).astype(float)
    made = Candidates(
        tuple(f"m{i:02}" for i in range(60)), rng.integers(1, 50, 60), rng.integers(1, 50, 60), joint + joint.T
    )
    (one,) = portfolios(made, FREE, PortfolioChoices(400, wanted=1, seconds_each=0.5))
    assert one.gap >= 0
    assert one.cost <= 400
    assert one.proven or one.bound > one.effect


MINUTES = EffectChoices(Steps((10.0,), (1.0,)))


def halt_and_bridge():
    """From 0 over 2 to 1 in 8 and 8 minutes. A halt on a new way needs both of its halves, 3 minutes each: saves 10."""
    halt = NewNode("halt")
    measures = [
        Measure("first", (halt, NewLink("in", "0", "halt", 3.0))),
        Measure("second", (halt, NewLink("out", "halt", "1", 3.0))),
        Measure("tunnel", (NewMinutes("l0", 2.0),)),
        Measure("bridge", (NewLink("bridge", "0", "1", 9.0),)),
    ]
    return situation(network([(0, 2, 8), (2, 1, 8)], nodes=3, zones=[0, 1])), measures


def test_measures_of_a_network_two_by_two():
    found = pair_effects(*halt_and_bridge(), MINUTES)
    of_network = Candidates(found.keys, found.alone.saved, np.ones(4), found.synergy.saved)
    best = portfolios(of_network, FREE, PortfolioChoices(2, wanted=2))
    assert [(one.keys, one.effect) for one in best] == [(("first", "second"), 10), (("bridge",), 7)]


def test_what_three_measures_do_is_not_told_by_their_pairs():
    """As above: with the halt the bridge is in vain, which no pair of the three knows. Hence effects are found anew."""
    made, measures = halt_and_bridge()
    found = pair_effects(made, measures, MINUTES)
    (best,) = portfolios(
        Candidates(found.keys, found.alone.saved, np.ones(4), found.synergy.saved), FREE, PortfolioChoices(3, wanted=1)
    )
    assert (best.keys, best.effect) == (("first", "second", "bridge"), 17)
    chosen = [measure for measure in measures if measure.key in best.keys]
    assert made.times[0, 1] - new_times(made, chosen).times[0, 1] == 10


class Cancelled(Exception):
    """What a listener raises to stop."""


def test_progress_is_told_and_may_stop_the_work():
    three = candidates([9, 7, 4], [6, 4, 4])
    heard = []
    portfolios(three, FREE, PortfolioChoices(0, wanted=4), progress=heard.append)
    assert heard == [0.25, 1.0]

    def stop(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        portfolios(three, FREE, PortfolioChoices(10), progress=stop)


def test_a_sweep_over_budgets_by_hand():
    """A is best for its cost, but gives way to B and C together at 8."""
    three = candidates([6, 5, 5], [5, 4, 4])
    sweep = budget_sweep(three, FREE, [3, 5, 8, 9, 13], PortfolioChoices(0))
    assert shown(sweep.best) == ["", "A", "BC", shown(sweep.best)[3], "ABC"]
    assert [each.effect for each in sweep.best] == [0, 6, 10, 11, 16]
    assert sweep.share[0] == 3 / 5
    assert sweep.start[0] == 9
    assert sweep.in_and_out[0]


@settings(max_examples=30, deadline=None)
@given(case=cases())
def test_a_greater_sum_never_does_less_and_an_executor_changes_nothing(case):
    made, rules, _budget = case
    budgets = [10.0, 25.0, 60.0]
    alone = budget_sweep(made, rules, budgets, PortfolioChoices(0))
    with ThreadPoolExecutor(2) as executor:
        beside = budget_sweep(made, rules, budgets, PortfolioChoices(0), executor=executor)
    assert shown(alone.best) == shown(beside.best)
    assert np.array_equal(alone.start, beside.start, equal_nan=True)
    effects = [each.effect for each in alone.best]
    assert effects == sorted(effects)


def test_rules_that_nothing_keeps_are_said():
    two = candidates([1, 1], [5, 5])
    with pytest.raises(PortfolioError, match="at most 3 keeps to all rules"):
        portfolios(two, Rules(included=frozenset("A")), PortfolioChoices(3))


PAIR = candidates([1, 1], [1, 1])


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: Candidates((), [], []), "no measures"),
        (lambda: Candidates(("A", "A"), [1, 1], [1, 1]), "'A' is there twice"),
        (lambda: Candidates(("A",), [1, 2], [1]), "benefits of 1 measures"),
        (lambda: Candidates(("A",), [np.nan], [1]), "benefits: 'A' has nan"),
        (lambda: Candidates(("A",), [1], [-1]), "the cost of 'A' is -1"),
        (
            lambda: Candidates(("A", "B"), [1, 1], [1, 1], [[0, 1], [2, 0]]),
            "'A' with 'B' is 1.0, and the other way 2.0",
        ),
        (lambda: Candidates(("A", "B"), [1, 1], [1, 1], [[1, 0], [0, 0]]), "'A' has a synergy with itself"),
        (lambda: Candidates(("A", "B"), [1, 1], [1, 1], [[0]]), "synergies of 2 measures are a number for each two"),
        (lambda: Balance("north", Of.EFFECT, np.ones(2), 0.6, 0.5), "'north': shares from 0.6 to 0.5"),
        (lambda: Balance("north", Of.COST, np.ones(2), joint=np.zeros((2, 2))), "costs have no synergies"),
        (lambda: portfolios(PAIR, Rules(left_out=frozenset("X")), PortfolioChoices(1)), "no measure 'X'"),
        (
            lambda: portfolios(PAIR, Rules(included=frozenset("A"), left_out=frozenset("A")), PortfolioChoices(1)),
            "'A' is both",
        ),
        (
            lambda: portfolios(PAIR, Rules(balances=(Balance("n", Of.COST, np.ones(3)),)), PortfolioChoices(1)),
            "parts of 2 measures",
        ),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(made, words):
    with pytest.raises(TableError, match=words):
        made()


@pytest.mark.parametrize(
    "wrong", [{"budget": -1}, {"budget": np.inf}, {"wanted": 0}, {"differ": 0}, {"seconds_each": 0}, {"gap": 1}]
)
def test_choices_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r"a budget is|at least one|time for each"):
        PortfolioChoices(**{"budget": 1.0} | wrong)


def test_budgets_that_do_not_rise_are_refused():
    for budgets in ([], [2, 1], [1, 1]):
        with pytest.raises(ValueError, match="budgets must rise"):
            budget_sweep(PAIR, FREE, budgets, PortfolioChoices(0))
