"""Words divided at line ends, put together again."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from samsyn.plans.documents.blocks import Note, Place

# Besides the plain hyphen: the soft hyphen, and the two code points that PDFium gives for a hyphen at a line end.
_HYPHENS = "-\u00ad\u2010\ufffe\x02"
_DIVIDED = re.compile(rf"(\w+)[{_HYPHENS}]$")
_LONGEST_STEM = 60
_RANGE = re.compile(r"\d–$")
_WORD = re.compile(r"\w+(?:-\w+)*")
# "person-\noch godstrafik": the hyphen stands for a word left out, and stays.
_AND = {"och", "eller", "samt", "respektive", "till", "and", "or"}


class _Line(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def place(self) -> Place: ...


class Joiner:
    """Joins lines into paragraphs and remembers which words it mended.

    A divided word loses its hyphen, unless the document elsewhere writes it with one, or the parts could not be one
    word (a capital or a digit at the division), or the next word is "och" or the like.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._hyphenated = {word.lower() for text in texts for word in _WORD.findall(text) if "-" in word}
        self._mended: list[tuple[Place, str]] = []

    def join(self, lines: Sequence[_Line]) -> str:
        """The text of the lines as one."""
        pieces = [lines[0].text.strip()]
        for line in lines[1:]:
            following = line.text.strip()
            pieces[-1], between = self._seam(pieces[-1], following, line.place)
            pieces += [between, following]
        return "".join(pieces).strip()

    def _seam(self, before: str, following: str, place: Place) -> tuple[str, str]:
        """The line before, with or without its last hyphen, and what comes between it and the next."""
        if _RANGE.search(before[-2:]) and following[:1].isdigit():
            return before, ""
        divided = _DIVIDED.search(before[-_LONGEST_STEM:])
        if not divided or not following[:1].isalnum():
            return before, " "
        after = _WORD.match(following)
        stem, tail = divided[1], after[0] if after else ""
        if tail.lower() in _AND:
            return f"{before[:-1]}-", " "
        whole = f"{stem}-{tail}"
        if not tail[:1].islower() or not stem[-1].islower() or whole.lower() in self._hyphenated:
            return f"{before[:-1]}-", ""
        self._mended.append((place, whole))
        return before[:-1], ""

    def notes(self) -> list[Note]:
        """One warning that names every word that was mended."""
        if not self._mended:
            return []
        words = ", ".join(word for _, word in self._mended)
        return [Note(self._mended[0][0], "hyphens_joined", {"count": len(self._mended), "text": words})]
