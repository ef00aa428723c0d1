"""Who may do what with organs and mandates: a table of verbs, and the rule of seeing."""

from datetime import date, timedelta
from inspect import isfunction

import pytest
from django.contrib.auth.models import AnonymousUser

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.members import rules
from samsyn.members.models import Mandate, MandateRole, OrganKind
from samsyn.members.operations import mandates, organs
from samsyn.members.operations.mandates import Place
from samsyn.members.operations.organs import Fixed, Procedure, Step
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
PLACE = Place(MandateRole.SUBSTITUTE, entry_order=1)
ROLES = [*Role, None]
KEEPERS = {Role.OFFICER, Role.ADMINISTRATOR}


def _fix(mandate, **said):
    organs.seats_fixed(mandate.organ, since=TODAY, seats=[Fixed(make.organisation(), 1)], **said)


def _enter(mandate, **said):
    rows = f"organ;uppdrag;namn;från\n{mandate.organ.code};ledamot;Anna;2018-01-01\n"
    mandates.enter_table(file="r.csv", content=rows.encode(), **said)


VERBS = {
    "enter_table": _enter,
    "register_organ": lambda m, **said: organs.register_organ(code="x", name="X", **said),
    "change_organ": lambda m, **said: organs.change_organ(
        m.organ, name="X", kind=OrganKind.BOARD, parent=None, public=True, **said
    ),
    "register_term": lambda m, **said: organs.register_term(m.organ, name="X", since=TODAY, **said),
    "register_rules": lambda m, **said: organs.register_rules(
        m.organ, since=TODAY, procedure=Procedure(90, 14), **said
    ),
    "seats_by_steps": lambda m, **said: organs.seats_by_steps(m.organ, since=TODAY, steps=[Step(0, 1)], **said),
    "seats_fixed": _fix,
    "set_fallback": lambda m, **said: organs.set_fallback(m.organ, party="A", parties=["B"], since=TODAY, **said),
    "appoint": lambda m, **said: mandates.appoint(m.organ, person=make.person(), place=PLACE, since=TODAY, **said),
    "end": lambda m, **said: mandates.end(m, until=TODAY, **said),
    "replace": lambda m, **said: mandates.replace(m, person=make.person(), since=TODAY, **said),
    "correct": lambda m, **said: mandates.correct(m, place=Place(MandateRole.DELEGATE, party="B"), **said),
}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "anonymous"))
@pytest.mark.parametrize("verb", VERBS)
def test_verbs(verb, role):
    mandate, by = make.mandate(make.organ()), make.user(role) if role else AnonymousUser()
    if role in KEEPERS:
        VERBS[verb](mandate, by=by, at=NOW)
        assert AuditEntry.objects.exists()
        return
    before = list(Mandate.objects.values())
    with pytest.raises(NotPermitted):
        VERBS[verb](mandate, by=by, at=NOW)
    assert not AuditEntry.objects.exists()
    assert list(Mandate.objects.values()) == before


def test_no_verb_is_missing_from_the_table():
    assert {
        name
        for module in (mandates, organs)
        for name, verb in vars(module).items()
        if isfunction(verb) and verb.__module__ == module.__name__ and not name.startswith("_")
    } == set(VERBS)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "anonymous"))
def test_anybody_sees_a_public_organ_and_those_who_sit_and_keep_see_all(role):
    by = make.user(role) if role else AnonymousUser()
    sees = role in KEEPERS | {Role.DELEGATE, Role.MEMBER_CONTACT}
    assert rules.may_see_mandates(by, make.organ(public=True), on=TODAY)
    assert rules.may_see_mandates(by, make.organ(public=False), on=TODAY) == sees


def test_a_role_that_has_ended_shows_nothing():
    by = make.user(Role.DELEGATE)
    by.role_grants.update(until=date(2018, 1, 1))
    assert not rules.may_see_mandates(by, make.organ(), on=date(2018, 1, 1) + timedelta(days=1))
