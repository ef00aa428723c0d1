"""The common model of a document: what every format is read into, and all that the recognisers see."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from samsyn.plans.documents.messages import WARNINGS


class Kind(StrEnum):
    """What a block is, as far as its form tells."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stood: line counted from 1 (in DOCX: paragraph), page in PDF only."""

    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list point or table row, its line breaks already mended.

    level       heading: 1 is the outermost, 0 is not known; item: depth in the list, 0 is the outermost
    marker      what stood before a list point: "-", "•", "1)", "a)"; automatic Word numbers included
    lead        the bold words that begin the block, where only its beginning is bold
    confidence  how sure the format is of `kind`
    """

    kind: Kind
    text: str
    place: Place
    level: int = 0
    marker: str = ""
    lead: str = ""
    confidence: float = 1.0

    @property
    def full_text(self) -> str:
        """The text with its marker, as it stood."""
        return f"{self.marker} {self.text}".strip()

    def as_heading(self, *, level: int, confidence: float) -> Self:
        """The same words, seen as a heading."""
        return replace(self, kind=Kind.HEADING, text=self.full_text, marker="", level=level, confidence=confidence)


@dataclass(frozen=True, slots=True)
class Note:
    """A warning to the person who checks the result; `code` and `params` let a screen translate it."""

    place: Place
    code: str
    params: dict[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The warning in English."""
        return WARNINGS[self.code] % self.params


@dataclass(frozen=True, slots=True)
class Document:
    """A document as blocks in reading order.

    styled  the format marks headings (styles, "#", larger type), so bare short lines are not taken for headings
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    styled: bool = False
