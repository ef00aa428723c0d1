"""Who does what, when and for how much; steps, risks, documents and links, through their pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.plans.models import Item, ItemDocument, ItemKind, ItemLink
from samsyn.plans.operations import teams
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(client) -> Item:
    client.force_login(make.user(Role.OFFICER))
    plan = make.adopted_plan()
    return make.item(plan, parent=make.area(plan))


def at(name: str, *of) -> str:
    return reverse(f"plans:{name}", args=[getattr(each, "key", None) or each.pk for each in of])


def test_an_item_is_given_to_a_function_a_person_and_nobody(client, item):
    head, person = make.function(make.person()), make.person()
    for code, owner in (
        (f"function:{head.code}", (None, head)),
        (f"person:{person.key}", (person, None)),
        ("", (None, None)),
    ):
        assert client.post(at("item_owner", item), {"party": code}).status_code == 302
        item.refresh_from_db()
        assert (item.owner_person, item.owner_function) == owner


def test_whoever_has_left_is_not_offered(client, item):
    gone = make.person(left_on=date(2018, 1, 1))
    answer = client.post(at("item_owner", item), {"party": f"person:{gone.key}"})
    assert answer.status_code == 400


def test_period_money_and_note(client, item):
    client.post(at("item_period", item), {"starts_on": "2018-02-01", "ends_on": "2018-03-01"})
    client.post(at("item_money", item), {"budget": "1 250 000,50", "outcome": ""})
    client.post(at("item_note", item), {"text": "Ring kommunen."})
    item.refresh_from_db()
    assert (item.starts_on, item.ends_on) == (date(2018, 2, 1), date(2018, 3, 1))
    assert (item.budget, item.outcome, item.internal_note) == (Decimal("1250000.50"), None, "Ring kommunen.")
    shown = client.get(at("item_money", item)).content.decode()
    assert 'value="1250000,5"' in shown


def test_a_period_that_ends_before_it_begins_keeps_what_was_typed(client, item):
    answer = client.post(at("item_period", item), {"starts_on": "2018-03-01", "ends_on": "2018-02-01"})
    assert answer.status_code == 400
    assert answer.context["form"]["starts_on"].value() == "2018-03-01"


def test_contributors_come_and_go(client, item):
    helper = make.person()
    typed = {"party": f"person:{helper.key}"}
    assert client.post(at("contributor_add", item), typed).status_code == 302
    assert client.post(at("contributor_add", item), typed).status_code == 400, "twice is told"
    client.post(at("contributor_remove", item, item.contributions.get()))
    assert not item.contributions.exists()


def test_a_step_from_idea_to_done_and_back(client, item):
    client.post(at("step_add", item), {"text": "Boka rum", "due_on": "2018-06-01"})
    step = item.steps.get()
    client.post(at("step_finish", item, step), {"done": "1"})
    client.post(at("step_finish", item, step), {"done": "1"})
    step.refresh_from_db()
    assert step.done_on is not None
    client.post(at("step_finish", item, step), {})
    step.refresh_from_db()
    assert step.done_on is None
    client.post(at("step_change", item, step), {"text": "Boka sal", "due_on": "", "done_on": "2018-05-01"})
    step.refresh_from_db()
    assert (step.text, step.due_on, step.done_on) == ("Boka sal", None, date(2018, 5, 1))
    client.post(at("step_remove", item, step))
    assert not item.steps.exists()


def test_a_step_that_is_done_in_the_future_changes_nothing(client, item):
    step = teams.add_step(item, text="Boka rum", by=None, at=make.NOW)
    typed = {"text": "Annat", "due_on": "", "done_on": "2999-01-01"}
    assert client.post(at("step_change", item, step), typed).status_code == 400
    step.refresh_from_db()
    assert (step.text, step.done_on) == ("Boka rum", None)


def test_a_risk_is_judged_and_judged_anew(client, item):
    typed = {"text": "Ingen kommer", "likelihood": "4", "consequence": "5", "response": "Bjud in tidigt"}
    client.post(at("risk_add", item), typed)
    risk = item.risks.get()
    client.post(at("risk_change", item, risk), typed | {"likelihood": "2"})
    risk.refresh_from_db()
    assert (risk.likelihood, risk.consequence, risk.response) == (2, 5, "Bjud in tidigt")
    assert client.post(at("risk_add", item), typed | {"likelihood": "6"}).status_code == 400
    client.post(at("risk_remove", item, risk))
    assert not item.risks.exists()


def test_a_file_is_taken_by_what_it_holds_and_given_back(client, item):
    upload = SimpleUploadedFile("anteckningar.txt", "Hej på dig".encode(), content_type="text/plain")
    assert client.post(at("document_add", item), {"title": "Anteckningar", "file": upload}).status_code == 302
    document = ItemDocument.objects.get()
    answer = client.get(at("document", document))
    assert b"".join(answer.streaming_content) == "Hej på dig".encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert not document.public
    client.post(at("document_publish", document), {"public": "1"})
    document.refresh_from_db()
    assert document.public


def test_a_program_called_a_document_is_refused_and_nothing_is_added(client, item):
    upload = SimpleUploadedFile("plan.pdf", b"\x7fELF\x02\x01\x01" + bytes(64))
    answer = client.post(at("document_add", item), {"title": "Plan", "file": upload})
    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors()
    assert not item.documents.exists()


@pytest.mark.parametrize("url", ["", "javascript:alert(1)"])
def test_a_document_is_a_file_or_a_safe_address(client, item, url):
    assert client.post(at("document_add", item), {"title": "Tom", "url": url}).status_code == 400


def test_links_both_ways(client, item):
    direction = make.item(item.plan, ItemKind.DIRECTION_GOAL)
    client.post(at("link_add", item), {"kind": "supports", "to": str(direction.key)})
    assert [(tie.source, tie.target) for tie in ItemLink.objects.all()] == [(item, direction)]
    again = client.post(at("link_add", direction), {"kind": "supports", "to": str(item.key)})
    assert again.status_code == 400, "a circle"
    client.post(at("link_remove", direction, ItemLink.objects.get()))
    assert not ItemLink.objects.exists()
    client.post(at("link_add", direction), {"kind": "supported_by", "to": str(item.key)})
    assert [(tie.source, tie.target) for tie in ItemLink.objects.all()] == [(item, direction)]


# The owners of a whole plan


def posted(*rows: tuple[Item, str, str]) -> dict[str, str]:
    typed = {}
    for row, was, chosen in rows:
        typed |= {f"was-{row.key}": was, f"owner-{row.key}": chosen}
    return typed


def test_many_owners_at_once(client, item):
    other, person = make.item(item.plan, parent=item.parent), make.person()
    code = f"person:{person.key}"
    typed = posted((item, "", code), (other, "", code))
    assert client.post(at("owners", item.plan), typed).status_code == 302
    assert set(Item.objects.filter(owner_person=person)) == {item, other}
    assert client.post(at("owners", item.plan), typed).status_code == 302, "a double click is harmless"
    assert AuditEntry.objects.filter(verb="plans.owner_assigned").count() == 2


def test_all_or_nothing_where_somebody_else_was_first(client, item):
    other, person, first = make.item(item.plan, parent=item.parent), make.person(), make.person(name="Ada Berg")
    teams.assign_owner(other, person=first, by=None, at=make.NOW)
    code = f"person:{person.key}"
    answer = client.post(at("owners", item.plan), posted((item, "", code), (other, "", code)))
    assert answer.status_code == 400
    assert not Item.objects.filter(owner_person=person).exists()
    page = answer.content.decode()
    assert f'<option value="{code}" selected>' in page, "what was chosen is kept"


def test_who_has_left_stays_until_another_is_chosen(client, item):
    gone = make.person(name="Bo Ek", left_on=date(2018, 1, 1))
    Item.objects.filter(pk=item.pk).update(owner_person=gone)
    page = client.get(at("owners", item.plan)).content.decode()
    code = f"person:{gone.key}"
    assert f'<option value="{code}" selected>' in page
    client.post(at("owners", item.plan), posted((item, code, code)))
    item.refresh_from_db()
    assert item.owner_person == gone


def test_somebody_who_cannot_be_chosen_is_refused(client, item):
    gone = make.person(left_on=date(2018, 1, 1))
    answer = client.post(at("owners", item.plan), posted((item, "", f"person:{gone.key}")))
    assert answer.status_code == 400
    item.refresh_from_db()
    assert item.owner_person is None


def test_the_table_is_narrowed_to_an_area_and_to_those_without_owner(client, item):
    elsewhere = make.item(item.plan, parent=make.area(item.plan, "2"), owner_person=make.person())
    everything = client.get(at("owners", item.plan)).context["table"]
    assert {row.item for row in everything.rows} == {item, elsewhere}
    narrowed = client.get(at("owners", item.plan), {"area": str(elsewhere.parent.key)}).context["table"]
    assert [row.item for row in narrowed.rows] == [elsewhere]
    missing = client.get(at("owners", item.plan), {"unowned": "1"}).context["table"]
    assert [row.item for row in missing.rows] == [item]


def test_a_large_plan_is_shown_an_area_at_a_time(client, item, monkeypatch):
    monkeypatch.setattr("samsyn.plans.queries.assigning.MOST_ROWS", 1)
    make.item(item.plan, parent=make.area(item.plan, "2"))
    table = client.get(at("owners", item.plan)).context["table"]
    assert [row.item for row in table.rows] == [item]


def test_the_table_asks_no_more_for_many(client, item):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at("owners", item.plan)).status_code == 200
        return len(queries)

    make.item(item.plan, parent=item.parent, owner_function=make.function(make.person()))
    count()
    few = count()
    for _n in range(10):
        make.item(item.plan, parent=item.parent, owner_function=make.function(make.person()))
    assert count() == few
