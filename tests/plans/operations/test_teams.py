"""Owners, helpers, periods, money, steps, risks and documents of an item."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.foundation.files.models import StoredFile
from samsyn.plans.errors import ChangedMeanwhile, NotUsable, WrongState
from samsyn.plans.models import Contribution, Item, ItemDocument, Plan, PlanState, Risk, Step
from samsyn.plans.operations import teams
from samsyn.plans.queries.assigning import OwnerChange
from samsyn.plans.queries.choices import Party
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
WEB = "https://council.example/underlag.pdf"


@pytest.fixture
def officer():
    return make.user(Role.OFFICER)


@pytest.fixture
def owner():
    return make.user()


@pytest.fixture
def item(owner) -> Item:
    plan = make.adopted_plan()
    area = make.area(plan, owner_person=make.person(account=owner))
    return make.item(plan, parent=area)


def last_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-sequence").first()


# Owners and helpers


def test_an_item_has_one_owner_at_a_time(item, officer):
    ada, post = make.person(name="Ada"), make.function()
    assert teams.assign_owner(item, person=ada, by=officer, at=NOW).owner_person == ada
    assert last_entry().details == {"plan": str(item.plan.key), "person": str(ada.key), "function": None}
    item = teams.assign_owner(item, function=post, by=officer, at=NOW)
    assert (item.owner_person, item.owner_function) == (None, post)
    item = teams.assign_owner(item, by=officer, at=NOW)
    item.refresh_from_db()
    assert (item.owner_person, item.owner_function) == (None, None)


def test_two_owners_are_refused(item, officer):
    with pytest.raises(NotUsable):
        teams.assign_owner(item, person=make.person(), function=make.function(), by=officer, at=NOW)


@pytest.mark.parametrize("gone", [{"left_on": TODAY}, {"erased_at": NOW}])
def test_somebody_who_has_left_neither_owns_nor_helps(gone, item, officer):
    left = make.person(**gone)
    for verb in (teams.assign_owner, teams.contribute):
        with pytest.raises(NotUsable):
            verb(item, person=left, by=officer, at=NOW)
    staying = make.person(left_on=TODAY + timedelta(days=1))
    assert teams.assign_owner(item, person=staying, by=officer, at=NOW).owner_person == staying


def test_many_get_owners_at_once_and_only_what_changes_is_entered(item, officer):
    ada, other = make.person(), make.item(item.plan)
    code = f"person:{ada.key}"
    changes = [OwnerChange(item, "", Party(person=ada)), OwnerChange(other, "", Party(person=ada))]
    assert teams.assign_owners(item.plan, changes=changes, by=officer, at=NOW) == 2
    assert teams.assign_owners(item.plan, changes=changes, by=officer, at=NOW) == 0, "they have it already"
    assert AuditEntry.objects.count() == 2
    taken = [OwnerChange(item, code, Party()), OwnerChange(other, "", Party())]
    assert teams.assign_owners(item.plan, changes=taken[:1], by=officer, at=NOW) == 1


def test_owners_are_all_given_or_none(item, officer):
    ada, other = make.person(), make.item(item.plan, owner_person=make.person())
    changes = [OwnerChange(item, "", Party(person=ada)), OwnerChange(other, "", Party(person=ada))]
    with pytest.raises(ChangedMeanwhile):
        teams.assign_owners(item.plan, changes=changes, by=officer, at=NOW)
    item.refresh_from_db()
    assert item.owner_person is None
    assert not AuditEntry.objects.exists()


def test_only_the_office_gives_many_owners(item, owner):
    with pytest.raises(NotPermitted):
        teams.assign_owners(item.plan, changes=[], by=owner, at=NOW)


def test_a_step_is_said_whole_or_not_at_all(item, owner):
    step = teams.add_step(item, text="Boka rum", by=owner, at=NOW)
    with pytest.raises(NotUsable):
        teams.set_step(step, text="Annat", due_on=None, done_on=TODAY + timedelta(days=1), by=owner, at=NOW)
    step.refresh_from_db()
    assert step.text == "Boka rum"
    teams.set_step(step, text="Boka sal", due_on=TODAY, done_on=TODAY, by=owner, at=NOW)
    step.refresh_from_db()
    assert (step.text, step.due_on, step.done_on) == ("Boka sal", TODAY, TODAY)
    number = AuditEntry.objects.count()
    teams.set_step(step, text="Boka sal", due_on=TODAY, done_on=TODAY, by=owner, at=NOW)
    assert AuditEntry.objects.count() == number, "nothing differed"
    with pytest.raises(NotPermitted):
        teams.set_step(step, text="Boka sal", due_on=TODAY, done_on=TODAY, by=make.user(), at=NOW)


def test_only_the_office_says_who_answers_for_it(item, owner):
    with pytest.raises(NotPermitted):
        teams.assign_owner(item, person=make.person(), by=owner, at=NOW)


def test_helpers_are_named_once_each_and_can_stop(item, owner):
    ada, post = make.person(name="Ada"), make.function()
    helps = teams.contribute(item, person=ada, by=owner, at=NOW)
    teams.contribute(item, function=post, by=owner, at=NOW)
    with pytest.raises(NotUsable, match="Ada"):
        teams.contribute(item, person=ada, by=owner, at=NOW)
    for wrong in ({}, {"person": make.person(), "function": post}):
        with pytest.raises(NotUsable):
            teams.contribute(item, by=owner, at=NOW, **wrong)
    teams.stop_contributing(helps, by=owner, at=NOW)
    assert list(Contribution.objects.values_list("function", flat=True)) == [post.pk]


# Period, money, note


def test_period_money_and_note(item, owner):
    teams.set_period(item, starts_on=date(2018, 1, 1), ends_on=None, by=owner, at=NOW)
    teams.set_money(item, budget=Decimal("1250.50"), outcome=None, by=owner, at=NOW)
    teams.note(item, text=" Ring Ada. ", by=owner, at=NOW)
    item.refresh_from_db()
    assert (item.starts_on, item.ends_on, item.budget, item.outcome) == (
        date(2018, 1, 1),
        None,
        Decimal("1250.50"),
        None,
    )
    assert item.internal_note == "Ring Ada."
    assert "Ada" not in str(last_entry().details), "the log holds no free text"


def test_a_period_does_not_end_before_it_begins(item, owner):
    with pytest.raises(NotUsable):
        teams.set_period(item, starts_on=TODAY, ends_on=TODAY - timedelta(days=1), by=owner, at=NOW)
    assert teams.set_period(item, starts_on=TODAY, ends_on=TODAY, by=owner, at=NOW).ends_on == TODAY


@pytest.mark.parametrize("amount", ["-1", "1.005", "1000000000000", "NaN", "Infinity"])
def test_budgets_that_cannot_be_are_refused(amount, item, owner):
    with pytest.raises(NotUsable):
        teams.set_money(item, budget=Decimal(amount), outcome=None, by=owner, at=NOW)


def test_an_outcome_may_be_an_income(item, owner):
    assert teams.set_money(item, budget=None, outcome=Decimal(-100), by=owner, at=NOW).outcome == -100


# Steps and risks


def test_a_step_is_added_changed_done_undone_and_removed(item, owner):
    step = teams.add_step(item, text=" Kalla \n till möte ", due_on=TODAY, by=owner, at=NOW)
    assert (step.text, step.due_on) == ("Kalla till möte", TODAY)
    assert teams.change_step(step, text="Kalla", due_on=None, by=owner, at=NOW).due_on is None
    assert teams.finish_step(step, done_on=TODAY, by=owner, at=NOW).done_on == TODAY
    assert teams.finish_step(step, done_on=None, by=owner, at=NOW).done_on is None
    with pytest.raises(NotUsable):
        teams.finish_step(step, done_on=TODAY + timedelta(days=1), by=owner, at=NOW)
    teams.remove_step(step, by=owner, at=NOW)
    with pytest.raises(NotUsable):
        teams.remove_step(step, by=owner, at=NOW)
    assert not Step.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 301])
def test_a_step_says_something_of_some_length(text, item, owner):
    with pytest.raises(NotUsable):
        teams.add_step(item, text=text, by=owner, at=NOW)


def test_a_risk_is_judged_anew_and_removed(item, owner):
    risk = teams.add_risk(item, text="Försening", likelihood=2, consequence=5, by=owner, at=NOW)
    changed = {"text": "Försening", "likelihood": 4, "consequence": 5, "response": "Tidig upphandling"}
    assert teams.change_risk(risk, **changed, by=owner, at=NOW).likelihood == 4
    teams.remove_risk(risk, by=owner, at=NOW)
    assert not Risk.objects.exists()


@pytest.mark.parametrize("wrong", [{"likelihood": 0}, {"consequence": 6}, {"text": ""}, {"response": "x" * 501}])
def test_risks_off_the_scale_are_refused(wrong, item, owner):
    judged = {"text": "Försening", "likelihood": 1, "consequence": 1} | wrong
    with pytest.raises(NotUsable):
        teams.add_risk(item, **judged, by=owner, at=NOW)


# Documents


@pytest.fixture
def file() -> StoredFile:
    return StoredFile.objects.create(name="a.pdf", media_type="application/pdf", size=1, sha256="0" * 64, stored_at=NOW)


def test_documents_are_internal_until_the_office_publishes_them(item, owner, officer, file):
    document = teams.add_document(item, title="Underlag", file=file, by=owner, at=NOW)
    assert not document.public
    with pytest.raises(NotPermitted):
        teams.publish_document(document, public=True, by=owner, at=NOW)
    assert teams.publish_document(document, public=True, by=officer, at=NOW).public
    assert last_entry().verb == "plans.document_published"
    assert not teams.publish_document(document, public=False, by=officer, at=NOW).public
    teams.remove_document(document, by=owner, at=NOW)
    assert not ItemDocument.objects.exists()
    assert StoredFile.objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "ftp://council.example/a", "council", "https://a.example/" + "x" * 200],
)
def test_only_web_addresses_are_documents(url, item, owner):
    with pytest.raises(NotUsable):
        teams.add_document(item, title="Underlag", url=url, by=owner, at=NOW)


def test_a_document_is_a_file_or_an_address(item, owner, file):
    assert teams.add_document(item, title="Underlag", url=f" {WEB} ", by=owner, at=NOW).url == WEB
    for wrong in ({}, {"file": file, "url": WEB}):
        with pytest.raises(NotUsable):
            teams.add_document(item, title="Underlag", by=owner, at=NOW, **wrong)


# What all verbs share


def every_change(item: Item, by):
    step = Step.objects.create(item=item, text="Steg")
    risk = Risk.objects.create(item=item, text="Risk", likelihood=1, consequence=1)
    helps = Contribution.objects.create(item=item, person=make.person())
    document = ItemDocument.objects.create(item=item, title="Underlag", url=WEB)
    risky = {"text": "x", "likelihood": 1, "consequence": 1}
    return [
        lambda: teams.contribute(item, person=make.person(), by=by, at=NOW),
        lambda: teams.stop_contributing(helps, by=by, at=NOW),
        lambda: teams.set_period(item, starts_on=TODAY, ends_on=None, by=by, at=NOW),
        lambda: teams.set_money(item, budget=None, outcome=None, by=by, at=NOW),
        lambda: teams.note(item, text="x", by=by, at=NOW),
        lambda: teams.add_step(item, text="x", by=by, at=NOW),
        lambda: teams.change_step(step, text="x", due_on=None, by=by, at=NOW),
        lambda: teams.finish_step(step, done_on=TODAY, by=by, at=NOW),
        lambda: teams.add_risk(item, **risky, by=by, at=NOW),
        lambda: teams.change_risk(risk, **risky, response="", by=by, at=NOW),
        lambda: teams.add_document(item, title="x", url=WEB, by=by, at=NOW),
        lambda: teams.remove_step(step, by=by, at=NOW),
        lambda: teams.remove_risk(risk, by=by, at=NOW),
        lambda: teams.remove_document(document, by=by, at=NOW),
    ]


def test_the_owner_may_and_each_change_leaves_one_entry_about_the_item(item, owner):
    for number, change in enumerate(every_change(item, owner), 1):
        change()
        assert AuditEntry.objects.count() == number
        assert last_entry().subject == f"item:{item.key}"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICER])
def test_whoever_does_not_answer_for_it_may_not(role, item):
    for change in every_change(item, make.user(role)):
        with pytest.raises(NotPermitted):
            change()
    assert not AuditEntry.objects.exists()


def test_a_closed_plan_is_not_changed(item, officer):
    Plan.objects.update(state=PlanState.CLOSED)
    for change in [*every_change(item, officer), lambda: teams.assign_owner(item, by=officer, at=NOW)]:
        with pytest.raises(WrongState):
            change()
    assert not AuditEntry.objects.exists()
