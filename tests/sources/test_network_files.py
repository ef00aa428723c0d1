"""A network in one file: a ZIP of tables, a workbook of sheets, or TNTP."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from samsyn.insights.reading.mappings import Form
from samsyn.sources.errors import ChoiceNeeded, SourceError
from samsyn.sources.files import Source
from samsyn.sources.networks import files, gmns
from samsyn.sources.networks.files import NetworkForm, NetworkMapping
from samsyn.sources.networks.listed import ListedColumns
from samsyn.sources.networks.settling import settled
from samsyn.sources.problems import Problem
from tests.sources.test_network_tables import LINKS, NODES
from tests.sources.test_tntp import net

ZONES = "zone,name\n0114,Upplands Väsby\n0180,Stockholm\n"


def zipped(name="network.zip", **members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, text in members.items():
            archive.writestr(member.replace("__", "/").replace("_csv", ".csv").replace("_tntp", ".tntp"), text)
    return Source(name, buffer.getvalue())


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    buffer = io.BytesIO()
    book.save(buffer)
    return Source("network.xlsx", buffer.getvalue())


@pytest.mark.parametrize(
    "source",
    [
        zipped(nodes_csv=NODES, links_csv=LINKS, zones_csv=ZONES),
        zipped(net__noder_csv=NODES, net__länkar_csv=LINKS, net__Zoner_csv=ZONES, net__readme_csv="x\n1\n"),
        workbook(Nodes=NODES, Links=LINKS, Zones=ZONES, Om="vad,som\nhelst,\n"),
    ],
    ids=["zip", "folder", "workbook"],
)
def test_two_tables_and_the_names_of_zones(source):
    found = files.contents(source)
    assert found.form is NetworkForm.LISTED
    assert found.nodes == ("node", "x", "y", "zone")
    assert found.links == ("from", "to", "km", "minutes", "mode", "both_ways")
    made = settled(files.read(source, found.form, NetworkMapping(ListedColumns(width=4)))).network
    assert made.zones.codes == ("0114", "0180")
    assert made.zones.names == ("Upplands Väsby", "Stockholm")
    assert made.links.minutes.tolist() == [3, 8.25, 9, 3]


def test_what_gmns_was_written_is_read_again_with_the_names_of_zones():
    source = zipped(nodes_csv=NODES, links_csv=LINKS, zones_csv=ZONES)
    network = settled(files.read(source, NetworkForm.LISTED)).network
    again = zipped(**{name.replace(".csv", "_csv"): text for name, text in gmns.written(network).items()})
    assert files.contents(again).form is NetworkForm.GMNS
    found = settled(files.read(again, NetworkForm.GMNS)).network
    assert found.zones.names == network.zones.names
    assert found.links.minutes.tolist() == network.links.minutes.tolist()


@pytest.mark.parametrize("packed", [False, True])
def test_tntp_alone_and_in_a_zip(packed):
    text = net()
    text = text.data.decode() if isinstance(text, Source) else text
    source = zipped(Town_net_tntp=text, Town_trips_tntp="x") if packed else Source("Town_net.tntp", text.encode())
    assert files.contents(source).form is NetworkForm.TNTP
    assert files.links_of(source) is None
    assert len(files.read(source, NetworkForm.TNTP).links) > 0


@pytest.mark.parametrize(
    "source",
    [
        zipped(nodes_csv=NODES),
        zipped(flows_csv="a,b\n1,2\n"),
        workbook(Data="a,b\n1,2\n"),
        Source("flows.csv", b"a;b\n1;2\n"),
    ],
    ids=["no links", "other tables", "other sheets", "a table"],
)
def test_no_network_is_refused_with_what_is_needed(source):
    with pytest.raises(SourceError) as caught:
        files.contents(source)
    assert caught.value.problem is Problem.NO_NETWORK


def test_two_tables_of_links_are_asked_about():
    with pytest.raises(ChoiceNeeded) as caught:
        files.contents(zipped(nodes_csv=NODES, links_csv=LINKS, old__link_csv=LINKS))
    assert caught.value.problem is Problem.SEVERAL_FILES


def test_read_as_another_form_than_it_has_is_refused():
    with pytest.raises(SourceError) as caught:
        files.read(zipped(nodes_csv=NODES, links_csv=LINKS), NetworkForm.TNTP)
    assert caught.value.problem is Problem.NO_NETWORK


def test_every_form_can_be_said_in_a_mapping():
    assert {form.value for form in NetworkForm} <= {form.value for form in Form}
