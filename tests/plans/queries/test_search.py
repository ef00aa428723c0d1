"""Finding items: in which plans, in which order, and with what is typed taken as words."""

import pytest
from django.contrib.auth.models import AnonymousUser

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import ItemKind, Plan, PlanState
from samsyn.plans.operations import items as item_operations
from samsyn.plans.queries import search
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
