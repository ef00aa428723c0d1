"""Candidate measures from a table, with headings that the user names.

A row is one change of one measure. What is said of a measure as a whole (name, cost, price year, year, owner, note) may
stand on its first row only, or on each. Words are Swedish or English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.errors import WrongContent
from samsyn.sources.grids import Grid
from samsyn.sources.measures.records import Candidate, Candidates, ChangeRow, Facts, What
from samsyn.sources.networks.columns import Columns
from samsyn.sources.problems import Cure, Problem

WHAT = {
    "new link": What.NEW, "new": What.NEW, "ny länk": What.NEW, "ny": What.NEW,
    "faster": What.FASTER, "snabbare": What.FASTER,
    "slower": What.SLOWER, "långsammare": What.SLOWER,
    "closed": What.CLOSED, "stängd": What.CLOSED, "avstängd": What.CLOSED,
    "new node": What.NODE, "ny nod": What.NODE,
}  # fmt: skip
MODES = {mode.value: mode for mode in Mode} | {
    "väg": Mode.ROAD, "järnväg": Mode.RAIL, "tåg": Mode.RAIL, "buss": Mode.TRANSIT, "linje": Mode.TRANSIT,
    "färja": Mode.FERRY, "gång": Mode.WALK, "byte": Mode.TRANSFER, "anslutning": Mode.CONNECTOR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeasureColumns:
    """Headings of the table; `measure` and `what` must be there."""

    measure: str = "measure"
    what: str = "what"
    name: str = "name"
    link: str = "link"
    start: str = "from"
    end: str = "to"
    both_ways: str = "both_ways"
    minutes: str = "minutes"
    km: str = "km"
    mode: str = "mode"
    cost: str = "cost"
    price_year: str = "price_year"
    year: str = "year"
    owner: str = "owner"
    note: str = "note"

    def named(self) -> dict[str, str]:
        """What the table calls each thing."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def read(grid: Grid, columns: MeasureColumns | None = None) -> Candidates:
    """The measures in the order in which their keys come first."""
    named = (columns or MeasureColumns()).named()
    for thing in ("measure", "what"):
        grid.position(named[thing])
    table = Columns(grid, named.values())
    keys = _keys(table, named["measure"])
    rows, facts = _rows(table, named), _facts(table, named)
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    measures = tuple(_gathered(key, [(rows[i], facts[i]) for i in at]) for key, at in places.items())
    return Candidates(table.place, measures, named)


def _keys(table: Columns, heading: str) -> tuple[str, ...]:
    keys = table.texts(heading)
    for row, key in zip(table.rows, keys, strict=True):
        if not key:
            raise WrongContent(Problem.NO_CODE, Cure.CORRECT_CELL, place=table.place.at(row=int(row), column=heading))
    return keys


def _rows(table: Columns, named: dict[str, str]) -> list[ChangeRow]:
    return [
        ChangeRow(int(row), *cells)
        for row, *cells in zip(
            table.rows,
            _among(table, named["what"], WHAT),
            *(table.texts(named[thing]) for thing in ("link", "start", "end")),
            table.flags(named["both_ways"], np.zeros(len(table), dtype=np.bool_)).tolist(),
            *(table.numbers(named[thing], np.nan).tolist() for thing in ("minutes", "km")),
            _among(table, named["mode"], MODES | {"": None}),
            strict=True,
        )
    ]


def _facts(table: Columns, named: dict[str, str]) -> list[Facts]:
    costs = [None if np.isnan(cost) else cost for cost in table.numbers(named["cost"], np.nan).tolist()]
    return [
        Facts(*each)
        for each in zip(
            table.texts(named["name"]),
            costs,
            *(table.years(named[thing]).tolist() for thing in ("price_year", "year")),
            *(table.texts(named[thing]) for thing in ("owner", "note")),
            strict=True,
        )
    ]


def _among(table: Columns, heading: str, known: Mapping[str, object]) -> list[object]:
    """A column of words that mean something."""
    texts = table.texts(heading)
    for row, text in zip(table.rows, texts, strict=True):
        if text.casefold() not in known:
            place, expected = table.place.at(row=int(row), column=heading), ", ".join(filter(None, known))
            raise WrongContent(Problem.NO_SUCH_VALUE, Cure.CORRECT_CELL, place=place, found=text, expected=expected)
    return [known[text.casefold()] for text in texts]


def _gathered(key: str, stated: list[tuple[ChangeRow, Facts]]) -> Candidate:
    """The changes of a measure, and each fact as the first row that states it does."""
    nothing = Facts()
    first: dict[str, object] = {}
    again: list[int] = []
    for row, facts in stated:
        said = {each.name: getattr(facts, each.name) for each in fields(Facts)}
        said = {name: value for name, value in said.items() if value != getattr(nothing, name)}
        if any(first.setdefault(name, value) != value for name, value in said.items()):
            again.append(row.row)
    return Candidate(key, Facts(**first), tuple(row for row, _facts in stated), tuple(again))  # type: ignore[arg-type]
