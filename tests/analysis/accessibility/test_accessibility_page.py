"""The worked example of the page on accessibility is what the code computes."""

from pathlib import Path

import numpy as np

from samsyn.analysis.accessibility.competition import (
    BalancedCatchment,
    DoublyConstrained,
    FloatingCatchment,
    SpatialAvailability,
    competitive_access,
)
from samsyn.analysis.accessibility.decay import Exponential, catchment
from samsyn.analysis.accessibility.distribution import Population, population_distribution
from samsyn.analysis.accessibility.opportunities import Nearest, Weighted, Within, accessibility
from samsyn.analysis.accessibility.reach import Reach
from samsyn.analysis.choosing.rankings import Scores, rankings
from samsyn.analysis.tables import areas_of

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "accessibility.md"
DECAY = Exponential(np.log(2) / 20)


def _table(heading: str) -> list[list[str]]:
    """The rows of the table whose first column has this heading, in the part with the worked example."""
    lines = PAGE.read_text(encoding="utf-8").split("\n## Worked example")[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start + 2 : end]]


def _villages() -> Reach:
    rows = _table("from")
    times = [[np.inf if cell == "–" else float(cell) for cell in row[2:]] for row in rows]
    villages, places = (areas_of({code: code for code in codes}) for codes in ("ABC", "xy"))
    jobs = [float(cell) for cell in _table("jobs")[0][1:]]
    return Reach(villages, places, np.array(times), np.array(jobs), np.array([float(row[1]) for row in rows]))


def _shown(values, digits):
    return [f"{value:.{digits}f}" for value in values]


def test_the_measures():
    table = _villages()
    found = {
        "within 30": accessibility(table, Within((30.0,))).values[:, 0],
        "weighted": accessibility(table, Weighted(DECAY)).values[:, 0],
        "nearest": accessibility(table, Nearest()).values[:, 0],
        "2SFCA, 30 minutes": competitive_access(table, FloatingCatchment(catchment(30.0))).access,
        "E2SFCA": competitive_access(table, FloatingCatchment(DECAY)).access,
        "available": competitive_access(table, SpatialAvailability(DECAY)).available,
        "balanced": competitive_access(table, BalancedCatchment(DECAY)).access,
        "doubly constrained": competitive_access(table, DoublyConstrained(DECAY)).access,
    }
    assert _table("measure") == [[name, *_shown(values, 4)] for name, values in found.items()]


def test_the_spread():
    table = _villages()
    access = competitive_access(table, FloatingCatchment(DECAY)).access
    (found,) = population_distribution(Population(table.origins, table.people), access)
    values = [found.mean, found.gini, found.worst_mean, found.palma, found.percentiles[2]]
    assert [row[1] for row in _table("spread")] == _shown(values, 6)
    assert [row[0] for row in _table("spread")] == ["mean", "Gini", "worst-off tenth", "Palma", "median"]


def test_the_ranks():
    counted = np.array([[float(cell) for cell in row[1:]] for row in _table("counted")])
    found = rankings(Scores(("bridge", "bus", "station"), counted))
    rows = {
        "best": found.best,
        "worst": found.worst,
        "middle": found.middle,
        "top 1": found.top[:, 0],
        "top 2": found.top[:, 1],
    }
    assert _table("ranks") == [[name, *_shown(values, 4)] for name, values in rows.items()]
    assert _table("agreement") == [["W", *_shown([found.concordance], 4)]]
