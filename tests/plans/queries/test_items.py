"""An item's page: its thread, and what each reader sees of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import (
    FollowUp,
    FollowUpRound,
    Item,
    ItemDocument,
    ItemKind,
    ItemLink,
    LinkKind,
    PlanState,
)
from samsyn.plans.operations import items, teams
from samsyn.plans.queries.items import fingerprint, page
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY


@pytest.fixture
def item() -> Item:
    plan = make.adopted_plan()
    area = make.area(plan, owner_person=make.person(account=make.user(name="Owner")))
    goal = make.goal(plan, parent=area)
    return make.item(plan, parent=goal, internal_note="Hemligt")


def document(item: Item, title: str, *, public: bool) -> ItemDocument:
    return ItemDocument.objects.create(item=item, title=title, url="https://council.example/", public=public)


def test_the_thread_goes_up_down_and_across(item):
    goal, area = item.parent, item.parent.parent
    direction = make.item(item.plan, ItemKind.DIRECTION_GOAL)
    other = make.item(item.plan, parent=area)
    ItemLink.objects.create(source=goal, target=direction, kind=LinkKind.SUPPORTS)
    ItemLink.objects.create(source=other, target=goal, kind=LinkKind.SUPPORTS)
    ItemLink.objects.create(source=other, target=goal, kind=LinkKind.SHARES)
    seen = page(goal, by=None, on=TODAY)
    assert (seen.ancestors, [child.item for child in seen.children]) == ((area,), [item])
    assert [link.target for link in seen.ties.supports] == [direction]
    assert [link.source for link in seen.ties.supported_by] == [other]
    assert [link.source for link in seen.ties.shared_with] == [other]
    assert page(item, by=None, on=TODAY).ancestors == (area, goal)


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.MEMBER_CONTACT, Role.PARTICIPANT, Role.ADMINISTRATOR])
def test_what_is_internal_is_not_for_all_readers(role, item):
    document(item, "Internal", public=False)
    document(item, "Public", public=True)
    seen = page(item, by=make.user(role), on=TODAY)
    assert [each.title for each in seen.documents] == ["Public"]
    assert (seen.internal_note, seen.sees_internal) == ("", False)


def test_office_analyst_and_owner_see_what_is_internal(item):
    document(item, "Internal", public=False)
    for by in (make.user(Role.OFFICER), make.user(Role.ANALYST), item.parent.parent.owner_person.account):
        seen = page(item, by=by, on=TODAY)
        assert [each.title for each in seen.documents] == ["Internal"]
        assert seen.internal_note == "Hemligt"


def test_other_years_show_to_those_who_may_read_those_plans(item):
    before = make.item(make.plan(state=PlanState.CLOSED, starts_on=TODAY - timedelta(days=500)))
    after = make.item(make.plan(), continues=item)
    Item.objects.filter(pk=item.pk).update(continues=before)
    item.refresh_from_db()
    seen = page(item, by=make.user(Role.OFFICER), on=TODAY)
    assert (seen.earlier, seen.later) == ((before,), (after,))
    seen = page(item, by=make.user(Role.DELEGATE), on=TODAY)
    assert (seen.earlier, seen.later) == ((before,), ()), "the next plan is still a draft"


def test_history_tells_who_did_what_latest_first(item):
    officer = make.user(Role.OFFICER, name="Ada Berg")
    items.retitle(item, short_title="Kort", by=officer, at=NOW)
    teams.add_step(item, text="Steg", by=None, at=NOW)
    seen = page(item, by=officer, on=TODAY)
    assert [(each.verb, each.who) for each in seen.history] == [
        ("plans.step_added", ""),
        ("plans.item_retitled", "Ada Berg"),
    ]


def test_everything_said_is_on_the_time_line(item):
    for day in (10, 0):
        opened = FollowUpRound.objects.create(
            plan=item.plan, as_of=TODAY - timedelta(days=day), opens_on=TODAY - timedelta(days=day), due_on=TODAY
        )
        FollowUp.objects.create(item=item, round=opened, state="on_track", text=f"{day}", entered_at=NOW)
    seen = page(item, by=None, on=TODAY)
    assert [each.text for each in seen.follow_ups] == ["0", "10"]
    assert seen.standing.text == "0"
    assert page(item.parent.parent, by=None, on=TODAY).standing is None


def test_the_queries_do_not_grow_with_the_item(item):
    officer = make.user(Role.OFFICER)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            seen = page(Item.objects.select_related("plan").get(pk=item.parent.pk), by=officer, on=TODAY)
            shown = [link.target.name for link in seen.ties.supports] + [
                each.person.name for each in seen.contributions
            ]
            assert all([*shown, *(child.owner.name for child in seen.children if child.owner)])
        return len(queries)

    def grow(times: int) -> None:
        goal = item.parent
        for n in range(times):
            make.item(goal.plan, parent=goal, owner_person=make.person())
            teams.contribute(goal, person=make.person(), by=None, at=NOW)
            teams.add_step(goal, text=f"Step {n}", by=None, at=NOW)
            teams.add_risk(goal, text=f"Risk {n}", likelihood=1, consequence=1, by=None, at=NOW)
            document(goal, f"Document {n}", public=True)
            ItemLink.objects.create(
                source=goal, target=make.item(goal.plan, ItemKind.DIRECTION_GOAL), kind=LinkKind.SUPPORTS
            )
            make.indicator(goal)

    grow(3)
    count()  # the officer's roles are read once
    few = count()
    grow(30)
    assert count() == few


def test_a_fingerprint_changes_with_each_of_the_documents_words():
    words = [{"number": "1", "heading": "a", "wording": "b"}, {"number": "", "heading": "1", "wording": "ab"}]
    marks = {fingerprint(Item(**each)) for each in (*words, {**words[0], "wording": "c"})}
    assert len(marks) == 3
    assert fingerprint(Item(**words[0], short_title="x")) == fingerprint(Item(**words[0]))
