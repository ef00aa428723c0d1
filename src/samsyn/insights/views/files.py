"""What is shown as files."""

from threading import Lock

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language

from samsyn.insights.exports.making import Exported

KEPT_SECONDS = 3600
LONGEST_NAME = 120
_making = Lock()


def file_for(shown: Exported, kind: str) -> HttpResponse:
    """A file; 404 where it cannot be made of this. What everybody may have is made once: nobody without an account
    may keep the server busy."""
    if not shown.hides:
        return _made(shown, kind)
    pages = caches["pages"]
    name = f"shared:{shown.shared_as}:{kind}:{get_language()}"
    with _making:
        answer: HttpResponse | None = pages.get(name)
        if answer is None:
            answer = _made(shown, kind)
            pages.set(name, answer, KEPT_SECONDS)
    return answer


def _made(shown: Exported, kind: str) -> HttpResponse:
    offered = shown.formats()
    if kind not in offered:
        raise Http404
    each = offered[kind]
    answer = HttpResponse(each.make(shown.bundle(each.wanted)), content_type=each.media_type)
    name = slugify(shown.name)[:LONGEST_NAME] or "samsyn"
    answer["Content-Disposition"] = f'attachment; filename="{name}.{each.ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
