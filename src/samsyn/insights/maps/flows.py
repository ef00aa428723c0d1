"""Flows as arrows that widen towards where they go, bent to the right so that the two directions stand apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.insights.presentation import AreaMap, Arrow

MOST = 200
"""More arrows than this hide one another, and the map; the largest are drawn."""
WIDEST, THINNEST = 10.0, 1.1
"""At the point, in pixels of the drawing."""
BEND = 0.14
"""How far the middle leaves the straight line, as a share of the length."""
TAIL = 0.25
"""The width where an arrow begins, as a share of that at its point."""
AIR = 7.0
"""Pixels between an arrow and the points it joins, where there is room, so that the names there can be read."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow that is drawn: its flow, its width and its outline."""

    arrow: Arrow
    width: float
    path: str


def shown(area_map: AreaMap, of_area: Sequence[Arrow], selected: str) -> Sequence[Arrow]:
    """The flows of the chosen area; those of the whole map where none is chosen."""
    return of_area if selected else of_area or area_map.arrows


def css(arrow: Arrow, area_map: AreaMap, selected: str) -> str:
    """How an arrow looks: by its side of what is expected, else by its way to or from the chosen area."""
    if area_map.more_and_less is not None:
        return "flow-hollow" if arrow.less else "flow"
    return {arrow.destination: "flow-in", arrow.origin: "flow-out"}.get(selected, "flow")


def largest(arrows: Sequence[Arrow], places: dict[str, Place]) -> list[Arrow]:
    """The arrows to draw, largest first: between two different areas on the map, of more than nobody."""
    some = [
        arrow
        for arrow in arrows
        if arrow.count > 0 and arrow.origin != arrow.destination and {arrow.origin, arrow.destination} <= places.keys()
    ]
    return sorted(some, key=lambda arrow: (-arrow.count, arrow.origin, arrow.destination))[:MOST]


def width(count: float, most: float) -> float:
    """Pixels: with the square root of the count, so that small flows are still seen beside large ones."""
    return max(THINNEST, WIDEST * math.sqrt(count / most))


def drawn(arrows: Sequence[Arrow], places: dict[str, Place]) -> list[Drawn]:
    """The largest arrows with their outlines, largest first, so that small ones lie on top."""
    some = largest(arrows, places)
    return [
        Drawn(arrow, wide, outline(*_apart(places[arrow.origin], places[arrow.destination]), wide))
        for arrow in some
        for wide in [width(arrow.count, some[0].count)]
    ]


def outline(start: Place, end: Place, wide: float, bend: float = BEND) -> str:
    """A sliver along a curve that widens towards a head at its end."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    across, down = (x1 - x0) / length, (y1 - y0) / length
    # On the screen y runs downwards, so this is to the right of the traveller.
    middle = (x0 + x1) / 2 - down * bend * length, (y0 + y1) / 2 + across * bend * length
    ahead = _towards(middle, end)
    head = min(3 + 1.1 * wide, 0.6 * length)
    neck = x1 - ahead[0] * head, y1 - ahead[1] * head
    half, barb = wide / 2, wide / 2 + min(1 + 0.35 * wide, 0.3 * length)
    tail, waist = half * TAIL, half * (1 + TAIL) / 2
    leaving = _towards(start, middle)
    return (
        f"M{_beside(start, leaving, tail)}Q{_beside(middle, (across, down), waist)} {_beside(neck, ahead, half)}"
        f"L{_beside(neck, ahead, barb)}L{x1:.1f} {y1:.1f}L{_beside(neck, ahead, -barb)}L{_beside(neck, ahead, -half)}"
        f"Q{_beside(middle, (across, down), -waist)} {_beside(start, leaving, -tail)}z"
    )


def _apart(start: Place, end: Place) -> tuple[Place, Place]:
    """The two ends with air around the points."""
    ahead, length = _towards(start, end), math.hypot(end[0] - start[0], end[1] - start[1])
    air = min(AIR, 0.15 * length)
    return (
        (start[0] + ahead[0] * air, start[1] + ahead[1] * air),
        (end[0] - ahead[0] * air, end[1] - ahead[1] * air),
    )


def _towards(start: Place, end: Place) -> Place:
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length


def _beside(place: Place, along: Place, side: float) -> str:
    return f"{place[0] - along[1] * side:.1f} {place[1] + along[0] * side:.1f}"
