"""The pages that define the methods, as they are kept with the source."""

from pathlib import Path

HERE = Path(__file__).resolve()
PLACES = (HERE.parents[1] / "methods", HERE.parents[4] / "docs" / "methods")
"""In an installed package, and in a checkout."""


class NoSuchMethod(LookupError):
    """There is no page of that name."""


def text(name: str) -> str:
    """The page of a method, in Markdown."""
    for place in PLACES:
        page = place / f"{name}.md"
        if page.is_file():
            return page.read_text(encoding="utf-8")
    raise NoSuchMethod(name)
