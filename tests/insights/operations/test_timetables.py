"""Timetables as data: uploaded, checked for a day, corrected, saved, and given to studies."""

from datetime import date

import pytest
from django.utils import translation

from samsyn.foundation.jobs import operations as jobs
from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.insights.errors import InsightError
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.operations import drafts
from samsyn.insights.queries import checking, datasets, previews, tables, timetables
from samsyn.sources.gtfs import calls
from samsyn.sources.gtfs.footpaths import Walking
from samsyn.web.jobs import HANDLERS
from tests.factories import NOW
from tests.insights.bringing import begun, corrected, saved
from tests.sources.feeds import TABLES, feed

pytestmark = pytest.mark.django_db


def draft(source=None, **more):
    return begun((source or feed()).data, "feed.zip", DatasetKind.TIMETABLE, **more)


def refusal(found):
    with translation.override("en"):
        return checking.refusal(found)


def test_a_feed_is_checked_on_its_busiest_day_and_saved_as_it_came():
    source = feed()
    made = draft(source)
    assert made.mapping == {"form": "gtfs", "day": "2026-07-02"}
    assert made.found["summary"] == {"areas": 4, "rows": 5, "total": None, "trips": 5}
    snapshot = saved(made)
    assert (snapshot.areas, snapshot.rows) == (4, 5)
    assert snapshot.file.sha256 == source.sha256
    assert tables.timetable_of(snapshot).day == date(2026, 7, 2)


def test_what_there_is_to_look_at():
    """On Tuesday out and onward, the night bus at either end of the day, and the shuttle three times."""
    kept = saved(corrected(draft(), day="2026-11-24")).preview
    seen = timetables.shown(kept)
    assert (seen.agencies, seen.first, seen.last) == ("Länstrafiken", date(2026, 1, 1), date(2026, 12, 31))
    assert (seen.stops, seen.routes, seen.trips, seen.calls) == (4, 2, 5, 3 + 2 + 2 * 2 + 3 * 2)
    assert seen.week[0] == (date(2026, 11, 23), 4)
    assert [trips for _day, trips in seen.week] == [4, 4, 4, 4, 4, 1, 1]
    # Between T and B out once and the shuttle three times; B and C1 once, C1 and T by the night bus twice, C2 and B.
    assert sorted(line[-1] for line in kept["lines"]) == [1, 1, 2, 4]
    assert kept["lines"][0] == [16.0, 59.05, 16.0, 59.1, 4]
    # From T out and three shuttles; from C1 two night buses; from C2 onward; from B out.
    assert [stop[:2] for stop in kept["busiest"]] == [
        ["Torget", 4], ["Centralen läge A", 2], ["Byn", 1], ["Centralen läge B", 1],
    ]  # fmt: skip


def test_the_map_and_the_first_rows_are_drawn_from_what_was_kept():
    snapshot = saved(draft())
    with translation.override("en"):
        drawn = previews.of_snapshot(snapshot)
        rows = datasets.first_rows(snapshot)
    assert len(drawn.area_map.lines.lines) == 4
    assert "Länstrafiken" not in drawn.source
    assert drawn.area_map.lines.marks[0].text == "Torget: 4 departures"
    assert rows.rows[0][0].text == "Torget"
    assert rows.rows[0][1].number == 4


def test_broken_rows_wait_for_a_choice_and_nothing_is_saved_before():
    made = draft(feed(stop_times=("7:20:00", "7:60:00")))
    (finding,) = [each for each in made.found["findings"] if each["kind"] == "LEFT_OUT"]
    assert (finding["severity"], finding["count"], finding["options"]) == ("CHOICE", 1, ["CORRECT", "WITHOUT"])
    assert (finding["places"][0]["sheet"], finding["places"][0]["row"]) == ("stop_times.txt", 4)
    with translation.override("en"), pytest.raises(InsightError, match="Choose what is to be done with this"):
        saved(made)
    assert not Snapshot.objects.exists()
    chosen = corrected(made, choices={"LEFT_OUT": "WITHOUT"})
    assert [each["chosen"] for each in chosen.found["findings"] if each["kind"] == "LEFT_OUT"] == ["WITHOUT"]
    assert saved(chosen).rows == 5


def test_a_day_without_service_is_refused_with_the_period_and_the_cure():
    made = corrected(draft(), day="2027-06-01")
    assert refusal(made) == (
        "feed.zip: Nothing runs on the day. Found: 2026-01-01 – 2026-12-31. Expected: 2027-06-01. Choose a day within "
        "the period of the timetable."
    )
    assert made.found["preview"] is None


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (feed(stops=None), "A file that the feed must have is missing."),
        (feed(trips="route_id,service_id,trip_id\n1,never,out\n"), "Nothing runs on any day of the timetable."),
        (feed(stops=("C2,", "C1,")), "stops.txt, row 4, column stop_id: The same code stands twice"),
    ],
)
def test_feeds_that_are_refused(source, said):
    assert said in refusal(draft(source))


def test_more_calls_than_may_be_held_are_refused(monkeypatch):
    monkeypatch.setattr(calls, "MOST_CALLS", 5)
    assert "There are more values than may be read." in refusal(draft())


def test_the_next_snapshot_is_checked_on_a_day_of_its_own():
    first = saved(corrected(draft(), day="2026-11-24"))
    dates = {name: TABLES[name].replace("2026", "2027") for name in ("calendar.txt", "calendar_dates.txt")}
    second = draft(
        feed(calendar=dates["calendar.txt"], calendar_dates=dates["calendar_dates.txt"]), dataset=first.dataset
    )
    assert second.mapping["day"] == "2027-07-02"


def test_the_check_is_cancelled_between_two_pieces_of_the_calls(monkeypatch):
    """The worker asks for the share that is read; who has cancelled is heard at the next piece."""
    monkeypatch.setattr(calls, "PIECE", 2)
    file_draft = drafts.begin(drafts.Delivery(file=draft().file, kind=DatasetKind.TIMETABLE), by=None, at=NOW)
    job = drafts.request_check(file_draft, by=None, at=NOW)
    heard = []

    def handler(payload, progress):
        def listen(share, message=""):
            heard.append(share)
            if len(heard) == 3:
                jobs.cancel(Job.objects.get(pk=job.pk), by=None, at=NOW)
            progress(share, message)

        listen.job, listen.settle = progress.job, progress.settle
        return HANDLERS[drafts.CHECK](payload, listen)

    ended = run_now(job, {drafts.CHECK: handler})
    assert ended.state == JobState.CANCELLED
    file_draft.refresh_from_db()
    assert file_draft.checked == 0
    assert 3 <= len(heard) < 10


def test_studies_are_given_a_feed_of_which_they_read_a_day():
    given = tables.timetable_of(saved(draft()))
    read = given.on(date(2026, 11, 28), Walking(), lambda share: None)
    assert {code.split()[0] for code in read.timetable.trips.codes} == {"saturday", "night"}
