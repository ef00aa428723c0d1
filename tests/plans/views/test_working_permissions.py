"""Who may open and do what among the pages of items and of daily work: one table, every role."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.plans.models import Contribution, Item, ItemDocument, ItemKind, ItemLink, LinkKind, Plan, PlanState
from samsyn.plans.operations import teams
from tests import factories as make

ROLES = {
    "officer": Role.OFFICER,
    "analyst": Role.ANALYST,
    "delegate": Role.DELEGATE,
    "contact": Role.MEMBER_CONTACT,
    "participant": Role.PARTICIPANT,
    "administrator": Role.ADMINISTRATOR,
}
WHO = (*ROLES, "owner", "stranger")
OFFICE, OWNS = {"officer"}, {"officer", "owner"}
READS = set(WHO) - {"stranger"}
SIGNED_IN = set(WHO)
INSIDE = {"officer", "analyst", "owner"}

PAGES = {  # address: what its arguments name, who may open it while the plan is adopted, and while it is a draft
    "mine": ((), SIGNED_IN, SIGNED_IN),
    "search": ((), SIGNED_IN, SIGNED_IN),
    "create": ((), OFFICE, OFFICE),
    "plan": (("plan",), READS, INSIDE),
    "gaps": (("plan",), READS, INSIDE),
    "year": (("plan",), READS, INSIDE),
    "owners": (("plan",), OFFICE, OFFICE),
    "settings": (("plan",), set(), OFFICE),
    "item_add": (("plan",), set(), OFFICE),
    "item": (("item",), READS, INSIDE),
    "item_retitle": (("item",), OFFICE, OFFICE),
    "item_reword": (("item",), set(), OFFICE),
    "item_retype": (("item",), set(), OFFICE),
    "item_move": (("item",), set(), OFFICE),
    "item_merge": (("item",), set(), OFFICE),
    "item_split": (("item",), set(), OFFICE),
    "item_remove": (("item",), set(), OFFICE),
    "item_owner": (("item",), OFFICE, OFFICE),
    "item_period": (("item",), OWNS, OWNS),
    "item_money": (("item",), OWNS, OWNS),
    "item_note": (("item",), OWNS, OWNS),
    "contributor_add": (("item",), OWNS, OWNS),
    "step_add": (("item",), OWNS, OWNS),
    "step_change": (("item", "step"), OWNS, OWNS),
    "risk_add": (("item",), OWNS, OWNS),
    "risk_change": (("item", "risk"), OWNS, OWNS),
    "document_add": (("item",), OWNS, OWNS),
    "link_add": (("item",), OFFICE, OFFICE),
}
VERBS = {  # address: what its arguments name, what is posted, who may do it
    "step_finish": (("item", "step"), {"done": "1"}, OWNS),
    "step_remove": (("item", "step"), {}, OWNS),
    "risk_remove": (("item", "risk"), {}, OWNS),
    "contributor_remove": (("item", "contribution"), {}, OWNS),
    "document_publish": (("document",), {"public": "1"}, OFFICE),
    "document_remove": (("document",), {}, OWNS),
    "link_remove": (("item", "link"), {}, OFFICE),
    "item_retitle": (("item",), {"short_title": "Kort"}, OFFICE),
    "item_note": (("item",), {"text": "Internt."}, OWNS),
    "item_money": (("item",), {"budget": "1 000", "outcome": ""}, OWNS),
    "item_owner": (("item",), {"party": ""}, OFFICE),
}


@dataclass
class Drawn:
    plan: Plan
    item: Item
    people: dict[str, Any]
    step: Any
    risk: Any
    contribution: Contribution
    document: ItemDocument
    link: ItemLink

    def address(self, name: str, of: tuple[str, ...]) -> str:
        things = [getattr(self, each) for each in of]
        args = [thing.key if isinstance(thing, Plan | Item | ItemDocument) else thing.pk for thing in things]
        return reverse(f"plans:{name}", args=args)


@pytest.fixture
def drawn(db) -> Drawn:
    plan = make.adopted_plan()
    people = {name: make.user(role) for name, role in ROLES.items()} | {"owner": make.user(), "stranger": make.user()}
    item = make.item(plan, parent=make.area(plan), owner_person=make.person(account=people["owner"]))
    goal = make.item(plan, ItemKind.DIRECTION_GOAL)
    said = {"by": None, "at": make.NOW}
    return Drawn(
        plan=plan,
        item=item,
        people=people,
        step=teams.add_step(item, text="Steg", **said),
        risk=teams.add_risk(item, text="Risk", likelihood=2, consequence=3, **said),
        contribution=teams.contribute(item, person=make.person(), **said),
        document=teams.add_document(item, title="Dokument", url="https://council.example/", **said),
        link=ItemLink.objects.create(source=item, target=goal, kind=LinkKind.SUPPORTS),
    )


@pytest.mark.parametrize("state", [PlanState.ADOPTED, PlanState.DRAFT])
@pytest.mark.parametrize("who", WHO)
def test_every_page(client, drawn, who, state):
    Plan.objects.update(state=state)
    client.force_login(drawn.people[who])
    allowed = {name for name, (of, *_who) in PAGES.items() if client.get(drawn.address(name, of)).status_code == 200}
    number = 1 if state == PlanState.ADOPTED else 2
    assert allowed == {name for name, row in PAGES.items() if who in row[number]}


@pytest.mark.parametrize("name", VERBS)
@pytest.mark.parametrize("who", WHO)
def test_every_verb(client, drawn, who, name):
    """Who may do it is led on; who may not is refused, with 403."""
    of, posted, permitted = VERBS[name]
    client.force_login(drawn.people[who])
    answer = client.post(drawn.address(name, of), posted)
    assert answer.status_code == (302 if who in permitted else 403)


def test_the_anonymous_are_asked_to_sign_in(client, drawn):
    for name, (of, *_who) in PAGES.items():
        if name != "search":
            answer = client.get(drawn.address(name, of))
            assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login")), name
    for name, (of, posted, _who) in VERBS.items():
        answer = client.post(drawn.address(name, of), posted)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login")), name


@pytest.mark.parametrize("name", ["step_finish", "step_remove", "document_remove", "link_remove"])
def test_a_verb_is_only_posted(client, drawn, name):
    client.force_login(drawn.people["officer"])
    assert client.get(drawn.address(name, VERBS[name][0])).status_code == 405


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("who", WHO)
def test_a_document_is_for_those_who_may_see_it(client, drawn, who, public):
    ItemDocument.objects.update(public=public)
    client.force_login(drawn.people[who])
    answer = client.get(drawn.address("document", ("document",)))
    assert answer.status_code == (302 if who in (READS if public else INSIDE) else 403)


def test_an_owner_changes_only_what_is_theirs(client, drawn):
    client.force_login(drawn.people["owner"])
    other = make.item(drawn.plan)
    assert client.get(reverse("plans:step_add", args=[other.key])).status_code == 403
    assert client.get(reverse("plans:step_change", args=[drawn.item.key, 0])).status_code == 404
    step = teams.add_step(other, text="Annans", by=None, at=make.NOW)
    assert client.post(reverse("plans:step_remove", args=[drawn.item.key, step.pk])).status_code == 404


def test_nothing_is_changed_in_a_closed_plan_and_no_button_says_so(client, drawn):
    Plan.objects.update(state=PlanState.CLOSED)
    client.force_login(drawn.people["officer"])
    page = client.get(drawn.address("item", ("item",))).content.decode()
    assert reverse("plans:step_add", args=[drawn.item.key]) not in page
    assert reverse("plans:follow_up", args=[drawn.item.key]) not in page
    answer = client.post(drawn.address("item_note", ("item",)), {"text": "Sent."})
    assert answer.status_code == 400
    drawn.item.refresh_from_db()
    assert drawn.item.internal_note == ""
