"""What minutes are made of on paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a part of the minutes, level 2 an item."""

    level: int
    text: str


@dataclass(frozen=True)
class Text:
    """Paragraphs, one a line; `small` ones are notes, `strong` ones the decisions themselves."""

    text: str
    tone: str = "body"


@dataclass(frozen=True)
class Facts:
    """Names and what they are, beside each other."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption, the share of the width that each column has, its head and rows."""

    caption: str
    shares: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Signatures:
    """Lines for those who adjust: who, as what, and when they confirmed ("" where they have not)."""

    signed: tuple[tuple[str, str, str], ...]


Block = Heading | Text | Facts | Table | Signatures


@dataclass(frozen=True)
class Document:
    """Minutes in one language, ready to be set. `mark` stands on every page of what is not final."""

    tag: str
    council: str
    title: str
    subtitle: str
    mark: str
    footer: str
    page: str
    blocks: tuple[Block, ...]
