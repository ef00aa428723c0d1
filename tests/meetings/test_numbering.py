"""Numbers of an agenda, drawn small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.meetings.numbering import Node, following, numbered


def _numbers(*nodes):
    return {each.id: each.number for each in numbered([Node(*node) for node in nodes])}


def test_a_tree_is_numbered_in_reading_order():
    drawn = [(7, None, 2), (3, None, 1), (5, 7, 1), (4, 7, 0), (9, 4, 0)]
    assert [tuple(each) for each in numbered([Node(*node) for node in drawn])] == [
        (3, "1"), (7, "2"), (4, "2.1"), (9, "2.1.1"), (5, "2.2"),
    ]  # fmt: skip


def test_equal_positions_go_by_the_id():
    assert _numbers((2, None, 0), (1, None, 0)) == {1: "1", 2: "2"}


@pytest.mark.parametrize("nodes", [[(1, 1, 0)], [(1, 2, 0), (2, 1, 0)], [(1, 99, 0)]])
def test_what_is_no_tree_is_refused(nodes):
    with pytest.raises(ValueError, match="stands in itself"):
        _numbers(*nodes)


@pytest.mark.parametrize(
    ("taken", "above", "number"),
    [
        ([], "", "1"),
        (["1", "2", "10"], "", "11"),
        (["1", "2", "2.1", "2.7", "2.7.1"], "2", "2.8"),
        (["1", "2"], "1", "1.1"),
        (["12.1"], "1", "1.1"),
    ],
)
def test_an_item_added_later_takes_the_next_number(taken, above, number):
    assert following(taken, above) == number


@st.composite
def trees(draw):
    size = draw(st.integers(0, 30))
    parents = [draw(st.one_of(st.none(), st.integers(0, n - 1))) if n else None for n in range(size)]
    return [Node(n, parent, draw(st.integers(0, 3))) for n, parent in enumerate(parents)]


@given(trees())
def test_every_item_has_a_number_of_its_own_under_that_of_its_parent(tree):
    found = numbered(tree)
    numbers = {each.id: each.number for each in found}
    assert sorted(numbers) == [node.id for node in tree]
    assert len(set(numbers.values())) == len(tree)
    for node in tree:
        assert numbers[node.id].rpartition(".")[0] == ("" if node.parent is None else numbers[node.parent])
    keys = [tuple(map(int, each.number.split("."))) for each in found]
    assert keys == sorted(keys)
