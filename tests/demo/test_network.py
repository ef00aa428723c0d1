"""The demonstration's network: everywhere is reached, no faster than can be, and in the times that people know."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from samsyn.analysis.networks.hierarchies import customize, prepare
from samsyn.analysis.networks.tables import Mode
from samsyn.analysis.networks.travel_times import times_between, travel_times
from samsyn.demo import commuting, network
from samsyn.demo.region import MUNICIPALITIES
from samsyn.insights.models import Snapshot
from samsyn.insights.operations import drafts
from samsyn.insights.queries import tables
from tests import factories as make

pytestmark = pytest.mark.django_db

FASTEST_KMH = 250.0
ROUNDING_KM = 1.5
"""Places are given to a hundredth of a degree."""
ROUNDING_DEGREES = 0.03
"""Places are rounded, and shapes are drawn without small islands, such as the one that the town of Vaxholm is on."""
RAIL = [
    ("0180", "0380", 38),
    ("0180", "1980", 57),
    ("0180", "0580", 100),
    ("0180", "1880", 120),
    ("0180", "0484", 64),
    ("0180", "0480", 62),
    ("0180", "0581", 76),
    ("0380", "1981", 45),
]
ROAD = [("0180", "0380", 57), ("0180", "0580", 135), ("0180", "1880", 132), ("0180", "0188", 60), ("1880", "1883", 38)]
TOLERANCE = 0.1
"""Of the time, that ordinary times may differ from those that are written down here."""


@pytest.fixture
def boundaries() -> Snapshot:
    return drafts.bring_in(commuting.municipalities(), by=None, at=make.NOW)


@pytest.fixture
def snapshot() -> Snapshot:
    whole = network.whole(reference="2024", vintage=commuting.VINTAGE)
    return drafts.bring_in(whole, by=None, at=make.NOW)


def kilometres():
    """Great-circle distances between the places, in the order of their codes."""
    known = network.places()
    at = np.radians([[float(known[code]["lat"]), float(known[code]["lon"])] for code in sorted(known)])
    lat, lon = at[:, 0], at[:, 1]
    chord = np.sin((lat[:, None] - lat) / 2) ** 2
    chord = chord + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    return 6371 * 2 * np.arcsin(np.sqrt(chord))


def only(found, *modes):
    """The network without what moves otherwise."""
    kept = np.array([mode in modes for mode in found.links.mode])
    return replace(found, links=found.links.only(kept))


def test_every_municipality_is_a_zone_and_nothing_is_found(snapshot):
    assert tables.network_of(snapshot).zones.codes == tuple(sorted(MUNICIPALITIES))
    assert tables.network_of(snapshot).zones.names == tuple(MUNICIPALITIES[code] for code in sorted(MUNICIPALITIES))
    assert snapshot.findings == []


def test_every_place_lies_in_its_municipality(boundaries):
    areas = tables.boundaries_of(boundaries)
    shapes = dict(zip(areas.codes, areas.shapes, strict=True))
    outside = {
        code: place["place"]
        for code, place in network.places().items()
        if shapes[code].distance(shapely.Point(float(place["lon"]), float(place["lat"]))) > ROUNDING_DEGREES
    }
    assert outside == {}


def test_everywhere_is_reached_and_nothing_is_faster_than_can_be(snapshot):
    times = travel_times(customize(prepare(tables.network_of(snapshot)))).times
    assert np.isfinite(times).all()
    assert (times * FASTEST_KMH >= kilometres() * 60).all()


def test_no_way_is_shorter_than_a_straight_line():
    codes, straight = sorted(MUNICIPALITIES), kilometres()
    short = [
        (way["name"], way["from"], way["to"], way["km"], round(line, 1))
        for way in network.ways()
        if float(way["km"]) < (line := straight[codes.index(way["from"]), codes.index(way["to"])]) - ROUNDING_KM
    ]
    assert short == []


def test_on_the_way_back_all_takes_as_long_but_for_waiting_and_walking(snapshot):
    found = tables.network_of(snapshot)
    pairs = {}
    for start, end, mode, minutes in zip(
        found.links.start, found.links.end, found.links.mode, found.links.minutes, strict=True
    ):
        if mode not in (Mode.CONNECTOR, Mode.TRANSFER):
            pairs.setdefault((start, end, mode), set()).add(minutes)
    assert all(pairs[end, start, mode] == minutes for (start, end, mode), minutes in pairs.items())


@pytest.mark.parametrize(("kind", "known", "modes"), [("hållplats", RAIL, (Mode.RAIL,)), ("väg", ROAD, (Mode.ROAD,))])
def test_times_that_people_know(snapshot, kind, known, modes):
    """By rail from platform to platform; by car from door to door."""
    found = only(tables.network_of(snapshot), *modes, *([Mode.CONNECTOR] if kind == "väg" else []))
    ending = f" {kind}" if modes == (Mode.RAIL,) else ""
    place = {code: i for i, code in enumerate(found.nodes.codes)}
    far = sorted({code for start, end, _minutes in known for code in (start, end)})
    at = np.array([place[f"{code}{ending}"] for code in far])
    times = times_between(customize(prepare(found)), at, at)
    told = {(a, b): times[far.index(a), far.index(b)] for a, b, _minutes in known}
    wrong = {
        pair: told[pair]
        for pair, minutes in (((a, b), m) for a, b, m in known)
        if abs(told[pair] - minutes) > TOLERANCE * minutes
    }
    assert wrong == {}


def test_gotland_is_reached_by_sea_alone(snapshot):
    found = tables.network_of(snapshot)
    times = travel_times(customize(prepare(only(found, *(mode for mode in Mode if mode is not Mode.FERRY))))).times
    assert np.isinf(times[found.zones.codes.index("0980")]).sum() == len(MUNICIPALITIES) - 1


def test_the_same_tables_make_the_same_bytes():
    first, second = (network.whole(reference="2024", vintage="x").data for _ in range(2))
    assert first == second
