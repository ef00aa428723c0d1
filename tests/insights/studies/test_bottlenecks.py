"""Bottlenecks as a study: by hand, Sioux Falls, refusals, what is said of it, and what everybody may see."""

import json
from pathlib import Path

import numpy as np
import pytest
from django.utils import translation

from samsyn.analysis.tables import Areas, flows_from_matrix
from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import Scale
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.suppression import Rule
from samsyn.sources.errors import Place
from samsyn.sources.networks import listed
from samsyn.sources.networks import settling as networks
from samsyn.sources.records import Areas as Quantities
from tests.analysis.assignment.road_tests import OBJECTIVES, road_test
from tests.analysis.method_pages import table
from tests.insights.studies import drawn
from tests.sources.test_measures import candidates, grid

STUDY = STUDIES["bottlenecks"]
# From A to B over the bridge in 10 + v minutes, v cars on it, or the long way in 20; C is an island.
NODES = "node;zone;x;y\nA;A;15.0;59.0\nB;B;15.5;59.0\nC;C;16;59\na;;15.0;59.0\nb;;15.5;59.0\nc;;15.2;59.2\n"
LINKS = (
    "link;from;to;km;minutes;mode;both_ways;capacity;delay_factor;delay_power\n"
    "out;A;a;0;0;connector;1;;;\nin;B;b;0;0;connector;1;;;\n"
    "bridge;a;b;8;10;road;1;10;1;1\nround;a;c;9;12;road;1;;;\nand on;c;b;8;8;road;1;;;\n"
)
ALIKE = {"peak": "50", "by_car": "50", "in_a_car": "1", "gap": "1e-8"}
"""Of four trips one is a car in the hour."""
COMMUTERS = ([500, 60, 0], [20, 300, 0], [0, 0, 0])
FASTER = ("R1", "faster", {"link": "round", "minutes": 8, "name": "Wider"})
CLOSED = ("R2", "closed", {"link": "bridge", "name": "Closure"})
SHORTCUT = ("R3", "new link", {"from": "a", "to": "b", "minutes": 5, "name": "Tunnel"})
RAILWAY = ("R4", "new link", {"from": "a", "to": "b", "minutes": 1, "mode": "rail", "name": "Rails"})


def network(links=LINKS, nodes=NODES, crs="EPSG:4326"):
    columns = listed.ListedColumns(crs=crs)
    return networks.settled(listed.read(grid(nodes), grid(links), columns), networks.NetworkChoices()).network


def trips(rows=COMMUTERS, codes="ABC"):
    return flows_from_matrix(Areas(tuple(codes), tuple(f"Area {code}" for code in codes)), rows, unit="persons")


def found(answers=None, **more):
    given = {"network": network(), "trips": trips()} | more
    given = {role: table for role, table in given.items() if table is not None}
    choices = drawn.choices("bottlenecks", **(_blank() | ALIKE | (answers or {})))
    made = STUDY.compute(given, choices, np.random.default_rng(1), drawn.silent)
    return json.loads(json.dumps(made, allow_nan=False))


def _blank():
    form = STUDY.form()
    answers = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in answers.items() if value not in (None, "", False)}


def shown(result, language="en"):
    with translation.override(language):
        return STUDY.present(result)


def links(result, what):
    return dict(zip(result["links"]["codes"], result["links"][what], strict=True))


def test_cars_go_round_until_both_ways_take_the_same():
    """15 cars from A: 10 on the bridge, which then takes 20 minutes as the way round does; 5 back, in 15 minutes."""
    result = found()
    assert links(result, "volume") == {
        "bridge": pytest.approx(10), "round": pytest.approx(5), "and on": pytest.approx(5),
        "bridge back": pytest.approx(5), "round back": 0, "and on back": 0,
    }  # fmt: skip
    assert links(result, "with_traffic")["bridge"] == pytest.approx(20)
    assert links(result, "delay")["bridge"] == pytest.approx(10 * 10 / 60)
    assert links(result, "delay")["bridge back"] == pytest.approx(5 * 5 / 60)
    assert links(result, "capacity")["round"] is None
    whole = result["whole"]
    assert (whole["cars"], whole["full"]) == (20, 1)
    assert whole["hours"] == pytest.approx((15 * 20 + 5 * 15) / 60)
    assert whole["delay"] == pytest.approx(125 / 60)
    assert whole["inside"] == pytest.approx(800 / 880)
    assert whole["reached"]
    assert result["areas"]["each"] == [pytest.approx(100 / 15), pytest.approx(5), 0]
    assert result["areas"]["cars"] == [15, 5, 0]


def test_the_worked_example_of_the_page_comes_out():
    result, links_of = found({"links": "", "worst": "0"}, measures=candidates(SHORTCUT)), table("bottlenecks", "link")
    place = {code: number for number, code in enumerate(result["links"]["codes"])}
    for code, cars, load, minutes, delay in links_of:
        link = {name: column[place[code]] for name, column in result["links"].items()}
        assert link["volume"] == pytest.approx(float(cars))
        assert link["with_traffic"] == pytest.approx(float(minutes))
        assert 60 * link["delay"] == pytest.approx(float(delay), abs=1e-6)
        assert (link["capacity"] is None) is not bool(load)
        assert not load or link["volume"] / link["capacity"] == pytest.approx(float(load))
    (tunnel,) = result["measures"]
    saved = {row[0]: float(row[1]) for row in table("bottlenecks", "tunnel")}
    assert 60 * tunnel["fixed"] == pytest.approx(saved["on empty roads"])
    assert 60 * tunnel["saved"] == pytest.approx(saved["with queues"])


def test_who_uses_a_link_and_where_else_they_are():
    result = found({"links": "round", "worst": "1"})
    way_round, bridge = result["uses"]
    assert (way_round["link"], bridge["link"]) == (1, 0), "the one that was named, and the worst"
    assert way_round["from"] == [pytest.approx(5), 0, 0]
    assert way_round["elsewhere"] == [[1, pytest.approx(5)], [2, pytest.approx(5)]]
    assert bridge["pairs"] == [[0, 1, pytest.approx(10)]]
    assert set(STUDY.links(result)) == {"round", "bridge"}
    with translation.override("en"):
        chosen = STUDY.link_chosen(result, "bridge")
    (load,) = chosen.maps
    assert load.title == "Those who drive on A–B (bridge): where they come from, and where else they drive"
    assert load.legend[0] == "under 1"
    assert load.classes == (len(load.legend) - 1, 0, 0), "nobody on it is from B or C"
    assert [line.code for line in load.lines.lines if line.place == 0] == ["bridge"]
    assert [row[2] for row in chosen.table.rows] == [10.0]
    assert STUDY.link_chosen(result, "and on") is None, "it was not looked at"


def test_measures_with_and_without_queues():
    """A tunnel of 5 minutes saves 5 of 10 on an empty bridge, and 15 of 20 on a crowded one; the way round, none."""
    measures = candidates(FASTER, CLOSED, SHORTCUT, RAILWAY)
    result = found(measures=measures)
    assert [each["key"] for each in result["measures"]] == ["R3"]
    tunnel = result["measures"][0]
    assert tunnel["fixed"] == pytest.approx(15 * 5 / 60)
    assert tunnel["saved"] == pytest.approx(15 * 15 / 60)
    assert tunnel["delay"] == pytest.approx(25 / 60), "that of the five who go back"
    assert tunnel["doubt"] < 1e-5
    assert result["left_out"] == [["R4", "Rails"]], "one drives on no rails"
    page = shown(result)
    assert page.table("measures").rows[0][:3] == ("Tunnel", pytest.approx(3.8), pytest.approx(1.2))
    assert any(note.startswith("Of the measures tried with queues, Tunnel saves most: 4 hours") for note in page.notes)
    assert found({"leading": "0"}, measures=measures)["measures"] == []
    alone = found()
    assert links(result, "volume") == pytest.approx(links(alone, "volume")), "links that are not there change nothing"


def test_a_measure_that_is_worse_with_queues_is_told():
    braess = (
        "link;from;to;km;minutes;mode;capacity;delay_factor;delay_power\n"
        "out;A;a;0;0;connector;;;\nin;b;B;0;0;connector;;;\n"
        "ap;a;p;1;10;road;1;1;1\naq;a;q;1;60;road;60;1;1\npb;p;b;1;60;road;60;1;1\nqb;q;b;1;10;road;1;1;1\n"
    )
    made = network(braess, "node;zone\nA;A\nB;B\na;\nb;\np;\nq;\n", crs="")
    bridge = candidates(("R1", "new link", {"from": "p", "to": "q", "minutes": 10, "name": "Bridge"}))
    result = found(network=made, trips=trips(([0, 24], [0, 0]), "AB"), measures=bridge)
    assert result["measures"][0]["fixed"] == pytest.approx(6 * 40 / 60)
    assert result["measures"][0]["saved"] == pytest.approx(6 * (103 - 1250 / 11) / 60)
    assert "With queues, more time is lost than won by: Bridge." in shown(result).notes


def test_the_page_says_what_was_found():
    page = shown(found({"territory": "The strait"}))
    assert page.title == "Bottlenecks: The strait"
    assert page.lead == (
        "In the hour 20 cars lose 2 hours to crowded roads, 33% of their time on the way. Most is lost on A–B (bridge)."
    )
    assert [figure.value for figure in page.figures] == [20, 6, 2, 6.25, 1]
    assert [one.name for one in page.maps] == ["load", "delay", "delayed"]
    load = page.map("load")
    assert (load.scale, load.lines.crs) == (Scale.GROUND, "EPSG:4326")
    told = {line.code: line for line in load.lines.lines}
    assert told["bridge"].points == ((15.0, 59.0), (15.5, 59.0))
    assert told["bridge"].text == "A–B (bridge)\n10 cars an hour; 100% of what it lets through; 1.7 hours of delay"
    assert (told["bridge"].place, told["bridge back"].place, told["round"].place) == (4, 1, -1)
    assert told["bridge back"].text.startswith("B–A (bridge)")
    assert load.lines.legend == ("under 50%", "50–70%", "70–85%", "85–100%", "100% or more")
    roads = page.table("links")
    assert roads.by_line
    assert roads.rows[0][:5] == ("bridge", "A", "B", 1.7, pytest.approx(1.0))
    assert page.table("parts").rows == (("No county", 6.2, 2.1, 20.0),)
    assert {offer.code for offer in page.offers} == {"delay-share", "roads-full"}
    assert any(
        "of 880 trips 50.0% are made in the hour, 50.0% of them by car with 1.00 people" in n for n in page.notes
    )
    assert any("4 links have no capacity" in note for note in page.notes)
    assert any("All figures are modelled." in note for note in page.notes)


def test_a_network_without_coordinates_has_tables_and_no_map_of_roads():
    page = shown(found(network=network(nodes="node;zone\nA;A\nB;B\nC;C\na;\nb;\nc;\n", crs="")))
    assert [one.name for one in page.maps] == ["delayed"]
    assert len(page.table("links").rows) == 6


def test_trips_are_modelled_where_there_is_no_table():
    figures = {"people": np.array([100.0, 50.0]), "jobs": np.array([60.0, 90.0])}
    people = Quantities(Place("people.csv"), ("A", "B"), np.arange(2), figures)
    result = found({"reached": "jobs"}, trips=None, people=people, network=network(*_without_c()))
    assert result["whole"]["modelled"]
    assert result["whole"]["trips"] == pytest.approx(150)
    assert "The trips are modelled from people, jobs and times." in " ".join(shown(result).notes)


def _without_c():
    return LINKS, NODES.replace("C;C;16;59\n", "")


def refused(message, answers=None, **more):
    with translation.override("en"), pytest.raises(InsightError, match=message):
        found(answers, **more)


def test_what_cannot_be_is_refused_with_a_cure():
    free = LINKS.replace("10;1;1\n", ";;\n")
    refused("No link .* has a capacity and slows down .* columns capacity, delay_factor", network=network(free))
    refused("give a table of trips, or people and jobs", trips=None)
    refused("Have they the same codes", trips=trips(codes="XYZ"))
    refused("nobody is on its links", trips=trips(np.diag([5, 5, 5])))
    refused("no link with the code “tunnel”", {"links": "tunnel; bridge"})
    bent = network(LINKS.replace("10;1;1\n", "10;1;0.5\n"))
    refused("cannot be put on this network: .*delay_power is 0.5", network=bent)


def test_trips_without_a_way_are_refused_or_left_out():
    lost = trips(([0, 60, 8], [20, 0, 0], [0, 12, 0]))
    refused("for 2 pairs with trips: C–B and A–C. Join the zones", trips=lost)
    result = found({"leave_out": "on"}, trips=lost)
    assert (result["whole"]["lost_pairs"], result["whole"]["lost"]) == (2, 5)
    assert result["whole"]["cars"] == 20
    assert any("5 cars between 2 pairs of areas have no way" in note for note in shown(result).notes)


def test_a_zone_that_the_trips_lack_is_named():
    result = found(trips=trips(([0, 60], [20, 0]), "AB"))
    assert result["absent"] == ["C"]
    assert any("1 zone of the network is not in the trips" in note for note in shown(result).notes)


def test_two_results_beside_each_other():
    first, second = found(), found({"peak": "100"})
    with translation.override("en"):
        page = STUDY.compare(first, second, ("now", "later"))
        same = STUDY.compare(first, first, ("now", "again"))
    # Later 30 cars from A: 10 on the bridge still, 20 go round; 10 back, on the bridge in 20 minutes.
    assert page.lead == "In “later” the delay is more: 3 hours in the hour, instead of 2."
    assert [one.name for one in page.maps] == ["difference", "first", "second"]
    changed = {row[0]: row[2:4] for row in page.table("links").rows}
    assert changed == {"bridge back": (1.2, 5.0), "round": (0.0, 15.0), "and on": (0.0, 15.0)}
    difference = page.map("difference").lines
    assert difference.scale is Scale.DIVERGING
    assert {line.code: line.size for line in difference.lines}["round"] == pytest.approx(15)
    assert page.table("areas").rows[1][2:] == (5.0, 10.0, 5.0)
    assert same.lead == "The delay is the same in both: 2 hours in the hour."
    assert same.table("links").rows == ()
    other = network(LINKS.replace("bridge", "b2").replace("round", "r2").replace("and on", "o2"))
    with pytest.raises(InsightError):
        STUDY.compare(first, found(network=other), ("one", "other"))


def test_everybody_sees_tens_of_cars_and_no_area():
    rows = ([0, 1000, 0], [3, 0, 0], [0, 0, 0])
    big = network(LINKS.replace("10;1;1\n", "100;1;1\n"))
    result = found(trips=trips(rows), network=big, measures=candidates(SHORTCUT))
    seen = for_everyone(STUDY, result, Rule(below=5, width=5))
    assert links(result, "volume")["bridge"] == pytest.approx(100)
    assert links(result, "volume")["bridge back"] == pytest.approx(0.75)
    volumes, delay = links(seen, "volume"), links(seen, "delay")
    assert all(volume % 10 == 0 for volume in volumes.values())
    assert (volumes["bridge back"], delay["bridge back"]) == (0, 0)
    assert delay["bridge"] == pytest.approx(100 * 10 / 60), "that of tens, which 100 cars are"
    assert seen["areas"]["cars"] == seen["areas"]["delayed"] == [None, None, None]
    assert seen["areas"]["each"] == [4.0, None, None], "of fewer than five cars nothing is told"
    assert (seen["uses"], list(STUDY.links(seen))) == ([], [])
    told = json.dumps(seen)
    assert "1000" not in told
    assert "1003" not in told
    page = shown(seen)
    assert any("Cars are given in tens" in note for note in page.notes)
    assert not any(note.startswith("Assumed") for note in page.notes)
    assert shown(seen, "sv").title


def test_the_delay_that_tens_would_have():
    """133 cars become 130: with a power of 1, delay falls by the square of that."""
    made = network(LINKS.replace("10;1;1\n", "1000;1;1\n"))
    result = found(trips=trips(([0, 532, 0], [0, 0, 0], [0, 0, 0])), network=made)
    seen = for_everyone(STUDY, result, Rule())
    assert links(result, "volume")["bridge"] == pytest.approx(133)
    assert links(seen, "volume")["bridge"] == 130
    assert links(seen, "delay")["bridge"] == pytest.approx(130 * 10 * 0.130 / 60)
    assert links(seen, "with_traffic")["bridge"] == pytest.approx(10 * 1.130)


def test_sioux_falls_comes_to_the_published_equilibrium(shared: Path):
    published = road_test(shared, "SiouxFalls")
    flows = flows_from_matrix(published.network.zones, published.trips, unit="vehicles")
    answers = {"peak": "100", "by_car": "100", "in_a_car": "1", "gap": "1e-8"}
    result = found(answers, network=published.network, trips=flows)
    assert result["whole"]["objective"] == pytest.approx(OBJECTIVES["SiouxFalls"], rel=1e-9)
    assert result["links"]["volume"] == pytest.approx(published.best, rel=1e-4)
    assert result["whole"]["cars"] == published.trips.sum()
    assert len(result["uses"]) == 10
    worst = result["uses"][0]
    assert sum(worst["from"]) == pytest.approx(result["links"]["volume"][worst["link"]])
    assert shown(result).table("links").rows[0][0] == result["links"]["codes"][worst["link"]]
