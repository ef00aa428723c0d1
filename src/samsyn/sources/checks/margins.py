"""Sums of flows beside stated totals: what a source says in all of those who live, or work, in each area.

Only areas that both have are compared. A sum that differs by less than `ROUNDING` is the same: it was rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from samsyn.sources.checks.findings import FIRST, Finding, Kind, Option, Severity
from samsyn.sources.records import Areas, Floats, Ints

ROUNDING = 0.5


@dataclass(frozen=True, slots=True)
class Margin:
    """The areas that have both a sum of flows and a stated total, in the order in which the totals are stated.

    codes         (k,)
    sums, stated  (k,) the flows from each area, or to it, and what was said that they come to
    not_stated    areas of the flows without a stated total
    elsewhere     areas with a stated total that the flows are not between
    """

    codes: tuple[str, ...]
    sums: Floats
    stated: Floats
    not_stated: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @property
    def differences(self) -> Floats:
        """(k,) How much more the flows are than what is stated."""
        difference: Floats = self.sums - self.stated
        return difference

    @property
    def differing(self) -> Ints:
        """The places of those that differ, the largest difference first."""
        sizes = np.abs(self.differences)
        order = np.argsort(-sizes, kind="stable")
        return order[sizes[order] >= ROUNDING]


def sums(codes: Sequence[str], ends: Ints, counts: Floats) -> dict[str, float]:
    """What the flows come to in each area, `ends (m,)` being where each begins, or where each ends."""
    found = np.bincount(ends, np.nan_to_num(counts), minlength=len(codes))
    return dict(zip(codes, found.tolist(), strict=True))


def margin(sums_of: Mapping[str, float], areas: Areas, figure: str) -> Margin:
    """The sums beside a figure of areas. A missing figure states nothing."""
    stated = {
        code: value
        for code, value in zip(areas.codes, areas.figures[figure].tolist(), strict=True)
        if not np.isnan(value)
    }
    codes = tuple(code for code in stated if code in sums_of)
    return Margin(
        codes=codes,
        sums=np.array([sums_of[code] for code in codes], dtype=np.float64),
        stated=np.array([stated[code] for code in codes], dtype=np.float64),
        not_stated=tuple(code for code in sums_of if code not in stated),
        elsewhere=tuple(code for code in stated if code not in sums_of),
    )


def finding(found: Margin, *, by_origin: bool) -> Finding | None:
    """The areas whose flows do not sum to what is stated."""
    differing = found.differing
    if not differing.size:
        return None
    return Finding(
        Kind.ORIGINS_DO_NOT_TIE if by_origin else Kind.DESTINATIONS_DO_NOT_TIE,
        Severity.WARNING,
        len(differing),
        examples=tuple(f"{found.codes[i]}: {found.differences[i]:+.0f}" for i in differing[:FIRST]),
        options=(Option.ACCEPT, Option.REFUSE),
        largest=float(np.abs(found.differences[differing[0]])),
    )
