"""A network of an extract of OpenStreetMap, made by a worker: what comes of it, what is refused, and that it stops."""

import json

import pytest
import shapely
from django.conf import settings
from django.utils import translation

from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind, SnapshotDraft
from samsyn.insights.operations import extracts
from samsyn.insights.queries import tables
from samsyn.insights.reading.words import translated
from samsyn.sources.osm.ways import Noted
from samsyn.web.jobs import HANDLERS
from tests.factories import NOW, user
from tests.insights.bringing import saved, whole, work
from tests.sources.test_network_connecting import ROADS, areas
from tests.sources.test_osm import extract

pytestmark = pytest.mark.django_db

RAILS = ([1, 3], {"railway": "rail"})


def boundaries(**more):
    """Two areas on the roads, of counties 01 and 02."""
    zones = areas(0.5, 3.5)
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": shapely.geometry.mapping(shape)}
        for code, name, shape in zip(("0101", "0201"), zones.names, zones.shapes, strict=True)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return whole(data, "areas.geojson", DatasetKind.BOUNDARIES, **more)


def networks():
    """Drafts of networks: areas come as drafts too."""
    return SnapshotDraft.objects.filter(kind=DatasetKind.NETWORK)


def stored(ways=ROADS):
    return files.store(extract(ways).data, name="uppsala.osm.pbf", by=None, at=NOW)


def asked(**more) -> Job:
    return extracts.request(stored(more.pop("ways", ROADS)), areas=boundaries(), by=None, at=NOW, **more)


def failed(**more) -> str:
    asked(**more)
    ended = work()
    assert ended.state == JobState.FAILED
    assert not networks().exists()
    return ended.error


def test_what_comes_is_a_draft_that_says_where_it_is_from():
    with translation.override("en"):
        job = asked(ways=[*ROADS, ([1, 3], {"highway": "primary", "access": "private"})])
        ended = work()
    draft = networks().get()
    assert (ended.pk, ended.state, ended.result["draft"]) == (job.pk, JobState.DONE, str(draft.key))
    assert draft.found["summary"] == {"areas": 2, "rows": 6, "total": None, "nodes": 4}
    assert (draft.file.name, draft.details["licence"]) == ("uppsala.zip", "Open Database License (ODbL) 1.0")
    assert draft.details["vintage"] == "2020"
    assert extract(ROADS).sha256 != draft.file.sha256
    told = draft.details["description"]
    assert told.startswith("Gjort av uppsala.osm.pbf (SHA-256 ")
    with translation.override("sv"):
        assert f"{translated(str(Noted.CLOSED))} (1)" in told, "a worker speaks the language of the site"
    assert tables.network_of(saved(draft)).zones.names == ("Area 0001", "Area 0002")


def test_some_of_the_areas_and_railways_where_they_are_asked_for():
    asked(begins=["02"], ways=[*ROADS, RAILS])
    work()
    assert networks().get().found["summary"]["areas"] == 1
    networks().delete()
    extracts.request(stored([*ROADS, RAILS]), areas=boundaries(), rail=True, by=None, at=NOW)
    work()
    draft = networks().get()
    assert {mode.value for mode in tables.network_of(saved(draft)).links.mode} == {"road", "rail", "connector"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"begins": ["9"]}, "Inget område har en kod som börjar på 9."),
        ({"ways": [([1, 2], {"highway": "footway"})]}, "uppsala.osm.pbf: Utdraget innehåller ingen väg, järnväg eller"),
    ],
)
def test_what_cannot_be_used_is_refused_whole(more, said):
    assert said in failed(**more)


def test_a_network_that_is_larger_than_what_is_kept_is_refused_with_the_cure(monkeypatch):
    small = stored()
    zones = boundaries()
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 100)
    extracts.request(small, areas=zones, by=None, at=NOW)
    assert "här sparas högst 0 MB. Ta ett utdrag för ett mindre område" in work().error


def test_it_stops_where_it_is_cancelled():
    job = asked()

    def handler(payload, progress):
        def listen(share, message=""):
            if share > 0.5:
                jobs.cancel(Job.objects.get(pk=job.pk), by=None, at=NOW)
            progress(share, message)

        listen.job, listen.settle = progress.job, progress.settle
        return HANDLERS[extracts.MAKE](payload, listen)

    assert run_now(job, {extracts.MAKE: handler}).state == JobState.CANCELLED
    assert not networks().exists()


def test_only_extracts_and_only_areas_with_boundaries():
    text = files.store(b"a;b\n1;2\n", name="a.csv", by=None, at=NOW)
    with translation.override("en"), pytest.raises(InsightError, match="is no extract of OpenStreetMap"):
        extracts.request(text, areas=boundaries(), by=None, at=NOW)
    with translation.override("en"), pytest.raises(InsightError, match="Only areas with boundaries"):
        extracts.request(stored(), areas=whole(), by=None, at=NOW)
    assert not Job.objects.exists()


def test_others_may_not():
    with pytest.raises(NotPermitted):
        extracts.request(stored(), areas=boundaries(), by=user(), at=NOW)
