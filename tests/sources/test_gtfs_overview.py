"""What a feed holds over all its days, and what is seen in one of them beside its reading."""

from datetime import date

import pytest

from samsyn.sources.errors import SourceError
from samsyn.sources.gtfs import checking
from samsyn.sources.gtfs.findings import FeedKind
from samsyn.sources.gtfs.overview import MOST_DAYS, overview
from samsyn.sources.gtfs.reading import read
from tests.sources.feeds import TABLES, feed

TUESDAY = date(2026, 11, 24)


def told(source, day=TUESDAY):
    """{kind: (count, first example)}"""
    found = checking.findings(read(source, day), overview(source))
    return {each.kind: (each.count, next(iter(each.examples), "")) for each in found}


def test_what_a_feed_holds():
    """Four trips on each day of the week, and one on Saturdays and Sundays; Christmas Eve runs as a Saturday."""
    found = overview(feed())
    assert (found.agencies, found.stops, found.routes, found.trips) == (("Länstrafiken",), 4, {"3": 2}, 5)
    assert (found.first, found.last, found.busiest) == (date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 2))
    days = [TUESDAY, date(2026, 11, 28), date(2026, 12, 24), date(2027, 1, 1)]
    assert [found.on(day) for day in days] == [4, 1, 1, 0]
    assert found.empty_days() == ()


def test_a_day_that_is_added_twice_or_taken_away_twice_counts_once():
    dates = "service_id,date,exception_type\nweek,20261124,1\nweekend,20261124,1\nweekend,20261125,2\nweek,20270105,1\n"
    found = overview(feed(calendar_dates=dates))
    assert [found.on(date(2026, 11, day)) for day in (24, 25)] == [5, 4]
    assert found.last == date(2027, 1, 5)
    assert found.on(date(2027, 1, 4)) == 0
    assert found.empty_days() == tuple(date(2027, 1, day) for day in range(1, 5))


def test_the_period_is_that_in_which_anything_runs_and_at_most_ten_years():
    other = feed(calendar=("20261231\nweekend", "29991231\nweekend"), trips=("1,weekend,saturday", "1,week,saturday"))
    found = overview(other)
    assert found.first == date(2026, 1, 1)
    assert len(found.trips_on) == MOST_DAYS


@pytest.mark.parametrize(
    "changed",
    [
        {"calendar": None, "calendar_dates": "service_id,date,exception_type\nweek,20261124,2\n"},
        {"trips": "route_id,service_id,trip_id\n1,never,out\n"},
        {"calendar": ("20261231\nweekend", "20251231\nweekend"), "trips": "route_id,service_id,trip_id\n1,week,out\n"},
    ],
)
def test_a_feed_on_no_day_of_which_anything_runs(changed):
    with pytest.raises(SourceError, match=r"Nothing runs on any day of the timetable\. Ask the publisher"):
        overview(feed(**changed))


def test_what_is_told_of_a_day():
    assert told(feed()) == {FeedKind.TIMES_SET: (1, ""), FeedKind.AT_INTERVALS: (1, "")}
    assert told(feed(), date(2026, 11, 28))[FeedKind.IDLE_STOPS] == (2, "")


def test_stops_that_nothing_ties_to_the_others():
    """A shuttle between two stops 55 km away, which has no footpath to the rest."""
    far = feed(
        stops=("B,Byn", "X,Yttre,59.6000,16.0000,0,\nY,Ytterst,59.6500,16.0000,0,\nB,Byn"),
        stop_times=(
            "shuttle,12:00:00,12:00:00,T,1,0,0\nshuttle,12:05:00,12:05:00,B",
            "shuttle,12:00:00,12:00:00,X,1,0,0\nshuttle,12:05:00,12:05:00,Y",
        ),
    )
    assert told(far)[FeedKind.APART] == (2, "Yttre")


def test_stops_of_one_name_that_nobody_walks_between():
    """Two that are 600 m apart have no footpath, as those are made up to 300 m; listed in transfers they have."""
    apart = ("59.0009,16.0000,,C", "59.0054,16.0000,,")
    named = {"stops": feed_stops(apart)}
    assert told(feed(**named))[FeedKind.NO_TRANSFER] == (1, "Centralen läge A: C1, C2")
    listed = ("T,T,2,45", "C2,C1,2,500")
    assert FeedKind.NO_TRANSFER not in told(feed(**named, transfers=listed))


def feed_stops(changed):
    """The stops, of which both platforms have one name, with a text changed."""
    return TABLES["stops.txt"].replace("läge B", "läge A").replace(*changed)
