"""Coordinate systems: told by the file or by the user, never assumed."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from samsyn.sources.errors import ChoiceNeeded, Place, Unreadable, WrongContent
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries, Shapes

WGS84 = "EPSG:4326"
SWEREF99_TM = "EPSG:3006"


def named(given: str | Mapping[str, Any] | None, said: str | None, place: Place) -> str:
    """The system as authority:code: what the user said, else what the file says (a name, WKT or PROJJSON)."""
    if said is None and given is None:
        raise ChoiceNeeded(Problem.NO_CRS, Cure.SAY_CRS, place=place)
    try:
        found = CRS.from_user_input(said if said is not None else dict(given) if isinstance(given, Mapping) else given)
        authority = found.to_authority(min_confidence=90)
    except (CRSError, ProjError, ValueError, TypeError, KeyError) as error:
        raise WrongContent(
            Problem.UNKNOWN_CRS, Cure.SAY_CRS, place=place, found=said if said is not None else str(given)
        ) from error
    if authority is None:
        raise WrongContent(Problem.UNKNOWN_CRS, Cure.SAY_CRS, place=place, found=found.name)
    name = ":".join(authority)
    # The two differ in the order of their axes alone, and files hold longitude first in both.
    return WGS84 if name == "OGC:CRS84" else name


def checked(shapes: Shapes, crs: str, place: Place) -> None:
    """Refuse coordinates that are not finite, or that are metres where degrees are said."""
    bounds = shapely.total_bounds(shapes)
    coordinates = shapely.get_coordinates(shapes)
    if not len(coordinates):
        return
    if not np.isfinite(coordinates).all():
        raise Unreadable(Problem.BAD_RING, Cure.SAVE_AGAIN, place=place)
    west, south, east, north = (float(value) for value in bounds)
    if CRS.from_user_input(crs).is_geographic and not (-360 <= west <= east <= 360 and -90 <= south <= north <= 90):
        raise ChoiceNeeded(
            Problem.OUTSIDE_CRS, Cure.SAY_CRS, place=place, found=f"{west:.0f} {south:.0f} {east:.0f} {north:.0f}"
        )


def projected(boundaries: Boundaries, crs: str = SWEREF99_TM) -> Boundaries:
    """The same areas in another system. East comes before north in both, as in all files that are read here."""
    transformer = Transformer.from_crs(boundaries.crs, crs, always_xy=True)

    def moved(coordinates: Any) -> Any:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    shapes = shapely.transform(boundaries.shapes, moved)
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        raise WrongContent(
            Problem.OUTSIDE_CRS, Cure.SAY_CRS, place=boundaries.place, found=boundaries.crs, expected=crs
        )
    return Boundaries(boundaries.place, boundaries.codes, boundaries.names, shapes, crs, boundaries.row)
