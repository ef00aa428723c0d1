"""Growth scenarios as data sets: guessed, checked, told beside a territory, saved, and laid on a network."""

import pytest
from django.utils import translation

from samsyn.insights.forms.reading import ReadingForm
from samsyn.insights.models import DatasetKind
from samsyn.insights.queries import checking, datasets, fitness, tables
from tests.insights import bringing, running
from tests.sources.test_growth import HEAD, ROWS

pytestmark = pytest.mark.django_db
SWEDISH = "kommun;scenario;år;folkmängd;arbetstillfällen\nA;Tätt;2024;1 000;400\nA;Tätt;2050;1 500;500\n"


def begun(data=HEAD + ROWS, **more):
    return bringing.begun(data.encode(), "growth.csv", DatasetKind.GROWTH, **more)


def test_headings_in_either_language_are_recognised():
    draft = begun(SWEDISH)
    columns = {
        "code": "kommun",
        "scenario": "scenario",
        "year": "år",
        "people": "folkmängd",
        "jobs": "arbetstillfällen",
    }
    assert draft.mapping["columns"] == columns
    assert draft.found["summary"] == {"areas": 1, "rows": 2, "total": None, "scenarios": ["Tätt"]}
    assert begun().mapping["columns"]["people"] == "people"
    assert {"columns_scenario", "columns_jobs", "territory"} <= set(ReadingForm(draft).fields)


def test_they_are_saved_and_what_each_scenario_comes_to_is_shown():
    snapshot = bringing.saved(begun())
    shown = datasets.first_rows(snapshot)
    rows = [[cell.text or cell.number for cell in row] for row in shown.rows]
    assert rows[1] == ["Spread", "2050", 370, 150]
    assert tables.growth_of(snapshot) is tables.growth_of(snapshot)
    assert tables.names_of(snapshot) == {"A": "", "B": ""}


def test_a_row_that_tells_nothing_is_refused_in_words_with_its_place():
    draft = begun(HEAD + ROWS + "C,,2050,1,1\n")
    with translation.override("sv"):
        said = checking.refusal(draft)
    assert said == "growth.csv, rad 10, kolumn scenario: Raden anger inget scenario. Rätta cellen i filen."
    assert draft.found["summary"] is None


def test_gaps_are_told_and_stay_beside_the_data():
    snapshot = bringing.saved(begun(HEAD + ROWS + "C,Spread,2024,10,10\n"))
    assert [finding["kind"] for finding in snapshot.findings] == ["GAPS"]


def test_areas_that_the_territory_does_not_have_are_told():
    territory = running.people()
    draft = bringing.corrected(begun(), territory=str(territory.key))
    kinds = {finding["kind"]: finding["examples"] for finding in draft.found["findings"]}
    assert kinds == {"NOT_IN_FILE": ["C", "D"]}


def test_a_network_with_zones_that_they_lack_is_warned_of():
    chosen = {"network": running.network(), "growth": bringing.saved(begun())}
    with translation.override("en"):
        texts = [warned.text for warned in fitness.warnings(chosen)]
    assert "2 zones of the network are not among the others: C, D." in texts
