"""How a follow-up state is shown. The states themselves belong to the plans; here stand their words for the badge."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NOT_ASSESSED = "not_assessed"

STATES: Mapping[str, str | Promise] = {
    "not_started": _("Not started"),
    "on_track": _("On track"),
    "at_risk": _("At risk"),
    "off_track": _("Off track"),
    "done": _("Done"),
    "not_reached": _("Not reached"),
    "stopped": _("Stopped"),
    "cannot_be_assessed": _("Cannot be assessed"),
    NOT_ASSESSED: _("Not assessed"),
}

_badges: dict[tuple[str, str, str], SafeString] = {}


def badge(state: str | None, *, css: str = "state") -> SafeString:
    """The badge of a state; an empty state is shown as not assessed. Cheap enough for thousands on a page."""
    key = (state or NOT_ASSESSED, css, get_language() or "")
    if key not in _badges:
        _badges[key] = format_html('<span class="{} state-{}">{}</span>', css, key[0], STATES[key[0]])
    return _badges[key]
