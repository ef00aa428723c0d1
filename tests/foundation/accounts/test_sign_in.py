"""Signing in: limits that count for every process, second factors, the council's own issuer, and the log."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.adapter import get_adapter as social_adapter
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import resolve, reverse
from django.utils import timezone

from samsyn.foundation.accounts import operations, queries
from samsyn.foundation.accounts.adapters import SecondFactorAdapter
from samsyn.foundation.accounts.models import Role, User
from samsyn.foundation.audit.models import AuditEntry
from samsyn.web import sign_in
from tests import factories as make

PASSWORD = "en häst åt en orolig sked"
LOGIN = "/account/login/"


def _person(*roles, **fields) -> User:
    return make.user(*roles, password=PASSWORD, **fields)


def _try(client, user, password=PASSWORD):
    return client.post(LOGIN, {"login": user.email, "password": password})


def _log(verb: str) -> list[str]:
    return list(AuditEntry.objects.filter(verb=verb).order_by("sequence").values_list("subject", flat=True))


@pytest.fixture(autouse=True)
def _no_limits_from_before(db):
    cache.clear()


def test_signing_in_and_failing_to_are_noted_without_the_address(client):
    user = _person(email="anna@council.example")
    _try(client, user, "wrong")
    client.post(LOGIN, {"login": "stranger@example.org", "password": "wrong"})
    _try(client, user)
    assert _log("accounts.sign_in_failed") == [f"account:{user.pk}", "account:unknown"]
    assert _log("accounts.signed_in") == [f"account:{user.pk}"]
    stored = json.dumps(list(AuditEntry.objects.values("verb", "subject", "details")))
    assert "anna@" not in stored
    assert "stranger" not in stored


def test_the_answer_does_not_tell_whether_an_address_has_an_account(client):
    user = _person()
    known = _try(client, user, "wrong").context["form"].non_field_errors()
    unknown = client.post(LOGIN, {"login": "x@example.org", "password": "wrong"}).context["form"].non_field_errors()
    assert list(known) == list(unknown)
    assert known


def test_the_sixth_wrong_password_in_a_minute_is_not_even_looked_at(client):
    user = _person()
    for _n in range(5):
        _try(client, user, "wrong")
    answer = _try(client, user)  # the right one
    assert "_auth_user_id" not in client.session
    assert "många" in str(answer.context["form"].non_field_errors())
    assert len(_log("accounts.sign_in_failed")) == 5


def test_the_limit_of_one_person_does_not_lock_out_another(client):
    user, other = _person(), _person()
    for _n in range(5):
        _try(client, user, "wrong")
    assert _try(client, other).status_code == 302


A_PROCESS = """
import sys
import django; django.setup()
from django.test.utils import setup_test_environment; setup_test_environment()
from django.test import Client
for _n in range(int(sys.argv[1])):
    wrong = {"login": "anna@council.example", "password": "wrong"}
    answer = Client(HTTP_HOST="localhost").post("/account/login/", wrong)
    print(*answer.context["form"].non_field_errors())
"""


def test_the_limit_counts_over_server_processes(tmp_path):
    """Two processes on one database, as two workers of a server: three wrong passwords to each."""
    if connection.vendor != "sqlite":
        pytest.skip("hands a copy of the tests' SQLite database to the processes")
    with sqlite3.connect(tmp_path / "samsyn.sqlite3") as copy:
        copy.executescript("\n".join(connection.connection.iterdump()))
    environ = os.environ | {"SAMSYN_DATA": str(tmp_path), "PYTHONUTF8": "1"}
    environ["PYTHONPATH"] = str(Path(__file__).parents[3] / "src")
    command = [sys.executable, "-c", A_PROCESS, "3"]

    def run() -> list[str]:
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout.splitlines()

    first, second = run(), run()
    assert len(set(first + second[:2])) == 1
    assert "många" not in first[0]
    assert "många" in second[2]


def test_a_closed_account_cannot_sign_in_and_is_signed_out(client):
    user = _person(Role.OFFICER)
    _try(client, user)
    assert client.get("/accounts/me/").status_code == 200
    operations.deactivate(user, by=None, at=make.NOW)
    assert client.get("/accounts/me/").status_code == 302
    _try(client, user)
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_chosen_anew_by_a_link_in_the_receivers_language(client):
    user = _person(email="anna@council.example", language="en")
    page = {"HTTP_ACCEPT_LANGUAGE": "sv"}
    client.post(reverse("account_reset_password"), {"email": user.email}, **page)
    (message,) = mail.outbox
    assert "reset your password" in message.body
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", message.body)[1]
    form = client.get(link, follow=True, **page)
    new = "två hästar åt en sked"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, **page)
    user.refresh_from_db()
    assert user.check_password(new)
    assert "accounts.security_changed" in AuditEntry.objects.values_list("verb", flat=True)


def test_a_link_for_a_forgotten_password_goes_to_nobody_unknown(client):
    known = client.post(reverse("account_reset_password"), {"email": _person().email})
    unknown = client.post(reverse("account_reset_password"), {"email": "stranger@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_a_lost_second_factor_is_removed_by_an_administrator(client):
    user = _person(Role.OFFICER)
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)
    operations.remove_second_factors(user, by=None, at=timezone.now())
    assert client.get("/accounts/me/").status_code == 302, "whoever is signed in with it is signed out"
    assert not queries.has_second_factor(user)
    _try(client, user)
    assert client.session["_auth_user_id"] == str(user.pk)


# --- Second factors


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_one_time_code_is_asked_for_after_the_password(client):
    user, secret = _person(), generate_totp_secret()
    TOTP.activate(user, secret)
    assert _try(client, user).url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": _code(secret)})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_secret_of_a_second_factor_lies_encrypted(settings):
    user, secret = _person(), generate_totp_secret()
    TOTP.activate(user, secret)
    stored = Authenticator.objects.get(user=user)
    assert secret not in json.dumps(stored.data)
    assert SecondFactorAdapter().decrypt(stored.data["secret"]) == secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new" * 20
    assert SecondFactorAdapter().decrypt(stored.data["secret"]) == secret, "an earlier key still reads it"


@pytest.mark.parametrize(
    ("required_of", "role", "led_away"),
    [
        ("administrators", Role.ADMINISTRATOR, True),
        ("administrators", Role.OFFICER, False),
        ("everyone", Role.PARTICIPANT, True),
        ("nobody", Role.ADMINISTRATOR, False),
    ],
)
def test_who_must_have_a_second_factor_is_led_to_it(client, settings, required_of, role, led_away):
    settings.SECOND_FACTOR = required_of
    user = _person(role)
    client.force_login(user)
    answer = client.get("/accounts/me/")
    assert (answer.status_code == 302 and answer.url == reverse("mfa_index")) is led_away
    TOTP.activate(user, generate_totp_secret())
    assert client.get("/accounts/me/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_adding_a_second_factor_is_noted_and_mailed(client):
    user = _person(Role.OFFICER)
    _try(client, user)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert page.redirect_chain[0][0].startswith(reverse("account_reauthenticate")), "the password is asked for again"
    page = client.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"password": PASSWORD}, follow=True
    )
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert answer.status_code == 302
    entry = AuditEntry.objects.get(verb="accounts.security_changed")
    assert (entry.subject, entry.details) == (f"account:{user.pk}", {"what": "totp_activated"})
    assert mail.outbox[-1].to == [user.email]
    assert queries.has_second_factor(user)


# --- A change and its entry in the log: both, or neither


class _LogIsFull(Exception):
    pass


def _no_entry(execute, sql, params, many, context):
    if sql.startswith("INSERT") and AuditEntry._meta.db_table in sql:
        raise _LogIsFull
    return execute(sql, params, many, context)


@contextmanager
def _the_log_takes_no_entry():
    with connection.execute_wrapper(_no_entry), pytest.raises(_LogIsFull):
        yield


def _signed_in(client, user) -> None:
    """With the password given once more, which the library asks for before it lets a second factor be changed."""
    _try(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_a_password_that_cannot_be_noted_is_not_changed(client):
    user = _person()
    _signed_in(client, user)
    new = {"oldpassword": PASSWORD, "password1": "två hästar åt en sked", "password2": "två hästar åt en sked"}
    with _the_log_takes_no_entry():
        client.post(reverse("account_change_password"), new)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    client.post(reverse("account_change_password"), new)
    user.refresh_from_db()
    assert user.check_password("två hästar åt en sked")


def test_a_forgotten_password_that_cannot_be_noted_is_not_changed(client):
    user = _person()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = {"password1": "två hästar åt en sked", "password2": "två hästar åt en sked"}
    with _the_log_takes_no_entry():
        client.post(form.request["PATH_INFO"], new)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_second_factor_that_cannot_be_noted_is_neither_added_nor_removed(client):
    user = _person()
    _signed_in(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with _the_log_takes_no_entry():
        client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert not Authenticator.objects.filter(user=user).exists()
    client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    before = list(Authenticator.objects.filter(user=user).values_list("type", "data"))
    assert queries.has_second_factor(user)
    with _the_log_takes_no_entry():
        client.post(reverse("mfa_deactivate_totp"))
    with _the_log_takes_no_entry():
        client.post(reverse("mfa_generate_recovery_codes"))
    assert list(Authenticator.objects.filter(user=user).values_list("type", "data")) == before
    client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    noted = AuditEntry.objects.filter(verb="accounts.security_changed").order_by("sequence")
    assert [entry.details["what"] for entry in noted] == [
        "totp_activated",
        "recovery_codes_generated",
        "totp_deactivated",
    ]


@pytest.mark.parametrize("pattern", sign_in.urlpatterns, ids=lambda pattern: pattern.name)
def test_our_pages_stand_where_the_librarys_would(pattern):
    """Each name leads to one address, and there to ours."""
    named = {"uidb36": "1", "key": "set-password", "pk": 1, "provider_id": "council"}
    arguments = {name: named[name] for name in pattern.pattern.regex.groupindex}
    address = reverse(pattern.name, kwargs=arguments)
    assert address == "/account" + reverse(pattern.name, kwargs=arguments, urlconf="allauth.urls")
    assert resolve(address).func is pattern.callback


# --- The council's own issuer


@pytest.fixture
def issuer(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "council", "name": "Council", "client_id": "samsyn", "secret": "s",
                    "settings": {"server_url": "https://id.council.example"},
                }
            ]
        }
    }  # fmt: skip


def _from_issuer(rf, client, claims: dict):
    """What happens once the issuer has vouched for the claims."""
    from allauth.core import context  # the library keeps the request there

    request = rf.get("/account/oidc/council/login/callback/")
    request.session = client.session
    from django.contrib.auth.models import AnonymousUser  # needs the app registry
    from django.contrib.messages.storage.fallback import FallbackStorage

    request.user, request._messages = AnonymousUser(), FallbackStorage(request)
    with context.request_context(request):
        provider = social_adapter().get_provider(request, "council")
        login: SocialLogin = provider.sociallogin_from_response(request, claims)
        answer = complete_login(request, login)
    request.session.save()
    return request, answer


def test_a_known_person_signs_in_at_the_issuer(issuer, rf, client):
    user = _person(email="anna@council.example")
    claims = {"sub": "77", "email": "Anna@council.example", "email_verified": True, "name": "Anna"}
    request, _answer = _from_issuer(rf, client, claims)
    assert request.user == user
    assert SocialAccount.objects.get(user=user).uid == "77"
    assert _log("accounts.signed_in") == [f"account:{user.pk}"]


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "78", "email": "stranger@council.example", "email_verified": True},
        {"sub": "79", "email": "anna@council.example", "email_verified": False},
        {"sub": "80", "email": "anna@council.example"},
    ],
    ids=["a stranger", "an address that is not verified", "an address that nobody vouches for"],
)
def test_strangers_and_unverified_addresses_are_let_in_nowhere(issuer, rf, client, claims):
    _person(email="anna@council.example")
    request, _answer = _from_issuer(rf, client, claims)
    assert not request.user.is_authenticated
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_without_configuration_there_is_no_such_button(client):
    assert "oidc" not in client.get(LOGIN).content.decode()
