"""A stored result of accessibility, as the words, maps and tables of it ask for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Floats
from samsyn.insights.presentation import Cell, Kind
from samsyn.insights.studies import words
from samsyn.insights.studies.accessibility.computing import SHARED, WEIGHTED, within
from samsyn.insights.studies.of_areas import OfAreas

MAIN = within(45.0)
"""The measure that lead, figures and chart are about."""


@dataclass(frozen=True)
class Found(OfAreas):
    """A result with what follows from it."""

    @property
    def people(self) -> list[Cell]:
        """Who live in each."""
        people: list[Cell] = self.result["areas"]["people"]
        return people

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of the measures; the main one first."""
        return MAIN, within(30.0), within(60.0), WEIGHTED, SHARED

    @cached_property
    def main(self) -> Floats:
        """The value of each area by the main measure."""
        return self.values(MAIN)

    def values(self, measure: str) -> Floats:
        """The value of each area."""
        return np.array(self.result["measures"][measure]["values"], dtype=np.float64)

    def spread(self, measure: str) -> dict[str, Any]:
        """How it is spread over everybody."""
        spread: dict[str, Any] = self.result["measures"][measure]["spread"][0]
        return spread

    def groups(self, measure: str) -> list[dict[str, Any]]:
        """How it is spread over each group."""
        groups: list[dict[str, Any]] = self.result["measures"][measure]["spread"][1:]
        return groups

    def called(self, measure: str) -> str:
        """A measure in words."""
        what, choices = self.result["reached_as"], self.result["choices"]
        if measure == WEIGHTED:
            return _("%(what)s, weighted (half at %(minutes)s min)") % {
                "what": what,
                "minutes": words.count(choices["half_life"]),
            }
        if measure == SHARED:
            return _("%(what)s for each resident, shared out within %(minutes)s min") % {
                "what": what,
                "minutes": words.count(choices["catchment"]),
            }
        return _("%(what)s within %(minutes)s min") % {"what": what, "minutes": measure.removeprefix("within-")}

    def written(self, measure: str, value: float | None) -> str:
        """A value of a measure in words."""
        return words.number(value, 2) if measure == SHARED else words.count(value)


def kind_of(measure: str) -> Kind:
    """How the values of a measure are written."""
    return Kind.NUMBER if measure == SHARED else Kind.COUNT
