"""What the frame of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEME_COOKIE = "samsyn-theme"
THEMES = ("auto", "light", "dark")

# The media under which the dark tokens count; paper is always light.
DARK_MEDIA = {"auto": "screen and (prefers-color-scheme: dark)", "light": "not all", "dark": "screen"}


def theme_of(request: HttpRequest) -> str:
    """The theme that the reader has chosen; `auto` follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def look(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the council's name and the reader's theme."""
    theme = theme_of(request)
    return {"council": settings.COUNCIL, "theme": theme, "dark_media": DARK_MEDIA[theme]}
