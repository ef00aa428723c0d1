"""Candidate measures as a study: the example of the method page, what is said of it, and what everybody may see."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.utils import translation

from samsyn.analysis.measures.changes import network_with
from samsyn.analysis.tables import Flows
from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import Scale
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.counties import groups
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.studies.measures import joint, settling, single
from samsyn.insights.suppression import Rule
from tests.analysis.networks.plain_networks import plain_times
from tests.insights.studies import drawn
from tests.insights.studies.test_travel_times import people, streets
from tests.sources.test_measures import candidates

STUDY = STUDIES["measures"]
WHO = {"people": [100, 200, 100], "jobs": [50, 0, 350]}
# The measures of the worked example: the street 2 to 4 opened the other way, and closed.
M = ("M", "new link", {"from": "3", "to": "1", "minutes": 1, "cost": 10, "price_year": 2024, "name": "Opened"})
S = ("S", "closed", {"link": "l8", "cost": 0, "name": "Closed"})
TRIPS = [[0, 100, 0], [20, 0, 0], [10, 0, 0]]
NORTH = {"A": "North", "B": "South", "C": "North"}


def trips(counts=TRIPS, areas=None):
    counts = np.array(counts, dtype=np.float64)
    origins, destinations = np.nonzero(counts)
    return Flows(areas or streets().zones, origins, destinations, counts[origins, destinations], "trips")


def given(*rows, **more):
    return {"network": streets(), "measures": candidates(*(rows or (M, S))), "people": people(**WHO)} | more


def chosen(**answers):
    return drawn.choices(
        "measures",
        **{"modes": "all", "people": "people", "reached": "jobs", "halving": "15", "order": "benefit"} | answers,
    )


def found(*rows, answers=None, **more):
    more = {"trips": trips(), "regions": NORTH} | more
    made = STUDY.compute(given(*rows, **more), chosen(**(answers or {})), np.random.default_rng(1), drawn.silent)
    return json.loads(json.dumps(made, allow_nan=False))


def shown(result, language="en"):
    with translation.override(language):
        return STUDY.present(result)


def by_key(result):
    return {told["key"]: told for told in result["measures"]}


def test_the_example_of_the_method_page():
    m, s = by_key(found()).values()
    assert m["by_area"]["saved"] == pytest.approx([0, 20, 50])
    assert s["by_area"]["saved"] == pytest.approx([-100, 0, 0])
    assert (m["saved"], s["saved"]) == (pytest.approx(70), pytest.approx(-100))
    assert m["by_area"]["accessibility"] == pytest.approx([0, 1.711, 8.574], abs=1e-3)
    assert m["accessibility"] / 400 == pytest.approx(3.0, abs=1e-2)
    assert (m["improved"], m["worsened"], s["improved"], s["worsened"]) == (2, 0, 0, 2)
    assert m["by_part"]["saved"] == pytest.approx([50, 20])
    assert [pair[:2] for pair in m["pairs"]] == [[2, 0], [1, 0]]
    assert m["pairs"][0][2:] == pytest.approx([9, 4])


def test_within_limits_counts_who_comes_within_and_who_no_longer_is():
    slow = replace(streets(), links=streets().links.with_minutes(streets().links.minutes * 5))
    # From C to A it takes 45 minutes and then 24: 30 is passed, and 45 was reached already.
    opened = ("M", "new link", {"from": "3", "to": "1", "minutes": 5, "cost": 10})
    m = by_key(found(opened, network=slow))["M"]
    assert [column[2] for column in m["by_area"]["within"]] == [50, 0, 0]


def test_ranks_and_their_intervals():
    result = found()
    m, s = by_key(result).values()
    assert (m["rank"], s["rank"]) == (1, 2)
    assert m["best"] == 1
    assert (m["worst"], s["worst"]) == (2, 2), "all jobs are within 30 minutes either way: the two tie at 1.5"
    for_money = by_key(found(answers={"order": "for_money"}))
    assert (for_money["M"]["rank"], for_money["S"]["rank"]) == (1, None), "what costs nothing has no rank by cost"


def test_which_choice_moves_a_rank():
    # All jobs are within 30 minutes: by any limit the two tie, at 1.5, and by time and by every decay M is the first.
    result = found()
    assert result["ways"] == [
        {"counted": "saved", "by": None, "scenario": None, "year": None},
        *({"counted": "accessibility", "by": by, "scenario": None, "year": None} for by in (10, 15, 20, 30)),
        *({"counted": "within", "by": by, "scenario": None, "year": None} for by in (30, 45, 60)),
    ]
    m = by_key(result)["M"]
    assert m["ranks"] == [1, 1, 1, 1, 1, 1.5, 1.5, 1.5]
    assert m["spans"] == {"counted": [1, 1.5], "decay": [1, 1], "limit": [1.5, 1.5]}
    page = shown(result)
    counted = "whether time or jobs are counted"
    assert m["moved_by"] == "counted"
    assert page.table("sensitivity").rows[0] == ("Opened", 1, "1–2", "1–1.5", "1", "1.5", counted)
    assert page.table("measures").rows[0][8] == counted
    assert len(page.table("ranks").rows) == 2 * 8
    with translation.override("en"):
        alone = single.present(result, "M").table("sensitivity")
    assert alone.rows[0] == (counted, 1, 1.5)


def test_every_decay_ranks_as_it_does_when_it_is_the_one_that_is_chosen():
    chosen_by = {halving: found(answers={"halving": str(halving)}) for halving in (10, 30)}
    for halving, result in chosen_by.items():
        at = [way["by"] for way in result["ways"]].index(halving)
        for key, told in by_key(result).items():
            other = by_key(chosen_by[40 - halving])[key]
            assert told["ranks"][at] == other["ranks"][at]


def test_trips_are_modelled_where_none_are_given():
    result = found(trips=None)
    assert result["whole"]["modelled"]
    assert result["whole"]["trips"] == pytest.approx(400), "as many as jobs"
    assert result["areas"]["trips"] == pytest.approx([100, 200, 100]), "and from each area by its part of all people"
    assert "Trips are modelled, not counted: 400 trips to work" in "\n".join(shown(result).notes)


def test_trips_outside_the_network_are_told_and_of_no_zone_refused():
    flows = trips()
    elsewhere = replace(flows, areas=streets(codes="ABX").zones)
    result = found(trips=elsewhere)
    assert (result["whole"]["trips"], result["whole"]["outside"]) == (120, 10)
    assert "10 trips that begin or end outside the network are not counted." in "\n".join(shown(result).notes)
    with pytest.raises(InsightError, match="Have they the same codes"), translation.override("en"):
        found(trips=replace(flows, areas=streets(codes="XYZ").zones))


def test_a_measure_that_does_not_fit_is_left_out_and_told():
    lost = ("X", "faster", {"link": "nowhere", "minutes": 1, "cost": 3, "name": "Lost"})
    result = found(M, lost)
    assert [told["key"] for told in result["measures"]] == ["M"]
    page = shown(result)
    assert "1 measure does not fit the network and is left out: Lost." in page.notes
    assert page.table("left_out").rows == (("X", "Lost", "Changes of links that the network does not have."),)
    with pytest.raises(InsightError, match="None of the measures fits"), translation.override("en"):
        found(lost)


def test_one_that_is_for_other_means_of_travel_does_not_fit():
    rail = ("R", "closed", {"link": "l8", "cost": 3})
    with pytest.raises(InsightError):
        found(rail, answers={"modes": "lines"})


def test_what_is_said_of_it():
    page = shown(found(answers={"territory": "Here"}))
    assert page.title == "Candidate measures: Here"
    assert page.lead == "Of 2 measures, Opened saves most time: 1 hour a day."
    notes = "\n".join(page.notes)
    assert notes.startswith("This is support for a choice, never the answer.")
    assert "Opened gives most time for the money: 7.0 person-minutes a day for each million" in notes
    assert "Who gains: North has 71% of what Opened saves." in notes
    assert "Closed makes some ways slower." in notes
    assert "Costs are in the prices of an unknown year and 2024" in notes
    assert page.table("measures").rows[0][:8] == (1, "Opened", 10, 1.2, 7, "1–2", 0, "North (71%)")
    assert page.table("gains").rows == (("Opened", 0.8, 0.3), ("Closed", -1.7, 0))
    assert {one.name: one.scale for one in page.maps} == {
        "best": Scale.CATEGORIES,
        "first": Scale.DIVERGING,
        "first-jobs": Scale.DIVERGING,
    }
    assert page.map("best").classes == (-1, 0, 0)
    assert [chart.bars[0] for chart in page.charts] == [("Opened", pytest.approx(70 / 60)), ("Opened", 7)]


def test_what_the_measures_do_for_an_area():
    result = found()
    chosen_area = STUDY.area_chosen(result, "C")
    assert [row[:2] for row in chosen_area.table.rows] == [("Opened", 0.8)]
    assert STUDY.area_chosen(result, "Q") is None


def test_one_measure_by_itself():
    with translation.override("en"):
        page = single.present(found(), "M")
        assert single.present(found(), "Q") is None
    assert page.title == "Opened"
    assert page.lead == "It saves those who travel 1 hour a day (10 MSEK in prices of 2024)."
    assert "2 ways between areas become faster. From Area C to Area A it takes 4 min instead of 9 min." in page.notes
    assert "Most is saved by those who live in North: 71% of all time saved." in page.notes
    assert "its place is 1 of 2 (1–2). This is support for a choice, never the answer." in "\n".join(page.notes[:4])
    assert page.table("parts").rows == (("North", 0.8, pytest.approx(5 / 7)), ("South", 0.3, pytest.approx(2 / 7)))
    assert page.table("pairs").rows[0] == ("Area C", "Area A", 9, 4, 5)
    assert page.table("changes").rows == (("new link", "3–1", "no", None, 1.0),)
    assert page.maps[0].title == "Opened: minutes saved for each trip"


def _together(result, *keys, rows=(M, S)):
    more = {"trips": trips(), "regions": NORTH}
    setting = settling.settle(given(*rows, **more), chosen())
    parts = groups(tuple(result["areas"]["codes"]), NORTH)
    return setting, joint.compute(setting, result["choices"], keys, parts)


def test_several_together_do_what_the_changed_network_does():
    result = found()
    setting, both = _together(result, "M", "S")
    assert both["saved"] == pytest.approx(-30)
    after = plain_times(network_with(setting.network, setting.measures))
    saved = (setting.trips.counts * (setting.situation.times - after)).sum()
    assert both["saved"] == pytest.approx(saved)
    with translation.override("en"):
        page = joint.present(result, ("M", "S"), both)
    assert page.table("together").rows[0] == ("Hours saved a day", 1.2, -1.7, -0.5, -0.5, 0.0)
    assert page.lead == "Together they cost those who travel 0 hours a day."


def test_two_that_do_the_same_are_in_conflict():
    again = ("N", "new link", {"from": "3", "to": "1", "minutes": 1, "cost": 20, "name": "Another", "link": "n"})
    result = found(M, again)
    _setting, both = _together(result, "M", "N", rows=(M, again))
    assert both["saved"] == pytest.approx(70)
    with translation.override("en"):
        page = joint.present(result, ("M", "N"), both)
    assert page.lead == (
        "Together they save 1 hour a day, 50% less than each alone in sum (2 hours a day): they do in part the same."
    )


def test_two_results_beside_each_other():
    first, second = found(), found(trips=trips([[0, 16, 0], [20, 0, 0], [90, 0, 0]]))
    with translation.override("en"):
        page = STUDY.compare(first, second, ("Before", "After"))
        public = STUDY.compare(*(for_everyone(STUDY, each, Rule(5, 5)) for each in (first, second)), ("1", "2"))
        with pytest.raises(InsightError, match="no measure in common"):
            STUDY.compare(found(M), found(S), ("1", "2"))
    assert page.lead == "2 measures are in both. Each stands in the same place."
    assert page.table("measures").rows == (("Opened", 1, 1, 1, 8, 7), ("Closed", 2, 2, -2, 0, 1))
    assert public.table("measures").rows[0] == ("Opened", 1, 1, None, None, None)


def test_everybody_sees_no_number_of_an_area_and_none_of_few_ways():
    result = found()
    public = for_everyone(STUDY, result, Rule(2, 2))
    m = by_key(public)["M"]
    assert public["areas"]["people"] == public["areas"]["trips"] == [None] * 3
    assert m["by_area"]["saved"] == [None] * 3
    assert m["by_area"]["direction"] == [0, 1, 1]
    assert (m["saved"], m["by_part"]["saved"]) == (60, [60, 0]), "whole hours"
    assert m["accessibility"] == 1200
    few = by_key(for_everyone(STUDY, result, Rule(5, 5)))["M"]
    assert (few["saved"], few["accessibility"], few["by_part"]["saved"]) == (None, None, [None, None])
    assert few["within"] == [None, None, None]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("below", [2, 5])
def test_what_everybody_sees_is_shown_whole(language, below):
    public = for_everyone(STUDY, found(), Rule(below, below))
    page = shown(public, language)
    assert page.lead
    assert [one.name for one in page.maps] == ["first"]
    with translation.override(language):
        assert single.present(public, "S").figures
    assert STUDY.area_chosen(public, "A") is None


def test_the_counties_of_swedish_codes():
    found_groups = groups(("0180", "0380", "1880", "Q", "018012"), None)
    assert found_groups.codes == ("", "01", "03", "18")
    assert found_groups.of == (1, 2, 3, 0, 1)


def test_more_than_a_result_holds_is_refused(monkeypatch):
    monkeypatch.setattr(settling, "MOST_FIGURES", 5)
    with pytest.raises(InsightError, match="more than one result can hold"), translation.override("en"):
        found()
