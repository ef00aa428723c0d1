"""Travel times by public transport as a study: the example of the method page, and what is said of it."""

import json
import math
from datetime import date

import numpy as np
import pytest
import shapely
from django.utils import translation

from samsyn.analysis.errors import AnalysisError
from samsyn.insights.errors import InsightError
from samsyn.insights.reading.timetables import Feed
from samsyn.insights.studies.catalogue import STUDIES
from samsyn.insights.studies.everyone import for_everyone
from samsyn.insights.studies.transit_times import doors
from samsyn.insights.studies.transit_times.found import Found
from samsyn.insights.suppression import Rule
from samsyn.sources.errors import Place
from samsyn.sources.gtfs.footpaths import Walking
from samsyn.sources.records import Areas as Figures
from samsyn.sources.records import Boundaries
from tests.insights.studies import drawn
from tests.sources.feeds import TABLES, changed, packed

STUDY = STUDIES["transit-times"]
TUESDAY = date(2026, 11, 24)
# A, B and C lie 5.6 km apart. Line 1 runs between A and B, line 2 between B and C; every run takes ten minutes.
RUNS = (
    *(("1", "A", "B", leaves) for leaves in ("07:10", "07:40")),
    *(("2", "B", "C", leaves) for leaves in ("07:30", "08:00")),
    *(("2", "C", "B", leaves) for leaves in ("07:05", "07:35")),
    *(("1", "B", "A", leaves) for leaves in ("07:20", "07:50")),
)
STOPS = {"A": 59.0, "B": 59.05, "C": 59.1}
MINUTES = [[0, 20, 40], [25, 0, 29], [38, 23, 0]]
EARLY = [[0, 12, 32], [13, 0, 13], [26, 11, 0]]
LATE = [[0, 35, 55], [35, 0, 38], [54, 39, 0]]


def timetable(runs=RUNS):
    """A feed of the runs, of every day of the week of 2026."""
    trips, calls = "route_id,service_id,trip_id\n", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    for number, (line, start, end, leaves) in enumerate(runs):
        arrives = f"{leaves[:3]}{int(leaves[3:]) + 10}" if int(leaves[3:]) < 50 else f"0{int(leaves[:2]) + 1}:00"
        trips += f"{line},week,{number}\n"
        calls += f"{number},{leaves}:00,{leaves}:00,{start},1\n{number},{arrives}:00,{arrives}:00,{end},2\n"
    stops = "stop_id,stop_name,stop_lat,stop_lon\n" + "".join(f"{c},Stop {c},{y},16.0\n" for c, y in STOPS.items())
    return packed(
        {
            "stops.txt": stops,
            "routes.txt": TABLES["routes.txt"],
            "trips.txt": trips,
            "calendar.txt": TABLES["calendar.txt"],
            "stop_times.txt": calls,
        }
    )


def figures(codes="ABC", **columns):
    values = {name: np.array(each, dtype=np.float64) for name, each in columns.items()}
    return Figures(
        Place("table.csv"), tuple(codes), np.arange(1, len(codes) + 1), values, {c: f"Area {c}" for c in codes}
    )


def points(lat=(59.0, 59.05, 59.1), lon=(16.0, 16.0, 16.0), codes="ABC"):
    return figures(codes, lon=lon, lat=lat)


def people(**columns):
    return figures(**(columns or {"people": [100, 200, 100], "jobs": [50, 0, 350]}))


def found(*, feed=None, who=None, at=None, **answers):
    given = {"timetable": Feed(feed or timetable(), TUESDAY)} | ({} if at is False else {"points": at or points()})
    given |= {} if who is None else {"people": who}
    asked = {"first": "07:00", "last": "07:40", "walk": 20, "kmh": 4.5, "longest": 120, "changes": 4}
    choices = drawn.choices("transit-times", **asked | {"territory": "Here"} | answers)
    made = STUDY.compute(given, choices, np.random.default_rng(1), drawn.silent)
    return json.loads(json.dumps(made, allow_nan=False))


def shown(result, language="en"):
    with translation.override(language):
        return STUDY.present(result)


def test_the_example_of_the_method_page():
    result = found(who=people())
    read = Found(result)
    assert read.times.tolist() == MINUTES
    assert read.early.tolist() == EARLY
    assert read.late.tolist() == LATE
    assert read.arriving.tolist() == [[1, 1, 1], [1, 1, 1], [0.9, 0.9, 1]]
    assert [row[0] for row in (read.changes[0, 1:2], read.changes[0, 2:])] == [0, 1]
    assert read.walking[0, 2] == 0
    assert result["areas"]["half"] == [20, 0, 23]
    assert (result["whole"]["median"], result["whole"]["worst"]) == (0, 23)
    assert result["reached"]["counts"] == [[300, 400, 400], [400, 400, 400], [300, 400, 400]]
    assert (result["day"], result["no_stop"], result["timetable"]["trips"]) == ("2026-11-24", [], 8)


def test_what_is_said_of_it():
    page = shown(found(who=people(), reached="jobs"))
    assert page.title == "Travel times by public transport: Here"
    assert page.lead.startswith("Half of all residents reach at least half of the others within 0 min.")
    notes = "\n".join(page.notes)
    assert (
        "It matters most when one leaves from Area C to Area A: one departure in ten takes at most 26 min, nine in ten "
        "at most 54 min."
    ) in notes
    assert "A journey has 0.3 changes and 0 min on foot on average over all pairs." in notes
    assert "at any minute from 07:00 until 07:40 on 2026-11-24, waiting included" in notes
    assert "The timetable of the day has 8 trips at 3 stops, with the nights beside it." in notes
    assert "working day" not in notes
    assert [one.name for one in page.maps] == ["from", "to", "half", "within", "changes"]
    assert page.table("times").rows[1] == ("A", "Area A", "C", "Area C", 40, 32, 55, 1, 1, 0)
    assert all(len(row) == len(table.columns) for table in page.tables for row in table.rows)
    assert page.offers[0].code == "travel-time-median-public-transport"


def test_it_is_said_in_swedish_too():
    page = shown(found(who=people()), "sv")
    assert page.title == "Restider med kollektivtrafik: Here"
    assert any("den som ger sig av" in note for note in page.notes)


def test_the_maps_and_the_table_follow_the_area_that_is_chosen():
    with translation.override("en"):
        chosen = STUDY.area_chosen(found(), "A")
        assert STUDY.area_chosen(found(), "Z") is None
    assert [one.title for one in chosen.maps] == [
        "Minutes from Area A", "Minutes to Area A", "Changes on the way from Area A",
    ]  # fmt: skip
    assert chosen.maps[2].classes == (0, 0, 1)
    assert chosen.table.rows == (("Area B", 20, 12, 35, 1, 0, 0), ("Area C", 40, 32, 55, 1, 1, 0))


def test_matrices_hold_no_number_for_no_way():
    values = STUDY.matrices(found(longest=45)).values
    assert set(values) == {"minutes", "minutes_10", "minutes_90", "arriving", "changes", "walking"}
    # From A to C 55 minutes are too long for one departure in ten: those that arrive take at most 45.
    assert (values["minutes"][0, 2], math.isnan(values["minutes_90"][0, 2])) == (40, True)


def test_fewer_changes_and_another_day():
    direct = Found(found(changes=0))
    assert math.isinf(direct.times[0, 2])
    assert direct.times[0, 1] == 20
    with translation.override("en"), pytest.raises(InsightError, match=r"Nothing runs on the day.*Choose a day within"):
        found(date="2028-01-01")
    saturday = timetable((*RUNS, ("1", "A", "B", "09:00")))
    assert found(feed=saturday, date="2026-11-25")["day"] == "2026-11-25"


def test_a_walk_of_a_minute_on_either_side_and_who_has_no_stop():
    """Points 56 m north of the stops, 72 m to walk: 58 seconds. D lies 20 km from everything."""
    near = points(lat=(59.0005, 59.0505, 59.1005, 58.8), lon=(16.0,) * 4, codes="ABCD")
    result = found(at=near)
    read = Found(result)
    # Two departures each take 11 to 20 minutes and 58 seconds: who leaves at 7:09 is at the stop at 7:10.
    assert read.times[0, 1] == pytest.approx(20 + 58 / 60)
    assert read.walking[0, 1] == pytest.approx(116 / 60)
    assert result["no_stop"] == ["D"]
    assert np.isinf(read.times[3, :3]).all()
    assert "From 1 area no stop lies within the longest walk: Area D." in "\n".join(shown(result).notes)


def test_near_points_are_walked_between():
    """B's point is 222 m from A's: 289 m to walk at 4.5 km/h are 3.9 minutes, at 9 km/h half of it."""
    beside = points(lat=(59.0, 59.002, 59.1))
    assert Found(found(at=beside)).times[0, 1] == pytest.approx(232 / 60, abs=0.05)
    assert Found(found(at=beside, kmh=9)).times[0, 1] == pytest.approx(116 / 60, abs=0.05)
    assert Found(found(at=beside, walk=3)).times[0, 1] > 10, "too far to walk at once"


def test_walks_are_as_long_as_they_are_anywhere():
    """A kilometre east is fewer degrees further south; both are found, and a metre further is not."""
    for north in (0.0, 59.0, -45.0):
        east = 1000 / 111_195 / math.cos(math.radians(north))
        start = (np.array([16.0]), np.array([north]))
        end = (np.array([16.0 + east, 16.0 + east * 1.002, math.nan]), np.array([north, north, north]))
        walks = doors._walks(start, end, Walking(kmh=3.6, detour=1.0), 1000)
        assert (walks.end.tolist(), walks.seconds.tolist()) == ([0], [1000])


def test_outlines_stand_for_points():
    boxes = np.array([shapely.box(15.99, y - 0.01, 16.01, y + 0.01) for y in STOPS.values()], dtype=object)
    areas = Boundaries(Place("a.geojson"), tuple("ABC"), tuple("ABC"), boxes, "EPSG:4326", np.arange(1, 4))
    choices = drawn.choices("transit-times", first="07:00", last="07:40", walk=20, kmh=4.5, longest=120, changes=4)
    given = {"timetable": Feed(timetable(), TUESDAY), "boundaries": areas}
    result = STUDY.compute(given, choices, np.random.default_rng(1), drawn.silent)
    assert Found(result).times.tolist() == MINUTES
    assert result["without_boundaries"] == []


def test_broken_rows_are_left_out_and_said():
    broken = changed(timetable(), "stop_times.txt", "07:50:00", "07:95:00")
    notes = "\n".join(shown(found(feed=broken)).notes)
    assert "Rows that cannot be used: they, and the trips that they belong to, were left out. 1 time" in notes


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"at": False}, "choose points, or outlines"),
        ({"at": figures(east=[1, 2, 3])}, "no columns lon and lat. It has: east"),
        ({"at": points(lat=(6_500_000, 59, 59))}, "The point of A lies outside the globe"),
        ({"who": people(people=[0, 0, 0])}, "Nobody lives"),
    ],
)
def test_what_cannot_be_used_is_refused(answers, message):
    with translation.override("en"), pytest.raises(InsightError, match=message):
        found(**answers)


def test_too_many_areas_and_too_many_walks_are_refused(monkeypatch):
    monkeypatch.setattr(doors, "MOST_WALKS", 2)
    with translation.override("en"), pytest.raises(InsightError, match="Choose a shorter walk"):
        found()
    monkeypatch.setattr(doors, "MOST_ZONES", 2)
    with translation.override("en"), pytest.raises(InsightError, match="There are 3 areas"):
        found()


@pytest.mark.parametrize(
    "wrong",
    [{"first": "09:00", "last": "09:00"}, {"first": "09:00", "last": "07:00"}, {"first": "06:00", "last": "18:01"}],
)
def test_windows_that_are_refused(wrong):
    asked = {"first": "07:00", "last": "09:00", "walk": 20, "kmh": 4.5, "longest": 120, "changes": 4}
    form = STUDY.form(asked | wrong)
    assert not form.is_valid()
    assert list(form.errors) == ["last"]


def test_what_everybody_sees_of_it():
    result = found(who=people(), reached="jobs")
    seen = for_everyone(STUDY, result, Rule())
    assert seen["areas"]["people"] == [None] * 3
    assert seen["times"] == result["times"]
    assert shown(seen).table("areas").rows[0][2] is None


def test_two_timetables():
    """One more bus from A at 7:25: to B 10 is twice among the 40 departures, 11 to 20 thrice, 21 to 24 twice."""
    before, after = found(who=people()), found(who=people(), feed=timetable((*RUNS, ("1", "A", "B", "07:25"))))
    assert Found(after).times[0, 1] == 16
    with translation.override("en"):
        page = STUDY.compare(before, after, ("Now", "Later"))
        chosen = STUDY.compare_from(before, after, ("Now", "Later"), "A")
        other = STUDY.compare(before, found(who=people(), walk=5), ("Now", "Less walking"))
    # At B it is too late for the bus to C at 7:30 that the one of 7:10 meets, so that C is reached no sooner.
    assert page.table("pairs").rows == (("Area A", "Area B", 20, 16, -4),)
    assert [one.name for one in chosen.maps] == ["difference", "first", "second"]
    assert "Compared are medians over the departures: 2026-11-24 07:00–07:40 (“Now”)" in "\n".join(page.notes)
    assert not any("not all change is of the timetable" in note for note in page.notes)
    assert any("not all change is of the timetable" in note for note in other.notes)


def test_the_work_may_be_cancelled_while_it_reads_and_while_it_searches():
    for limit in (0.0, 0.6):

        def stop(share, text, limit=limit):
            if share > limit:
                raise AnalysisError("stopped")

        given = {"timetable": Feed(timetable(), TUESDAY), "points": points()}
        choices = drawn.choices("transit-times", first="07:00", last="07:40", walk=20, kmh=4.5, longest=60, changes=4)
        with pytest.raises(AnalysisError, match="stopped"):
            STUDY.compute(given, choices, np.random.default_rng(1), stop)
