"""A table as it stands in a file, whatever the format: headings, and rows of cells one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samsyn.sources.cells import Cell
from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.problems import Cure, Problem

MOST_COLUMNS = 20_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What the user says of a file. What is None is found out, or asked for."""

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    """Comma or point."""
    sheet: str | None = None
    header_row: int = 1
    """The row that holds the headings; what stands above is a title."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Headings and rows. The rows can be gone through once; each has as many cells as there are headings."""

    place: Place
    header: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[Cell]]]
    """Row number as people count it, and the cells."""
    layout: Layout
    """As it was said, and as it was found where it was not said."""

    def position(self, column: str) -> int:
        """Where the column stands."""
        try:
            return self.header.index(column)
        except ValueError:
            raise WrongContent(
                Problem.NO_COLUMN,
                Cure.SAY_COLUMNS,
                place=self.place,
                found=", ".join(self.header),
                expected=column,
            ) from None


def headings(cells: Sequence[Cell], place: Place) -> tuple[str, ...]:
    """The row of headings, each with a text of its own. Empty cells at its end are left out."""
    names = ["" if cell is None else str(cell).strip().lstrip("\ufeff") for cell in cells[:MOST_COLUMNS]]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise WrongContent(Problem.NO_HEADER, Cure.SAY_HEADER, place=place)
    named = [name for name in names if name]
    if len(set(named)) < len(named):
        twice = next(name for name in named if named.count(name) > 1)
        raise WrongContent(Problem.SAME_HEADING, Cure.NAME_COLUMNS, place=place, found=twice)
    return tuple(names)


def fitted(cells: Sequence[Cell], width: int, place: Place) -> Sequence[Cell] | None:
    """The row with as many cells as headings; None for an empty row; refused if it has others."""
    if len(cells) == width:
        return cells if any(cell is not None and cell != "" for cell in cells) else None
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells = cells[:-1]
        if len(cells) == width:
            return cells
    if not cells:
        return None
    raise WrongContent(Problem.WRONG_WIDTH, Cure.CORRECT_ROW, place=place, found=len(cells), expected=width)
