"""The drawing: one path an area, names escaped, borders by kind, no inline style, the same on paper."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from django.utils.translation import override

from samsyn.foundation.ui import charts
from samsyn.insights.maps import legend, swedish
from samsyn.insights.maps.drawing import Sheet, draw
from samsyn.insights.maps.figure import Frame, figure
from samsyn.insights.maps.geometry import prepare
from samsyn.insights.maps.palette import Palette
from samsyn.insights.presentation import Arrow, Scale
from tests.insights.maps.drawn import area_map, boundaries, grid, of_grid, square

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def _parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def _areas(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    found = [path for path in root.iter(f"{SVG}path") if "data-area" in path.attrib]
    assert len({path.attrib["data-area"] for path in found}) == len(found), "every area once"
    return {path.attrib["data-area"]: path for path in found}


def _sweden(**more):
    geometry, region = swedish.municipalities(), swedish.fa_regions()
    order = sorted(set(region.values()))
    groups = tuple(order.index(region[code]) for code in geometry.codes)
    labels = tuple(zip(geometry.codes, geometry.names, strict=True))
    return geometry, area_map(geometry, groups=groups, labels=labels, **more)


def test_every_area_is_one_path_with_its_words():
    geometry = of_grid(3, 2)
    found = _areas(_parsed(draw(geometry, area_map(geometry))))
    assert set(found) == set(geometry.codes)
    assert found["01"].find(f"{SVG}title").text == "01\nsaid of 01"


def test_a_link_holds_the_area_and_names_it():
    geometry = of_grid(2, 1)
    root = _parsed(draw(geometry, area_map(geometry), link=lambda code: f"?area={code}&x=1", selected="01"))
    links = list(root.iter(f"{SVG}a"))
    assert [link.attrib["href"] for link in links] == ["?area=00&x=1", "?area=01&x=1"]
    assert [link.attrib.get("aria-current") for link in links] == [None, "true"]
    assert [link.find(f"{SVG}title").text.split("\n")[0] for link in links] == ["00", "01"]
    assert root.attrib["role"] == "group"


def test_names_and_words_are_escaped():
    given = replace(grid(1, 1), names=('<script>"&',))
    geometry = prepare(given)
    svg = draw(
        geometry,
        area_map(geometry, title="A <b> & c", texts=("<i>",), labels=(("00", "<u>Å</u>"),)),
        link=lambda code: 'javascript:"<>',
        arrows=[Arrow("00", "00", 1, "<x>")],
    )
    root = _parsed(svg)
    assert root.find(f"{SVG}title").text == "A <b> & c"
    assert [text.text for text in root.iter(f"{SVG}text")] == ["<u>Å</u>"]
    assert not [element for element in root.iter() if element.tag.removeprefix(SVG) in ("script", "b", "i", "u", "x")]


def test_the_name_is_said_once_and_only_where_it_is_the_name():
    geometry = prepare(replace(grid(3, 1), names=("Os", "Bø", "Å")))
    words = ("Osen is not Os", "Bø. 12 leave.", "")
    titles = [
        path.find(f"{SVG}title").text
        for path in _areas(_parsed(draw(geometry, area_map(geometry, texts=words)))).values()
    ]
    assert titles == ["Os\nOsen is not Os", "Bø\n12 leave.", "Å"]


@pytest.mark.parametrize("palette", [None, Palette()], ids=["page", "paper"])
def test_no_style_and_no_script_are_written_inline(palette):
    geometry, one = _sweden()
    root = _parsed(draw(geometry, one, sheet=Sheet(palette=palette), arrows=[Arrow("0180", "0380", 5, "x")]))
    for element in root.iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_borders_are_thin_within_a_region_and_thick_between():
    geometry = of_grid(3, 1)
    root = _parsed(draw(geometry, area_map(geometry, groups=(0, 0, 1))))
    within = next(path for path in root.iter(f"{SVG}path") if path.attrib.get("class") == "map-line")
    between = next(path for path in root.iter(f"{SVG}path") if path.attrib.get("id") == "map-borders")
    assert re.findall(r"M(\d+)", within.attrib["d"]) == ["3333"]
    assert re.findall(r"M(\d+)", between.attrib["d"]) == ["6667"]
    assert [use.attrib["class"] for use in root.iter(f"{SVG}use")] == ["map-casing", "map-border"]


def test_a_map_without_groups_has_no_thick_borders():
    geometry = of_grid(2, 1)
    one = area_map(geometry, scale=Scale.SEQUENTIAL, legend=("a", "b"), classes=(0, 1))
    assert "map-border" not in draw(geometry, one)


def test_no_figure_is_hatched():
    geometry = of_grid(2, 1)
    one = area_map(geometry, scale=Scale.SEQUENTIAL, legend=("a", "b"), classes=(0, -1))
    root = _parsed(draw(geometry, one))
    assert _areas(root)["01"].attrib["fill"] == "url(#map-no-figure)"
    assert [pattern.attrib["id"] for pattern in root.iter(f"{SVG}pattern")] == ["map-no-figure"]


def test_two_maps_of_a_page_share_no_ident():
    geometry = of_grid(2, 1)
    one = area_map(geometry, groups=(0, 1))
    idents = [
        {
            element.attrib["id"]
            for element in _parsed(draw(geometry, one, sheet=Sheet(ident))).iter()
            if "id" in element.attrib
        }
        for ident in ("left", "right")
    ]
    assert idents[0]
    assert idents[0].isdisjoint(idents[1])


# --- Odd maps


def test_areas_that_are_unknown_on_either_side():
    """One area of the study has no boundary, one has none in the file, and one of the geometry is not in the study."""
    geometry = prepare(boundaries([square(0, 0), None, square(1, 0)]))
    one = area_map(
        geometry, codes=("a", "b", "z"), texts=("", "", ""), groups=(0, 1, 2), labels=(("b", "B"), ("z", "Z"))
    )
    found = _areas(_parsed(draw(geometry, one, selected="z", link=lambda code: code)))
    assert found.keys() == {"a", "c"}
    assert found["a"].attrib["class"].startswith("area region-")
    assert found["c"].attrib["class"] == "area context"
    assert "B, z" in legend.remarks(one, geometry, ())[-1]


def test_one_area_alone():
    geometry = of_grid(1, 1)
    root = _parsed(draw(geometry, area_map(geometry, labels=(("00", "Here"),))))
    assert len(_areas(root)) == 1
    assert [text.text for text in root.iter(f"{SVG}text")] == ["Here"]


def test_a_map_of_a_part_shows_its_surroundings_and_not_the_far_side():
    geometry = of_grid(9, 9)
    rows = [i for i, code in enumerate(geometry.codes) if code in ("00", "01", "10", "11")]
    part = area_map(geometry, codes=tuple(geometry.codes[i] for i in rows), texts=("",) * 4, groups=(0, 1, 2, 3))
    found = _areas(_parsed(draw(geometry, part)))
    assert {"00", "01", "10", "11", "02"} <= set(found)
    assert "88" not in found


def test_the_map_keeps_its_shape_and_its_room():
    for columns, rows, sheet in ((1, 9, Sheet()), (9, 1, Sheet()), (3, 3, Sheet(width=300, height=900))):
        geometry = of_grid(columns, rows)
        root = _parsed(draw(geometry, area_map(geometry), sheet=sheet))
        assert float(root.attrib["width"]) <= sheet.width
        assert float(root.attrib["height"]) <= sheet.height


# --- Sweden


def test_sweden_is_light():
    geometry, one = _sweden()
    svg = draw(geometry, one, link=lambda code: f"/insights/runs/12/?area={code}")
    assert len(_areas(_parsed(svg))) == 290
    assert len(svg.encode()) < 200_000


def test_the_chosen_area_and_its_flows():
    geometry, one = _sweden()
    arrows = [Arrow("0180", "0184", 10, "out"), Arrow("0184", "0180", 20, "in"), Arrow("0380", "1280", 5, "other")]
    root = _parsed(draw(geometry, one, arrows=arrows, selected="0180"))
    (group,) = (element for element in root.iter(f"{SVG}g") if element.attrib.get("class") == "map-flows")
    assert [(path.attrib["class"], path.find(f"{SVG}title").text) for path in group] == [
        ("flow-in", "in"),
        ("flow-out", "out"),
        ("flow", "other"),
    ]
    kinds = [path.attrib.get("class") for path in root.iter(f"{SVG}path")]
    assert kinds.count("map-chosen") == kinds.count("map-chosen-casing") == 1


# --- Paper


def test_on_paper_every_colour_is_literal_and_the_legend_is_drawn():
    geometry, one = _sweden()
    root = _parsed(draw(geometry, one, sheet=Sheet(palette=Palette(), source="Source: SCB")))
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"Border between regions", "Source: SCB"} <= set(words)
    fills = {path.attrib["fill"] for path in _areas(root).values()}
    assert fills == set(Palette().regions)
    assert not [
        e
        for e in root.iter()
        if e.attrib.get("class", "")
        not in ("", "map-drawing", "map-ground", "map-network", "map-flows", "map-labels", "map-shape")
    ]


def test_maps_and_charts_have_the_same_ink_on_paper():
    maps, other = Palette(), charts.Palette()
    assert (maps.ink, maps.soft, maps.paper, maps.family) == (other.ink, other.soft, other.paper, other.family)


# --- The legend


def test_the_legend_tells_classes_borders_and_what_is_missing():
    geometry = of_grid(3, 1)
    one = area_map(
        geometry, codes=("00", "01"), texts=("", ""), scale=Scale.SEQUENTIAL, legend=("few", "many"), classes=(-1, 1)
    )
    assert [(line.css, line.words) for line in legend.entries(geometry, one, (), "")] == [
        ("sequential-1", "few"),
        ("sequential-7", "many"),
        ("no-figure", "No figure"),
        ("context", "Not part of the study"),
    ]


def test_the_legend_of_flows_has_round_numbers_as_wide_as_they_are_drawn():
    geometry = of_grid(2, 1)
    lines = legend.entries(geometry, area_map(geometry), [Arrow("00", "01", 2_400, "")], "")
    flows = [(line.words, round(line.width, 1)) for line in lines if line.css == "flow"]
    assert flows == [("2,000", 9.1), ("200", 2.9), ("20", 1.1)]


def test_arrows_of_the_whole_map_give_way_to_those_of_a_chosen_area():
    geometry = of_grid(3, 1)
    whole = (Arrow("00", "01", 9, "more"), Arrow("01", "00", 4, "fewer", less=True))
    one = area_map(geometry, arrows=whole, more_and_less=("above", "below"))
    unchosen = str(figure(geometry, one, Frame("S")))
    assert "<title>more</title>" in unchosen
    assert unchosen.count('class="flow-hollow"><title>fewer</title>') == 1
    assert [line.words for line in legend.entries(geometry, one, whole, "")][-3:-1] == ["above", "below"]
    assert "square root of the difference" in unchosen
    chosen = str(figure(geometry, one, Frame("S"), arrows=[Arrow("02", "01", 2, "own")], selected="02"))
    assert "<title>own</title>" in chosen
    assert "<title>more</title>" not in chosen
    assert "<title>more</title>" not in str(figure(geometry, one, Frame("S"), selected="02"))


def test_a_hollow_arrow_is_told_from_a_filled_one_on_paper_without_colour():
    geometry = of_grid(2, 1)
    one = area_map(
        geometry,
        arrows=(Arrow("00", "01", 9, ""), Arrow("01", "00", 4, "", less=True)),
        more_and_less=("above", "below"),
    )
    palette = Palette()
    drawing = str(draw(geometry, one, sheet=Sheet(palette=palette)))
    assert drawing.count(f'fill="{palette.paper}" stroke="{palette.flow}"') == 2, "in the drawing and in its legend"
    assert "below" in drawing


def test_what_is_left_out_is_said():
    geometry = of_grid(2, 1)
    many = [Arrow("00", "01", 1 + i, "") for i in range(250)]
    assert any("200 largest of 250" in words for words in legend.remarks(area_map(geometry), geometry, many))


def test_the_figure_has_title_way_past_legend_and_source():
    geometry = of_grid(2, 1)
    html = figure(geometry, area_map(geometry), Frame("Source: SCB <2024>"), link=lambda code: f"?area={code}")
    assert 'href="#map-side"' in html
    assert 'id="map-side"' in html
    assert "Source: SCB &lt;2024&gt;" in html
    assert " style=" not in html
    assert html.count("<figcaption") == html.count('class="map-legend"') == 1
