"""Memberships and inhabitants, which seats and fees follow from."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from samsyn.members.errors import MemberError
from samsyn.members.models import Inhabitants, Membership, MembershipKind
from samsyn.members.operations import memberships, organisations
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY, DAY = make.NOW, make.TODAY, timedelta(days=1)
MEMBER, PARTNER = MembershipKind.MEMBER, MembershipKind.PARTNER


def test_an_organisation_is_one_thing_at_a_time():
    dalarna = make.organisation(name="Dalarna")
    first = memberships.begin(dalarna, kind=PARTNER, since=date(2017, 1, 1), until=TODAY, by=None, at=NOW)
    for since in (TODAY, date(2016, 1, 1)):
        with pytest.raises(MemberError, match="Dalarna är redan partner från och med 2017-01-01"):
            memberships.begin(dalarna, kind=MEMBER, since=since, by=None, at=NOW)
    memberships.begin(dalarna, kind=MEMBER, since=TODAY + DAY, by=None, at=NOW)
    with pytest.raises(MemberError, match="redan medlem"):
        memberships.end(first, until=TODAY + DAY, by=None, at=NOW)
    with pytest.raises(MemberError, match="Sista dagen"):
        memberships.end(first, until=date(2016, 1, 1), by=None, at=NOW)
    memberships.end(first, until=date(2017, 6, 30), by=None, at=NOW)
    assert [(each.kind, each.until) for each in Membership.objects.order_by("since")] == [
        ("partner", date(2017, 6, 30)), ("member", None),
    ]  # fmt: skip


def test_inhabitants_are_noted_with_their_source_and_corrected():
    uppsala, sala = make.organisation(), make.organisation()
    said = {"year": 2017, "by": None, "at": NOW}
    assert organisations.note_inhabitants({uppsala: 219_914, sala: 22_816}, source="SCB", **said) == 2
    organisations.note_inhabitants({sala: 22_817}, source="SCB, rättad", **said)
    assert list(Inhabitants.objects.order_by("pk").values_list("number", "source")) == [
        (219_914, "SCB"), (22_817, "SCB, rättad"),
    ]  # fmt: skip
    with pytest.raises(MemberError, match="varifrån"):
        organisations.note_inhabitants({sala: 1}, source=" ", **said)
    with pytest.raises(MemberError, match="mindre än 0"):
        organisations.note_inhabitants({sala: -1}, source="SCB", **said)


LONG_AGO = {"since": date(2000, 1, 1), "until": date(2001, 1, 1)}
VERBS = {
    "begin": lambda of, **said: memberships.begin(of, kind=PARTNER, **LONG_AGO, **said),
    "end": lambda of, **said: memberships.end(of.memberships.get(), until=TODAY, **said),
}


@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: str(role or "anonymous"))
@pytest.mark.parametrize("verb", VERBS)
def test_only_the_office_and_administrators(verb, role):
    member, by = make.member(), make.user(role) if role else AnonymousUser()
    if role in {Role.OFFICER, Role.ADMINISTRATOR}:
        VERBS[verb](member, by=by, at=NOW)
        assert AuditEntry.objects.count() == 1
        return
    with pytest.raises(NotPermitted):
        VERBS[verb](member, by=by, at=NOW)
    assert not AuditEntry.objects.exists()
