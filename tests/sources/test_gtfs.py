"""One day of a feed: what is read, what is told, and what is refused with its place."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from samsyn.analysis.tables import TableError
from samsyn.sources.errors import SourceError
from samsyn.sources.files import Source
from samsyn.sources.gtfs.findings import FeedKind
from samsyn.sources.gtfs.footpaths import Walking
from samsyn.sources.gtfs.reading import FeedChoices, read
from tests.sources.feeds import TABLES, feed, packed

TUESDAY, SATURDAY, MONDAY, EVE = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 24)
LENIENT = FeedChoices("leave out")


def trips(timetable):
    """{trip: [(stop, arrival, departure, boards, alights)]} with times as texts."""
    listed = timetable.trips
    return {
        code: [
            (
                timetable.stops.codes[listed.stops[i]],
                _clock(listed.arrival[i]),
                _clock(listed.departure[i]),
                bool(listed.boards[i]),
                bool(listed.alights[i]),
            )
            for i in range(listed.starts[v], listed.starts[v + 1])
        ]
        for v, code in enumerate(listed.codes)
    }


def paths(timetable):
    """{(stop, stop): seconds}."""
    listed, codes = timetable.footpaths, timetable.stops.codes
    return {(codes[a], codes[b]): s for a, b, s in zip(listed.start, listed.end, listed.seconds.tolist(), strict=True)}


def _clock(seconds):
    return f"{'-' if seconds < 0 else ''}{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02}"


def test_a_day_of_the_week():
    """Out with a time set between its neighbours, doors that do not open, a shuttle at 9:00, 9:10 and 9:20."""
    found = read(feed(), TUESDAY)
    listed = trips(found.timetable)
    assert listed["out"] == [
        ("T", "7:00", "7:00", True, False),
        ("B", "7:10", "7:10", True, True),
        ("C1", "7:20", "7:21", True, True),
    ]
    assert listed["onward"] == [("C2", "7:25", "7:25", True, True), ("B", "7:45", "7:45", False, True)]
    assert [listed[code][0][1] for code in ("shuttle", "shuttle #2", "shuttle #3")] == ["9:00", "9:10", "9:20"]
    assert listed["shuttle #2"][1][1] == "9:15"
    # The night bus of Monday is still out at midnight; Tuesday's leaves at 23:50.
    assert [listed[code][0][1] for code in ("night", "night #2")] == ["-0:10", "23:50"]
    assert "saturday" not in listed
    assert {each.kind: each.count for each in found.findings} == {FeedKind.TIMES_SET: 1, FeedKind.AT_INTERVALS: 1}
    assert (found.info.publisher, found.info.version) == ("Länstrafiken", "v7")


def test_stops_and_footpaths():
    """100 m between two platforms of a station, 1.3 times as far to walk, at 4.5 km/h: 105 s, so 2 minutes to change.

    What transfers.txt says goes before, and other stops are 5 km away.
    """
    timetable = read(feed(), TUESDAY).timetable
    assert timetable.stops.codes == ("C1", "C2", "T", "B")
    assert timetable.stops.names[0] == "Centralen läge A"
    assert timetable.stops.changing.tolist() == [120, 120, 45, 120]
    assert paths(timetable) == {("C1", "C2"): 120, ("C2", "C1"): 120, ("T", "B"): 900}
    swift = read(feed(), TUESDAY, FeedChoices(walking=Walking(changing=60))).timetable
    assert paths(swift)["C1", "C2"] == 105
    far = read(feed(), TUESDAY, FeedChoices(walking=Walking(near_metres=6000))).timetable
    assert paths(far)["B", "T"] == pytest.approx(0.05 * 111195 * 1.3 / 1.25, abs=1)


def test_transfers_of_stations_and_forbidden_ones():
    """A station means its platforms; what is said of a stop goes before; 3 forbids; single trips are not read."""
    listed = (
        "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id\n"
        "C1,C2,2,30,\nC,C,2,77,\nC2,C1,3,,\nB,B,1,,\nC1,B,0,,\nT,B,2,5,out\nT,B,4,,\n"
    )
    found = read(feed(transfers=listed), TUESDAY)
    assert paths(found.timetable) == {("C1", "C2"): 30, ("C1", "B"): pytest.approx(0.1 * 111195 * 1.3 / 1.25, abs=1)}
    assert found.timetable.stops.changing.tolist() == [77, 77, 120, 1]
    assert {each.kind: each.count for each in found.findings}[FeedKind.TRIP_TRANSFERS] == 2


def test_other_days():
    """Saturday's bus, and Friday's night bus after midnight; on Monday no bus is left over from Sunday."""
    saturday = trips(read(feed(), SATURDAY).timetable)
    assert {code: calls[0][1] for code, calls in saturday.items()} == {"night": "-0:10", "saturday": "10:00"}
    monday = trips(read(feed(), MONDAY).timetable)
    assert monday["night"][0][1] == "23:50"
    assert "night #2" not in monday
    # Christmas Eve is a Thursday that runs as a weekend; Wednesday's night bus is still out.
    assert set(trips(read(feed(), EVE).timetable)) == {"saturday", "night"}


def test_the_morning_after_is_in_it():
    early = feed(
        stop_times=(
            "night,23:50:00,23:50:00,C1,1,0,0\nnight,24:10:00,24:10:00",
            "night,05:30:00,05:30:00,C1,1,0,0\nnight,05:40:00,05:40:00",
        )
    )
    assert [calls[0][1] for code, calls in trips(read(early, TUESDAY).timetable).items() if "night" in code] == [
        "5:30",
        "29:30",
    ]


def test_only_exceptions_and_a_folder():
    """Many publishers list every date; and pack the folder instead of its files."""
    dates = "service_id,date,exception_type\nweek,20261124,1\nweekend,20261125,1\n"
    found = read(feed(folder="gtfs/", calendar=None, calendar_dates=dates), TUESDAY)
    assert set(trips(found.timetable)) == {"out", "onward", "night", "shuttle", "shuttle #2", "shuttle #3"}


@pytest.mark.parametrize("day", [date(2025, 6, 3), date(2027, 1, 2)])
def test_no_service_on_the_day(day):
    with pytest.raises(SourceError, match=r"Nothing runs on the day\. Found: 2026-01-01 – 2026-12-31\."):
        read(feed(), day)


def test_a_day_outside_the_period():
    told = read(feed(feed_info=("20261231", "20260630")), TUESDAY).findings
    assert told[0].kind is FeedKind.OUTSIDE_PERIOD
    assert told[0].examples == ("2026-01-01 – 2026-06-30",)


BROKEN = [
    ({"stop_times": ("7:20:00", "7:60:00")}, r"stop_times\.txt, row 4, column arrival_time: The time cannot be read"),
    ({"stop_times": ("7:21:00", "late")}, r"row 4, column departure_time: .* Found: late\. Expected: HH:MM:SS"),
    ({"stop_times": ("7:20:00", "6:20:00")}, r"row 4, column arrival_time: The times of the trip run backwards"),
    ({"stop_times": ("7:21:00", "7:19:00")}, r"row 4, column arrival_time: The times of the trip run backwards"),
    ({"stop_times": ("out,07:00:00,07:00:00", "out,,")}, r"row 2, column arrival_time: The first and the last stop"),
    ({"stop_times": ("C1,9", "C1,4")}, r"row 4, column stop_sequence: Two stops .* Found: 4"),
    ({"stop_times": ("C1,9", "C1,x")}, r"row 4, column stop_sequence: The value is not a number"),
    (
        {"stop_times": ("out,7:20:00,7:21:00,C1", "out,7:20:00,7:21:00,C9")},
        r"row 4, column stop_id: What the cell names",
    ),
    ({"stop_times": ("T,1,0,1", "T,1,9,1")}, r"row 2, column pickup_type: .* Found: 9\. Expected: 0, 1, 2, 3"),
    (
        {"stop_times": ("saturday,10:00", "sunday,10:00")},
        r"row 9, column trip_id: What the cell names .* Found: sunday",
    ),
    ({"trips": ("1,week,out", "9,week,out")}, r"trips\.txt, row 2, column route_id: What the cell names"),
    ({"trips": ("1,week,out", "1,work,out")}, r"trips\.txt, row 2, column service_id: What the cell names"),
    ({"calendar": ("0,1,1,20260101", "0,1,1,2026-01-01")}, r"calendar\.txt, row 3, column start_date: The date"),
    ({"calendar": ("0,1,1,20260101,2026", "0,1,1,20260101,2025")}, r"row 3, column end_date: The period ends before"),
    ({"calendar": ("weekend,0", "weekend,2")}, r"row 3, column monday: .* Found: 2\. Expected: 0, 1"),
    ({"calendar": ("weekend", "week")}, r"row 3, column service_id: The same code"),
    ({"calendar_dates": ("20261224,2", "20261324,2")}, r"calendar_dates\.txt, row 2, column date: The date"),
    ({"calendar_dates": ("20261224,2", "20261224,3")}, r"row 2, column exception_type: "),
    ({"frequencies": ("600", "0")}, r"frequencies\.txt, row 2, column headway_secs: The interval"),
    ({"frequencies": ("09:00:00", "9")}, r"row 2, column start_time: The time"),
    ({"frequencies": ("shuttle", "tram")}, r"row 2, column trip_id: What the cell names"),
    ({"transfers": ("T,T,2,45", "T,T,2,")}, r"transfers\.txt, row 2, column min_transfer_time: The time for changing"),
    ({"transfers": ("T,T,2,45", "T,T,9,45")}, r"row 2, column transfer_type: "),
    ({"transfers": ("T,B", "T,X")}, r"row 3, column to_stop_id: What the cell names"),
    ({"stops": ("59.0500", "north")}, r"stops\.txt, row 5, column stop_lat: The value is not a number"),
    ({"stops": ("59.0500", "95")}, r"stops\.txt, row 5, column stop_lat: The coordinates lie outside"),
    ({"stops": ("0,C\n", "0,D\n")}, r"stops\.txt, row 3, column parent_station: What the cell names"),
    ({"feed_info": ("20260101", "now")}, r"feed_info\.txt, row 2, column feed_start_date: The date"),
]


@pytest.mark.parametrize(("changed", "said"), BROKEN)
def test_broken_rows_are_refused_with_their_place_or_left_out(changed, said):
    with pytest.raises(SourceError, match=said) as refused:
        read(feed(**changed), TUESDAY)
    assert "Correct the row in the file, or choose that broken trips are left out." in str(refused.value)
    found = read(feed(**changed), TUESDAY, LENIENT)
    told = {each.kind: each for each in found.findings}[FeedKind.LEFT_OUT]
    assert told.count == 1
    assert str(told.places[0]) in str(refused.value)
    assert set(trips(found.timetable)) >= {"onward", "night"}


REFUSED = [
    ({"stops": None}, "file that the feed must have is missing.*Expected: stops.txt"),
    ({"stop_times": None}, "Expected: stop_times.txt"),
    ({"calendar": None, "calendar_dates": None}, "Expected: calendar.txt"),
    ({"trips": ("trip_id", "trip")}, r"trips\.txt: The column is missing\..*Expected: trip_id"),
    ({"trips": ("1,week,night", "1,week,out")}, r"trips\.txt, row 4, column trip_id: The same code stands twice"),
    ({"stops": ("C2,", "C1,")}, r"stops\.txt, row 4, column stop_id: The same code stands twice"),
    ({"stops": ("16.0000,1", "16.0000,7")}, r"row 2, column location_type: "),
    ({"stop_times": ("T,1,0,1", 'T,1,0,"1')}, r"stop_times\.txt, row 2: The file is broken"),
    ({"stop_times": ("T,1,0,1", "T,1,0,1,8")}, r"row 2: The row has another number of cells.*Found: 8"),
    ({"stop_times": TABLES["stop_times.txt"].encode().replace(b"B,4", b"\xe5,4")}, "row 3: The text is not in the enc"),
    ({"stop_times": TABLES["stop_times.txt"] + "x" * 400_000}, r"row 13: The file is broken.*bytes in a line"),
]


@pytest.mark.parametrize(("changed", "said"), REFUSED)
@pytest.mark.parametrize("choices", [None, LENIENT])
def test_feeds_that_are_refused_whatever_is_chosen(changed, said, choices):
    with pytest.raises(SourceError, match=said):
        read(feed(**changed), TUESDAY, choices)


def test_a_headway_of_a_second_over_days_is_refused():
    rows = "shuttle,00:00:00,239:00:00,1\n" * 500
    with pytest.raises(SourceError, match="There are more values than may be read"):
        read(feed(frequencies="trip_id,start_time,end_time,headway_secs\n" + rows), TUESDAY)


def test_stops_all_in_one_place_are_refused():
    """Every one of them would be near every other."""
    count = 4000
    stops = "stop_id,stop_lat,stop_lon\n" + "".join(f"{i},0,0\n" for i in range(count))
    calls = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    calls += "".join(f"out,07:00:00,07:00:00,{i},{i}\n" for i in range(count))
    with pytest.raises(SourceError, match="There are more values than may be read"):
        read(feed(stops=stops, stop_times=calls, transfers=None, trips=("2,week,onward", "2,week,on")), TUESDAY)


def test_what_does_not_run_is_not_held_nor_checked():
    """The weekend's bus has a broken time: on a Tuesday nobody needs it."""
    changed = feed(stop_times=("saturday,10:00:00", "saturday,soon"))
    assert "out" in trips(read(changed, TUESDAY).timetable)
    with pytest.raises(SourceError, match="row 9, column arrival_time"):
        read(changed, SATURDAY)


def test_no_zip_and_two_of_a_table():
    with pytest.raises(SourceError, match="The file is broken"):
        read(Source("feed.zip", b"stop_id,stop_name\n"), TUESDAY)
    with pytest.raises(SourceError, match="holds several files"):
        read(packed({**TABLES, "old/stops.txt": TABLES["stops.txt"]}), TUESDAY)


class Stopped(Exception):
    pass


def test_progress_is_heard_and_may_cancel():
    heard = []
    read(feed(), TUESDAY, progress=heard.append)
    assert heard
    assert all(0 <= share <= 1 for share in heard)

    def stop(_share):
        raise Stopped

    with pytest.raises(Stopped):
        read(feed(), TUESDAY, progress=stop)


@settings(max_examples=400)
@drawn(st.data())
def test_whatever_a_feed_holds(data):
    """It is read, or refused in words. Nothing else comes out."""
    tables = dict(TABLES)
    pieces = st.one_of(
        st.sampled_from(["", "\n", ",", '"', "-1", "0", "nan", "1e999", "99:99:99", "239:59:59", "20261124", "C", "T"]),
        st.text(max_size=4),
    )
    for _cut in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(sorted(tables)))
        text = tables[name]
        at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 8))
        tables[name] = text[:at] + data.draw(pieces) + text[at + length :]
    encoded = {name: text.encode("utf-8", errors="surrogatepass") for name, text in tables.items()}
    for choices in (None, LENIENT):
        try:
            found = read(packed(encoded), TUESDAY, choices)
        except (SourceError, TableError):
            continue
        assert len(found.timetable.trips) >= 1
        assert np.all(found.timetable.stops.changing >= 1)


@settings(max_examples=200)
@drawn(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_bytes_a_zip_has(cuts):
    whole = bytearray(feed().data)
    for share, value in cuts:
        whole[int(share * (len(whole) - 1))] = value
    try:
        read(Source("feed.zip", bytes(whole)), TUESDAY, LENIENT)
    except (SourceError, TableError):
        return
