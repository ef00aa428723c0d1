"""The interaction model as a study: distances by hand, parameters that are found again, and what is said and hidden."""

import json

import numpy as np
import pytest
import shapely
from django.utils import translation

from samsyn.analysis.tables import areas_of, flows_from_matrix, flows_from_pairs
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import files
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.studies.interaction_model import distances
from samsyn.insights.suppression import Rule
from samsyn.sources.errors import Place
from samsyn.sources.records import Areas, Boundaries
from tests.insights.studies import drawn

STUDY = STUDIES["interaction-model"]
FORM = {"form": "combined", "own_area": "own_constant"}
CODES = tuple("ABCDE")
PAIRS = ("origins", "destinations", "observed", "modelled")
MIDDLES = {"A": (0, 0), "B": (10, 0), "C": (0, 20), "D": (30, 10), "E": (25, 30)}
"""In kilometres, in the middle of Sweden, where a metre of SWEREF 99 TM is 0.9996 to 1.0001 of one on the ground."""


def squares(codes=CODES):
    """Square areas of two kilometres around their middles."""
    shapes = np.array(
        [
            shapely.box(
                *(500_000 + (x - 1) * 1000, 6_600_000 + (y - 1) * 1000),
                *(500_000 + (x + 1) * 1000, 6_600_000 + (y + 1) * 1000),
            )
            for x, y in (MIDDLES[code] for code in codes)
        ],
        dtype=object,
    )
    rows = np.arange(1, len(codes) + 1)
    return Boundaries(Place("drawn"), tuple(codes), tuple(f"Area {code}" for code in codes), shapes, "EPSG:3006", rows)


def kilometres():
    points = np.array([MIDDLES[code] for code in CODES], dtype=float)
    return np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1))


def gravity(decay=0.1, size=50_000):
    """Flows that follow the exponential exactly, but for rounding to whole persons."""
    cost = distances.between(squares(), CODES)
    table = size * np.exp(-decay * cost) * np.outer([3, 1, 2, 1, 2], [4, 1, 1, 2, 1])
    return flows_from_matrix(areas_of({code: code for code in CODES}), np.round(table), unit="persons")


def fitted(flows=None, *, boundaries=None, sums=None, **answers):
    given = {"flows": gravity() if flows is None else flows, "boundaries": boundaries or squares(), "sums": sums}
    asked = {"form": "exponential", "own_area": "half_nearest", "territory": "Here"} | answers
    made = STUDY.compute(given, drawn.choices("interaction-model", **asked), np.random.default_rng(1), drawn.silent)
    return json.loads(json.dumps(made, allow_nan=False))


def shown(found, language="en"):
    with translation.override(language):
        return STUDY.present(found)


def test_distances_are_those_on_the_ground():
    found = distances.between(squares(), CODES)
    apart = ~np.eye(5, dtype=bool)
    assert found[apart] == pytest.approx(kilometres()[apart], rel=1e-3)
    assert np.array_equal(found, found.T)
    # Nearest to A is B, 10 km; within A half of that.
    assert found[0, 0] == pytest.approx(5, rel=1e-3)


def test_areas_in_one_place_are_a_metre_apart():
    two = squares("AB")
    same = Boundaries(two.place, two.codes, two.names, np.array([two.shapes[0]] * 2, dtype=object), two.crs, two.row)
    assert distances.between(same, ("A", "B")) == pytest.approx(np.array([[0.0005, 0.001], [0.001, 0.0005]]))


def test_the_parameter_that_made_the_flows_is_found():
    found = fitted()
    assert [each["name"] for each in found["parameters"]] == ["decay"]
    assert found["parameters"][0]["value"] == pytest.approx(0.1, rel=1e-3)
    assert found["mean_km"]["observed"] == pytest.approx(found["mean_km"]["modelled"], rel=1e-6)
    assert found["fit"]["cpc"] > 0.999
    page = shown(found)
    assert page.title == "Interaction model: Here"
    assert "With every 6.9 km of distance the pull of an area is halved." in " ".join(page.notes)
    assert {offer.code for offer in page.offers} == {
        "mean-distance", "model-right-exponential", "explained-exponential",
    }  # fmt: skip


def test_a_flow_that_size_and_distance_do_not_explain_is_told():
    table = gravity().matrix()
    table[1, 4] += 2_000
    found = fitted(flows_from_matrix(gravity().areas, table, unit="persons"))
    page = shown(found)
    assert page.table("under").rows[0][:4] == ("B", "Area B", "E", "Area E")
    assert page.table("under").rows[0][-1] > 500
    assert all(row[-1] < 0 for row in page.table("over").rows)
    assert all(row[-1] > 0 for row in page.table("under").rows)
    assert "the flow from Area B to Area E" in " ".join(page.notes)
    arrows = STUDY.flows_of_area(found, "B")
    assert (arrows[0].origin, arrows[0].destination) == ("B", "E")
    assert STUDY.flows_of_area(found, "Z") == ()
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)


@pytest.mark.parametrize(
    ("form", "own_area", "names"),
    [
        ("power", "half_nearest", ["power"]),
        ("combined", "half_nearest", ["decay", "power"]),
        ("combined", "own_constant", ["decay", "power", "own_constant"]),
        ("exponential", "left_out", ["decay"]),
    ],
)
def test_forms_and_own_areas(form, own_area, names):
    found = fitted(form=form, own_area=own_area)
    assert [each["name"] for each in found["parameters"]] == names
    own = [i == j for i, j in zip(found["pairs"]["origins"], found["pairs"]["destinations"], strict=True)]
    assert any(own) == (own_area != "left_out")


def test_bands_of_distance_hold_everybody():
    found = fitted()
    assert found["bands"]["from"] == [0, 10, 20, 40, 80, 160, 320]
    assert sum(found["bands"]["observed"]) == gravity().counts.sum()
    assert sum(found["bands"]["modelled"]) == pytest.approx(gravity().counts.sum())
    assert shown(found).table("distances").rows[0][0] == "0 to 10 km"
    assert shown(found).table("distances").rows[-1][0] == "320 km or more"


def test_areas_without_a_shape_are_left_out_and_said():
    found = fitted(boundaries=squares("ABCD"))
    assert found["areas"]["codes"] == ["A", "B", "C", "D"]
    assert "1 area has no boundary and is not in the model: E." in " ".join(shown(found).notes)
    with translation.override("en"), pytest.raises(InsightError, match="Only 2 of the areas"):
        fitted(boundaries=squares("AB"))


def missing():
    """The flows without two pairs, and the sums that hold with them."""
    whole = gravity()
    pairs = zip(whole.origins.tolist(), whole.destinations.tolist(), whole.counts.tolist(), strict=True)
    rows = [
        (CODES[i], CODES[j], count) for i, j, count in pairs if (CODES[i], CODES[j]) not in {("A", "E"), ("D", "C")}
    ]
    sums = Areas(Place("sums"), CODES, np.arange(1, 6), {"night": whole.leaving.copy(), "day": whole.arriving.copy()})
    return whole, flows_from_pairs(whole.areas, rows, unit="persons"), sums


def test_missing_flows_are_filled_in_so_that_sums_hold():
    whole, known, sums = missing()
    found = fitted(known, sums=sums, missing="unlisted", leaving="night", arriving="day")
    filled = found["filled"]
    assert filled["pairs"] == 2
    of = dict(zip(zip(filled["origins"], filled["destinations"], strict=True), filled["counts"], strict=True))
    assert of == pytest.approx({(0, 4): whole.matrix()[0, 4], (3, 2): whole.matrix()[3, 2]}, abs=1)
    page = shown(found)
    assert "2 pairs that are not in the data were filled in" in " ".join(page.notes)
    assert len(page.table("filled").rows) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sums": None}, "Choose data on how many"),
        ({"arriving": "noon"}, "no column “noon”. They have: night, day"),
        ({"fewer": True}, "lack areas of the flows: E"),
    ],
)
def test_what_cannot_be_filled_in(change, message):
    _whole, known, sums = missing()
    if change.pop("fewer", False):
        sums = Areas(
            sums.place, CODES[:4], np.arange(1, 5), {name: value[:4].copy() for name, value in sums.figures.items()}
        )
    answers = {"sums": sums, "missing": "unlisted", "leaving": "night", "arriving": "day"} | change
    with translation.override("en"), pytest.raises(InsightError, match=message):
        fitted(known, **answers)


def test_columns_are_asked_for_where_flows_are_missing():
    form = STUDY.form({"form": "power", "own_area": "left_out", "missing": "unlisted"})
    assert not form.is_valid()
    assert list(form.errors) == ["leaving", "arriving"]


def test_flows_that_determine_nothing_are_refused_with_a_reason():
    alone = flows_from_matrix(gravity().areas, np.diag([5.0, 5, 5, 5, 5]), unit="persons")
    with translation.override("en"), pytest.raises(InsightError, match="cannot be fitted"):
        fitted(alone, own_area="left_out")


def test_everybody_sees_no_pair_and_no_total():
    found = fitted()
    seen = for_everyone(STUDY, found, Rule())
    assert set(map(len, seen["pairs"].values())) == {0}
    assert seen["areas"]["leaving"] == seen["areas"]["arriving"] == [None] * 5
    assert all(count is None or count >= 5 for count in seen["bands"]["observed"] if count != 0)
    page = shown(seen)
    assert page.table("under").rows == page.table("over").rows == ()
    assert "left out here" in " ".join(page.notes)
    assert STUDY.flows_of_area(seen, "A") == ()
    assert all(one.arrows == () for one in page.maps)


def test_the_map_draws_where_the_model_is_furthest_off():
    found = fitted()
    pairs, areas = found["pairs"], found["areas"]["codes"]
    off = {
        (areas[i], areas[j]): observed - modelled
        for i, j, observed, modelled in zip(*(pairs[name] for name in PAIRS), strict=True)
        if i != j and round(observed - modelled, 3)
    }
    largest = sorted(off, key=lambda pair: -abs(off[pair]))
    arrows = shown(found).maps[0].arrows
    assert [(arrow.origin, arrow.destination) for arrow in arrows] == largest[:40]
    assert [arrow.less for arrow in arrows] == [off[pair] < 0 for pair in largest[:40]]
    assert {arrow.less for arrow in arrows} == {True, False}
    assert shown(found).maps[0].more_and_less == ("More go than the model says", "Fewer go than the model says")


def test_no_more_than_forty_arrows_are_drawn():
    found = fitted()
    pairs = found["pairs"]
    many = {name: pairs[name] * 9 for name in pairs}
    assert len(shown(found | {"pairs": many}).maps[0].arrows) == 40


def test_who_stays_is_not_taken_for_what_the_model_knows():
    found = fitted(own_area="own_constant")
    pairs = found["pairs"]
    away = [i for i in range(len(pairs["origins"])) if pairs["origins"][i] != pairs["destinations"][i]]
    observed, modelled = (np.array(pairs[name])[away] for name in ("observed", "modelled"))
    by_hand = 2 * np.minimum(observed, modelled).sum() / (observed.sum() + modelled.sum())
    assert found["fit"]["cpc_between"] == pytest.approx(by_hand, abs=1e-4)
    assert "Of those who go to another area than their own the model puts" in " ".join(shown(found).notes)
    apart = fitted(own_area="left_out")
    assert apart["fit"]["cpc_between"] == pytest.approx(apart["fit"]["cpc"])
    assert "than their own" not in " ".join(shown(apart).notes)


def test_it_is_called_modelled():
    assert STUDY.modelled
    labels = [figure.label for figure in shown(fitted()).figures]
    assert labels == [
        "Mean distance, observed (km)",
        "Flows that the model puts right (modelled)",
        "Explained by distance, beyond size (modelled)",
    ]
    assert "modellberäknade" in shown(fitted(), "sv").lead


def test_norway_as_the_method_page_says(shared):
    folder = shared / "data" / "norway_commuting_ssb"
    if not folder.is_dir():
        pytest.skip("the shared data set of Norwegian commuting is not here")
    paths = {"flows": folder / "od_2022.csv", "boundaries": folder / "kommuner_2022.geojson"}
    given = files.read(STUDY, paths, None, files.Said()).given
    found = STUDY.compute(given, drawn.choices("interaction-model", **FORM), np.random.default_rng(1), drawn.silent)
    assert round(found["fit"]["cpc"], 2) == 0.80
    assert round(found["fit"]["cpc_between"], 2) == 0.62
    assert round(found["fit"]["explained_beyond_margins"], 2) == 0.93
    values = {each["name"]: each["value"] for each in found["parameters"]}
    assert round(values["power"], 1) == 2.3
    assert abs(values["decay"]) < 0.002
    under = [(row[1], row[3]) for row in shown(found).table("under").rows]
    assert under[:2] == [("Sandnes", "Stavanger"), ("Oslo", "Bærum")]
