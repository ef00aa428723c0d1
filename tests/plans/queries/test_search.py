"""Finding items and follow-ups: in which plans, in which order, and with what is typed taken as words."""

import json
from datetime import UTC, date, datetime, time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import FollowUp, FollowUpRound, Item, ItemKind, Plan, PlanState
from samsyn.plans.operations import exchange, follow_ups
from samsyn.plans.operations import items as item_operations
from samsyn.plans.queries import search
from samsyn.plans.queries.export import full_content
from samsyn.plans.search import stems
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY


def add(plan: Plan, heading: str, wording: str = ""):
    return item_operations.add(plan, kind=ItemKind.FOCUS_AREA, heading=heading, wording=wording, by=None, at=NOW)


def found(text: str, **where) -> list[str]:
    return [hit.item.heading for hit in search.items(text, **{"by": None, "on": TODAY} | where)]


def test_title_before_wording_before_compound():
    plan = make.plan()
    add(plan, "C", "Om godstransporterna.")
    add(plan, "B", "Om en transport.")
    add(plan, "Transporter A")
    assert found("transporterna") == ["Transporter A", "B", "C"]


def test_every_word_must_be_found():
    plan = make.plan()
    add(plan, "A", "Kommunerna och godstransporterna")
    add(plan, "B", "Kommunerna")
    assert found("godstransport kommun") == ["A"]
    assert found("kommun") == ["A", "B"]


def test_later_plans_come_first_and_one_plan_can_be_chosen():
    old, new = make.plan(starts_on=TODAY.replace(year=2017)), make.plan()
    add(old, "Old", "Tåg")
    add(new, "New", "Tåget")
    assert found("tåg") == ["New", "Old"]
    assert found("tåg", plan=old) == ["Old"]
    assert found("tåg", limit=1) == ["New"]


def test_the_words_that_were_changed_are_those_that_are_found():
    item = add(make.plan(), "Buss")
    item_operations.reword(item, heading="Tåg", by=None, at=NOW)
    item_operations.retitle(item, short_title="Spår", by=None, at=NOW)
    assert (found("buss"), found("tåget"), found("spår")) == ([], ["Tåg"], ["Tåg"])


@pytest.mark.parametrize("typed", ["%", "_", "%%%", "\\", "' OR 1=1 --", "", "   ", "\x00"])
def test_signs_are_not_words(typed):
    add(make.plan(), "Tåg")
    assert found(typed) == []


def test_signs_between_words_are_left_out():
    add(make.plan(), "Tåg 100")
    assert found("tå%") == [], "a sign stands for nothing but itself"
    assert found("100 % tåg") == ["Tåg 100"]
    assert found("t_g") == []


def test_only_plans_that_somebody_may_read_are_searched():
    for state in PlanState:
        plan = make.plan()
        add(plan, state.value)
        Plan.objects.filter(pk=plan.pk).update(state=state)
    everywhere = ["draft", "proposed", "adopted", "closed"]
    for by, readable in (
        (None, everywhere),
        (make.user(Role.OFFICER), everywhere),
        (make.user(Role.DELEGATE), ["adopted", "closed"]),
        (make.user(), []),
        (AnonymousUser(), []),
    ):
        assert [state for state in everywhere if found(state, by=by)] == readable


def test_internal_notes_are_not_found():
    item = add(make.plan(), "Buss")
    item.internal_note = "hemligt"
    item.save()
    item_operations.reword(item, wording="x", by=None, at=NOW)
    assert found("hemligt") == []


def test_what_was_found_is_marked():
    add(make.plan(), "Gods", "Att kommunerna stärker godstransporterna.")
    hit = search.items("transport gods", by=None, on=TODAY)[0]
    assert [hit.title.text[a:b] for a, b in hit.title.marks] == ["Gods"]
    assert [hit.wording.text[a:b] for a, b in hit.wording.marks] == ["godstransporterna"]


@pytest.mark.parametrize("size", [3, 300])
def test_a_search_takes_two_queries(size, django_assert_num_queries):
    plan = make.plan()
    for n in range(size):
        make.item(plan, stems=" sak ", wording=f"Sak {n}")
    with django_assert_num_queries(2):
        hits = search.items("sak", by=None, on=TODAY)
        assert {hit.item.plan.title for hit in hits} == {"Plan 2018"}
    assert len(hits) == min(size, search.MOST_HITS)


# Follow-ups


def say(item, text: str = "Inget.", as_of: date = date(2018, 4, 30), **words):
    """An entry in the item's round of a day, entered the day that the round is due."""
    round, _new = FollowUpRound.objects.get_or_create(plan=item.plan, as_of=as_of, opens_on=as_of, due_on=as_of)
    at = datetime.combine(as_of, time(12), tzinfo=UTC)
    said = {"state": "at_risk", "consequence": "Ingen.", "action": "Ingen."} | words
    return follow_ups.enter(item, round=round, text=text, by=None, at=at, **said)


def activity(**fields):
    """One of a plan that is followed up."""
    return make.item(make.adopted_plan(), **fields)


def said(text: str, **where) -> list[FollowUp]:
    return [one.entry for one in search.follow_ups(text, **{"by": None, "on": TODAY} | where)]


@pytest.mark.parametrize("field", ["text", "evidence", "consequence", "action", "effect_text"])
def test_every_word_of_a_follow_up_is_found_in_every_form(field):
    entry = say(activity(), **{field: "Godstransporterna blev fler."})
    assert said("transport") == said("godstransporten") == [entry]
    assert said("transport flyg") == []


def test_what_was_said_anew_in_the_round_stands_in_the_place_of_what_was_said_before():
    item = activity()
    say(item, "Bussarna är sena.")
    now = say(item, "Tågen är sena.")
    later = say(item, "Tåget är i tid.", as_of=date(2018, 8, 31))
    assert said("buss") == []
    assert said("tåg") == [later, now], "the latest round first"
    assert said("tåg", limit=1) == [later]


def test_follow_ups_are_found_by_those_who_may_read_the_plan_and_nobody_else():
    entries = {}
    for state in PlanState:
        entries[state.value] = say(activity(), "Tåg.")
        Plan.objects.filter(pk=entries[state.value].item.plan_id).update(state=state)
    owner = make.user()
    Item.objects.filter(pk=entries["draft"].item_id).update(owner_person=make.person(account=owner))
    for by, readable in (
        (None, {"draft", "proposed", "adopted", "closed"}),
        (make.user(Role.ANALYST), {"draft", "proposed", "adopted", "closed"}),
        (make.user(Role.DELEGATE), {"adopted", "closed"}),
        (make.user(Role.ADMINISTRATOR), {"adopted", "closed"}),
        (owner, {"draft"}),
        (make.user(), set()),
        (AnonymousUser(), set()),
    ):
        assert set(said("tåg", by=by)) == {entries[state] for state in readable}, by
        assert {each.plan for each in search.everywhere("tåg", by=by, on=TODAY).plans} == {
            entries[state].item.plan for state in readable
        }


def test_a_plan_shows_its_items_and_what_was_said_of_them_together():
    both, only_said = make.adopted_plan(), make.adopted_plan(title="Plan 2017", starts_on=date(2017, 1, 1))
    item = add_found(both, "Tåg")
    entry, other = say(item, "Tågen går."), say(make.item(only_said), "Tågen står.")
    found = search.everywhere("tåg", by=None, on=TODAY)
    shown = [(each.plan, [hit.item for hit in each.items], [one.entry for one in each.said]) for each in found.plans]
    assert shown == [(both, [item], [entry]), (only_said, [], [other])]
    assert (found.number, found.more) == (3, False)


def add_found(plan: Plan, wording: str):
    return make.item(plan, wording=wording, stems=stems(wording))


@pytest.mark.parametrize("size", [1, 30])
def test_a_search_everywhere_takes_four_queries(size, django_assert_num_queries):
    plan = make.adopted_plan()
    for n in range(size):
        say(add_found(plan, f"Sak {n}"), f"Saken är {n}.")
    with django_assert_num_queries(4):
        found = search.everywhere("sak", by=None, on=TODAY)
        assert [one.entry.round.as_of for each in found.plans for one in each.said] == [date(2018, 4, 30)] * size


def test_an_imported_follow_up_is_found():
    plan = make.adopted_plan()
    say(make.item(plan, parent=make.area(plan)), "Tågen går.")
    content = json.loads(json.dumps(full_content(Plan.objects.get())))
    assert "stems" not in str(content)
    copied = exchange.import_content(content, by=None, at=NOW, as_copy=True).plan
    assert copied in {entry.item.plan for entry in said("tåg")}


@pytest.mark.django_db(transaction=True)
def test_what_was_said_before_this_version_is_found_and_still_cannot_be_changed():
    executor = MigrationExecutor(connection)
    executor.migrate([("plans", "0003_import_previous")])
    old = executor.loader.project_state([("plans", "0003_import_previous")]).apps
    plan = old.get_model("plans", "Plan").objects.create(title="P", starts_on=TODAY, ends_on=TODAY)
    item = old.get_model("plans", "Item").objects.create(plan=plan, kind="activity", wording="Sak")
    round = old.get_model("plans", "FollowUpRound").objects.create(plan=plan, as_of=TODAY, opens_on=TODAY, due_on=TODAY)
    old.get_model("plans", "FollowUp").objects.create(
        item=item, round=round, state="done", text="Tågen går.", evidence="Trafikverkets tidtabell", entered_at=NOW
    )
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    (entry,) = said("tåg tidtabellerna")
    assert entry.text == "Tågen går."
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FollowUp.objects.update(text="Annat")
