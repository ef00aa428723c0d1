"""The map of a snapshot: by its own boundaries, its territory's, or those of its vintage."""

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.insights.models import DatasetKind
from samsyn.insights.queries import previews
from tests.factories import user
from tests.insights import running
from tests.insights.bringing import FLOWS, packed, whole
from tests.sources import given
from tests.sources.feeds import feed
from tests.sources.test_growth import HEAD, ROWS

pytestmark = pytest.mark.django_db

EAST = [[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]
TWO = given.as_json(given.collection(given.feature("01", given.SQUARE, "West"), given.feature("02", EAST, "East"))).data
REGIONS = b"code;region;region_name\n01;A;Town\n02;A;Town\n"
QUANTITIES = b"code;people\n01;5\n02;..\n"


def boundaries(**more):
    return whole(TWO, "areas.geojson", DatasetKind.BOUNDARIES, **more)


def test_boundaries_are_drawn_as_they_are():
    preview = previews.of_snapshot(boundaries())
    assert preview.area_map.texts == ("West", "East")
    assert preview.geometry.codes == ("01", "02")


def test_flows_are_drawn_in_their_territory():
    territory, other = boundaries(vintage="2019"), boundaries(vintage="2020")
    chosen = whole(mapping={"territory": str(territory.key)})
    assert previews.boundaries_for(chosen) == territory
    assert previews.boundaries_for(whole()) == other, "of the same vintage, where no territory was chosen"
    preview = previews.of_snapshot(chosen)
    assert preview.area_map.texts == ("West: 14", "East: 7")
    assert preview.area_map.codes == ("01", "02")


def test_a_missing_figure_has_no_class():
    boundaries()
    preview = previews.of_snapshot(whole(QUANTITIES, "people.csv", DatasetKind.QUANTITIES))
    assert preview.area_map.title == "people"
    assert preview.area_map.classes[1] == -1


def test_regions_are_drawn_together():
    boundaries()
    preview = previews.of_snapshot(whole(REGIONS, "regions.csv", DatasetKind.REGIONS))
    assert preview.area_map.groups == (0, 0)


def test_without_boundaries_there_is_no_map():
    assert previews.of_snapshot(whole()) is None
    boundaries(vintage="1999")
    assert previews.of_snapshot(whole()) is None
    assert previews.of_snapshot(whole(b"old;new\n01;02\n", "key.csv", DatasetKind.VINTAGE_KEY)) is None
    assert previews.of_snapshot(whole(FLOWS.replace(b"0", b"9"), vintage="1999")) is None, "no area has a shape"


@pytest.mark.parametrize("kind", list(DatasetKind))
def test_every_kind_of_data_has_its_page(client, kind):
    boundaries()
    data = {
        DatasetKind.FLOWS: FLOWS,
        DatasetKind.BOUNDARIES: TWO,
        DatasetKind.QUANTITIES: QUANTITIES,
        DatasetKind.REGIONS: REGIONS,
        DatasetKind.VINTAGE_KEY: b"old;new\n01;02\n",
        DatasetKind.NETWORK: packed("from,to,km,minutes\nA,B,1,2\n", "node,zone\nA,01\nB,02\n"),
        DatasetKind.TIMETABLE: feed().data,
        DatasetKind.GROWTH: (HEAD + ROWS).encode(),
    }
    snapshot = running.measures(running.network()) if kind == DatasetKind.MEASURES else whole(data[kind], "file", kind)
    client.force_login(user(Role.ANALYST))
    for name, key in (("snapshot", snapshot.key), ("dataset", snapshot.dataset.key)):
        page = client.get(reverse(f"insights:{name}", args=[key]))
        assert page.status_code == 200
        assert ('id="preview-map"' in page.content.decode()) is (
            kind not in (DatasetKind.VINTAGE_KEY, DatasetKind.NETWORK, DatasetKind.MEASURES, DatasetKind.GROWTH)
        )
