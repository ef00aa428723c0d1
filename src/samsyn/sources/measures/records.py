"""Candidate measures as they stand in a table: a row a change, gathered by measure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.errors import Place


class What(StrEnum):
    """What a row does to the network."""

    NEW = "new link"
    FASTER = "faster"
    SLOWER = "slower"
    CLOSED = "closed"
    NODE = "new node"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change. NaN and the empty text are what the row leaves out.

    - `link`: the code of the link, or of the new node
    - `start`, `end`: nodes that it leads between
    - `minutes`, `km`: afterwards
    - `mode`: None where it is not said
    """

    row: int
    what: What
    link: str
    start: str
    end: str
    both_ways: bool
    minutes: float
    km: float
    mode: Mode | None

    @property
    def named(self) -> str:
        """The link in words: its code, or its ends."""
        return self.link or f"{self.start}–{self.end}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a measure as a whole: millions in `price_year` prices; 0 and None where it is not said."""

    name: str = ""
    cost: float | None = None
    price_year: int = 0
    year: int = 0
    owner: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure: its changes in the order of the table, and what its first row that says anything says of it.

    `stated_again` are rows that say something else of the whole than a row before them.
    """

    key: str
    facts: Facts
    rows: tuple[ChangeRow, ...]
    stated_again: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What it is called; its key where it has no name."""
        return self.facts.name or self.key


@dataclass(frozen=True, slots=True)
class Candidates:
    """The measures of a table in its order. `columns`: what the table calls a thing, for places."""

    place: Place
    measures: tuple[Candidate, ...]
    columns: Mapping[str, str]

    def at(self, row: int, thing: str) -> Place:
        """Where a thing stands."""
        return self.place.at(row=row, column=self.columns.get(thing, ""))

    def without(self, keys: frozenset[str]) -> "Candidates":
        """The others."""
        return replace(self, measures=tuple(each for each in self.measures if each.key not in keys))
