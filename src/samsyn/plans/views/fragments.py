"""Parts of pages that are heavy to make, kept until anything is done."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samsyn.foundation.audit.queries import head

KEPT_SECONDS = 3600
BODY = SafeString("<!-- body -->")
"""Where the part goes. What people typed is escaped in a template, so that nobody can type this."""

_making = threading.Lock()


def kept(request: HttpRequest, name: str, *, make: Callable[[], str]) -> bytes:
    """The part `name` of this address, made anew after anything was done, on a new day and for another language.

    What `make` returns must not depend on who looks. The cache is this process's own memory: nothing is shared, and
    nothing outlives the process. One part is made at a time: of many who ask at once after a change, the first makes
    it and the others get it, which is quicker for all, since the threads of a process share one processor anyway.
    """
    about = (name, request.get_full_path(), head(), timezone.localdate().isoformat(), get_language())
    key = hashlib.sha256(repr(about).encode()).hexdigest()
    pages = caches["pages"]
    made = pages.get(key)
    if made is None:
        with _making:
            made = pages.get(key)
            if made is None:
                made = make().encode()
                pages.set(key, made, KEPT_SECONDS)
    return bytes(made)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, body: bytes) -> HttpResponse:
    """A page whose template shows `{{ body }}`, with a part that is kept in that place.

    The part does not pass through the template: there, it would be copied whole at each level of blocks, which takes
    longer than all the rest of the page.
    """
    around = render_to_string(template, {**context, "body": BODY}, request)
    before, _here, after = around.partition(BODY)
    return HttpResponse([before, body, after])
