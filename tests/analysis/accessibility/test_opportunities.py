"""Accessibility without competition: by hand, against loops over the definition, and what holds of any table."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis import row_blocks
from samsyn.analysis.accessibility.decay import Exponential, Gaussian, Logistic, Power, Steps, catchment
from samsyn.analysis.accessibility.opportunities import Better, Nearest, Weighted, Within, accessibility
from samsyn.analysis.accessibility.reach import Reach, own_area_times
from samsyn.analysis.interaction.deterrence import OwnArea
from samsyn.analysis.tables import TableError
from tests.analysis.accessibility.plain_access import (
    DECAYS,
    INF,
    VILLAGES,
    lettered,
    plain_weight,
    plain_weights,
    reach,
    reaches,
)


def values(table, measure, **how):
    return accessibility(table, measure, **how).values


def test_within_limits_by_hand():
    """w 100, x 40, y 0, z 60. A: w at 0 and x at 10, no way to z. C: z lies at 30 exactly, which is within 30.

    D: z at 2, x at 31. E: x at 12, z at 22, w at 40.
    """
    found = accessibility(VILLAGES, Within((10.0, 30.0, 60.0)))
    assert found.values.tolist() == [[140, 140, 140], [140, 140, 200], [0, 200, 200], [60, 60, 100], [0, 100, 200]]
    assert found.better is Better.MORE


def test_weighted_by_hand():
    """Halved every 10 minutes: D has 60 / 2^(2/10) at z, and 40 / 2^(31/10) at x; y is empty, to w there is no way."""
    found = values(VILLAGES, Weighted(Exponential(np.log(2) / 10)))[:, 0]
    assert found[0] == pytest.approx(100 + 40 / 2)
    assert found[3] == pytest.approx(60 / 2**0.2 + 40 / 2**3.1)


def test_the_nearest_by_hand():
    """Nothing is at y, so it is no place: from C the nearest is x at 15. From A and D there are but two."""
    found = accessibility(VILLAGES, Nearest(3))
    assert found.values.tolist() == [
        [0, 10, INF],
        [5, 10, 30.5],
        [15, 20, 30],
        [2, 31, INF],
        [12, 22, 40],
    ]
    assert found.better is Better.LESS
    assert values(VILLAGES, Nearest()).tolist() == [[0], [5], [15], [2], [12]]
    assert values(VILLAGES, Nearest(5)).tolist()[1] == [5, 10, 30.5, INF, INF]


@pytest.mark.parametrize(
    ("decay", "time", "weight"),
    [
        (Exponential(0.1), 10, np.exp(-1)),
        (Exponential(0.1, longest=10.0), 10, np.exp(-1)),
        (Exponential(0.1, longest=10.0), 10.001, 0),
        (Power(2.0, 5.0), 0, 1),
        (Power(2.0, 5.0), 5, 1),
        (Power(2.0, 5.0), 10, 0.25),
        (Gaussian(20.0), 20, np.exp(-0.5)),
        (Logistic(30.0, 8.0), 30, 0.5),
        (Logistic(30.0, 8.0), 30 + 8 * np.sqrt(3) / np.pi, 1 / (1 + np.e)),
        (Logistic(30.0, 8.0), 1e6, 0),
        (Steps((10.0, 20.0), (1.0, 0.5)), 10, 1),
        (Steps((10.0, 20.0), (1.0, 0.5)), 20, 0.5),
        (Steps((10.0, 20.0), (1.0, 0.5)), 20.001, 0),
        (catchment(30.0), 30, 1),
    ],
)
def test_decays_by_hand(decay, time, weight):
    assert decay.weights(np.array([float(time)]))[0] == pytest.approx(weight, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("decay", DECAYS, ids=str)
def test_a_decay_never_rises_and_nobody_goes_where_there_is_no_way(decay):
    times = np.append(np.linspace(0, 400, 801), INF)
    found = decay.weights(times)
    assert found == pytest.approx([plain_weight(decay, time) for time in times], rel=1e-12, abs=1e-300)
    assert (np.diff(found) <= 0).all()
    assert found[-1] == 0
    assert 0.99 < found[0] <= 1
    assert decay.weights(times.astype(np.float32)) == pytest.approx(found, rel=1e-4)


@pytest.mark.parametrize(("kind", "near", "far"), [(np.float64, 1e-14, 1e-7), (np.float32, 1e-7, 1e-4)])
def test_a_time_is_within_a_limit_that_it_exceeds_by_rounding_alone(kind, near, far):
    table = reach(np.array([[30 * (1 + near), 30 * (1 + far)]], dtype=kind), [1, 10], [1])
    assert table.times[0, 1] > 30
    assert values(table, Within((30.0,))).tolist() == [[1]]
    assert values(table, Weighted(catchment(30.0))).tolist() == [[1]]


@given(table=reaches(), decay=st.sampled_from(DECAYS))
def test_as_loops_over_the_definition(table, decay):
    plain = [
        sum(weight * there for weight, there in zip(row, table.opportunities, strict=True))
        for row in plain_weights(decay, table)
    ]
    assert values(table, Weighted(decay))[:, 0] == pytest.approx(plain, rel=1e-12)
    for column, limit in enumerate((10.0, 29.5, 30.0)):
        within = [
            sum(there for time, there in zip(row, table.opportunities, strict=True) if time <= limit)
            for row in table.times
        ]
        assert values(table, Within((10.0, 29.5, 30.0)))[:, column].tolist() == within
    nearest = [
        sorted(time for time, there in zip(row, table.opportunities, strict=True) if there) for row in table.times
    ]
    for row, times in zip(values(table, Nearest(3)), nearest, strict=True):
        assert row.tolist() == (times + [INF] * 3)[:3]


MEASURES = [Within(), Nearest(2), *map(Weighted, DECAYS)]


@given(table=reaches(), measure=st.sampled_from(MEASURES), data=st.data())
def test_more_opportunities_or_shorter_times_never_make_it_worse(table, measure, data):
    at = data.draw(st.integers(0, len(table.destinations) - 1))
    more, faster = table.opportunities.copy(), table.times.copy()
    more[at] += 7
    faster[:, at] /= 2
    before = values(table, measure)
    sign = -1 if isinstance(measure, Nearest) else 1
    for changed in (reach(table.times, more, table.people), reach(faster, table.opportunities, table.people)):
        assert (sign * values(changed, measure) >= sign * before).all()


@given(table=reaches(), measure=st.sampled_from(MEASURES), data=st.data())
def test_the_order_of_places_and_the_scale_of_opportunities(table, measure, data):
    rows = data.draw(st.permutations(range(len(table.origins))))
    columns = data.draw(st.permutations(range(len(table.destinations))))
    turned = reach(table.times[np.ix_(rows, columns)], table.opportunities[columns], table.people[rows])
    assert values(turned, measure) == pytest.approx(values(table, measure)[rows], rel=1e-12)
    tenfold = reach(table.times, 10 * table.opportunities, table.people)
    factor = 1 if isinstance(measure, Nearest) else 10
    assert values(tenfold, measure) == pytest.approx(factor * values(table, measure), rel=1e-12)


@pytest.mark.parametrize("measure", MEASURES, ids=str)
def test_blocks_threads_and_processes_change_no_bit(measure, monkeypatch):
    chance = np.random.default_rng(3)
    table = reach(chance.exponential(40, (53, 31)), chance.random(31), chance.random(53))
    whole = values(table, measure)
    monkeypatch.setattr(row_blocks, "CELLS", 100)
    with ThreadPoolExecutor(3) as threads:
        assert (values(table, measure, executor=threads) == whole).all()
    assert (values(table, measure) == whole).all()


def test_processes_find_the_same(monkeypatch):
    monkeypatch.setattr(row_blocks, "CELLS", 8)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        for measure in (Within(), Weighted(Gaussian(20.0)), Nearest(2)):
            assert (values(VILLAGES, measure, executor=processes) == values(VILLAGES, measure)).all()


class Enough(Exception):
    pass


@pytest.mark.parametrize("side_by_side", [False, True])
def test_progress_hears_of_each_block_and_may_end_it(monkeypatch, side_by_side):
    monkeypatch.setattr(row_blocks, "CELLS", 8)
    heard = []

    def listen(share):
        heard.append(share)
        if len(heard) == 4:
            raise Enough

    values(VILLAGES, Within(), progress=heard.append)
    assert heard == pytest.approx([1 / 3, 2 / 3, 1])
    heard.clear()
    monkeypatch.setattr(row_blocks, "CELLS", 4)
    with ThreadPoolExecutor(1) as threads, pytest.raises(Enough):
        values(VILLAGES, Within(), progress=listen, executor=threads if side_by_side else None)
    assert heard == pytest.approx([0.2, 0.4, 0.6, 0.8])


def test_own_areas():
    areas = lettered("o", 3)
    times = np.array([[0.0, 8, 20], [9, 0, 6], [20, 7, 0]])
    assert own_area_times(areas, times, OwnArea.AS_GIVEN).tolist() == times.tolist()
    assert np.diag(own_area_times(areas, times, OwnArea.HALF_NEAREST)).tolist() == [4, 3, 3.5]
    left = own_area_times(areas, times, OwnArea.LEFT_OUT)
    assert np.diag(left).tolist() == [INF] * 3
    table = Reach(areas, areas, left, [100, 10, 1], [1, 1, 1])
    assert values(table, Within((8.0,)))[:, 0].tolist() == [10, 1, 10]
    assert (times.diagonal() == 0).all()
    with pytest.raises(TableError, match="'o001' reaches no other"):
        own_area_times(areas, np.array([[0, 1, 1], [INF, 0, INF], [1, 1, 0]]), OwnArea.HALF_NEAREST)
    with pytest.raises(TableError, match="a constant of its own is for flows"):
        own_area_times(areas, times, OwnArea.OWN_CONSTANT)
    with pytest.raises(TableError, match="within 3 areas need a table"):
        own_area_times(areas, times[:2], OwnArea.AS_GIVEN)


def test_times_that_are_locked_are_not_copied_and_others_cannot_change_what_is_in_the_table():
    times = np.array([[1.0, 2]])
    table = reach(times, [1, 1], [1])
    times[0, 0] = 99
    assert table.times[0, 0] == 1
    times.flags.writeable = False
    assert reach(times, [1, 1], [1]).times is times
    with pytest.raises(ValueError, match="read-only"):
        table.people[0] = 5
    assert reach(np.array([[1, 2]]), [1, 1], [1]).times.dtype == np.float64


@pytest.mark.parametrize(
    ("times", "opportunities", "people", "words"),
    [
        ([[1.0, -2]], [1, 1], [1], "the time from 'o000' to 'd001' is -2.0"),
        ([[1.0, np.nan]], [1, 1], [1], "the time from 'o000' to 'd001' is nan"),
        ([[1.0, 2]], [1, -1], [1], "opportunities of 'd001' are -1.0"),
        ([[1.0, 2]], [1, INF], [1], "opportunities of 'd001' are inf"),
        ([[1.0, 2]], [1, 1], [np.nan], "people of 'o000' are nan"),
        ([[1.0, 2]], [1], [1], "opportunities of 2 areas"),
        ([[1.0, 2]], [1, 1], [1, 1], "people of 1 areas"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_with_its_place(times, opportunities, people, words):
    with pytest.raises(TableError, match=words):
        reach(times, opportunities, people)


def test_a_table_of_the_wrong_shape_or_without_a_unit_is_refused():
    with pytest.raises(TableError, match="from 2 origins to 1 destinations have a row and a column for each"):
        Reach(lettered("o", 2), lettered("d", 1), np.ones((1, 2)), [1], [1, 1])
    with pytest.raises(TableError, match="need a unit"):
        reach([[1.0]], [1], [1], unit="")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Exponential(0.0),
        lambda: Exponential(np.inf),
        lambda: Power(1.0, -1.0),
        lambda: Gaussian(np.nan),
        lambda: Gaussian(5.0, longest=0.0),
        lambda: Steps((), ()),
        lambda: Steps((10.0,), (1.0, 0.5)),
        lambda: Steps((20.0, 10.0), (1.0, 0.5)),
        lambda: Steps((10.0, 20.0), (0.5, 1.0)),
        lambda: Steps((10.0,), (1.5,)),
        lambda: Steps((10.0, 20.0), (1.0, -0.5)),
        lambda: Within(()),
        lambda: Within((30.0, 30.0)),
        lambda: Within((0.0, 30.0)),
        lambda: Within((INF,)),
        lambda: Nearest(0),
    ],
)
def test_choices_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must|at least|need"):
        wrong()
