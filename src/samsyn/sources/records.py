"""What readers return: frozen records with codes as text, and arrays that are locked when made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from samsyn.sources.errors import Place

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where figures come from; stands beside them wherever they show."""

    publisher: str
    title: str
    licence: str
    reference: str
    """The year or date that the figures are about."""
    vintage: str
    """The territory that the codes belong to, for example "Swedish municipalities since 2003"."""
    unit: str
    address: str = ""
    modelled: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of text, each different text once: row i holds `values[index[i]]`."""

    values: tuple[str, ...]
    index: Ints

    def __post_init__(self) -> None:
        _lock(self.index)

    def texts(self) -> tuple[str, ...]:
        """The text of every row."""
        return tuple(self.values[i] for i in self.index)

    def only(self, rows: NDArray[np.bool_] | Ints) -> "Coded":
        """The same for some of the rows; all values are kept."""
        return Coded(self.values, self.index[rows])


@dataclass(frozen=True, slots=True)
class Flows:
    """Persons from area to area, row by row as they stand in the source, right or wrong.

    codes    (n,) every area that occurs as origin or destination, in the order of text
    origin, destination    (m,) positions in codes: where people live, where they go
    count    (m,) persons; NaN where the source says that the figure is missing
    row      (m,) the row in the source, so that a check can say where
    facets   further columns that tell rows of the same pair apart: year, sex
    names    what the source calls an area, where it does
    """

    place: Place
    codes: tuple[str, ...]
    origin: Ints
    destination: Ints
    count: Floats
    row: Ints
    facets: Mapping[str, Coded] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    """The source's own heading of origin, destination and count."""
    padded: int = 0
    """How many areas had their codes given leading zeros, by the width that the user said."""

    def __post_init__(self) -> None:
        for array in (self.origin, self.destination, self.count, self.row):
            _lock(array)
        for name in ("facets", "names", "columns"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __len__(self) -> int:
        return len(self.count)

    def only(self, **chosen: str) -> "Flows":
        """The rows with these values of the facets, for example `only(year="2024", sex="total")`; the others stay."""
        keep = np.ones(len(self), dtype=bool)
        for facet, value in chosen.items():
            column = self.facets[facet]
            keep &= column.index == column.values.index(value)
        return self.taken(keep)

    def taken(self, rows: NDArray[np.bool_] | Ints) -> "Flows":
        """Some of the rows; all codes are kept."""
        return Flows(
            place=self.place,
            codes=self.codes,
            origin=self.origin[rows],
            destination=self.destination[rows],
            count=self.count[rows],
            row=self.row[rows],
            facets={name: column.only(rows) for name, column in self.facets.items()},
            names=self.names,
            columns=self.columns,
            padded=self.padded,
        )

    def dense(self) -> Floats:
        """(n, n) counts in the order of codes. Rows of the same pair add up; missing stays missing; no row is 0."""
        matrix = np.zeros((len(self.codes), len(self.codes)))
        np.add.at(matrix, (self.origin, self.destination), self.count)
        return matrix


@dataclass(frozen=True, slots=True)
class Areas:
    """Figures about areas, one row each, as they stand in the source.

    codes    (n,) in the order of the source
    figures  name -> (n,) values; NaN where missing
    """

    place: Place
    codes: tuple[str, ...]
    row: Ints
    figures: Mapping[str, Floats] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for array in (self.row, *self.figures.values()):
            _lock(array)
        for name in ("figures", "names"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Areas and their polygons.

    codes    (n,) in the order of the source
    shapes   (n,) shapely polygons or multipolygons as they stand, valid or not; None for an area without one
    crs      what the coordinates are in, as authority:code
    """

    place: Place
    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: Shapes
    crs: str
    row: Ints

    def __post_init__(self) -> None:
        _lock(self.shapes)
        _lock(self.row)


@dataclass(frozen=True, slots=True)
class Observations:
    """A tidy table: columns of codes, and one value a row, NaN where missing. `status` is the source's own flag."""

    place: Place
    columns: Mapping[str, Coded]
    values: Floats
    status: Coded

    def __post_init__(self) -> None:
        _lock(self.values)
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))


def _lock(array: NDArray[np.generic]) -> None:
    array.setflags(write=False)
