"""TNTP: read as it stands, refused with the place, checked with cures, settled by choice."""

from dataclasses import replace

import numpy as np
import pytest

from samsyn.analysis.networks.hierarchies import customize, prepare
from samsyn.analysis.networks.tables import Mode
from samsyn.analysis.networks.travel_times import travel_times
from samsyn.sources.checks.findings import Severity
from samsyn.sources.checks.network_findings import NetworkCure, NetworkKind
from samsyn.sources.checks.networks import check
from samsyn.sources.errors import ChoiceNeeded, SourceError
from samsyn.sources.files import opened
from samsyn.sources.networks import tntp
from samsyn.sources.networks.settling import NetworkChoices, settled
from samsyn.sources.problems import Problem
from tests.analysis.networks.plain_networks import plain_times
from tests.sources import given

HEAD = "<NUMBER OF ZONES> {}\n<NUMBER OF NODES> {}\n<FIRST THRU NODE> {}\n<NUMBER OF LINKS> {}\n<END OF METADATA>\n\n"
TITLES = "~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\tlink_type\t;\n"
ROWS = ["1 3 900 1.0 2 0.15 4 0 0 1", "3 2 900 1.0 3 0.15 4 0 0 1", "2 3 900 1.0 3 0.15 4 0 0 1"]


def net(rows=ROWS, zones=2, nodes=3, through=3, links=None):
    head = HEAD.format(zones, nodes, through, len(rows) if links is None else links)
    return given.text(head + TITLES + "".join(f"\t{row}\t;\n" for row in rows), name="town_net.tntp")


def test_a_network_as_it_stands():
    coordinates = given.text("Node\tX\tY\t;\n1\t10\t20\t;\n3\t30\t40\t;\n", name="town_node.tntp")
    read = tntp.read(net(), coordinates, tntp.TntpUnits(km=1.609344, crs="EPSG:3006"))
    assert read.nodes.codes == ("1", "2", "3")
    assert read.nodes.zone == ("1", "2", "")
    assert read.nodes.through.tolist() == [False, False, True]
    assert read.nodes.x.tolist() == pytest.approx([10, np.nan, 30], nan_ok=True)
    assert read.links.km.tolist() == [1.609344] * 3
    assert read.links.row.tolist() == [8, 9, 10]
    assert read.links.mode == (Mode.CONNECTOR,) * 3
    network = settled(read).network
    assert network.nodes.crs == "EPSG:3006"
    assert network.links.end.tolist() == [2, 1, 2]
    assert network.links.delay_power.tolist() == [4, 4, 4]


def test_zones_stand_in_the_order_of_their_numbers():
    rows = [f"{i} {i % 12 + 1} 900 1 2 0 1" for i in range(1, 13)]
    network = settled(tntp.read(net(rows, zones=12, nodes=12, through=1))).network
    assert network.zones.codes[:3] == ("01", "02", "03")
    assert network.centroids.tolist() == list(range(12))


@pytest.mark.parametrize(
    ("source", "problem", "row"),
    [
        (given.text("1 2 3\n"), Problem.BROKEN, 1),
        (given.text("<NUMBER OF ZONES> 2\n<END OF METADATA>\n"), Problem.BROKEN, None),
        (given.text(HEAD.format("two", 3, 3, 0)), Problem.NOT_A_NUMBER, 1),
        (net(zones=9), Problem.PARTS_DO_NOT_FIT, None),
        (net(nodes=10**8), Problem.PARTS_DO_NOT_FIT, None),
        (net(links=4), Problem.PARTS_DO_NOT_FIT, None),
        (net([]), Problem.NO_ROWS, None),
        (net(["1 3 900"]), Problem.WRONG_WIDTH, 8),
        (net(["1 3 900 1.0 quick 0.15 4"]), Problem.NOT_A_NUMBER, 8),
        (net(["1 3 900 1_0 2 0.15 4"]), Problem.NOT_A_NUMBER, 8),
        (net(["1 3 900 1.0 nan 0.15 4"]), Problem.NOT_A_NUMBER, 8),
        (net(["1 4 900 1.0 2 0.15 4"]), Problem.PARTS_DO_NOT_FIT, 8),
        (net(["1 2.5 900 1.0 2 0.15 4"]), Problem.PARTS_DO_NOT_FIT, 8),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(source, problem, row):
    with pytest.raises(SourceError) as refused:
        tntp.read(source)
    assert (refused.value.problem, refused.value.place.row) == (problem, row)


def found(*rows, **size):
    return {finding.kind: finding for finding in check(tntp.read(net(list(rows), **size)))}


BOTH_WAYS = ("1 3 9 1 2 0 1", "3 1 9 1 2 0 1", "2 4 9 1 2 0 1", "4 2 9 1 2 0 1", "3 4 9 1 2 0 1", "4 3 9 1 2 0 1")


def test_a_good_network_has_no_findings():
    assert found(*BOTH_WAYS, nodes=4) == {}


def test_zones_without_a_way():
    kinds = found(*(row for row in BOTH_WAYS if not row.startswith(("4 2", "1 3"))), nodes=4)
    assert kinds[NetworkKind.UNREACHED_ZONES].examples == ("2",)
    assert kinds[NetworkKind.CLOSED_IN_ZONES].examples == ("1",)
    assert kinds[NetworkKind.UNREACHED_ZONES].cures == (NetworkCure.CONNECT, NetworkCure.ACCEPT)


def test_a_one_way_link_drawn_the_wrong_way():
    kinds = found(*BOTH_WAYS, "4 5 9 1 2 0 1", nodes=5)
    assert kinds[NetworkKind.ONE_WAY_TRAPS].examples == ("5",)
    assert kinds[NetworkKind.ONE_WAY_TRAPS].cures[0] is NetworkCure.TURN


def test_links_that_look_wrong():
    kinds = found(*BOTH_WAYS, "3 4 9 1 1 0 1", "4 5 9 1 0 0 1", "5 4 9 90 1 0 1", "3 3 9 1 1 0 1", nodes=5)
    assert {kind: finding.examples for kind, finding in kinds.items()} == {
        NetworkKind.NO_TIME: ("4 → 5",),
        NetworkKind.TOO_FAST: ("5 → 4",),
        NetworkKind.PARALLEL: ("3 → 4",),
        NetworkKind.TO_ITSELF: ("3 → 3",),
    }
    assert kinds[NetworkKind.PARALLEL].places[0].row == 12  # the slower of the two
    assert [finding.severity for finding in kinds.values()] == [Severity.WARNING] * 2 + [Severity.NOTE] * 2


def test_what_no_analysis_can_take_is_refused_until_it_is_chosen():
    rows = tntp.read(net([*BOTH_WAYS, "3 4 0 1 2 0 1", "4 3 9 1 -2 0 1"], nodes=4))
    assert {finding.kind: finding.count for finding in check(rows)}[NetworkKind.UNUSABLE] == 2
    with pytest.raises(ChoiceNeeded) as refused:
        settled(rows)
    assert refused.value.place.row == 14
    assert settled(rows, NetworkChoices(unusable="drop")).dropped == 2


def test_links_into_nowhere_are_refused_until_it_is_chosen():
    rows = tntp.read(net(list(BOTH_WAYS), nodes=4))
    lost = replace(rows, links=replace(rows.links, end=np.array([2, -1, 3, 1, 3, 2])))
    assert check(lost)[0].kind is NetworkKind.UNLISTED_NODES
    with pytest.raises(ChoiceNeeded):
        settled(lost)
    assert settled(lost, NetworkChoices(unlisted_nodes="drop")).network.links.codes == ("1", "3", "4", "5", "6")


def test_choices_and_what_they_did():
    rows = tntp.read(net([*BOTH_WAYS, "3 4 9 1 0.5 0 1"], nodes=4))
    result = settled(rows, NetworkChoices(parallel="quickest", shortest_minutes=1))
    assert (result.merged, result.slowed) == (1, 1)
    assert result.network.links.codes[-1] == "7"
    assert result.network.links.minutes.tolist() == [2, 2, 2, 2, 2, 1]


def test_chicago_is_as_dijkstra_has_it():
    name = "tntp/ChicagoRegional/ChicagoRegional_{}.tntp"
    read = tntp.read(*(opened(given.shared(name.format(part))) for part in ("net", "node")))
    network = settled(read).network
    assert (len(network.zones), len(network.nodes), len(network.links)) == (1790, 12982, 39018)
    some = network.centroids[::120]
    times = travel_times(customize(prepare(network))).times
    assert times[::120] == pytest.approx(plain_times(network, origins=some), rel=1e-9)


@pytest.mark.parametrize("name", ["SiouxFalls", "Anaheim", "ChicagoSketch"])
def test_other_test_networks(name):
    network = settled(tntp.read(opened(given.shared(f"tntp/{name}/{name}_net.tntp")))).network
    times = travel_times(customize(prepare(network))).times
    assert np.isfinite(times).all()
    assert times == pytest.approx(plain_times(network), rel=1e-9)
