"""What surrounds every page of a meeting: its name, state, way back and tabs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.meetings import rules
from samsyn.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a meeting: its name, words and address, and the rule that shows it."""

    name: str
    label: str | Promise
    address: str
    shows: Callable[..., bool]


TABS: tuple[Tab, ...] = (
    Tab("agenda", _("Agenda"), "meetings:meeting", rules.may_read),
    Tab("here", _("Take part"), "meetings:here", rules.is_member),
    Tab("lead", _("Lead"), "meetings:lead", rules.may_lead),
    Tab("notices", _("Notices"), "meetings:notices", rules.may_see_notices),
    Tab("decisions", _("Decisions"), "meetings:decisions", rules.may_read_agenda),
    Tab("minutes", pgettext_lazy("record", "Minutes"), "meetings:minutes", rules.may_read_agenda),
)


def frame(
    request: HttpRequest, meeting: Meeting, *, tab: str = "", trail: tuple[tuple[str, str], ...] = ()
) -> dict[str, Any]:
    """The context of `meetings/frame.html`; `trail` is the way from the meeting to this page, its own name last;
    without one, the page is that of the tab."""
    today = timezone.localdate()
    shown = [each for each in TABS if each.shows(request.user, meeting, on=today)]
    if not trail:
        trail = tuple((str(each.label), "") for each in shown if each.name == tab != "agenda")
    return {
        "meeting": meeting,
        "part": trail[-1][0] if trail else "",
        "tabs": [
            {"label": each.label, "url": reverse(each.address, args=[meeting.key]), "current": each.name == tab}
            for each in shown
        ],
        "trail": [
            (_("Meetings"), reverse("meetings:index")),
            (meeting.title, reverse("meetings:meeting", args=[meeting.key]) if trail else ""),
            *trail,
        ],
        "may_manage": rules.may_manage(request.user, on=today),
        "may_lead": rules.may_lead(request.user, meeting, on=today),
    }
