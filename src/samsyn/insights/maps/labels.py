"""Where the words stand on a map: the most important first, none over another, and more of them the closer one is.

A label keeps its size on the screen while the map grows, so each has the smallest magnification at which it has room.
Widths are estimated from the letters, a little generously, since the server does not know the typeface of the screen.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

ZOOMS = (0.5, 1.0, 2.0, 4.0, 8.0)
"""0.5 is a phone, where the drawing is half as wide as it was made for."""
SIZE = 13.0
"""Pixels of the type."""
AIR = (6.0, 5.0)
"""Pixels kept free on either side of the words, and above and below."""
NARROW, WIDE = frozenset("fijlrtI.,-' ()"), frozenset("mwMWÅÖÄOQGD")

Place = tuple[float, float]
Box = tuple[float, float, float, float]
Stand = tuple[str, float]
"""How words stand at a point: their anchor, and how far below it they are, in heights of the type."""
STANDS: tuple[Stand, ...] = (("middle", 0.0), ("middle", -0.9), ("middle", 0.9), ("start", 0.0), ("end", 0.0))
"""Best first."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place. `zoom` is the magnification from which they show."""

    code: str
    words: str
    at: Place
    anchor: str
    below: float
    zoom: float

    def box(self, zoom: float) -> Box:
        """Left, top, right, bottom of the words at a magnification, in pixels of the drawing."""
        return _box(self.words, self.at, (self.anchor, self.below), zoom)


def placed(labels: Sequence[tuple[str, str, Place]], size: tuple[float, float]) -> list[Label]:
    """The labels that have room inside a drawing of a size, at one of the magnifications."""
    found: list[Label] = []
    waiting = list(labels)
    for zoom in ZOOMS:
        room = _Room(size)
        for label in found:
            room.take(label.box(zoom))
        still = []
        for code, words, at in waiting:
            stand = room.first_free(words, at, zoom)
            if stand is None:
                still.append((code, words, at))
            else:
                found.append(Label(code, words, at, *stand, zoom))
        waiting = still
    return found


class _Room:
    """What is taken of the drawing, kept by squares so that only what is near is compared."""

    SQUARE = 48

    def __init__(self, size: tuple[float, float]) -> None:
        self.size = size
        self.squares: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def take(self, box: Box) -> None:
        for square in self._under(box):
            self.squares[square].append(box)

    def first_free(self, words: str, at: Place, zoom: float) -> Stand | None:
        """The best way for the words to stand, taken; None where there is no room."""
        for stand in STANDS:
            box = _box(words, at, stand, zoom)
            if self._inside(box) and not any(
                _overlap(box, other) for square in self._under(box) for other in self.squares[square]
            ):
                self.take(box)
                return stand
        return None

    def _inside(self, box: Box) -> bool:
        return box[0] >= 0 and box[1] >= 0 and box[2] <= self.size[0] and box[3] <= self.size[1]

    def _under(self, box: Box) -> list[tuple[int, int]]:
        left, top, right, bottom = (int(edge // self.SQUARE) for edge in box)
        return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def width(words: str) -> float:
    """Pixels that the words take, at most."""
    return SIZE * sum(0.3 if letter in NARROW else 0.82 if letter in WIDE else 0.56 for letter in words)


def _box(words: str, at: Place, stand: Stand, zoom: float) -> Box:
    (x, y), (anchor, below) = at, stand
    wide, high = (width(words) + 2 * AIR[0]) / zoom, (SIZE + 2 * AIR[1]) / zoom
    left = {"start": x - AIR[0] / zoom, "middle": x - wide / 2, "end": x - wide + AIR[0] / zoom}[anchor]
    top = y + below * SIZE / zoom - high / 2
    return left, top, left + wide, top + high


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
