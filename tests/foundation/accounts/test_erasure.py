"""Erasure: what is personal goes, what was done stays, and a restored backup does not bring anybody back."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from samsyn.foundation.accounts import ledger, operations, queries
from samsyn.foundation.accounts.errors import AccountError
from samsyn.foundation.accounts.ledger import Erasure
from samsyn.foundation.accounts.models import Role, RoleGrant, User
from samsyn.foundation.audit.models import AuditEntry
from tests import factories as make

NOW = make.NOW


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_everything_personal_goes_and_the_row_stays(data):
    user = make.user(Role.OFFICER, Role.ANALYST, name="Anna Ek", email="anna@council.example", password="x" * 20)
    RoleGrant.objects.create(user=user, role=Role.DELEGATE, organisation="0380", since=make.TODAY + timedelta(days=9))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "s"})
    SocialAccount.objects.create(user=user, provider="council", uid="anna")
    browser = Client()
    browser.force_login(user)
    other = Client()
    other.force_login(make.user(Role.OFFICER))

    operations.erase(user, by=None, at=NOW)

    row = User.objects.get(pk=user.pk)
    assert (row.name, row.is_active, row.last_login, row.erased_at) == ("", False, None, NOW)
    assert "anna" not in row.email
    assert not row.has_usable_password()
    assert not EmailAddress.objects.filter(user=row).exists()
    assert not Authenticator.objects.filter(user=row).exists()
    assert not SocialAccount.objects.filter(user=row).exists()
    assert sorted(row.role_grants.values_list("role", "until")) == [("analyst", make.TODAY), ("officer", make.TODAY)]
    assert Session.objects.count() == 1, "only the other person's session is left"
    assert browser.get("/accounts/me/").status_code == 302
    assert other.get("/accounts/me/").status_code == 200
    assert ledger.read(data) == [Erasure(NOW, "account", str(user.pk))]
    texts = [f"{e.verb} {e.subject} {e.details}" for e in AuditEntry.objects.all()]
    assert any("accounts.erased" in text for text in texts)
    assert not any("anna" in text.lower() for text in texts)


@pytest.mark.django_db
def test_an_erased_account_is_gone_for_good(data):
    user = make.user(Role.OFFICER)
    operations.erase(user, by=None, at=NOW)
    assert queries.account(user.pk) is None
    assert user not in queries.accounts(on=make.TODAY)
    for act in (operations.erase, operations.reactivate, operations.send_invitation):
        with pytest.raises(AccountError):
            act(User.objects.get(pk=user.pk), by=None, at=NOW)


@pytest.mark.django_db
def test_a_restored_backup_is_purged_again(data):
    """As after a restore: the rows are back, the ledger knows better."""
    erased, kept = make.user(Role.OFFICER), make.user(Role.OFFICER)
    before = User.objects.filter(pk=erased.pk).values().get()
    operations.erase(erased, by=None, at=NOW)
    User.objects.filter(pk=erased.pk).update(**before)

    keys = [int(entry.key) for entry in ledger.read(data) if entry.kind == "account"]
    assert operations.repeat_erasures(keys, by=None, at=NOW) == 1
    assert operations.repeat_erasures(keys, by=None, at=NOW) == 0
    assert User.objects.get(pk=erased.pk).name == ""
    assert User.objects.get(pk=kept.pk).name == kept.name
    assert len(ledger.read(data)) == 1


@pytest.mark.django_db
def test_an_erasure_that_cannot_be_written_down_does_not_happen(settings, tmp_path):
    settings.DATA = tmp_path / "not-there"
    user = make.user(Role.OFFICER)
    with pytest.raises(FileNotFoundError), transaction.atomic():
        operations.erase(user, by=None, at=NOW)
    assert User.objects.get(pk=user.pk).erased_at is None


moments = st.datetimes(min_value=datetime(2018, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis adds the zone)
erasures = st.builds(
    Erasure, moments, st.sampled_from(["account", "person"]), st.from_regex(r"[0-9a-f-]{1,36}", fullmatch=True)
)


@given(entries=st.lists(erasures, max_size=8))
def test_the_ledger_reads_what_it_wrote(tmp_path_factory, entries):
    folder = tmp_path_factory.mktemp("ledger")
    for entry in entries:
        ledger.append(folder, entry)
    assert ledger.read(folder) == entries
    assert ledger.merge(folder, entries) == sorted(entries, key=lambda entry: entry.at)


def test_a_line_cut_short_by_a_crash_is_passed_over_and_mended(tmp_path):
    first, second = Erasure(NOW, "account", "1"), Erasure(NOW, "person", "2")
    ledger.append(tmp_path, first)
    with (tmp_path / ledger.NAME).open("a") as file:
        file.write("2018-05-02T09:0")
    assert ledger.read(tmp_path) == [first]
    ledger.append(tmp_path, second)
    assert ledger.read(tmp_path) == [first, second]


def test_a_damaged_ledger_says_where(tmp_path):
    (tmp_path / ledger.NAME).write_text("2018-05-02T09:00:00+00:00 account 1\nnonsense\n")
    with pytest.raises(ledger.LedgerDamaged, match=r"erasures\.log, line 2.*'nonsense'"):
        ledger.read(tmp_path)


def test_a_key_with_a_space_is_refused(tmp_path):
    with pytest.raises(ValueError, match="words"):
        ledger.append(tmp_path, Erasure(NOW, "account", "1 2"))
    assert ledger.read(tmp_path) == []
