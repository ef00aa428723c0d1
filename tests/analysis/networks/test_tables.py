"""The table of a network refuses what cannot be right, and says where."""

from dataclasses import replace

import numpy as np
import pytest

from samsyn.analysis.networks.tables import Network
from samsyn.analysis.tables import TableError, areas_of
from tests.analysis.networks.plain_networks import network

LINKS = [(0, 1, 5.0), (1, 2, 4.0), (2, 0, 3.0), (0, 2, 2.0)]


@pytest.fixture
def made():
    return network(LINKS, nodes=3, zones=[0, 2])


def test_views_by_node(made):
    leaving = [made.leaving[made.leaving_starts[v] : made.leaving_starts[v + 1]].tolist() for v in range(3)]
    arriving = [made.arriving[made.arriving_starts[v] : made.arriving_starts[v + 1]].tolist() for v in range(3)]
    assert leaving == [[0, 3], [1], [2]]
    assert arriving == [[2], [0], [1, 3]]


def test_arrays_are_locked(made):
    for array in (made.links.minutes, made.links.start, made.nodes.through, made.leaving, made.centroids):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_year_has_the_links_that_are_open(made):
    opening = replace(made, links=replace(made.links, opened=[0, 2030, 2031, 0]))
    assert opening.in_year(2030).links.codes == ("l0", "l1", "l3")
    assert opening.in_year(2029).leaving.tolist() == [0, 1]


def test_delay_grows_with_volume(made):
    links = replace(
        made.links, capacity=[100, 100, np.inf, 100], delay_factor=[0.15] * 4, delay_power=[4.0] * 4, minutes=[10.0] * 4
    )
    assert links.congested(np.array([100, 200, 200, 0])).tolist() == pytest.approx([11.5, 34, 10, 10])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"minutes": [1, -1, 1, 1]}, r"link 'l1' \(row 2\): minutes is -1"),
        ({"minutes": [1, 1, np.nan, 1]}, r"link 'l2' \(row 3\): minutes is nan"),
        ({"km": [1, 1, 1, np.inf]}, r"link 'l3' \(row 4\): km is inf"),
        ({"capacity": [0, 1, 1, 1]}, r"link 'l0' \(row 1\): capacity is 0.0; it must be above 0"),
        ({"codes": ("a", "b", "a", "c")}, "rows 1 and 3: the link 'a' is there twice"),
        ({"codes": ("a", "", "b", "c")}, "row 2: a link has no code"),
        ({"start": [0, 1, 2]}, "4 links need as many values of 'start'"),
        ({"mode": ()}, "4 links need as many values of 'mode'"),
    ],
)
def test_links_that_cannot_be(made, change, told):
    with pytest.raises(TableError, match=told):
        replace(made.links, **change)


def test_nodes_that_cannot_be(made):
    with pytest.raises(TableError, match="rows 1 and 2: the node '0' is there twice"):
        replace(made.nodes, codes=("0", "0", "1"))
    with pytest.raises(TableError, match="3 nodes need as many values of 'x'"):
        replace(made.nodes, x=[1.0])


@pytest.mark.parametrize(
    ("zones", "centroids", "told"),
    [
        ("AB", [0], "2 zones need one node each"),
        ("AB", [0, 3], "zone 'B': its centroid is node 3, outside the 3 nodes"),
        ("AB", [1, 1], "zones 'A' and 'B' have the same centroid, node '1'"),
    ],
)
def test_zones_that_cannot_be(made, zones, centroids, told):
    with pytest.raises(TableError, match=told):
        Network(made.nodes, made.links, areas_of(dict(zip(zones, zones, strict=True))), np.array(centroids))


def test_a_link_into_nowhere(made):
    with pytest.raises(TableError, match=r"link 'l1' \(row 2\): its end is node 7, outside the 3 nodes"):
        replace(made, links=replace(made.links, end=[1, 7, 0, 2]))
