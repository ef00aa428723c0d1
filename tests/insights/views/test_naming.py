"""Naming a measure in a network: a link is looked up, and what is said becomes the next snapshot of measures."""

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import Dataset, DatasetKind, Snapshot
from samsyn.insights.queries import tables
from samsyn.sources import tables as sources
from samsyn.sources.files import Source
from samsyn.sources.grids import Layout
from samsyn.sources.measures import reading, writing
from tests import factories as make
from tests.insights import bringing, running
from tests.insights.views.test_run_permissions import INSIDE, ROLES, WHO
from tests.sources.test_measures import candidates

pytestmark = pytest.mark.django_db

SAID = {"name": "Bridge", "minutes": "5.5", "both_ways": "on", "cost": "120", "price_year": "2024", "title": "Ours"}


@pytest.fixture
def inside(client):
    client.force_login(make.user(Role.ANALYST))
    return client


@pytest.fixture
def network():
    return running.network()


def _name(client, network, link="5", **said):
    return client.post(reverse("insights:name_measure", args=[network.key]) + f"?link={link}", SAID | said)


def _measures():
    snapshot = Snapshot.objects.filter(dataset__kind=DatasetKind.MEASURES).order_by("-number").first()
    return tables.measures_of(snapshot).measures


@pytest.mark.parametrize("who", WHO)
def test_who_may_look_up_and_name(client, network, who):
    if who != "nobody":
        client.force_login(make.user(*([ROLES[who]] if who in ROLES else [])))
    named = reverse("insights:name_measure", args=[network.key]) + "?link=5"
    outside = 302 if who == "nobody" else 403
    for address in (reverse("insights:links", args=[network.key]), named):
        assert client.get(address).status_code == (200 if who in INSIDE else outside)
    _name(client, network)
    assert Dataset.objects.filter(kind=DatasetKind.MEASURES).exists() is (who in INSIDE)


def test_links_are_looked_up_by_code_or_node(inside, network):
    address = reverse("insights:links", args=[network.key])
    assert "?link=5" in inside.get(address + "?q=b1").content.decode()
    assert "?link=7" not in inside.get(address + "?q=a1").content.decode()
    assert inside.get(reverse("insights:links", args=[running.snapshot().key])).status_code == 404


def test_a_new_data_set_and_then_its_next_snapshot(inside, network):
    answer = _name(inside, network)
    first = Snapshot.objects.get(dataset__kind=DatasetKind.MEASURES)
    assert answer["Location"] == reverse("insights:snapshot", args=[first.key])
    (bridge,) = _measures()
    assert (bridge.key, bridge.name, bridge.facts.cost, bridge.rows[0].minutes) == ("1", "Bridge", 120, 5.5)
    _name(
        inside, network, link="6", name="Hill", minutes="", closed="on", cost="", into=str(first.dataset.key), title=""
    )
    assert [each.name for each in _measures()] == ["Bridge", "Hill"]
    assert [each.number for each in first.dataset.snapshots.order_by("number")] == [1, 2]
    assert len(tables.measures_of(first).measures) == 1, "the earlier one stays as it is"


@pytest.mark.parametrize(
    "said",
    [
        {"minutes": ""},
        {"closed": "on"},
        {"title": ""},
        {"minutes": "-1"},
        {"minutes": "9"},
        {"name": ""},
    ],
)
def test_what_cannot_be_kept_is_refused_and_what_was_typed_stays(inside, network, said):
    answer = _name(inside, network, owner="Uppsala", **said)
    assert answer.status_code == 400
    assert 'value="Uppsala"' in answer.content.decode()
    assert not Dataset.objects.filter(kind=DatasetKind.MEASURES).exists()


def test_measures_of_another_network_are_not_mixed(inside, network):
    _name(inside, network)
    dataset = Dataset.objects.get(kind=DatasetKind.MEASURES)
    assert _name(inside, running.network(), into=str(dataset.key)).status_code == 400
    assert dataset.snapshots.count() == 1


def test_a_way_back_that_is_not_there_is_refused_and_not_left_out_in_silence(inside):
    packed = bringing.packed("link,from,to,km,minutes\none,A,B,1,5\n", "node,zone\nA,A\nB,B\n")
    network = bringing.whole(packed, "n.zip", DatasetKind.NETWORK)
    answer = _name(inside, network, link="one", minutes="3")
    assert answer.status_code == 400
    assert _name(inside, network, link="one", minutes="3", both_ways="").status_code == 302


def test_what_is_written_is_read_as_it_was():
    before = candidates(
        ("m", "new node", {"link": "S", "cost": 10, "note": 'He said "so", and went', "price_year": 2024}),
        ("m", "new link", {"from": "A", "to": "S", "minutes": "4.25", "km": 3, "mode": "rail", "both_ways": 1}),
        ("n", "closed", {"link": "aj", "year": 2030, "owner": "Uppsala"}),
    )
    grid = sources.grid(Source("m.csv", writing.written(before)), Layout(delimiter=",", decimal="."))
    assert repr(reading.read(grid).measures) == repr(before.measures)
