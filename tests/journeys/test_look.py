"""The frame, the components and the pages of no app, in a real browser."""

import pytest

from tests.factories import user
from tests.journeys import a11y
from tests.journeys.conftest import DESKTOP, PHONE

PAGES = ["/", "/styleguide/", "/accessibility/", "/account/login/", "/account/password/reset/", "/not-there/"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_in_both_themes(visit, path, theme):
    page = visit(path, theme=theme)
    assert a11y.violations(page) == []
    assert a11y.small_targets(page) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone(visit, path):
    page = visit(path, viewport=PHONE)
    assert a11y.too_wide(page) == []
    assert a11y.violations(page) == []
    assert a11y.small_targets(page) == []


@pytest.mark.django_db(transaction=True)
def test_the_menu_of_a_phone_opens_without_script(visit):
    page = visit("/", viewport=PHONE, script=False)
    link = page.locator(".menu-panel").get_by_role("link", name="Logga in")
    assert not link.is_visible()
    page.get_by_text("Meny", exact=True).click()
    link.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Logga in"


@pytest.mark.django_db(transaction=True)
def test_escape_closes_the_menu_and_gives_back_the_focus(visit):
    page = visit("/", viewport=PHONE)
    page.get_by_text("Meny", exact=True).click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.locator(".menu-panel").is_visible()
    assert page.evaluate("document.activeElement.matches('.menu > summary')")


@pytest.mark.django_db(transaction=True)
def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit):
    page = visit("/accessibility/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hoppa till innehållet")
    assert skip.evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.django_db(transaction=True)
def test_language_and_theme_are_chosen_without_script_and_remembered(visit):
    page = visit("/accessibility/", script=False)
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Accessibility statement"
    page.get_by_role("button", name="Dark").click()
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"


@pytest.mark.django_db(transaction=True)
def test_the_chosen_theme_wins_over_the_device(visit):
    page = visit("/", theme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_role("button", name="Ljust").click()
    assert page.evaluate(background) == "rgb(255, 255, 255)" != dark


@pytest.mark.django_db(transaction=True)
def test_paper_is_always_light(visit):
    page = visit("/", theme="dark")
    page.get_by_role("button", name="Mörkt").click()
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == "#ffffff"
    assert not page.get_by_role("contentinfo").is_visible()


@pytest.mark.django_db(transaction=True)
def test_a_form_is_sent_once(visit):
    page = visit("/account/password/reset/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_label("E-postadress").fill("nobody@council.example")
    page.evaluate(
        "() => { const form = document.querySelector('main form'); form.requestSubmit(); form.requestSubmit(); }"
    )
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_pictures_to_look_at(visit, shot, viewport):
    for theme in ("light", "dark"):
        for path in ("/", "/styleguide/", "/account/login/"):
            name = path.strip("/").replace("/", "-") or "home"
            taken = shot(visit(path, viewport=viewport, theme=theme), f"{name}-{viewport['width']}-{theme}")
            assert taken.stat().st_size > 10_000


@pytest.mark.django_db(transaction=True)
def test_the_typeface_is_ours(visit):
    page = visit("/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').map(face => face.weight)")
    assert {"400", "600"} <= set(loaded)


@pytest.mark.django_db(transaction=True)
def test_the_person_signed_in_finds_the_own_account(visit):
    page = visit("/", user=user(name="Anna Lind"))
    page.locator(".account > summary").click()
    assert page.get_by_role("link", name="Mitt konto").is_visible()
    assert a11y.violations(page) == []
