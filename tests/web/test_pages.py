"""The pages of no app: start, choices, statement, faults and the menu."""

import importlib
import json
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse

from samsyn.foundation.accounts.models import Role
from samsyn.foundation.accounts.queries import roles_of
from samsyn.web import home, menu, urls, views
from tests.factories import user


def only_officers(person, on: date) -> bool:
    return Role.OFFICER in roles_of(person, on=on)


def everybody(person, on: date) -> bool:
    return True


# --- The start page


@pytest.mark.django_db
def test_the_public_meets_the_purpose_and_the_way_in(client):
    html = client.get("/").content.decode()
    assert reverse("account_login") in html
    assert reverse("accessibility") in html
    assert "<h1>" in html


@pytest.mark.django_db
def test_the_signed_in_meets_the_own_name(client):
    client.force_login(user(name="Anna Lind"))
    assert "Anna Lind" in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("signed_in", "shown"), [(True, ["mine"]), (False, ["public"])])
def test_the_start_page_is_composed_of_parts_that_have_something_to_say(monkeypatch, signed_in, shown):
    def notice(text):
        return lambda request: text and {"kind": "info", "text": text}

    monkeypatch.setattr(
        home,
        "PARTS_FOR_THE_SIGNED_IN",
        (home.Part("ui/notice.html", notice("mine")), home.Part("ui/notice.html", notice(None))),
    )
    monkeypatch.setattr(home, "PARTS_FOR_THE_PUBLIC", (home.Part("ui/notice.html", notice("public")),))
    client = Client()
    if signed_in:
        client.force_login(user())
    html = client.get("/").content.decode()
    assert [word for word in ("mine", "public") if f"<div>{word}</div>" in html] == shown


# --- Language and theme


@pytest.mark.django_db
def test_a_language_is_remembered_in_the_browser(client):
    answer = client.post("/language/", {"language": "en", "next": "/accessibility/"})
    assert answer["Location"] == "/accessibility/"
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["max-age"]) == ("en", True, settings.LANGUAGE_COOKIE_AGE)
    assert '<html lang="en"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_language_is_remembered_for_the_account(client):
    person = user(language="sv")
    client.force_login(person)
    client.post("/language/", {"language": "en"})
    person.refresh_from_db()
    assert person.language == "en"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/language/", "/theme/"])
def test_choices_are_posted_and_lead_back_to_our_own_pages_only(client, address):
    assert client.get(address).status_code == 405
    assert client.post(address, {"next": "https://elsewhere.example/"})["Location"] == "/"
    assert client.post(address, {"next": "//elsewhere.example/"})["Location"] == "/"
    assert not client.post(address, {"language": "xx", "theme": "pink"}).cookies


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/accessibility/", "/plans/public/", "/no-such-page/"])
def test_whoever_only_reads_gets_no_cookie(client, address):
    answer = client.get(address)
    assert answer.status_code in (200, 404)
    assert answer.cookies.output() == ""
    assert "csrf" not in answer.content.decode().lower()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/language/", "/theme/"])
def test_a_choice_needs_a_token_only_of_the_signed_in(address):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address, {"language": "en", "theme": "dark"}).cookies
    browser.force_login(user(language="sv"))
    assert browser.post(address, {"language": "en", "theme": "dark"}).status_code == 403
    page = browser.get("/").content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    answer = browser.post(address, {"language": "en", "theme": "dark", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("theme", "media"),
    [("auto", "screen and (prefers-color-scheme: dark)"), ("light", "not all"), ("dark", "screen"), ("x", None)],
)
def test_a_theme_is_written_into_the_page_by_the_server(client, theme, media):
    client.post("/theme/", {"theme": theme})
    html = client.get("/").content.decode()
    expected = media or "screen and (prefers-color-scheme: dark)"
    assert f'tokens-dark.css" media="{expected}"' in html


# --- Faults


@pytest.mark.django_db
def test_an_unknown_address_is_answered_in_our_frame(client):
    answer = client.get("/no/such/page/", headers={"accept-language": "sv"})
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()
    assert 'class="masthead"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("view", "status"), [(views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404)])
def test_a_fault_has_its_page_and_its_status(client, view, status):
    request = client.get("/").wsgi_request
    answer = view(request, Http404())
    assert answer.status_code == status
    assert b"<h1>" in answer.content


def test_our_own_fault_is_told_without_the_database():
    """No database mark: a query would fail the test."""
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"<h1>" in answer.content


def test_the_handlers_are_ours():
    assert (urls.handler400, urls.handler403) == (views.bad_request, views.forbidden)
    assert (urls.handler404, urls.handler500) == (views.not_found, views.server_error)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_a_cure():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user(language="sv"))
    answer = browser.post("/theme/", headers={"accept-language": "sv"})
    assert answer.status_code == 403
    assert "Formuläret kunde inte tas emot" in answer.content.decode()


# --- The menu


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.setattr(
        menu,
        "ENTRIES",
        (
            menu.Entry("Start", "home", everybody),
            menu.Entry("Statement", "accessibility", everybody),
            menu.Entry("Guide", "styleguide", only_officers),
        ),
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("entries")
def test_the_menu_shows_what_the_person_may_open(client):
    request = client.get("/").wsgi_request
    assert [line.label for line in menu.lines(request)] == ["Start", "Statement"]
    request.user = user(Role.OFFICER)
    assert [line.label for line in menu.lines(request)] == ["Start", "Statement", "Guide"]


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "led"), [(Role.OFFICER, True), (Role.ANALYST, False), (Role.ADMINISTRATOR, False)])
def test_the_office_is_led_to_the_follow_up_dates(client, role, led):
    client.force_login(user(role))
    address = reverse("plans:round_dates")
    assert (f'href="{address}"' in client.get("/").content.decode()) is led
    page = client.get(address)
    assert page.status_code == (200 if led else 403)
    if led:
        assert f'<a href="{address}" aria-current="page">Uppföljningsdatum</a>' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    ("address", "marks"),
    [
        ("/", ["page", ""]),
        ("/accessibility/", ["", "page"]),
        ("/accessibility/more/", ["", "true"]),
        ("/x/", ["true", ""]),
    ],
)
def test_the_nearest_entry_is_marked(client, address, marks):
    request = client.get("/").wsgi_request
    request.path = address
    assert [line.current for line in menu.lines(request)] == marks


@pytest.mark.django_db
@pytest.mark.usefixtures("entries")
def test_the_search_field_shows_to_those_who_may_find_something(client, monkeypatch):
    monkeypatch.setattr(menu, "SEARCH", "accessibility")
    assert 'role="search"' not in client.get("/").content.decode()
    client.force_login(user())
    assert 'role="search" action="/accessibility/"' in client.get("/").content.decode()
    monkeypatch.setattr(menu, "SEARCH", "")
    assert 'role="search"' not in client.get("/").content.decode()


def test_every_entry_leads_somewhere():
    for entry in menu.ENTRIES:
        assert reverse(entry.url_name)


# --- The frame


@pytest.mark.django_db
def test_htmx_may_not_write_styles_or_run_text(client):
    html = client.get("/").content.decode()
    config = json.loads(html.partition("""name="htmx-config" content='""")[2].partition("'")[0])
    assert config["includeIndicatorStyles"] is False
    assert config["allowEval"] is False


@pytest.mark.django_db
def test_the_style_guide_draws_every_component(client):
    html = client.get("/styleguide/?state=done").content.decode()
    for mark in ("table-cards", "timeline", "tree", "pagination", "error-summary", "chip", "state-bar", "sparkline"):
        assert mark in html


def test_only_the_needed_files_of_the_typeface_are_served():
    assert finders.find("fonts/SourceSansPro-Regular.otf")
    assert finders.find("fonts/SourceSansPro-Black.otf") is None
    assert finders.find("fonts/LICENSE.txt") is None
    listed = {name for finder in finders.get_finders() for name, storage in finder.list([]) if "Source" in name}
    assert len(listed) == 4


def test_production_has_no_style_guide(monkeypatch):
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, mode="production"))
    try:
        names = {getattr(pattern, "name", None) for pattern in importlib.reload(urls).urlpatterns}
    finally:
        monkeypatch.undo()
        importlib.reload(urls)
    assert "home" in names
    assert "styleguide" not in names
