"""Flows as arrows that widen towards where they go, bent to the right so that the two directions stand apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.insights.presentation import Arrow

MOST = 200
"""More arrows than this hide one another, and the map; the largest are drawn."""
WIDEST, THINNEST = 13.0, 0.9
"""At the point, in pixels of the drawing."""
BEND = 0.18
"""How far the middle leaves the straight line, as a share of the length."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow that is drawn: its flow, its width and its outline."""

    arrow: Arrow
    width: float
    path: str


def largest(arrows: Sequence[Arrow], places: dict[str, Place]) -> list[Arrow]:
    """The arrows to draw, largest first: between two different areas on the map, of more than nobody."""
    shown = [
        arrow
        for arrow in arrows
        if arrow.count > 0 and arrow.origin != arrow.destination and {arrow.origin, arrow.destination} <= places.keys()
    ]
    return sorted(shown, key=lambda arrow: (-arrow.count, arrow.origin, arrow.destination))[:MOST]


def width(count: float, most: float) -> float:
    """Pixels: with the square root of the count, so that small flows are still seen beside large ones."""
    return max(THINNEST, WIDEST * math.sqrt(count / most))


def drawn(arrows: Sequence[Arrow], places: dict[str, Place]) -> list[Drawn]:
    """The largest arrows with their outlines, largest first, so that small ones lie on top."""
    shown = largest(arrows, places)
    return [
        Drawn(arrow, wide, _outline(places[arrow.origin], places[arrow.destination], wide))
        for arrow in shown
        for wide in [width(arrow.count, shown[0].count)]
    ]


def _outline(start: Place, end: Place, wide: float) -> str:
    """A sliver along a curve, from a tenth of the width to the whole, and a head at the end."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    across, down = (x1 - x0) / length, (y1 - y0) / length
    # On the screen y runs downwards, so this is to the right of the traveller.
    bend_x, bend_y = (x0 + x1) / 2 - down * BEND * length, (y0 + y1) / 2 + across * BEND * length
    reach = math.hypot(x1 - bend_x, y1 - bend_y) or 1.0
    ahead_x, ahead_y = (x1 - bend_x) / reach, (y1 - bend_y) / reach
    head = min(4 + 1.1 * wide, 0.6 * length)
    neck_x, neck_y = x1 - ahead_x * head, y1 - ahead_y * head
    half, barb = wide / 2, wide / 2 + min(1 + 0.4 * wide, 0.3 * length)

    def beside(x: float, y: float, side: float, along: Place = (ahead_x, ahead_y)) -> str:
        return f"{x - along[1] * side:.1f} {y + along[0] * side:.1f}"

    straight = (across, down)
    return (
        f"M{beside(x0, y0, half / 5)}Q{beside(bend_x, bend_y, half / 2, straight)} {beside(neck_x, neck_y, half)}"
        f"L{beside(neck_x, neck_y, barb)}L{x1:.1f} {y1:.1f}L{beside(neck_x, neck_y, -barb)}"
        f"L{beside(neck_x, neck_y, -half)}Q{beside(bend_x, bend_y, -half / 2, straight)} {beside(x0, y0, -half / 5)}z"
    )
