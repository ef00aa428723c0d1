"""Flows beside stated totals, as a check tells it: of a table that is here, and of the file itself."""

import pytest

from samsyn.insights.models import DatasetKind
from samsyn.insights.queries import datasets, tables
from samsyn.insights.queries import totals as queries
from samsyn.insights.reading import checking
from samsyn.sources.files import Source
from tests.insights.bringing import begun, corrected, saved, whole

pytestmark = pytest.mark.django_db

FLOWS = b"home;work;n\n01;01;10\n01;02;4\n02;02;7\n"
TOTALS = b"code;residents;jobs\n01;14;10\n02;9;11\n"
MATRIX = b"home,01,02,Total\n01,10,4,14\n02,0,7,9\nTotal,10,11,25\n"


def stated(data=TOTALS, **more):
    return whole(data, "totals.csv", DatasetKind.QUANTITIES, **more)


def pointing_at(snapshot, **sides):
    return {"stated": {side: f"{snapshot.key}/{figure}" for side, figure in sides.items()}}


def told(found):
    """Kind -> count and examples."""
    kinds = {"ORIGINS_TIE", "DESTINATIONS_TIE", "ORIGINS_DO_NOT_TIE", "DESTINATIONS_DO_NOT_TIE"}
    kinds |= {"NOT_STATED", "STATED_ELSEWHERE"}
    return {each["kind"]: (each["count"], each["examples"]) for each in found if each["kind"] in kinds}


def test_a_draft_is_checked_against_a_table_that_is_here():
    totals = stated()
    draft = corrected(begun(FLOWS), **pointing_at(totals, origins="residents", destinations="jobs"))
    assert told(draft.found["findings"]) == {
        "ORIGINS_DO_NOT_TIE": (1, ["02: -2"]),
        "ORIGINS_TIE": (1, ["01"]),
        "DESTINATIONS_TIE": (2, ["01", "02"]),
    }
    wrong = next(each for each in draft.found["findings"] if each["kind"] == "ORIGINS_DO_NOT_TIE")
    assert (wrong["severity"], wrong["largest"]) == ("WARNING", 2)
    assert wrong["against"] == "residents, Commuting (2022)"


def test_it_is_told_and_nothing_is_mended():
    snapshot = saved(corrected(begun(FLOWS), **pointing_at(stated(), origins="residents")))
    assert tables.flows_of(snapshot).matrix().tolist() == [[10, 4], [0, 7]]
    assert "ORIGINS_DO_NOT_TIE" in told(snapshot.findings)
    assert [each.against for each in datasets.told(snapshot.findings) if each.kind == "ORIGINS_TIE"]


def test_the_next_file_has_totals_of_its_own():
    snapshot = saved(corrected(begun(FLOWS), **pointing_at(stated(), origins="residents")))
    assert snapshot.mapping["stated"]
    assert told(begun(FLOWS, dataset=snapshot.dataset).found["findings"]) == {}


def test_flows_are_compared_as_the_choices_have_settled_them():
    twice = FLOWS + b"02;02;2\n"
    totals = stated()
    said = pointing_at(totals, origins="residents")
    open_one = corrected(begun(twice), **said)
    assert told(open_one.found["findings"]) == {}, "nothing is summed before it is said what to do with the pair"
    added = corrected(open_one, choices={"DUPLICATE_PAIRS": "ADD_UP"})
    assert told(added.found["findings"]) == {"ORIGINS_TIE": (2, ["01", "02"])}
    first = corrected(added, choices={"DUPLICATE_PAIRS": "KEEP_FIRST"})
    assert told(first.found["findings"])["ORIGINS_DO_NOT_TIE"] == (1, ["02: -2"])


def test_areas_that_only_one_of_them_has_are_told():
    totals = stated(b"code;residents\n01;14\n03;5\n")
    draft = corrected(begun(FLOWS), **pointing_at(totals, origins="residents"))
    assert told(draft.found["findings"]) == {
        "ORIGINS_TIE": (1, ["01"]), "NOT_STATED": (1, ["02"]), "STATED_ELSEWHERE": (1, ["03"]),
    }  # fmt: skip


def check(data, **mapping):
    checked = checking.check(
        Source("m.csv", data), "flows", {"form": "matrix", **mapping}, tables.Snapshots(), unit="n"
    )
    assert checked.refusal is None, checked.refusal
    return checked


def test_a_matrix_is_checked_against_its_own_sums():
    checked = check(MATRIX, totals=["Total"])
    assert told(checked.findings) == {
        "ORIGINS_DO_NOT_TIE": (1, ["02: -2"]),
        "ORIGINS_TIE": (1, ["01"]),
        "DESTINATIONS_TIE": (2, ["01", "02"]),
    }
    assert checked.summary["total"] == 21
    assert {each["against"] for each in checked.findings if "against" in each} == {"Total"}


def test_a_matrix_that_states_one_side_is_checked_on_that_side():
    checked = check(b"home,01,02,Total\n01,10,4,14\n02,0,7,7\n", totals=["Total"])
    assert told(checked.findings) == {"ORIGINS_TIE": (2, ["01", "02"])}


def test_figures_of_tables_and_of_cubes_are_offered():
    table = stated()
    offered = queries.figures()
    assert offered == [
        (datasets.named(table), [(f"{table.key}/residents", "residents"), (f"{table.key}/jobs", "jobs")])
    ]


def test_a_snapshot_is_summed_beside_totals():
    flows, totals = whole(FLOWS), stated()
    found = queries.beside(flows, "origins", f"{totals.key}/residents")
    assert (found.margin.codes, found.margin.differences.tolist()) == (("01", "02"), [0, -2])
