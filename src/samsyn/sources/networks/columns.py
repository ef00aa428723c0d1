"""Columns of a table of nodes or links, by name; those that a file lacks have the value that is stated for them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.cells import Cell, Codes, Numbers
from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.grids import Grid
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Floats, Ints

YES = frozenset({"1", "true", "yes", "ja", "t", "y"})
LAST_YEAR = 9999
NO = frozenset({"0", "false", "no", "nej", "f", "n"})


class Columns:
    """The wanted columns of a table, row by row as they stand; `decimal` is the decimal sign, where it is known."""

    def __init__(self, grid: Grid, wanted: Iterable[str], decimal: str | None = None) -> None:
        self.place = grid.place
        self._numbers = Numbers(decimal or grid.layout.decimal)
        at = {name: grid.header.index(name) for name in wanted if name and name in grid.header}
        self._header = grid.header
        self._cells: dict[str, list[Cell]] = {name: [] for name in at}
        rows: list[int] = []
        for row, cells in grid.rows:
            rows.append(row)
            for name, position in at.items():
                self._cells[name].append(cells[position])
        if not rows:
            raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=grid.place)
        self.rows: Ints = np.array(rows, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, name: str) -> bool:
        return name in self._cells

    def codes(self, name: str, codes: Codes) -> tuple[str, ...]:
        """A column that must be there, with a code in every row."""
        if name not in self:
            raise WrongContent(
                Problem.NO_COLUMN, Cure.SAY_COLUMNS, place=self.place, found=", ".join(self._header), expected=name
            )
        return tuple(codes.read(cell, self._at(i, name)) for i, cell in enumerate(self._cells[name]))

    def texts(self, name: str) -> tuple[str, ...]:
        """A column of text; empty where it is not there."""
        if name not in self:
            return ("",) * len(self)
        return tuple(_text(cell) for cell in self._cells[name])

    def numbers(self, name: str, otherwise: float) -> Floats:
        """A column of numbers; where a cell is empty or the column is not there, another value."""
        values = np.full(len(self), otherwise, dtype=np.float64)
        for i, cell in enumerate(self._cells.get(name, [])):
            value = self._numbers.read(cell, self._at(i, name))
            if not np.isnan(value):
                values[i] = value
        return values

    def years(self, name: str) -> Ints:
        """A column of years; 0 where a cell is empty or the column is not there."""
        values = self.numbers(name, 0.0)
        wrong = np.flatnonzero(~((values >= 0) & (values <= LAST_YEAR) & (values == np.round(values))))
        if wrong.size:
            where, found = self._at(int(wrong[0]), name), f"{values[wrong[0]]:g}"
            raise WrongContent(Problem.NOT_A_NUMBER, Cure.CORRECT_CELL, place=where, found=found, expected="a year")
        return values.astype(np.int64)

    def flags(self, name: str, otherwise: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A column of yes and no; where a cell is empty or the column is not there, another value."""
        values = otherwise.copy()
        for i, text in enumerate(self.texts(name)):
            if text.casefold() in YES | NO:
                values[i] = text.casefold() in YES
            elif text:
                raise WrongContent(
                    Problem.NO_SUCH_VALUE, Cure.CORRECT_CELL, place=self._at(i, name), found=text, expected="1, 0"
                )
        return values

    def modes(self, name: str) -> tuple[Mode, ...]:
        """A column of modes; a road where nothing is said."""
        known = {mode.value: mode for mode in Mode} | {"": Mode.ROAD}
        texts = self.texts(name)
        for i, text in enumerate(texts):
            if text.casefold() not in known:
                expected = ", ".join(Mode)
                where = self._at(i, name)
                raise WrongContent(Problem.NO_SUCH_VALUE, Cure.CORRECT_CELL, place=where, found=text, expected=expected)
        return tuple(known[text.casefold()] for text in texts)

    def _at(self, i: int, name: str) -> Place:
        return self.place.at(row=int(self.rows[i]), column=name)


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
