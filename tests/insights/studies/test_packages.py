"""Packages for a budget as a study: an example by hand, what is demanded and refused, and who sees what."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.utils import translation

from samsyn.analysis.measures.changes import network_with
from samsyn.insights.errors import InsightError
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.counties import groups
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.studies.packages import balancing, settling
from samsyn.insights.studies.packages.choosing import WAYS
from samsyn.insights.suppression import Rule
from tests.analysis.networks.plain_networks import plain_times
from tests.insights.studies import drawn
from tests.insights.studies.test_measures import NORTH, TRIPS, M, given, trips
from tests.sources.test_growth import growth

STUDY = STUDIES["packages"]
# Trips as in the example of measures. F saves 2 minutes on each of 100 trips from A to B. M and N open the same street:
# 70 person-minutes each, and no more together. G does nothing until that street is open, and then 40.
N = ("N", "new link", {"from": "3", "to": "1", "minutes": 1, "cost": 20, "name": "Another", "link": "n"})
F = ("F", "faster", {"link": "l5", "minutes": 1, "cost": 5, "name": "Faster"})
G = ("G", "faster", {"link": "l4", "minutes": 1, "cost": 6, "name": "Slope"})
ROWS = (M, N, F, G)
ANSWERS = {
    "budget": "15",
    "budgets": "5, 21",
    "runners_up": "2",
    "synergies": "on",
    "balance": "none",
    "counted": "saved",
}


def chosen(**answers):
    base = {"modes": "all", "people": "people", "reached": "jobs", "halving": "15"}
    return drawn.choices("packages", **base | ANSWERS | answers)


def found(*rows, heard=drawn.silent, net=None, **answers):
    more = {"trips": trips(), "regions": NORTH} | ({} if net is None else {"network": net})
    with translation.override("en"):
        data = given(*(rows or ROWS), **more)
        made = STUDY.compute(data, chosen(**answers), np.random.default_rng(1), heard)
    return json.loads(json.dumps(made, allow_nan=False))


def best(result, place=0):
    return result["packages"][result["best"][place]["package"]]


def by_key(result):
    return {told["key"]: told for told in result["measures"]}


def shown(result, language="en"):
    with translation.override(language):
        return STUDY.present(result)


def refused(*rows, **answers):
    with pytest.raises(InsightError) as error:
        found(*rows, **answers)
    return str(error.value)


def test_the_best_package_for_each_budget():
    result = found()
    at = {each["budget"]: result["packages"][each["package"]] for each in result["budgets"]}
    assert {budget: sorted(each["measures"]) for budget, each in at.items()} == {
        5: ["F"], 15: ["F", "M"], 21: ["F", "G", "M"],
    }  # fmt: skip
    assert [each["saved"] for each in at.values()] == pytest.approx([200, 270, 310])
    assert [each["cost"] for each in at.values()] == [5, 15, 21]
    assert best(result) == at[15]
    assert result["best"][0]["proven"]
    assert result["best"][0]["gap"] == pytest.approx(0, abs=1e-9)


def test_how_surely_each_measure_is_chosen():
    told = by_key(found())
    assert {key: each["in_budgets"] for key, each in told.items()} == {"M": 2, "N": 0, "F": 3, "G": 1}
    assert {key: each["from"] for key, each in told.items()} == {"M": 15, "N": None, "F": 5, "G": 21}
    assert not any(each["in_and_out"] for each in told.values())
    assert told["F"]["in_ways"] >= 1, "by time saved"


def test_what_comes_next_differs_in_two_measures_and_gives_less():
    result = found()
    first, *others = (set(best(result, place)["measures"]) for place in range(len(result["best"])))
    assert others
    assert all(len(first ^ other) >= 2 for other in others)
    effects = [best(result, place)["saved"] for place in range(len(result["best"]))]
    assert effects == sorted(effects, reverse=True)


def test_what_a_package_does_is_that_of_the_network_with_all_of_it():
    result = found(budget="21", budgets="")
    setting = settling.settle(given(*ROWS), chosen() | {"budget": 21})
    some = [each for each in setting.measures if each.key in best(result)["measures"]]
    after = plain_times(network_with(setting.network, some))
    assert best(result)["saved"] == pytest.approx((np.array(TRIPS) * (setting.situation.times - after)).sum())
    assert result["first"]["saved"] == pytest.approx(best(result)["saved"])


def test_without_synergies_two_that_do_the_same_are_counted_twice_and_then_told():
    result = found(M, N, budget="30", budgets="", synergies="")
    assert sorted(best(result)["measures"]) == ["M", "N"]
    assert result["best"][0]["by_pairs"] == pytest.approx(140)
    assert best(result)["saved"] == pytest.approx(70)
    notes = "\n".join(shown(result).notes)
    assert "Computed anew with all its measures, the package gives 50% of what the search reckoned with" in notes
    with_them = found(M, N, budget="30", budgets="")
    assert best(with_them)["measures"] == ["M"]


def test_what_is_demanded_is_kept():
    assert best(found(included="G"))["measures"] == ["F", "G"]
    assert best(found(left_out="F"))["measures"] == ["M"]
    assert sorted(best(found(excludes="F, M\n"))["measures"])[0] == "F"
    assert "M" not in best(found(excludes="F, M\n"))["measures"]


def test_each_part_has_its_least_share_of_what_the_package_does():
    # With F and M, the South has 20 of 270 person-minutes; M alone gives it 20 of 70.
    assert best(found(balance="effect", least="5"))["measures"] == ["M", "F"]
    assert best(found(balance="effect", least="10"))["measures"] == ["M"]
    assert best(found(balance="effect", least="10", parts="north"))["measures"] == ["M", "F"]


def placed():
    """The streets with places: the zones, and node 2 and 3, on a line from A to B to C."""
    net = given()["network"]
    x = np.array([0.0, 1.0, 10.0, 21.0, 0.0, 10.0, 20.0])
    return replace(net, nodes=replace(net.nodes, x=x, y=np.zeros(7)))


def test_a_cost_falls_where_the_links_of_a_measure_are():
    setting = settling.settle(given(*ROWS, network=placed()), chosen())
    shares = balancing.cost_by_part(setting, groups(("A", "B", "C"), {"A": "a", "B": "b", "C": "c"}))
    told = dict(zip([each.key for each in setting.candidates], shares.tolist(), strict=True))
    assert told["M"] == [5, 0, 5], "from node 3 by C to node 1 by A"
    assert told["F"] == [0, 2.5, 2.5], "from node 3 by C to node 2 by B"


def test_each_part_has_its_least_share_of_the_cost():
    result = found(net=placed(), balance="cost", least="20", budget="21", budgets="")
    costs = best(result)["cost_by_part"]
    assert sum(costs) == pytest.approx(best(result)["cost"])
    assert min(costs) >= 0.2 * best(result)["cost"] - 1e-9
    assert shown(result).table("parts").columns[-1].label == "Share of cost"
    assert "does not say where its nodes are" in refused(balance="cost", least="20")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"budget": "4"}, "A budget of 4 MSEK is below the cheapest measure: F (Faster) costs 5 MSEK."),
        ({"included": "M, G"}, "What must be in costs 16 MSEK, more than the budget of 15 MSEK: M (Opened)"),
        ({"included": "F", "left_out": "F"}, "Both in and not in: F. Choose one."),
        ({"included": "F, M", "excludes": "F, M"}, "At most one of F and M may be in, and more"),
        ({"left_out": "M, N, F, G"}, "Every measure is among those that must not be in."),
        ({"included": "X"}, "There is no measure with the key X. The keys are: M, N, F, G."),
        ({"excludes": "X, F"}, "There is no measure with the key X. The keys are: M, N, F, G."),
        ({"balance": "effect", "least": "60"}, "60.0% for each of 2 parts is more than the whole."),
        ({"balance": "effect", "least": "10", "parts": "West"}, "There is no county or part called west."),
        ({"balance": "effect", "least": "50", "included": "F"}, "No package can be chosen: no portfolio"),
        ({"balance": "effect", "least": "50"}, "No package for the budget both gives something"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(answers, said):
    assert refused(**answers).casefold().startswith(said.casefold())


def test_measures_without_a_cost_are_named_until_they_are_left_out():
    free = ("S", "closed", {"link": "l8", "name": "Closed"})
    told = refused(*ROWS, free)
    assert told.startswith("No package can be chosen while these measures have no cost: S (Closed).")
    assert best(found(*ROWS, free, left_out="S"))["measures"] == ["M", "F"]


def test_one_that_must_be_in_has_to_fit():
    lost = ("X", "faster", {"link": "nowhere", "minutes": 1, "cost": 3, "name": "Lost"})
    assert "X (Lost) does not fit the network" in refused(*ROWS, lost, included="X")
    assert "left_out" in [table.name for table in shown(found(*ROWS, lost)).tables]


def test_pairs_of_too_many_are_refused(monkeypatch):
    monkeypatch.setattr(settling, "MOST_PAIRED", 3)
    assert "What 4 measures do two by two is more than can be computed" in refused()
    assert found(synergies="")["best"]


def test_a_budget_that_buys_nothing_is_left_out_of_the_sweep_and_told():
    result = found(budgets="4, 5")
    assert (result["too_small"], [each["budget"] for each in result["budgets"]]) == ([4], [5, 15])
    assert any(note.endswith("are left out: 4 MSEK.") for note in shown(result).notes)


def test_ten_budgets_are_tried_where_none_are_named():
    assert chosen(budget="100", budgets="")["budgets"] == [20, 40, 60, 80, 100, 120, 140, 160, 180, 200]
    form = STUDY.form({"budget": "100", "budgets": "a lot"})
    assert "budgets" in form.errors


def test_what_is_said_of_it():
    page = shown(found(territory="Here", excludes="M, N"))
    assert page.title == "A package for 15 MSEK: Here"
    assert page.lead == "For at most 15 MSEK, 2 measures give most together: 4 hours a day. They cost 15 MSEK."
    assert page.lead.count("hour") == 1
    notes = "\n".join(page.notes)
    assert page.notes[0].startswith("This is support for a choice, never the answer.")
    assert "No package gives more, as pairs of measures tell it: that is proven." in notes
    assert "At most one of: Opened, Another." in notes
    assert [row[0] for row in page.table("package").rows] == ["Faster", "Opened"]
    assert page.table("budgets").rows[1][:4] == (15, 4.5, 1.2, 15)
    assert page.table("budgets").rows[1][4:] == ("Opened", "–", 2)
    assert [bar[0] for bar in page.charts[0].bars] == ["5", "15", "21"]
    assert page.maps[0].title == "The package: minutes saved for each trip"


@pytest.mark.parametrize(
    ("way", "said", "unit"),
    [
        ("accessibility", "more jobs within reach for each resident", "Accessibility, more jobs for each resident"),
        ("within-30", "more jobs within 30 minutes for each resident", "Jobs within 30 min, more for each resident"),
    ],
)
def test_other_ways_have_their_own_unit(way, said, unit):
    net = given()["network"]
    slow = replace(net, links=net.links.with_minutes(net.links.minutes * 5))
    page = shown(found(counted=way, net=slow))
    assert said in page.lead
    assert page.figures[1].label == unit


def test_it_tells_how_far_it_is_and_can_be_stopped():
    heard = []
    found(heard=lambda share, text: heard.append((share, text)))
    assert [share for share, _text in heard] == sorted(share for share, _text in heard)
    assert len({text for _share, text in heard}) >= 4

    def stop(share, text):
        if share > 0.6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found(heard=stop)


def test_every_growth_scenario_is_tried_beside_the_chosen_one():
    rows = "".join(
        f"{code},{name},2050,{people},{jobs}\n"
        for name, more in (("East", 1), ("West", 3))
        for code, people, jobs in (("A", 100 * more, 50), ("B", 200, 0), ("C", 100, 350))
    )
    heard = []
    more = {"trips": None, "growth": growth(rows)}
    with translation.override("en"):
        made = STUDY.compute(
            given(*ROWS, **more), chosen(scenario="West"), np.random.default_rng(1), lambda *told: heard.append(told)
        )
        page = STUDY.present(json.loads(json.dumps(made, allow_nan=False)))
    trials = [(each["way"], each["scenario"]) for each in made["ways"]]
    assert trials == [*((way, "West") for way in WAYS), ("saved", None), ("saved", "East")]
    assert made["whole"]["people"] == 600
    assert [row[1] for row in page.table("ways").rows[-3:]] == ["West, 2050", "today", "East, 2050"]
    chosen_in = [made["packages"][each["package"]]["measures"] for each in made["ways"]]
    assert {each["key"]: each["in_ways"] for each in made["measures"]} == {
        key: sum(key in keys for keys in chosen_in) for key in "MNFG"
    }
    shares = [share for share, _text in heard]
    assert shares == sorted(shares)


def test_two_packages_beside_each_other():
    first, second = found(), found(left_out="F")
    with translation.override("en"):
        page = STUDY.compare(first, second, ("All", "Without"))
    assert page.lead == "Measures in both packages: 1. In the first alone: 1. In the second alone: 0."
    assert page.table("measures").rows[0][:3] == ("Opened", "yes", "yes")
    with pytest.raises(InsightError, match="no measure in common"), translation.override("en"):
        STUDY.compare(found(F, budget="15"), found(M, budget="15"), ("1", "2"))


def test_everybody_sees_no_number_of_an_area_and_sums_in_whole_hours():
    result = found()
    public = for_everyone(STUDY, result, Rule(1, 1))
    assert public["areas"]["people"] == public["areas"]["trips"] == [None] * 3
    assert public["first"]["by_area"]["saved"] == [None] * 3
    assert public["first"]["by_area"]["direction"] == [1, 1, 1]
    assert best(public)["saved"] == 240, "four whole hours"
    assert {each["by_pairs"] for each in public["budgets"]} == {None}
    assert {each["saved"] for each in public["measures"]} <= {0, 60, 180}
    few = for_everyone(STUDY, result, Rule(100, 100))
    assert {each["saved"] for each in few["packages"] if each["improved"]} == {None}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("below", [2, 100])
def test_what_everybody_sees_is_shown_whole(language, below):
    page = shown(for_everyone(STUDY, found(), Rule(below, below)), language)
    assert page.lead
    assert page.notes
    assert [one.name for one in page.maps] == ["package"]
