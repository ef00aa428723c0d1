"""A measure drawn in a network, change by change, kept as the next snapshot of measures; without script."""

import re

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import Dataset, DatasetKind, Snapshot
from samsyn.insights.queries import tables
from samsyn.sources import tables as sources
from samsyn.sources.files import Source
from samsyn.sources.grids import Layout
from samsyn.sources.measures import reading, writing
from samsyn.sources.measures.records import What
from tests import factories as make
from tests.insights import bringing, running
from tests.insights.views.test_run_permissions import INSIDE, ROLES, WHO
from tests.sources.test_measures import candidates

pytestmark = pytest.mark.django_db

# A square of a degree around 60 north: 111 km from south to north, and half of that from west to east.
NODES = "node,zone,x,y\nA,A,15,60\nB,B,15,61\na,,15,60\nb,,15,61\nc,,16,60\n"
LINKS = (
    "link,from,to,km,minutes,mode,both_ways\ncA,A,a,0,2,connector,1\ncB,B,b,0,2,connector,1\n"
    "ab,a,b,120,90,road,1\nac,a,c,60,40,rail,0\n"
)
WHOLE = {"name": "Bridge", "cost": "120", "price_year": "2024", "year": "2035", "title": "Ours"}
FASTER = {"what": "time", "link": "ab", "minutes": "60.5", "both_ways": "on"}
NEW = {"what": "new", "start": "b", "end": "c", "mode": "rail", "speed": "100", "both_ways": "on"}


@pytest.fixture
def inside(client):
    client.force_login(make.user(Role.ANALYST))
    return client


@pytest.fixture
def network():
    mapping = {"form": "listed", "crs": "EPSG:4326"} | {"columns": {name: name for name in NODES.split()[0].split(",")}}
    mapping["columns"] |= {
        "link": "link", "start": "from", "end": "to", "km": "km", "minutes": "minutes", "mode": "mode",
        "both_ways": "both_ways",
    }  # fmt: skip
    return bringing.whole(bringing.packed(LINKS, NODES), "n.zip", DatasetKind.NETWORK, mapping=mapping)


def _do(client, network, do, **said):
    return client.post(reverse("insights:draw_measure", args=[network.key]), {"do": do} | said)


def _stand(answer):
    """What is sent along of the changes that stand."""
    return answer.context["drawing"].changes and [each.stored() for each in answer.context["drawing"].changes]


def _measures():
    snapshot = Snapshot.objects.filter(dataset__kind=DatasetKind.MEASURES).order_by("-number").first()
    return tables.measures_of(snapshot).measures


@pytest.mark.parametrize("who", WHO)
def test_who_may_look_up_and_draw(client, network, who):
    if who != "nobody":
        client.force_login(make.user(*([ROLES[who]] if who in ROLES else [])))
    outside = 302 if who == "nobody" else 403
    for name in ("links", "draw_measure"):
        answer = client.get(reverse(f"insights:{name}", args=[network.key]))
        assert answer.status_code == (200 if who in INSIDE else outside)
    _do(client, network, "keep", **WHOLE, **FASTER)
    assert Dataset.objects.filter(kind=DatasetKind.MEASURES).exists() is (who in INSIDE)


def test_links_are_looked_up_by_code_or_node_and_lead_to_the_drawing(inside, network):
    address = reverse("insights:links", args=[network.key])
    assert "?link=ab" in inside.get(address + "?q=B").content.decode()
    assert "?link=ac" not in inside.get(address + "?q=B").content.decode()
    page = inside.get(reverse("insights:draw_measure", args=[network.key]) + "?link=ab").content.decode()
    assert 'name="link" value="ab"' in page
    assert inside.get(reverse("insights:links", args=[running.snapshot().key])).status_code == 404


def test_the_page_draws_the_network_and_lists_what_is_chosen_from(inside, network):
    page = inside.get(reverse("insights:draw_measure", args=[network.key])).content.decode()
    assert set(re.findall(r'data-link="([^"]+)"', page)) == {"ab", "ab back", "ac"}
    assert set(re.findall(r'data-node="([^"]+)"', page)) == {"a", "b", "c"}
    assert 'value="b" data-place="b" data-modes="road"' in page


def test_changes_are_added_corrected_and_removed_before_anything_is_kept(inside, network):
    one = _do(inside, network, "add", **FASTER)
    both = _do(inside, network, "add", **NEW, done=_stand(one))
    assert [row.what for row in both.context["drawing"].rows()] == [What.FASTER, What.NEW]
    page = both.content.decode()
    assert set(re.findall(r'data-link="(drawn[^"]+)"', page)) == {"drawn-0-0", "drawn-0-1", "drawn-1-0", "drawn-1-1"}
    again = _do(inside, network, "edit-0", done=_stand(both))
    assert [row.what for row in again.context["drawing"].rows()] == [What.NEW]
    assert 'name="link" value="ab"' in again.content.decode()
    assert _stand(_do(inside, network, "remove-0", done=_stand(again))) == []
    assert not Dataset.objects.filter(kind=DatasetKind.MEASURES).exists()


def test_length_follows_from_where_the_nodes_lie_and_time_from_the_speed(inside, network):
    (row,) = _do(inside, network, "add", **NEW | {"start": "a"}).context["drawing"].rows()
    assert row.km == pytest.approx(55.8, abs=0.05), "a degree of longitude at 60 north"
    assert row.minutes == pytest.approx(60 * row.km / 100, abs=0.01)
    (said,) = _do(inside, network, "add", **NEW | {"km": "80"}).context["drawing"].rows()
    assert (said.km, said.minutes, said.mode) == (80, 48, "rail")


def test_several_changes_are_one_measure_of_a_new_data_set_and_then_of_its_next_snapshot(inside, network):
    done = _stand(_do(inside, network, "add", **FASTER))
    answer = _do(inside, network, "keep", **WHOLE, **NEW, done=done)
    first = Snapshot.objects.get(dataset__kind=DatasetKind.MEASURES)
    assert answer["Location"] == reverse("insights:snapshot", args=[first.key])
    (bridge,) = _measures()
    assert (bridge.key, bridge.name, bridge.facts.cost, bridge.facts.year) == ("1", "Bridge", 120, 2035)
    assert [(row.what, row.named) for row in bridge.rows] == [(What.FASTER, "ab"), (What.NEW, "b–c")]
    closed = _stand(_do(inside, network, "add", what="closed", link="ac"))
    empty = {"what": "closed", "start": "", "end": "", "link": "", "mode": "rail"}
    _do(inside, network, "keep", **empty, name="Hill", into=str(first.dataset.key), done=closed)
    assert [each.name for each in _measures()] == ["Bridge", "Hill"]
    assert _measures()[1].rows[0].what is What.CLOSED
    assert [each.number for each in first.dataset.snapshots.order_by("number")] == [1, 2]
    assert len(tables.measures_of(first).measures) == 1, "the earlier one stays as it is"


@pytest.mark.parametrize(
    "said",
    [
        {"minutes": ""},
        {"speed": "100"},
        {"minutes": "-1"},
        {"minutes": "90"},
        {"link": "zz"},
        {"what": "new", "start": "b", "end": "zz"},
        {"what": "new", "start": "b", "end": "b"},
        {"title": ""},
        {"name": ""},
    ],
)
def test_what_cannot_be_kept_is_refused_and_what_was_typed_stays(inside, network, said):
    answer = _do(inside, network, "keep", **WHOLE | FASTER | {"owner": "Uppsala"} | said)
    assert answer.status_code == 400
    assert 'value="Uppsala"' in answer.content.decode()
    assert not Dataset.objects.filter(kind=DatasetKind.MEASURES).exists()


def test_a_measure_that_changes_nothing_or_one_link_twice_is_refused(inside, network):
    assert _do(inside, network, "keep", **WHOLE).status_code == 400
    done = _stand(_do(inside, network, "add", **FASTER))
    twice = _do(inside, network, "add", **FASTER | {"minutes": "50"}, done=done)
    assert twice.status_code == 400
    assert len(twice.context["drawing"].changes) == 1
    assert not Dataset.objects.filter(kind=DatasetKind.MEASURES).exists()


def test_what_is_sent_along_is_read_anew_and_never_believed(inside, network):
    forged = ["what=time&link=zz&minutes=1", "nonsense", "what=new&start=a&end=b&minutes=-3&mode=rocket"]
    answer = _do(inside, network, "keep", **WHOLE, done=forged)
    assert answer.status_code == 400
    assert answer.context["drawing"].changes == []


def test_a_way_back_that_is_not_there_is_refused_and_not_left_out_in_silence(inside, network):
    assert _do(inside, network, "keep", **WHOLE | FASTER | {"link": "ac"}).status_code == 400
    assert _do(inside, network, "keep", **WHOLE | FASTER | {"link": "ac", "both_ways": ""}).status_code == 302


def test_measures_of_another_network_are_not_mixed(inside, network):
    _do(inside, network, "keep", **WHOLE, **FASTER)
    dataset = Dataset.objects.get(kind=DatasetKind.MEASURES)
    other = running.network()
    said = {"what": "time", "link": "5", "minutes": "3", "both_ways": "on"}
    assert _do(inside, other, "keep", **WHOLE, **said, into=str(dataset.key)).status_code == 400
    assert dataset.snapshots.count() == 1


def test_a_network_without_coordinates_is_drawn_in_by_its_lists(inside):
    network = running.network()
    page = inside.get(reverse("insights:draw_measure", args=[network.key])).content.decode()
    assert "map-drawing" not in page
    assert 'value="B1" data-place=""' in page
    new = {"what": "new", "start": "A1", "end": "C1", "mode": "road", "minutes": "20"}
    assert _do(inside, network, "add", **new).status_code == 400, "the length has to be said"
    assert _do(inside, network, "keep", **WHOLE, **new, km="25").status_code == 302


def test_what_is_written_is_read_as_it_was():
    before = candidates(
        ("m", "new node", {"link": "S", "cost": 10, "note": 'He said "so", and went', "price_year": 2024}),
        ("m", "new link", {"from": "A", "to": "S", "minutes": "4.25", "km": 3, "mode": "rail", "both_ways": 1}),
        ("n", "closed", {"link": "aj", "year": 2030, "owner": "Uppsala"}),
    )
    grid = sources.grid(Source("m.csv", writing.written(before)), Layout(delimiter=",", decimal="."))
    assert repr(reading.read(grid).measures) == repr(before.measures)
