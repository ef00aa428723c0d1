"""Commuting tables for tests: drawn by hand, drawn by hypothesis, and the real ones where they are at hand."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

from samsyn.analysis.tables import Areas, Flows, areas_of, flows_from_matrix, flows_from_pairs

DATA = Path(__file__).parents[3] / "shared" / "data"


def lettered(*rows):
    """Flows between areas A, B, C, ...; a row an area that they live in."""
    areas = areas_of({chr(65 + i): f"Area {chr(65 + i)}" for i in range(len(rows))})
    return flows_from_matrix(areas, rows, unit="persons")


def groups(partition):
    """The regions as words: {"AB", "C"}."""
    return {"".join(sorted(region)) for region in partition.sets()}


@st.composite
def commuting(draw, most=9):
    """Small tables with many zeros, ties and areas that nobody lives or works in."""
    n = draw(st.integers(1, most))
    cell = st.one_of(st.just(0), st.integers(0, 30), st.integers(0, 3000))
    cells = draw(st.lists(cell, min_size=n * n, max_size=n * n))
    return lettered(*np.array(cells, dtype=float).reshape(n, n))


def renamed(flows: Flows, order) -> Flows:
    """The same flows with the areas in another order of codes: area i takes the code of place `order[i]`."""
    full = np.zeros((len(order), len(order)))
    full[np.ix_(order, order)] = flows.matrix()
    return flows_from_matrix(flows.areas, full, unit=flows.unit)


def brindisi() -> Flows:
    return _read("lma_brindisi/flows.csv", ("community_live", "community_work", "amount"))


def norway(year=2022) -> Flows:
    return _read(f"norway_commuting_ssb/od_{year}.csv", ("home", "work", "n"))


def norrbotten() -> Flows:
    rows = [row for row in rows_of("sweden_norrbotten_commuting_scb/od_2024.csv") if row["sex"] == "totalt"]
    names = {row["residence_code"]: row["residence"] for row in rows}
    pairs = [(row["residence_code"], row["workplace_code"], float(row["employed"])) for row in rows]
    return flows_from_pairs(areas_of(names), pairs, unit="persons")


def rows_of(name) -> list[dict[str, str]]:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"the shared data set {name} is not here")
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _read(name, columns) -> Flows:
    pairs = [(row[columns[0]], row[columns[1]], float(row[columns[2]])) for row in rows_of(name)]
    codes = {code for pair in pairs for code in pair[:2]}
    areas: Areas = areas_of({code: code for code in codes})
    return flows_from_pairs(areas, pairs, unit="persons")
