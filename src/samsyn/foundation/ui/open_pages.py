"""Pages that are the same for everybody: they set no cookies, and carry a tag of their content.

A browser or a proxy asks anew each time, and gets the page again only when it has changed.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def open_to_all(view: View) -> View:
    """Reading only, in the language of the address (`?language=en`) where it says one: choosing sets no cookie."""

    @require_safe
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("language", "")
        language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(language):
            answer = view(request, *args, **kwargs)
        answer.headers.setdefault("Content-Language", language or settings.LANGUAGE_CODE)
        return answer

    return shown


def language_of_address(request: HttpRequest) -> str:
    """The part of the address that keeps a language chosen by it, for links to other such pages."""
    asked = request.GET.get("language", "")
    return f"?language={asked}" if asked in dict(settings.LANGUAGES) else ""


def unchanging(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with a tag of its content, or 304 to whoever has it. A withdrawn document disappears at once: so
    what is kept is asked about every time."""
    answer["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["Cache-Control"] = "public, no-cache"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
