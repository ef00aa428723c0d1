"""Which projection a map of an area is drawn in, and the areas moved to it.

The first that fits, by the longitude and latitude of the areas:

1. Sweden, alone or with a neighbour's border: SWEREF 99 TM (EPSG:3006)
2. the Nordic countries: ETRS89 / UTM zone 33N (EPSG:25833), Norway's own and the same meridian
3. Europe, at most nine degrees wide: ETRS89 / UTM of the middle's zone (EPSG:258zz)
4. Europe, wider: ETRS89-extended / LAEA (EPSG:3035)
5. elsewhere, at most nine degrees wide and away from the poles: WGS 84 / UTM of the middle's zone
6. elsewhere, at most ninety degrees wide: an equal-area azimuthal projection around the middle

Wider than that, or across the antimeridian, is refused: such a map would mislead.
"""

from typing import NamedTuple

import numpy as np
import shapely
from django.utils.translation import gettext as _
from pyproj import CRS, Transformer

from samsyn.insights.maps.errors import MapError
from samsyn.sources import crs as systems
from samsyn.sources.records import Boundaries, Floats

ZONE = 6
WIDEST_ZONE = 9
WIDEST_MAP = 90


class Extent(NamedTuple):
    """Degrees."""

    west: float
    south: float
    east: float
    north: float

    def within(self, other: "Extent") -> bool:
        return (
            other.west <= self.west <= self.east <= other.east
            and other.south <= self.south <= self.north <= other.north
        )

    @property
    def wide(self) -> float:
        return self.east - self.west

    @property
    def middle(self) -> tuple[float, float]:
        return (self.west + self.east) / 2, (self.south + self.north) / 2


SWEDEN = Extent(10.5, 55.0, 24.5, 69.5)
NORDIC = Extent(4.0, 54.0, 32.0, 72.0)
EUROPE = Extent(-32.0, 34.0, 45.0, 72.0)


def projected(boundaries: Boundaries, crs: str | None = None) -> Boundaries:
    """The areas in `crs`, or in the projection that fits them best."""
    chosen = crs or fitting(extent(boundaries))
    return boundaries if chosen == boundaries.crs else systems.projected(boundaries, chosen)


def extent(boundaries: Boundaries) -> Extent:
    """The degrees that the areas span."""
    bounds = shapely.total_bounds(boundaries.shapes)
    if not np.isfinite(bounds).all():
        raise MapError(_("No area has a boundary, so there is no map to draw."))
    return degrees(bounds, boundaries.crs)


def degrees(bounds: Floats, crs: str) -> Extent:
    """The degrees that a box (west, south, east, north) in some system spans."""
    if not CRS.from_user_input(crs).is_geographic:
        to_degrees = Transformer.from_crs(crs, systems.WGS84, always_xy=True)
        bounds = np.array(to_degrees.transform_bounds(*bounds))
    if not np.isfinite(bounds).all():
        raise MapError(_("The coordinates lie outside the area where their coordinate system holds."))
    return Extent(*bounds.tolist())


def moved(points: Floats, crs: str, to: str) -> Floats:
    """(n, 2) points of one system in another, east before north; infinite where the other does not hold."""
    if crs == to:
        return points
    return np.column_stack(Transformer.from_crs(crs, to, always_xy=True).transform(points[:, 0], points[:, 1]))


def fitting(span: Extent) -> str:
    """The projection for what lies within the degrees, by the rule above."""
    if not (-180 <= span.west <= span.east <= 180) or span.wide > WIDEST_MAP:
        raise MapError(
            _("The areas span {degrees} degrees of longitude, which is more than one map can show.").format(
                degrees=round(span.wide if span.west <= span.east else 360 + span.wide)
            )
        )
    if span.within(SWEDEN):
        return systems.SWEREF99_TM
    if span.within(NORDIC) and span.wide > ZONE:
        return "EPSG:25833"
    if span.within(EUROPE):
        return f"EPSG:258{_zone(span):02}" if span.wide <= WIDEST_ZONE else "EPSG:3035"
    longitude, latitude = span.middle
    if span.wide <= WIDEST_ZONE and span.south > -80 and span.north < 84:
        return f"EPSG:{326 if latitude >= 0 else 327}{_zone(span):02}"
    return f"+proj=laea +lat_0={latitude:.1f} +lon_0={longitude:.1f} +datum=WGS84 +units=m"


def named(crs: str) -> str:
    """What the projection is called, for the method text."""
    found = CRS.from_user_input(crs)
    return found.name if found.to_authority() else _("equal-area azimuthal projection")


def _zone(span: Extent) -> int:
    zone = int((span.middle[0] + 180) // ZONE) + 1
    # The codes of ETRS89 / UTM run from zone 28 to 38, which is what lies within EUROPE.
    return min(max(zone, 1), 60)
