"""Signing in at the council's own issuer, over HTTP from our login page and back."""

import http.client
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from samsyn.foundation.accounts import operations
from samsyn.foundation.accounts.models import Role, User
from samsyn.foundation.audit.models import AuditEntry
from tests import factories as make
from tests.foundation.accounts import issuer as issuers

pytestmark = pytest.mark.django_db
LOGIN = "/account/oidc/council/login/"
ANNA = {"sub": "77", "email": "Anna@council.example", "email_verified": True, "name": "Anna"}


@pytest.fixture
def issuer(settings):
    cache.clear()
    with issuers.serving() as served:
        app = {
            "provider_id": "council", "name": "Region Mälardalen", "client_id": issuers.CLIENT,
            "secret": issuers.SECRET, "settings": {"server_url": served.address},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
        served.claims = dict(ANNA)
        yield served


@pytest.fixture
def anna(db) -> User:
    return make.user(Role.OFFICER, email="anna@council.example", name="Anna Lind")


def _to_issuer(client) -> str:
    """Press the button of the login page: where the browser is sent."""
    answer = client.post(LOGIN)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def _at_issuer(address: str) -> str:
    """Say yes at the issuer: where the browser is sent back to."""
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.netloc)
    connection.request("GET", f"{url.path}?{url.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return f"{back.path}?{back.query}"


def _sign_in(client):
    return client.get(_at_issuer(_to_issuer(client)))


def _told(answer, status: int) -> str:
    """What the person reads: a page of ours, with a way on."""
    page = answer.content.decode()
    assert answer.status_code == status, page
    assert 'class="masthead"' in page
    assert 'href="/account/login/' in page.partition("<main")[2]
    return page


def _is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_button_of_the_login_page_leads_to_the_issuer_and_back(client, issuer, anna):
    login = client.get("/account/login/").content.decode()
    assert f'action="{LOGIN}' in login
    assert "Logga in med Region Mälardalen" in login
    assert _sign_in(client).url == "/"
    assert client.session["_auth_user_id"] == str(anna.pk)
    assert SocialAccount.objects.get(user=anna).uid == "77"
    assert AuditEntry.objects.get(verb="accounts.signed_in").subject == f"account:{anna.pk}"


def test_the_next_time_the_issuers_own_name_for_the_person_counts(client, issuer, anna):
    _sign_in(client)
    client.logout()
    issuer.claims |= {"email": "anna.lind@elsewhere.example"}
    _sign_in(client)
    assert client.session["_auth_user_id"] == str(anna.pk)
    assert User.objects.get().email == "anna@council.example"


@pytest.mark.parametrize(
    "claims",
    [{"email": "stranger@council.example"}, {"email_verified": False}],
    ids=["an address without account", "an address that is not verified"],
)
def test_somebody_unknown_is_told_whom_to_ask(client, issuer, anna, claims):
    issuer.claims |= claims
    sent = _sign_in(client)
    page = _told(client.get(sent.url) if sent.status_code == 302 else sent, 200)
    assert "Det finns inget konto" in page
    assert not _is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(client, issuer, anna):
    operations.deactivate(anna, by=None, at=make.NOW)
    answer = _sign_in(client)
    assert answer.status_code == 302
    assert not _is_signed_in(client)


@pytest.mark.parametrize(
    "forged",
    [{"iss": "https://id.elsewhere.example"}, {"aud": "another"}, {"exp": 1}, {"sub": "78"}],
    ids=["another issuer", "meant for another", "too old", "another person than userinfo"],
)
def test_a_token_that_is_not_right_lets_nobody_in(client, issuer, anna, forged, caplog):
    issuer.forged = forged
    assert "gick inte att slutföra" in _told(_sign_in(client), 401)
    assert not _is_signed_in(client)
    assert "council" in caplog.text, "the operator can see why"


def test_an_answer_to_a_question_that_was_not_asked_lets_nobody_in(client, issuer, anna):
    back = _at_issuer(_to_issuer(client))
    page = _told(client.get(back.partition("state=")[0] + "state=forged"), 401)
    assert "gick inte att slutföra" in page
    assert not _is_signed_in(client)


def test_an_answer_does_not_count_in_another_browser(client, issuer, anna):
    """A stolen code: the session lacks the state, and the code its verifier."""
    thief = Client()
    back = _at_issuer(_to_issuer(client))
    _told(thief.get(back), 401)
    assert not _is_signed_in(thief)
    code = back.partition("code=")[2].partition("&")[0]
    own = _at_issuer(_to_issuer(thief)).partition("state=")[2]
    _told(thief.get(f"{LOGIN}callback/?code={code}&state={own}"), 401)
    assert not _is_signed_in(thief)


def test_a_code_counts_once(client, issuer, anna):
    back = _at_issuer(_to_issuer(client))
    client.get(back)
    client.logout()
    _told(client.get(back), 401)
    assert not _is_signed_in(client)


def test_whoever_says_no_at_the_issuer_comes_back(client, issuer, anna):
    state = _at_issuer(_to_issuer(client)).partition("state=")[2]
    answer = client.get(f"{LOGIN}callback/?error=access_denied&state={state}", follow=True)
    assert "avbröt" in _told(answer, 200)


@pytest.mark.parametrize(
    ("path", "status"), [("/.well-known/openid-configuration", 503), ("/userinfo", 503), ("/token", 401)]
)
def test_an_issuer_that_fails_meanwhile_is_told_of(client, issuer, anna, path, status, caplog):
    back = _at_issuer(_to_issuer(client))
    issuer.silent = {path}
    _told(client.get(back), status)
    assert not _is_signed_in(client)
    assert "council" in caplog.text


def test_an_issuer_that_fails_at_once_is_told_of(client, issuer):
    issuer.silent = {"/.well-known/openid-configuration"}
    assert "svarar inte" in _told(client.post(LOGIN), 503)


def test_an_issuer_that_cannot_be_reached_is_told_of_as_such(client, settings):
    app = {
        "provider_id": "council", "name": "Region Mälardalen", "client_id": "samsyn", "secret": "s",
        "settings": {"server_url": "http://localhost:9"},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    assert "svarar inte" in _told(client.post(LOGIN), 503)
