"""Sums of flows beside stated totals: of a table, and in a matrix itself."""

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from samsyn.sources import delimited, flows
from samsyn.sources.areas import AreaMapping
from samsyn.sources.areas import read as read_areas
from samsyn.sources.checks import margins
from samsyn.sources.checks.findings import Kind
from samsyn.sources.errors import WrongContent
from samsyn.sources.flows import MatrixMapping
from tests.sources import given

SUMS = {"01": 912.0, "02": 5003.0, "03": 40.0}
TABLE = "code,residents,jobs\n01,912,930\n02,5003,5013\n04,7,7\n03,,40.4\n"
MATRIX = "home,01,02,Total\n01,900,12,912\n02,3,5000,5004\nTotal,903,5013,5916\n"


def _stated(content=TABLE):
    grid = delimited.grid(given.text(content))
    return read_areas(grid, AreaMapping("code", figures=("residents", "jobs")))


def _totals(content=MATRIX, **more):
    return flows.matrix_totals(delimited.grid(given.text(content)), MatrixMapping(totals=frozenset({"Total"}), **more))


def test_areas_that_both_have_are_compared():
    found = margins.margin(SUMS, _stated(), "residents")
    assert found.codes == ("01", "02")
    assert found.differences.tolist() == [0, 0]
    assert margins.finding(found, by_origin=True) is None
    assert (found.not_stated, found.elsewhere) == (("03",), ("04",))


def test_the_largest_difference_comes_first_and_rounding_is_none():
    found = margins.margin(SUMS, _stated(), "jobs")
    assert found.differences.tolist() == [-18, -10, pytest.approx(-0.4)]
    assert [found.codes[place] for place in found.differing] == ["01", "02"]
    finding = margins.finding(found, by_origin=False)
    assert (finding.kind, finding.count, finding.largest) == (Kind.DESTINATIONS_DO_NOT_TIE, 2, 18.0)
    assert finding.examples == ("01: -18", "02: -10")
    assert margins.finding(found, by_origin=True).kind is Kind.ORIGINS_DO_NOT_TIE


def test_flows_are_summed_where_they_begin_or_end():
    counts = np.array([5.0, np.nan, 2.0])
    assert margins.sums(("01", "02"), np.array([0, 0, 1]), counts) == {"01": 5.0, "02": 2.0}
    assert margins.sums(("01", "02", "03"), np.array([1, 1, 1]), counts) == {"01": 0.0, "02": 7.0, "03": 0.0}


@drawn(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.data())
def test_flows_tie_with_their_own_sums_and_differ_by_what_is_added(stated, data):
    codes = tuple(f"{number:02d}" for number in range(len(stated)))
    sums = dict(zip(codes, map(float, stated), strict=True))
    table = "code,residents,jobs\n" + "".join(f"{code},{sums[code]:.0f},0\n" for code in codes)
    assert margins.margin(sums, _stated(table), "residents").differing.size == 0
    wrong = data.draw(st.sampled_from(codes))
    more = data.draw(st.integers(1, 1000))
    found = margins.margin(sums | {wrong: sums[wrong] + more}, _stated(table), "residents")
    assert [codes[place] for place in found.differing] == [wrong]
    assert found.differences.sum() == more


def test_the_sums_in_a_matrix_are_read_by_side():
    found = _totals()
    assert found.codes == ("01", "02")
    assert found.figures["origins"].tolist() == [912, 5004]
    assert found.figures["destinations"].tolist() == [903, 5013]
    turned = _totals(rows_are_origins=False)
    assert turned.figures["origins"].tolist() == [903, 5013]


def test_a_matrix_may_state_one_side_only():
    only = "home,01,02,Total\n01,900,12,912\n02,3,5000,5004\n"
    found = _totals(only)
    assert found.figures["origins"].tolist() == [912, 5004]
    assert np.isnan(found.figures["destinations"]).all()
    read = flows.read_matrix(delimited.grid(given.text(only)), MatrixMapping(totals=frozenset({"Total"})))
    assert read.dense().tolist() == [[900, 12], [3, 5000]]


def test_of_several_sums_none_is_taken():
    grid = delimited.grid(given.text(MATRIX))
    assert flows.matrix_totals(grid, MatrixMapping(totals=frozenset({"Total", "02"}))) is None


def test_a_sum_that_is_no_number_is_refused_where_it_stands():
    with pytest.raises(WrongContent) as refused:
        _totals(MATRIX.replace("5004", "many"))
    assert refused.value.place.row == 3
