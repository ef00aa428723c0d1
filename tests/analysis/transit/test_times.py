"""Times by public transport: by hand, and against two plain ways on any timetable that could be drawn."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.tables import TableError
from samsyn.analysis.transit.times import TransitChoices, transit_times
from tests.analysis.transit.plain_transit import clock, doors, earliest, feeds, timetable, tried

INF = np.inf


def leaving(*times, step=60, **choices):
    """Choices for departures from the first time to the last, both included."""
    first, last = clock(times[0]), clock(times[-1])
    return TransitChoices(first=first, last=last + 1, step=step, percentiles=(100.0,), **choices)


def at_stops(zones, *, direct=()):
    """Zone i has its door at stop i."""
    same = [(i, i, 0) for i in range(zones)]
    return doors(zones, access=same, egress=same, direct=direct)


def minutes(made, ends, choices):
    return transit_times(made, ends, choices).minutes[0].tolist()


def test_waiting_at_the_stop_counts():
    """A bus at 7:10, 20 minutes on board: who leaves at 7:00 needs 30 minutes, at 7:10 20, at 7:11 there is none."""
    made = timetable([[(0, "07:10"), (1, "07:30")]], stops=2)
    found = transit_times(made, at_stops(2), TransitChoices(clock("7:00"), clock("7:20"), percentiles=(5, 50, 55, 60)))
    # 11 of 20 departures arrive: 20, 21, ... 30 minutes. 5 % of 20 is 1 of them, 50 % 10, 55 % 11; 60 % is 12: never.
    assert found.minutes[:, 0, 1].tolist() == [20, 29, 30, INF]
    assert found.arriving[0, 1] == 0.55
    assert found.changes[0, 1] == 0
    assert found.walking[0, 1] == 0
    assert np.isnan(found.changes[1, 0])
    assert found.arriving[1, 0] == 0
    assert found.at(50)[0, 1] == 29


@pytest.mark.parametrize(("changing", "expected"), [(60, 30), (61, 60)])
def test_a_change_missed_by_a_second(changing, expected):
    """Arrive at 7:10; the next leaves at 7:11 and at 7:41. A minute is enough to change, a second more is not."""
    first = [(0, "07:00"), (1, "07:10")]
    onward = [[(1, "07:11"), (2, "07:30")], [(1, "07:41"), (2, "08:00")]]
    made = timetable([first, *onward], stops=3, changing=changing)
    assert minutes(made, at_stops(3), leaving("07:00"))[0][2] == expected


def test_a_footpath_between_two_rides():
    """Arrive at stop 1 at 7:10, walk 5 minutes to stop 2, board at 7:15. Only one footpath is walked at a change."""
    trips = [[(0, "07:00"), (1, "07:10")], [(2, "07:15"), (3, "07:25")], [(4, "07:30"), (5, "07:40")]]
    made = timetable(trips, stops=6, footpaths=[(1, 2, 300), (2, 4, 60)])
    found = transit_times(made, at_stops(6), leaving("07:00"))
    assert found.minutes[0, 0].tolist() == [0, 10, INF, 25, INF, INF]
    assert found.changes[0, 3] == 1
    assert found.walking[0, 3] == 5


def test_a_loop_line():
    """The line calls at stop 0 again at 7:30 and goes on. From 1 to 0 one stays on, and from 2 to 1 past stop 0."""
    made = timetable([[(0, "07:00"), (1, "07:10"), (2, "07:20"), (0, "07:30"), (1, "07:40")]], stops=3)
    assert minutes(made, at_stops(3), leaving("07:00")) == [[0, 10, 20], [30, 0, 20], [30, 40, 0]]


def test_waiting_at_midnight():
    """Who arrives at 23:50 waits for the bus at 0:20, which the timetable writes as 24:20."""
    trips = [[(0, "23:30"), (1, "23:50")], [(1, "24:20"), (2, "24:40")]]
    assert minutes(timetable(trips, stops=3), at_stops(3), leaving("23:30"))[0][2] == 70


def test_doors_that_do_not_open():
    """Nobody may leave at stop 1, nor board there: the way 0 - 1 and the way 1 - 2 are closed."""
    made = timetable([[(0, "07:00"), (1, "07:10", "07:10", False, False), (2, "07:20")]], stops=3)
    assert minutes(made, at_stops(3), leaving("07:00")) == [[0, INF, 20], [INF, 0, INF], [INF, INF, 0]]


def test_walking_all_the_way_where_it_is_quicker():
    """12 minutes on foot against 20 with the bus; who leaves at 6:50 waits 10 more for it."""
    made = timetable([[(0, "07:00"), (1, "07:20")]], stops=2)
    found = transit_times(made, at_stops(2, direct=[(0, 1, 720)]), leaving("06:50"))
    assert found.minutes[0, 0, 1] == 12
    assert found.walking[0, 1] == 12
    assert found.changes[0, 1] == 0


def test_the_fewest_rides_then_the_last_departure_then_the_least_walking():
    """Three ways arrive at 7:40: with a change; direct after 4 minutes' walk at 7:10, or after 9 minutes' at 7:20."""
    trips = [
        [(0, "07:25"), (1, "07:30")],
        [(1, "07:32"), (4, "07:40")],
        [(2, "07:14"), (4, "07:40")],
        [(3, "07:29"), (4, "07:40")],
    ]
    ends = doors(2, access=[(0, 0, 0), (0, 2, 240), (0, 3, 540)], egress=[(4, 1, 0)])
    found = transit_times(timetable(trips, stops=5), ends, leaving("07:00", "07:25"))
    # Until 7:20 the direct bus with the long walk; at 7:21 to 7:25 the way with a change and no walk.
    assert found.changes[0, 1] == pytest.approx(5 / 26)
    assert found.walking[0, 1] == pytest.approx(21 * 9 / 26)


def test_only_so_many_rides_and_so_long():
    trips = [[(0, "07:00"), (1, "07:10")], [(1, "07:20"), (2, "07:30")]]
    made, ends = timetable(trips, stops=3), at_stops(3)
    assert minutes(made, ends, leaving("07:00", most_rides=1))[0][2] == INF
    assert minutes(made, ends, leaving("07:00", longest=1800))[0][2] == 30
    assert minutes(made, ends, leaving("07:00", longest=1799))[0][2] == INF


def test_a_timetable_without_trips():
    found = transit_times(timetable([], stops=2), at_stops(2), leaving("07:00"))
    assert found.minutes[0].tolist() == [[0, INF], [INF, 0]]


SHORT = TransitChoices(first=0, last=1500, step=60, most_rides=8, longest=2400, percentiles=(1.0, 30.0, 50.0, 100.0))


def _percentiles(times, asked):
    """(p, n, n): the least time that at least so many per cent do not exceed, by counting."""
    ordered = np.sort(times, axis=0)
    counts = [next(k for k in range(1, len(times) + 1) if k * 100 >= p * len(times)) for p in asked]
    return ordered[[count - 1 for count in counts]] / 60


@settings(max_examples=150)
@given(feeds())
def test_times_of_every_departure_are_those_of_dijkstra(drawn):
    """Each departure alone, so that every one is compared; and all together, by their percentiles."""
    made, ends = drawn
    expected = earliest(made, ends, SHORT)
    expected[:, np.arange(len(ends.zones)), np.arange(len(ends.zones))] = 0
    for number in range(SHORT.count):
        alone = TransitChoices(number * 60, number * 60 + 1, 60, 8, 2400, (100.0,))
        assert transit_times(made, ends, alone).minutes[0] == pytest.approx(expected[number] / 60)
    found = transit_times(made, ends, SHORT)
    assert found.minutes == pytest.approx(_percentiles(expected, SHORT.percentiles))
    assert found.arriving == pytest.approx(np.isfinite(expected).mean(axis=0))


@settings(max_examples=150)
@given(feeds(trips=5), st.integers(1, 3), st.sampled_from([60, 70, 299]))
def test_ties_are_broken_as_stated(drawn, rides, step):
    made, ends = drawn
    choices = TransitChoices(0, 1500, step, rides, 2400, (100.0,))
    found = transit_times(made, ends, choices)
    best = tried(made, ends, choices)
    for i in range(len(ends.zones)):
        for j in range(len(ends.zones)):
            row = best.get((i, j), [(INF,)] * choices.count)
            kept = [each for n, each in enumerate(row) if each[0] - n * step <= choices.longest]
            if i == j:
                assert (found.minutes[0, i, j], found.changes[i, j], found.walking[i, j]) == (0, 0, 0)
                continue
            assert found.arriving[i, j] == len(kept) / choices.count
            if kept:
                assert found.changes[i, j] == pytest.approx(np.mean([max(each[1] - 1, 0) for each in kept]))
                assert found.walking[i, j] == pytest.approx(np.mean([each[3] for each in kept]) / 60)


def county(rng, zones=37, stops=60, trips=150):
    """A timetable that is large enough for several blocks."""
    drawn = []
    for _trip in range(trips):
        times = np.cumsum(rng.integers(60, 400, 8)) + rng.integers(0, 5000)
        drawn.append([*zip(rng.integers(0, stops, 8).tolist(), times.tolist(), strict=True)])
    paths = {(int(a), int(b)) for a, b in rng.integers(0, stops, (60, 2)) if a != b}
    made = timetable(drawn, stops=stops, footpaths=[(*pair, 240) for pair in sorted(paths)])
    near = [(zone, int(stop), int(rng.integers(0, 600))) for zone in range(zones) for stop in {zone, zone + 9}]
    return made, doors(zones, access=near, egress=[(stop, zone, s) for zone, stop, s in near])


def test_threads_and_processes_change_no_bit():
    made, ends = county(np.random.default_rng(3))
    choices = TransitChoices(0, 3600, 60, 5, 7200)
    alone = transit_times(made, ends, choices)
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(2, get_context("spawn")) as processes:
        for executor in (threads, processes):
            together = transit_times(made, ends, choices, executor=executor)
            for name in ("minutes", "arriving", "changes", "walking"):
                assert getattr(together, name).tobytes() == getattr(alone, name).tobytes()
    expected = earliest(made, ends, choices)
    expected[:, np.arange(37), np.arange(37)] = 0
    assert alone.minutes == pytest.approx(_percentiles(expected, choices.percentiles))
    assert 0.3 < alone.arriving.mean() < 1


class Stopped(Exception):
    pass


def test_progress_is_heard_and_may_cancel():
    made, ends = county(np.random.default_rng(3))
    heard = []
    transit_times(made, ends, progress=heard.append)
    assert heard == [pytest.approx(k / 3) for k in range(1, 4)]

    def stop(_share):
        raise Stopped

    with ThreadPoolExecutor(2) as threads, pytest.raises(Stopped):
        transit_times(made, ends, executor=threads, progress=stop)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"last": 7 * 3600}, "no departures"),
        ({"step": 0}, "no departures"),
        ({"first": 0, "last": 86400, "step": 1}, "longer steps"),
        ({"most_rides": 0}, "1 to 15"),
        ({"most_rides": 16}, "1 to 15"),
        ({"longest": 0}, "within a week"),
        ({"percentiles": (50, 10)}, "ascend"),
        ({"percentiles": (0,)}, "above 0"),
    ],
)
def test_choices_that_cannot_be(choices, said):
    with pytest.raises(TableError, match=said):
        TransitChoices(**choices)


def test_walks_that_do_not_fit():
    made = timetable([[(0, "07:00"), (1, "07:20")]], stops=2)
    with pytest.raises(TableError, match="end 2, outside the 2"):
        transit_times(made, doors(1, access=[(0, 2, 0)], egress=[]))
    far = doors(1, access=[(0, 0, 2**16)], egress=[(0, 0, 2**16)])
    with pytest.raises(TableError, match="may have less than 131,072 s"):
        transit_times(made, far)


@pytest.mark.parametrize(
    ("trips", "options", "said"),
    [
        ([[(0, "07:00"), (1, "06:59")]], {}, "trip 't0', call 2: its times run backwards"),
        ([[(0, "07:00", "06:59"), (1, "07:10")]], {}, "trip 't0', call 1: its times run backwards"),
        ([[(0, "07:00")]], {}, "two stop times"),
        ([[(0, "07:00"), (2, "07:10")]], {}, "outside the 2 stops"),
        ([[(0, "07:00"), (1, "2000:00")]], {}, "no time of the day"),
        ([], {"footpaths": [(0, 1, 0)]}, "must lead elsewhere and take 1 s"),
        ([], {"footpaths": [(0, 0, 9)]}, "must lead elsewhere"),
        ([], {"footpaths": [(0, 3, 9)]}, "outside the 2"),
        ([], {"footpaths": [(0, 1, 9), (0, 1, 8)]}, "there twice"),
        ([], {"footpaths": [(0, 1, -1)]}, "0 to 65,536"),
        ([], {"changing": 0}, "1 to 65,536"),
    ],
)
def test_timetables_that_cannot_be(trips, options, said):
    with pytest.raises(TableError, match=said):
        timetable(trips, stops=2, **options)
