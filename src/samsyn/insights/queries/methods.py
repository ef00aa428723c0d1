"""The pages that define the methods, as they are kept with the source: in English, and many in Swedish too."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve()
PLACES = (HERE.parents[1] / "methods", HERE.parents[4] / "docs" / "methods")
"""In an installed package, and in a checkout."""
FOLDERS = {"en": "", "sv": "sv"}
"""Where the pages of a language are."""


class NoSuchMethod(LookupError):
    """There is no page of that name."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a method, in Markdown; `others` are the languages that it can be read in besides."""

    text: str
    language: str
    others: tuple[str, ...]


def page(name: str, language: str) -> Page:
    """The page in a language; in English where there is none in that."""
    found = {each: path for each in FOLDERS if (path := _path(name, each)) is not None}
    if not found:
        raise NoSuchMethod(name)
    chosen = language if language in found else next(iter(found))
    others = tuple(each for each in found if each != chosen)
    return Page(found[chosen].read_text(encoding="utf-8"), chosen, others)


def _path(name: str, language: str) -> Path | None:
    paths = (place / FOLDERS[language] / f"{name}.md" for place in PLACES)
    return next((path for path in paths if path.is_file()), None)
