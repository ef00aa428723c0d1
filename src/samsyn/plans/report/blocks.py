"""What a report is made of on paper. The PDF and the Word document are set from the same blocks."""

from dataclasses import dataclass

from samsyn.analysis.follow_up import State


@dataclass(frozen=True)
class Heading:
    """A heading. Level 1 is a part of the report; `listed` headings stand in the list of contents."""

    level: int
    text: str
    listed: bool = True
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph: `body`, `lead` (larger) or `note` (smaller)."""

    text: str
    tone: str = "body"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Seal:
    """The checksum of the report's content, which must be possible to copy: it is never broken."""

    text: str
    checksum: str


@dataclass(frozen=True)
class StateWord:
    """A state as it is shown: its mark belongs to `state`, and the word always stands beside it."""

    state: State
    word: str


@dataclass(frozen=True)
class Column:
    """A column of a table: its share of the width, whether it holds numbers, and the mark in its head, if any."""

    title: str
    share: float
    number: bool = False
    mark: State | None = None


@dataclass(frozen=True)
class Cell:
    """What stands in a table: text, a second line in small, and a state; `indent` is for trees."""

    text: str = ""
    small: str = ""
    state: StateWord | None = None
    indent: int = 0


@dataclass(frozen=True)
class Table:
    """A table with a caption (or "" right under its own heading) and a head that is repeated on every page."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Share:
    """A part of a whole that is counted by state."""

    shown: StateWord
    count: int


@dataclass(frozen=True)
class Distribution:
    """Counts by state as one bar (SVG) with a legend. `alt` says the same in words."""

    title: str
    svg: str
    alt: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Chart:
    """An indicator: title, what it measures, its picture (SVG, or "" without any number) and what it says in words."""

    title: str
    subtitle: str
    svg: str
    alt: str
    facts: tuple[str, ...]
    warning: str = ""


@dataclass(frozen=True)
class Charts:
    """Indicators as small charts side by side. `key` explains how they are drawn."""

    key: str
    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class ItemCard:
    """A goal or an activity with all that is known of it."""

    level: int
    title: str
    meta: str
    wording: str
    fields: tuple[tuple[str, str], ...]
    shown: StateWord | None = None


Block = Heading | Text | Bullets | Seal | Table | Distribution | Charts | ItemCard


@dataclass(frozen=True)
class Cover:
    """The first page."""

    council: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Document:
    """A whole report in one language, ready to be set. `running` stands above and `footer` below on every page."""

    tag: str
    cover: Cover
    contents: str
    running: str
    footer: str
    page: str
    of: str
    blocks: tuple[Block, ...]
