"""Correcting a draft: small trees checked by eye, and no word lost whatever is done."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.plans import drafting
from samsyn.plans.drafting import KINDS, Draft, DraftError, apply


def _draft(*nodes: tuple[int, int | None, str, str]) -> Draft:
    return {
        "title": "Plan 2018",
        "year": 2018,
        "last_year": 2018,
        "nodes": [_node(*node) for node in nodes],
        "dropped": [],
        "warnings": [],
        "last_id": max((node[0] for node in nodes), default=0),
    }


def _node(number: int, parent: int | None, kind: str, wording: str, heading: str = "") -> drafting.Node:
    blank = {"number": "", "labelled": True, "confidence": 1.0, "line": number, "page": None, "note": ""}
    return {"id": number, "parent": parent, "kind": kind, "heading": heading, "wording": wording} | blank  # type: ignore[return-value]


def _shape(draft: Draft) -> list[tuple[int, int | None, str]]:
    return [(node["id"], node["parent"], node["kind"]) for node in draft["nodes"]]


PLAN = _draft(
    (1, None, "focus_area", "Transport"),
    (2, 1, "text", "Regionen växer. Målet är att fler reser klimatsmart."),
    (3, 1, "goal", "Att fler reser"),
    (4, 3, "activity", "Ta fram en analys"),
    (5, None, "focus_area", "Kompetens"),
    (6, 5, "activity", "Ordna en konferens"),
)


def test_split_and_retype_make_a_goal_of_a_sentence():
    at = len("Regionen växer. ")
    draft = drafting.retype(drafting.split(PLAN, node=2, at=at), node=7, kind="goal")
    assert [node["wording"] for node in draft["nodes"][1:3]] == [
        "Regionen växer.",
        "Målet är att fler reser klimatsmart.",
    ]
    assert _shape(draft)[2] == (7, 1, "goal")


def test_moving_takes_along_what_stands_in_it():
    draft = drafting.move(PLAN, node=3, parent=5, before=6)
    assert _shape(draft) == [
        (1, None, "focus_area"),
        (2, 1, "text"),
        (5, None, "focus_area"),
        (3, 5, "goal"),
        (4, 3, "activity"),
        (6, 5, "activity"),
    ]


def test_merging_two_halves_of_a_broken_line():
    draft = drafting.merge(
        _draft((1, None, "focus_area", ""), (2, 1, "goal", "Att fler"), (3, 1, "goal", "reser.")), node=3
    )
    assert [node["wording"] for node in draft["nodes"]] == ["", "Att fler reser."]


def test_merging_takes_over_what_stood_in_it():
    draft = drafting.merge(PLAN, node=3, into=2)
    assert _shape(draft) == [
        (1, None, "focus_area"),
        (2, 1, "text"),
        (4, 1, "activity"),
        (5, None, "focus_area"),
        (6, 5, "activity"),
    ]
    assert draft["nodes"][1]["wording"].endswith("klimatsmart.\n\nAtt fler reser")


def test_an_area_made_a_goal_lifts_what_it_cannot_hold():
    draft = drafting.retype(
        _draft((1, None, "focus_area", "A"), (2, 1, "focus_area", "B"), (3, 2, "text", "C"), (4, 2, "activity", "D")),
        node=2,
        kind="goal",
    )
    assert _shape(draft) == [(1, None, "focus_area"), (2, 1, "goal"), (4, 2, "activity"), (3, 1, "text")]


def test_dropping_and_restoring_gives_back_the_same_draft():
    for node in range(1, 7):
        dropped = drafting.drop(PLAN, node=node)
        assert len(dropped["nodes"]) < 6
        assert drafting.restore(dropped, node=node) == PLAN


def test_a_part_whose_place_is_gone_is_restored_at_the_top():
    draft = drafting.drop(drafting.drop(PLAN, node=4), node=1)
    assert _shape(drafting.restore(draft, node=4))[-1] == (4, None, "activity")
    assert [node["id"] for node in drafting.misplaced(drafting.restore(draft, node=4))] == [4]


def test_editing_the_title_and_a_number():
    assert drafting.edit(PLAN, title=" Plan 2019 ")["title"] == "Plan 2019"
    assert drafting.edit(PLAN, node=1, number="1")["nodes"][0]["number"] == "1"
    assert PLAN["title"] == "Plan 2018"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"do": "fly", "node": 1}, "change"),
        ({"do": "retype", "node": 1}, "change"),
        ({"do": "split", "node": 2, "at": "3"}, "change"),
        ({"do": "retype", "node": 99, "kind": "goal"}, "gone"),
        ({"do": "retype", "node": 1, "kind": "wish"}, "kind"),
        ({"do": "move", "node": 1, "parent": 3}, "into_itself"),
        ({"do": "move", "node": 3, "parent": None}, "place"),
        ({"do": "move", "node": 5, "parent": 4}, "place"),
        ({"do": "merge", "node": 2}, "nothing_before"),
        ({"do": "merge", "node": 1, "into": 4}, "merge_inside"),
        ({"do": "split", "node": 2, "at": 3}, "inside_word"),
        ({"do": "split", "node": 2, "at": 999}, "inside_word"),
        ({"do": "edit", "node": 1, "kind": "goal"}, "field"),
        ({"do": "edit", "node": 1, "number": "1" * 21}, "length"),
        ({"do": "restore", "node": 1}, "gone"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(change, code):
    with pytest.raises(DraftError) as refused:
        apply(PLAN, change)
    assert refused.value.code == code


@st.composite
def _drafts(draw) -> Draft:
    nodes: list[tuple[int, int | None, str, str]] = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        kind = draw(st.sampled_from(KINDS))
        places = [None] if None in drafting.UNDER[kind] else []
        places += [node[0] for node in nodes if node[2] in drafting.UNDER[kind]]
        if places:
            wording = " ".join(draw(st.lists(st.sampled_from(["Att", "öka", "handeln.", "Och"]), max_size=5)))
            nodes.append((number, draw(st.sampled_from(places)), kind, wording))
    draft = _draft(*nodes)
    drafting._ordered(draft)
    return draft


_ID = st.integers(1, 12)
_CHANGES = st.one_of(
    st.fixed_dictionaries({"do": st.just("retype"), "node": _ID, "kind": st.sampled_from(KINDS)}),
    st.fixed_dictionaries({"do": st.just("move"), "node": _ID, "parent": _ID | st.none(), "before": _ID | st.none()}),
    st.fixed_dictionaries({"do": st.just("merge"), "node": _ID, "into": _ID | st.none()}),
    st.fixed_dictionaries({"do": st.just("split"), "node": _ID, "at": st.integers(-3, 30)}),
    st.fixed_dictionaries({"do": st.sampled_from(["drop", "restore"]), "node": _ID}),
)


@given(_drafts(), st.lists(_CHANGES, max_size=12))
def test_every_word_is_still_somewhere_and_the_tree_is_still_a_tree(draft, changes):
    before = Counter(drafting.words(draft))
    for change in changes:
        try:
            draft = apply(draft, change)
        except DraftError:
            continue
        assert Counter(drafting.words(draft)) == before
        seen: set[int | None] = {None}
        for node in draft["nodes"]:
            assert node["parent"] in seen
            seen.add(node["id"])
        assert len(seen) == len(draft["nodes"]) + 1
        assert all(node["parent"] is None for node in drafting.misplaced(draft))


def test_a_part_is_shifted_among_those_it_stands_with():
    draft = drafting.shift(PLAN, node=3, step=-1)
    assert [node["id"] for node in draft["nodes"]] == [1, 3, 4, 2, 5, 6]
    assert _shape(drafting.shift(draft, node=3, step=1)) == _shape(PLAN)
    for node, step in ((1, -1), (5, 1)):
        with pytest.raises(DraftError) as refusal:
            drafting.shift(PLAN, node=node, step=step)
        assert refusal.value.code == "edge"


def test_the_topmost_of_some_parts_are_those_in_no_other():
    assert drafting.topmost(PLAN, [4, 3, 6]) == [3, 6]
    assert drafting.topmost(PLAN, [1, 4, 99]) == [1]
