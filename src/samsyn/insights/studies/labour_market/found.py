"""A stored result of labour markets, as the words, maps and tables of it ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from samsyn.insights.studies import words
from samsyn.insights.studies.of_areas import OfAreas

Regions = dict[str, Any]


@dataclass(frozen=True)
class Found(OfAreas):
    """A result with what follows from it. What small numbers would tell is None where they are taken out."""

    @property
    def areas(self) -> dict[str, list[Any]]:
        """What is said of areas."""
        areas: dict[str, list[Any]] = self.result["areas"]
        return areas

    @property
    def before(self) -> Regions:
        """The old regions, with the observed flows."""
        before: Regions = self.result["before"]
        return before

    @property
    def after(self) -> Regions:
        """The new regions, with the new flows."""
        after: Regions = self.result["after"]
        return after

    @property
    def measures(self) -> str:
        """The measures, by their names."""
        return words.listed([each["name"] for each in self.result["measures"]])

    @cached_property
    def joined(self) -> list[tuple[int, list[int]]]:
        """The new regions that old ones grow together in, each with those."""
        home = self.result["home"]
        groups = ((new, [old for old, its in enumerate(home) if its == new]) for new in range(len(self.after["size"])))
        return [(new, old) for new, old in groups if len(old) > 1]

    @cached_property
    def joining(self) -> frozenset[int]:
        """The old regions that grow together with any other."""
        return frozenset(region for _new, together in self.joined for region in together)

    @cached_property
    def share(self) -> dict[tuple[int, int], float]:
        """Of two old regions, the share of drawings in which they grow together; those that never do are left out."""
        return {(a, b): share for a, b, share in self.result["together"]}

    @cached_property
    def moved(self) -> list[int]:
        """The areas that move."""
        return [area for area, moved in enumerate(self.areas["moved"]) if moved]

    def all_together(self, old: Sequence[int]) -> float:
        """How sure it is that these grow together: as the two of them that do so in the fewest drawings."""
        pairs = [(a, b) for place, a in enumerate(old) for b in old[place + 1 :]]
        return min(self.share.get(pair, 0.0) for pair in pairs)

    def old(self, region: int) -> str:
        """What an old region is called: as its centre."""
        return self.names[self.before["centre"][region]]

    def new(self, region: int) -> str:
        """What a new region is called."""
        return "" if region < 0 else self.names[self.after["centre"][region]]

    def old_names(self, regions: Sequence[int]) -> list[str]:
        """What some of them are called."""
        return [self.old(region) for region in regions]

    def changes(self) -> list[tuple[int, int, Any, Any]]:
        """Flows from old region to old region before and after, those that change most first."""
        flows = self.result["between"]
        rows = list(zip(flows["origins"], flows["destinations"], flows["before"], flows["after"], strict=True))
        return sorted(rows, key=lambda row: (-abs((row[3] or 0) - (row[2] or 0)), row[0], row[1]))
