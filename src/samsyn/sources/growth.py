"""Growth scenarios: people and jobs of areas by scenario and year, a row for each area, scenario and year."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from samsyn.sources.cells import Cell, Codes, Numbers
from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.grids import Grid
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Floats

EARLIEST, LATEST = 1800, 2200
Told = tuple[float, float]
"""People and jobs."""


@dataclass(frozen=True, slots=True)
class GrowthMapping:
    """Which columns hold what."""

    code: str
    scenario: str
    year: str
    people: str
    jobs: str
    width: int | None = None
    first_word: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """The scenarios of a table in its order.

    - `codes (n,)` of every area, in the order of the table
    - `years`: of each scenario, rising
    - `figures`: of each scenario (years, n, 2) people and jobs; NaN where no row tells of the area in the year
    - `headings`: what the table calls people and jobs
    """

    place: Place
    codes: tuple[str, ...]
    years: Mapping[str, tuple[int, ...]]
    figures: Mapping[str, Floats]
    headings: tuple[str, str]
    rows: int

    def __post_init__(self) -> None:
        for array in self.figures.values():
            array.setflags(write=False)
        for name in ("years", "figures"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def at(self, scenario: str, year: int) -> Floats:
        """(n, 2) people and jobs in a year; between two years of the table, along the line between them."""
        years, figures = self.years[scenario], self.figures[scenario]
        if not years[0] <= year <= years[-1]:
            raise ValueError(f"{scenario!r} tells of {years[0]} to {years[-1]}, not of {year}")
        after = int(np.searchsorted(years, year))
        if years[after] == year:
            return np.asarray(figures[after])
        share = (year - years[after - 1]) / (years[after] - years[after - 1])
        return np.asarray((1 - share) * figures[after - 1] + share * figures[after])


def read(grid: Grid, mapping: GrowthMapping) -> Growth:
    """The scenarios. A row that cannot be used is refused with its place, and so is what two rows tell of."""
    columns = {name: getattr(mapping, name) for name in ("code", "scenario", "year", "people", "jobs")}
    at = {name: grid.position(column) for name, column in columns.items()}
    codes, numbers = Codes(mapping.width, first_word=mapping.first_word), Numbers(grid.layout.decimal)
    told: dict[tuple[str, int, str], Told] = {}
    for row, cells in grid.rows:
        places = {name: grid.place.at(row=row, column=column) for name, column in columns.items()}
        code = codes.read(cells[at["code"]], places["code"])
        scenario = _scenario(cells[at["scenario"]], places["scenario"])
        key = scenario, _year(numbers.read(cells[at["year"]], places["year"]), places["year"]), code
        if key in told:
            found = f"{code}, {scenario}, {key[1]}"
            raise WrongContent(Problem.SAME_CODE, Cure.CORRECT_ROW, place=places["code"], found=found)
        told[key] = tuple(  # type: ignore[assignment]
            _amount(numbers.read(cells[at[name]], places[name]), places[name]) for name in ("people", "jobs")
        )
    if not told:
        raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=grid.place)
    return _gathered(grid.place, told, (mapping.people, mapping.jobs))


def _gathered(place: Place, told: Mapping[tuple[str, int, str], Told], headings: tuple[str, str]) -> Growth:
    codes = tuple(dict.fromkeys(code for _scenario, _year, code in told))
    scenarios = dict.fromkeys(scenario for scenario, _year, _code in told)
    years = {name: tuple(sorted({year for scenario, year, _code in told if scenario == name})) for name in scenarios}
    figures = {name: np.full((len(years[name]), len(codes), 2), np.nan) for name in scenarios}
    row_of = {(name, year): row for name, known in years.items() for row, year in enumerate(known)}
    column_of = {code: column for column, code in enumerate(codes)}
    for (scenario, year, code), amounts in told.items():
        figures[scenario][row_of[scenario, year], column_of[code]] = amounts
    return Growth(place, codes, years, figures, headings, len(told))


def _scenario(cell: Cell, place: Place) -> str:
    name = "" if cell is None else " ".join(str(cell).split())
    if not name:
        raise WrongContent(Problem.NO_SCENARIO, Cure.CORRECT_CELL, place=place)
    return name


def _year(value: float, place: Place) -> int:
    if not (EARLIEST <= value <= LATEST and value.is_integer()):
        raise WrongContent(Problem.BAD_YEAR, Cure.CORRECT_CELL, place=place, found=f"{value:g}")
    return int(value)


def _amount(value: float, place: Place) -> float:
    if math.isnan(value):
        raise WrongContent(Problem.MISSING, Cure.CORRECT_CELL, place=place)
    if value < 0:
        raise WrongContent(Problem.NEGATIVE, Cure.CORRECT_CELL, place=place, found=f"{value:g}")
    return value
