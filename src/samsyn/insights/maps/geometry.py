"""What a map is drawn from: areas projected, generalised and put on a grid, once for every map of the same areas.

`prepare` takes part of a second; what it returns is plain numbers and texts, which `to_data` and `from_data` store.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from samsyn.insights.presentation import Lines
from samsyn.sources.records import Boundaries

OUTSIDE = -1
"""In place of an area: sea, or what is not on the map."""
FORMAT = 2
"""Counted up when stored geometry must be made again."""


class Border(NamedTuple):
    """A line that two areas share, drawn once. `second` may be OUTSIDE."""

    first: int
    second: int
    path: str


@dataclass(frozen=True, slots=True)
class Level:
    """The drawing at one level of detail; `areas` in the order of the codes, empty for an area without a shape."""

    areas: tuple[str, ...]
    borders: tuple[Border, ...]


@dataclass(frozen=True, slots=True)
class MapGeometry:
    """Areas ready to be drawn. All sequences by area stand in the order of `codes`.

    - `size`: width and height in units; `metres`: how long a unit is; `corner`: west and north of it all, in metres
    - `points`: a point well inside each area, and the radius of the circle that has room around it; in units
    - `bounds`: left, top, right, bottom of each area, in units
    - `neighbours`: two areas by their places, and the length of their border in metres
    - `missing`: the codes of areas that have no shape
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    crs: str
    crs_name: str
    size: tuple[int, int]
    metres: float
    corner: tuple[float, float]
    points: tuple[tuple[int, int, int] | None, ...]
    bounds: tuple[tuple[int, int, int, int] | None, ...]
    neighbours: tuple[tuple[int, int, int], ...]
    overview: Level
    fine: Level

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(code for code, point in zip(self.codes, self.points, strict=True) if point is None)


def prepare(boundaries: Boundaries, *, only: Collection[str] | None = None, crs: str | None = None) -> MapGeometry:
    """The areas (or `only` some of them) in a projection that fits them, or in `crs`, at two levels of detail."""
    # shapely and pyproj take long to load, and whoever draws or stores prepared geometry needs neither.
    from samsyn.insights.maps import preparing

    return preparing.prepared(boundaries, only, crs)


def around(lines: Lines) -> MapGeometry | None:
    """The ground of a network that no areas are known for: none, as large as it; None where nothing has a place."""
    # As above.
    from samsyn.insights.maps import preparing

    return preparing.around(lines)


def to_data(geometry: MapGeometry) -> dict[str, Any]:
    """The geometry as data that JSON holds."""
    plain = {name: getattr(geometry, name) for name in MapGeometry.__dataclass_fields__}
    levels = {
        name: {"areas": list(level.areas), "borders": [list(border) for border in level.borders]}
        for name, level in (("overview", geometry.overview), ("fine", geometry.fine))
    }
    return {"format": FORMAT, **plain, **levels}


def from_data(data: Mapping[str, Any]) -> MapGeometry | None:
    """The geometry that `to_data` wrote, also after JSON; None where it was written by another version."""
    if data.get("format") != FORMAT:
        return None
    return MapGeometry(
        codes=tuple(data["codes"]),
        names=tuple(data["names"]),
        crs=data["crs"],
        crs_name=data["crs_name"],
        size=(data["size"][0], data["size"][1]),
        metres=data["metres"],
        corner=(data["corner"][0], data["corner"][1]),
        points=tuple(point and (point[0], point[1], point[2]) for point in data["points"]),
        bounds=tuple(box and (box[0], box[1], box[2], box[3]) for box in data["bounds"]),
        neighbours=tuple((first, second, length) for first, second, length in data["neighbours"]),
        overview=_level(data["overview"]),
        fine=_level(data["fine"]),
    )


def _level(data: Mapping[str, Any]) -> Level:
    return Level(tuple(data["areas"]), tuple(Border(*border) for border in data["borders"]))
