"""Which class of the style sheet each area of a map has: the meaning of `AreaMap` in colours and textures."""

from django.utils.translation import gettext as _

from samsyn.insights.maps import colouring
from samsyn.insights.maps.errors import MapError
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.maps.palette import CATEGORIES, REGIONS, STEPS
from samsyn.insights.presentation import AreaMap, Lines, Scale

NO_FIGURE = "no-figure"
CONTEXT = "context"
PLAIN = "way-plain"
"""Of lines that have no class."""
MOST = {
    Scale.REGIONS: 0,
    Scale.SEQUENTIAL: STEPS,
    Scale.DIVERGING: STEPS,
    Scale.CATEGORIES: CATEGORIES,
    Scale.GROUND: 0,
}
"""Lines of the legend; regions have none, for their colours mean nothing."""


def of_legend(area_map: AreaMap) -> tuple[str, ...]:
    """The class of each line of the legend, in its order."""
    return _of_classes(area_map.title, area_map.scale, len(area_map.legend))


def of_lines(lines: Lines, title: str) -> tuple[str, ...]:
    """The same of the lines on a map with a title."""
    return _of_classes(title, lines.scale, len(lines.legend))


def _of_classes(title: str, scale: Scale, count: int) -> tuple[str, ...]:
    most = MOST[scale]
    if count > most:
        raise MapError(
            _("“{map}” has {count} classes; a map can show {most}.").format(map=title, count=count, most=most)
        )
    if scale is Scale.SEQUENTIAL:
        return tuple(f"sequential-{number}" for number in _spread(count))
    if scale is Scale.DIVERGING:
        return tuple(f"diverging-{number}" for number in _from_both_ends(count))
    return tuple(f"category-{number}" for number in range(1, count + 1))


def of_areas(area_map: AreaMap, geometry: MapGeometry) -> dict[str, str]:
    """Code -> class, for every area of the geometry."""
    own = dict(zip(area_map.codes, _of_own(area_map, geometry), strict=True))
    return {code: own.get(code, CONTEXT) for code in geometry.codes}


def _of_own(area_map: AreaMap, geometry: MapGeometry) -> list[str]:
    if area_map.scale is Scale.REGIONS:
        return _of_regions(area_map, geometry)
    if area_map.scale is Scale.GROUND:
        return [CONTEXT] * len(area_map.codes)
    legend = of_legend(area_map)
    return [NO_FIGURE if place < 0 else legend[place] for place in area_map.classes]


def _of_regions(area_map: AreaMap, geometry: MapGeometry) -> list[str]:
    place = {code: i for i, code in enumerate(area_map.codes)}
    own = [place.get(code, -1) for code in geometry.codes]
    pairs = [
        (own[first], own[second])
        for first, second, _length in geometry.neighbours
        if own[first] >= 0 and own[second] >= 0
    ]
    colours = colouring.coloured(colouring.of_groups(area_map.groups, pairs), REGIONS)
    return [NO_FIGURE if group < 0 else f"region-{colours[group] + 1}" for group in area_map.groups]


def _spread(count: int) -> list[int]:
    """`count` of the steps from palest to darkest, as far from one another as they can be."""
    return [1 + int(step * (STEPS - 1) / max(count - 1, 1) + 0.5) for step in range(count)]


def _from_both_ends(count: int) -> list[int]:
    """As many steps on either side of the middle, and the middle itself where the number is odd."""
    half = STEPS // 2
    side = [1 + int(step * (half - 1) / max(count // 2 - 1, 1) + 0.5) for step in range(count // 2)]
    return [*side, *([half + 1] if count % 2 else []), *(STEPS + 1 - step for step in reversed(side))]
