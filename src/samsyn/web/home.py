"""The start page: parts of other rooms, composed here because only `web` knows them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Part:
    """A fragment of the start page.

    `context` reads what the template needs, with one query function of its app; `None` leaves the part out.
    """

    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]


# In order of how soon the person has to act.
PARTS_FOR_THE_SIGNED_IN: tuple[Part, ...] = ()
PARTS_FOR_THE_PUBLIC: tuple[Part, ...] = ()


def parts(request: HttpRequest) -> list[SafeString]:
    """The parts of the person's start page, drawn."""
    chosen = PARTS_FOR_THE_SIGNED_IN if request.user.is_authenticated else PARTS_FOR_THE_PUBLIC
    drawn = []
    for part in chosen:
        context = part.context(request)
        if context is not None:
            drawn.append(render_to_string(part.template, context, request))
    return drawn
