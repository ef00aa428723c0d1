"""Travel times as a study: the example of the method page, and what is said of it."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given as drawn_by
from hypothesis import strategies as st

from samsyn.analysis.tables import Areas
from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import Scale
from samsyn.insights.studies import plain
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.studies.travel_times import comparing, computing
from samsyn.insights.studies.travel_times.found import Found
from samsyn.insights.suppression import Rule
from samsyn.sources.errors import Place
from samsyn.sources.records import Areas as Figures
from tests.analysis.networks.plain_networks import network
from tests.insights.studies import drawn

STUDY = STUDIES["travel-times"]
# The streets of the worked example: nodes 1 to 4, then the zones A, B and C, which nobody passes.
LINKS = [
    (0, 1, 4), (1, 0, 4), (1, 2, 5), (2, 1, 5), (2, 3, 3), (3, 2, 3), (0, 3, 6), (3, 0, 6), (1, 3, 1),
    (4, 0, 1), (0, 4, 1), (4, 1, 1), (1, 4, 1), (5, 2, 1), (2, 5, 1), (6, 3, 2), (3, 6, 2),
]  # fmt: skip
TIMES = [[0, 6, 4], [7, 0, 6], [9, 6, 0]]
PEOPLE = {"people": [100, 200, 100], "jobs": [50, 0, 350]}


def streets(links=LINKS, codes="ABC"):
    made = network([(a, b, float(minutes)) for a, b, minutes in links], nodes=7, zones=[4, 5, 6], closed=[4, 5, 6])
    return replace(made, zones=Areas(tuple(codes), tuple(f"Area {code}" for code in codes)))


def people(codes="ABC", **figures):
    values = {name: np.array(each, dtype=np.float64) for name, each in (figures or PEOPLE).items()}
    return Figures(Place("people.csv"), tuple(codes), np.arange(1, len(codes) + 1), values, {})


def found(*, who=None, net=None, **answers):
    given = {"network": net or streets()} | ({} if who is None else {"people": who})
    choices = drawn.choices("travel-times", **{"modes": "all", "territory": "Here"} | answers)
    made = STUDY.compute(given, choices, np.random.default_rng(1), drawn.silent)
    return json.loads(json.dumps(made, allow_nan=False))


def times(result):
    return Found(result).times.tolist()


def shown(result, language="en"):
    with translation.override(language):
        return STUDY.present(result)


def test_the_example_of_the_method_page():
    result = found(who=people())
    assert times(result) == TIMES
    assert result["areas"]["half"] == [4, 0, 6]
    assert (result["whole"]["median"], result["whole"]["worst"]) == (0, 6)
    assert result["reached"]["counts"] == [[400, 400, 400]] * 3


def test_without_people_every_area_is_one():
    result = found()
    assert result["reached"] is None
    assert result["areas"]["half"] == [4, 6, 6], "two areas of three are at least half"
    assert result["whole"]["median"] == 6


def test_what_is_reached_is_another_column_and_ones_own_area_always():
    slow = streets([(a, b, minutes * 5) for a, b, minutes in LINKS])
    result = found(who=people(), net=slow, reached="jobs")
    # A reaches C in 20 and B in 30; B reaches C in 30 and A in 35; C reaches B in 30 and A in 45.
    assert result["reached"]["counts"] == [[400, 400, 400], [350, 400, 400], [350, 400, 400]]
    assert result["reached"]["mean"] == [(100 * 400 + 300 * 350) / 400, 400, 400]
    assert result["reached"]["reached_as"] == "jobs"


@drawn_by(st.data())
def test_half_of_all_is_reached_and_no_sooner(data):
    n = data.draw(st.integers(1, 6))
    minutes = st.one_of(st.integers(0, 9).map(float), st.just(math.inf))
    drawn_times = np.array([[0.0 if i == j else data.draw(minutes) for j in range(n)] for i in range(n)])
    who = np.array([data.draw(st.integers(0, 5)) for _ in range(n)], dtype=np.float64)
    if not who.any():
        who[0] = 1
    halves = computing.half_reached(drawn_times, who)
    for row, half in zip(drawn_times, halves, strict=True):
        assert who[row <= half].sum() * 2 >= who.sum()
        assert who[row < half].sum() * 2 < who.sum()


def test_what_is_said_of_it():
    page = shown(found(who=people(), reached="jobs"))
    assert page.title == "Travel times: Here"
    assert page.lead == (
        "Half of all residents reach at least half of the others within 0 min. For the tenth with the longest way it "
        "takes 6 min on average."
    )
    notes = "\n".join(page.notes)
    assert "Most central is Area B, from where half of the residents are reached within 0 min." in notes
    assert "Furthest away is Area C: 6 min." in notes
    assert "The longest way of all leads from Area C to Area A: 9 min." in notes
    assert "most from Area C to Area A, 9 min there and 4 min back" in notes
    assert "a resident reaches on average: 400 (100%) within 30 min" in notes
    assert [one.name for one in page.maps] == ["from", "to", "half", "within"]
    assert page.map("from").title == "Minutes from Area B"
    assert page.map("from").scale is Scale.SEQUENTIAL
    assert page.table("areas").rows[0] == ("A", "Area A", 100, 4, "Area C", 4, 7, 6, 400, 400, 400)
    assert page.table("times").rows[0] == ("A", "Area A", "B", "Area B", 6)
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)
    assert {offer.code for offer in page.offers} == {
        "travel-time-median-all", "travel-time-worst-tenth-all", "reached-30-all", "reached-45-all", "reached-60-all",
    }  # fmt: skip


def test_it_is_said_in_swedish_too():
    page = shown(found(who=people()), "sv")
    assert page.title == "Restider: Here"
    assert "Hälften av invånarna når minst hälften" in page.lead


def test_the_maps_follow_the_area_that_is_chosen():
    slow = found(net=streets([(a, b, minutes * 10) for a, b, minutes in LINKS]))
    with translation.override("en"):
        own = STUDY.area_chosen(slow, "A")
    assert [one.title for one in own.maps] == ["Minutes from Area A", "Minutes to Area A"]
    # From A: 0, 60 and 40 minutes; to A: 0, 70 and 90. The limits are 15, 30, 45, 60, 90 and 120.
    assert own.maps[0].classes == (0, 4, 2)
    assert own.maps[1].classes == (0, 4, 5)
    assert own.maps[0].texts[1] == "Area B: 60 min from Area A, 70 min back"
    assert own.table.rows == (("Area C", 40, 90), ("Area B", 60, 70))
    assert STUDY.area_chosen(slow, "Z") is None


def test_what_cannot_be_reached_is_nothing_and_is_said():
    result = found(net=streets([link for link in LINKS if 6 not in link[:2]]))
    assert times(result) == [[0, 6, math.inf], [7, 0, math.inf], [math.inf, math.inf, 0]]
    assert result["areas"]["half"] == [6, 7, None]
    assert result["whole"]["worst"] is None
    page = shown(result)
    assert any("From Area C, Area A and Area B no way leads to all others: 4 pairs" in note for note in page.notes)
    assert page.map("half").classes[2] == -1
    assert page.table("times").rows[1] == ("A", "Area A", "C", "Area C", None)
    assert np.isnan(STUDY.matrices(result).values["minutes"]).sum() == 4


def test_only_what_one_may_travel_by_and_what_is_open():
    by_line = computing.kept(streets(), {"modes": "lines", "year": None})
    assert len(by_line.links) == 0, "all streets are roads"
    assert len(computing.kept(streets(), {"modes": "road", "year": 2030}).links) == len(LINKS)


@pytest.mark.parametrize(
    ("who", "answers", "message"),
    [
        (people(), {"people": "hens"}, "no column “hens”. It has: people, jobs"),
        (people(people=[0, 0, 0]), {}, "Nobody lives in the zones"),
    ],
)
def test_people_that_cannot_be_used(who, answers, message):
    with translation.override("en"), pytest.raises(InsightError, match=message):
        found(who=who, **answers)


def test_zones_without_people_are_empty_and_named():
    result = found(who=people("AB", people=[100, 300]))
    assert result["absent"] == ["C"]
    assert "1 zone of the network is not in the data on people, and counts as empty: C." in " ".join(
        shown(result).notes
    )


def test_a_network_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(computing, "MOST_ZONES", 2)
    with translation.override("en"), pytest.raises(InsightError, match="3 zones"):
        found()


def test_what_everybody_sees_of_it():
    result = found(who=people(), reached="jobs", net=streets([(a, b, minutes * 5) for a, b, minutes in LINKS]))
    seen = for_everyone(STUDY, result, Rule())
    assert seen["areas"]["people"] == [None] * 3
    assert seen["times"] == result["times"]
    assert seen["reached"]["counts"][1] == [352, 400, 400], "88 per cent of 400, not 350"
    page = shown(seen)
    assert page.table("areas").rows[0][2] is None
    assert any("whole per cent" in note for note in page.notes)


def compared(before, after):
    with translation.override("en"):
        return STUDY.compare(before, after, ("Before", "After"))


def test_before_and_after():
    after = found(who=people(), net=streets([*LINKS, (3, 1, 1)]))
    # A new street from 4 to 2: from C to A 2 + 1 + 1 instead of 9. From B to A 7 is 1 + 3 + 1 + 1 = 6.
    assert times(after) == [[0, 6, 4], [6, 0, 6], [4, 6, 0]]
    page = compared(found(who=people()), after)
    assert page.lead == "Of 6 pairs of areas, 2 are faster and 0 slower in “After”."
    assert page.table("pairs").rows == (("Area C", "Area A", 9, 4, -5), ("Area B", "Area A", 7, 6, -1))
    # From C: 5 minutes to the 100 in A and none to the 200 in B; from B: a minute to 100 of the 200 others.
    assert [row[2] for row in page.table("areas").rows] == [0, -0.5, pytest.approx(-1.7)]
    assert "Most has been won in Area C: 2 min" in page.notes[0]
    assert [one.name for one in page.maps] == ["difference", "first", "second"]
    assert page.map("difference").scale is Scale.DIVERGING


def test_both_maps_of_a_comparison_have_the_same_classes():
    page = compared(found(who=people()), found(who=people(), net=streets([*LINKS, (3, 1, 1)])))
    first, second = page.map("first"), page.map("second")
    assert first.legend == second.legend
    alike = [area for area in range(3) if first.texts[area] == second.texts[area]]
    assert alike, "some are as they were"
    assert [first.classes[area] for area in alike] == [second.classes[area] for area in alike]


def test_before_and_after_from_one_area():
    pair = (found(), found(net=streets([*LINKS, (3, 1, 1)])))
    with translation.override("en"):
        seen = comparing.compare_from(*pair, ("Before", "After"), "C")
        assert comparing.compare_from(*pair, ("Before", "After"), "Q") is None
    difference, first, second = seen.maps
    assert [one.name for one in seen.maps] == ["difference", "first", "second"]
    assert (first.title, second.title) == ("Minutes from Area C: Before", "Minutes from Area C: After")
    assert first.legend == second.legend, "in the same classes"
    assert difference.texts == ("Area A: −5.0 minutes", "Area B: 0.0 minutes", "Area C: 0.0 minutes")
    assert difference.scale is Scale.DIVERGING
    assert seen.table.rows == (("Area A", 9, 4, -5), ("Area B", 6, 6, 0))


def test_where_there_was_no_way_there_is_no_difference():
    without = found(net=streets([link for link in LINKS if 6 not in link[:2]]))
    with translation.override("en"):
        seen = comparing.compare_from(without, found(), ("Before", "After"), "A")
    assert seen.maps[0].texts[2] == "Area C: no way in one of the two"
    assert seen.table.rows[-1] == ("Area C", None, 4, None)


def test_a_result_is_no_faster_than_itself():
    same = found(who=people())
    page = compared(same, same)
    assert page.lead == "No way between two areas has become faster or slower."
    assert page.table("pairs").rows == ()


def test_a_way_that_is_new_is_faster():
    without = found(net=streets([link for link in LINKS if 6 not in link[:2]]))
    page = compared(without, found())
    assert page.lead.startswith("Of 6 pairs of areas, 4 are faster")
    assert page.table("pairs").rows[0][2:] == (None, 4, None)


def test_results_of_other_areas_are_not_compared():
    with translation.override("en"), pytest.raises(InsightError, match="no area in common"):
        comparing.compare(found(), found(net=streets(codes="XYZ")), ("one", "other"))


def test_labels_begin_with_the_most_central_area():
    assert Found(found(who=people())).labels[0] == ("B", "Area B")


def test_the_matrix_is_kept_to_the_bit():
    odd = np.array([[0.0, 0.1 + 0.2, math.inf], [np.nextafter(1, 2), math.nan, -0.0]])
    again = plain.unpacked(json.loads(json.dumps(plain.packed(odd))))
    assert again.tobytes() == odd.tobytes()
    assert again.shape == odd.shape
