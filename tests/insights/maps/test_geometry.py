"""What a map is drawn from: projected, one sheet, generalised with shared borders, every area kept."""

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.insights.maps import projection, swedish, topology
from samsyn.insights.maps.errors import MapError
from samsyn.insights.maps.geometry import OUTSIDE, from_data, prepare, to_data
from samsyn.insights.maps.projection import Extent
from samsyn.sources import boundaries as reader
from samsyn.sources import files
from tests.insights.maps.drawn import boundaries, grid, of_grid, polygons, rings, square, steps

LEVELS = ("overview", "fine")


# --- Four squares, by hand


def test_two_squares_share_one_border_which_is_drawn_once():
    geometry = of_grid(2, 1)
    assert (geometry.size, geometry.metres, geometry.crs) == ((10_000, 5_000), 2.0, "EPSG:3006")
    (ring,) = rings(geometry.overview.areas[0])
    assert sorted(ring) == [(0, 0), (0, 5_000), (5_000, 0), (5_000, 5_000)]
    shared = [border for border in geometry.overview.borders if border.second != OUTSIDE]
    assert [(border.first, border.second) for border in shared] == [(0, 1)]
    assert shared[0].path in ("M5000 0l0 5000", "M5000 5000l0-5000")
    assert geometry.neighbours == ((0, 1, 10_000),)


def test_areas_that_meet_in_a_corner_alone_are_no_neighbours():
    pairs = {(first, second) for first, second, _length in of_grid(2, 2).neighbours}
    assert pairs == {(0, 1), (0, 2), (1, 3), (2, 3)}


def test_the_point_of_an_area_lies_where_there_is_most_room():
    flag = shapely.union_all([square(0, 0), shapely.box(510_000, 6_500_000, 560_000, 6_500_500)])
    point = prepare(boundaries([flag])).points[0]
    x, y, room = point
    assert max(x, y) < 1_667, "in the square and not in the pole"
    assert room == pytest.approx(833, abs=10)


def test_stored_geometry_is_the_same_when_it_is_read_again():
    geometry = of_grid(3, 2)
    assert from_data(json.loads(json.dumps(to_data(geometry)))) == geometry


def test_geometry_of_another_version_is_made_again():
    assert from_data({**to_data(of_grid(1, 1)), "format": 0}) is None


# --- What is not drawn by hand


def test_an_area_without_a_shape_is_listed_and_not_drawn():
    geometry = prepare(boundaries([square(0, 0), None, square(1, 0)]))
    assert geometry.missing == ("b",)
    assert geometry.overview.areas[1] == ""
    assert geometry.bounds[1] is None


def test_some_of_the_areas_are_chosen():
    assert prepare(grid(3, 1), only={"00", "02"}).codes == ("00", "02")


def test_a_small_island_goes_and_the_larger_part_stays():
    speck = shapely.box(500_000, 6_515_000, 500_005, 6_515_005)
    geometry = prepare(boundaries([shapely.MultiPolygon([square(0, 0), speck]), square(1, 0)]))
    assert len(rings(geometry.fine.areas[0])) == 1


def test_an_area_that_is_nothing_but_a_speck_is_still_drawn():
    speck = shapely.box(500_000, 6_535_000, 500_001, 6_535_001)
    geometry = prepare(boundaries([square(0, 0, 3), speck]))
    for level in LEVELS:
        assert len(rings(getattr(geometry, level).areas[1])) == 1


def test_an_island_whose_neighbour_lies_on_it_stays_however_small():
    low, high = (shapely.box(500_000 + west, 6_550_000, 500_030 + west, 6_550_030) for west in (0, 30))
    mainland = shapely.MultiPolygon([square(0, 0, 3), low])
    geometry = prepare(boundaries([mainland, high]))
    assert geometry.neighbours == ((0, 1, 30),)


def test_an_invalid_polygon_is_made_valid():
    bow = shapely.Polygon([(500_000, 6_500_000), (510_000, 6_510_000), (510_000, 6_500_000), (500_000, 6_510_000)])
    geometry = prepare(boundaries([bow, square(1, 0)]))
    assert geometry.missing == ()
    assert len(rings(geometry.fine.areas[0])) == 2


def test_overlaps_and_slivers_are_closed():
    """The second square reaches a hundred metres into the first, and leaves a gap of a metre to the third."""
    pushed = shapely.box(509_900, 6_500_000, 519_999, 6_510_000)
    geometry = prepare(boundaries([square(0, 0), pushed, square(2, 0)]))
    shapes = polygons(geometry.fine.areas)
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(geometry.size[0] * geometry.size[1], rel=0.001)


# --- The promise of shared borders


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 30))
def test_borders_are_the_same_on_both_sides(seed, count):
    geometry = prepare(boundaries(_cells(seed, count), codes=tuple(str(i) for i in range(count))))
    for level in LEVELS:
        drawn = getattr(geometry, level)
        beside = Counter(step for path in drawn.areas for ring in rings(path) for step in steps(ring))
        assert set(beside.values()) <= {1, 2}, "no step belongs to three areas, or twice to one"
        for number, outside in ((1, True), (2, False)):
            lines = [border for border in drawn.borders if (border.second == OUTSIDE) is outside]
            on_lines = Counter(
                step
                for border in lines
                for line in rings(border.path)
                for step in steps(line, closed=border.path.endswith("z"))
            )
            assert set(on_lines.values()) <= {1}, "each border once"
            assert set(on_lines) == {step for step, areas in beside.items() if areas == number}


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 30))
def test_no_area_is_ever_lost_and_every_point_is_inside(seed, count):
    geometry = prepare(boundaries(_cells(seed, count), codes=tuple(str(i) for i in range(count))))
    for level in LEVELS:
        assert all(getattr(geometry, level).areas)
    for shape, (x, y, _room) in zip(polygons(geometry.fine.areas), geometry.points, strict=True):
        assert shape.distance(shapely.Point(x, y)) <= 2


def _cells(seed: int, count: int) -> list:
    """Voronoi cells: areas that cover a square together, of which neighbours share a border."""
    random = np.random.default_rng(seed)
    frame = square(0, 0, 10)
    points = shapely.MultiPoint(np.array((500_000, 6_500_000)) + random.random((count, 2)) * 100_000)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame))
    return list(shapely.intersection(cells, frame))


# --- The whole of Sweden, and Norway


@pytest.mark.parametrize("level", LEVELS)
def test_sweden_is_one_sheet(level):
    geometry = swedish.municipalities()
    shapes = polygons(getattr(geometry, level).areas)
    assert (len(shapes), geometry.crs, geometry.missing) == (290, "EPSG:3006", ())
    assert shapely.coverage_is_valid(shapes)
    assert geometry.size[1] == 10_000


def test_sweden_keeps_its_area_and_its_neighbours():
    geometry = swedish.municipalities()
    square_kilometres = shapely.area(polygons(geometry.fine.areas)).sum() * geometry.metres**2 / 1e6
    assert square_kilometres == pytest.approx(449_000, rel=0.03)
    at = {name: i for i, name in enumerate(geometry.names)}
    pairs = {(first, second) for first, second, _length in geometry.neighbours}
    for one, other in (("Stockholm", "Solna"), ("Malmö", "Burlöv"), ("Kiruna", "Gällivare")):
        assert (at[one], at[other]) in pairs or (at[other], at[one]) in pairs
    assert not any(at["Gotland"] in pair for pair in pairs)


def test_norway_with_its_islands_is_one_sheet(shared):
    geometry = prepare(reader.read(files.opened(shared / "data" / "norway_commuting_ssb" / "kommuner_2022.geojson")))
    assert (len(geometry.codes), geometry.crs, geometry.missing) == (356, "EPSG:25833", ())
    edges = shapely.coverage_invalid_edges(polygons(geometry.fine.areas))
    assert sum(not edge.is_empty for edge in edges) == 0


# --- Projections


@pytest.mark.parametrize(
    ("where", "extent", "crs"),
    [
        ("Sweden", Extent(11.1, 55.3, 24.2, 69.1), "EPSG:3006"),
        ("Norway", Extent(4.6, 57.9, 31.2, 71.2), "EPSG:25833"),
        ("Brindisi", Extent(17.2, 40.3, 18.2, 40.9), "EPSG:25833"),
        ("the Netherlands", Extent(3.3, 50.7, 7.3, 53.6), "EPSG:25831"),
        ("Europe", Extent(-10, 35, 30, 71), "EPSG:3035"),
        ("Nairobi", Extent(36.6, -1.5, 37.2, -1.1), "EPSG:32737"),
        ("the United States", Extent(-125, 24, -66, 50), "+proj=laea +lat_0=37.0 +lon_0=-95.5 +datum=WGS84 +units=m"),
    ],
)
def test_the_projection_fits_the_place(where, extent, crs):
    assert projection.fitting(extent) == crs


def test_all_municipalities_of_sweden_lie_within_what_is_taken_for_sweden():
    geometry = swedish.municipalities()
    assert geometry.crs_name == "SWEREF99 TM"


@pytest.mark.parametrize(
    "extent",
    [Extent(-179.9, -20, 179.9, 10), Extent(170, -20, -170, 10), Extent(-100, 0, 100, 10), Extent(0, 0, 300, 10)],
)
def test_a_map_across_the_antimeridian_or_the_world_is_refused(extent):
    with pytest.raises(MapError):
        projection.fitting(extent)


def test_fiji_is_refused_and_not_drawn_as_a_band_around_the_world():
    west, east = shapely.box(179, -18, 179.9, -17), shapely.box(-179.9, -18, -179, -17)
    with pytest.raises(MapError, match="36"):
        prepare(boundaries([west, east], crs="EPSG:4326"))


def test_no_shape_at_all_is_refused():
    with pytest.raises(MapError):
        prepare(boundaries([None, None]))


def test_coordinates_far_outside_their_system_are_refused():
    with pytest.raises(MapError):
        prepare(boundaries([shapely.box(1e12, 1e12, 1e12 + 1, 1e12 + 1)]))


def test_a_projection_may_be_said():
    assert prepare(grid(1, 1), crs="EPSG:3035").crs == "EPSG:3035"


# --- The grid


def test_what_is_narrower_than_the_grid_closes_and_leaves_no_crossing():
    """A strip a third of a unit wide between two squares: its sides fall together, and all three stay one sheet."""
    sheet = [
        shapely.box(0, 0, 10, 10),
        shapely.Polygon([(10, 0), (10.3, 0), (10.3, 10), (10, 10)]),
        shapely.Polygon([(10.3, 0), (20, 0), (20, 10), (10.3, 10)]),
    ]
    found = topology.rings(np.array(sheet, dtype=object), topology.Frame(0, 10, 1))
    assert sorted(found[0][0]) == [(0, 0), (0, 10), (10, 0), (10, 10)]
    assert sorted(found[2][0]) == [(10, 0), (10, 10), (20, 0), (20, 10)]
    assert len(found[1][0]) == 4, "a speck, not lost"


def test_an_area_under_another_is_listed_as_missing():
    assert prepare(boundaries([square(0, 0, 3), square(1, 1)])).missing == ("b",)


def test_names_are_not_changed_by_being_prepared():
    given_names = replace(grid(2, 1), names=("<b>Å</b>", "Ö & co"))
    assert prepare(given_names).names == ("<b>Å</b>", "Ö & co")
