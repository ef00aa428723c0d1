"""People, functions and who holds them, for a day."""

from datetime import date, timedelta
from inspect import isfunction

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from samsyn.foundation.accounts import ledger
from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.members.errors import MemberError
from samsyn.members.models import Function, FunctionHolder, Person
from samsyn.members.operations import functions, organisations, organs, people
from samsyn.members.queries import functions as held
from samsyn.members.queries import people as present
from samsyn.members.queries.owners import owners
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
MARCH, MAY, JUNE = date(2018, 3, 1), date(2018, 5, 1), date(2018, 6, 1)
DAY = timedelta(days=1)


def test_a_function_is_handed_over_the_day_before():
    anna, bo = make.person(name="Anna"), make.person(name="Bo")
    post = make.function()
    functions.hold_function(post, person=anna, since=MARCH, by=None, at=NOW)
    functions.hold_function(post, person=bo, since=MAY, by=None, at=NOW)
    assert held.current_holder(post, on=MARCH - DAY) is None
    assert held.current_holder(post, on=MARCH) == anna
    assert held.current_holder(post, on=MAY - DAY) == anna
    assert held.current_holder(post, on=MAY) == bo
    assert list(held.held_by(bo, on=MAY)) == [post]
    assert list(held.held_by(anna, on=MAY)) == []


def test_two_do_not_hold_a_function_on_the_same_day():
    anna, bo = make.person(name="Anna"), make.person(name="Bo")
    post = make.function()
    functions.hold_function(post, person=anna, since=MAY, until=JUNE, by=None, at=NOW)
    for since, until in [(JUNE, None), (MARCH, MAY), (MARCH, None), (MAY, MAY)]:
        with pytest.raises(MemberError, match="Anna"):
            functions.hold_function(post, person=bo, since=since, until=until, by=None, at=NOW)
    functions.hold_function(post, person=bo, since=MARCH, until=MAY - DAY, by=None, at=NOW)
    functions.hold_function(post, person=bo, since=JUNE + DAY, by=None, at=NOW)
    assert FunctionHolder.objects.count() == 3


def test_a_refused_holder_changes_nothing():
    """The hand-over of the one before is undone with it."""
    anna, bo = make.person(), make.person()
    post = make.function()
    functions.hold_function(post, person=anna, since=MARCH, until=MARCH, by=None, at=NOW)
    functions.hold_function(post, person=anna, since=JUNE, by=None, at=NOW)
    before = list(FunctionHolder.objects.order_by("pk").values())
    with pytest.raises(MemberError):
        functions.hold_function(post, person=bo, since=MAY, by=None, at=NOW)
    assert list(FunctionHolder.objects.order_by("pk").values()) == before


def test_who_has_left_holds_nothing_from_that_day():
    anna = make.person(name="Anna")
    post = make.function(anna)
    people.person_left(anna, on=MAY, by=None, at=NOW)
    assert held.current_holder(post, on=MAY - DAY) == anna
    assert held.current_holder(post, on=MAY) is None
    assert anna in present.present(on=MAY - DAY)
    assert anna not in present.present(on=MAY)
    people.person_returned(anna, by=None, at=NOW)
    assert held.current_holder(post, on=MAY) == anna


def test_an_account_belongs_to_one_person():
    account, anna, bo = make.user(), make.person(name="Anna"), make.person()
    people.tie_account(anna, account=account, by=None, at=NOW)
    assert present.of_account(account) == anna
    with pytest.raises(MemberError, match="hör redan till Anna"):
        people.tie_account(bo, account=account, by=None, at=NOW)
    with pytest.raises(MemberError):
        people.register_person(name="Cia", account=account, by=None, at=NOW)
    people.tie_account(anna, account=None, by=None, at=NOW)
    assert present.of_account(account) is None
    assert present.of_account(AnonymousUser()) is None
    assert present.of_account(None) is None


@pytest.mark.parametrize("count", [1, 3])
def test_owners_to_choose_from_cost_three_queries_whatever_their_number(django_assert_num_queries, count):
    for _n in range(count):
        make.function(make.person(organisation=make.organisation()))
    make.person(left_on=TODAY)
    with django_assert_num_queries(3):
        found = owners(on=TODAY)
        names = [str(person.organisation) for person in found.people]
        holders = [function.held_now[0].person.name for function in found.functions]
    assert len(names) == len(holders) == count


def test_erasure_blanks_the_person_and_is_written_down(settings, tmp_path):
    settings.DATA = tmp_path
    anna = make.person(
        name="Anna Ek", email="anna@council.example", organisation=make.organisation(), account=make.user()
    )
    post = make.function(anna)
    before = Person.objects.filter(pk=anna.pk).values().get()
    people.erase_person(anna, by=None, at=NOW)
    row = Person.objects.get(pk=anna.pk)
    assert (row.name, row.email, row.organisation, row.account, row.erased_at) == ("", "", None, None, NOW)
    assert held.current_holder(post, on=TODAY) is None
    assert present.by_key(anna.key) is None
    entry = ledger.read(tmp_path)[0]
    assert (entry.kind, entry.key) == ("person", str(anna.key))
    assert "Anna" not in str(list(AuditEntry.objects.values()))

    Person.objects.filter(pk=anna.pk).update(**before)  # as after a restore
    assert people.repeat_erasures([entry.key], by=None, at=NOW) == 1
    assert people.repeat_erasures([entry.key], by=None, at=NOW) == 0
    assert Person.objects.get(pk=anna.pk).name == ""
    with pytest.raises(MemberError):
        people.change_person(row, name="Anna", email="", organisation=None, by=None, at=NOW)


@pytest.mark.parametrize(
    "register", [organisations.register_organisation, organs.register_organ, functions.register_function]
)
def test_a_code_is_used_once(register):
    register(code="board", name="Styrelsen", by=None, at=NOW)
    with pytest.raises(MemberError, match="används redan"):
        register(code="board", name="Another", by=None, at=NOW)
    with pytest.raises(MemberError, match="namn"):
        register(code="other", name="  ", by=None, at=NOW)


class AnyHistory(TestCase):
    """Whatever holdings are asked for, a function never has two holders on a day."""

    days = st.integers(0, 30).map(lambda n: date(2018, 5, 1) + timedelta(days=n))

    @given(st.lists(st.tuples(st.integers(0, 2), days, st.none() | days), max_size=8))
    def test_one_holder_a_day(self, asked):
        people = [Person.objects.create(name=str(n)) for n in range(3)]
        post = Function.objects.create(code="post", name="Post")
        for who, since, until in asked:
            try:
                functions.hold_function(post, person=people[who], since=since, until=until, by=None, at=NOW)
            except MemberError:
                continue
            assert held.current_holder(post, on=since) == people[who]
        for day in range(40):
            assert held.holdings(on=date(2018, 5, 1) + timedelta(days=day)).count() <= 1


# --- Who may

VERBS = {
    "note_inhabitants": lambda p, f, by: organisations.note_inhabitants({}, year=2017, source="SCB", by=by, at=NOW),
    "register_organisation": lambda p, f, by: organisations.register_organisation(code="x", name="X", by=by, at=NOW),
    "change_organisation": lambda p, f, by: organisations.change_organisation(
        make.organisation(), name="X", kind="", sector="public", county="", by=by, at=NOW
    ),
    "register_function": lambda p, f, by: functions.register_function(code="x", name="X", by=by, at=NOW),
    "register_person": lambda p, f, by: people.register_person(name="X", by=by, at=NOW),
    "change_person": lambda p, f, by: people.change_person(p, name="X", email="", organisation=None, by=by, at=NOW),
    "tie_account": lambda p, f, by: people.tie_account(p, account=None, by=by, at=NOW),
    "person_left": lambda p, f, by: people.person_left(p, on=MAY, by=by, at=NOW),
    "person_returned": lambda p, f, by: people.person_returned(p, by=by, at=NOW),
    "hold_function": lambda p, f, by: functions.hold_function(f, person=p, since=MAY, by=by, at=NOW),
    "end_holding": lambda p, f, by: functions.end_holding(f.holders.get(), until=MAY, by=by, at=NOW),
    "erase_person": lambda p, f, by: people.erase_person(p, by=by, at=NOW),
    "repeat_erasures": lambda p, f, by: people.repeat_erasures([str(p.key)], by=by, at=NOW),
}
KEEPERS = {Role.OFFICER, Role.ADMINISTRATOR}
ERASERS = {Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "anonymous"))
@pytest.mark.parametrize("verb", VERBS)
def test_verbs(settings, tmp_path, verb, role):
    settings.DATA = tmp_path
    person = make.person()
    function, by = make.function(person), make.user(role) if role else AnonymousUser()
    if role in (ERASERS if "eras" in verb else KEEPERS):
        VERBS[verb](person, function, by)
        assert AuditEntry.objects.exists()
        return
    with pytest.raises(NotPermitted):
        VERBS[verb](person, function, by)
    assert not AuditEntry.objects.exists()


def test_no_verb_is_missing_from_the_table():
    assert {
        name
        for module in (functions, organisations, people)
        for name, verb in vars(module).items()
        if isfunction(verb) and verb.__module__ == module.__name__ and not name.startswith("_")
    } == set(VERBS)
