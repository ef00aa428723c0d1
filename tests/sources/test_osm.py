"""Extracts of OpenStreetMap, written by the library that reads them: a handful of nodes on the equator."""

import tempfile
from pathlib import Path

import numpy as np
import osmium
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from osmium.osm.mutable import Node, Way
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.errors import SourceError, TooLarge, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.osm import reading
from samsyn.sources.osm.chains import Pieces, contracted
from samsyn.sources.osm.ways import Noted, OsmChoices, duration, speed, understood
from samsyn.sources.problems import Problem
from tests.sources import given

DEGREE = 111.319491
"""Kilometres of a degree of longitude at the equator: 2 * pi * 6378.137 / 360."""


def extract(ways, nodes=9, compression="zlib"):
    """Node i lies i hundredths of a degree east of 0, 0. Ways are lists of nodes with tags."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.osm.pbf"
        file = osmium.io.File(str(path), f"pbf,pbf_compression={compression}")
        with osmium.SimpleWriter(file) as writer:
            for i in range(1, nodes + 1):
                writer.add_node(Node(id=i, location=(i / 100, 0.0), version=1))
            for number, (refs, tags) in enumerate(ways, 1):
                writer.add_way(Way(id=100 + number, nodes=refs, tags=tags, version=1))
        return Source("small.osm.pbf", path.read_bytes())


def links(source, **choices):
    """(from, to) -> (km in hundredths of a degree, minutes, mode)."""
    rows = reading.read(source, OsmChoices(**choices)).rows
    made = rows.links
    km = (made.km / DEGREE * 100).round(6)
    return {
        (rows.nodes.codes[a], rows.nodes.codes[b]): (float(k), float(minutes), mode)
        for a, b, k, minutes, mode in zip(made.start, made.end, km, made.minutes, made.mode, strict=True)
    }


STEP_AT_60 = DEGREE / 100
"""Minutes over one step at 60 km/h."""


def test_nodes_where_nothing_meets_go_and_minutes_add_up():
    ways = [
        ([1, 2, 3], {"highway": "tertiary"}),
        ([3, 4], {"highway": "primary", "maxspeed": "120"}),
        ([5, 4], {"highway": "tertiary"}),
        ([4, 6], {"highway": "residential", "maxspeed": "30 mph", "oneway": "yes"}),
    ]
    found = links(extract(ways))
    through = (3, pytest.approx(STEP_AT_60 * 2.5, rel=1e-6), Mode.ROAD)
    side = (1, pytest.approx(STEP_AT_60, rel=1e-6), Mode.ROAD)
    assert found == {
        ("1", "4"): through,
        ("4", "1"): through,
        ("4", "5"): side,
        ("5", "4"): side,
        ("4", "6"): (2, pytest.approx(STEP_AT_60 * 2 * 60 / 48.28032, rel=1e-6), Mode.ROAD),
    }


def test_a_roundabout_goes_one_way_round():
    ways = [
        ([2, 3, 4, 5, 2], {"highway": "tertiary", "junction": "roundabout"}),
        ([1, 2], {"highway": "tertiary"}),
        ([4, 6], {"highway": "tertiary"}),
    ]
    found = links(extract(ways))
    assert set(found) == {("1", "2"), ("2", "1"), ("2", "4"), ("4", "2"), ("4", "6"), ("6", "4")}
    assert found["2", "4"][0] == 2
    assert found["4", "2"][0] == 4


def test_oneway_against_the_way_and_motorways():
    ways = [([1, 2], {"highway": "primary", "oneway": "-1"}), ([3, 4], {"highway": "motorway"})]
    assert set(links(extract(ways))) == {("2", "1"), ("3", "4")}


def test_ferries_by_their_duration():
    ways = [
        ([1, 2], {"highway": "tertiary"}),
        ([2, 3, 4], {"route": "ferry", "duration": "01:10"}),
        ([5, 6], {"route": "ferry"}),
    ]
    source = extract(ways)
    found = links(source)
    assert found["2", "4"] == (2, pytest.approx(70), Mode.FERRY)
    assert found["5", "6"][1] == pytest.approx(STEP_AT_60 * 60 / 25, rel=1e-6)
    assert reading.read(source).notes == {Noted.NO_DURATION: 1}


def test_a_level_crossing_is_no_station():
    ways = [([1, 2, 3], {"highway": "tertiary"}), ([4, 2, 5], {"railway": "rail", "maxspeed": "200"})]
    assert set(links(extract(ways))) == {("1", "3"), ("3", "1")}
    found = links(extract(ways), rail=True)
    assert set(found) == {("1", "3"), ("3", "1"), ("r4", "r5"), ("r5", "r4")}
    assert found["r4", "r5"][1:] == (pytest.approx(STEP_AT_60 * 5 * 60 / 200, rel=1e-6), Mode.RAIL)


def test_what_was_left_out_is_counted():
    ways = [
        ([1, 2], {"highway": "tertiary", "maxspeed": "fast"}),
        ([2, 3], {"highway": "tertiary", "access": "private"}),
        ([2, 4], {"highway": "tertiary", "access": "no", "motor_vehicle": "yes"}),
        ([3, 4], {"highway": "tertiary", "area": "yes"}),
        ([4, 5], {"highway": "tertiary", "oneway": "reversible"}),
        ([5, 6, 7, 5], {"highway": "tertiary"}),
        ([2, 8, 99], {"highway": "tertiary"}),
        ([1, 9], {"highway": "footway"}),
        ([1, 9], {"railway": "rail"}),
    ]
    source = extract(ways)
    assert set(links(source)) == {("1", "2"), ("2", "1"), ("2", "4"), ("4", "2"), ("2", "8"), ("8", "2")}
    noted = (Noted.CLOSED, Noted.AREAS, Noted.CHANGING, Noted.SPEED_UNREAD, Noted.OUTSIDE, Noted.LOOPS)
    assert reading.read(source).notes == dict.fromkeys(noted, 1)


def test_from_a_file_as_from_bytes(tmp_path):
    source = extract([([1, 2, 3], {"highway": "tertiary"})])
    path = tmp_path / "small.osm.pbf"
    path.write_bytes(source.data)
    told = []
    rows = reading.read(path, progress=told.append).rows
    assert rows.links.km.tolist() == reading.read(source).rows.links.km.tolist()
    assert rows.nodes.crs == "EPSG:4326"
    assert rows.nodes.x.tolist() == [0.01, 0.03]
    assert told == sorted(told)
    assert told[-1] == pytest.approx(0.95)


def test_cancelled_through_progress():
    class Cancelled(RuntimeError):
        pass

    def cancel(share):
        raise Cancelled

    with pytest.raises(Cancelled):
        reading.read(extract([([1, 2], {"highway": "tertiary"})]), progress=cancel)


@pytest.mark.parametrize("limit", ["MOST_NODES", "MOST_LINKS"])
def test_more_than_may_be_read_is_refused_with_a_cure(monkeypatch, limit):
    monkeypatch.setattr(reading, limit, 3)
    with pytest.raises(TooLarge) as caught:
        reading.read(extract([([1, 2], {"highway": "tertiary"}), ([3, 4], {"highway": "tertiary"})]))
    assert caught.value.problem is Problem.TOO_MANY_WAYS


@pytest.mark.parametrize("ways", [[], [([1, 2], {"highway": "footway"})], [([1, 1], {"highway": "primary"})]])
def test_no_roads_are_refused(ways):
    with pytest.raises(WrongContent) as caught:
        reading.read(extract(ways))
    assert caught.value.problem is Problem.NO_WAYS


@pytest.mark.parametrize("data", [b"x" * 100, b"<osm version='0.6'></osm>", b"PK\x03\x04" + b"\0" * 60, b"\0" * 8])
def test_other_files_are_refused(data):
    with pytest.raises(Unreadable):
        reading.read(Source("a.osm.pbf", data))


@pytest.mark.parametrize(
    ("text", "kmh"),
    [("70", 70), ("50 mph", 80.4672), ("SE:urban", 50), ("walk", 7), ("none", 0), ("50;70", 0), ("0", 0), ("999", 0)],
)
def test_speeds(text, kmh):
    assert speed(text) == pytest.approx(kmh)


@pytest.mark.parametrize(
    ("text", "minutes"), [("00:05", 5), ("1:30:30", 90.5), ("PT2H5M", 125), ("45", 45), ("-1:00", 0), ("half", 0)]
)
def test_durations(text, minutes):
    assert duration(text) == minutes


def test_speeds_each_way():
    tags = {"highway": "primary", "maxspeed": "80", "maxspeed:backward": "60"}
    found = understood(tags, OsmChoices())
    assert (found.along, found.against) == (80, 60)


def test_no_speed_of_nothing():
    with pytest.raises(ValueError, match="km/h"):
        OsmChoices(kmh={"primary": 0})


def times(pieces, nodes):
    """All minutes between nodes, by scipy, of the quickest of parallel pieces."""
    matrix = np.full((nodes, nodes), np.inf)
    for start, end, along, against in zip(pieces.start, pieces.end, pieces.along, pieces.against, strict=True):
        matrix[start, end] = min(matrix[start, end], along)
        matrix[end, start] = min(matrix[end, start], against)
    np.fill_diagonal(matrix, 0)
    finite = np.isfinite(matrix)
    return dijkstra(csr_array((matrix[finite], np.nonzero(finite)), shape=(nodes, nodes)))


@settings(max_examples=300, deadline=None)
@drawn(
    st.lists(
        st.tuples(
            st.integers(0, 8), st.integers(0, 8), st.integers(1, 9), st.sampled_from(["both", "along", "against"]),
            st.integers(0, 1),
        ).filter(lambda piece: piece[0] != piece[1]),
        min_size=1,
        max_size=14,
    )
)  # fmt: skip
def test_between_the_nodes_that_stay_nothing_changes(drawn_pieces):
    start, end, minutes, ways, mode = (np.array(column) for column in zip(*drawn_pieces, strict=True))
    minutes = minutes.astype(float)
    along, against = np.where(ways == "against", np.inf, minutes), np.where(ways == "along", np.inf, minutes)
    whole = Pieces(start, end, minutes, along, against, mode)
    made, loops = contracted(whole, 9)
    kept = np.unique(np.concatenate((made.start, made.end)))
    np.testing.assert_array_equal(times(made, 9)[np.ix_(kept, kept)], times(whole, 9)[np.ix_(kept, kept)])
    assert made.km.sum() <= whole.km.sum()
    assert loops or made.km.sum() == whole.km.sum()


WHOLE = extract(
    [([1, 2, 3, 4], {"highway": "tertiary"}), ([4, 5], {"route": "ferry", "duration": "0:20"})], compression="none"
).data
"""Not packed, so that damage reaches what is inside."""


@settings(max_examples=200, deadline=None)
@drawn(
    st.integers(1, len(WHOLE)),
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6)), max_size=4),
)
def test_damaged_extracts_are_read_or_refused(length, changes):
    try:
        rows = reading.read(Source("a.osm.pbf", given.damaged(WHOLE, changes)[:length])).rows
    except SourceError:
        return
    assert len(rows.links) > 0
