"""Fetching by jobs, against a local service: in parts, taken up where it broke off, never into a private network."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import queries as stored
from samsyn.foundation.files.models import StoredFile
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import JobState
from samsyn.insights import disk
from samsyn.insights.jobs.fetching import fetch
from samsyn.insights.models import SnapshotDraft
from samsyn.insights.operations import fetching
from samsyn.insights.operations.datasets import Described
from samsyn.insights.queries import services, tables
from tests.factories import NOW, user
from tests.insights.bringing import corrected, saved, whole, work
from tests.insights.reading.test_reader import CUBE
from tests.sources.service import Said, service
from tests.sources.test_pxweb import Office

pytestmark = pytest.mark.django_db

DESCRIBED = Described(title="Fetched", publisher="SCB", licence="CC0 1.0", unit="persons")
CHOICE = {"Bostad": ["????"], "Arbete": ["????"], "Kon": ["1+2"], "Tid": ["latest:1"]}
COLUMNS = {"origin": "Bostad", "destination": "Arbete", "year": "Tid", "sex": "Kon"}


@pytest.fixture(autouse=True)
def _near(settings, tmp_path):
    """The local service is on a private network, which the administrator allows; nothing lies about from before."""
    settings.DATA = tmp_path
    settings.CONFIG = replace(settings.CONFIG, private_hosts=("127.0.0.1",))
    with translation.override("en"):
        yield


def order(base, *, version=2, **more):
    made = services.pxweb_order(kind="flows", base=base, version=version, table="TAB1830", choice=CHOICE)
    return made | {"columns": COLUMNS, "details": {"title": "Commuting", "unit": "persons"}} | more


def fetched(asked):
    fetching.request(asked, by=None, at=NOW)
    job = work()
    assert job.state == JobState.DONE, job.error
    draft = SnapshotDraft.objects.latest("pk")
    assert job.result == {"draft": str(draft.key), "url": f"/system-picture/data/drafts/{draft.key}/"}
    return draft


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("limit", [1000, 4])
def test_a_table_becomes_a_draft_however_many_parts_it_comes_in(version, limit):
    office = Office(version, says=limit, gives=limit)
    with service(office) as told:
        draft = fetched(order(told.base, version=version))
    assert draft.found["summary"] == {"areas": 3, "rows": 9, "total": 29916.0}
    assert draft.details["reference"] == "2024"
    assert draft.details["vintage"] == "Svenska kommuner sedan 2007"
    assert draft.file.name == ("TAB1830.json" if limit == 1000 else "TAB1830.zip")
    flows = tables.flows_of(saved(draft, described=DESCRIBED, reference="2024"))
    assert flows.matrix().tolist() == [[2224, 2324, 2424], [3224, 3324, 3424], [4224, 4324, 4424]]
    assert not list(disk.parts().folder.glob("*")), "the parts are kept no longer than until the whole is"


def test_a_fetch_that_breaks_off_goes_on_where_it_was():
    office = Office(2, says=3, gives=3)
    closed = [True]

    def answering(asked):
        if asked.method == "POST" and len(office.cells) == 2 and closed[0]:
            closed[0] = False
            return Said(b"", status=404)
        return office(asked)

    with service(answering) as told:
        job = fetching.request(order(told.base), by=None, at=NOW)
        broken = work()
        assert broken.state == JobState.FAILED
        assert "Tjänsten avvisade begäran." in broken.error
        assert SnapshotDraft.objects.count() == 0, "half a table is no data"
        jobs.retry(job, by=None, at=NOW)
        assert work().state == JobState.DONE
    assert office.cells == [3, 3, 3]
    assert SnapshotDraft.objects.get().found["summary"]["rows"] == 9


def test_a_fetch_that_is_stopped_leaves_nothing_but_its_parts():
    office = Office(2, says=3, gives=3)

    class Stopped:
        job = None

        def __call__(self, share, message=""):
            if share > 0.29:
                raise jobs.Cancelled

    with service(office) as told, pytest.raises(jobs.Cancelled):
        fetch({"order": order(told.base), "dataset": ""}, Stopped())
    assert office.cells == [3]
    assert len(list(disk.parts().folder.glob("*"))) == 1
    assert (SnapshotDraft.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_the_second_address_is_asked_where_the_first_is_closed():
    with service(Office(1)) as old, service(lambda asked: Said(b"gone", status=404)) as new:
        asked = order(new.base)
        asked["addresses"] += order(old.base, version=1)["addresses"]
        assert fetched(asked).found["summary"]["rows"] == 9


def test_private_networks_are_not_asked(settings):
    settings.CONFIG = replace(settings.CONFIG, private_hosts=())
    with service(Office(2)) as told:
        fetching.request(order(told.base), by=None, at=NOW)
        job = work()
    assert job.state == JobState.FAILED
    assert "leder till ett privat nät" in job.error
    assert told.asked == []


@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/latest", "http://[::1]:80/", "file:///etc/passwd", "ftp://a"]
)
def test_addresses_that_lead_elsewhere_are_refused(address, settings):
    settings.CONFIG = replace(settings.CONFIG, private_hosts=())
    fetching.request(order(address), by=None, at=NOW)
    assert work().state == JobState.FAILED
    assert SnapshotDraft.objects.count() == 0


def test_eurostat():
    cube = CUBE | {"id": ["geo", "time", "unit"], "size": [2, 2, 1], "value": [1, 2, 3, 4]}
    named = dict(zip(("geo", "time", "unit"), CUBE["dimension"].values(), strict=True))
    cube["dimension"] = named | {"unit": {"label": "unit", "category": {"index": ["NR"]}}}
    with service(lambda asked: Said(json.dumps(cube).encode())) as told:
        asked = services.eurostat_order(
            kind="quantities", dataset="nama_10r", filters={"geo": ["SE11", "SE12"]}, base=told.base
        )
        draft = fetched(asked)
        assert told.asked[0].path.startswith("/statistics/1.0/data/nama_10r?format=JSON&lang=EN&geo=SE11&geo=SE12")
    assert draft.details["reference"] == "2023"
    snapshot = saved(draft, described=DESCRIBED)
    areas = tables.figures_of(snapshot)
    assert areas.codes == ("01", "02")
    assert [values.tolist() for values in areas.figures.values()] == [[2, 4]]


def test_what_eurostat_says_instead_of_data_is_told():
    answer = json.dumps({"warning": {"status": 413, "label": "The answer is made later"}}).encode()
    with service(lambda asked: Said(answer)) as told:
        fetching.request(
            services.eurostat_order(kind="quantities", dataset="x1", filters={}, base=told.base), by=None, at=NOW
        )
        job = work()
    assert job.state == JobState.FAILED
    assert "The answer is made later" in job.error


@pytest.mark.parametrize(("code", "areas"), [("municipalities", 290), ("counties", 21), ("fa_regions", 60)])
def test_swedish_boundaries_at_a_button(code, areas):
    draft = fetched(services.order_of(services.offer(code)))
    if draft.found["summary"] is None:
        draft = corrected(draft, choices={"INVALID_SHAPES": "REPAIR"})
    assert draft.found["summary"]["areas"] == areas
    snapshot = saved(draft, described=DESCRIBED)
    assert len(tables.boundaries_of(snapshot).codes) == areas
    assert draft.details["publisher"]
    assert stored.read(snapshot.file)[:4] == b"PAR1"


def test_which_fa_region_each_municipality_lies_in():
    draft = fetched(services.order_of(services.offer("fa_membership")))
    snapshot = saved(draft, described=DESCRIBED)
    regions = tables.regions_of(snapshot)
    assert len(regions) == 290
    assert len(set(regions.values())) == 60
    assert tables.region_names_of(snapshot)[regions["0180"]] == "Stockholm"
    assert regions["0380"] == regions["0180"], "Uppsala belongs to the region of Stockholm"


def test_the_orders_of_scb_name_what_can_be_read():
    for code in ("scb-commuting", "scb-population", "scb-employment"):
        made = services.order_of(services.offer(code))
        assert json.loads(json.dumps(made)) == made, "it is kept as plain data"
        assert made["addresses"][0]["base"].startswith("https://")
        assert made["details"]["licence"] == "CC0 1.0"


def test_the_next_snapshot_of_a_data_set_is_fetched():
    first = whole()
    with service(Office(2)) as told:
        fetching.request(order(told.base), dataset=first.dataset, by=None, at=NOW)
        assert work().state == JobState.DONE
    assert SnapshotDraft.objects.latest("pk").dataset == first.dataset


def test_parts_that_nobody_came_back_for_are_cleared_away():
    parts = disk.parts()
    parts.put("a" * 64, b"part")
    assert fetching.purge(by=None, at=NOW) == 0
    assert fetching.purge(by=None, at=NOW + timedelta(days=36_500)) == 1
    assert parts.get("a" * 64) is None
    with pytest.raises(ValueError, match="not a digest"):
        parts.put("../escape", b"part")
    with pytest.raises(NotPermitted):
        fetching.purge(by=user(), at=NOW)
