"""What a study shows: words, figures, maps, charts and tables as plain data, in the reader's language.

A study makes it from a stored result; pages, the one-page PDF, exports and the command line draw it. Nothing here
computes, and nothing that draws it computes either: what stands on the screen, in the file and on paper is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Cell = str | float | int | None
"""None: nothing to show, such as a share of nobody, or a figure that is suppressed."""


class Kind(StrEnum):
    """How a value is written. A share is stored from 0 to 1 and written as per cent."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    NUMBER = "number"


class Scale(StrEnum):
    """How the areas of a map are coloured."""

    REGIONS = "regions"
    """By `groups`, so that no two neighbouring regions have one colour; colours mean nothing else."""
    SEQUENTIAL = "sequential"
    """By `classes`, from little to much."""
    DIVERGING = "diverging"
    """By `classes`, from one end over a middle to the other."""
    CATEGORIES = "categories"
    """By `classes`, each a thing of its own."""
    GROUND = "ground"
    """All alike, as the ground that lines are drawn on."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that matters, with its words."""

    label: str
    value: Cell
    kind: Kind = Kind.COUNT


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is for machines (CSV, GeoJSON), `label` for people."""

    name: str
    label: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, a cell a column. The first holds the codes of areas where `by_area`, of lines where `by_line`."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    by_area: bool = False
    by_line: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of one number for each of some things, longest first or in an order that means something."""

    name: str
    title: str
    kind: Kind
    bars: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow that is drawn on a map, from the middle of one area to that of another.

    `less` says on which side of what is expected it is, on a map whose arrows tell that.
    """

    origin: str
    destination: str
    count: float
    text: str
    less: bool = False


Point = tuple[float, float]
"""East and north, or longitude and latitude: as files have them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A link in one direction.

    - `code`: what it is known by in the network: drawn as `data-link`, and what is chosen
    - `points`: where it runs, from its start to its end
    - `text`: what is said of it where it is pointed at, or read out
    - `place`: its class in the legend, -1 for none
    - `size`: what its width tells; never below 0
    """

    code: str
    points: tuple[Point, ...]
    text: str
    place: int = -1
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on a map of lines, such as the centre of a zone."""

    code: str
    point: Point
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A network on a map: `lines` and `marks`, the most important first, as a map draws only so many by themselves.

    - `crs`: the system of their points, as authority:code; empty for a plane of its own, which no areas lie in
    - `scale`, `legend`: as of an `AreaMap`
    - `sizes`: what the width of a line is, in words; empty where all are alike
    - `placeless`: how many more there are, of which it is not known where they run
    """

    crs: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    scale: Scale = Scale.SEQUENTIAL
    legend: tuple[str, ...] = ()
    sizes: str = ""
    placeless: int = 0


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A map of areas; every sequence stands in the order of `codes`.

    - `classes`: the place in `legend` of each area, -1 for no figure; for `Scale.REGIONS` empty
    - `groups`: the region of each area, with thick borders between; empty for none
    - `texts`: what is said of each area where it is pointed at, or read out
    - `labels`: code of an area and the words to write on it, the most important first (what has no room is left out)
    - `arrows`: what is drawn while no area is chosen
    - `more_and_less`: what a filled arrow and a hollow one mean, where an arrow is a difference
    - `lines`: a network that is drawn on the areas; alone, where there are none
    """

    name: str
    title: str
    codes: tuple[str, ...]
    scale: Scale
    texts: tuple[str, ...]
    legend: tuple[str, ...] = ()
    classes: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    arrows: tuple[Arrow, ...] = ()
    more_and_less: tuple[str, str] | None = None
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class AreaChosen:
    """What is shown when an area, or a link, is chosen: maps in place of those of the same name, and a table of it."""

    maps: tuple[AreaMap, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """Numbers from each area to each, by name: `(n, n)`, rows and columns in the order of `codes`."""

    codes: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A quantity of the result that may be published as a value of a series."""

    code: str
    title: str
    unit: str
    territory: str
    value: float


@dataclass(frozen=True, slots=True)
class Presentation:
    """All that a study shows of a result. `notes` are paragraphs that were written from the numbers."""

    title: str
    lead: str
    notes: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    maps: tuple[AreaMap, ...] = ()
    charts: tuple[Bars, ...] = ()
    tables: tuple[Table, ...] = ()
    offers: tuple[Offer, ...] = ()

    def table(self, name: str) -> Table:
        """The table of a name."""
        return next(table for table in self.tables if table.name == name)

    def map(self, name: str) -> AreaMap:
        """The map of a name."""
        return next(one for one in self.maps if one.name == name)
