"""What the readers of boundaries share: which property is code and which name, and features into one record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samsyn.sources import crs as systems
from samsyn.sources.cells import Codes
from samsyn.sources.errors import ChoiceNeeded, Place, TooLarge, WrongContent
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries

MOST_AREAS = 100_000

PRESETS: tuple[tuple[str, str], ...] = (
    ("kommun_kod", "kommun"),
    ("lan_kod", "lan"),
    ("fa_kod", "fa_namn"),
    ("KnKod", "KnNamn"),
    ("LnKod", "LnNamn"),
    ("kommunkod", "kommunnamn"),
    ("kommunnummer", "navn"),
    ("NR", "NAVN"),
    ("NUTS_ID", "NAME_LATN"),
    ("NUTS_ID", "NUTS_NAME"),
    ("LAU_ID", "LAU_NAME"),
    ("GISCO_ID", "LAU_NAME"),
    ("URAU_CODE", "URAU_NAME"),
    ("code", "name"),
    ("kod", "namn"),
    ("id", "name"),
)
"""Code and name as known publishers call them. One fits where the code is there; the name may be missing."""


@dataclass(frozen=True, slots=True)
class BoundaryChoice:
    """What the user says of a file of boundaries; what is empty is found out or asked about."""

    code: str = ""
    name: str = ""
    crs: str | None = None
    layer: str | None = None
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of boundaries holds: its layers, and the properties of the areas in the one that was asked about.

    No properties: the file has several layers, and none was asked about.
    """

    layers: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feature:
    """An area as a reader found it; `shape` is a shapely polygon, or None."""

    row: int
    properties: Mapping[str, Any]
    shape: Any


def guess(columns: Sequence[str]) -> tuple[str, str]:
    """The properties that hold code and name, in the file's own spelling."""
    known = {column.casefold(): column for column in columns}
    fitting = [(code, name) for code, name in PRESETS if code.casefold() in known]
    for code, name in sorted(fitting, key=lambda pair: pair[1].casefold() not in known):
        return known[code.casefold()], known.get(name.casefold(), "")
    raise ChoiceNeeded(
        Problem.COLUMNS_NOT_GUESSED, Cure.SAY_COLUMNS, place=Place(""), found=", ".join(columns), expected="code"
    )


def gathered(
    features: Iterable[Feature], choice: BoundaryChoice, given_crs: str | Mapping[str, Any] | None, place: Place
) -> Boundaries:
    """The features as one record, each area once."""
    crs = systems.named(given_crs, choice.crs, place)
    codes = Codes(choice.width)
    rows: dict[str, int] = {}
    names: list[str] = []
    shapes: list[Any] = []
    code, name = choice.code, choice.name
    for feature in features:
        if len(rows) >= MOST_AREAS:
            raise TooLarge(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=place, expected=MOST_AREAS)
        if not code:
            code, guessed = _guessed(feature, place)
            name = name or guessed
        here = place.at(row=feature.row, column=code)
        found = codes.read(_plain(feature.properties.get(code), here), here)
        if found in rows:
            raise WrongContent(Problem.SAME_CODE, Cure.ONLY_POLYGONS, place=here, found=found)
        rows[found] = feature.row
        named = feature.properties.get(name) if name else None
        names.append("" if named is None else str(named).strip())
        shapes.append(feature.shape)
    if not rows:
        raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=place)
    held = np.empty(len(shapes), dtype=np.object_)
    held[:] = shapes
    systems.checked(held, crs, place)
    return Boundaries(place, tuple(rows), tuple(names), held, crs, np.array(list(rows.values()), dtype=np.int64))


def _guessed(feature: Feature, place: Place) -> tuple[str, str]:
    try:
        return guess(list(feature.properties))
    except ChoiceNeeded as error:
        error.place = place.at(row=feature.row)
        raise


def _plain(value: Any, place: Place) -> str | int | float | None:
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    raise WrongContent(Problem.BAD_CODE, Cure.CORRECT_CELL, place=place, found=value)
