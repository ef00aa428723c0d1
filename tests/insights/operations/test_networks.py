"""Networks as data sets: brought in, cured by choices, looked at, and read by studies."""

import pytest

from samsyn.analysis.networks.tables import Mode
from samsyn.insights.errors import InsightError
from samsyn.insights.forms.drafts import ChoosingForm
from samsyn.insights.forms.reading import ReadingForm
from samsyn.insights.models import DatasetKind
from samsyn.insights.operations.datasets import Described
from samsyn.insights.queries import datasets, networks, previews, tables
from samsyn.insights.reading.words import MODES
from tests.insights import bringing

NODES = "nod;x;y;zon\nA;17.6;59.9;01\nB;18.1;59.3;02\nJ;17.9;59.6;\n"
LINKS = "från;till;km;minuter;färdmedel;båda håll\nA;J;10,5;12;rail;ja\nJ;B;20;24;rail;ja\n"
NETWORK = Described(title="Nät", publisher="Regionen", licence="CC0", unit="länkar")


def begun(links=LINKS, nodes=NODES, **more):
    return bringing.begun(bringing.packed(links, nodes), "nät.zip", DatasetKind.NETWORK, **more)


@pytest.mark.django_db
def test_a_network_is_guessed_checked_saved_and_read_again():
    draft = begun()
    assert draft.mapping["columns"]["minutes"] == "minuter"
    assert draft.found["findings"] == []
    assert draft.found["summary"] == {"areas": 2, "rows": 4, "total": None, "nodes": 3}
    snapshot = bringing.saved(draft, described=NETWORK)
    network = tables.network_of(snapshot)
    assert network.zones.codes == ("01", "02")
    assert network.links.km.tolist() == [10.5, 20, 10.5, 20]
    assert set(network.links.mode) == {Mode.RAIL}
    assert tables.network_of(snapshot) is network


@pytest.mark.django_db
def test_its_first_links_are_shown_and_drawn_by_mode():
    snapshot = bringing.saved(begun(), described=NETWORK)
    shown = datasets.first_rows(snapshot)
    assert [cell.text or cell.number for cell in shown.rows[0]] == ["A", "J", str(MODES["rail"]), 10.5, 12]
    preview = previews.of_snapshot(snapshot)
    drawn = preview.area_map.lines
    assert [line.text.split("\n")[0] for line in drawn.lines] == ["A – J", "J – A", "J – B", "B – J"], "longest first"
    assert drawn.lines[0].points == ((17.6, 59.9), (17.9, 59.6))
    assert (drawn.legend, drawn.placeless) == ((str(MODES["rail"]),), 0)
    assert {mark.code: mark.point for mark in drawn.marks} == {"01": (17.6, 59.9), "02": (18.1, 59.3)}


@pytest.mark.django_db
def test_its_facts_are_counted_by_mode_and_zones_out_of_reach_are_told():
    draft = begun(LINKS + "A;B;30;40;road;nej\nC;J;1;2;connector;nej\n", NODES + "C;;;03\n")
    found = networks.facts(draft.found["preview"], draft.found["findings"])
    assert (found.zones, found.nodes, found.unreached, found.closed_in) == (3, 4, 1, 0)
    assert [(each.mode, each.links, each.km) for each in found.modes] == [
        (str(MODES["road"]), 1, 30),
        (str(MODES["rail"]), 4, 61),
        (str(MODES["connector"]), 1, 1),
    ]


@pytest.mark.django_db
def test_links_into_nowhere_wait_for_a_choice_and_are_left_out():
    draft = begun(LINKS + "J;C;3;4;rail;nej\n")
    assert [finding["kind"] for finding in draft.found["findings"]] == ["UNLISTED_NODES"]
    assert datasets.told(draft.found["findings"])[0].places == ("links.csv, rad 4",)
    assert draft.found["summary"] is None
    with pytest.raises(InsightError):
        bringing.saved(draft, described=NETWORK)
    form = ChoosingForm(draft, {"revision": draft.revision, "choice_UNLISTED_NODES": "DROP"})
    assert form.is_valid(), form.errors
    draft = bringing.corrected(draft, **form.changes())
    assert draft.found["summary"]["rows"] == 4
    assert len(tables.network_of(bringing.saved(draft, described=NETWORK)).links) == 4


@pytest.mark.django_db
def test_what_need_not_be_chosen_may_be():
    more = "A;J;10;9;rail;nej\nJ;K;1;0;rail;ja\n"
    draft = begun(LINKS + more, NODES + "K;17.8;59.5;\n")
    told = {each.kind: each for each in datasets.told(draft.found["findings"])}
    assert {kind: each.must_choose for kind, each in told.items()} == {"NO_TIME": False, "PARALLEL": False}
    assert draft.found["summary"] is not None
    form = ChoosingForm(draft, {"revision": draft.revision, "choice_NO_TIME": "LEAST_TIME"})
    assert form.is_valid(), form.errors
    draft = bringing.corrected(draft, **form.changes())
    (slowed,) = (each for each in draft.found["findings"] if each["kind"] == "NO_TIME")
    assert (slowed["chosen"], slowed["rows"]) == ("LEAST_TIME", 2)
    assert tables.network_of(bringing.saved(draft, described=NETWORK)).links.minutes.min() == 0.1


@pytest.mark.django_db
def test_zones_are_checked_against_a_territory_and_called_as_there():
    areas = bringing.whole(b"kod;namn;folk\n01;Uppsala;5\n03;Gnesta;6\n", "folk.csv", DatasetKind.QUANTITIES)
    draft = bringing.corrected(begun(), territory=str(areas.key))
    assert {finding["kind"]: finding["examples"] for finding in draft.found["findings"]} == {
        "UNKNOWN_CODES": ["02"],
        "NOT_IN_FILE": ["03"],
    }
    assert tables.network_of(bringing.saved(draft, described=NETWORK)).zones.names == ("Uppsala", "02")


@pytest.mark.django_db
def test_headings_that_are_not_guessed_are_asked_for():
    draft = begun(LINKS.replace("minuter", "hur lång tid"))
    assert draft.found["refusal"]["problem"] == "COLUMNS_NOT_GUESSED"
    said = {f"columns_{thing}": heading for thing, heading in draft.mapping["columns"].items()}
    form = ReadingForm(draft, said | {"columns_minutes": "hur lång tid", "revision": draft.revision})
    assert form.is_valid(), form.errors
    draft = bringing.corrected(draft, **form.changes())
    assert draft.found["refusal"] is None
    assert draft.found["summary"]["rows"] == 4


@pytest.mark.django_db
def test_a_file_without_a_network_is_refused_in_words():
    data = bringing.packed(LINKS, NODES).replace(b"links.csv", b"lines.csv")
    draft = bringing.begun(data, "nät.zip", DatasetKind.NETWORK)
    assert draft.found["refusal"]["problem"] == "NO_NETWORK"


def test_every_mode_has_its_words():
    assert set(MODES) == {mode.value for mode in Mode}
