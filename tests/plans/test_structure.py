"""What serves what, in trees small enough to check by eye."""

from samsyn.plans import structure

#   1       5
#   ├ 2     └ 6
#   └ 3
#     └ 4
TREE = {1: None, 2: 1, 3: 1, 4: 3, 5: None, 6: 5}


def test_ancestors_are_nearest_first():
    assert list(structure.ancestors(4, TREE)) == [3, 1]
    assert list(structure.ancestors(1, TREE)) == []


def test_descendants_come_with_their_roots():
    assert structure.with_descendants([3, 6], TREE) == {3, 4, 6}


def test_what_serves_goes_up_the_tree_and_along_the_links():
    assert structure.serving([5], TREE, []) == {5, 6}
    assert structure.serving([5], TREE, [(3, 6)]) == {5, 6, 3, 4}


def test_opposite_links_between_two_areas_make_a_circle():
    assert not structure.has_circle(TREE, [(1, 5)])
    assert structure.has_circle(TREE, [(1, 5), (5, 1)])
    assert structure.serves_itself(1, TREE, [(1, 5), (5, 1)])


def test_a_circle_may_go_through_the_tree():
    """1 supports 6, which stands in 5, which supports 1."""
    assert structure.has_circle(TREE, [(1, 6), (5, 1)])
    assert structure.serves_itself(6, TREE, [(1, 6), (5, 1)])


def test_parts_of_two_areas_may_support_the_other_area():
    """2 supports 5 and 6 supports 1: neither area serves itself."""
    assert not structure.has_circle(TREE, [(2, 5), (6, 1)])


def test_an_area_that_supports_its_own_part_serves_itself():
    assert structure.has_circle(TREE, [(1, 4)])


def test_a_tie_within_a_branch_is_seen_in_both_directions():
    assert structure.tied_within(TREE, [(4, 1)])
    assert structure.tied_within(TREE, [(1, 4)])
    assert not structure.tied_within(TREE, [(2, 4), (4, 6)])
