"""Regions laid over each other as a study: the example of the method page, and what is said of it."""

import json

import numpy as np
import pytest
from django.utils import translation

from samsyn.analysis.tables import areas_of, flows_from_matrix
from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import Scale
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.suppression import Rule
from tests.analysis.commuting import lettered
from tests.insights.studies import drawn

STUDY = STUDIES["region-overlay"]


def following(centre_of, own=900, to_centre=100, codes="ABCDE"):
    """Flows by which each area follows a centre, so that the Swedish rule draws these regions."""
    n = len(codes)
    table = np.zeros((n, n))
    for area, centre in enumerate(centre_of):
        table[area, area] = own
        if centre != area:
            table[area, centre] = to_centre
    areas = areas_of({code: f"Area {code}" for code in codes})
    return flows_from_matrix(areas, table, unit="persons")


# The worked example: ABC and DE for work and study; AB and CDE for housing. All areas have as many residents.
WORK = following([0, 0, 0, 4, 4], own=900, to_centre=100)
STUDY_FLOWS = following([0, 0, 0, 4, 4])
MOVES = following([0, 0, 4, 4, 4])


def even(flows):
    """The same with 1,000 residents in each area."""
    table = flows.matrix()
    np.fill_diagonal(table, table.diagonal() + 1000 - table.sum(axis=1))
    return flows_from_matrix(flows.areas, table, unit="persons")


def laid(*, method="swedish", **flows):
    given = {"work": even(WORK), "study": even(STUDY_FLOWS), "moves": even(MOVES)} | flows
    choices = drawn.choices("region-overlay", method=method, territory="Here")
    made = STUDY.compute(given, choices, np.random.default_rng(1), drawn.silent)
    return json.loads(json.dumps(made, allow_nan=False))


def shown(found, language="en"):
    with translation.override(language):
        return STUDY.present(found)


def test_the_example_of_the_method_page():
    found = laid()
    assert found["areas"]["agreement"] == pytest.approx([2 / 3, 2 / 3, 1 / 5, 2 / 3, 2 / 3])
    assert found["areas"]["odd_one"] == [2, 2, 2, 2, 2]
    assert found["areas"]["common"] == [0, 0, 1, 2, 2]
    assert found["common"]["size"] == [2, 1, 2]
    assert found["common"]["core"] == [0, 2, 4], "the centre of work in it (A, E), else who has most residents"
    assert found["common"]["residents"] == [2000, 1000, 2000]
    assert found["whole"] == {
        "areas": 5,
        "common_regions": 3,
        "overall": pytest.approx((4 * 2 / 3 + 1 / 5) / 5),
        "alike": 0,
        "alike_share": 0.0,
    }
    assert found["divisions"]["work"]["centre"] == ["A", "E"]
    assert found["divisions"]["moves"]["region"] == [0, 0, 1, 1, 1]
    assert found["likeness"][0] == ["work", "study", 1.0]


def test_what_is_said_of_it():
    page = shown(laid())
    assert page.title == "Regions of work, study and housing: Here"
    assert "the regions of work, study and moves leave 3 common regions" in page.lead
    notes = "\n".join(page.notes)
    assert "the regions of work and of study are the same" in notes
    assert "Least they agree in Area C (20%). There the region of moves is the odd one out." in notes
    assert [one.name for one in page.maps] == [
        "agreement", "odd-one-out", "common", "regions-work", "regions-study", "regions-moves",
    ]  # fmt: skip
    assert page.map("agreement").classes == (2, 2, 0, 2, 2)
    assert page.map("odd-one-out").classes == (2, 2, 2, 2, 2)
    assert page.map("common").scale is Scale.REGIONS
    assert page.table("areas").rows[2] == ("C", "Area C", 1000, "Area A", "Area A", "Area E", "Area C", 0.2, "moves")
    assert [row[0] for row in page.table("common").rows] == ["Area A", "Area E", "Area C"]
    assert {offer.code: offer.value for offer in page.offers}["common-regions-work-study-moves"] == 3
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)


def test_two_kinds_have_no_odd_one():
    found = laid(moves=None)
    assert found["purposes"] == ["work", "study"]
    assert found["whole"]["alike"] == 5
    page = shown(found)
    assert "Everywhere the regions are the same." in page.notes
    assert "5 areas of 5 have the same region every time; 100% of the residents live there." in page.notes
    assert "odd-one-out" not in [one.name for one in page.maps]
    assert page.map("agreement").classes == (4, 4, 4, 4, 4)


def test_areas_that_are_not_in_all_flows_are_left_out_and_said():
    fewer = following([0, 0, 0, 3], codes="ABCD")
    found = laid(study=even(fewer), moves=None)
    assert found["areas"]["codes"] == ["A", "B", "C", "D"]
    assert found["left_out"] == {"work": ["E"], "study": []}
    notes = " ".join(shown(found).notes)
    assert "1 area of the flows of work is not in all flows and is left out: E." in notes
    assert found["divisions"]["work"]["centre"] == ["A", "E"], "a centre that is left out keeps its name"
    assert shown(found).table("areas").rows[3][3] == "E"


@pytest.mark.parametrize(
    ("flows", "message"),
    [
        ({"study": None, "moves": None}, "one kind alone"),
        ({"study": lettered(*np.zeros((5, 5)))}, "hold nobody"),
        ({"study": following([0, 0], codes="YZ"), "moves": None}, "no area in common"),
    ],
)
def test_what_cannot_be_laid_over_each_other(flows, message):
    with translation.override("en"), pytest.raises(InsightError, match=message):
        laid(**flows)


def test_sizes_of_the_european_method_are_scaled():
    # A tenth as many study as work: the same shares give the same regions, whatever the sizes.
    tenth = flows_from_matrix(WORK.areas, even(WORK).matrix() / 10, unit="persons")
    found = laid(method="european", study=tenth, moves=None)
    assert found["divisions"]["work"]["region"] == found["divisions"]["study"]["region"]


def test_what_everybody_sees_of_it():
    found = laid()
    seen = for_everyone(STUDY, found, Rule())
    assert seen["areas"]["residents"] == [None] * 5
    assert seen["areas"]["agreement"] == [0.67, 0.67, 0.2, 0.67, 0.67]
    assert seen["common"]["residents"] == [2000, 1000, 2000]
    assert seen["whole"]["overall"] == 0.57
    small = for_everyone(STUDY, found, Rule(below=1500, width=5))
    assert small["common"]["residents"] == [2000, None, 2000]
    assert "below 5 are left out" in " ".join(shown(seen).notes)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_it_is_told_in_both_languages(language):
    page = shown(laid(), language)
    assert ("gemensamma regioner" in page.lead) == (language == "sv")
