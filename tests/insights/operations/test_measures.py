"""Candidate measures as a data set: brought in, looked up in a network, chosen about, and read by studies."""

import pytest
from django.utils import translation

from samsyn.insights.errors import InsightError
from samsyn.insights.forms.drafts import ChoosingForm
from samsyn.insights.forms.reading import ReadingForm
from samsyn.insights.models import DatasetKind
from samsyn.insights.operations.datasets import Described
from samsyn.insights.queries import datasets, previews, tables
from samsyn.insights.reading import templates
from tests.insights import bringing, running

pytestmark = pytest.mark.django_db

HEADER = "åtgärd;vad;namn;från;till;båda håll;minuter;kostnad;prisår;län\n"
MEASURES = "1;snabbare;Bron;A1;B1;ja;5;400;2024;Uppsala\n2;stängd;Backen;C1;D1;nej;;0;2024;\n"
DESCRIBED = Described(title="Åtgärder", publisher="Regionen", licence="CC0", unit="mkr")


def begun(rows=MEASURES, header=HEADER, **mapping):
    mapping |= {"layout": {"delimiter": ";"}}
    return bringing.begun((header + rows).encode(), "åtgärder.csv", DatasetKind.MEASURES, mapping=mapping)


def test_they_are_guessed_checked_in_a_network_saved_and_read_again():
    network = running.network()
    draft = begun(network=str(network.key))
    assert draft.mapping["columns"]["what"] == "vad"
    assert draft.found["findings"] == []
    assert draft.found["summary"] == {"areas": 2, "rows": 2, "total": None, "measures": 2}
    snapshot = bringing.saved(draft, described=DESCRIBED)
    measures = tables.measures_of(snapshot)
    assert [each.name for each in measures.measures] == ["Bron", "Backen"]
    shown = datasets.first_rows(snapshot)
    assert [cell.text or cell.number for cell in shown.rows[0]] == ["1", "Bron", 1, 400, "Uppsala"]
    assert previews.of_snapshot(snapshot) is None


def test_without_a_network_it_is_said_that_nobody_has_looked():
    draft = begun(MEASURES.replace("A1", "Q9"))
    assert [finding["kind"] for finding in draft.found["findings"]] == ["NO_NETWORK"]
    assert draft.found["summary"]["measures"] == 2


def test_a_missing_link_waits_for_a_choice_and_the_measure_is_left_out():
    network = running.network()
    draft = begun(MEASURES.replace("A1", "Q9"), network=str(network.key))
    (found,) = datasets.told(draft.found["findings"])
    assert (found.kind, found.examples, found.places) == ("MISSING_LINKS", ("1: Q9–B1",), found.places)
    assert [name for name, _words in found.options] == ["LEAVE_OUT"]
    with pytest.raises(InsightError):
        bringing.saved(draft, described=DESCRIBED)
    form = ChoosingForm(draft, {"revision": draft.revision, "choice_MISSING_LINKS": "LEAVE_OUT"})
    assert form.is_valid(), form.errors
    draft = bringing.corrected(draft, **form.changes())
    assert draft.found["summary"]["measures"] == 1
    kept = tables.measures_of(bringing.saved(draft, described=DESCRIBED))
    assert [each.key for each in kept.measures] == ["2"]


def test_other_costs_on_another_row_wait_for_a_choice():
    draft = begun(MEASURES + "1;snabbare;Bron;B1;C1;ja;5;300;2024;Uppsala\n")
    assert draft.found["summary"] is None
    form = ChoosingForm(draft, {"revision": draft.revision, "choice_STATED_TWICE": "FIRST_ROW"})
    assert form.is_valid(), form.errors
    draft = bringing.corrected(draft, **form.changes())
    assert tables.measures_of(bringing.saved(draft, described=DESCRIBED)).measures[0].facts.cost == 400


def test_nothing_that_is_left_is_refused():
    draft = begun("1;snabbare;;A1;B1;;-3;;;\n", choices={"UNUSABLE": "LEAVE_OUT"})
    assert draft.found["refusal"]["problem"] == "NO_ROWS"


def test_the_network_is_chosen_in_the_form():
    network, draft = running.network(), begun()
    said = {f"columns_{thing}": heading for thing, heading in draft.mapping["columns"].items()}
    form = ReadingForm(draft, said | {"network": network.key, "revision": draft.revision, "layout_delimiter": ";"})
    assert form.is_valid(), form.errors
    draft = bringing.corrected(draft, **form.changes())
    assert draft.mapping["network"] == str(network.key)
    assert draft.found["findings"] == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_empty_table_has_headings_that_are_recognised(language):
    with translation.override(language):
        data = templates.measures(language)
    said = "1;faster" if language == "sv" else "1,faster"
    sign = said[1]
    header = data.decode().lstrip("\ufeff").strip().split(sign)
    row = said + sign * (len(header) - 2) + "\n"
    draft = bringing.begun(data + row.encode(), "m.csv", DatasetKind.MEASURES)
    assert all(draft.mapping["columns"].values())
    assert sorted(draft.mapping["columns"].values()) == sorted(header)
