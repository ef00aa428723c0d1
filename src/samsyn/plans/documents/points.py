"""Direction goals and priorities of the year while they are being found."""

from dataclasses import dataclass, field

from samsyn.plans.documents.blocks import Block
from samsyn.plans.documents.plan import ParsedPoint

_CONFIDENCE = 0.85
_LONGEST_TITLE = 120


@dataclass
class _Point:
    title: str
    block: Block
    marker: str
    texts: list[str] = field(default_factory=list)


class Points:
    """A list of points that grows: each a title and what is said about it."""

    def __init__(self) -> None:
        self._points: list[_Point] = []

    def __bool__(self) -> bool:
        return bool(self._points)

    def begin(self, block: Block, *, title: str, text: str = "", marker: str = "") -> None:
        """A new point; `marker` is what stood before its title."""
        self._points.append(_Point(title, block, marker, [text] if text else []))

    def begin_split(self, block: Block) -> None:
        """A new point from a list point, divided into title and text."""
        title, text = _divided(block)
        self.begin(block, title=title, text=text, marker=block.marker)

    def extend(self, text: str) -> None:
        """More about the latest point."""
        self._points[-1].texts.append(text)

    def finished(self) -> tuple[ParsedPoint, ...]:
        """The points as they are handed out."""
        return tuple(
            ParsedPoint(point.title, "\n\n".join(point.texts), _CONFIDENCE, point.block.place, point.marker)
            for point in self._points
        )


def _divided(block: Block) -> tuple[str, str]:
    """Title and text: at the end of the bold beginning, else at the first colon or dash; else all is title."""
    if block.lead and block.text.startswith(block.lead):
        return _trimmed(block.lead), block.text[len(block.lead) :].lstrip(" :–—-.\t")
    for sign in (": ", " – ", " — ", " - "):
        head, found, rest = block.text.partition(sign)
        if found and len(head) <= _LONGEST_TITLE:
            return _trimmed(head), rest.strip()
    return block.text, ""


def _trimmed(title: str) -> str:
    return title.strip().rstrip(":.").rstrip()
