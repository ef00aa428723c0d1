"""Origin-destination flows: a row a pair, or a matrix; columns mapped by the user, with a guess to start from."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from samsyn.sources.cells import Cell, Codes, Numbers
from samsyn.sources.errors import ChoiceNeeded, Place, SourceError, WrongContent
from samsyn.sources.grids import Grid
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Areas, Coded, Flows

At = tuple[int, Cell]
"""The column that a cell stands in, and the cell."""


@dataclass(frozen=True, slots=True)
class FlowMapping:
    """Which columns hold what, and how codes are written."""

    origin: str
    """Where people live."""
    destination: str
    """Where they work, study or move to."""
    count: str
    year: str = ""
    sex: str = ""
    origin_name: str = ""
    destination_name: str = ""
    width: int | None = None
    """Digits of a code; 0: numbers stand as they are; None: numbers in cells are asked about."""
    first_word: bool = False
    """The cells hold code and name, as in "0114 Upplands Väsby"."""


@dataclass(frozen=True, slots=True)
class MatrixMapping:
    """How a matrix is written: codes in the first column and in the row of headings."""

    rows_are_origins: bool = True
    width: int | None = None
    first_word: bool = False
    totals: frozenset[str] = field(default_factory=frozenset)
    """Codes of rows and columns that are sums of the others: left out."""


PRESETS: tuple[tuple[str, FlowMapping], ...] = (
    (
        "SCB ArRegPend2",
        FlowMapping("residence_code", "workplace_code", "employed", "year", "sex", "residence", "workplace"),
    ),
    ("SCB API", FlowMapping("Bostadskommun", "Arbetsstallekommun", "value", "Tid", "Kon")),
    ("SCB", FlowMapping("bostadskommun", "arbetsställekommun", "antal", "år", "kön", first_word=True)),
    ("SSB 03321", FlowMapping("home", "work", "n")),
    ("Istat, LabourMarketAreas", FlowMapping("community_live", "community_work", "amount")),
    ("Swedish", FlowMapping("från", "till", "antal", "år", "kön")),
    ("Swedish", FlowMapping("bostad", "arbete", "antal", "år", "kön")),
    ("English", FlowMapping("origin", "destination", "count", "year", "sex")),
    ("English", FlowMapping("from", "to", "count", "year", "sex")),
    ("English", FlowMapping("residence", "workplace", "count", "year", "sex")),
    ("English", FlowMapping("origin", "destination", "flow", "year", "sex")),
)
"""Headings of known tables. A preset fits where its first three are there, whatever the case of letters."""


def guess(columns: Sequence[str]) -> FlowMapping:
    """The mapping of the first preset that fits the headings, in the headings' own spelling."""
    known = {column.casefold(): column for column in columns}
    for _name, preset in PRESETS:
        if all(name.casefold() in known for name in (preset.origin, preset.destination, preset.count)):
            return FlowMapping(
                origin=known[preset.origin.casefold()],
                destination=known[preset.destination.casefold()],
                count=known[preset.count.casefold()],
                year=known.get(preset.year.casefold(), ""),
                sex=known.get(preset.sex.casefold(), ""),
                origin_name=known.get(preset.origin_name.casefold(), ""),
                destination_name=known.get(preset.destination_name.casefold(), ""),
                first_word=preset.first_word,
            )
    raise ChoiceNeeded(Problem.COLUMNS_NOT_GUESSED, Cure.SAY_COLUMNS, place=Place(""), found=", ".join(columns))


def read(grid: Grid, mapping: FlowMapping) -> Flows:
    """Flows from a table with a row a pair."""
    at = {name: grid.position(getattr(mapping, name)) for name in ("origin", "destination", "count")}
    facets = {name: grid.position(getattr(mapping, name)) for name in ("year", "sex") if getattr(mapping, name)}
    called = [
        (at[end], grid.position(column))
        for end, column in (("origin", mapping.origin_name), ("destination", mapping.destination_name))
        if column
    ]
    codes = Codes(mapping.width, first_word=mapping.first_word)
    pile = _Pile(grid, codes)
    origin, destination, count = at["origin"], at["destination"], at["count"]
    for row, cells in grid.rows:
        pile.add(row, (origin, cells[origin]), (destination, cells[destination]), (count, cells[count]))
        for name, position in facets.items():
            pile.facets.setdefault(name, _Column()).add(_text(cells[position]))
        for end, position in called:
            pile.call(row, (end, cells[end]), cells[position])
    return pile.flows({end: getattr(mapping, end) for end in at})


def read_matrix(grid: Grid, mapping: MatrixMapping | None = None) -> Flows:
    """Flows from a matrix. Every cell is a row of the result, zeros and gaps too."""
    mapping = mapping or MatrixMapping()
    codes = Codes(mapping.width, first_word=mapping.first_word)
    pile = _Pile(grid, codes)
    heads = [(i, codes.read(name, grid.place.at(column=name))) for i, name in enumerate(grid.header) if i]
    seen: set[str] = set()
    for row, cells in grid.rows:
        code = codes.read(cells[0], grid.place.at(row=row, column=grid.header[0]))
        if code in seen:
            raise WrongContent(Problem.SAME_CODE, Cure.CORRECT_ROW, place=grid.place.at(row=row), found=code)
        seen.add(code)
        for i, head in heads:
            if not {code, head} & mapping.totals:
                ends = ((0, code), (i, head)) if mapping.rows_are_origins else ((i, head), (0, code))
                pile.add(row, *ends, (i, cells[i]))
    if len({head for _i, head in heads}) < len(heads):
        raise WrongContent(Problem.SAME_CODE, Cure.NAME_COLUMNS, place=grid.place)
    if missing := (seen ^ {head for _i, head in heads}) - mapping.totals:
        raise WrongContent(Problem.NOT_SQUARE, Cure.CORRECT_ROW, place=grid.place, found=", ".join(sorted(missing)))
    return pile.flows({"origin": "", "destination": "", "count": ""})


def matrix_totals(grid: Grid, mapping: MatrixMapping) -> Areas | None:
    """The sums that a matrix states, as the figures `origins` (of all flows from an area) and `destinations`.

    None where several codes are sums: of what each is one is not said.
    """
    if len(mapping.totals) != 1:
        return None
    codes, numbers = Codes(mapping.width, first_word=mapping.first_word), Numbers(grid.layout.decimal)
    heads = [codes.read(name, grid.place.at(column=name)) for name in grid.header[1:]]
    of_rows: dict[str, float] = {}
    of_columns: dict[str, float] = {}
    rows: dict[str, int] = {}
    for row, cells in grid.rows:
        code = codes.read(cells[0], grid.place.at(row=row, column=grid.header[0]))
        values = dict(zip(heads, cells[1:], strict=True))
        is_sum = code in mapping.totals
        for head, cell in values.items():
            if is_sum != (head in mapping.totals):
                (of_columns if is_sum else of_rows)[head if is_sum else code] = numbers.read(
                    cell, grid.place.at(row=row)
                )
        rows[code] = row
    areas = tuple(code for code in rows if code not in mapping.totals)
    sides = (of_rows, of_columns) if mapping.rows_are_origins else (of_columns, of_rows)
    figures = {
        side: np.array([stated.get(code, np.nan) for code in areas], dtype=np.float64)
        for side, stated in zip(("origins", "destinations"), sides, strict=True)
    }
    return Areas(grid.place, areas, np.array([rows[code] for code in areas], dtype=np.int64), figures)


class _Column:
    """Texts as they come, each different one kept once."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.index = array("q")

    def add(self, text: str) -> None:
        self.index.append(self.known.setdefault(text, len(self.known)))

    def coded(self) -> Coded:
        return Coded(tuple(self.known), np.array(self.index, dtype=np.int64))


class _Pile:
    """Rows as they come, in arrays that take eight bytes a value."""

    def __init__(self, grid: Grid, codes: Codes) -> None:
        self.grid = grid
        self.codes = codes
        self.numbers = Numbers(grid.layout.decimal)
        self.known: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.origin, self.destination, self.row = array("q"), array("q"), array("q")
        self.count = array("d")
        self.facets: dict[str, _Column] = {}
        self.names: dict[str, str] = {}

    def add(self, row: int, origin: At, destination: At, count: At) -> None:
        """One flow; each part with the column that it stands in."""
        self.origin.append(self._area(row, origin))
        self.destination.append(self._area(row, destination))
        try:
            self.count.append(self.numbers.read(count[1], self.grid.place))
        except SourceError as error:
            raise self._placed(error, row, count) from None
        self.row.append(row)

    def call(self, row: int, area: At, name: Cell) -> None:
        """Keep what the source calls an area, the first time that it does."""
        if name:
            self.names.setdefault(self._code(row, area), _text(name))

    def flows(self, columns: dict[str, str]) -> Flows:
        """All of it, with the areas in the order of their codes."""
        if not self.row:
            raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=self.grid.place)
        codes = tuple(sorted(self.known))
        rank = np.empty(len(codes), dtype=np.int64)
        for position, code in enumerate(codes):
            rank[self.known[code]] = position
        return Flows(
            place=self.grid.place,
            codes=codes,
            origin=rank[np.array(self.origin)],
            destination=rank[np.array(self.destination)],
            count=np.array(self.count, dtype=np.float64),
            row=np.array(self.row, dtype=np.int64),
            facets={name: column.coded() for name, column in self.facets.items()},
            names=self.names,
            columns=columns,
            padded=self.codes.padded,
        )

    def _area(self, row: int, area: At) -> int:
        cell = area[1]
        if isinstance(cell, str) and (seen := self.seen.get(cell)) is not None:
            return seen
        position = self.known.setdefault(self._code(row, area), len(self.known))
        if isinstance(cell, str):
            self.seen[cell] = position
        return position

    def _code(self, row: int, area: At) -> str:
        # The place is worked out only where it is needed: a million rows have no fault.
        try:
            return self.codes.read(area[1], self.grid.place)
        except SourceError as error:
            raise self._placed(error, row, area) from None

    def _placed(self, error: SourceError, row: int, at: At) -> SourceError:
        error.place = self.grid.place.at(row=row, column=self.grid.header[at[0]])
        return error


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
