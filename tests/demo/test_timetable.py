"""The demonstration's timetable: its trips take what its ways take, and everywhere on land is reached by it."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from samsyn.demo import commuting, network, timetable, travel
from samsyn.demo.region import MUNICIPALITIES
from samsyn.foundation.accounts.models import Role
from samsyn.insights.exports import making
from samsyn.insights.models import Run
from samsyn.insights.operations import drafts
from samsyn.insights.queries import runs
from samsyn.insights.studies.transit_times.found import Found
from samsyn.sources.files import Source
from samsyn.sources.gtfs.overview import overview
from samsyn.sources.gtfs.reading import read
from tests import factories as make

TUESDAY, SATURDAY = date(2026, 3, 10), date(2026, 3, 14)


def _source() -> Source:
    return Source("feed.zip", timetable.whole(2026).data)


def test_every_municipality_has_its_stop_and_no_way_is_there_twice():
    assert {stop[0] for stop in timetable._stops()} == set(MUNICIPALITIES)
    ways = Counter(frozenset((way["from"], way["to"])) for way in network.ways() if way["mode"] != "road")
    assert [pair for pair, number in ways.items() if number > 1] == []


def test_the_feed_is_sound_the_same_every_time_and_half_as_frequent_at_weekends():
    whole = overview(_source())
    assert (whole.first, whole.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert whole.on(SATURDAY) == pytest.approx(whole.on(TUESDAY) / 2, rel=0.05)
    assert [finding for finding in read(_source(), TUESDAY).findings if finding.severity != "note"] == []
    assert timetable.whole(2026).data == timetable.whole(2026).data


def test_a_train_takes_what_the_way_takes():
    found = read(_source(), TUESDAY).timetable
    trip = found.trips.codes.index("3 dit 0 vardag")
    first, last = found.trips.starts[trip], found.trips.starts[trip + 1] - 1
    assert [found.stops.names[found.trips.stops[at]] for at in (first, last)] == ["Stockholm", "Örebro"]
    assert found.trips.departure[first] == (5 * 60 + 9) * 60
    assert (found.trips.arrival[last] - found.trips.departure[first]) / 60 == 29 + 13 + 15 + 10 + 11 + 10 + 27


@pytest.fixture
def run() -> Run:
    make.user(Role.ANALYST, email="analytiker@demo.example")
    boundaries = drafts.bring_in(commuting.municipalities(), by=None, at=make.NOW)
    times = travel.load(boundaries, at=make.NOW)
    return timetable.load({each.role: each.snapshot for each in times.sources.all()}, at=make.NOW)


@pytest.mark.django_db
def test_travel_times_by_it_are_shared_and_told_in_swedish(run):
    found = Found(runs.result_of(run))
    at = {name: place for place, name in enumerate(found.names)}
    stockholm, uppsala, gotland = at["Stockholm"], at["Uppsala"], at["Gotland"]
    # 38 minutes by train, or 40 by the slower one, ten on foot at either end, and the wait: trains every 20 minutes.
    assert 60 < found.times[stockholm, uppsala] < 85
    assert found.early[stockholm, uppsala] < found.times[stockholm, uppsala] < found.late[stockholm, uppsala]
    others = np.delete(np.arange(len(found.codes)), gotland)
    assert np.isfinite(found.times[stockholm, others]).mean() > 0.9
    assert not np.isfinite(found.times[gotland, others]).any(), "who leaves after half past seven has missed the ferry"
    assert found.result["no_stop"] == []
    shown = making.told(run, runs.result_of(run), named=True)
    assert shown.presentation.title == "Restider med kollektivtrafik: Sju län"
    assert shown.about.modelled
    assert "omx-matrices" in shown.formats()
    assert run.share is not None
