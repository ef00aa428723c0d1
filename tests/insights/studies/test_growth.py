"""Growth scenarios in studies: whose people and jobs are counted, what is compared with what, and what is refused."""

import json

import numpy as np
import pytest
from django.utils import translation

from samsyn.analysis.tables import Areas
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import growth
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.suppression import Rule
from tests.insights.studies import drawn, test_labour_market, test_measures
from tests.insights.studies.test_travel_times import people, streets
from tests.sources import test_growth

ABC = Areas(("A", "B", "C"), ("Area A", "Area B", "Area C"))
# Twice the people in A, three times the jobs in A, half of what there is in C.
ROWS = (
    "A,More,2024,100,50\nB,More,2024,200,0\nC,More,2024,100,350\n"
    "A,More,2050,200,150\nB,More,2050,200,0\nC,More,2050,50,175\n"
)


def scenario(rows=ROWS):
    return test_growth.growth(rows)


def outlook(**choices):
    return growth.outlook(ABC, {"growth": scenario()}, {"scenario": "more"} | choices)


def refused(work):
    with pytest.raises(InsightError) as error, translation.override("en"):
        work()
    return str(error.value)


def test_the_last_year_is_taken_where_none_is_said():
    assert outlook().people.tolist() == [200, 200, 50]
    assert outlook(scenario_year=2037).people.tolist() == [150, 200, 75]
    assert outlook().told() == {
        "scenario": "More", "year": 2050, "people": 450, "jobs": 325,
        "first_year": 2024, "first_people": 400, "first_jobs": 400,
    }  # fmt: skip
    assert growth.outlook(ABC, {}, {"scenario": ""}) is None
    assert growth.outlook(ABC, {"growth": scenario()}, {}) is None, "a run from before there were scenarios"


@pytest.mark.parametrize(
    ("given", "choices", "said"),
    [
        ({}, {"scenario": "More"}, "Choose the data that the scenario “More” is in."),
        (None, {"scenario": "Less"}, "There is no growth scenario called Less. There are: More."),
        (None, {"scenario": "More", "scenario_year": 2060}, "2024 to 2050, not of 2060."),
        (ROWS.replace("C,More", "D,More"), {"scenario": "More"}, "does not tell of these areas in 2050: C."),
        (ROWS.replace("C,More,2050,50,175\n", ""), {"scenario": "More", "scenario_year": 2030}, "in 2030: C."),
    ],
)  # fmt: skip
def test_what_a_scenario_does_not_tell_is_refused(given, choices, said):
    data = given if isinstance(given, dict) else {"growth": scenario(given or ROWS)}
    assert refused(lambda: growth.outlook(ABC, data, choices)).endswith(said)


def test_trips_of_a_table_grow_where_they_begin_and_end():
    counts = np.array([[10.0, 20, 30], [40, 50, 60], [70, 80, 90]])
    grown = growth.grown_counts(counts, ABC, outlook())
    into = counts.sum(axis=0) * [3, 1, 0.5]
    out = counts.sum(axis=1) * [2, 1, 0.5]
    assert grown.sum(axis=0) == pytest.approx(into, rel=1e-5)
    assert grown.sum(axis=1) == pytest.approx(out * into.sum() / out.sum(), rel=1e-5)
    ratio = (grown[0, 0] * grown[1, 1]) / (grown[0, 1] * grown[1, 0])
    assert ratio == pytest.approx((10 * 50) / (20 * 40)), "as the trips of today otherwise"


def measures(**answers):
    with translation.override("en"):
        return test_measures.found(answers=answers, growth=scenario(), trips=None)


def test_measures_are_counted_by_the_people_and_jobs_of_the_scenario():
    today, then = measures(), measures(scenario="More")
    assert (today["growth"], then["growth"]["year"]) == (None, 2050)
    assert (today["whole"]["people"], then["whole"]["people"]) == (400, 450)
    assert then["whole"]["people_as"] == "people (More, 2050)"
    assert then["whole"]["trips"] == pytest.approx(325), "as many as jobs then"
    m, n = (test_measures.by_key(each)["M"]["by_area"]["accessibility"] for each in (today, then))
    assert n[1] == pytest.approx(3 * m[1]), "from B, the jobs of A come nearer, three times as many"
    page = test_measures.shown(then)
    assert any(
        note.startswith("People and jobs are those of the growth scenario “More” in 2050") for note in page.notes
    )
    assert not any("growth scenario" in note for note in test_measures.shown(today).notes)


def test_ranks_are_tried_in_every_scenario_and_today():
    rows = ROWS + "".join(row.replace("More", "Less") + "\n" for row in ROWS.split() if "2050" in row or "2024" in row)
    with translation.override("en"):
        result = test_measures.found(answers={"scenario": "Less"}, growth=scenario(rows), trips=None)
    ways = [(way["scenario"], way["year"]) for way in result["ways"]]
    assert ways == [("Less", 2050)] * 8 + [(None, None)] * 8 + [("More", 2050)] * 8
    m = test_measures.by_key(result)["M"]
    assert len(m["ranks"]) == 24
    assert m["ranks"][:8] == m["ranks"][16:], "the same figures under another name"
    assert set(m["spans"]) == {"counted", "decay", "limit", "growth"}
    page = test_measures.shown(result)
    assert page.table("sensitivity").columns[-2].label == "Rank by: how the region grows"
    assert [row[2] for row in page.table("ranks").rows[7:9]] == ["Less, 2050", "today"]


def test_two_scenarios_are_laid_beside_each_other():
    with translation.override("en"):
        page = STUDIES["measures"].compare(measures(), measures(scenario="More"), ("Today", "More"))
    row = dict(
        zip([column.name for column in page.table("measures").columns], page.table("measures").rows[0], strict=True)
    )
    assert row["measure"] == "Opened"
    assert row["hours_1"] != row["hours_2"]


def test_what_everybody_sees_of_it_names_the_scenario():
    public = for_everyone(STUDIES["measures"], measures(scenario="More"), Rule(2, 2))
    assert any("growth scenario “More”" in note for note in test_measures.shown(public).notes)


def accessibility(who=None, **answers):
    study = STUDIES["accessibility"]
    given = {"network": streets(), "people": who or people(), "growth": scenario()}
    base = {"modes": "all", "people": "people", "reached": "jobs", "half_life": "20", "catchment": "45"}
    choices = drawn.choices("accessibility", **base | {"own_area": "as_given"} | answers)
    with translation.override("en"):
        made = study.compute(given, choices, np.random.default_rng(1), drawn.silent)
        return json.loads(json.dumps(made, allow_nan=False)), study.present(made)


def test_accessibility_is_that_of_the_scenario():
    (today, _page), (then, page) = accessibility(), accessibility(scenario="More")
    assert (today["all"], then["all"]) == (400, 325)
    assert then["areas"]["people"] == [200, 200, 50]
    assert any("growth scenario “More”" in note for note in page.notes)
    assert "Groups are of people as they are today" in refused(lambda: accessibility(scenario="More", groups="people"))


def test_commuting_grows_before_it_answers_to_measures():
    rows = "".join(
        f"{code},More,{year},1000,{jobs}\n"
        for year, more in ((2024, 1), (2050, 2))
        for code, jobs in (("A", 1000 * more), ("B", 1000), ("C", 1000), ("D", 1000))
    )
    today = test_labour_market.found()
    then = test_labour_market.found(growth=scenario(rows), answers={"scenario": "More"})
    assert (today["growth"], then["growth"]["year"]) == (None, 2050)
    jobs, grown = today["areas"]["jobs"], then["areas"]["jobs"]
    assert grown == pytest.approx([2 * jobs[0], *jobs[1:]], abs=3), "twice the jobs in A"
    assert sum(then["areas"]["residents"]) == sum(grown), "as many commute as there are jobs"
    assert all(float(each).is_integer() for each in grown)
    assert any("growth scenario “More”" in note for note in test_labour_market.shown(then).notes)
    public = for_everyone(STUDIES["labour-market-effects"], then, Rule(2, 2))
    assert test_labour_market.shown(public).lead
