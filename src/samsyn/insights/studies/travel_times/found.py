"""A stored result of travel times, as the words, maps and tables of it ask for it."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Floats
from samsyn.insights.presentation import Matrices
from samsyn.insights.studies import plain, words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.of_areas import OfAreas

MOST_LABELS = 14


@dataclass(frozen=True)
class Found(OfAreas):
    """A result with what follows from it."""

    @cached_property
    def times(self) -> Floats:
        """Minutes from each to each; infinite where no way leads."""
        return plain.unpacked(self.result["times"])

    @cached_property
    def half(self) -> Floats:
        """Minutes within which each reaches half of all; infinite where it does not."""
        return np.array([math.inf if value is None else value for value in self.result["areas"]["half"]])

    @cached_property
    def hub(self) -> int:
        """The area from which half of all are reached soonest, by the mean time to the others among equals."""
        return min(range(len(self.codes)), key=lambda area: (self.half[area], self.times[area].mean(), area))

    @property
    def by_people(self) -> bool:
        """Whether areas count by who lives in them."""
        return self.result["reached"] is not None

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The areas whose names come first on a map: those with most people, else the most central."""
        people = self.result["areas"]["people"]
        known = people is not None and None not in people
        rank = [-value for value in people] if known else [self.half[area] for area in range(len(self.codes))]
        order = sorted(range(len(self.codes)), key=lambda area: (area != self.hub, rank[area], area))
        return tuple((self.codes[area], self.names[area]) for area in order[:MOST_LABELS])


def minutes(value: float | None) -> str:
    """A time in words, in whole minutes."""
    if value is None or not math.isfinite(value):
        return _("out of reach")
    return _("%(number)s min") % {"number": words.count(value)}


def cell(value: float) -> float | None:
    """A time as a table holds it: to the tenth of a minute."""
    return round(float(value), 1) if math.isfinite(value) else None


def matrices_of(result: Result) -> Matrices:
    """The times as a matrix, minutes from the rows to the columns; not a number where no way leads."""
    found = Found(result)
    return Matrices(found.codes, {"minutes": np.where(np.isfinite(found.times), found.times, np.nan)})
