"""What differs between two versions: small plans checked by eye, and what must hold for all."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from samsyn.plans.content import ItemContent, PlanContent
from samsyn.plans.difference import Position, Run, RunKind, between, word_runs


def _item(key: str, parent: str | None = None, **fields) -> ItemContent:
    blank = {"heading": "", "wording": f"Att {key}.", "number": "", "short_title": "", "labelled": True, "place": ""}
    facts = {"continues": None, "owner": None, "starts_on": None, "ends_on": None, "budget": None, "outcome": None}
    lists = {"contributions": [], "steps": [], "risks": [], "documents": [], "indicators": []}
    return {"key": key, "parent": parent, "kind": "goal", "position": 0} | blank | facts | lists | fields  # type: ignore[return-value]


def _plan(*items: ItemContent, links=(), **head) -> PlanContent:
    plan = {"key": "p", "title": "Plan", "starts_on": "2018-01-01", "ends_on": "2018-12-31", "state": "draft"}
    plan |= {"decided_by": None, "document": None, "continues": None} | head
    return {"format": "samsyn.plan", "version": 1, "plan": plan, "items": list(items), "links": list(links)}  # type: ignore[typeddict-item]


def test_a_reworded_goal_shows_the_words_that_changed():
    found = between(
        _plan(_item("a", wording="Att öka handeln i regionen.")),
        _plan(_item("a", wording="Att stärka handeln i regionen.")),
    )
    assert found.reworded[0].runs == (
        Run(RunKind.EQUAL, "Att "),
        Run(RunKind.DELETED, "öka"),
        Run(RunKind.INSERTED, "stärka"),
        Run(RunKind.EQUAL, " handeln i regionen."),
    )
    assert (found.added, found.removed, found.moved, found.changed) == ((), (), (), ())


def test_an_item_under_another_area_has_moved_from_where_to_where():
    one, two = _item("1", heading="Transport"), _item("2", heading="Kompetens")
    found = between(_plan(one, _item("a", "1"), two), _plan(one, two, _item("a", "2")))
    (moved,) = found.moved
    assert (moved.before, moved.after) == (Position("1", "Transport", 1), Position("2", "Kompetens", 1))


def test_one_item_lifted_to_the_top_is_one_move():
    a, b, c, d = (_item(key) for key in "abcd")
    assert [change.item["key"] for change in between(_plan(a, b, c, d), _plan(d, a, b, c)).moved] == ["d"]


def test_an_item_pushed_down_by_a_new_one_has_not_moved():
    found = between(_plan(_item("a")), _plan(_item("new"), _item("a")))
    assert [item["key"] for item in found.added] == ["new"]
    assert not found.moved


def test_retyped_owner_period_budget_and_links():
    owner = {"person": "someone", "function": None}
    link = {"source": "a", "target": "b", "kind": "supports"}
    old = _plan(_item("a"), _item("b"))
    new = _plan(_item("a", kind="activity", owner=owner, budget="5", ends_on="2018-06-30"), _item("b"), links=[link])
    found = between(old, new)
    assert [(change.before, change.after) for change in found.retyped] == [("goal", "activity")]
    assert {change.field: change.after for change in found.changed} == {
        "owner": owner,
        "budget": "5",
        "ends_on": "2018-06-30",
    }
    assert found.links_added == (link,)
    assert between(new, old).links_removed == (link,)


def test_a_new_target_is_a_change_of_the_indicator():
    indicator = {"key": "i", "name": "Share", "targets": []}
    later = indicator | {"targets": [{"on": "2018-12-31", "value": "5"}]}
    found = between(_plan(_item("a", indicators=[indicator])), _plan(_item("a", indicators=[later])))
    assert [(change.before, change.after) for change in found.indicators] == [(indicator, later)]
    gone = between(_plan(_item("a", indicators=[indicator])), _plan(_item("a")))
    assert [(change.before, change.after) for change in gone.indicators] == [(indicator, None)]


def test_the_plans_own_title_and_period():
    found = between(_plan(), _plan(title="Plan 2", ends_on="2019-12-31"))
    assert {change.field: change.before for change in found.changed} == {"title": "Plan", "ends_on": "2018-12-31"}
    assert all(change.item is None for change in found.changed)


_WORDS = st.lists(st.sampled_from(["Att", "öka", "minska", "handeln", " ", "\n", "."]), max_size=12).map(" ".join)


@st.composite
def _plans(draw) -> PlanContent:
    keys = draw(st.permutations("abcdef"))[: draw(st.integers(0, 6))]
    items: list[ItemContent] = []
    for key in keys:
        parent = draw(st.sampled_from([None, *(item["key"] for item in items)]))
        kind = draw(st.sampled_from(["goal", "activity"]))
        items.append(_item(key, parent, kind=kind, wording=draw(_WORDS), budget=draw(st.sampled_from([None, "1"]))))
    return _plan(*items)


@given(_plans())
def test_a_plan_does_not_differ_from_itself(plan):
    assert between(plan, copy.deepcopy(plan)).is_empty


@given(_plans(), _plans())
def test_what_is_added_one_way_is_removed_the_other(a, b):
    there, back = between(a, b), between(b, a)
    assert {item["key"] for item in there.added} == {item["key"] for item in back.removed}
    assert {item["key"] for item in there.removed} == {item["key"] for item in back.added}
    assert {(one.item["key"], one.before, one.after) for one in there.retyped} == {
        (one.item["key"], one.after, one.before) for one in back.retyped
    }
    assert {(one.item["key"], one.field, one.before, one.after) for one in there.changed} == {
        (one.item["key"], one.field, one.after, one.before) for one in back.changed
    }
    assert len(there.moved) == len(back.moved)


@given(_WORDS, _WORDS)
def test_the_runs_hold_both_texts_whole(old, new):
    runs = word_runs(old, new)
    assert "".join(run.text for run in runs if run.kind != RunKind.INSERTED) == old
    assert "".join(run.text for run in runs if run.kind != RunKind.DELETED) == new


def test_changed_words_in_a_row_read_as_one_change():
    assert word_runs("Ordna en konferens om tåg.", "Ordna två möten om tåg.") == (
        Run(RunKind.EQUAL, "Ordna "),
        Run(RunKind.DELETED, "en konferens"),
        Run(RunKind.INSERTED, "två möten"),
        Run(RunKind.EQUAL, " om tåg."),
    )
