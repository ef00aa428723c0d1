"""Accessibility as a study: the villages of the method page, and what is said of them."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.utils import translation

from samsyn.analysis.tables import Areas
from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import Scale
from samsyn.insights.studies.accessibility import computing
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.suppression import Rule
from tests.analysis.networks.plain_networks import network
from tests.insights.studies import drawn
from tests.insights.studies.test_travel_times import people

STUDY = STUDIES["accessibility"]
# The villages A, B and C and the places x and y of the worked example; from C no way leads to x, and none leads back.
CODES = "ABCxy"
WAYS = [(0, 3, 0), (0, 4, 40), (1, 3, 20), (1, 4, 20), (2, 4, 0)]
FIGURES = {"people": [100, 50, 50, 0, 0], "jobs": [0, 0, 0, 120, 60], "women": [80, 10, 10, 0, 0], "nobody": [0] * 5}
EXAMPLE = {"reached": "jobs", "half_life": "20", "catchment": "30", "own_area": "as_given"}


def villages(ways=WAYS, codes=CODES):
    every = list(range(len(codes)))
    made = network([(a, b, float(minutes)) for a, b, minutes in ways], nodes=len(codes), zones=every, closed=every)
    return replace(made, zones=Areas(tuple(codes), tuple(f"Area {code}" for code in codes)))


def found(*, who=None, net=None, **answers):
    given = {"network": net or villages(), "people": people(CODES, **FIGURES) if who is None else who}
    choices = drawn.choices("accessibility", **{"modes": "all", "territory": "Here"} | EXAMPLE | answers)
    made = STUDY.compute(given, choices, np.random.default_rng(1), drawn.silent)
    return json.loads(json.dumps(made, allow_nan=False))


def values(result, measure):
    return result["measures"][measure]["values"][:3]


def shown(result, language="en"):
    with translation.override(language):
        return STUDY.present(result)


def test_the_example_of_the_method_page():
    result = found()
    assert values(result, "within-30") == [120, 180, 60]
    assert values(result, "within-45") == [180, 180, 60]
    assert values(result, "weighted") == pytest.approx([135, 90, 60])
    assert values(result, "shared") == pytest.approx([0.8, 1.4, 0.6])
    assert (result["all"], result["reached_as"]) == (180, "jobs")


def test_how_it_is_spread():
    # Within 45 minutes a quarter of the people (C) has 60 each, the others 180: 3,000 of 30,000, then all.
    (everybody,) = found()["measures"]["within-45"]["spread"]
    assert everybody["mean"] == 150
    assert everybody["median"] == 180
    assert everybody["worst"] == 60
    assert everybody["gini"] == pytest.approx(1 - (0.25 * 0.1 + 0.75 * 1.1))
    assert everybody["lorenz"][1] == pytest.approx(0.04)
    assert everybody["lorenz"][-1] == 1


def test_groups_are_told_of_on_their_own():
    result = found(groups="women, nobody, women")
    spread = result["measures"]["within-45"]["spread"]
    assert [each["group"] for each in spread] == ["", "women"], "a group without members is nothing"
    assert spread[1]["mean"] == pytest.approx((90 * 180 + 10 * 60) / 100)
    page = shown(result)
    assert "By group, within 45 min on average: women 168." in page.notes
    assert [row[1] for row in page.table("groups").rows] == ["women"] * 5


def test_what_is_said_of_it():
    page = shown(found())
    assert page.title == "Accessibility: Here"
    assert page.lead == (
        "Within 45 minutes a resident reaches 150 on average (jobs), of 180 in all. "
        "The tenth that reaches least has 60."
    )
    notes = "\n".join(page.notes)
    assert "Most is reached from Area A (180 within 45 min)" in notes
    assert [one.name for one in page.maps] == ["within-45", "within-30", "within-60", "weighted", "shared"]
    assert page.map("shared").scale is Scale.SEQUENTIAL
    assert page.table("areas").rows[0][:4] == ("A", "Area A", 100, 180)
    assert len(page.table("lorenz").rows) == 10
    assert sum(value for _label, value in page.charts[0].bars) == pytest.approx(1)
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)
    assert {offer.code for offer in page.offers} == {
        f"{measure}-{what}-all" for measure in ("within-45", "shared") for what in ("mean", "worst", "gini")
    }


def test_who_falls_when_people_compete():
    # The town A has more jobs near by than the village B, but 1,000 people seek them.
    ways = [(0, 2, 10), (1, 3, 10)]
    crowded = {"people": [1000, 10, 0, 0], "jobs": [0, 0, 100, 90]}
    notes = " ".join(shown(found(who=people("ABxy", **crowded), net=villages(ways, "ABxy"))).notes)
    assert "When people compete, Area A falls most, from place 1 to place 2 of 2" in notes


def test_it_is_said_in_swedish_too():
    page = shown(found(), "sv")
    assert page.title == "Tillgänglighet: Here"
    assert "Inom 45 minuter når en invånare" in page.lead


def test_the_time_within_an_area_is_chosen():
    near = villages([(0, 1, 20), (1, 0, 20), (2, 0, 90)], "ABC")
    who = people("ABC", people=[10, 10, 10], jobs=[100, 0, 0])
    half = found(who=who, net=near, own_area="half_nearest")["measures"]["weighted"]["values"]
    assert half[:2] == pytest.approx([100 / 2**0.5, 50]), "10 minutes within A, 20 to B"
    assert found(who=who, net=near, own_area="as_given")["measures"]["weighted"]["values"][:2] == [100, 50]
    times = np.array([[0.0, 8, np.inf], [8, 0, np.inf], [np.inf, 90, 0]])
    assert computing.with_own_areas(times).diagonal().tolist() == [4, 4, 15], "an island has a time of its own"


@pytest.mark.parametrize(
    ("answers", "message"),
    [({"groups": "men"}, "no column “men”"), ({"reached": "nobody"}, "nothing to reach, by “nobody”")],
)
def test_data_that_cannot_be_used(answers, message):
    with translation.override("en"), pytest.raises(InsightError, match=message):
        found(**answers)


def test_what_everybody_sees_of_it():
    seen = for_everyone(STUDY, found(groups="women"), Rule())
    assert seen["areas"]["people"] == [None] * 5
    assert values(seen, "weighted") == [135, 90, 59], "whole per cent of 180: 75, 50 and 33"
    assert [each["group"] for each in seen["measures"]["shared"]["spread"]] == [""]
    page = shown(seen)
    assert any("rounded" in note for note in page.notes)
    assert page.table("areas").rows[0][2] is None


def test_before_and_after():
    before, after = found(), found(net=villages([*WAYS, (2, 3, 44)]))
    with translation.override("en"):
        page = STUDY.compare(before, after, ("Before", "After"))
    assert "reaches 150 on average in “Before” and 180 in “After”" in page.lead
    assert "Most is won in Area C: 120 more." in page.notes[0]
    assert page.table("areas").rows[2] == ("C", "Area C", 60, 180, 120)
    assert [one.name for one in page.maps] == ["difference", "first", "second"]
    with translation.override("en"):
        assert STUDY.compare(before, before, ("Before", "Again")).notes == ("No area reaches more or less.",)
