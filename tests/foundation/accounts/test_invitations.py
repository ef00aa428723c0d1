"""From invitation to first sign-in."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from samsyn.foundation.accounts import operations, queries
from samsyn.foundation.accounts.errors import AccountError
from samsyn.foundation.accounts.models import Role, RoleGrant, User
from samsyn.foundation.accounts.operations import Grant
from samsyn.foundation.accounts.tokens import tokens
from samsyn.foundation.audit.models import AuditEntry
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
SINCE = date(2018, 1, 1)
PASSWORD = "en häst åt en orolig sked"


def _invite(**fields) -> User:
    given = {
        "email": "Anna@Council.example", "name": "Anna Ek", "by": None, "at": NOW,
        "grants": [Grant(Role.OFFICER, SINCE)],
    }  # fmt: skip
    return operations.invite(**given | fields)


def _link() -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def test_an_invited_person_chooses_a_password_and_signs_in(client):
    user = _invite(by=make.user(Role.ADMINISTRATOR, name="Siv Berg"))
    assert user.email == "anna@council.example"
    assert not user.has_usable_password()
    assert "Siv Berg har bjudit in dig" in mail.outbox[0].body
    assert mail.outbox[0].to == ["anna@council.example"]

    page = client.get(_link())
    assert page.status_code == 200
    answer = client.post(_link(), {"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302
    assert EmailAddress.objects.get(user=user).verified

    answer = client.post(reverse("account_login"), {"login": "anna@council.example", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    verbs = list(
        AuditEntry.objects.filter(subject=f"account:{user.pk}").order_by("sequence").values_list("verb", flat=True)
    )
    assert verbs == [
        "accounts.invited", "accounts.role_given", "accounts.invitation_accepted", "accounts.signed_in",
    ]  # fmt: skip


def test_a_link_is_used_once(client):
    _invite()
    link = _link()
    client.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert client.get(link).status_code == 404
    assert (
        client.post(link, {"password": "a different one entirely", "again": "a different one entirely"}).status_code
        == 404
    )
    assert User.objects.get().check_password(PASSWORD)


def test_a_link_ends_after_three_days(monkeypatch):
    user = _invite()
    token = tokens.make_token(user)
    later = tokens._now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr(type(tokens), "_now", lambda self: later)
    with pytest.raises(AccountError, match="för gammal"):
        operations.accept_invitation(user, token=token, password=PASSWORD, by=None, at=NOW)


def test_a_link_of_another_account_does_not_fit():
    token = tokens.make_token(_invite())
    other = _invite(email="other@council.example")
    with pytest.raises(AccountError):
        operations.accept_invitation(other, token=token, password=PASSWORD, by=None, at=NOW)


@pytest.mark.parametrize("password", ["kort", "anna@council.example", "1234567890123456", "1q2w3e4r5t6y"])
def test_a_weak_password_is_refused_with_the_reason(client, password):
    _invite()
    answer = client.post(_link(), {"password": password, "again": password})
    assert answer.status_code == 400
    assert answer.context["form"].errors["password"]
    assert not User.objects.get().has_usable_password()


def test_the_invitation_is_in_the_language_of_the_receiver():
    _invite(language="en")
    assert mail.outbox[0].subject == "Invitation to Samsyn"
    _invite(language="sv", email="b@council.example")
    assert mail.outbox[1].subject == "Inbjudan till Samsyn"
    assert "inom 3 dagar" in mail.outbox[1].body


def test_nobody_is_invited_twice_whatever_the_case_of_the_address():
    _invite()
    with pytest.raises(AccountError, match="redan ett konto"):
        _invite(email="ANNA@council.example ")
    assert len(mail.outbox) == 1


def test_a_refused_role_leaves_no_account_and_no_mail():
    with pytest.raises(AccountError, match="organisation"):
        _invite(grants=[Grant(Role.DELEGATE, SINCE)])
    assert not User.objects.exists()
    assert not AuditEntry.objects.exists()
    assert mail.outbox == []


def test_an_invitation_is_sent_again_until_it_is_answered(client):
    user = _invite()
    operations.send_invitation(user, by=None, at=NOW)
    assert len(mail.outbox) == 2
    client.post(_link(), {"password": PASSWORD, "again": PASSWORD})
    user.refresh_from_db()
    with pytest.raises(AccountError, match="har ett lösenord"):
        operations.send_invitation(user, by=None, at=NOW)


def test_a_stranger_cannot_sign_up(client):
    page = client.get(reverse("account_signup"))
    assert "closed" in page.templates[0].name
    client.post(reverse("account_signup"), {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.exists()


def test_a_role_is_for_an_organisation_that_is_in_the_register():
    make.organisation(code="0380")
    with pytest.raises(AccountError, match="ingen organisation med koden ”0830”"):
        _invite(grants=[Grant(Role.DELEGATE, SINCE, organisation="0830")])
    assert not User.objects.exists()
    user = _invite(grants=[Grant(Role.DELEGATE, SINCE, organisation="0380")])
    with pytest.raises(AccountError, match="0830"):
        operations.grant_role(user, grant=Grant(Role.MEMBER_CONTACT, SINCE, organisation="0830"), by=None, at=NOW)
    assert user.role_grants.get().organisation == "0380"


def test_roles_are_given_from_a_day_until_a_day():
    make.organisation(code="0380")
    user = _invite(grants=[Grant(Role.DELEGATE, SINCE, until=date(2018, 12, 31), organisation="0380")])
    assert queries.roles_of(user, on=date(2017, 12, 31)) == frozenset()
    assert queries.roles_of(user, on=date(2018, 12, 31)) == {Role.DELEGATE}
    assert queries.roles_of(user, on=date(2019, 1, 1)) == frozenset()


def test_the_same_role_is_not_given_twice_at_the_same_time():
    user = _invite(grants=[Grant(Role.OFFICER, SINCE, until=date(2018, 6, 30))])
    with pytest.raises(AccountError, match="redan rollen"):
        operations.grant_role(user, grant=Grant(Role.OFFICER, date(2018, 6, 30)), by=None, at=NOW)
    operations.grant_role(user, grant=Grant(Role.OFFICER, date(2018, 7, 1)), by=None, at=NOW)
    assert RoleGrant.objects.count() == 2


def test_a_role_ends_with_its_last_day():
    user = _invite()
    operations.end_role(user.role_grants.get(), until=date(2018, 5, 2), by=None, at=NOW)
    fresh = User.objects.get(pk=user.pk)
    assert queries.roles_of(fresh, on=date(2018, 5, 2)) == {Role.OFFICER}
    assert queries.roles_of(fresh, on=date(2018, 5, 3)) == frozenset()
    with pytest.raises(AccountError):
        operations.end_role(fresh.role_grants.get(), until=date(2017, 12, 31), by=None, at=NOW)


def test_somebody_stays_administrator():
    only = make.user(Role.ADMINISTRATOR)
    for act in (
        lambda: operations.deactivate(only, by=only, at=NOW),
        lambda: operations.erase(only, by=only, at=NOW),
        lambda: operations.end_role(only.role_grants.get(), until=make.TODAY, by=only, at=NOW),
    ):
        with pytest.raises(AccountError, match="administratör"):
            act()
    make.user(Role.ADMINISTRATOR)
    operations.deactivate(only, by=only, at=NOW)
    assert not User.objects.get(pk=only.pk).is_active
