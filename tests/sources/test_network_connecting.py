"""Zones on a network that has none: to the nearest road, never to an island."""

import numpy as np
import pytest
import shapely

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.networks.connecting import connected
from samsyn.sources.networks.settling import settled
from samsyn.sources.osm import reading
from samsyn.sources.problems import Problem
from samsyn.sources.records import Boundaries
from tests.sources.test_osm import DEGREE, extract

ROADS = [([1, 2], {"highway": "tertiary"}), ([2, 3], {"highway": "tertiary"}), ([3, 4], {"highway": "primary"})]
ISLAND = [([8, 9], {"highway": "primary", "oneway": "yes"})]


def areas(*centres):
    """Squares of a thousandth of a degree, around places on the equator in hundredths of a degree."""
    shapes = [shapely.box(x / 100 - 5e-4, -5e-4, x / 100 + 5e-4, 5e-4) if x is not None else None for x in centres]
    codes = tuple(f"{i:04}" for i in range(1, len(centres) + 1))
    names = tuple(f"Area {code}" for code in codes)
    rows = np.arange(1, len(centres) + 1)
    return Boundaries(Place("areas.geojson"), codes, names, np.array(shapes, dtype=object), "EPSG:4326", rows)


def test_a_connector_each_way_to_the_nearest_road_that_reaches_all():
    rows = reading.read(extract(ROADS + ISLAND)).rows
    network = settled(connected(rows, areas(0.5, 7.9))).network
    assert network.zones.names == ("Area 0001", "Area 0002")
    links, codes = network.links, network.nodes.codes
    found = {
        (codes[a], codes[b]): (km, minutes)
        for a, b, km, minutes, mode in zip(links.start, links.end, links.km, links.minutes, links.mode, strict=True)
        if mode is Mode.CONNECTOR
    }
    near, far = DEGREE * 0.005, DEGREE * 0.039
    assert found == {
        ("zone 0001", "1"): pytest.approx((near, near * 2), rel=1e-6),
        ("1", "zone 0001"): pytest.approx((near, near * 2), rel=1e-6),
        ("zone 0002", "4"): pytest.approx((far, far * 2), rel=1e-6),
        ("4", "zone 0002"): pytest.approx((far, far * 2), rel=1e-6),
    }
    assert [network.nodes.through[i] for i in network.centroids] == [False, False]


@pytest.mark.parametrize(
    ("places", "problem"), [((0.5, 60), Problem.FAR_FROM_ROADS), ((0.5, None), Problem.NOT_A_POLYGON)]
)
def test_a_zone_without_a_place_or_a_road_is_refused_with_its_row(places, problem):
    with pytest.raises(WrongContent) as caught:
        connected(reading.read(extract(ROADS)).rows, areas(*places))
    assert caught.value.problem is problem
    assert caught.value.place.row == 2
