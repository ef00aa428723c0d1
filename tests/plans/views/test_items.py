"""The page of an item, and changing the plan's words and order through its pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.plans.models import FollowUp, FollowUpRound, Item, ItemKind, ItemLink, LinkKind, Plan
from samsyn.plans.operations import items, teams
from samsyn.plans.queries.items import fingerprint
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    account = make.user(Role.OFFICER)
    client.force_login(account)
    return account


@pytest.fixture
def area(officer) -> Item:
    return make.area(make.plan(), "2.1")


def at(name: str, thing, query: str = "") -> str:
    return reverse(f"plans:{name}", args=[thing.key]) + query


def test_the_page_tells_what_it_is_where_it_stands_and_how(client, area):
    plan = area.plan
    goal = make.goal(plan, parent=area, place="sida 3", owner_person=make.person(name="Ada Berg"))
    activity = make.item(plan, parent=goal)
    direction = make.item(plan, ItemKind.DIRECTION_GOAL, heading="En region")
    ItemLink.objects.create(source=goal, target=direction, kind=LinkKind.SUPPORTS)
    teams.add_step(goal, text="Boka rum", by=None, at=make.NOW)
    teams.add_risk(goal, text="Ingen kommer", likelihood=4, consequence=5, by=None, at=make.NOW)
    page = client.get(at("item", goal)).content.decode()
    for told in (goal.wording, "sida 3", "Ada Berg", "2.1 Area 2.1", activity.wording, "En region", "Boka rum", "20"):
        assert told in page
    assert 'class="risk-here"' in page
    assert 'style="' not in page
    assert "onclick" not in page


def test_nothing_is_shown_where_there_is_nothing(client, area):
    goal = make.goal(area.plan, parent=area)
    client.force_login(make.user(Role.ANALYST))
    page = client.get(at("item", goal)).content.decode()
    for section in ('id="steps"', 'id="risks"', 'id="links"', 'id="documents"', 'id="follow-ups"', 'id="indicators"'):
        assert section not in page


def test_an_internal_note_is_not_on_a_delegates_page(client):
    item = make.item(make.adopted_plan(), internal_note="Hemligheten")
    client.force_login(make.user(Role.DELEGATE))
    assert "Hemligheten" not in client.get(at("item", item)).content.decode()


def test_the_queries_do_not_grow_with_what_is_shown(client, area):
    goal = make.goal(area.plan, parent=area)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at("item", goal)).status_code == 200
        return len(queries)

    def grow(times: int) -> None:
        for n in range(times):
            make.item(area.plan, parent=goal, owner_function=make.function(make.person()))
            teams.contribute(goal, person=make.person(), by=None, at=make.NOW)
            teams.add_step(goal, text=f"{n}", by=None, at=make.NOW)
            teams.add_document(goal, title=f"{n}", url="https://council.example/", by=None, at=make.NOW)
            make.indicator(goal)
            opened = FollowUpRound.objects.create(
                plan=area.plan, as_of=f"2018-0{area.plan.rounds.count() + 1}-01", opens_on="2018-01-01",
                due_on="2018-12-01",
            )  # fmt: skip
            FollowUp.objects.create(item=goal, round=opened, state="on_track", text="Bra", entered_at=make.NOW)
            target = make.item(area.plan, ItemKind.DIRECTION_GOAL)
            ItemLink.objects.create(source=goal, target=target, kind=LinkKind.SUPPORTS)

    grow(1)
    count()
    few = count()
    grow(5)
    assert count() == few


def test_added_under_and_after(client, area):
    plan = area.plan
    first = make.goal(plan, parent=area, position=0)
    typed = {"kind": "goal", "wording": "Nytt mål."}
    answer = client.post(at("item_add", plan, f"?under={area.key}"), typed)
    assert (answer.status_code, answer.url) == (302, at("item", area))
    client.post(at("item_add", plan, f"?after={first.key}"), typed | {"wording": "Mitt emellan."})
    wordings = list(area.children.order_by("position").values_list("wording", flat=True))
    assert wordings == [first.wording, "Mitt emellan.", "Nytt mål."]


def test_only_kinds_that_may_stand_there_are_offered(client, area):
    form = client.get(at("item_add", area.plan)).context["form"]
    assert {kind for kind, _label in form.fields["kind"].choices} == {"direction_goal", "priority", "focus_area"}
    form = client.get(at("item_add", area.plan, f"?under={area.key}")).context["form"]
    assert {kind for kind, _label in form.fields["kind"].choices} == {"focus_area", "goal", "activity"}


@pytest.mark.parametrize("query", ["?under=nonsense", "?after=00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_not_there_is_not_found(client, area, query):
    assert client.get(at("item_add", area.plan, query)).status_code == 404


def test_an_item_needs_words_and_what_was_typed_is_kept(client, area):
    answer = client.post(at("item_add", area.plan), {"kind": "focus_area", "number": "9"})
    assert answer.status_code == 400
    assert answer.context["form"]["number"].value() == "9"
    assert "wording" in answer.context["form"].errors


def test_words_are_changed_once_also_by_a_double_click(client, area):
    typed = {"number": "3", "heading": "Ny rubrik", "wording": "", "seen": fingerprint(area)}
    assert client.post(at("item_reword", area), typed).status_code == 302
    area.refresh_from_db()
    assert (area.number, area.heading) == ("3", "Ny rubrik")
    assert client.post(at("item_reword", area), typed).status_code == 400, "the words that were seen are gone"
    assert AuditEntry.objects.filter(verb="plans.item_reworded").count() == 1


def test_who_was_second_sees_the_words_of_now_and_keeps_what_was_typed(client, area):
    seen = fingerprint(area)
    items.reword(area, heading="Först", by=make.user(Role.OFFICER, name="Ada Berg"), at=make.NOW)
    typed = {"number": "2.1", "heading": "Sedan", "wording": "", "seen": seen}
    answer = client.post(at("item_reword", area), typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Ada Berg" in page
    assert "Först" in page
    assert 'value="Sedan"' in page
    again = typed | {"seen": answer.context["seen"]}
    assert client.post(at("item_reword", area), again).status_code == 302, "having seen them, one may go on"
    area.refresh_from_db()
    assert area.heading == "Sedan"


def test_moved_up_and_elsewhere(client, area):
    plan = area.plan
    goals = [make.goal(plan, parent=area, position=n) for n in range(3)]
    other = make.area(plan, "2.2")
    client.post(at("item_move", goals[2]), {"parent": str(area.key), "after": str(goals[0].key)})
    assert list(area.children.order_by("position")) == [goals[0], goals[2], goals[1]]
    client.post(at("item_move", goals[2]), {"parent": str(area.key), "after": "first"})
    assert list(area.children.order_by("position")) == [goals[2], goals[0], goals[1]]
    refused = client.post(at("item_move", goals[1]), {"parent": str(other.key), "after": str(goals[0].key)})
    assert "after" in refused.context["form"].errors
    client.post(at("item_move", goals[1]), {"parent": str(other.key), "after": ""})
    assert list(other.children.all()) == [goals[1]]


def test_an_item_is_not_offered_a_place_in_itself(client, area):
    below = make.area(area.plan, "2.1.1", parent=area)
    choices = dict(client.get(at("item_move", area)).context["form"].fields["parent"].choices)
    assert str(area.key) not in choices
    assert str(below.key) not in choices


def test_a_kind_is_changed_or_refused_with_its_reason(client, area):
    goal = make.goal(area.plan, parent=area)
    assert client.post(at("item_retype", goal), {"kind": "activity"}).status_code == 302
    goal.refresh_from_db()
    assert goal.kind == ItemKind.ACTIVITY
    refused = client.post(at("item_retype", area), {"kind": "priority"})
    assert refused.status_code == 400
    assert refused.context["form"].non_field_errors()


def test_two_are_made_one(client, area):
    one, other = make.goal(area.plan, parent=area), make.goal(area.plan, parent=area)
    answer = client.post(at("item_merge", one), {"into": str(other.key)})
    assert answer.url == at("item", other)
    other.refresh_from_db()
    assert one.wording in other.wording
    assert not Item.objects.filter(pk=one.pk).exists()


def test_one_is_split_at_an_empty_line(client, area):
    goal = make.goal(area.plan, parent=area, wording="Att ena. Att göra.")
    parts = {"parts": "Att ena.\r\n\r\nAtt göra.", "seen": fingerprint(goal)}
    assert client.post(at("item_split", goal), parts | {"parts": "Att ena.\r\n\r\nAnnat."}).status_code == 400
    assert client.post(at("item_split", goal), parts).status_code == 302
    assert list(area.children.order_by("position").values_list("wording", flat=True)) == ["Att ena.", "Att göra."]


def test_removed_with_what_is_in_it_only_when_that_is_said(client, area):
    make.goal(area.plan, parent=area)
    assert client.post(at("item_remove", area), {}).status_code == 400
    answer = client.post(at("item_remove", area), {"with_all_in_it": "on"})
    assert answer.url == at("plan", area.plan)
    assert not area.plan.items.exists()


def test_a_single_item_is_removed_by_a_bare_button(client, area):
    assert client.post(at("item_remove", area), {}).url == at("plan", area.plan)
    assert not Plan.objects.get().items.exists()


@pytest.mark.parametrize(
    ("stored", "swedish", "english"),
    [
        ("line 39", "rad 39", "line 39"),
        ("page 2, line 1", "sida 2, rad 1", "page 2, line 1"),
        ("sida 2, rad 1", "sida 2, rad 1", "page 2, line 1"),
        ("bilaga B", "bilaga B", "bilaga B"),
    ],
)
def test_the_place_in_the_document_is_told_in_the_readers_language(client, area, stored, swedish, english):
    goal = make.goal(area.plan, parent=area, place=stored)
    assert f"{swedish} ·" in client.get(at("item", goal), headers={"Accept-Language": "sv"}).content.decode()
    client.force_login(make.user(Role.OFFICER, language="en"))
    assert f"{english} ·" in client.get(at("item", goal), headers={"Accept-Language": "en"}).content.decode()
