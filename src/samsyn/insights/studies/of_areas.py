"""What the stored results of studies of areas have in common: the areas, and what they are together."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result


def territory_field() -> forms.CharField:
    """Asks what the areas are together."""
    return forms.CharField(
        label=_("What the areas are together"),
        max_length=100,
        required=False,
        help_text=_("Stands in titles and with what is published, for example “Stockholm-Mälaren”."),
    )


@dataclass(frozen=True)
class OfAreas:
    """A result with `areas` (`codes`, `names`) and the choice of a `territory`."""

    result: Result

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Of the areas."""
        return tuple(self.result["areas"]["codes"])

    @property
    def names(self) -> list[str]:
        """What they are called."""
        names: list[str] = self.result["areas"]["names"]
        return names

    @property
    def hides(self) -> bool:
        """Are small numbers taken out?"""
        return "suppressed" in self.result

    @property
    def territory(self) -> str:
        """What the areas are together."""
        if self.result["choices"]["territory"]:
            return str(self.result["choices"]["territory"])
        number = len(self.codes)
        return ngettext("%(number)s area", "%(number)s areas", number) % {"number": words.count(number)}
