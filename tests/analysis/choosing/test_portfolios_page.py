"""The worked example of the page on portfolios is what the code computes."""

from functools import partial

import numpy as np

from samsyn.analysis.choosing.budgets import budget_sweep
from samsyn.analysis.choosing.candidates import Candidates, Rules
from samsyn.analysis.choosing.portfolios import PortfolioChoices, portfolios
from tests.analysis.method_pages import table

_table = partial(table, "portfolios")


def _corridor() -> Candidates:
    rows = _table("measure")
    keys = tuple(row[0] for row in rows)
    synergies = np.zeros((len(keys), len(keys)))
    for pair, value in _table("pair"):
        i, j = (keys.index(key) for key in pair.split(" + "))
        synergies[i, j] = synergies[j, i] = float(value)
    benefits, costs = ([float(row[n]) for row in rows] for n in (1, 2))
    return Candidates(keys, benefits, costs, synergies)


def test_the_best_portfolios():
    found = portfolios(_corridor(), Rules(), PortfolioChoices(10, wanted=4))
    shown = [[str(n), " + ".join(one.keys), f"{one.effect:g}", f"{one.cost:g}"] for n, one in enumerate(found, 1)]
    assert _table("place") == shown


def test_what_is_agreed_and_what_are_variants():
    for rules in (Rules(included=frozenset("A")), Rules(excludes=(("B", "C"),))):
        (best,) = portfolios(_corridor(), rules, PortfolioChoices(10, wanted=1))
        assert best.keys == ("A", "C")


def test_the_budgets():
    rows = _table("budget")
    sweep = budget_sweep(_corridor(), Rules(), [float(row[0]) for row in rows], PortfolioChoices(0))
    assert [row[1:] for row in rows] == [[" + ".join(one.keys), f"{one.effect:g}"] for one in sweep.best]
    figures = {"share": sweep.share, "from": sweep.start, "in and out": sweep.in_and_out}
    shown = [[name, *(f"{value:g}" for value in values)] for name, values in figures.items()]
    assert _table("over budgets") == shown
