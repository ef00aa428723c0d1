"""Who may do what: every verb of accounts, tried by every role."""

from datetime import date
from inspect import isfunction

import pytest
from django.contrib.auth.models import AnonymousUser

from samsyn.foundation.accounts import operations, rules
from samsyn.foundation.accounts.models import Role, User
from samsyn.foundation.accounts.operations import Grant
from samsyn.foundation.audit.models import AuditEntry
from samsyn.foundation.errors import NotPermitted
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW, TODAY = make.NOW, make.TODAY
SINCE = date(2018, 1, 1)

# The verb, and how it is done to somebody else's account.
VERBS = {
    "invite": lambda user, by: operations.invite(
        email="new@council.example", name="New", grants=[Grant(Role.OFFICER, SINCE)], by=by, at=NOW
    ),
    "send_invitation": lambda user, by: operations.send_invitation(user, by=by, at=NOW),
    "grant_role": lambda user, by: operations.grant_role(user, grant=Grant(Role.ANALYST, SINCE), by=by, at=NOW),
    "end_role": lambda user, by: operations.end_role(user.role_grants.get(), until=TODAY, by=by, at=NOW),
    "change_profile": lambda user, by: operations.change_profile(user, name="Other", language="en", by=by, at=NOW),
    "change_address": lambda user, by: operations.change_address(user, email="o@council.example", by=by, at=NOW),
    "remove_second_factors": lambda user, by: operations.remove_second_factors(user, by=by, at=NOW),
    "deactivate": lambda user, by: operations.deactivate(user, by=by, at=NOW),
    "reactivate": lambda user, by: operations.reactivate(user, by=by, at=NOW),
    "erase": lambda user, by: operations.erase(user, by=by, at=NOW),
    "note_erasure": lambda user, by: operations.note_erasure(kind="account", key="1", by=by, at=NOW),
    "repeat_erasures": lambda user, by: operations.repeat_erasures([user.pk], by=by, at=NOW),
}  # fmt: skip
# What rules alone decide: reading.
READS = {
    "see accounts": lambda by: rules.may_see_accounts(by, on=TODAY),
    "read the log": lambda by: rules.may_read_log(by, on=TODAY),
}
WHO = ["anonymous", "no role", "closed administrator", "former administrator", *Role.values, "the system"]
PERMITTED = {"administrator", "the system"}


def _somebody(who: str):
    if who == "anonymous":
        return AnonymousUser()
    if who == "the system":
        return None
    if who == "no role":
        return make.user()
    if who == "closed administrator":
        return make.user(Role.ADMINISTRATOR, is_active=False)
    if who == "former administrator":
        user = make.user(Role.ADMINISTRATOR)
        user.role_grants.update(until=date(2018, 5, 1))
        return user
    return make.user(Role(who))


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("verb", VERBS)
def test_verbs(settings, tmp_path, who, verb):
    settings.DATA = tmp_path
    user, by = make.user(Role.OFFICER), _somebody(who)
    make.user(Role.ADMINISTRATOR)
    if who in PERMITTED:
        VERBS[verb](user, by)
        return
    before = list(User.objects.order_by("pk").values())
    with pytest.raises(NotPermitted):
        VERBS[verb](user, by)
    assert list(User.objects.order_by("pk").values()) == before
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("read", READS)
def test_reads(who, read):
    assert READS[read](_somebody(who)) is (who in PERMITTED)


def test_everybody_may_change_their_own_name():
    user = make.user(Role.PARTICIPANT)
    operations.change_profile(user, name="Anna Lind", language="en", by=user, at=NOW)
    assert User.objects.get(pk=user.pk).name == "Anna Lind"


def test_no_verb_is_missing_from_the_table():
    """A new operation has to be argued for here."""
    recorders = {"record_sign_in", "record_failed_sign_in", "record_security_change"}  # told of what has happened
    by_link = {"accept_invitation"}  # whoever holds the link
    verbs = {name for name, thing in vars(operations).items() if _is_operation(name, thing)}
    assert verbs - recorders - by_link == set(VERBS)


def _is_operation(name, thing) -> bool:
    return isfunction(thing) and thing.__module__ == operations.__name__ and not name.startswith("_")


PAGES = ["/accounts/", "/accounts/invite/", "/accounts/log/"]


@pytest.mark.parametrize("who", [who for who in WHO if who != "the system"])
@pytest.mark.parametrize("page", [*PAGES, "/accounts/{key}/", "/accounts/{key}/erase/"])
def test_pages(client, who, page):
    by, user = _somebody(who), make.user(Role.OFFICER)
    address = page.format(key=user.pk)
    if who != "anonymous":
        client.force_login(by)
    answer = client.get(address)
    if who == "administrator":
        assert answer.status_code == 200
    elif who in ("anonymous", "closed administrator"):
        assert answer.url.startswith("/account/login/")
    else:
        assert answer.status_code == 403
        assert user.email not in answer.content.decode()
