"""What is said and shown of functional regions: of one and of several, in both languages, with numbers and without."""

import pytest
from django.utils import translation

from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import Kind, Scale
from samsyn.insights.studies import words
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.suppression import Rule
from tests.analysis.commuting import lettered
from tests.insights.studies import drawn

STUDY = STUDIES["functional-regions"]
ONE_AREA = lettered([10])
CROSSED_BY_ONE = lettered([900, 100, 0, 0], [100, 900, 1, 0], [0, 0, 900, 100], [0, 0, 100, 900])


def shown(found, language="en"):
    with translation.override(language):
        return STUDY.present(found)


def told(found, language="en"):
    return "\n".join(shown(found, language).notes)


def test_the_figures_of_the_example_in_words():
    page = shown(drawn.regions(territory="Fourland"))
    assert page.title == "Functional regions: Fourland"
    assert page.lead == (
        "Fourland: 2 functional regions by the method “European self-containment, exact”. "
        "95% of all who work do so in the region where they live."
    )
    assert [(figure.label, figure.value) for figure in page.figures] == [
        ("Regions", 2),
        ("Of all who work, the share within their own region", 2190 / 2300),
        ("Self-containment, residents’ side, mean of the regions", (1390 / 1500 + 1) / 2),
        ("Self-containment, jobs’ side, mean of the regions", (1 + 800 / 910) / 2),
        ("Areas that are a region by themselves", 0),
    ]
    assert [offer.code for offer in page.offers] == [
        "functional-european-regions",
        "functional-european-inside",
        "functional-european-self-containment",
    ]
    assert [offer.value for offer in page.offers][:2] == [2, 95.217391]
    assert {offer.territory for offer in page.offers} == {"Fourland"}


def test_the_notes_of_the_example():
    notes = told(drawn.regions())
    assert "The largest region is that of Area A: 2 areas with 65% of all who work." in notes
    assert "Most self-contained is the region of Area C, where 100%" in notes
    assert "least is that of Area A, with 93%" in notes
    assert "from that of Area A to that of Area C, 110 persons" in notes
    assert "not looked into" in notes
    assert "Whoever works abroad" in notes


def test_one_is_one_and_several_are_several():
    notes = told(drawn.regions(CROSSED_BY_ONE, method="swedish"))
    assert "1 person." in notes
    alone = told(drawn.regions(ONE_AREA, method="swedish"))
    assert "1 area with 100% of all who work" in alone
    assert "1 area is a region by itself" in alone
    assert "Nobody crosses the border" in alone
    assert shown(drawn.regions(ONE_AREA, method="swedish")).lead.startswith("1 area: 1 functional region by")
    several = told(drawn.regions(lettered([10, 0], [0, 10]), method="swedish"))
    assert "2 areas are regions by themselves" in several


@pytest.mark.parametrize(
    ("drawings", "english", "swedish"),
    [("1", "again 1 time.", "nytt 1 gång."), ("30", "again 30 times.", "nytt 30 gånger.")],
)
def test_how_often_flows_were_drawn_again(drawings, english, swedish):
    found = drawn.regions(drawings=drawings)
    assert english in told(found)
    assert swedish in told(found, "sv")
    assert "real changes" in told(found)


def test_sureness_is_said_with_the_second_region():
    torn = lettered([400, 6, 0], [40, 41, 39], [0, 6, 400])
    found = drawn.regions(torn, method="swedish", drawings="200", sweep="on", seed=3)
    notes = told(found)
    assert "Least sure is Area B, with the region of Area A" in notes
    assert "the region of Area C" in notes
    page = shown(found)
    sureness = page.map("bootstrap")
    assert (sureness.scale, len(sureness.legend), len(sureness.classes)) == (Scale.SEQUENTIAL, 4, 3)
    assert sureness.classes[1] < 3
    assert {column.name for column in page.table("areas").columns} >= {"bootstrap_sureness", "sweep_second"}
    assert len(page.table("thresholds").rows) == 8


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("purpose", ["work", "study", "moves"])
def test_every_kind_of_flow_has_its_words(purpose, language):
    page = shown(drawn.regions(purpose=purpose), language)
    text = " ".join([page.lead, *page.notes, *page.maps[0].texts, *(c.label for t in page.tables for c in t.columns)])
    wanted = {
        "en": {"work": "work", "study": "study", "moves": "move"},
        "sv": {"work": "arbet", "study": "stud", "moves": "flytt"},
    }
    other = set(wanted[language]) - {purpose}
    assert wanted[language][purpose] in text
    assert not any(f"all who {wanted['en'][each]}" in text for each in other)


def test_official_regions_are_told_and_mapped():
    found = drawn.regions(official={"A": "North", "B": "North", "C": "North", "X": "South"})
    notes = told(found)
    assert "The official list has 1 region for these areas." in notes
    assert "1 area lies elsewhere" in notes
    assert "1 area of the official list is not among the flows: X." in notes
    page = shown(found)
    assert page.map("official").classes[3] == 2, "D is not in the list"
    assert page.table("official").rows


def test_tables_stand_on_the_numbers():
    page = shown(drawn.regions())
    regions = page.table("regions")
    assert [column.name for column in regions.columns] == [
        "region", "code", "areas", "residents", "jobs", "inside", "supply", "demand", "validity", "members",
    ]  # fmt: skip
    assert regions.rows[0][:6] == ("Area A", "A", 2, 1500, 1390, 1390)
    assert page.table("areas").by_area
    assert [row[0] for row in page.table("areas").rows] == ["A", "B", "C", "D"]
    assert page.table("between").rows == (("Area A", "Area C", 110, pytest.approx(110**2 / (1500 * 910))),)
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)


def test_maps_have_an_entry_for_each_area():
    for one in shown(drawn.regions(drawings="5", sweep="on", official={"A": "x"})).maps:
        assert len(one.texts) == len(one.codes) == 4
        assert len(one.groups) in (0, 4)
        assert len(one.classes) == (0 if one.scale is Scale.REGIONS else 4)
        assert all(-1 <= place < len(one.legend) for place in one.classes)


def test_arrows_of_an_area_go_out_and_in_the_largest_first():
    with translation.override("en"):
        arrows = STUDY.flows_of_area(drawn.regions(), "A")
    assert [(arrow.origin, arrow.destination, arrow.count) for arrow in arrows] == [
        ("B", "A", 250), ("A", "B", 100), ("A", "C", 50), ("A", "D", 50),
    ]  # fmt: skip
    assert arrows[0].text == "Area B to Area A: 250"
    assert STUDY.flows_of_area(drawn.regions(), "Z") == ()


def compared(first, second, language="en"):
    with translation.override(language):
        return STUDY.compare(first, second, ("2021", "2022"))


def test_two_results_side_by_side():
    # By the Swedish rule the same flows give regions of their own; E exists in the second only.
    first = drawn.regions()
    rows = [[*row, 0] for row in drawn.FOUR] + [[0, 0, 0, 0, 50]]
    rows[:2] = [[900, 40, 30, 30, 0], [10, 480, 10, 0, 0]]
    second = drawn.regions(lettered(*rows), method="swedish")
    assert drawn.groups(second) == {"A", "B", "CD", "E"}
    page = compared(first, second)
    assert page.title == "2021 and 2022 compared"
    assert "1 area is only in “2022” and is not compared: Area E." in " ".join(page.notes)
    assert page.map("difference").codes == ("A", "B", "C", "D", "E")
    assert page.map("difference").classes[4] == 3
    # AB is paired with A, which has most residents, so B has changed.
    assert [row[0] for row in page.table("changed").rows] == ["B"]
    assert page.map("difference").classes[:4] == (0, 1, 0, 0)
    assert [one.name for one in page.maps] == ["difference", "first", "second"]
    assert page.table("areas").rows[1] == ("B", "Area B", "Area A", "A", "Area B", "B", "another region")
    assert page.table("areas").rows[4] == ("E", "Area E", None, None, "Area E", "E", "only in “2022”")


def test_the_same_result_twice_has_not_changed():
    found = drawn.regions()
    page = compared(found, found)
    assert "No area has changed region." in page.notes
    values = {figure.label: figure.value for figure in page.figures}
    assert values["Adjusted Rand index"] == 1
    assert values["Variation of information (bits)"] == 0
    assert values["Residents in areas that keep their region"] == 1


def test_nothing_in_common_is_refused():
    other = drawn.regions(lettered([5, 0], [0, 5]), method="swedish")
    other["areas"]["codes"] = ["Y", "Z"]
    with pytest.raises(InsightError):
        compared(drawn.regions(), other)


def test_where_residents_are_hidden_areas_count_alike():
    seen = for_everyone(STUDY, drawn.regions(), Rule())
    page = compared(seen, seen)
    assert "of the areas keep their region" in page.lead
    assert shown(seen).table("areas").rows[0][5] is None


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (list("ABCDEF"), "A, B, C, D, E and 1 more"),
        (list("ABCDEFG"), "A, B, C, D, E and 2 more"),
    ],
)
def test_lists_of_names(names, text):
    with translation.override("en"):
        assert words.listed(names) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0%"), (1, "100%"), (0.004, "below 1%"), (0.996, "over 99%"), (0.5, "50%"), (None, "–"), (0.994, "99%")],
)
def test_a_share_that_is_not_all_never_looks_like_all(value, text):
    with translation.override("en"):
        assert words.share(value) == text


def test_cells_as_their_kind_is_written():
    with translation.override("en"):
        assert words.cell(1234, Kind.COUNT) == "1,234"
        assert words.cell(0.1234, Kind.SHARE) == "12.3%"
        assert words.cell(0.123456, Kind.NUMBER) == "0.1235"
        assert words.cell(None, Kind.NUMBER) == "–"
        assert words.cell("x", Kind.TEXT) == "x"
