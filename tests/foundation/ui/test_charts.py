import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from samsyn.foundation.ui import charts
from samsyn.foundation.ui.charts import IndicatorChart, Palette, Point

SVG = "{http://www.w3.org/2000/svg}"
CHART = IndicatorChart(
    title="Pendling & resor",
    unit="tusen",
    baseline=Point(date(2015, 12, 31), 180),
    values=(Point(date(2016, 12, 31), 190), Point(date(2017, 12, 31), 201.5)),
    targets=(Point(date(2020, 12, 31), 215),),
)


def draw(chart=CHART, **choices):
    return ElementTree.fromstring(charts.indicator_chart(chart, language="sv", **choices))


def by_class(root, css):
    return [element for element in root.iter() if element.get("class") == css]


def test_every_value_has_its_dot_and_every_target_its_diamond():
    root = draw()
    assert len(by_class(root, "chart-dot")) == 1
    assert len(by_class(root, "chart-last")) == 1
    assert len(by_class(root, "chart-target")) == 1
    assert len(by_class(root, "chart-baseline")) == 1


def test_places_follow_days_and_values():
    """Hand-checked: a later day is further right, a higher value further up, equal steps are equally long."""
    chart = IndicatorChart(
        "t", "", tuple(Point(date(2018, 1, day), value) for day, value in ((1, 10), (2, 30), (3, 20)))
    )
    root = draw(chart)
    x = [float(e.get("cx")) for css in ("chart-dot", "chart-last") for e in by_class(root, css)]
    y = [float(e.get("cy")) for css in ("chart-dot", "chart-last") for e in by_class(root, css)]
    assert x[1] - x[0] == pytest.approx(x[2] - x[1], abs=0.1)
    assert y[1] < y[2] < y[0]
    assert y[0] - y[2] == pytest.approx(y[2] - y[1], abs=0.1)


def test_the_last_value_is_written_out_and_the_rest_is_in_the_description():
    root = draw()
    assert [e.text for e in by_class(root, "chart-last-label")] == ["201,5"]
    assert root.find(f"{SVG}title").text == "Pendling & resor"
    described = root.find(f"{SVG}desc").text
    for words in ("180\u202ftusen (31 december 2015)", "201,5\u202ftusen (31 december 2017)", "215\u202ftusen"):
        assert words in described
    assert root.get("role") == "img"
    assert described in root.get("aria-label")


def test_everything_is_inside_the_drawing():
    root = draw()
    _left, _top, width, height = map(float, root.get("viewBox").split())
    for element in root.iter():
        for name, most in (("cx", width), ("x", width), ("cy", height), ("y", height)):
            if element.get(name):
                assert 0 <= float(element.get(name)) <= most


@pytest.mark.parametrize(
    "chart",
    [
        IndicatorChart("one", "%", (Point(date(2018, 1, 1), 0),)),
        IndicatorChart("same", "%", tuple(Point(date(2018, month, 1), -4) for month in (1, 2))),
        IndicatorChart("target only", "%", (), targets=(Point(date(2018, 1, 1), 5),)),
        IndicatorChart("long", "", tuple(Point(date(year, 6, 1), year) for year in range(1980, 2020))),
    ],
)
def test_few_equal_and_many_values_are_drawn(chart):
    assert "nan" not in charts.indicator_chart(chart, language="sv")
    assert draw(chart).tag == f"{SVG}svg"


def test_years_do_not_run_into_one_another():
    chart = IndicatorChart("long", "", tuple(Point(date(year, 6, 1), 1) for year in range(1980, 2020)))
    places = sorted(float(e.get("x")) for e in by_class(draw(chart), "chart-label"))
    assert all(after - before >= 40 for before, after in pairwise(places))


def test_without_numbers_nothing_is_drawn():
    assert charts.indicator_chart(IndicatorChart("t", "", ()), language="sv") == ""
    assert charts.sparkline([], label="t", language="sv") == ""
    assert charts.state_bar({}, title="t", language="sv") == ""
    assert charts.state_bar({"done": 0}, title="t", language="sv") == ""


def test_shares_of_the_bar():
    root = ElementTree.fromstring(charts.state_bar({"done": 3, "on_track": 1}, title="t", language="sv", width=402))
    bars = [(e.get("class"), float(e.get("x")), float(e.get("width"))) for e in root.iter(f"{SVG}rect")]
    assert bars == [("state-on_track", 0, 100), ("state-done", 102, 300)]
    assert root.find(f"{SVG}desc").text == "Enligt plan 1, Genomfört 3"


@pytest.mark.parametrize("count", [1, 4, 25, 32, 38, 39, 46, 47, 300])
def test_a_number_in_the_bar_is_whole_or_not_there(count):
    root = ElementTree.fromstring(
        charts.state_bar({"at_risk": count, "done": 720 - count}, title="t", language="sv", width=722)
    )
    first_bar = next(root.iter(f"{SVG}rect"))
    numbers = {text.text: float(text.get("x")) for text in root.iter(f"{SVG}text")}
    assert str(720 - count) in numbers
    if str(count) in numbers:
        assert numbers[str(count)] + 7.8 * len(str(count)) < float(first_bar.get("width"))
    assert (str(count) in numbers) == (count >= 47)


@pytest.mark.parametrize("palette", [None, Palette()])
def test_a_drawing_carries_classes_or_literal_colours_and_never_styles(palette):
    for svg in (
        charts.indicator_chart(CHART, language="sv", palette=palette),
        charts.sparkline([1, 2, 1], label="t", language="sv", palette=palette),
        charts.state_bar({"done": 9, "at_risk": 2}, title="t", language="sv", palette=palette),
    ):
        assert "style" not in svg
        assert bool(re.search(r"#[0-9a-f]{6}", svg)) is (palette is not None)


def test_words_from_people_are_escaped():
    chart = IndicatorChart("<script>", "<b>", (Point(date(2018, 1, 1), 1),))
    assert "<script>" not in charts.indicator_chart(chart, language="sv")
