"""Figures about areas: a row an area, a column a figure (population, workplaces, employed residents)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from samsyn.sources.cells import Cell, Codes, Numbers
from samsyn.sources.errors import WrongContent
from samsyn.sources.grids import Grid
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Areas


@dataclass(frozen=True, slots=True)
class AreaMapping:
    """Which columns hold what."""

    code: str
    name: str = ""
    figures: Sequence[str] = field(default_factory=tuple)
    width: int | None = None
    first_word: bool = False


def read(grid: Grid, mapping: AreaMapping) -> Areas:
    """The areas in the order of the file. The same code twice is refused: which row counts is not ours to say."""
    code_at = grid.position(mapping.code)
    name_at = grid.position(mapping.name) if mapping.name else None
    positions = {figure: grid.position(figure) for figure in mapping.figures}
    codes, numbers = Codes(mapping.width, first_word=mapping.first_word), Numbers(grid.layout.decimal)
    rows: dict[str, int] = {}
    names: dict[str, str] = {}
    values: dict[str, list[float]] = {figure: [] for figure in positions}
    for row, cells in grid.rows:
        place = grid.place.at(row=row)
        code = codes.read(cells[code_at], place.at(column=mapping.code))
        if code in rows:
            raise WrongContent(Problem.SAME_CODE, Cure.CORRECT_ROW, place=place.at(column=mapping.code), found=code)
        rows[code] = row
        if name_at is not None:
            names[code] = _name(cells[name_at])
        for figure, position in positions.items():
            values[figure].append(numbers.read(cells[position], place.at(column=figure)))
    if not rows:
        raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=grid.place)
    return Areas(
        place=grid.place,
        codes=tuple(rows),
        row=np.array(list(rows.values()), dtype=np.int64),
        figures={figure: np.array(column) for figure, column in values.items()},
        names=names,
    )


def _name(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
