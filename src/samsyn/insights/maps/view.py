"""Which part of the geometry a map shows, and where it lies in the drawing."""

from collections.abc import Collection
from dataclasses import dataclass

from samsyn.insights.maps.geometry import MapGeometry

Box = tuple[int, int, int, int]

MARGIN = 14.0
"""Pixels around the areas, so that lines and labels at the edge are whole."""
NARROWEST = 0.56
"""Width for height: a tall country gets air at its sides, where the names of its coast stand."""
TALL = 0.8
"""Width for height, below which the words stand right beside the map."""
CLOSE = 0.6
"""A map of a part that is smaller than this, of the whole's size, is drawn in fine detail."""


@dataclass(frozen=True, slots=True)
class View:
    """`scale` is pixels for a unit; `left` and `top` are the pixels of the geometry's corner."""

    size: tuple[float, float]
    scale: float
    left: float
    top: float
    seen: Box
    close: bool

    @classmethod
    def of(cls, geometry: MapGeometry, codes: Collection[str], within: tuple[float, float]) -> "View":
        """What shows the areas of `codes` as large as there is room."""
        wanted = set(codes)
        boxes = [box for code, box in zip(geometry.codes, geometry.bounds, strict=True) if code in wanted and box]
        left, top, right, bottom = _around(boxes) if boxes else (0, 0, *geometry.size)
        wide, high = max(right - left, 1), max(bottom - top, 1)
        scale = min((within[0] - 2 * MARGIN) / wide, (within[1] - 2 * MARGIN) / high)
        height = round(high * scale + 2 * MARGIN)
        width = round(min(max(wide * scale + 2 * MARGIN, NARROWEST * height), within[0]))
        edge = (width - wide * scale) / 2, (height - high * scale) / 2
        reach = edge[0] / scale, edge[1] / scale
        return cls(
            size=(width, height),
            scale=scale,
            left=edge[0] - left * scale,
            top=edge[1] - top * scale,
            seen=(int(left - reach[0]), int(top - reach[1]), int(right + reach[0]) + 1, int(bottom + reach[1]) + 1),
            close=max(wide, high) < CLOSE * max(geometry.size),
        )

    @property
    def tall(self) -> bool:
        """Whether there is room for words beside the map."""
        return self.size[0] < TALL * self.size[1]

    @property
    def transform(self) -> str:
        return f"translate({self.left:.2f} {self.top:.2f}) scale({self.scale:.5f})"

    def shows(self, box: Box | None) -> bool:
        """Whether any of the box is in sight."""
        left, top, right, bottom = self.seen
        return box is not None and box[0] < right and left < box[2] and box[1] < bottom and top < box[3]

    def places(self, geometry: MapGeometry) -> dict[str, tuple[float, float]]:
        """Code -> where its point lies in the drawing, in pixels."""
        return {
            code: (self.left + point[0] * self.scale, self.top + point[1] * self.scale)
            for code, point in zip(geometry.codes, geometry.points, strict=True)
            if point is not None
        }


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
