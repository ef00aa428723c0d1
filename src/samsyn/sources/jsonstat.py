"""JSON-stat 2, the format in which statistics offices answer: a cube of values with coded dimensions.

Our own reader: pyjstat brings pandas to do it, and pxwebpy reads it only on its way from the service, by label and
without codes, status or the sparse form that Eurostat sends.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from samsyn.sources import files, json_text
from samsyn.sources.cells import finite
from samsyn.sources.errors import Place, TooLarge, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Coded, Floats, Flows, Observations

MOST_DIMENSIONS = 40


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its code, its label, and its categories in order, codes and labels."""

    code: str
    label: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cube:
    """values (product of sizes,) in row-major order, NaN where missing; status has the flag of a position."""

    place: Place
    label: str
    source: str
    updated: str
    dimensions: tuple[Dimension, ...]
    values: Floats
    status: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values.setflags(write=False)
        object.__setattr__(self, "status", MappingProxyType(dict(self.status)))

    @property
    def shape(self) -> tuple[int, ...]:
        """How many categories each dimension has."""
        return tuple(len(dimension.codes) for dimension in self.dimensions)

    def dimension(self, code: str) -> Dimension:
        """The dimension with this code."""
        for dimension in self.dimensions:
            if dimension.code == code:
                return dimension
        found = ", ".join(dimension.code for dimension in self.dimensions)
        raise WrongContent(Problem.NO_DIMENSION, Cure.CHOOSE_AGAIN, place=self.place, found=found, expected=code)


@dataclass(frozen=True, slots=True)
class CubeFlows:
    """Which dimensions of a cube are origin, destination, year and sex; `fixed` chooses one value of any other."""

    origin: str
    destination: str
    year: str = ""
    sex: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)


def read(source: Source) -> Cube:
    """The cube."""
    data = json_text.parsed(source)
    place = source.place
    if not isinstance(data, dict) or data.get("class", "dataset") != "dataset" or "id" not in data:
        found = ", ".join(map(str, data)) if isinstance(data, dict) else type(data).__name__
        raise Unreadable(Problem.NOT_JSONSTAT, Cure.ASK_JSONSTAT2, place=place, found=found)
    dimensions = read_dimensions(data, place)
    size = math.prod(len(dimension.codes) for dimension in dimensions)
    if size > files.MOST_CELLS:
        raise TooLarge(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=place, found=size, expected=files.MOST_CELLS)
    return Cube(
        place=place,
        label=_text(data.get("label")),
        source=_text(data.get("source")),
        updated=_text(data.get("updated")),
        dimensions=dimensions,
        values=_values(data.get("value"), size, place),
        status=_status(data.get("status"), size, place),
    )


def read_dimensions(data: Mapping[str, Any], place: Place) -> tuple[Dimension, ...]:
    """The dimensions in the order of `id`, checked against `size`."""
    ids, sizes, described = data.get("id"), data.get("size"), data.get("dimension")
    fits = isinstance(ids, list) and isinstance(sizes, list) and isinstance(described, dict)
    if not fits or not 0 < len(ids or ()) <= MOST_DIMENSIONS or len(ids or ()) != len(sizes or ()):
        raise Unreadable(Problem.NOT_JSONSTAT, Cure.ASK_JSONSTAT2, place=place, expected="id, size, dimension")
    dimensions = []
    for code, size in zip(ids or (), sizes or (), strict=True):
        dimension = _dimension(code, (described or {}).get(code) if isinstance(code, str) else None, place)
        if len(dimension.codes) != size:
            raise Unreadable(
                Problem.CUBE_DOES_NOT_FIT,
                Cure.FETCH_AGAIN,
                place=place.at(column=dimension.code),
                found=len(dimension.codes),
                expected=size,
            )
        dimensions.append(dimension)
    return tuple(dimensions)


def observations(cube: Cube) -> Observations:
    """The cube as a table: a row a value, a column a dimension."""
    positions = np.indices(cube.shape, dtype=np.int64).reshape(len(cube.shape), -1)
    flags = tuple(sorted(set(cube.status.values()) | {""}))
    status = np.full(len(cube.values), flags.index(""), dtype=np.int64)
    for position, flag in cube.status.items():
        status[position] = flags.index(flag)
    columns = {
        dimension.code: Coded(dimension.codes, positions[i].copy()) for i, dimension in enumerate(cube.dimensions)
    }
    return Observations(cube.place, columns, cube.values, Coded(flags, status))


def flows(cube: Cube, mapping: CubeFlows) -> Flows:
    """Flows from two dimensions of the cube. A row is a position among the cube's values, from 1."""
    origin, destination = cube.dimension(mapping.origin), cube.dimension(mapping.destination)
    facets = {name: code for name in ("year", "sex") if (code := getattr(mapping, name))}
    keep = _kept(cube, mapping, {mapping.origin, mapping.destination, *facets.values()})
    positions = np.nonzero(keep)[0]
    coordinates = dict(zip((d.code for d in cube.dimensions), np.unravel_index(positions, cube.shape), strict=True))
    codes = tuple(sorted(set(origin.codes) | set(destination.codes)))
    rank = {code: i for i, code in enumerate(codes)}
    of_origin = np.array([rank[code] for code in origin.codes], dtype=np.int64)
    of_destination = np.array([rank[code] for code in destination.codes], dtype=np.int64)
    return Flows(
        place=cube.place,
        codes=codes,
        origin=of_origin[coordinates[mapping.origin]],
        destination=of_destination[coordinates[mapping.destination]],
        count=cube.values[positions],
        row=positions + 1,
        facets={name: Coded(cube.dimension(code).codes, coordinates[code]) for name, code in facets.items()},
        names=dict(zip(destination.codes + origin.codes, destination.labels + origin.labels, strict=True)),
        columns={"origin": mapping.origin, "destination": mapping.destination, "count": ""},
    )


def joined(cubes: Sequence[Cube]) -> Cube:
    """Parts of one table as one cube. They must tile it: each position once and none left over."""
    first = cubes[0]
    dimensions = tuple(_union(cubes, i) for i in range(len(first.dimensions)))
    shape = tuple(len(dimension.codes) for dimension in dimensions)
    if math.prod(shape) > files.MOST_CELLS:
        raise TooLarge(Problem.TOO_MANY_CELLS, Cure.SMALLER, place=first.place, expected=files.MOST_CELLS)
    values = np.full(shape, np.nan)
    filled = np.zeros(shape, dtype=np.int64)
    whole = np.arange(values.size).reshape(shape)
    status: dict[int, str] = {}
    for cube in cubes:
        where = np.ix_(*(_positions(cube, dimension) for dimension in dimensions))
        values[where] = cube.values.reshape(cube.shape)
        filled[where] += 1
        if cube.status:
            flat = whole[where].ravel()
            status |= {int(flat[position]): flag for position, flag in cube.status.items()}
    if not (filled == 1).all():
        raise Unreadable(Problem.PARTS_DO_NOT_FIT, Cure.FETCH_AGAIN, place=first.place)
    return Cube(first.place, first.label, first.source, first.updated, dimensions, values.ravel(), status)


def _dimension(code: object, described: object, place: Place) -> Dimension:
    if not isinstance(code, str) or not isinstance(described, dict):
        raise Unreadable(Problem.NOT_JSONSTAT, Cure.ASK_JSONSTAT2, place=place, expected="dimension", found=code)
    place = place.at(column=code)
    category = described.get("category")
    if not isinstance(category, dict):
        raise Unreadable(Problem.NOT_JSONSTAT, Cure.ASK_JSONSTAT2, place=place, expected="category")
    index, labels = category.get("index"), category.get("label")
    labels = labels if isinstance(labels, dict) else {}
    codes = _ordered(index if index is not None else list(labels)[:1], place)
    return Dimension(code, _text(described.get("label")), codes, tuple(_text(labels.get(c)) or c for c in codes))


def _ordered(index: object, place: Place) -> tuple[str, ...]:
    codes: list[Any] = []
    if isinstance(index, list):
        codes = index
    elif isinstance(index, dict) and all(isinstance(position, int) for position in index.values()):
        codes = sorted(index, key=index.__getitem__)
        if sorted(index.values()) != list(range(len(codes))):
            codes = []
    if not codes or not all(isinstance(code, str) for code in codes) or len(set(codes)) < len(codes):
        raise Unreadable(Problem.NOT_JSONSTAT, Cure.ASK_JSONSTAT2, place=place, expected="category.index")
    return tuple(codes)


def _values(given: object, size: int, place: Place) -> Floats:
    values = np.full(size, np.nan)
    if isinstance(given, list):
        if len(given) != size:
            raise Unreadable(Problem.CUBE_DOES_NOT_FIT, Cure.FETCH_AGAIN, place=place, found=len(given), expected=size)
        pairs: Iterable[tuple[int, Any]] = enumerate(given)
    elif isinstance(given, dict):
        pairs = [(_position(key, size, place), value) for key, value in given.items()]
    else:
        raise Unreadable(Problem.NOT_JSONSTAT, Cure.ASK_JSONSTAT2, place=place, expected="value")
    for position, value in pairs:
        if value is None:
            continue
        if not isinstance(value, int | float):
            raise Unreadable(Problem.NOT_A_NUMBER, Cure.FETCH_AGAIN, place=place.at(row=position + 1), found=value)
        values[position] = finite(value, place.at(row=position + 1))
    return values


def _status(given: object, size: int, place: Place) -> dict[int, str]:
    if isinstance(given, str):
        return {}
    if isinstance(given, list) and len(given) in {1, size}:
        return {i: _text(flag) for i, flag in enumerate(given) if flag} if len(given) == size else {}
    if isinstance(given, dict):
        return {_position(key, size, place): _text(flag) for key, flag in given.items() if flag}
    if given is None:
        return {}
    raise Unreadable(Problem.NOT_JSONSTAT, Cure.ASK_JSONSTAT2, place=place, expected="status")


def _position(key: str, size: int, place: Place) -> int:
    if not (key.isascii() and key.isdigit() and len(key) < 16 and int(key) < size):
        raise Unreadable(Problem.CUBE_DOES_NOT_FIT, Cure.FETCH_AGAIN, place=place, found=key, expected=f"0-{size - 1}")
    return int(key)


def _kept(cube: Cube, mapping: CubeFlows, open_to: set[str]) -> Any:
    keep = np.ones(cube.shape, dtype=bool)
    for i, dimension in enumerate(cube.dimensions):
        if dimension.code in open_to:
            continue
        said = mapping.fixed.get(dimension.code, dimension.codes[0] if len(dimension.codes) == 1 else None)
        if said not in dimension.codes:
            raise WrongContent(
                Problem.OPEN_DIMENSION if said is None else Problem.NO_SUCH_VALUE,
                Cure.SAY_VALUE,
                place=cube.place.at(column=dimension.code),
                found=", ".join(dimension.codes),
                expected=said or "",
            )
        others = np.arange(len(dimension.codes)) != dimension.codes.index(said)
        keep[(slice(None),) * i + (others,)] = False
    return keep.ravel()


def _union(cubes: Sequence[Cube], i: int) -> Dimension:
    first = cubes[0].dimensions[i]
    labels: dict[str, str] = {}
    for cube in cubes:
        if len(cube.dimensions) != len(cubes[0].dimensions) or cube.dimensions[i].code != first.code:
            raise Unreadable(Problem.PARTS_DO_NOT_FIT, Cure.FETCH_AGAIN, place=cube.place, expected=first.code)
        labels |= dict(zip(cube.dimensions[i].codes, cube.dimensions[i].labels, strict=True))
    return Dimension(first.code, first.label, tuple(labels), tuple(labels.values()))


def _positions(cube: Cube, whole: Dimension) -> list[int]:
    rank = {code: i for i, code in enumerate(whole.codes)}
    return [rank[code] for code in cube.dimension(whole.code).codes]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
