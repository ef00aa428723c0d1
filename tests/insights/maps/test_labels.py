"""Labels never lie over each other at any magnification, the important come first; arrows widen and are bounded."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samsyn.insights.maps import flows, labels
from samsyn.insights.presentation import Arrow

SIZE = (480.0, 860.0)
places = st.tuples(st.floats(0, SIZE[0]), st.floats(0, SIZE[1]))
wanted = st.lists(st.tuples(st.text(min_size=1, max_size=5), st.text(min_size=1, max_size=24), places), max_size=60)


def _overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(max_examples=100)
@given(wanted)
def test_no_label_lies_over_another_or_outside(words):
    found = labels.placed(words, SIZE)
    for zoom in labels.ZOOMS:
        shown = [label for label in found if label.zoom <= zoom]
        boxes = [label.box(zoom) for label in shown]
        for i, box in enumerate(boxes):
            assert not any(_overlap(box, other) for other in boxes[i + 1 :])
            assert box[0] >= -1e-6
            assert box[2] <= SIZE[0] + 1e-6


@settings(max_examples=50)
@given(wanted)
def test_the_first_label_that_fits_the_paper_is_always_there(words):
    found = labels.placed(words, SIZE)
    fits = [one for one in words if 60 < one[2][0] < SIZE[0] - 60 and 60 < one[2][1] < SIZE[1] - 60 and len(one[1]) < 8]
    if words and fits and fits[0] is words[0]:
        assert found[0].words == words[0][1]
        assert found[0].zoom == 0.5


def test_the_more_important_of_two_stands_in_the_middle_and_the_other_gives_way():
    first, second = labels.placed([("a", "Kiruna", (200, 200)), ("b", "Pajala", (280, 200))], SIZE)
    assert (first.words, first.anchor, first.below, first.zoom) == ("Kiruna", "middle", 0, 0.5)
    assert (second.words, second.anchor, second.below, second.zoom) == ("Pajala", "start", 0, 0.5)


def test_of_two_at_one_place_only_the_more_important_is_written():
    assert [one.words for one in labels.placed([("a", "Kiruna", (200, 200)), ("b", "Malå", (200, 200))], SIZE)] == [
        "Kiruna"
    ]


def test_a_label_waits_for_the_magnification_where_it_has_room():
    close = [(str(i), "Långsele", (200 + 4 * i, 300)) for i in range(12)]
    found = {label.code: label.zoom for label in labels.placed(close, SIZE)}
    assert found["0"] == 0.5
    assert set(found.values()) > {0.5, 1.0}


# --- Arrows


def _arrows(*counts: float) -> list[Arrow]:
    return [Arrow("a", "b", count, f"{count} persons") for count in counts]


AT = {"a": (100.0, 100.0), "b": (300.0, 100.0)}


def test_width_grows_with_the_square_root():
    widths = [one.width for one in flows.drawn(_arrows(100, 400, 10_000), AT)]
    assert widths == [10.0, 2.0, flows.THINNEST]


def test_at_most_two_hundred_are_drawn_and_those_are_the_largest():
    drawn = flows.drawn(_arrows(*range(1, 301)), AT)
    assert [one.arrow.count for one in drawn] == list(range(300, 100, -1))


@pytest.mark.parametrize(
    "arrow", [Arrow("a", "a", 5, ""), Arrow("a", "x", 5, ""), Arrow("a", "b", 0, ""), Arrow("a", "b", -3, "")]
)
def test_what_goes_nowhere_is_not_drawn(arrow):
    assert flows.drawn([arrow], AT) == []


@settings(max_examples=100)
@given(places, places, st.floats(flows.THINNEST, flows.WIDEST))
def test_an_arrow_widens_from_its_tail_and_stays_near_its_line(start, end, width):
    assume(_across(start, end) > 1)
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", flows.outline(start, end, width))]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    tail, neck = _across(points[0], points[-1]), _across(points[2], points[6])
    assert tail == pytest.approx(width * flows.TAIL, abs=0.3)
    assert neck == pytest.approx(width, abs=0.3)
    length = _across(start, end)
    reach = length * 0.5 + 2 * width + 8
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    assert all(_across(point, middle) <= reach for point in points)


def test_the_two_directions_bend_apart():
    there, back = (flows.outline(*ends, 4) for ends in ((AT["a"], AT["b"]), (AT["b"], AT["a"])))
    bends = [float(re.search(r"Q[-\d.]+ ([-\d.]+)", path)[1]) for path in (there, back)]
    assert (bends[0] - 100) * (bends[1] - 100) < 0


def _across(one, other) -> float:
    return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5
