"""Two results of one study beside each other: overlays and interaction models. (Functional regions and travel times:
beside what they present.)"""

import pytest
from django.utils import translation

from samsyn.analysis.tables import flows_from_matrix
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import changes
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.suppression import Rule
from tests.insights.studies.test_interaction_model import fitted, gravity
from tests.insights.studies.test_region_overlay import STUDY_FLOWS, even, laid

TITLES = ("Then", "Now")


def compared(slug, first, second, language="en"):
    with translation.override(language):
        return STUDIES[slug].compare(first, second, TITLES)


def test_a_share_changes_where_both_have_it():
    first = {"codes": ["A", "B", "C"], "names": ["a", "b", "c"], "right": [0.5, None, 0.25]}
    second = {"codes": ["B", "C", "D"], "names": ["B", "C", "D"], "right": [0.5, 0.75, 1.0]}
    found = changes.shares(first, second, "right")
    assert (found.codes, found.names) == (("B", "C"), ("B", "C"))
    assert found.points == [None, 50]
    assert found.left_out == ("a", "D")
    with translation.override("en"):
        drawn = changes.area_map(found, "Change")
    assert drawn.classes[0] == -1
    assert drawn.classes[1] == len(drawn.legend) - 1
    assert drawn.texts == ("B: –, then 50%", "C: 25%, then 75%")


def test_results_without_a_common_area_are_refused():
    one, other = ({"codes": [code], "names": [code], "right": [1.0]} for code in "AB")
    with translation.override("en"), pytest.raises(InsightError, match="no area in common"):
        changes.shares(one, other, "right")


def test_overlays_that_come_to_agree():
    # Then: homes make AB and CDE of what work and study make ABC and DE. Now: homes too make ABC and DE.
    page = compared("region-overlay", laid(), laid(moves=even(STUDY_FLOWS)))
    assert page.title == "Then and Now compared"
    assert "agree to 57% in “Then” and to 100% in “Now”" in page.lead
    figures = {figure.label: figure.value for figure in page.figures}
    assert (figures["Common regions: Then"], figures["Common regions: Now"]) == (3, 2)
    change = {row[0]: row[4] for row in page.table("areas").rows}
    assert change == {code: pytest.approx(100 * (1 - was)) for code, was in zip("ABCDE", TWO_THIRDS, strict=True)}
    assert page.table("areas").rows[2][5:] == ("Area C", "Area A")
    assert [one.name for one in page.maps] == ["difference", "first", "second"]
    assert page.maps[0].classes[2] > page.maps[0].classes[0] > 3, "C most, and none less: 3 is about the same"
    assert page.notes == ()


TWO_THIRDS = (2 / 3, 2 / 3, 1 / 5, 2 / 3, 2 / 3)


def test_overlays_of_other_flows_are_said_to_be_another_thing():
    page = compared("region-overlay", laid(), laid(moves=None))
    assert "“Then” those of work, study and moves, “Now” those of work and study" in " ".join(page.notes)
    rows = {row[0]: row[1:] for row in page.table("divisions").rows}
    assert rows["moves"][2:] == (None, None)


def test_models_of_two_years():
    # Now people go less far: their flows fall faster with distance.
    page = compared("interaction-model", fitted(), fitted(gravity(decay=0.2)))
    rows = {row[0]: row[1:] for row in page.table("model").rows}
    assert rows["decay (per km)"] == (pytest.approx(0.1, rel=1e-2), pytest.approx(0.2, rel=1e-2))
    figures = {figure.label: figure.value for figure in page.figures}
    assert figures["Mean distance, observed (km): Then"] > figures["Mean distance, observed (km): Now"]
    assert "in the same way" in " ".join(page.notes)
    assert sum(row[1] for row in page.table("distances").rows) == gravity().counts.sum()
    assert all("odelled" in label for label in figures if "observed" not in label)


def test_models_of_two_forms_share_no_parameters():
    page = compared("interaction-model", fitted(), fitted(form="power"))
    assert "in two ways" in " ".join(page.notes)
    rows = {row[0]: row[1:] for row in page.table("model").rows}
    assert rows["decay (per km)"][1] is None
    assert rows["power of distance"][0] is None


def test_areas_of_one_result_only_are_left_out_and_said():
    fewer = gravity()
    kept = flows_from_matrix(fewer.areas, fewer.matrix() * 2, unit="persons")
    found = fitted(kept)
    found["areas"] = {name: values[:4] for name, values in found["areas"].items()}
    assert "1 area is in only one of the results" in " ".join(compared("interaction-model", fitted(), found).notes)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("slug", "make"), [("region-overlay", laid), ("interaction-model", fitted)])
def test_what_everybody_sees_is_compared_too(slug, make, language):
    seen = for_everyone(STUDIES[slug], make(), Rule())
    page = compared(slug, seen, seen, language)
    assert {row[4] for row in page.table("areas").rows} == {0}
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)
