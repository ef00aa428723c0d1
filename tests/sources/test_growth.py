"""Growth scenarios: read from a table, told between its years, and what looks wrong in them."""

import numpy as np
import pytest

from samsyn.sources import tables
from samsyn.sources.checks import growth as checks
from samsyn.sources.checks.findings import Kind, Severity
from samsyn.sources.errors import WrongContent
from samsyn.sources.files import Source
from samsyn.sources.grids import Layout
from samsyn.sources.growth import Growth, GrowthMapping, read
from samsyn.sources.problems import Problem

HEAD = "area,scenario,year,people,jobs\n"
ROWS = (
    "A,Spread,2024,100,40\nB,Spread,2024,200,60\nA,Spread,2050,150,50\nB,Spread,2050,220,100\n"
    "A,Stations,2024,100,40\nB,Stations,2024,200,60\nA,Stations,2035,100,41\nB,Stations,2035,300,60\n"
)
COLUMNS = GrowthMapping(code="area", scenario="scenario", year="year", people="people", jobs="jobs")


def growth(rows=ROWS) -> Growth:
    return read(tables.grid(Source("g.csv", (HEAD + rows).encode()), Layout(delimiter=",", decimal=".")), COLUMNS)


def test_each_scenario_tells_of_its_own_years():
    found = growth()
    assert dict(found.years) == {"Spread": (2024, 2050), "Stations": (2024, 2035)}
    assert (found.codes, found.rows, found.headings) == (("A", "B"), 8, ("people", "jobs"))
    assert found.at("Spread", 2050).tolist() == [[150, 50], [220, 100]]
    with pytest.raises(ValueError, match="tells of 2024 to 2035, not of 2050"):
        found.at("Stations", 2050)


def test_between_two_years_it_is_along_the_line_between_them():
    # Half way from 2024 to 2050.
    assert growth().at("Spread", 2037).tolist() == [[125, 45], [210, 80]]


@pytest.mark.parametrize(
    ("row", "problem", "column"),
    [
        ("A,Spread,2050,1,1\n", Problem.SAME_CODE, "area"),
        ("C,,2050,1,1\n", Problem.NO_SCENARIO, "scenario"),
        ("C,Spread,2050.5,1,1\n", Problem.BAD_YEAR, "year"),
        ("C,Spread,,1,1\n", Problem.BAD_YEAR, "year"),
        ("C,Spread,20500,1,1\n", Problem.BAD_YEAR, "year"),
        ("C,Spread,2050,,1\n", Problem.MISSING, "people"),
        ("C,Spread,2050,1,-1\n", Problem.NEGATIVE, "jobs"),
        ("C,Spread,2050,many,1\n", Problem.NOT_A_NUMBER, "people"),
        (",Spread,2050,1,1\n", Problem.NO_CODE, "area"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_place(row, problem, column):
    with pytest.raises(WrongContent) as refused:
        growth(ROWS + row)
    assert (refused.value.problem, refused.value.place.row, refused.value.place.column) == (problem, 10, column)


def test_an_empty_table_is_refused():
    with pytest.raises(WrongContent) as refused:
        growth("")
    assert refused.value.problem is Problem.NO_ROWS


def test_gaps_and_leaps_are_told():
    found = {each.kind: each for each in checks.check(growth(ROWS + "C,Spread,2024,10,10\n"))}
    assert set(found) == {Kind.GAPS}
    assert found[Kind.GAPS].severity is Severity.WARNING
    assert found[Kind.GAPS].examples == ("C (Spread, 2050)", "C (Stations, 2024)", "C (Stations, 2035)")
    leap = checks.check(growth(ROWS + "A,Stations,2050,210,41\nB,Stations,2050,300,29\n"))
    assert [(each.kind, each.examples) for each in leap] == [
        (Kind.LEAPS, ("A (Stations, 2035–2050)", "B (Stations, 2035–2050)"))
    ]
    assert checks.check(growth()) == ()


def test_its_figures_are_locked():
    with pytest.raises(ValueError, match="read-only"):
        growth().figures["Spread"][0, 0, 0] = 1
    assert np.isfinite(growth().figures["Spread"]).all()
