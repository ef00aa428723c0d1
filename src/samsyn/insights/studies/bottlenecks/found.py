"""A stored result of bottlenecks, as the words, maps and tables of it ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Point
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.counties import called
from samsyn.insights.studies.of_areas import OfAreas

MOST_LABELS = 14
BACK = " back"
"""What networks are read with after the code of a link's way back; in words, the ends tell which way it is."""
Use = dict[str, Any]
"""Who uses a link."""


@dataclass(frozen=True)
class Found(OfAreas):
    """A result with what follows from it. Links are known by their place among those that are shown.

    What small numbers would tell is None where they are taken out.
    """

    @property
    def links(self) -> dict[str, list[Any]]:
        """Columns of the links that are shown."""
        links: dict[str, list[Any]] = self.result["links"]
        return links

    @cached_property
    def parts(self) -> list[str]:
        """What the counties or other parts are called."""
        parts = self.result["parts"]
        return [called(code) if parts["counties"] else code or _("In no part") for code in parts["codes"]]

    @cached_property
    def load(self) -> list[float | None]:
        """Volume over capacity; None where nothing limits a link, or that is not shown."""
        pairs = zip(self.links["volume"], self.links["capacity"], strict=True)
        return [None if volume is None or capacity is None else volume / capacity for volume, capacity in pairs]

    @cached_property
    def worst(self) -> list[int]:
        """All links, those with most delay first, then those with most cars."""
        delay, volume = self.links["delay"], self.links["volume"]
        return sorted(range(len(delay)), key=lambda link: (-(delay[link] or 0.0), -(volume[link] or 0.0), link))

    @cached_property
    def uses(self) -> dict[str, Use]:
        """Who uses a link, by its code."""
        return {self.links["codes"][use["link"]]: use for use in self.result["uses"]}

    @cached_property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The areas whose names come first on a map: those that most cars leave."""
        cars = self.result["areas"]["cars"]
        order = sorted(range(len(self.codes)), key=lambda area: (-(cars[area] or 0.0), area))
        return tuple((self.codes[area], self.names[area]) for area in order[:MOST_LABELS])

    @cached_property
    def _nodes(self) -> dict[int, tuple[str, Point | None]]:
        nodes = self.result["nodes"]
        places = zip(nodes["x"], nodes["y"], strict=True)
        points = [None if x is None or y is None else (x, y) for x, y in places]
        return dict(zip(nodes["at"], zip(nodes["names"], points, strict=True), strict=True))

    def ends(self, link: int) -> tuple[str, str]:
        """What a link leads between."""
        return self._nodes[self.links["start"][link]][0], self._nodes[self.links["end"][link]][0]

    def course(self, link: int) -> tuple[Point, Point] | None:
        """Where it runs; None where that is not known."""
        start, end = (self._nodes[self.links[name][link]][1] for name in ("start", "end"))
        return None if start is None or end is None else (start, end)

    def named(self, link: int) -> str:
        """A link in words: what it leads between, and its code."""
        start, end = self.ends(link)
        code = self.links["codes"][link].removesuffix(BACK)
        return _("%(start)s–%(end)s (%(code)s)") % {"start": start, "end": end, "code": code}

    def by_part(self, values: Sequence[float | None]) -> list[float | None]:
        """Sums over the areas of each part; None where one of them is not shown."""
        sums: list[float | None] = [0.0] * len(self.parts)
        for part, value in zip(self.result["areas"]["part"], values, strict=True):
            before = sums[part]
            sums[part] = None if before is None or value is None else before + value
        return sums


def links(result: Result) -> list[str]:
    """The links that can be chosen: those whose users are known."""
    return list(Found(result).uses)
