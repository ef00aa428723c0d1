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
from samsyn.members import operations, queries
from samsyn.members.errors import MemberError
from samsyn.members.models import Function, FunctionHolder, Person
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
MARCH, MAY, JUNE = date(2018, 3, 1), date(2018, 5, 1), date(2018, 6, 1)
DAY = timedelta(days=1)


def test_a_function_is_handed_over_the_day_before():
    anna, bo = make.person(name="Anna"), make.person(name="Bo")
    post = make.function()
    operations.hold_function(post, person=anna, since=MARCH, by=None, at=NOW)
    operations.hold_function(post, person=bo, since=MAY, by=None, at=NOW)
    assert queries.current_holder(post, on=MARCH - DAY) is None
    assert queries.current_holder(post, on=MARCH) == anna
    assert queries.current_holder(post, on=MAY - DAY) == anna
    assert queries.current_holder(post, on=MAY) == bo
    assert list(queries.functions_of(bo, on=MAY)) == [post]
    assert list(queries.functions_of(anna, on=MAY)) == []


def test_two_do_not_hold_a_function_on_the_same_day():
    anna, bo = make.person(name="Anna"), make.person(name="Bo")
    post = make.function()
    operations.hold_function(post, person=anna, since=MAY, until=JUNE, by=None, at=NOW)
    for since, until in [(JUNE, None), (MARCH, MAY), (MARCH, None), (MAY, MAY)]:
        with pytest.raises(MemberError, match="Anna"):
            operations.hold_function(post, person=bo, since=since, until=until, by=None, at=NOW)
    operations.hold_function(post, person=bo, since=MARCH, until=MAY - DAY, by=None, at=NOW)
    operations.hold_function(post, person=bo, since=JUNE + DAY, by=None, at=NOW)
    assert FunctionHolder.objects.count() == 3


def test_a_refused_holder_changes_nothing():
    """The hand-over of the one before is undone with it."""
    anna, bo = make.person(), make.person()
    post = make.function()
    operations.hold_function(post, person=anna, since=MARCH, until=MARCH, by=None, at=NOW)
    operations.hold_function(post, person=anna, since=JUNE, by=None, at=NOW)
    before = list(FunctionHolder.objects.order_by("pk").values())
    with pytest.raises(MemberError):
        operations.hold_function(post, person=bo, since=MAY, by=None, at=NOW)
    assert list(FunctionHolder.objects.order_by("pk").values()) == before


def test_who_has_left_holds_nothing_from_that_day():
    anna = make.person(name="Anna")
    post = make.function(anna)
    operations.person_left(anna, on=MAY, by=None, at=NOW)
    assert queries.current_holder(post, on=MAY - DAY) == anna
    assert queries.current_holder(post, on=MAY) is None
    assert anna in queries.people(on=MAY - DAY)
    assert anna not in queries.people(on=MAY)
    operations.person_returned(anna, by=None, at=NOW)
    assert queries.current_holder(post, on=MAY) == anna


def test_an_account_belongs_to_one_person():
    account, anna, bo = make.user(), make.person(name="Anna"), make.person()
    operations.tie_account(anna, account=account, by=None, at=NOW)
    assert queries.person_of(account) == anna
    with pytest.raises(MemberError, match="hör redan till Anna"):
        operations.tie_account(bo, account=account, by=None, at=NOW)
    with pytest.raises(MemberError):
        operations.register_person(name="Cia", account=account, by=None, at=NOW)
    operations.tie_account(anna, account=None, by=None, at=NOW)
    assert queries.person_of(account) is None
    assert queries.person_of(AnonymousUser()) is None
    assert queries.person_of(None) is None


@pytest.mark.parametrize("count", [1, 3])
def test_owners_to_choose_from_cost_three_queries_whatever_their_number(django_assert_num_queries, count):
    for _n in range(count):
        make.function(make.person(organisation=make.organisation()))
    make.person(left_on=TODAY)
    with django_assert_num_queries(3):
        owners = queries.owners(on=TODAY)
        names = [str(person.organisation) for person in owners.people]
        holders = [function.held_now[0].person.name for function in owners.functions]
    assert len(names) == len(holders) == count


def test_erasure_blanks_the_person_and_is_written_down(settings, tmp_path):
    settings.DATA = tmp_path
    anna = make.person(
        name="Anna Ek", email="anna@council.example", organisation=make.organisation(), account=make.user()
    )
    post = make.function(anna)
    before = Person.objects.filter(pk=anna.pk).values().get()
    operations.erase_person(anna, by=None, at=NOW)
    row = Person.objects.get(pk=anna.pk)
    assert (row.name, row.email, row.organisation, row.account, row.erased_at) == ("", "", None, None, NOW)
    assert queries.current_holder(post, on=TODAY) is None
    assert queries.person(anna.key) is None
    entry = ledger.read(tmp_path)[0]
    assert (entry.kind, entry.key) == ("person", str(anna.key))
    assert "Anna" not in str(list(AuditEntry.objects.values()))

    Person.objects.filter(pk=anna.pk).update(**before)  # as after a restore
    assert operations.repeat_erasures([entry.key], by=None, at=NOW) == 1
    assert operations.repeat_erasures([entry.key], by=None, at=NOW) == 0
    assert Person.objects.get(pk=anna.pk).name == ""
    with pytest.raises(MemberError):
        operations.change_person(row, name="Anna", email="", organisation=None, by=None, at=NOW)


@pytest.mark.parametrize(
    "register", [operations.register_organisation, operations.register_organ, operations.register_function]
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
                operations.hold_function(post, person=people[who], since=since, until=until, by=None, at=NOW)
            except MemberError:
                continue
            assert queries.current_holder(post, on=since) == people[who]
        for day in range(40):
            assert queries.holdings(on=date(2018, 5, 1) + timedelta(days=day)).count() <= 1


# --- Who may

VERBS = {
    "register_organisation": lambda p, f, by: operations.register_organisation(code="x", name="X", by=by, at=NOW),
    "register_organ": lambda p, f, by: operations.register_organ(code="x", name="X", by=by, at=NOW),
    "register_function": lambda p, f, by: operations.register_function(code="x", name="X", by=by, at=NOW),
    "register_person": lambda p, f, by: operations.register_person(name="X", by=by, at=NOW),
    "change_person": lambda p, f, by: operations.change_person(p, name="X", email="", organisation=None, by=by, at=NOW),
    "tie_account": lambda p, f, by: operations.tie_account(p, account=None, by=by, at=NOW),
    "person_left": lambda p, f, by: operations.person_left(p, on=MAY, by=by, at=NOW),
    "person_returned": lambda p, f, by: operations.person_returned(p, by=by, at=NOW),
    "hold_function": lambda p, f, by: operations.hold_function(f, person=p, since=MAY, by=by, at=NOW),
    "end_holding": lambda p, f, by: operations.end_holding(f.holders.get(), until=MAY, by=by, at=NOW),
    "erase_person": lambda p, f, by: operations.erase_person(p, by=by, at=NOW),
    "repeat_erasures": lambda p, f, by: operations.repeat_erasures([str(p.key)], by=by, at=NOW),
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
    mine = {n for n, f in vars(operations).items() if isfunction(f) and f.__module__ == operations.__name__}
    assert {name for name in mine if not name.startswith("_")} == set(VERBS)
