"""Checks of growth scenarios: areas that some scenario or year lacks, and leaps that are more likely slips."""

from collections.abc import Iterator

import numpy as np

from samsyn.sources.checks.findings import Finding, Kind, Option, Severity, first_of
from samsyn.sources.growth import Growth

LEAP = 2.0
"""How many times more, or fewer, there are in one step between years of the table for it to be told."""


def check(growth: Growth) -> tuple[Finding, ...]:
    """All that looks wrong."""
    return tuple(
        Finding(kind, Severity.WARNING, len(texts), (), first_of(texts), (Option.ACCEPT, Option.REFUSE))
        for kind, texts in ((Kind.GAPS, list(_gaps(growth))), (Kind.LEAPS, list(_leaps(growth))))
        if texts
    )


def _gaps(growth: Growth) -> Iterator[str]:
    for scenario, figures in growth.figures.items():
        for row, column in np.argwhere(np.isnan(figures[:, :, 0])):
            yield f"{growth.codes[column]} ({scenario}, {growth.years[scenario][row]})"


def _leaps(growth: Growth) -> Iterator[str]:
    for scenario, figures in growth.figures.items():
        before, after = figures[:-1], figures[1:]
        with np.errstate(invalid="ignore"):
            leaps = (after > LEAP * before) | (before > LEAP * after)
        for row, column in np.argwhere(leaps.any(axis=2)):
            from_, to = growth.years[scenario][row : row + 2]
            yield f"{growth.codes[column]} ({scenario}, {from_}–{to})"
