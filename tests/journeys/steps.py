"""What people do on many journeys: bring a file, describe it, run a study; and what every page is looked at for."""

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page

from samsyn.foundation.jobs.models import Job, JobState
from samsyn.foundation.jobs.worker import run_now
from samsyn.web.jobs import HANDLERS
from tests.journeys import a11y
from tests.journeys.conftest import DESKTOP, PHONE

DESCRIBED = {"Utgivare": "Regionen", "Licens": "CC0 1.0", "Enhet": "st"}

_READ = """() => [...document.querySelectorAll("main h1, main h2, main td, main th, main dd, main .notice, main label")]
  .filter((element) => element.checkVisibility())
  .map((element) => element.innerText.trim())
  .filter(Boolean)"""


def work() -> None:
    """What the worker does meanwhile: the job that was asked for last."""
    ended = run_now(Job.objects.latest("pk"), HANDLERS)
    assert ended.state == JobState.DONE, ended.error


def upload(page: Page, content: bytes, name: str, kind: str) -> None:
    """Choose a file and say what it holds; the page that waits has come."""
    page.get_by_label("Fil", exact=True).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_label(kind).check()
    page.get_by_role("button", name="Läs filen").click()
    page.get_by_role("heading", level=1, name=re.compile("Kontrollerar")).wait_for()


def checked(page: Page) -> None:
    """The worker has checked the file, and the page tells."""
    work()
    page.reload()


def save(page: Page, title: str, *, reference: str = "2022", vintage: str = "2020") -> None:
    """Say where the data comes from, and keep it."""
    page.get_by_role("link", name="Beskriv och spara").click()
    for label, text in ({"Titel": title} | DESCRIBED).items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Referensperiod").fill(reference)
    page.get_by_label("Indelningsår").fill(vintage)
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Uppgifterna är sparade.").wait_for()


def run(page: Page, study: str, *, data: tuple[str, ...], answers: Mapping[str, str], title: str) -> None:
    """Run a study on the only data there is of each role, with answers by label; the result has come."""
    page.goto(f"/system-picture/studies/{study}/new/")
    for label in data:
        _field(page, label).select_option(index=1)
    for label, text in answers.items():
        field = _field(page, label)
        field.select_option(text) if field.evaluate("(one) => one.tagName") == "SELECT" else field.fill(text)
    page.get_by_label("Vad körningen heter").fill(title)
    _sent(page)
    if (go_on := page.get_by_label("Jag har läst detta")).is_visible():  # what the checks of the data warned of
        go_on.check()
        _sent(page)
    work()
    page.reload()
    page.get_by_role("link", name="Gå till resultatet").click()
    page.get_by_role("heading", level=1).wait_for()


def _sent(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Kör studien").click()


def _field(page: Page, label: str) -> Locator:
    """By the beginning of its label: then it may say that it need not be given."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(|$)"))


def looked_at(page: Page, visit: Callable[..., Page], *, user=None) -> None:
    """The page as it is: without faults on a wide and a narrow screen, and the same to read without script."""
    page.reload()  # what is said once, of what was just done, has been said
    for viewport in (DESKTOP, PHONE):
        page.set_viewport_size(viewport)
        assert not (found := a11y.faults(page)), f"{page.url} at {viewport['width']}: {found}"
    page.set_viewport_size(DESKTOP)
    plain = visit(page.url, user=user, script=False)
    assert plain.evaluate(_READ) == page.evaluate(_READ), page.url
    plain.close()
