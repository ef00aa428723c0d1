"""From measures to common labour markets as a study: by hand, what is said of it, and what everybody may see."""

import json
from collections.abc import Mapping

import numpy as np
import pytest
from django.utils import translation

from samsyn.analysis.tables import Areas, flows_from_matrix
from samsyn.insights import results
from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import Scale
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.suppression import Rule
from samsyn.sources.networks import listed
from samsyn.sources.networks import settling as networks
from tests.insights.studies import drawn
from tests.sources.test_measures import candidates, grid

STUDY = STUDIES["labour-market-effects"]
# Two pairs of towns: A and B, C and D, each 10 minutes apart from centre to centre, and B to C half an hour.
NODES = "node;zone\n" + "".join(f"{code};{code}\n{code.lower()};\n" for code in "ABCD")
LINKS = (
    "link;from;to;km;minutes;mode;both_ways\n"
    + "".join(f"{code};{code};{code.lower()};0;1;connector;1\n" for code in "ABCD")
    + "ab;a;b;10;8;road;1\nbc;b;c;30;28;road;1\ncd;c;d;10;8;road;1\n"
)
ISLANDS = LINKS.replace("bc;b;c;30;28;road;1\n", "")
FLOWS = ([800, 150, 15, 5], [150, 800, 70, 15], [15, 70, 800, 150], [5, 15, 150, 800])
BRIDGE = ("R1", "faster", {"link": "bc", "minutes": 5, "both_ways": "yes", "name": "Bridge"})
CLOSED = ("R2", "closed", {"link": "cd", "both_ways": "yes", "name": "Closure"})
NOTHING = ("R3", "faster", {"link": "bc", "minutes": 27.9, "both_ways": "yes", "name": "Paint"})
# A town lets 17 % or more out, nearly all to its twin, so no town is a centre by itself; but the twins together are.
THRESHOLDS = {"method": "swedish", "most_out": "12", "most_to_one": "8", "most_links": "2"}


def network(links=LINKS):
    return networks.settled(listed.read(grid(NODES), grid(links)), networks.NetworkChoices()).network


def flows(rows=FLOWS, codes="ABCD"):
    return flows_from_matrix(Areas(tuple(codes), tuple(f"Area {code}" for code in codes)), rows, unit="persons")


def found(*rows, seed=1, answers=None, **more):
    given = {"network": network(), "measures": candidates(*(rows or (BRIDGE, CLOSED))), "flows": flows()} | more
    asked = {"modes": "all", "form": "exponential", "drawings": "20", "measures": "R1"} | THRESHOLDS | (answers or {})
    made = STUDY.compute(given, chosen(asked), np.random.default_rng(seed), drawn.silent)
    return json.loads(json.dumps(made, allow_nan=False))


def chosen(answers: Mapping[str, str]):
    return drawn.choices("labour-market-effects", **answers)


def regions(result, when):
    kept = {}
    for code, region in zip(result["areas"]["codes"], result["areas"][when], strict=True):
        kept[region] = kept.get(region, "") + code
    return set(kept.values())


def shown(result, language="en"):
    with translation.override(language):
        return STUDY.present(result)


def test_a_bridge_makes_one_labour_market_of_two():
    result = found(answers={"redraw": "on"})
    assert (regions(result, "before"), regions(result, "after")) == ({"AB", "CD"}, {"ABCD"})
    assert result["measures"] == [{"key": "R1", "name": "Bridge"}], "the closure is not carried out"
    assert (result["home"], result["together"]) == ([0, 0], [[0, 1, 1.0]])
    assert result["areas"]["moved"] == [False] * 4
    # From each of A and B to each of C and D, and back. Before, 30, 38, 38 and 46 minutes, after 23 less.
    assert (result["times"]["faster"], result["times"]["slower"]) == (8, 0)
    commuters = 4 * 150 + 2 * 70 + 4 * 15 + 2 * 5
    before = 4 * 150 * 10 + 2 * 70 * 30 + 4 * 15 * 38 + 2 * 5 * 46
    assert result["times"]["mean_before"] == pytest.approx(before / commuters)
    assert result["times"]["mean_after"] == pytest.approx((before - 23 * (140 + 60 + 10)) / commuters)
    assert result["between"]["before"] == [105, 105]
    assert min(result["between"]["after"]) > 200
    assert result["before"]["supply"] == [1900 / 2005] * 2
    assert result["still"]["supply"][0] < 0.85
    assert result["after"]["supply"] == [pytest.approx(1)]
    assert result["still"]["residents"] == pytest.approx(result["before"]["residents"]), "as many live there"


def test_a_lick_of_paint_changes_nothing_much():
    result = found(BRIDGE, NOTHING, answers={"measures": "R3"})
    assert regions(result, "after") == regions(result, "before")
    assert result["together"] == []
    assert shown(result).lead == "With Paint no regions grow together, and no area moves to another region."


def test_an_area_between_two_centres_moves_to_the_one_that_comes_nearer():
    # B sends 200 to A and 150 to C; C comes 23 minutes nearer. The network has D too, of which nothing is known.
    torn = flows(([900, 20, 5], [200, 500, 150], [5, 20, 900]), codes="ABC")
    answers = {"most_out": "20", "most_to_one": "15"}
    result = found(flows=torn, answers=answers)
    assert (regions(result, "before"), regions(result, "after")) == ({"AB", "C"}, {"A", "BC"})
    assert result["areas"]["moved"] == [False, True, False]
    assert result["areas"]["moves"][1] == 0.95, "of 20 drawings of the model, one keeps it"
    assert result["absent"] == ["D"]
    page = shown(result)
    assert page.lead == "With Bridge no regions grow together, but areas move to another region: B."
    assert "B leaves the region of A for that of C, in 95% of the drawings." in page.notes
    assert any("1 zone of the network is not in the commuting, and is left out: D." in note for note in page.notes)
    assert page.map("after").classes == (0, 2, 0)
    assert page.table("areas").rows[0][:6] == ("B", "B", "A", "C", "yes", 0.95)


def test_jobs_that_follow_move_and_those_that_stay_do_not():
    torn = flows(([900, 20, 5], [200, 500, 150], [5, 20, 900]), codes="ABC")
    stay, follow = (found(flows=torn, answers={"elasticity": share})["areas"] for share in ("0", "100"))
    assert stay["jobs_after"] == pytest.approx(stay["jobs"], rel=1e-5)
    assert follow["jobs_after"][2] > follow["jobs"][2] + 50
    assert sum(follow["jobs_after"]) == pytest.approx(sum(follow["jobs"]))


def test_without_keys_every_measure_is_carried_out():
    result = found(BRIDGE, NOTHING, answers={"measures": ""})
    assert [each["key"] for each in result["measures"]] == ["R1", "R3"]
    assert result["times"]["mean_after"] == found()["times"]["mean_after"], "the least minutes hold"


def test_a_way_that_is_closed_is_told_and_what_nobody_can_need_is_not():
    result = found(answers={"measures": "R2"})
    assert (result["times"]["faster"], result["times"]["slower"]) == (0, 6)
    assert result["times"]["mean_after"] is None
    assert regions(result, "after") == {"ABC", "D"} or regions(result, "after") == {"AB", "C", "D"}
    assert any(note == "Ways between areas that become faster: 0; slower: 6." for note in shown(result).notes)


def test_the_same_seed_gives_the_same_bytes():
    torn = flows(([900, 20, 5], [200, 500, 150], [5, 20, 900]), codes="ABC")
    asked = {"redraw": "on", "most_out": "20", "most_to_one": "15", "drawings": "60"}
    again = [found(flows=torn, seed=7, answers=asked) for _ in range(2)]
    assert results.canonical(again[0]) == results.canonical(again[1])
    assert results.canonical(found(flows=torn, seed=8, answers=asked)) != results.canonical(again[0])


def test_what_is_said_of_it():
    page = shown(found(answers={"redraw": "on", "territory": "Here"}))
    assert page.title == "From measure to common labour market: Here"
    assert page.lead == (
        "With Bridge the regions of B and C grow together, in 100% of the drawings. Regions before: 2; with the "
        "measures: 1."
    )
    notes = "\n".join(page.notes)
    assert "support for a choice, never an answer" in notes
    assert "no drawing shows it" in notes
    assert "jobs stay where they are" in notes
    assert "would be one, that of B" in notes
    assert [one.name for one in page.maps] == ["after", "before", "sureness"]
    assert page.map("after").scale is Scale.CATEGORIES
    assert page.map("after").classes == (1, 1, 1, 1)
    assert page.table("together").rows == (("B", "C", "yes", 1.0),)
    assert page.table("containment").rows[0][0] == "B"
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)
    assert {figure.label: figure.value for figure in page.figures}["Regions that grow together with another"] == 2


def test_it_is_said_in_swedish_too():
    page = shown(found(), "sv")
    assert page.lead.startswith("Med Bridge växer regionerna B och C ihop, i 100")
    assert page.lead.endswith("av dragningarna. Regioner före: 2; med åtgärderna: 1.")
    assert [column.label for column in page.table("between").columns][-1] == "Skillnad"


@pytest.mark.parametrize(
    ("rows", "answers", "more", "message"),
    [
        ((), {"measures": "R1, R9"}, {}, "no measure with the key R9. The keys are: R1, R2"),
        ((("R1", "closed", {"link": "zz", "name": "Ghost"}),), {}, {}, r"The measure R1 \(Ghost\) does not fit"),
        ((), {}, {"flows": flows(codes="WXYZ")}, "Only 0 of the areas"),
        (
            (),
            {"measures": "R2"},
            {"network": network(ISLANDS)},
            "there is a flow from 'A' to 'C', between which nobody can go",
        ),
    ],
)
def test_what_cannot_be_computed_is_told(rows, answers, more, message):
    with translation.override("en"), pytest.raises(InsightError, match=message):
        found(*rows, answers=answers, **more)


def test_everybody_sees_what_changes_but_no_number_that_tells_small_ones():
    # Of 14 who cross the border between the pairs, four go from C to B.
    few = flows(([800, 150, 0, 0], [150, 800, 10, 0], [0, 4, 800, 150], [0, 0, 150, 800]))
    result = found(flows=few)
    seen = for_everyone(STUDY, result, Rule())
    assert seen["areas"]["residents"] == [None] * 4
    assert seen["areas"]["jobs_after"] == [None] * 4
    assert seen["areas"]["after"] == result["areas"]["after"]
    assert 4 not in seen["between"]["before"]
    assert seen["between"]["after"] == [None] * 2
    assert seen["still"]["inside"] == seen["after"]["residents"][:1] * 2 == [None] * 2
    assert None in seen["still"]["supply"], "a share of what is hidden"
    assert (seen["whole"]["changed"], seen["times"]["mean_before"]) == (None, round(result["times"]["mean_before"]))
    page = shown(seen)
    assert any("persons below 5" in note for note in page.notes)
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)


def test_shares_of_few_are_not_told_to_everybody():
    """A per cent of 401 is less than the doubt that has to be left."""
    small = found(flows=flows(np.array(FLOWS) / 5))
    large = found()
    assert for_everyone(STUDY, small, Rule())["still"]["supply"] == [None, None]
    seen = for_everyone(STUDY, large, Rule())
    assert seen["still"]["supply"] == [round(share, 2) for share in large["still"]["supply"]]
    assert seen["before"]["residents"] == large["before"]["residents"]


def test_two_sets_of_measures_are_laid_beside_each_other():
    one, other = found(BRIDGE, NOTHING), found(BRIDGE, NOTHING, answers={"measures": "R3"})
    with translation.override("en"):
        page = STUDY.compare(one, other, ("Bridge", "Paint"))
    assert page.lead.startswith("“Bridge”: With Bridge the regions of B and C grow together")
    assert page.lead.endswith("“Paint”: With Paint no regions grow together, and no area moves to another region.")
    assert page.table("together").rows == (("B", "C", 1.0, 0.0),)
    assert [figure.value for figure in page.figures] == [1, 2, 0, 0]
    assert [one.name for one in page.maps] == ["difference", "first", "second"]
