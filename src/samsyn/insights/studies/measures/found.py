"""A stored result of measures, as the words, maps and tables of it ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from samsyn.insights.reading.words import translated
from samsyn.insights.studies.counties import called
from samsyn.insights.studies.of_areas import OfAreas
from samsyn.sources.checks.measure_findings import MeasureKind

HOUR = 60.0
MANY = 100
MIDDLE = 1
"""The place of 45 minutes among the limits: about as long as most are ready to travel to work."""
LIMITS = (30, 45, 60)

Told = dict[str, Any]
"""A measure of the result."""


@dataclass(frozen=True)
class Found(OfAreas):
    """A result with what follows from it. What small numbers would tell is None where they are taken out."""

    @cached_property
    def ranked(self) -> list[Told]:
        """The measures, the first rank first; those without one last, in the order of the table."""
        measures: list[Told] = self.result["measures"]
        return sorted(measures, key=lambda each: (each["rank"] is None, each["rank"] or 0))

    @cached_property
    def parts(self) -> list[str]:
        """What the counties or other parts are called."""
        parts = self.result["parts"]
        return [called(code) if parts["counties"] else code or _("In no part") for code in parts["codes"]]

    @cached_property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The areas whose names come first on a map: those with most people."""
        return tuple((self.codes[area], self.names[area]) for area in self.result["areas"]["largest"])

    @cached_property
    def best(self) -> list[Told | None]:
        """The measure that saves the people of each area most time; None where none saves any, or that is not shown."""
        return [self._best(area) for area in range(len(self.codes))]

    def _best(self, area: int) -> Told | None:
        best = None
        for told in self.ranked:
            saved = told["by_area"]["saved"][area]
            if saved and saved > 0 and (best is None or saved > best["by_area"]["saved"][area]):
                best = told
        return best

    def by_key(self, key: str) -> Told | None:
        """The measure with a key."""
        return next((each for each in self.result["measures"] if each["key"] == key), None)

    def a_head(self, value: float | None) -> float | None:
        """What is summed over people, for each of them."""
        return None if value is None else value / self.result["whole"]["people"]

    def main_part(self, told: Told) -> tuple[str, float] | None:
        """The part whose people save most time, and its share of all that is saved; None where none does."""
        saved = [max(value or 0.0, 0.0) for value in told["by_part"]["saved"]]
        if not any(saved):
            return None
        most = max(range(len(saved)), key=lambda part: saved[part])
        return self.parts[most], saved[most] / sum(saved)


def rounded(value: float | None) -> float | None:
    """With a decimal where it is small."""
    return None if value is None else round(value, 0 if abs(value) >= MANY else 1)


def hours(minutes: float | None) -> float | None:
    """Minutes as hours."""
    return None if minutes is None else minutes / HOUR


def for_money(told: Told) -> float | None:
    """Person-minutes saved a day for each million; None without a cost."""
    return told["saved"] / told["cost"] if told["cost"] and told["saved"] is not None else None


def span(told: Told) -> str | None:
    """The best and the worst rank by any way of counting."""
    if told["best"] is None:
        return None
    return str(told["best"]) if told["best"] == told["worst"] else f"{told['best']}–{told['worst']}"


def why_left_out(kinds: Sequence[str]) -> str:
    """What does not fit, in words."""
    return " ".join(translated(str(MeasureKind[kind])) for kind in kinds)
