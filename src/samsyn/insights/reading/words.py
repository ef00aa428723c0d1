"""What readers answer, as plain data that can be stored, and in the words of the reader's language.

The sentences are the enums of `samsyn.sources`, which know no Django: their Swedish stands in this app's catalogue, and
a test compares the two.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from samsyn.insights.errors import InsightError
from samsyn.sources.errors import Place, SourceError
from samsyn.sources.problems import Problem

MODES: Mapping[str, Promise] = {
    "road": pgettext_lazy("moves by", "road"),
    "rail": pgettext_lazy("moves by", "rail"),
    "transit": pgettext_lazy("moves by", "bus or other line"),
    "ferry": pgettext_lazy("moves by", "ferry"),
    "walk": pgettext_lazy("moves by", "foot"),
    "transfer": pgettext_lazy("moves by", "change"),
    "connector": pgettext_lazy("moves by", "way to the network"),
}
"""What moves on a link (`analysis.networks.tables.Mode`)."""

PROBLEMS = frozenset(map(str, Problem))


def stored(error: SourceError) -> dict[str, Any]:
    """A refusal as data."""
    return {
        "problem": error.problem.name,
        "cure": error.cure.name,
        "text": str(error.problem),
        "do": str(error.cure),
        "place": stored_place(error.place),
        "found": error.found,
        "expected": error.expected,
    }


def stored_place(place: Place) -> dict[str, Any]:
    """A place as data."""
    return {"file": place.file, "sheet": place.sheet, "row": place.row, "column": place.column}


def sentence(refusal: Mapping[str, Any]) -> str:
    """A stored refusal in words: where, what is wrong, what stands there, what should, and the cure."""
    parts = [_("%(place)s:") % {"place": where(refusal["place"])} if where(refusal["place"]) else ""]
    parts.append(translated(refusal["text"]))
    if refusal["found"]:
        parts.append(_("Found: %(found)s.") % {"found": refusal["found"]})
    if refusal["expected"]:
        parts.append(_("Expected: %(expected)s.") % {"expected": refusal["expected"]})
    return " ".join([*filter(None, parts), translated(refusal["do"])])


def translated(text: str) -> str:
    """A sentence of sources in the reader's language."""
    return _(text)


def example(text: str) -> str:
    """An example of a finding; one that begins with a sentence of sources, with this in the reader's language."""
    head, dot, rest = text.partition(". ")
    if f"{head}." in PROBLEMS and dot:
        return f"{translated(f'{head}.')} {rest}"
    return translated(text) if text in PROBLEMS else text


def where(place: Mapping[str, Any]) -> str:
    """A stored place in words."""
    parts = [place["file"]]
    if place["sheet"]:
        parts.append(_("sheet %(sheet)s") % {"sheet": place["sheet"]})
    if place["row"] is not None:
        parts.append(_("row %(row)d") % {"row": place["row"]})
    if place["column"]:
        parts.append(_("column %(column)s") % {"column": place["column"]})
    return ", ".join(filter(None, parts))


@contextmanager
def told() -> Iterator[None]:
    """What a reader refuses, said to the person."""
    try:
        yield
    except SourceError as error:
        raise InsightError(sentence(stored(error))) from error
