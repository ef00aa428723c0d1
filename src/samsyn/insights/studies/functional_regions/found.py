"""A stored result as those who show it read it: areas and regions by number, with their names."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.functional_regions.choosing import METHODS, Method
from samsyn.insights.studies.of_areas import OfAreas
from samsyn.insights.studies.purposes import PURPOSES, Purpose

SURENESS_LIMITS = (0.5, 0.8, 0.95)


class Found:
    """One result. Figures may be None where nobody lives or works, or where small numbers are taken out."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.choices = result["choices"]
        self.whole = result["whole"]
        self.areas = result["areas"]
        self.regions = result["regions"]
        self.codes: tuple[str, ...] = tuple(self.areas["codes"])
        self.region: list[int] = self.areas["region"]

    @property
    def territory(self) -> str:
        """What the areas are together, in the words of who ran the study."""
        return OfAreas(self.result).territory

    @property
    def method(self) -> str:
        """The method's name."""
        return str(METHODS[Method(self.choices["method"])])

    @property
    def purpose(self) -> Purpose:
        """What the flows are about, in words."""
        return PURPOSES[self.choices["purpose"]]

    @property
    def is_european(self) -> bool:
        """Is it the European method, in either mode?"""
        return self.choices["method"] in (Method.EUROPEAN, Method.AS_PACKAGE)

    @property
    def hides(self) -> bool:
        """Are small numbers taken out?"""
        return "suppressed" in self.result

    @cached_property
    def members(self) -> list[list[int]]:
        """The areas of each region."""
        found: list[list[int]] = [[] for _region in self.regions["centre"]]
        for area, region in enumerate(self.region):
            found[region].append(area)
        return found

    @cached_property
    def by_size(self) -> list[int]:
        """The regions, those with most residents first; what is left out counts as least."""
        residents = self.regions["residents"]
        return sorted(range(len(residents)), key=lambda region: (-(residents[region] or 0), region))

    def area(self, number: int) -> str:
        """An area's name."""
        return str(self.areas["names"][number])

    def name(self, region: int | None) -> str:
        """A region is called by its centre."""
        return "" if region is None or region < 0 else self.area(self.regions["centre"][region])

    def names(self, regions: Sequence[int]) -> list[str]:
        """The names of some regions."""
        return [self.name(region) for region in regions]

    def membership(self, which: str) -> dict[str, Any] | None:
        """How sure memberships are, by `bootstrap` or by `sweep`; None where it was not asked for."""
        found: dict[str, Any] | None = self.result[which]
        return found


def sureness_class(value: float) -> int:
    """Which class of sureness a share of drawings falls in, the least sure first."""
    return sum(value >= limit for limit in SURENESS_LIMITS)


def sureness_legend() -> tuple[str, ...]:
    """The classes in words."""
    limits = [words.share(limit) for limit in SURENESS_LIMITS]
    return (
        _("very unsure (in less than %(share)s of the drawings)") % {"share": limits[0]},
        _("unsure (%(from)s to %(to)s)") % {"from": limits[0], "to": limits[1]},
        _("fairly sure (%(from)s to %(to)s)") % {"from": limits[1], "to": limits[2]},
        _("sure (%(share)s or more)") % {"share": limits[2]},
    )
