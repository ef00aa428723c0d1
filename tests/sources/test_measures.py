"""Candidate measures: read from a table, looked up in a network, and told where they do not fit."""

import pytest

from samsyn.analysis.measures.changes import ClosedLink, NewLink, NewMinutes, NewNode
from samsyn.analysis.networks.tables import Mode
from samsyn.sources import tables
from samsyn.sources.checks import measures as checks
from samsyn.sources.checks.findings import Severity
from samsyn.sources.checks.measure_findings import MeasureCure, MeasureKind
from samsyn.sources.errors import WrongContent
from samsyn.sources.files import Source
from samsyn.sources.grids import Layout
from samsyn.sources.measures.reading import read
from samsyn.sources.measures.records import Facts, What
from samsyn.sources.measures.resolving import Resolver
from samsyn.sources.networks import listed, settling

HEADER = [
    *("measure", "name", "what", "link", "from", "to", "both_ways", "minutes", "km", "mode"),
    *("cost", "price_year", "year", "owner", "note"),
]
NODES = "node;zone\nA;01\nB;02\nJ;\n"
LINKS = (
    "link;from;to;km;minutes;mode;both_ways\n"
    "aj;A;J;10;12;rail;1\njb;J;B;20;24;rail;1\nroad;J;B;22;30;road;1\nferry;B;A;5;60;ferry;0\n"
)


def grid(text):
    return tables.grid(Source("m.csv", text.encode()), Layout(delimiter=";", decimal="."))


def candidates(*rows):
    """Measures of rows, each key, what, and then what it says more."""
    lines = []
    for measure, what, said in rows:
        cells = dict.fromkeys(HEADER, "") | {"measure": measure, "what": what} | said
        lines.append(";".join(str(cell) for cell in cells.values()))
    return read(grid("\n".join((";".join(HEADER), *lines)) + "\n"))


@pytest.fixture(scope="module")
def network():
    return settling.settled(listed.read(grid(NODES), grid(LINKS)), settling.NetworkChoices()).network


def resolved(network, *rows):
    (each,) = candidates(*rows).measures
    return Resolver(network).resolved(each)


def test_rows_are_gathered_by_measure_and_facts_stand_on_any_row():
    read_ = candidates(
        ("m", "snabbare", {"link": "aj", "minutes": "9.5", "note": "First"}),
        ("n", "closed", {"link": "ferry"}),
        ("m", "Ny länk", {"from": "A", "to": "B", "minutes": 30, "cost": 1200, "price_year": 2021, "mode": "Järnväg"}),
    )
    m, n = read_.measures
    assert (m.key, m.name, m.facts) == ("m", "m", Facts(cost=1200, price_year=2021, note="First"))
    assert [(row.row, row.what) for row in m.rows] == [(2, What.FASTER), (4, What.NEW)]
    assert m.rows[1].mode is Mode.RAIL
    assert m.rows[0].mode is None
    assert (n.facts.cost, n.rows[0].what) == (None, What.CLOSED)


@pytest.mark.parametrize(
    ("said", "column"),
    [
        (("", "closed", {"link": "aj"}), "measure"),
        (("m", "quicker", {"link": "aj"}), "what"),
        (("m", "", {"link": "aj"}), "what"),
        (("m", "faster", {"link": "aj", "minutes": "soon"}), "minutes"),
        (("m", "faster", {"link": "aj", "minutes": 3, "mode": "zeppelin"}), "mode"),
        (("m", "closed", {"link": "aj", "both_ways": "perhaps"}), "both_ways"),
        (("m", "closed", {"link": "aj", "year": "2030.5"}), "year"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_its_place(said, column):
    with pytest.raises(WrongContent) as refused:
        candidates(("ok", "closed", {"link": "jb"}), said)
    assert (refused.value.place.row, refused.value.place.column) == (3, column)


def test_a_link_is_meant_by_its_code_with_its_way_back(network):
    one = resolved(network, ("m", "faster", {"link": "aj", "minutes": 9}))
    both = resolved(network, ("m", "faster", {"link": "aj", "minutes": 9, "both_ways": 1}))
    assert one.measure.changes == (NewMinutes("aj", 9.0),)
    assert both.measure.changes == (NewMinutes("aj", 9.0), NewMinutes("aj back", 9.0))


def test_or_by_its_ends_where_only_one_can_be_meant(network):
    assert resolved(network, ("m", "closed", {"from": "B", "to": "A"})).measure.changes == (ClosedLink("ferry"),)
    rail = resolved(network, ("m", "closed", {"from": "J", "to": "B", "mode": "rail", "both_ways": "ja"}))
    assert rail.measure.changes == (ClosedLink("jb"), ClosedLink("jb back"))
    several = resolved(network, ("m", "closed", {"from": "J", "to": "B"}))
    assert several.measure is None
    assert several.faults[0].kind is MeasureKind.AMBIGUOUS
    no_way_back = resolved(network, ("m", "closed", {"link": "ferry", "both_ways": 1}))
    assert [fault.kind for fault in no_way_back.faults] == [MeasureKind.MISSING_LINKS]


def test_a_new_station_with_links_both_ways(network):
    made = resolved(
        network,
        ("m", "new node", {"link": "S"}),
        ("m", "new link", {"from": "A", "to": "S", "minutes": 4, "km": 3, "mode": "rail", "both_ways": 1}),
    )
    assert made.faults == ()
    assert made.measure.changes == (
        NewNode("S"),
        NewLink("m: A–S", "A", "S", 4.0, 3.0, Mode.RAIL),
        NewLink("m: A–S back", "S", "A", 4.0, 3.0, Mode.RAIL),
    )


@pytest.mark.parametrize(
    ("what", "said", "kind"),
    [
        ("faster", {"link": "xy", "minutes": 3}, MeasureKind.MISSING_LINKS),
        ("faster", {"link": "aj", "minutes": -3}, MeasureKind.UNUSABLE),
        ("faster", {"link": "aj"}, MeasureKind.UNUSABLE),
        ("new link", {"from": "A", "to": "A", "minutes": 3}, MeasureKind.UNUSABLE),
        ("new link", {"from": "A", "to": "B", "minutes": 3, "km": -1}, MeasureKind.UNUSABLE),
        ("faster", {"minutes": 3}, MeasureKind.UNNAMED),
        ("new link", {"from": "A", "minutes": 3}, MeasureKind.UNNAMED),
        ("new node", {"from": "A", "to": "B"}, MeasureKind.UNNAMED),
        ("new link", {"from": "A", "to": "Z", "minutes": 3}, MeasureKind.MISSING_NODES),
        ("new link", {"link": "aj", "from": "A", "to": "B", "minutes": 3}, MeasureKind.ALREADY_THERE),
        ("new node", {"link": "A"}, MeasureKind.ALREADY_THERE),
    ],
)
def test_what_does_not_fit_must_be_chosen_about_and_is_never_computed(network, what, said, kind):
    read_ = candidates(("bad", what, said), ("ok", "closed", {"link": "ferry", "cost": 1}))
    found = {finding.kind: finding for finding in checks.check(read_, network)}
    assert found[kind].severity is Severity.CHOICE
    assert MeasureCure.LEAVE_OUT in found[kind].cures
    assert found[kind].places[0].row == 2
    assert found[kind].examples[0].startswith("bad")
    assert checks.blocked(read_, network) == {"bad"}
    assert [each.key for each in read_.without(checks.blocked(read_, network)).measures] == ["ok"]


@pytest.mark.parametrize("said", [{"link": "aj", "minutes": -3}, {"minutes": 3}])
def test_some_of_it_shows_without_a_network(said):
    assert checks.blocked(candidates(("bad", "faster", said))) == {"bad"}


def test_links_that_are_looked_up_are_not_asked_for_without_a_network():
    assert checks.blocked(candidates(("m", "faster", {"link": "xy", "minutes": 3}))) == frozenset()


def test_one_link_changed_twice_is_refused(network):
    twice = candidates(
        ("m", "faster", {"link": "aj", "minutes": 3}), ("m", "closed", {"from": "A", "to": "J", "cost": 1})
    )
    assert [each.kind for each in checks.check(twice, network)] == [MeasureKind.TWICE]
    assert checks.blocked(twice, network) == {"m"}


def test_other_costs_on_another_row_wait_for_a_choice_and_the_first_counts():
    read_ = candidates(
        ("m", "faster", {"link": "aj", "minutes": 3, "cost": 100}),
        ("m", "faster", {"link": "jb", "minutes": 3, "cost": 120}),
        ("m", "closed", {"link": "ferry", "cost": 100}),
    )
    (found,) = checks.check(read_)
    assert (found.kind, found.severity) == (MeasureKind.STATED_TWICE, Severity.CHOICE)
    assert found.cures == (MeasureCure.FIRST_ROW, MeasureCure.CORRECT_MEASURE)
    assert [place.row for place in found.places] == [3]
    assert read_.measures[0].facts.cost == 100
    assert checks.blocked(read_) == frozenset()


def test_what_can_be_misread_is_warned_of_and_computed(network):
    read_ = candidates(
        ("a", "faster", {"link": "aj", "minutes": 15, "cost": 1, "price_year": 2020}),
        ("b", "slower", {"link": "aj", "minutes": 12, "cost": 1, "price_year": 2021}),
        ("c", "closed", {"link": "aj"}),
    )
    found = {finding.kind: finding for finding in checks.check(read_, network)}
    assert set(found) == {
        MeasureKind.AGAINST,
        MeasureKind.NO_CHANGE,
        MeasureKind.NO_COST,
        MeasureKind.PRICE_YEARS,
    }
    assert {finding.severity for finding in found.values()} == {Severity.WARNING}
    assert found[MeasureKind.AGAINST].examples == ("a: aj (12 → 15)",)
    assert checks.blocked(read_, network) == frozenset()


def test_a_cost_below_zero_is_refused(network):
    read_ = candidates(("m", "closed", {"link": "aj", "cost": -5}))
    assert checks.blocked(read_, network) == {"m"}
    assert checks.check(read_, network)[0].examples == ("m: -5",)
