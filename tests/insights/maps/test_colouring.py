"""No two neighbouring regions have one colour, and the same map always has the same colours."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.insights.maps import colouring, shading, swedish
from samsyn.insights.maps.errors import MapError
from samsyn.insights.maps.palette import REGIONS
from samsyn.insights.presentation import Scale
from tests.insights.maps.drawn import area_map, of_grid


def _planar(seed: int, count: int) -> list[tuple[int, int]]:
    """Pairs of points that Delaunay joins: the neighbours of random areas in the plane."""
    points = np.random.default_rng(seed).random((count, 2))
    lines = shapely.get_parts(shapely.delaunay_triangles(shapely.MultiPoint(points), only_edges=True))
    at = {tuple(point): i for i, point in enumerate(points.tolist())}
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2).tolist()
    return [(at[tuple(start)], at[tuple(end)]) for start, end in ends]


@settings(max_examples=150)
@given(seed=st.integers(0, 10_000), count=st.integers(4, 120), regions=st.integers(1, 40))
def test_neighbours_differ_on_any_map_in_the_plane(seed, count, regions):
    pairs = _planar(seed, count)
    groups = _grown(pairs, count, regions, seed)
    neighbours = colouring.of_groups(groups, pairs)
    colours = colouring.coloured(neighbours, REGIONS)
    assert set(colours) == set(groups)
    assert all(colours[one] != colours[other] for one, others in neighbours.items() for other in others)


def _grown(pairs, count: int, regions: int, seed: int) -> list[int]:
    """Areas in regions of one piece: seeds take their neighbours until none is left."""
    random = np.random.default_rng(seed)
    group = dict.fromkeys(random.choice(count, size=min(regions, count), replace=False).tolist())
    group = {area: number for number, area in enumerate(group)}
    while len(group) < count:
        for one, other in pairs:
            for start, end in ((one, other), (other, one)):
                if start in group and end not in group:
                    group[end] = group[start]
    return [group[area] for area in range(count)]


def test_six_colours_are_enough_for_a_map_in_the_plane():
    neighbours = colouring.of_groups(range(300), _planar(1, 300))
    colours = colouring.coloured(neighbours, 6)
    assert all(colours[one] != colours[other] for one, others in neighbours.items() for other in others)


def test_regions_in_many_pieces_get_the_least_bad():
    everyone = {region: set(range(REGIONS + 1)) - {region} for region in range(REGIONS + 1)}
    colours = colouring.coloured(everyone, REGIONS)
    clashes = sum(colours[one] == colours[other] for one in everyone for other in everyone[one]) // 2
    assert clashes == 1


def test_the_same_map_has_the_same_colours():
    neighbours = colouring.of_groups(range(50), _planar(3, 50))
    assert colouring.coloured(neighbours, 7) == colouring.coloured(dict(reversed(neighbours.items())), 7)


def test_the_regions_of_sweden_differ_from_their_neighbours():
    geometry, region = swedish.municipalities(), swedish.fa_regions()
    order = sorted(set(region.values()))
    groups = tuple(order.index(region[code]) for code in geometry.codes)
    css = shading.of_areas(area_map(geometry, groups=groups), geometry)
    for first, second, _length in geometry.neighbours:
        one, other = geometry.codes[first], geometry.codes[second]
        assert (css[one] == css[other]) == (region[one] == region[other])
    assert len(set(css.values())) == REGIONS, "all colours are used"


# --- Classes of the style sheet


@pytest.mark.parametrize(
    ("scale", "count", "css"),
    [
        (Scale.SEQUENTIAL, 1, "1"),
        (Scale.SEQUENTIAL, 5, "1 3 4 6 7"),
        (Scale.SEQUENTIAL, 7, "1 2 3 4 5 6 7"),
        (Scale.DIVERGING, 2, "1 7"),
        (Scale.DIVERGING, 3, "1 4 7"),
        (Scale.DIVERGING, 5, "1 3 4 5 7"),
        (Scale.DIVERGING, 6, "1 2 3 5 6 7"),
        (Scale.CATEGORIES, 3, "1 2 3"),
    ],
)
def test_classes_are_spread_over_the_colours(scale, count, css):
    geometry = of_grid(1, 1)
    one = area_map(geometry, scale=scale, legend=("x",) * count, classes=(0,))
    assert " ".join(name.rpartition("-")[2] for name in shading.of_legend(one)) == css


@pytest.mark.parametrize(("scale", "count"), [(Scale.SEQUENTIAL, 8), (Scale.DIVERGING, 8), (Scale.CATEGORIES, 9)])
def test_more_classes_than_colours_are_refused(scale, count):
    geometry = of_grid(1, 1)
    with pytest.raises(MapError, match=str(count)):
        shading.of_areas(area_map(geometry, scale=scale, legend=("x",) * count, classes=(0,)), geometry)


def test_an_area_without_a_figure_and_one_outside_the_study_are_told_apart():
    geometry = of_grid(3, 1)
    one = area_map(
        geometry, codes=("00", "01"), texts=("", ""), scale=Scale.SEQUENTIAL, legend=("a", "b"), classes=(-1, 1)
    )
    assert shading.of_areas(one, geometry) == {"00": "no-figure", "01": "sequential-7", "02": "context"}
