"""A person adds an authenticator app or a passkey, signs in with it, and takes it away."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.factories import user
from tests.journeys import a11y

PASSWORD = "lakes-and-forests-1"


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(page, person) -> None:
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logga in").click()


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_is_added_and_asked_for(visit, shot):
    person = user(name="Anna Lind", password=PASSWORD)
    page = visit("/account/login/")
    sign_in(page, person)

    page.goto("/account/2fa/")
    assert a11y.violations(page) == []
    page.get_by_role("link", name="Lägg till en app").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Bekräfta att det är du"
    assert a11y.violations(page) == []
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bekräfta").click()
    assert a11y.violations(page) == []
    shot(page, "second-factor")
    secret = page.locator("dd.big-code").inner_text()
    page.get_by_label("Kod från appen").fill(code_for(secret))
    page.get_by_role("button", name="Lägg till").click()

    page.goto("/account/2fa/recovery-codes/generate/")
    page.get_by_role("main").get_by_role("button").click()
    codes = page.get_by_role("textbox").input_value().split()
    assert len(codes) == 10
    assert a11y.violations(page) == []

    page.locator(".account > summary").click()
    page.get_by_role("button", name="Logga ut").click()
    page.goto("/account/login/")
    sign_in(page, person)
    assert a11y.violations(page) == []
    page.get_by_label("Kod", exact=True).fill(codes[0])
    page.get_by_role("main").get_by_role("button", name="Logga in").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Välkommen, Anna Lind"


def key_in(page) -> tuple:
    """A device that keeps passkeys and knows its owner's finger: the browser's own, made of software."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return devices, devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_used_and_taken_away(visit, shot):
    person = user(name="Anna Lind", password=PASSWORD)
    page = visit("/account/login/")
    devices, device = key_in(page)
    sign_in(page, person)

    page.goto("/account/2fa/")
    page.get_by_role("link", name="Lägg till en nyckel").click()
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bekräfta").click()
    page.get_by_label("Nyckelns namn").fill("Min dator")
    page.get_by_label(re.compile("utan lösenord")).check()
    assert a11y.faults(page) == []
    shot(page, "passkey-add")
    page.get_by_role("button", name="Lägg till").click()
    page.get_by_role("heading", level=1, name=re.compile("koder")).wait_for()
    assert a11y.faults(page) == []
    shot(page, "passkey-codes")
    assert len(devices.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    page.locator(".account > summary").click()
    page.get_by_role("button", name="Logga ut").first.click()
    page.goto("/account/login/")
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Använd passnyckel").click()
    page.get_by_role("alert").get_by_text("Nyckeln kunde inte användas.").wait_for()
    assert a11y.faults(page) == []
    shot(page, "passkey-refused")
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="Använd passnyckel").click()
    page.get_by_role("heading", level=1, name="Välkommen, Anna Lind").wait_for()

    page.goto("/account/2fa/webauthn/")
    assert a11y.faults(page) == []
    shot(page, "passkeys")
    page.get_by_role("link", name="Ta bort").click()
    page.get_by_role("link", name="Använd en säkerhetsnyckel").click()
    assert a11y.faults(page) == []
    page.get_by_role("main").get_by_role("button", name="Använd en säkerhetsnyckel").click()
    page.get_by_role("heading", level=1, name=re.compile("Ta bort")).wait_for()
    assert a11y.faults(page) == []
    shot(page, "passkey-remove")
    page.get_by_role("main").get_by_role("button", name="Ta bort").click()
    assert not Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists()
