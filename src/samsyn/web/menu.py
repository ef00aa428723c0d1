"""The main menu: a plain list. An entry shows when its rule lets the person see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from samsyn.foundation.accounts import rules as accounts
from samsyn.foundation.jobs import rules as jobs
from samsyn.members import rules as members
from samsyn.plans import rules as plans

Rule = Callable[[Any, date], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: its words, the name of its address, and who sees it (the person, on a day).

    `covers` begins the addresses that it stands for, where those are more than the ones below its own.
    """

    label: str | Promise
    url_name: str
    shows: Rule
    covers: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as one page shows it; `current` is `page`, `true` (a page below it) or empty."""

    label: str | Promise
    url: str
    current: str


def anybody(_person: Any, _on: date) -> bool:
    return True


ENTRIES: tuple[Entry, ...] = (
    Entry(_("Plans"), "plans:index", anybody),
    Entry(_("My work"), "plans:mine", lambda person, on: person.is_authenticated),
    Entry(_("Meetings"), "meetings:index", anybody),
    Entry(_("Organs"), "members:organs", anybody),
    Entry(_("System picture"), "insights:index", anybody),
    Entry(_("Follow-up dates"), "plans:round_dates", lambda person, on: plans.may_manage(person, on=on)),
    Entry(
        _("People"), "members:people", lambda person, on: members.may_see_register(person, on=on), covers="/members/"
    ),
    Entry(_("Accounts"), "accounts:list", lambda person, on: accounts.may_see_accounts(person, on=on)),
    Entry(_("Audit log"), "accounts:log", lambda person, on: accounts.may_read_log(person, on=on)),
    Entry(_("Jobs"), "jobs:index", lambda person, on: jobs.may_see_all(person, on=on)),
)

# The name of the page that searches plans.
SEARCH = "plans:search"


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor. The lines are made when a page draws them, so that fragments cost nothing."""
    if not hasattr(request, "user"):  # refused before it was known whose it is, such as under a foreign host name
        return {}
    return {
        "menu": SimpleLazyObject(lambda: lines(request)),
        "search_url": SimpleLazyObject(lambda: search_address(request)),
    }


def search_address(request: HttpRequest) -> str:
    """Where plans are searched; nowhere for the anonymous, who would find nothing there."""
    return reverse(SEARCH) if SEARCH and request.user.is_authenticated else ""


def lines(request: HttpRequest) -> list[Line]:
    """The entries that the person may see, with the nearest one above the current page marked."""
    today = timezone.localdate()
    shown = [(entry, reverse(entry.url_name)) for entry in ENTRIES if entry.shows(request.user, today)]
    covered = [(entry.covers or url, url) for entry, url in shown if request.path.startswith(entry.covers or url)]
    here = max(covered, key=lambda each: len(each[0]), default=("", None))[1]
    return [Line(entry.label, url, _current(url, here, request.path)) for entry, url in shown]


def _current(url: str, here: str | None, path: str) -> str:
    if url != here:
        return ""
    return "page" if url == path else "true"
