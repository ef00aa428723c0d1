"""Lines of a network: on the right of who travels, beside each other, light enough for a page, the same on paper."""

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from django.utils.translation import override

from samsyn.insights.maps import geometry as geometries
from samsyn.insights.maps import legend, lines
from samsyn.insights.maps.drawing import Choosing, Sheet, draw
from samsyn.insights.maps.errors import MapError
from samsyn.insights.maps.figure import Frame, figure
from samsyn.insights.maps.palette import Palette
from samsyn.insights.maps.view import View
from samsyn.insights.presentation import AreaMap, Line, Lines, Mark, Scale
from tests.insights.maps.drawn import CORNER, area_map, of_grid

SVG = "{http://www.w3.org/2000/svg}"
EAST, NORTH = CORNER
HALF = 10_000.0


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def _line(code, start, end, **more) -> Line:
    """From and to, in tens of kilometres from the corner."""
    points = tuple((EAST + x * HALF, NORTH + y * HALF) for x, y in (start, end))
    return Line(code, points, f"said of {code}", **more)


def _network(*drawn, **more) -> Lines:
    return Lines(**{"crs": "EPSG:3006", "lines": drawn, **more})


def _map(network, geometry=None, **more) -> AreaMap:
    if geometry is None:
        return AreaMap("test", "A map", (), Scale.GROUND, (), lines=network, **more)
    return area_map(geometry, scale=Scale.GROUND, lines=network, **more)


def _laid(network, geometry):
    return lines.laid(network, geometry, View.of(geometry, geometry.codes, (640, 900)))


def _points(path):
    return [tuple(map(float, pair.split())) for pair in path[1:].split("L")]


def _drawn(svg):
    return {path.attrib["data-link"]: path for path in ElementTree.fromstring(svg).iter() if "data-link" in path.attrib}


def test_two_directions_lie_on_the_right_of_who_travels():
    """Eastwards is below, as south is to the right of who travels east; the other way above."""
    ground = of_grid(2, 1)
    there, back = _line("there", (0, 0.5), (2, 0.5)), _line("back", (2, 0.5), (0, 0.5))
    found = {one.line.code: one for one in _laid(_network(there, back), ground).drawn}
    (x0, y0), (x1, y1) = _points(found["there"].path)
    (back_x, back_y), _end = _points(found["back"].path)
    assert (x0, x1, back_x) == (14.0, 626.0, 626.0), "as wide as the two areas"
    assert y0 == y1 > 167 > back_y, "on either side of the middle, which is at 14 + 153"
    assert y0 - back_y == pytest.approx(lines.ALIKE + lines.GAP, abs=0.11)


def test_lines_that_join_the_same_places_lie_beside_each_other():
    ground = of_grid(2, 1)
    rail, road = (_line(code, (0, 0.5), (2, 0.5), size=size) for code, size in (("rail", 4.0), ("road", 1.0)))
    found = {one.line.code: one for one in _laid(_network(rail, road, sizes="trips"), ground).drawn}
    assert [found[code].width for code in ("rail", "road")] == [lines.WIDEST, lines.WIDEST / 2], "square roots: 2 and 1"
    inner, outer = (_points(found[code].path)[0][1] for code in ("rail", "road"))
    assert outer - inner == pytest.approx(lines.WIDEST / 2 + lines.GAP + lines.WIDEST / 4, abs=0.11)


def test_a_line_that_bends_stays_in_one_piece():
    ground = of_grid(2, 2)
    bent = Line("bent", ((EAST, NORTH), (EAST + HALF, NORTH), (EAST + HALF, NORTH + HALF)), "")
    (one,) = _laid(_network(bent), ground).drawn
    start, middle, end = _points(one.path)
    right = lines.GAP / 2 + lines.ALIKE / 2
    assert start == pytest.approx((14, 626 + right), abs=0.06)
    assert middle == pytest.approx((320 + right / 2, 626 + right / 2), abs=0.06), "half of each piece's way aside"
    assert end == pytest.approx((320 + right, 320), abs=0.06)


def test_a_large_network_is_a_light_drawing():
    """20,000 links: 600 with words, 8,000 thin, and less than 400 kB."""
    spread = [divmod(n, 200) for n in range(20_000)]
    every = [_line(f"l{n}", (0.01 * row, 0.01 * column), (1.99, 1.0), size=1) for n, (row, column) in enumerate(spread)]
    shown, ground = _map(_network(*every, sizes="trips")), of_grid(2, 2)
    svg = draw(ground, shown, sheet=Sheet(lines=Choosing(lambda code: f"?link={code}")))
    found = _drawn(svg)
    assert set(found) == {f"l{n}" for n in range(lines.MOST)}
    thin = next(path for path in ElementTree.fromstring(svg).iter() if "way-thin" in path.attrib.get("class", ""))
    assert thin.attrib["d"].count("M") == lines.MOST_THIN
    assert len(svg) < 400_000
    assert any("600 of 20,000" in remark for remark in legend.remarks(shown, ground, ()))


def test_thin_lines_are_drawn_once_for_both_directions():
    ways = [_line(f"n{n}", (0, 0), (0.003 * (n + 1), 2)) for n in range(lines.MOST)]
    both = [_line("there", (0, 0), (2, 2)), _line("back", (2, 2), (0, 0))]
    assert _laid(_network(*ways, *both), of_grid(2, 2)).thin.count("M") == 1


def test_a_link_in_one_place_is_not_drawn_and_one_outside_the_projection_neither():
    lost = Line("lost", ((EAST, float("inf")), (EAST, NORTH)), "")
    network = _network(_line("point", (1, 1), (1, 1)), lost, _line("way", (0, 0), (1, 1)))
    assert [one.line.code for one in _laid(network, of_grid(2, 2)).drawn] == ["way"]


def test_choosing_a_line_is_a_link_where_it_can_be_chosen():
    shown = _map(_network(_line("a&b", (0, 0), (1, 1)), _line("c", (1, 1), (2, 2))))
    choosing = Choosing(lambda code: "?link=a%26b" if code == "a&b" else "", selected="a&b")
    root = ElementTree.fromstring(draw(of_grid(2, 2), shown, sheet=Sheet(lines=choosing)))
    (link,) = root.iter(f"{SVG}a")
    assert link.attrib == {"href": "?link=a%26b", "aria-current": "true"}
    assert link.find(f"{SVG}title").text == "said of a&b"
    assert root.attrib["role"] == "group"
    widths = [
        float(path.attrib["stroke-width"]) for path in root.iter() if "way-casing" in path.attrib.get("class", "")
    ]
    assert max(widths) == pytest.approx(lines.ALIKE + 6, abs=0.05), "under the chosen one it is wider"


def test_a_network_without_areas_has_a_map_of_its_own():
    flat = Lines("", (Line("x", ((0.0, 0.0), (40.0, 10.0)), "x"),), marks=(Mark("1", (40.0, 10.0), "zone 1"),))
    ground = geometries.around(flat)
    assert (ground.codes, ground.size, ground.corner, ground.crs) == ((), (10_000, 2_500), (0.0, 10.0), "")
    svg = draw(ground, _map(flat, labels=(("1", "Zone one"),)))
    root = ElementTree.fromstring(svg)
    (circle,) = root.iter(f"{SVG}circle")
    assert (circle.attrib["data-node"], circle.find(f"{SVG}title").text) == ("1", "zone 1")
    assert (float(circle.attrib["cx"]), float(circle.attrib["cy"])) == (626.0, 14.0), "the upper right corner"
    assert [text.text for text in root.iter(f"{SVG}text")] == ["Zone one"]
    assert geometries.around(Lines("", ())) is None
    assert geometries.around(_network(_line("w", (0, 0), (2, 0)))).metres == pytest.approx(2.0), "20 km in 10,000 units"


def test_degrees_are_projected_onto_the_areas():
    """The corner of the drawn areas lies at 15 degrees east, the meridian of SWEREF 99 TM."""
    degrees = Lines("EPSG:4326", (Line("w", ((15.0, 58.6), (15.0, 58.7)), ""),))
    ((x, _y), (end_x, _end_y)) = _points(_laid(degrees, of_grid(2, 2)).drawn[0].path)
    assert (x, end_x) == pytest.approx((14.0, 14.0), abs=2.0)


def test_on_paper_lines_carry_colours_and_dashes_of_what_is_less():
    network = _network(
        _line("less", (0, 0), (1, 1), place=0), _line("more", (1, 1), (2, 2), place=6), _line("none", (0, 2), (2, 0)),
        scale=Scale.DIVERGING, legend=tuple("abcdefg"),
    )  # fmt: skip
    palette = Palette()
    svg = draw(of_grid(2, 2), _map(network, of_grid(2, 2)), sheet=Sheet(palette=palette, source="us"))
    found = _drawn(svg)
    assert (found["less"].attrib["stroke"], found["less"].attrib["stroke-dasharray"]) == (palette.diverging[0], "5 2")
    assert found["more"].attrib["stroke"] == palette.diverging[6]
    assert found["more"].attrib.keys().isdisjoint({"stroke-dasharray", "class"})
    assert found["none"].attrib["stroke"] == palette.coast
    assert "style=" not in svg


def test_the_legend_says_what_colours_and_widths_mean():
    network = _network(_line("a", (0, 0), (1, 1), size=730, place=1), legend=("low", "high"), sizes="trips an hour")
    ground = of_grid(2, 2)
    found = legend.entries(ground, _map(network, ground), (), "")
    assert [(line.css, line.words) for line in found[:2]] == [("sequential-1", "low"), ("sequential-7", "high")]
    assert [line.words for line in found[2:]] == ["500", "50", "5"], "and nothing of areas outside a study"
    said = legend.remarks(_map(replace(network, placeless=2), ground), ground, ())
    assert said[1:] == [
        "Its width grows with the square root of: trips an hour.",
        "Of 2 more links it is not known where they run.",
    ]
    html = str(figure(ground, _map(network, ground), Frame("us", sheet=Sheet("net"))))
    key = r'<path d="M0 8H24" class="way way-casing" [^>]*/><path d="M0 8H24" class="way sequential-7" [^>]*/>'
    assert re.search(rf'<svg class="map-key"[^>]*>{key}</svg><span>high</span>', html)


def test_more_classes_than_a_map_can_show_are_refused():
    network = _network(_line("a", (0, 0), (1, 1)), scale=Scale.CATEGORIES, legend=tuple("abcdefghi"))
    with pytest.raises(MapError, match="“A map” has 9 classes; a map can show 8"):
        draw(of_grid(2, 2), _map(network))


def test_the_corner_is_kept_with_the_geometry():
    ground = of_grid(2, 2)
    assert ground.corner == (EAST, NORTH + 2 * HALF)
    assert geometries.from_data(json.loads(json.dumps(geometries.to_data(ground)))) == ground
