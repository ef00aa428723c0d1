"""Tables of areas, flows and divisions: what they refuse, what they compute, and that nothing changes them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.tables import (
    Areas,
    Flows,
    Partition,
    TableError,
    areas_of,
    flows_from_matrix,
    flows_from_pairs,
    partition_from_codes,
    partition_from_labels,
)
from tests.analysis.commuting import commuting, groups, lettered

TWO = areas_of({"0380": "Uppsala", "0180": "Stockholm"})


def test_areas_stand_in_the_order_of_their_codes():
    assert TWO.codes == ("0180", "0380")
    assert TWO.names == ("Stockholm", "Uppsala")
    assert TWO.positions(["0380", "0180", "0380"]).tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("codes", "names", "said"),
    [
        ((), (), "at least one area"),
        (("a", "b"), ("A",), "2 codes of areas and 1 names"),
        (("a", "a"), ("A", "A"), "'a' is there twice"),
        (("b", "a"), ("B", "A"), "'b' stands before 'a'"),
        (("", "a"), ("?", "A"), "no code"),
    ],
)
def test_areas_that_cannot_be_are_refused(codes, names, said):
    with pytest.raises(TableError, match=said):
        Areas(codes, names)


def test_flows_know_who_leaves_who_arrives_and_who_stays():
    flows = lettered([5, 2, 0], [1, 7, 0], [0, 3, 0])
    assert flows.leaving.tolist() == [7, 8, 3]
    assert flows.arriving.tolist() == [6, 12, 0]
    assert flows.staying.tolist() == [5, 7, 0]
    assert flows.starts.tolist() == [0, 2, 4, 5]


@given(flows=commuting())
def test_rows_in_any_order_make_the_same_table(flows):
    codes = flows.areas.codes
    rows = [
        (codes[i], codes[j], count) for i, j, count in zip(flows.origins, flows.destinations, flows.counts, strict=True)
    ]
    again = flows_from_pairs(flows.areas, reversed(rows), unit="persons")
    assert np.array_equal(again.matrix(), flows.matrix())
    assert flows.leaving.sum() == flows.arriving.sum() == flows.counts.sum()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("0180", "0180", 5), ("0180", "0999", 1)], "row 2: the area '0999' is not among the areas"),
        ([("0180", "0380", 5), ("0380", "0180", 1), ("0180", "0380", 5)], "rows 1 and 3 both give .*'0180' to '0380'"),
        ([("0180", "0380", 5), ("0380", "0180", -1)], "row 2: -1 is no count"),
        ([("0180", "0380", float("nan"))], "row 1: nan is no count"),
        ([("0180", "0380", float("inf"))], "row 1: inf is no count"),
    ],
)
def test_rows_that_cannot_be_are_refused_with_their_number(rows, said):
    with pytest.raises(TableError, match=said):
        flows_from_pairs(TWO, rows, unit="persons")


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[1, 2, 3], [4, 5, 6]], "between 2 areas has a row and a column"),
        ([1, 2], "between 2 areas has a row and a column"),
        ([[1, -2], [0, 0]], "from '0180' to '0380' is -2"),
        ([[1, 0], [float("nan"), 0]], "from '0380' to '0180' is nan"),
    ],
)
def test_matrices_that_cannot_be_are_refused_with_their_place(matrix, said):
    with pytest.raises(TableError, match=said):
        flows_from_matrix(TWO, matrix, unit="persons")


def test_a_table_of_flows_refuses_what_builders_would_not_make():
    with pytest.raises(TableError, match="order of origin and destination"):
        Flows(TWO, np.array([1, 0]), np.array([0, 0]), np.ones(2), "persons")
    with pytest.raises(TableError, match="outside the 2 areas"):
        Flows(TWO, np.array([0]), np.array([2]), np.ones(1), "persons")
    with pytest.raises(TableError, match="of one length"):
        Flows(TWO, np.array([0]), np.array([1]), np.ones(2), "persons")
    with pytest.raises(TableError, match="need a unit"):
        flows_from_matrix(TWO, [[1, 0], [0, 1]], unit="")


def test_tables_are_locked_and_keep_nothing_of_the_callers_arrays():
    counts = np.array([4.0])
    flows = Flows(TWO, np.array([0]), np.array([1]), counts, "persons")
    counts[0] = 9
    assert flows.counts.tolist() == [4]
    for array in (flows.counts, flows.origins, flows.leaving, flows.staying, partition_from_labels(TWO, "ab").region):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_a_table_without_flows_is_a_table():
    empty = flows_from_pairs(TWO, [], unit="persons")
    assert empty.leaving.tolist() == empty.arriving.tolist() == [0, 0]


@given(labels=st.lists(st.integers(0, 5), min_size=1, max_size=12), other=st.permutations(range(6)))
def test_the_same_division_has_the_same_numbers_whatever_its_labels(labels, other):
    areas = areas_of({chr(65 + i): "" for i in range(len(labels))})
    division = partition_from_labels(areas, labels)
    assert np.array_equal(division.region, partition_from_labels(areas, [other[label] for label in labels]).region)
    assert division.count == len(set(labels))
    assert sorted(np.concatenate(division.members())) == list(range(len(labels)))
    assert [set(m) for m in division.members()] == [
        set(np.flatnonzero(division.region == r)) for r in range(division.count)
    ]


def test_divisions_that_cannot_be_are_refused():
    with pytest.raises(TableError, match="one region an area"):
        Partition(TWO, np.array([0]))
    with pytest.raises(TableError, match="numbered from 0"):
        Partition(TWO, np.array([1, 0]))
    with pytest.raises(TableError, match="'0999' is not among the areas"):
        partition_from_codes(TWO, {"0999": "x"})


def test_an_area_that_an_official_list_leaves_out_is_a_region_of_its_own():
    areas = areas_of(dict.fromkeys("ABCDE", ""))
    assert groups(partition_from_codes(areas, {"E": "city", "B": "city", "A": "E"})) == {"BE", "A", "C", "D"}
