"""Polygons from rings of coordinates, and from WKB: whole or refused, valid or not as they stand."""

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from samsyn.sources.errors import Place, Unreadable, WrongContent
from samsyn.sources.problems import Cure, Problem

Ring = Any
"""(k, 2) coordinates, the last equal to the first."""

POLYGON, MULTIPOLYGON = 3, 6
MOST_PARTS = 1_000_000
EWKB_Z, EWKB_M, EWKB_SRID = 0x80000000, 0x40000000, 0x20000000


def ring(given: object, place: Place) -> Ring:
    """A ring as GeoJSON writes it: at least four positions, closed. A third coordinate (height) is left out."""
    if not isinstance(given, list) or len(given) < 4:
        raise _bad_ring(place, "fewer than four positions")
    try:
        if any(not isinstance(position, list) or not 2 <= len(position) <= 4 for position in given):
            raise _bad_ring(place, "a position that is not a pair")
        if any(isinstance(value, bool | str) for position in given for value in position[:2]):
            raise _bad_ring(place, "a coordinate that is not a number")
        coordinates = np.array([position[:2] for position in given], dtype=np.float64)
    except (ValueError, TypeError, OverflowError) as error:
        raise _bad_ring(place, "a coordinate that is not a number") from error
    return closed(coordinates, place)


def closed(coordinates: Ring, place: Place) -> Ring:
    """The ring, if it is finite and ends where it began."""
    if not np.isfinite(coordinates).all():
        raise _bad_ring(place, "a coordinate that is not finite")
    if len(coordinates) < 4 or (coordinates[0] != coordinates[-1]).any():
        raise _bad_ring(place, "it does not end where it began")
    return coordinates


def polygon(parts: Sequence[Sequence[Ring]], place: Place) -> Any:
    """A polygon, or a multipolygon of several: each part its outer ring and then its holes."""
    if not parts or not all(parts):
        raise WrongContent(Problem.BAD_RING, Cure.SAVE_AGAIN, place=place, found="no ring")
    try:
        made = [shapely.Polygon(rings[0], list(rings[1:])) for rings in parts]
        return made[0] if len(made) == 1 else shapely.MultiPolygon(made)
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise _bad_ring(place, str(error)) from error


def from_geometry(geometry: object, place: Place) -> Any:
    """A polygon from GeoJSON's geometry object; None where it is null."""
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise WrongContent(Problem.NOT_A_POLYGON, Cure.ONLY_POLYGONS, place=place, found=kind)
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not all(isinstance(rings, list) for rings in parts):
        raise _bad_ring(place, "coordinates that are not a list")
    return polygon([[ring(given, place) for given in rings] for rings in parts], place)


def from_wkb(data: object, place: Place) -> Any:
    """A polygon from well-known binary. Walked through before GEOS sees it: its counts must fit its length."""
    if data is None:
        return None
    if not isinstance(data, bytes):
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place)
    try:
        if _walked(data, 0, place, {POLYGON, MULTIPOLYGON}) != len(data):
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place)
        with np.errstate(invalid="ignore", over="ignore"):
            # What is not finite is refused with its area, by `crs.checked`.
            shape = shapely.force_2d(shapely.from_wkb(data))
    except (struct.error, shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise _bad_ring(place, str(error)) from error
    return None if shape.is_empty else shape


def _walked(data: bytes, at: int, place: Place, kinds: set[int]) -> int:
    """Where the geometry that begins at `at` ends."""
    order = {0: ">", 1: "<"}.get(data[at] if at < len(data) else -1)
    if order is None:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place)
    (raw,) = struct.unpack_from(f"{order}I", data, at + 1)
    at += 9 if raw & EWKB_SRID else 5
    kind, flavour = (raw & 0x0FFFFFFF) % 1000, (raw & 0x0FFFFFFF) // 1000
    if kind not in kinds or flavour > 3:
        raise WrongContent(Problem.NOT_A_POLYGON, Cure.ONLY_POLYGONS, place=place, found=f"WKB {raw}")
    extra = max(bool(raw & EWKB_Z) + bool(raw & EWKB_M), (0, 1, 1, 2)[flavour])
    (count,) = struct.unpack_from(f"{order}I", data, at)
    at += 4
    if count > MOST_PARTS:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place)
    for _part in range(count):
        if kind == MULTIPOLYGON:
            at = _walked(data, at, place, {POLYGON})
        else:
            (points,) = struct.unpack_from(f"{order}I", data, at)
            at += 4 + points * 8 * (2 + extra)
        if at > len(data):
            raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=place)
    return at


def _bad_ring(place: Place, found: str) -> WrongContent:
    return WrongContent(Problem.BAD_RING, Cure.SAVE_AGAIN, place=place, found=found)
