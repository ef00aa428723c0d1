"""A person adds an authenticator app and signs in with it."""

import pytest
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
    person = user(name="Anna Lind")
    person.set_password(PASSWORD)
    person.save()
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
