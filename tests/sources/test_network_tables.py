"""Networks in tables: with headings of one's own, and by the General Modeling Network Specification."""

from dataclasses import replace

import numpy as np
import pytest

from samsyn.analysis.networks.tables import Mode
from samsyn.analysis.tables import areas_of
from samsyn.sources import delimited
from samsyn.sources.errors import SourceError
from samsyn.sources.networks import gmns, listed
from samsyn.sources.networks.listed import LinkColumns, ListedColumns, NodeColumns
from samsyn.sources.networks.settling import settled
from samsyn.sources.problems import Problem
from tests.analysis.networks.plain_networks import grid as town
from tests.sources import given

NODES = "node,x,y,zone\nA,500000,6500000,0114\nB,,,\nC,510000,6500000,0180\n"
LINKS = "from,to,km,minutes,mode,both_ways\nA,B,2.5,3,connector,1\nB,C,10,8.25,rail,\nC,B,10,9,,no\n"


def table(text, name="table.csv"):
    return delimited.grid(given.text(text, name=name))


def test_two_tables():
    network = settled(listed.read(table(NODES), table(LINKS), ListedColumns(crs="EPSG:3006"))).network
    assert network.zones.codes == ("0114", "0180")
    assert network.nodes.through.tolist() == [False, True, False]
    links = network.links
    assert links.codes == ("1", "2", "3", "1 back")
    assert links.start.tolist() == [0, 1, 2, 1]
    assert links.end.tolist() == [1, 2, 1, 0]
    assert links.minutes.tolist() == [3, 8.25, 9, 3]
    assert links.mode == (Mode.CONNECTOR, Mode.RAIL, Mode.ROAD, Mode.CONNECTOR)
    assert np.isinf(links.capacity).all()
    assert links.delay_factor.tolist() == [0] * 4


def test_headings_of_ones_own_and_decimal_commas():
    nodes = "punkt;område\n01;0114\n02;0180\n"
    links = "från;till;längd;tid;öppnar\n01;02;2,5;3,25;2031\n02;01;2,5;3,5;\n"
    columns = ListedColumns(
        nodes=NodeColumns(code="punkt", zone="område"),
        links=LinkColumns(start="från", end="till", km="längd", minutes="tid", opened="öppnar"),
    )
    network = settled(listed.read(table(nodes), table(links), columns)).network
    assert network.links.minutes.tolist() == [3.25, 3.5]
    assert network.links.opened.tolist() == [2031, 0]
    assert network.in_year(2030).links.codes == ("2",)


@pytest.mark.parametrize(
    ("nodes", "links", "problem", "row", "column"),
    [
        (NODES, "from,to,km\nA,B,1\n", Problem.NO_COLUMN, None, ""),
        (NODES, "start,to,km,minutes\nA,B,1,2\n", Problem.NO_COLUMN, None, ""),
        (NODES, "from,to,km,minutes\nA,B,long,2\n", Problem.NOT_A_NUMBER, 2, "km"),
        (NODES, "from,to,km,minutes,mode\nA,B,1,2,boat\n", Problem.NO_SUCH_VALUE, 2, "mode"),
        (NODES, "from,to,km,minutes,both_ways\nA,B,1,2,maybe\n", Problem.NO_SUCH_VALUE, 2, "both_ways"),
        (NODES, "from,to,km,minutes,opened\nA,B,1,2,2030.5\n", Problem.NOT_A_NUMBER, 2, "opened"),
        (NODES, "link,from,to,km,minutes\n7,A,B,1,2\n7,B,C,1,2\n", Problem.SAME_CODE, 3, "link"),
        (NODES + "A,,,\n", LINKS, Problem.SAME_CODE, 5, "node"),
        (NODES, "from,to,km,minutes\n,B,1,2\n", Problem.NO_CODE, 2, "from"),
        (NODES, "from,to,km,minutes\n", Problem.NO_ROWS, None, ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(nodes, links, problem, row, column):
    with pytest.raises(SourceError) as refused:
        listed.read(table(nodes), table(links))
    assert (refused.value.problem, refused.value.place.row, refused.value.place.column) == (problem, row, column)


@pytest.mark.parametrize(
    ("nodes", "links", "problem", "row"),
    [
        (NODES, "from,to,km,minutes\nA,B,1,2\nB,Z,1,2\n", Problem.PARTS_DO_NOT_FIT, 3),
        (NODES, "from,to,km,minutes\nA,B,1,2\nB,C,1,\n", Problem.NOT_A_NUMBER, 3),
        ("node,zone\nA,1\nB,1\nC,\n", LINKS, Problem.SAME_CODE, 3),
        ("node\nA\nB\nC\n", LINKS, Problem.NO_CODE, None),
    ],
)
def test_what_no_analysis_can_take_is_refused_when_it_is_settled(nodes, links, problem, row):
    layout = delimited.Layout(delimiter=",")
    rows = listed.read(delimited.grid(given.text(nodes), layout), table(links))
    with pytest.raises(SourceError) as refused:
        settled(rows)
    assert (refused.value.problem, refused.value.place.row) == (problem, row)


GMNS_NODES = "node_id,x_coord,y_coord,node_type,zone_id\n1,0,0,centroid,10\n2,1,0,,10\n3,2,0,centroid,20\n"
GMNS_LINKS = (
    "link_id,from_node_id,to_node_id,directed,length,free_speed,capacity,lanes,facility_type\n"
    "1,1,2,0,0.5,30,,,centroid connector\n2,2,3,1,10,60,1800,2,freeway\n"
)


def test_gmns_in_miles():
    config = table("dataset_name,long_length,speed,crs\ntown,miles,mph,EPSG:4326\n")
    network = settled(gmns.read(table(GMNS_NODES), table(GMNS_LINKS), config)).network
    assert network.zones.codes == ("10", "20")
    assert network.nodes.crs == "EPSG:4326"
    links = network.links
    assert links.km.tolist() == pytest.approx([0.5 * 1.609344, 16.09344, 0.5 * 1.609344])
    assert links.minutes.tolist() == pytest.approx([1, 10, 1])
    assert links.capacity.tolist() == [np.inf, 3600, np.inf]
    assert links.mode == (Mode.CONNECTOR, Mode.ROAD, Mode.CONNECTOR)


def test_gmns_in_a_unit_that_nobody_knows():
    with pytest.raises(SourceError) as refused:
        gmns.read(table(GMNS_NODES), table(GMNS_LINKS), table("long_length,speed\nrods,mph\n"))
    assert (refused.value.problem, refused.value.place.column) == (Problem.NO_SUCH_VALUE, "long_length")


def test_what_is_written_is_read_again_the_same():
    made = town(6, np.random.default_rng(3))
    made = replace(
        made,
        nodes=replace(made.nodes, x=np.arange(len(made.nodes)) / 3, crs="EPSG:3006"),
        links=replace(
            made.links, opened=np.arange(len(made.links)), capacity=[np.inf, *[1234.5] * (len(made.links) - 1)]
        ),
        zones=areas_of({code: code for code in made.zones.codes}),
    )
    files = gmns.written(made)
    again = settled(gmns.read(*(table(files[f"{name}.csv"]) for name in ("node", "link", "config")))).network
    assert again.nodes.codes == made.nodes.codes
    assert (again.nodes.crs, again.zones, again.links.mode) == (made.nodes.crs, made.zones, made.links.mode)
    assert np.array_equal(again.centroids, made.centroids)
    for name in ("start", "end", "km", "minutes", "capacity", "delay_factor", "delay_power", "opened"):
        assert np.array_equal(getattr(again.links, name), getattr(made.links, name)), name
    for name in ("x", "y", "through"):
        assert np.array_equal(getattr(again.nodes, name), getattr(made.nodes, name), equal_nan=name != "through"), name
    assert files["zone.csv"].splitlines()[:2] == ["zone_id,name", "036,036"]
