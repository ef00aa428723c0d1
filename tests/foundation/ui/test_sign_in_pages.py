"""The pages of the sign-in library, drawn with our components."""

import re

import pytest

from tests.factories import user
from tests.foundation.ui.test_templates import FORBIDDEN

OPEN = ["/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/inactive/"]
OWN = [
    "/account/logout/",
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
]


@pytest.fixture
def signed_in(client):
    """A person who has shown a moment ago who they are, so that the sensitive pages open."""
    person = user()
    person.set_password("lakes-and-forests-1")
    person.save()
    client.force_login(person)
    client.post("/account/reauthenticate/", {"password": "lakes-and-forests-1"})
    return client


def page(client, address):
    answer = client.get(address, headers={"accept-language": "sv"})
    assert answer.status_code == 200, answer.get("Location", address)
    return answer.content.decode()


def assert_ours(html):
    assert 'class="masthead"' in html
    assert html.count("<h1>") == 1
    assert {what for what, pattern in FORBIDDEN.items() if pattern.search(html)} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", OPEN)
def test_a_page_for_everybody_is_ours_and_clean(client, address):
    assert_ours(page(client, address))


@pytest.mark.django_db
@pytest.mark.parametrize("address", OWN)
def test_a_page_of_the_own_account_is_ours_and_clean(signed_in, address):
    assert_ours(page(signed_in, address))


@pytest.mark.django_db
def test_the_login_form_ties_labels_to_fields_and_offers_a_passkey(client):
    html = page(client, "/account/login/")
    assert re.search(r'<label for="id_login">\s*E-postadress', html)
    assert 'autocomplete="email"' in html
    assert 'autocomplete="current-password"' in html
    assert 'id="passkey_login"' in html
    assert "signup" not in html


@pytest.mark.django_db
def test_the_organisations_account_shows_only_where_one_is_configured(client, settings):
    assert "Logga in med Region" not in page(client, "/account/login/")
    app = {
        "provider_id": "council",
        "name": "Region Mälardalen",
        "client_id": "samsyn",
        "secret": "s",
        "settings": {"server_url": "https://id.council.example"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    html = page(client, "/account/login/")
    assert "Logga in med Region Mälardalen" in html
    assert 'action="/account/oidc/council/login/' in html


@pytest.mark.django_db
def test_the_key_of_an_app_is_there_as_a_picture_and_as_text(signed_in):
    html = page(signed_in, "/account/2fa/totp/activate/")
    assert '<img class="qr" src="data:image/svg+xml' in html
    assert re.search(r'<dd class="big-code">[A-Z2-7]{32}</dd>', html)
