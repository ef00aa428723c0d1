"""The demonstration's candidate measures: every one fits the network, says that it is an example, and is computed."""

import pytest

from samsyn.demo import commuting, measures, travel
from samsyn.foundation.accounts.models import Role
from samsyn.insights.exports import making
from samsyn.insights.models import Run
from samsyn.insights.operations import drafts
from samsyn.insights.queries import runs, tables
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    make.user(Role.ANALYST, email="analytiker@demo.example")
    boundaries = drafts.bring_in(commuting.municipalities(), by=None, at=make.NOW)
    times = travel.load(boundaries, at=make.NOW)
    return measures.load({each.role: each.snapshot for each in times.sources.all()}, at=make.NOW)


def test_every_measure_fits_says_that_it_is_an_example_and_does_what_it_is_for(run):
    snapshot = run.sources.get(role="measures").snapshot
    assert {finding["kind"] for finding in snapshot.findings} == {"NO_COST"}
    candidates = tables.measures_of(snapshot).measures
    assert len(candidates) >= 20
    assert all("Exempel" in each.facts.note for each in candidates)
    result = runs.result_of(run)
    assert result["left_out"] == []
    signs = {told["key"]: (told["improved"] > 0, told["worsened"] > 0) for told in result["measures"]}
    assert signs.pop("S1") == (False, True), "a closure"
    assert {key for key, sign in signs.items() if sign != (True, False)} <= {"K4"}


def test_it_is_shared_and_told_in_swedish_words(run):
    shown = making.told(run, runs.public_result_of(runs.shared_run(run.share.key)), named=False)
    assert shown.presentation.title == "Tänkbara åtgärder: Sju län"
    assert shown.about.modelled
    assert [column.label for column in shown.presentation.table("gains").columns][1] == "Stockholms län"
    assert runs.reference_day(run).year == int(travel.REFERENCE)


def test_one_of_them_makes_two_regions_grow_together():
    make.user(Role.ANALYST, email="analytiker@demo.example")
    regions = commuting.load(at=make.NOW)
    of = {each.role: each.snapshot for each in regions.sources.all()}
    times = travel.load(of["boundaries"], at=make.NOW)
    done = measures.load({each.role: each.snapshot for each in times.sources.all()}, at=make.NOW)
    run = measures.join({each.role: each.snapshot for each in done.sources.all()}, of["flows"], at=make.NOW)
    result = runs.result_of(run)
    assert result["areas"]["before"] == runs.result_of(regions)["areas"]["region"], "the regions that are shown there"
    shown = making.told(run, runs.public_result_of(runs.shared_run(run.share.key)), named=False)
    assert "växer regionerna Eskilstuna och Västerås ihop" in shown.presentation.lead
    assert shown.about.modelled


def test_a_package_is_chosen_without_the_closure(run):
    chosen = measures.choose({each.role: each.snapshot for each in run.sources.all()}, at=make.NOW)
    result = runs.result_of(chosen)
    first = result["packages"][result["best"][0]["package"]]
    assert len(first["measures"]) > 3
    assert first["cost"] <= measures.BUDGET
    assert measures.COSTLESS not in {told["key"] for told in result["measures"]}
    assert all(each["proven"] for each in (*result["best"], *result["budgets"], *result["ways"]))
    shown = making.told(chosen, runs.public_result_of(runs.shared_run(chosen.share.key)), named=False)
    assert shown.presentation.title.split() == ["Ett", "paket", "för", "20", "000", "mkr:", "Sju", "län"]
    choices = dict(shown.about.choices)
    assert choices["Åtgärder som inte får vara med"] == measures.COSTLESS
    assert choices["Andra budgetar att pröva, mkr"].startswith("4")
    assert "Åtgärder som ska vara med" not in choices
    assert shown.presentation.notes[0].startswith("Det här är ett stöd för ett val, aldrig svaret.")
