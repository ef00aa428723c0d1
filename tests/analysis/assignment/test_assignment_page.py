"""The worked example of the page on assignment is what the code computes."""

from pathlib import Path

import numpy as np
import pytest

from samsyn.analysis.assignment.bottlenecks import bottlenecks
from samsyn.analysis.assignment.equilibrium import AssignmentChoices, assign
from samsyn.analysis.assignment.link_uses import link_use
from samsyn.analysis.networks.hierarchies import prepare
from tests.analysis.assignment.plain_assignment import delayed, trips_of
from tests.analysis.networks.plain_networks import network

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "assignment.md"
NODES = "ApqB"


def _table(heading: str) -> list[list[str]]:
    """The rows of the table that begins with this heading, in the part with the worked example."""
    lines = PAGE.read_text(encoding="utf-8").split("\n## Worked example")[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start + 2 : end]]


def _equilibrium(links: int):
    rows = _table("link | from")[:links]
    ends = [(NODES.index(start), NODES.index(end), float(minutes)) for _link, start, end, minutes, *_rest in rows]
    made = delayed(network(ends, nodes=4, zones=[0, 3], closed=[0, 3]), capacity=[float(row[4]) for row in rows])
    return assign(prepare(made), trips_of(made, {(0, 1): 6}), choices=AssignmentChoices(gap=1e-12))


@pytest.fixture(scope="module")
def with_the_road():
    return _equilibrium(5)


def test_the_equilibrium_and_its_delay(with_the_road):
    written = np.array([row[5:] for row in _table("link | from")], dtype=float)
    found = bottlenecks(with_the_road)
    assert with_the_road.volumes == pytest.approx(written[:, 0])
    assert with_the_road.minutes == pytest.approx(written[:, 1])
    assert found.delay * 60 == pytest.approx(written[:, 2])
    assert found.delayed.sum() * 60 == pytest.approx(332)


def test_the_paradox(with_the_road):
    before = _equilibrium(4)
    assert before.volumes == pytest.approx([float(row[1]) for row in _table("link | without link 5")])
    assert before.minutes[[0, 2]].sum() == pytest.approx(103)
    assert with_the_road.minutes[[0, 2]].sum() == pytest.approx(103 + 9)


def test_who_uses_link_1(with_the_road):
    use = link_use(with_the_road, 0)
    assert use.volumes == pytest.approx([float(row[1]) for row in _table("use of link 1")])
    assert use.trips[0, 1] == pytest.approx(4)
