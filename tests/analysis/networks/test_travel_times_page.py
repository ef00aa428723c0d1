"""The worked example of the page on travel times is what the code computes."""

from pathlib import Path

import numpy as np

from samsyn.analysis.networks.hierarchies import customize, prepare
from samsyn.analysis.networks.link_volumes import link_volumes
from samsyn.analysis.networks.travel_times import travel_times
from tests.analysis.networks.plain_networks import network

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "travel-times.md"
NODES = "1234ABC"


def _table(heading: str) -> list[list[str]]:
    """The rows of the table whose first column has this heading, in the part with the worked example."""
    lines = PAGE.read_text(encoding="utf-8").split("\n## Worked example")[1].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start + 2 : end]]


def _customized():
    links = [(NODES.index(start), NODES.index(end), float(minutes)) for start, end, minutes in _table("from")]
    return customize(prepare(network(links, nodes=7, zones=[4, 5, 6], closed=[4, 5, 6])))


def _followed(graph, rank, far):
    return "yes" if far in graph.far[graph.starts[rank] : graph.starts[rank + 1]] else "no"


def test_the_arcs():
    customized = _customized()
    contraction = customized.hierarchy.contraction
    name = dict(zip(contraction.rank.tolist(), NODES[:4], strict=True))
    tails = np.repeat(np.arange(4), np.diff(contraction.starts))
    found = [
        [
            f"{name[low]}–{name[high]}",
            f"{customized.up[arc]:g}",
            _followed(customized.upward, low, high),
            f"{customized.down[arc]:g}",
            _followed(customized.downward, low, high),
        ]
        for arc, (low, high) in enumerate(zip(tails.tolist(), contraction.heads.tolist(), strict=True))
    ]
    assert found == _table("arc")


def test_the_times():
    times = travel_times(_customized()).times
    assert [row[1:] for row in _table("minutes")] == [[f"{value:g}" for value in row] for row in times]


def test_the_trips_on_links():
    customized = _customized()
    trips = np.zeros((3, 3))
    trips[0, 1], trips[2, 0] = 100, 10
    volumes = link_volumes(customized, trips).volumes
    of = {f"{start} {end}": volume for (start, end, _minutes), volume in zip(_table("from"), volumes, strict=True)}
    assert [[link, f"{of[link]:g}"] for link, _trips in _table("link")] == _table("link")
