"""Journeys: whole paths in a real browser. Skipped, loudly, where no Chromium can be found.

`visit` opens pages of the test server as a signed-in person or as nobody; `a11y.violations(page)` runs axe;
`shot(page, "name")` keeps a picture in `var/pictures/` to look at.
"""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PICTURES = Path("var") / "pictures"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "JOURNEYS SKIPPED: no Chromium on this machine (on Debian: apt-get install chromium)"
        warnings.warn(message, stacklevel=1)
        pytest.skip(message)
    # Playwright runs an event loop in this thread, which Django otherwise takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`visit("/", user=None, viewport=DESKTOP, theme="light", script=True)`: a page in a browser of its own."""
    with visitors(chromium, live_server.url) as open_page:
        yield open_page


@contextmanager
def visitors(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages of a site, each in a browser of its own.

    A test fails when a page it visited wrote an error to the browser's console, which is how a breach of the content
    security policy shows.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str, *, user=None, viewport=DESKTOP, theme: str = "light", script: bool = True) -> Page:
        context = chromium.new_context(
            base_url=address, locale="sv-SE", viewport=viewport, color_scheme=theme, java_script_enabled=script
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session_of(user, address)])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    expected = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")
    assert [complaint for complaint in complaints if not any(part in complaint for part in expected)] == []


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], Path]:
    """Keep a picture of the whole page, to be looked at."""

    def take(page: Page, name: str) -> Path:
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        # To hide the caret it would set `style` on every field, which htmx then copies against the security policy.
        page.screenshot(path=path, full_page=True, caret="initial")
        return path

    return take


def _session_of(user, url: str) -> dict[str, str]:
    """A session as signing in makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key or "", "url": url}
