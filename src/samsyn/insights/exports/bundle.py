"""What an export is made of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.insights.exports.about import Origin
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.presentation import AreaMap, Lines, Matrices, Presentation, Scale

if TYPE_CHECKING:
    from samsyn.analysis.tables import Flows
    from samsyn.sources.records import Boundaries


@dataclass(frozen=True, slots=True)
class Bundle:
    """A result as it is shown to a reader, and what files of it need besides.

    - `boundaries`: the areas as they came, for files of maps
    - `geometry`: the same, ready to be drawn, for paper
    - `flows`: all flows between the areas, for those who may see small numbers
    - `matrices`: what the result holds between all areas
    """

    presentation: Presentation
    about: Origin
    boundaries: "Boundaries | None" = None
    geometry: MapGeometry | None = None
    flows: "Flows | None" = None
    matrices: Matrices | None = None

    @property
    def regions_maps(self) -> tuple[AreaMap, ...]:
        """The maps that say which region each area is of."""
        return tuple(one for one in self.presentation.maps if one.scale is Scale.REGIONS and one.groups)

    @property
    def lines(self) -> Lines | None:
        """The network of the first map that has one, where it is known where on earth it lies."""
        return next((one.lines for one in self.presentation.maps if one.lines and one.lines.crs), None)

    @property
    def regions_map(self) -> AreaMap | None:
        """The first of them."""
        return next(iter(self.regions_maps), None)


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the map of regions: called by the area that its label stands on."""

    code: str
    name: str
    areas: tuple[str, ...]


def regions_of(area_map: AreaMap) -> list[Region]:
    """The regions in the order of their numbers. One without a label is called by its first area."""
    members: dict[int, list[str]] = {}
    for code, group in zip(area_map.codes, area_map.groups, strict=True):
        if group >= 0:
            members.setdefault(group, []).append(code)
    group_of = dict(zip(area_map.codes, area_map.groups, strict=True))
    called = {group_of[code]: (code, words) for code, words in area_map.labels if code in group_of}
    return [
        Region(*called.get(group, (codes[0], codes[0])), areas=tuple(codes)) for group, codes in sorted(members.items())
    ]
