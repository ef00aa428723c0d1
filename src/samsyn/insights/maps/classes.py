"""Class limits of a quantity, so that a map of it can be read: stated, few, and round where they can be.

- `quantiles`: about as many areas in each class, for quantities that are skewed (most are); limits as round as they
  can be without moving more than one area in twenty
- `even`: steps of a round length (1, 2, 2.5 or 5 times a power of ten), for quantities that spread evenly
- `around`: round steps that lie alike on both sides of a middle, for differences

A class holds its lower limit and not its upper one; the last class holds both. Values that are missing have no class.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.foundation.ui import formats
from samsyn.insights.presentation import Kind

NONE = -1
MOVED = 0.05
"""The share of the values that may change class for the sake of round limits."""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """`inner` are the limits between classes, rising; the classes are one more. `low` and `high` are the extremes."""

    low: float
    inner: tuple[float, ...]
    high: float

    def __post_init__(self) -> None:
        if any(one >= other for one, other in pairwise(self.inner)):
            raise ValueError("limits rise")


def quantiles(values: Values, count: int) -> Limits:
    """`count` classes with as many values in each as ties allow; fewer where the values are few."""
    known = _known(values)
    if not known:
        return Limits(math.nan, (), math.nan)
    cuts = [
        known[math.ceil(step * len(known) / count) - 1 : math.ceil(step * len(known) / count) + 1]
        for step in range(1, count)
    ]
    between = [sum(cut) / len(cut) for cut in cuts if cut and cut[0] < cut[-1]]
    return Limits(known[0], _rounded(between, known), known[-1])


def even(values: Values, count: int) -> Limits:
    """At most `count` classes of one round length."""
    known = _known(values)
    if not known:
        return Limits(math.nan, (), math.nan)
    step = round_step((known[-1] - known[0]) / count)
    while step and math.ceil(known[-1] / step) - math.floor(known[0] / step) > count:
        step = round_step(step * 1.01)
    first = math.floor(known[0] / step) + 1 if step else 0
    inner = [_clean(first * step + i * step, step) for i in range(count - 1)] if step else []
    return Limits(known[0], tuple(limit for limit in inner if limit < known[-1] and limit > known[0]), known[-1])


def around(middle: float, values: Values, count: int) -> Limits:
    """`count` classes, an odd number, whose middle one holds `middle`; the outermost hold all that lies further out."""
    if count % 2 == 0:
        raise ValueError("an odd number of classes has a middle one")
    known = _known(values)
    if not known:
        return Limits(math.nan, (), math.nan)
    furthest = max(abs(value - middle) for value in known)
    half = round_step(furthest / count) or 1.0
    inner = [_clean(middle + half * (2 * i - count + 2), half) for i in range(count - 1)]
    return Limits(known[0], tuple(inner), known[-1])


def places(values: Values, limits: Limits) -> tuple[int, ...]:
    """The class of each value, from 0; NONE where it is missing."""
    return tuple(NONE if _missing(value) else bisect_right(limits.inner, value or 0.0) for value in values)


def legend(limits: Limits, kind: Kind) -> tuple[str, ...]:
    """The classes in words, from the lowest: `under 10 %`, `10–20 %`, `20 % or more`."""
    if not limits.inner:
        return () if math.isnan(limits.low) else (_span(limits.low, limits.high, [limits.low, limits.high], kind),)
    return (
        _("under {limit}").format(limit=_written(limits.inner[0], limits.inner, kind)),
        *(_span(one, other, limits.inner, kind) for one, other in pairwise(limits.inner)),
        _("{limit} or more").format(limit=_written(limits.inner[-1], limits.inner, kind)),
    )


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is no less."""
    if least <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))


def _known(values: Values) -> list[float]:
    return sorted(value for value in values if value is not None and not _missing(value))


def _missing(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def _rounded(limits: list[float], known: list[float]) -> tuple[float, ...]:
    """With the fewest digits that move no more values than MOVED to another class; equal limits are one."""
    for digits in range(1, 16):
        short = [float(f"{limit:.{digits - 1}e}") for limit in limits]
        moved = sum(
            abs(bisect_left(known, one) - bisect_left(known, other)) for one, other in zip(short, limits, strict=True)
        )
        if moved <= MOVED * len(known):
            return tuple(sorted(set(short)))
    return tuple(sorted(set(limits)))


def _clean(value: float, step: float) -> float:
    """Without the dust of floating point."""
    return round(value, max(0, 2 - math.floor(math.log10(step))))


def _span(low: float, high: float, among: Sequence[float], kind: Kind) -> str:
    """A dash between two numbers, and a word where a minus would meet it; the unit once."""
    first, last = _written(low, among, kind), _written(high, among, kind)
    if first == last:
        return last
    first = first.rstrip(f"{formats.THIN}%")
    if formats.MINUS in first + last:
        return _("{low} to {high}").format(low=first, high=last)
    return f"{first}{formats.DASH}{last}"


def _written(value: float, among: Sequence[float], kind: Kind) -> str:
    """With as many decimals as the finest among those beside it needs."""
    language, scale = get_language() or "sv", 100 if kind is Kind.SHARE else 1
    decimals = max(_decimals(limit * scale) for limit in among)
    write = formats.percent if kind is Kind.SHARE else formats.number
    return write(round(value, 12), language, decimals)


def _decimals(value: float) -> int:
    return next((places for places in range(6) if math.isclose(value, round(value, places), abs_tol=1e-9)), 6)
