"""Functional regions as a study: small results checked by hand, and real ones."""

from pathlib import Path

import pytest

from samsyn.insights import results
from samsyn.insights.errors import InsightError
from samsyn.insights.studies.catalogue import STUDIES
from tests.analysis.commuting import brindisi, lettered, norway, rows_of
from tests.insights.studies import drawn

STUDY = STUDIES["functional-regions"]
PAGE = Path(__file__).parents[3] / "docs" / "methods" / "functional-regions.md"
ABC_DEF_G = (
    [900, 60, 40, 0, 0, 0, 0],
    [300, 700, 0, 0, 0, 0, 0],
    [20, 180, 500, 100, 0, 0, 0],
    [0, 0, 30, 930, 40, 0, 0],
    [0, 0, 0, 150, 50, 0, 0],
    [0, 0, 0, 0, 80, 120, 0],
    [0, 0, 0, 0, 0, 30, 70],
)


def test_the_european_example_of_the_method_page():
    found = drawn.regions()
    assert drawn.groups(found) == {"AB", "CD"}
    assert drawn.named(found, "residents") == {"A": 1500, "C": 800}
    assert drawn.named(found, "jobs") == {"A": 1390, "C": 910}
    assert drawn.named(found, "inside") == {"A": 1390, "C": 800}
    assert drawn.named(found, "supply") == {"A": 1390 / 1500, "C": 1.0}
    assert drawn.named(found, "demand") == {"A": 1.0, "C": 800 / 910}
    assert drawn.named(found, "validity") == pytest.approx({"A": 4 / 3, "C": 1.25})
    assert found["between"]["counts"] == [110]
    assert found["between"]["links"] == pytest.approx([110**2 / (1500 * 910)])
    assert found["whole"] | {"mean_supply": None, "mean_demand": None} == {
        "areas": 4,
        "regions": 2,
        "alone": 0,
        "residents": 2300,
        "inside": 2190,
        "inside_share": 2190 / 2300,
        "mean_supply": None,
        "mean_demand": None,
        "sure_by_drawings": None,
        "sure_by_sweep": None,
    }
    assert found["areas"]["out_share"] == [200 / 1000, 260 / 500, 100 / 500, 120 / 300]
    assert found["areas"]["role"] == ["centre", "member", "centre", "member"]
    assert found["choices"]["thresholds"] == {
        "min_size": 200.0,
        "target_size": 1000.0,
        "min_containment": 0.6,
        "target_containment": 0.8,
    }


def test_the_swedish_example_of_the_method_page():
    found = drawn.regions(lettered(*ABC_DEF_G), method="swedish")
    assert drawn.groups(found) == {"ABC", "DEF", "G"}
    assert found["areas"]["role"] == ["centre", "follower", "follower", "centre", "follower", "follower", "broken_off"]
    assert found["areas"]["follows"] == [-1, 0, 1, -1, 3, 4, -1]
    assert found["regions"]["validity"] is None
    assert found["choices"]["thresholds"] == {"most_out": 0.2, "most_to_one": 0.075, "most_links": 2}


def test_secondary_centres_need_the_nordic_method():
    # B sends 210 of 950 out (22 %), at most 70 to one (7.4 %), has 840 jobs, and C follows it: a secondary centre.
    table = (
        [900, 0, 0, 50, 50],
        [70, 740, 0, 70, 70],
        [0, 100, 200, 0, 0],
        [0, 0, 0, 990, 10],
        [0, 0, 0, 10, 990],
    )
    found = drawn.regions(lettered(*table), method="nordic")
    assert found["areas"]["role"][1] == "secondary_centre"
    assert found["areas"]["role"][2] == "follower"
    assert "BC" in drawn.groups(found)


@pytest.mark.parametrize("resampling", ["poisson", "multinomial"])
def test_the_same_seed_gives_the_same_bytes(resampling):
    # B is tied to A and C alike: where it belongs is drawn.
    torn = lettered([40, 6, 0], [9, 8, 9], [0, 6, 40])
    asked = {"method": "swedish", "drawings": "60", "resampling": resampling, "sweep": "on"}
    again = [drawn.regions(torn, seed=7, **asked) for _ in range(2)]
    assert results.canonical(again[0]) == results.canonical(again[1])
    other = drawn.regions(torn, seed=8, **asked)
    assert results.canonical(other) != results.canonical(again[0])


def test_sureness_is_there_for_each_area_when_it_is_asked_for():
    found = drawn.regions(drawings="30", sweep="on")
    assert len(found["bootstrap"]["sureness"]) == 4
    assert len(found["bootstrap"]["counts"]) == 30
    assert len(found["sweep"]["tried"]) == len(found["sweep"]["counts"]) == 8
    assert {"min_size": 150, "target_size": 750, "min_containment": 0.58, "target_containment": 0.78} in (
        found["sweep"]["tried"]
    )
    assert drawn.regions()["bootstrap"] is drawn.regions()["sweep"] is None


def test_flows_of_nobody_are_no_reason_to_stop():
    found = drawn.regions(lettered([0, 0], [0, 0]), drawings="10")
    assert found["whole"]["inside_share"] is None
    assert STUDY.present(found).figures


def test_an_official_list_of_other_codes_is_refused_not_found_unlike():
    with pytest.raises(InsightError, match="Inget av områdena ligger i någon region"):
        drawn.regions(official={"SE_A": "north", "SE_B": "north"})


def test_official_regions_are_compared_and_what_does_not_fit_is_said():
    official = {"A": "north", "B": "north", "C": "north", "X": "south"}
    found = drawn.regions(official=official)["official"]
    assert found["region"] == ["north", "north", "north", None]
    assert found["number"] == 1
    assert found["unknown"] == ["X"]
    # Ours are AB and CD, theirs ABC and D (left out, so a region of its own): C is elsewhere.
    assert found["changed"] == [2] or found["changed"] == [3]
    assert found["kept"] == pytest.approx((2300 - (500 if found["changed"] == [2] else 300)) / 2300)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"method": "dance"}, "method"),
        ({"method": "european", "preset": "own", "min_size": "10", "target_size": "5"}, "target_size"),
        (
            {"method": "european", "preset": "own", "min_containment": "80", "target_containment": "80"},
            "target_containment",
        ),
        ({"method": "european", "preset": "own", "min_size": "0"}, "min_size"),
        ({"method": "swedish", "most_out": "120"}, "most_out"),
        ({"method": "swedish", "most_links": "0"}, "most_links"),
        ({"method": "nordic", "drawings": "-1"}, "drawings"),
        ({"method": "nordic", "drawings": "10001"}, "drawings"),
    ],
)
def test_what_cannot_be_chosen(answers, field):
    form = STUDY.form(answers)
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_choices_hold_only_what_the_method_looks_at():
    made = drawn.choices(method="european", preset="united-kingdom", most_out="33", min_size="7")
    assert made["thresholds"] == {
        "min_size": 3500, "target_size": 25000, "min_containment": 0.6667, "target_containment": 0.75,
    }  # fmt: skip
    assert made["resampling"] == "poisson"
    assert drawn.choices(method="nordic", drawings="0")["resampling"] is None


@pytest.mark.parametrize("method", ["european", "european-package"])
def test_brindisi_is_as_published(method):
    found = drawn.regions(brindisi(), method=method, preset="italy", drawings="0")
    published = {}
    for row in rows_of("lma_brindisi/expected_clusterList.csv"):
        published.setdefault(row["cluster"], set()).add(row["community"])
    ours = {}
    for code, region in zip(found["areas"]["codes"], found["areas"]["region"], strict=True):
        ours.setdefault(region, set()).add(code)
    assert {frozenset(region) for region in ours.values()} == {frozenset(region) for region in published.values()}
    residents = {row["community"]: int(row["residents"]) for row in rows_of("lma_brindisi/expected_clusterList.csv")}
    assert dict(zip(found["areas"]["codes"], found["areas"]["residents"], strict=True)) == residents
    sums = sorted(
        (int(row["amount_live"]), int(row["amount_work"])) for row in rows_of("lma_brindisi/expected_marginals.csv")
    )
    assert sorted(zip(found["regions"]["residents"], found["regions"]["jobs"], strict=True)) == sums
    # All flows within and between the clusters; the package calls them by other numbers than we do.
    flows = sorted(amount for row in rows_of("lma_brindisi/expected_LWClus.csv") if (amount := int(row["amount"])))
    assert sorted([*found["regions"]["inside"], *found["between"]["counts"]]) == flows


NORWEGIAN = {"Oslo": "0301", "Bergen": "4601", "Trondheim": "5001", "Stavanger": "1103"}


@pytest.mark.parametrize(
    ("method", "number", "sizes"),
    [
        ("european", 129, {"Oslo": 21, "Bergen": 9, "Trondheim": 8, "Stavanger": 9}),
        ("nordic", 144, {"Oslo": 35, "Bergen": 12, "Trondheim": 11, "Stavanger": 10}),
    ],
)
def test_norway_2022_has_plausible_regions(method, number, sizes):
    """Numbers of regions, and of the areas in those of the four large cities, each of which is its region's centre."""
    found = drawn.regions(norway(), method=method, drawings="0")
    assert found["whole"]["regions"] == number
    codes, regions = found["areas"]["codes"], found["areas"]["region"]
    of = {city: regions[codes.index(code)] for city, code in NORWEGIAN.items()}
    assert {city: codes[found["regions"]["centre"][region]] for city, region in of.items()} == NORWEGIAN
    assert {city: found["regions"]["size"][region] for city, region in of.items()} == sizes
    assert regions[codes.index("3024")] == of["Oslo"], "Bærum commutes to Oslo"
    assert regions[codes.index("1108")] == of["Stavanger"], "Sandnes commutes to Stavanger"
    assert min(found["regions"]["supply"][region] for region in of.values()) > 0.9


def test_the_two_methods_for_norway_differ_as_the_method_page_says():
    found = {method: drawn.regions(norway(), method=method, drawings="0") for method in ("european", "nordic")}
    rows = {
        "regions": [each["whole"]["regions"] for each in found.values()],
        "municipalities that are a region by themselves": [each["whole"]["alone"] for each in found.values()],
        "live and work in the same region": [f"{each['whole']['inside_share']:.1%}" for each in found.values()],
        "municipalities in Oslo's region": [
            each["regions"]["size"][_region_of(each, "0301")] for each in found.values()
        ],
        "in Tromsø's": [each["regions"]["size"][_region_of(each, "5401")] for each in found.values()],
    }
    for name, figures in rows.items():
        line = f"| {name} | {' | '.join(str(figure).replace('%', ' %') for figure in figures)} |"
        assert line in PAGE.read_text(encoding="utf-8"), line
    compared = STUDY.compare(*found.values(), ("European", "Nordic"))
    index, _bits, kept, changed = (figure.value for figure in compared.figures[2:])
    assert (round(index, 2), round(kept, 2), changed) == (0.60, 0.87, 95)
    drammen, moss, haa = ([_centre_of(each, code) for each in found.values()] for code in ("3005", "3002", "1119"))
    assert drammen == ["3005", "0301"]
    assert moss == ["3003", "0301"], "with Sarpsborg"
    assert haa == ["1101", "1103"], "with Eigersund"


def _region_of(found, code):
    return found["areas"]["region"][found["areas"]["codes"].index(code)]


def _centre_of(found, code):
    return found["areas"]["codes"][found["regions"]["centre"][_region_of(found, code)]]
