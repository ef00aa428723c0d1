"""Measures: what a package of changes makes of a network, and which packages cannot be."""

import numpy as np
import pytest

from samsyn.analysis.measures.changes import ClosedLink, Measure, NewLink, NewMinutes, NewNode, network_with
from samsyn.analysis.networks.tables import Mode
from samsyn.analysis.tables import TableError
from tests.analysis.networks.plain_networks import network

LINKS = [(0, 1, 5.0), (1, 2, 4.0), (2, 0, 3.0), (0, 2, 2.0)]


@pytest.fixture
def made():
    return network(LINKS, nodes=3, zones=[0, 2])


def as_rows(found):
    """The links as (code, start, end, minutes)."""
    links = found.links
    return [*zip(links.codes, links.start.tolist(), links.end.tolist(), links.minutes.tolist(), strict=True)]


def test_a_package_does_all_of_it(made):
    package = Measure(
        "tunnel",
        (
            NewMinutes("l0", 4.0),
            ClosedLink("l1"),
            NewNode("halt", 3.0, 4.0),
            NewLink("in", "0", "halt", 1.5, km=2.0, mode=Mode.RAIL),
            NewLink("out", "halt", "2", 0.0),
        ),
    )
    changed = network_with(made, [package])
    kept = [("l0", 0, 1, 4.0), ("l2", 2, 0, 3.0), ("l3", 0, 2, 2.0)]
    assert as_rows(changed) == [*kept, ("in", 0, 3, 1.5), ("out", 3, 2, 0.0)]
    assert changed.nodes.codes == ("0", "1", "2", "halt")
    assert (changed.nodes.x[3], changed.nodes.y[3], changed.nodes.through[3]) == (3.0, 4.0, True)
    assert (changed.links.km[3], changed.links.mode[3], changed.links.capacity[3]) == (2.0, Mode.RAIL, np.inf)
    assert changed.zones is made.zones
    assert as_rows(made)[1] == ("l1", 1, 2, 4.0)


def test_without_measures_nothing_changes(made):
    assert network_with(made, []) is made


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        (NewMinutes("l0", 3.0), NewMinutes("l0", 4.0), 3.0),
        (NewMinutes("l0", 7.0), NewMinutes("l0", 6.0), 7.0),
        (NewMinutes("l0", 3.0), NewMinutes("l0", 6.0), 6.0),
        (NewMinutes("l0", 3.0), ClosedLink("l0"), None),
    ],
)
def test_what_two_measures_make_of_one_link_hangs_on_no_order(made, one, other, minutes):
    for first, second in ((one, other), (other, one)):
        changed = network_with(made, [Measure("A", (first,)), Measure("B", (second,))])
        assert dict(zip(changed.links.codes, changed.links.minutes, strict=True)).get("l0") == minutes


def test_a_new_link_that_two_measures_bring_is_one(made):
    measures = [
        Measure("A", (NewNode("x"), NewLink("n", "0", "x", 3.0))),
        Measure("B", (NewNode("x"), NewLink("n", "0", "x", 2.0))),
    ]
    assert as_rows(network_with(made, measures))[4:] == [("n", 0, 3, 2.0)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((), "measure 'A' changes nothing"),
        ((NewMinutes("l0", -1.0),), "measure 'A': link 'l0': minutes is -1.0; it must be finite and 0 or more"),
        ((NewMinutes("l0", np.nan),), "measure 'A': link 'l0': minutes is nan"),
        ((NewLink("n", "0", "1", np.inf),), "measure 'A': link 'n': minutes is inf"),
        ((NewLink("n", "0", "1", 1.0, km=-2.0),), "measure 'A': link 'n': km is -2.0"),
        ((NewLink("n", "1", "1", 1.0),), "measure 'A': link 'n' leads from node '1' to itself"),
        ((NewMinutes("l0", 1.0), ClosedLink("l0")), "measure 'A': link 'l0' is there twice"),
        ((NewNode("x"), NewNode("x")), "measure 'A': node 'x' is there twice"),
        ((ClosedLink(""),), "measure 'A': link '' has no code"),
    ],
)
def test_packages_that_cannot_be(changes, told):
    with pytest.raises(TableError, match=told):
        Measure("A", changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((NewMinutes("l9", 1.0),), "measure 'A': there is no link 'l9' in the network"),
        ((ClosedLink("l9"),), "measure 'A': there is no link 'l9' in the network"),
        ((NewLink("l1", "0", "1", 1.0),), "measure 'A': the new link 'l1' is in the network already"),
        ((NewNode("1"),), "measure 'A': the new node '1' is in the network already"),
        ((NewLink("n", "0", "7", 1.0),), "measure 'A': link 'n' needs the node '7', which is neither"),
    ],
)
def test_packages_that_do_not_fit_the_network(made, changes, told):
    with pytest.raises(TableError, match=told):
        network_with(made, [Measure("A", changes)])


def test_measures_that_do_not_go_together(made):
    with pytest.raises(TableError, match="the measure 'A' is there twice"):
        network_with(made, [Measure("A", (ClosedLink("l0"),))] * 2)
    bring = [Measure("A", (NewLink("n", "0", "1", 1.0),)), Measure("B", (NewLink("n", "1", "0", 1.0),))]
    with pytest.raises(TableError, match=r"measures 'A \+ B': they bring links between different nodes with the same"):
        network_with(made, bring)


def test_a_measure_without_a_key():
    with pytest.raises(TableError, match="no key"):
        Measure("", (ClosedLink("l0"),))
