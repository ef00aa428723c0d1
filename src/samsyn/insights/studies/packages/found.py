"""A stored result of packages, as the words, maps and tables of it ask for it."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Kind
from samsyn.insights.studies.measures import found as measures
from samsyn.insights.studies.measures.found import Told, hours
from samsyn.insights.studies.packages.choosing import SAVED, WITHIN

Package = dict[str, Any]
"""A package of the result: its measures by key, its cost, and what it does as a measure does."""


class Found(measures.Found):
    """A result with what follows from it. What small numbers would tell is None where they are taken out."""

    @property
    def way(self) -> str:
        """The way of counting that the package was chosen by."""
        return str(self.result["choices"]["counted"])

    @cached_property
    def first(self) -> Package:
        """The package that gives most."""
        return self.package(self.result["best"][0])

    @cached_property
    def ordered(self) -> list[Told]:
        """The measures: those of the first package, then the others, each by how many budgets they are in."""
        chosen = set(self.first["measures"])
        order = sorted(
            self.result["measures"], key=lambda each: (each["key"] not in chosen, -each["in_budgets"], -each["in_ways"])
        )
        return list(order)

    def package(self, found: dict[str, Any]) -> Package:
        """The package that something of the result points at."""
        return dict(self.result["packages"][found["package"]])

    def name(self, key: str) -> str:
        """What a measure is called."""
        told = self.by_key(key)
        return str(told["name"]) if told else key

    def is_chosen(self, told: Told) -> bool:
        """Is a measure in the first package?"""
        return told["key"] in self.first["measures"]

    def effect(self, told: Told) -> float | None:
        """What a measure or a package does, by the way that was chosen, in the unit that it is shown in."""
        return self.shown(told["within"][WITHIN[self.way]] if self.way in WITHIN else told[self.way])

    def shown(self, value: float | None) -> float | None:
        """Minutes as hours; what is summed over people, for each of them."""
        return hours(value) if self.way == SAVED else self.a_head(value)

    @property
    def unit(self) -> str:
        """What effects are shown in."""
        return {
            SAVED: _("Hours saved a day"),
            "accessibility": _("Accessibility, more jobs for each resident"),
        }.get(self.way) or _("Jobs within %(limit)s min, more for each resident") % {"limit": self.way[-2:]}

    @property
    def kind(self) -> Kind:
        """How effects are written."""
        return Kind.COUNT if self.way == SAVED else Kind.NUMBER
