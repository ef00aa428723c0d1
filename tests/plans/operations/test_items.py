"""Items added, reworded, moved, merged, split and removed, in small drawn trees and in random ones."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted, Refusal
from samsyn.plans import search, structure
from samsyn.plans.errors import ChangedMeanwhile, Circle, FollowedUp, NotUsable, WrongPlace, WrongState
from samsyn.plans.models import (
    FollowUp,
    FollowUpRound,
    Item,
    ItemDocument,
    ItemKind,
    ItemLink,
    LinkKind,
    Plan,
    PlanState,
    Risk,
    Step,
)
from samsyn.plans.operations import items
from samsyn.plans.queries.items import fingerprint, graph
from samsyn.plans.queries.search import containing
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
AREA, GOAL, ACTIVITY = ItemKind.FOCUS_AREA, ItemKind.GOAL, ItemKind.ACTIVITY


@pytest.fixture
def officer():
    return make.user(Role.OFFICER)


@pytest.fixture
def plan():
    return make.plan()


def drawn(plan: Plan) -> str:
    """The plan as indented lines, to compare by eye; positions that are not 0, 1, 2 … show."""

    def lines(parent, depth):
        for place, item in enumerate(plan.items.filter(parent=parent).order_by("position", "pk")):
            wrong = "" if item.position == place else f" (position {item.position})"
            yield "  " * depth + (item.heading or item.wording) + wrong
            yield from lines(item, depth + 1)

    return "\n".join(lines(None, 0))


def grow(plan: Plan, officer, picture: str) -> dict[str, Item]:
    """Add the items of an indented picture: capitals are areas, ``g`` goals, the rest activities."""
    made, path = {}, []
    for line in picture.strip("\n").splitlines():
        depth, name = (len(line) - len(line.lstrip())) // 2, line.strip()
        kind = AREA if name.isupper() else GOAL if name.startswith("g") else ACTIVITY
        words = {"heading": name} if kind == AREA else {"wording": name}
        parent = path[depth - 1] if depth else None
        made[name] = items.add(plan, kind=kind, parent=parent, by=officer, at=NOW, **words)
        path[depth:] = [made[name]]
    return made


PICTURE = """
A
  g1
    a1
    a2
  a3
B
  C
    g2
"""


def test_added_items_stand_last_and_can_be_found(plan, officer):
    made = grow(plan, officer, PICTURE)
    assert drawn(plan) == PICTURE.strip("\n")
    assert made["g1"].stems == search.stems("g1")


def test_an_item_is_added_at_a_position(plan, officer):
    made = grow(plan, officer, "A\n  a1\n  a2")
    items.add(plan, kind=ACTIVITY, parent=made["A"], position=1, wording="new", by=officer, at=NOW)
    assert drawn(plan) == "A\n  a1\n  new\n  a2"


ALLOWED = {
    (ItemKind.DIRECTION_GOAL, None),
    (ItemKind.PRIORITY, None),
    (AREA, None),
    (AREA, AREA),
    (GOAL, AREA),
    (GOAL, GOAL),
    (ACTIVITY, AREA),
    (ACTIVITY, GOAL),
}


@pytest.mark.parametrize("parent", [None, *ItemKind])
@pytest.mark.parametrize("kind", list(ItemKind))
def test_each_kind_stands_where_it_belongs(kind, parent, plan, officer):
    above = make.item(plan, parent) if parent else None

    def add():
        return items.add(plan, kind=kind, parent=above, wording="x", by=officer, at=NOW)

    if (kind, parent) in ALLOWED:
        assert add().parent == above
        return
    with pytest.raises(WrongPlace):
        add()


def test_an_item_of_another_plan_is_no_parent(plan, officer):
    with pytest.raises(WrongPlace):
        items.add(plan, kind=GOAL, parent=make.area(make.plan()), wording="x", by=officer, at=NOW)


@pytest.mark.parametrize("words", [{}, {"wording": "  "}, {"heading": "x" * 501}, {"wording": "x", "number": "1" * 21}])
def test_words_that_cannot_be_kept_are_refused(words, plan, officer):
    with pytest.raises(NotUsable):
        items.add(plan, kind=AREA, by=officer, at=NOW, **words)


# Words


def test_rewording_keeps_the_rest_and_the_stems_follow(plan, officer):
    area = items.add(plan, kind=AREA, number="1", heading="Gods", wording="Om gods.", by=officer, at=NOW)
    area = items.reword(area, heading="Sjöfart", by=officer, at=NOW)
    area.refresh_from_db()
    assert (area.number, area.heading, area.wording) == ("1", "Sjöfart", "Om gods.")
    assert area.stems == search.stems("1", "Sjöfart", "Om gods.")


def test_whoever_read_other_words_is_told_who_changed_them_and_when(plan, officer):
    item = grow(plan, officer, "A")["A"]
    seen = fingerprint(item)
    first = make.user(Role.OFFICER, name="Ada Berg")
    items.reword(item, heading="AA", seen=seen, by=first, at=datetime(2018, 5, 2, 11, 30, tzinfo=UTC))
    with translation.override("en"), pytest.raises(ChangedMeanwhile, match=r"Ada Berg .*May 2, 2018, 1:30 p.m."):
        items.reword(item, heading="AB", seen=seen, by=officer, at=NOW)
    item.refresh_from_db()
    assert item.heading == "AA"


def test_a_short_title_is_the_offices_own_in_every_state(plan, officer):
    item = grow(plan, officer, "A")["A"]
    for state in PlanState:
        Plan.objects.filter(pk=plan.pk).update(state=state)
        assert items.retitle(item, short_title=f" Kort  {state} ", by=officer, at=NOW).name == f"Kort {state}"
    item.refresh_from_db()
    assert list(containing("kort", plan.items.all())) == [item]
    assert item.heading == "A"


# Places


def test_moving_takes_along_what_stands_in_it_and_closes_the_gap(plan, officer):
    made = grow(plan, officer, PICTURE)
    items.move(made["g1"], parent=made["C"], position=0, by=officer, at=NOW)
    assert drawn(plan) == "A\n  a3\nB\n  C\n    g1\n      a1\n      a2\n    g2"


def test_moving_among_siblings(plan, officer):
    made = grow(plan, officer, "A\nB\nC")
    items.move(made["A"], parent=None, position=1, by=officer, at=NOW)
    assert drawn(plan) == "B\nA\nC"
    items.move(made["C"], parent=None, position=0, by=officer, at=NOW)
    assert drawn(plan) == "C\nB\nA"
    items.move(made["C"], parent=None, position=99, by=officer, at=NOW)
    assert drawn(plan) == "B\nA\nC"


@pytest.mark.parametrize(("moved", "parent"), [("B", "C"), ("B", "B"), ("A", "g2"), ("g1", None), ("a1", "a2")])
def test_moves_that_would_break_the_tree_are_refused(moved, parent, plan, officer):
    made = grow(plan, officer, PICTURE)
    with pytest.raises(WrongPlace):
        items.move(made[moved], parent=made.get(parent), by=officer, at=NOW)
    assert drawn(plan) == PICTURE.strip("\n")


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [("g1", "B", LinkKind.SUPPORTS), ("B", "g1", LinkKind.SUPPORTS), ("g1", "C", LinkKind.SHARES)],
)
def test_a_move_that_would_close_a_circle_is_refused(source, target, kind, plan, officer):
    """g1 in A is tied to B; standing in B it would be tied to what it stands in."""
    made = grow(plan, officer, PICTURE)
    ItemLink.objects.create(source=made[source], target=made[target], kind=kind)
    with pytest.raises(Circle):
        items.move(made["g1"], parent=made["C"], by=officer, at=NOW)
    assert drawn(plan) == PICTURE.strip("\n")


def test_retyping_asks_both_what_is_above_and_what_is_below(plan, officer):
    made = grow(plan, officer, PICTURE)
    assert items.retype(made["a3"], kind=GOAL, by=officer, at=NOW).kind == GOAL
    for name, kind in (("g1", ACTIVITY), ("A", GOAL), ("C", ItemKind.PRIORITY)):
        with pytest.raises(WrongPlace):
            items.retype(made[name], kind=kind, by=officer, at=NOW)
    assert items.retype(made["g2"], kind=ACTIVITY, by=officer, at=NOW).kind == ACTIVITY


# Merging


def test_merging_siblings_keeps_words_in_reading_order_and_moves_what_is_below(plan, officer):
    made = grow(plan, officer, "A\n  g1\n    a1\n  a2\n  g2\n    a3")
    into = items.merge(made["g1"], into=made["g2"], by=officer, at=NOW)
    assert into.wording == "g1\ng2"
    assert drawn(plan) == "A\n  a2\n  g1\ng2\n    a3\n    a1"
    assert into.stems == search.stems("g1 g2")


def test_a_heading_that_has_no_room_becomes_a_line(plan, officer):
    one = items.add(plan, kind=AREA, number="1", heading="Resor", wording="Om resor.", by=officer, at=NOW)
    two = items.add(plan, kind=AREA, number="2", heading="Gods", wording="Om gods.", by=officer, at=NOW)
    into = items.merge(two, into=one, by=officer, at=NOW)
    assert (into.number, into.heading, into.wording) == ("1", "Resor", "Om resor.\n2 Gods\nOm gods.")


def test_merging_keeps_all_that_belonged_to_it(plan, officer):
    made = grow(plan, officer, "A\n  a1\n  a2\n  a3")
    one, two, third = made["a1"], made["a2"], made["a3"]
    ada, bo = make.person(name="Ada"), make.person(name="Bo")
    Item.objects.filter(pk=one.pk).update(owner_person=ada, budget=100, internal_note="x", starts_on=date(2018, 3, 1))
    Item.objects.filter(pk=two.pk).update(owner_person=bo, budget=50)
    Step.objects.create(item=one, text="Steg")
    Risk.objects.create(item=one, text="Risk", likelihood=1, consequence=1)
    ItemDocument.objects.create(item=one, title="Underlag", url="https://council.example/")
    make.indicator(one)
    ItemLink.objects.create(source=one, target=third, kind=LinkKind.SUPPORTS)
    ItemLink.objects.create(source=two, target=third, kind=LinkKind.SUPPORTS)
    ItemLink.objects.create(source=one, target=two, kind=LinkKind.SHARES)
    later = make.item(make.plan(), continues=one)
    into = items.merge(one, into=two, by=officer, at=NOW)
    assert (into.owner_person, into.budget, into.internal_note, into.starts_on) == (bo, 150, "x", date(2018, 3, 1))
    assert [str(each) for each in into.contributions.all()] == ["Ada"]
    assert [into.steps.count(), into.risks.count(), into.documents.count(), into.indicators.count()] == [1, 1, 1, 1]
    assert list(ItemLink.objects.values_list("source", "target", "kind")) == [(two.pk, third.pk, "supports")]
    later.refresh_from_db()
    assert later.continues == two


def test_an_item_merges_with_its_parent_but_not_the_other_way(plan, officer):
    made = grow(plan, officer, "A\n  g1\n    g2\n      a1\n    a2")
    with pytest.raises(WrongPlace):
        items.merge(made["g1"], into=made["g2"], by=officer, at=NOW)
    items.merge(made["g2"], into=made["g1"], by=officer, at=NOW)
    assert drawn(plan) == "A\n  g1\ng2\n    a2\n    a1"


def test_merges_that_make_no_sense_are_refused(plan, officer):
    made = grow(plan, officer, PICTURE)
    for one, other, refusal in (("a1", "a1", NotUsable), ("a1", "g1", WrongPlace)):
        with pytest.raises(refusal):
            items.merge(made[one], into=made[other], by=officer, at=NOW)
    with pytest.raises(NotUsable):
        items.merge(made["a1"], into=make.item(make.plan()), by=officer, at=NOW)
    assert drawn(plan) == PICTURE.strip("\n")


def follow_up(item: Item) -> FollowUp:
    opened, _ = FollowUpRound.objects.get_or_create(
        plan=item.plan, as_of=NOW.date(), defaults={"opens_on": NOW.date(), "due_on": NOW.date()}
    )
    return FollowUp.objects.create(item=item, round=opened, state="done", text="Klart.", entered_at=NOW)


def test_what_was_followed_up_is_neither_merged_away_nor_removed(plan, officer):
    made = grow(plan, officer, PICTURE)
    follow_up(made["a1"])
    for change in (
        lambda: items.merge(made["a1"], into=made["a2"], by=officer, at=NOW),
        lambda: items.remove(made["a1"], by=officer, at=NOW),
        lambda: items.remove(made["A"], with_all_in_it=True, by=officer, at=NOW),
    ):
        with pytest.raises(FollowedUp):
            change()
    assert drawn(plan) == PICTURE.strip("\n")


# Splitting and removing


def test_splitting_divides_the_wording_and_keeps_the_owner(plan, officer):
    made = grow(plan, officer, "A\n  a1\n  a2")
    ada = make.person()
    item = items.reword(made["a1"], wording="Att resa. Att bygga. Att bo.", by=officer, at=NOW)
    Item.objects.filter(pk=item.pk).update(owner_person=ada)
    parts = items.split(item, parts=["Att resa.", " Att bygga. ", "", "Att bo."], by=officer, at=NOW)
    assert drawn(plan) == "A\n  Att resa.\n  Att bygga.\n  Att bo.\n  a2"
    assert [part.owner_person for part in parts] == [ada, ada, ada]
    assert parts[1].stems == search.stems("Att bygga.")
    assert parts[0] == made["a1"]


@pytest.mark.parametrize("parts", [["Att resa."], ["Att resa", "."], ["Att resa. Att", "resa."], ["Att", "res a."]])
def test_parts_are_the_wording_no_more_and_no_less(parts, plan, officer):
    item = items.reword(grow(plan, officer, "A")["A"], wording="Att resa.", by=officer, at=NOW)
    if parts in (["Att resa", "."], ["Att", "res a."]):
        assert len(items.split(item, parts=parts, by=officer, at=NOW)) == 2  # only spaces may differ
        return
    with pytest.raises(NotUsable):
        items.split(item, parts=parts, by=officer, at=NOW)


def test_removing_asks_before_it_takes_what_stands_in_it(plan, officer):
    made = grow(plan, officer, PICTURE)
    with pytest.raises(NotUsable):
        items.remove(made["A"], by=officer, at=NOW)
    items.remove(made["a1"], by=officer, at=NOW)
    assert drawn(plan) == "A\n  g1\n    a2\n  a3\nB\n  C\n    g2"
    items.remove(made["A"], with_all_in_it=True, by=officer, at=NOW)
    assert drawn(plan) == "B\n  C\n    g2"


# What all verbs share


def every_change(item: Item, other: Item, by):
    return {
        "add": lambda: items.add(item.plan, kind=AREA, heading="x", by=by, at=NOW),
        "reword": lambda: items.reword(item, wording="x", by=by, at=NOW),
        "retype": lambda: items.retype(item, kind=GOAL, by=by, at=NOW),
        "move": lambda: items.move(item, parent=None, by=by, at=NOW),
        "merge": lambda: items.merge(item, into=other, by=by, at=NOW),
        "split": lambda: items.split(item, parts=["a", "1"], by=by, at=NOW),
        "remove": lambda: items.remove(item, by=by, at=NOW),
    }


@pytest.mark.parametrize("state", [PlanState.PROPOSED, PlanState.ADOPTED, PlanState.CLOSED])
def test_only_a_draft_is_changed(state, plan, officer):
    made = grow(plan, officer, PICTURE)
    Plan.objects.filter(pk=plan.pk).update(state=state)
    logged = AuditEntry.objects.count()
    for change in every_change(made["a1"], made["a2"], officer).values():
        with pytest.raises(WrongState):
            change()
    assert drawn(plan) == PICTURE.strip("\n")
    assert AuditEntry.objects.count() == logged


def test_only_the_office_changes_the_words(plan, officer):
    made = grow(plan, officer, PICTURE)
    owner = make.user()
    Item.objects.filter(pk=made["A"].pk).update(owner_person=make.person(account=owner))
    for change in every_change(made["a1"], made["a2"], owner).values():
        with pytest.raises(NotPermitted):
            change()
    with pytest.raises(NotPermitted):
        items.retitle(made["a1"], short_title="x", by=owner, at=NOW)


def test_each_change_leaves_one_entry_about_the_item_in_its_plan(plan, officer):
    made = grow(plan, officer, PICTURE)
    logged = AuditEntry.objects.count()
    items.move(made["a3"], parent=made["C"], by=officer, at=NOW)
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert AuditEntry.objects.count() == logged + 1
    assert (entry.verb, entry.subject) == ("plans.item_moved", f"item:{made['a3'].key}")
    assert entry.details == {"plan": str(plan.key), "parent": str(made["C"].key)}


def test_an_item_that_somebody_removed_meanwhile_is_named_so(plan, officer):
    item = grow(plan, officer, "A")["A"]
    items.remove(item, by=officer, at=NOW)
    item.pk = 4711
    with pytest.raises(NotUsable):
        items.reword(item, wording="x", by=officer, at=NOW)


STEPS = st.lists(
    st.tuples(st.sampled_from(["move", "merge", "split", "retype"]), *[st.integers(0, 99)] * 3), max_size=12
)


def _random_step(plan: Plan, step, officer) -> None:
    verb, first, second, third = step
    there = list(plan.items.order_by("pk"))
    item, other = there[first % len(there)], [None, *there][second % (len(there) + 1)]
    if verb == "move":
        items.move(item, parent=other, position=third % 4, by=officer, at=NOW)
    elif verb == "merge" and other is not None:
        items.merge(item, into=other, by=officer, at=NOW)
    elif verb == "split":
        cut = third % (len(item.wording) + 1)
        items.split(item, parts=[item.wording[:cut], item.wording[cut:]], by=officer, at=NOW)
    elif verb == "retype":
        items.retype(item, kind=list(ItemKind)[third % 5], by=officer, at=NOW)


def _letters(plan: Plan) -> list[str]:
    words = plan.items.values_list("number", "heading", "wording")
    return sorted("".join("".join(row) for row in words).replace("\n", "").replace(" ", ""))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_the_tree_stays_a_tree_and_no_word_is_lost(steps, db):
    plan = make.plan()
    made = grow(plan, None, PICTURE)
    ItemLink.objects.create(source=made["A"], target=made["B"], kind=LinkKind.SUPPORTS)
    ItemLink.objects.create(source=made["a1"], target=made["a3"], kind=LinkKind.SHARES)
    words = _letters(plan)
    for step in steps:
        try:
            _random_step(plan, step, None)
        except Refusal:
            continue
        picture = drawn(plan)
        assert "(position" not in picture, "positions are dense"
        assert plan.items.count() == len(list(_reached(plan))), "everything hangs on the plan"
        assert _letters(plan) == words
        assert all(item.stems for item in plan.items.all())
        whole = graph(plan)
        assert not structure.has_circle(whole.parents, whole.supports)
        assert not structure.tied_within(whole.parents, whole.ties)


def _reached(plan: Plan, parent: Item | None = None):
    for item in plan.items.filter(parent=parent):
        yield item
        yield from _reached(plan, item)
