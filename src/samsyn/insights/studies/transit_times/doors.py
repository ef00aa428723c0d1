"""From points of areas to the walks between their doors and stops, and between each other."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Areas, Floats, Ints
from samsyn.analysis.transit.timetables import Doors, Stops, Walks
from samsyn.insights.errors import InsightError
from samsyn.insights.studies.contract import Given
from samsyn.sources.gtfs.footpaths import METRES_A_DEGREE, Walking

if TYPE_CHECKING:
    from samsyn.sources.records import Areas as Figures
    from samsyn.sources.records import Boundaries

MOST_ZONES = 1_000
"""A result holds six numbers for each pair of zones: six million are what can be kept and shown."""
MOST_WALKS = 5_000_000
EAST = ("lon", "longitude", "longitud", "x", "x_coord", "stop_lon")
NORTH = ("lat", "latitude", "latitud", "y", "y_coord", "stop_lat")


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Where people leave from and come to: the areas, and longitude and latitude of the point of each."""

    zones: Areas
    x: Floats
    y: Floats


def points_of(given: Given) -> Points:
    """The points that are given, else the middle of each outline."""
    if given.get("points") is not None:
        found = _of_table(given["points"])
    elif given.get("boundaries") is not None:
        found = _of_outlines(given["boundaries"])
    else:
        raise InsightError(_("Say where people leave from: choose points, or outlines of areas."))
    if len(found.zones) > MOST_ZONES:
        raise InsightError(
            _("There are %(zones)d areas; times between at most %(most)d can be kept and shown.")
            % {"zones": len(found.zones), "most": MOST_ZONES}
        )
    return found


def doors_of(points: Points, stops: Stops, walking: Walking, longest: int) -> Doors:
    """All walks of at most `longest` seconds between points and stops, and between points."""
    access = _walks((points.x, points.y), (stops.x, stops.y), walking, longest)
    direct = _walks((points.x, points.y), (points.x, points.y), walking, longest)
    elsewhere = direct.start != direct.end
    between = Walks(direct.start[elsewhere], direct.end[elsewhere], direct.seconds[elsewhere])
    return Doors(points.zones, access, Walks(access.end, access.start, access.seconds), between)


def _walks(start: tuple[Floats, Floats], end: tuple[Floats, Floats], walking: Walking, longest: int) -> Walks:
    # Imported here: scipy is slow to load, and pages that only show results can do without.
    from scipy.spatial import cKDTree

    known = [np.flatnonzero(~np.isnan(x + y)) for x, y in (start, end)]
    sides = [_on_globe(x[some], y[some]) for (x, y), some in zip((start, end), known, strict=True)]
    if not all(map(len, sides)):
        nothing = np.empty(0, dtype=np.int64)
        return Walks(nothing, nothing, nothing)
    trees = [cKDTree(side) for side in sides]
    reach = walking.metres(longest)
    if trees[0].count_neighbors(trees[1], reach) > MOST_WALKS:
        raise InsightError(_("So many stops are walked to that there is no room for them. Choose a shorter walk."))
    near = trees[0].query_ball_tree(trees[1], reach)
    from_, to = _pairs(near)
    metres = np.linalg.norm(sides[0][from_] - sides[1][to], axis=1)
    lasting = walking.seconds(metres)
    kept = lasting <= longest
    return Walks(known[0][from_[kept]], known[1][to[kept]], lasting[kept])


def _pairs(near: list[list[int]]) -> tuple[Ints, Ints]:
    counts = np.array([len(each) for each in near], dtype=np.int64)
    ends = np.array([at for each in near for at in each], dtype=np.int64)
    return np.repeat(np.arange(len(near), dtype=np.int64), counts), ends


def _on_globe(x: Floats, y: Floats) -> Floats:
    """Metres from the middle of the earth: near points are as far apart in a straight line as over ground."""
    east, north = np.radians(x), np.radians(y)
    radius = METRES_A_DEGREE * 180 / np.pi
    return radius * np.column_stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))


def _of_table(table: "Figures") -> Points:
    columns = {name.casefold(): name for name in table.figures}
    named = [next((columns[name] for name in names if name in columns), "") for names in (EAST, NORTH)]
    if not all(named):
        raise InsightError(
            _("The table of points has no columns lon and lat. It has: %(known)s.")
            % {"known": ", ".join(table.figures)}
        )
    x, y = (table.figures[name] for name in named)
    wrong = np.flatnonzero(~((np.abs(x) <= 180) & (np.abs(y) <= 90)))
    if wrong.size:
        raise InsightError(
            _("The point of %(area)s lies outside the globe. Coordinates must be in degrees, longitude and latitude.")
            % {"area": table.codes[wrong[0]]}
        )
    return Points(Areas(table.codes, tuple(table.names.get(code) or code for code in table.codes)), x, y)


def _of_outlines(outlines: "Boundaries") -> Points:
    # Imported here: the geometry library is slow to load.
    import shapely
    from pyproj import Transformer

    known = np.array([shape is not None and not shape.is_empty for shape in outlines.shapes], dtype=bool)
    middles = shapely.get_coordinates(shapely.point_on_surface(outlines.shapes[known]))
    x, y = Transformer.from_crs(outlines.crs, "EPSG:4326", always_xy=True).transform(middles[:, 0], middles[:, 1])
    rows = np.flatnonzero(known).tolist()
    names = tuple(outlines.names[row] or outlines.codes[row] for row in rows)
    return Points(Areas(tuple(outlines.codes[row] for row in rows), names), np.asarray(x), np.asarray(y))
