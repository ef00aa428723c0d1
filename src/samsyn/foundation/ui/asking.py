"""What a page asks before it does anything: whether the person may, and who does it when."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.errors import NotPermitted


def require(allowed: bool) -> None:
    """Refuse the page to whoever may not see it."""
    if not allowed:
        raise NotPermitted(_("You do not have access to this page. Ask the council's office if you need it."))


def by_and_at(request: HttpRequest) -> dict[str, Any]:
    """Who does it and when, for an operation."""
    return {"by": request.user, "at": timezone.now()}
