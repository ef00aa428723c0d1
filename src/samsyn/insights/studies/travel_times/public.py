"""Travel times as everybody may see them."""

from collections.abc import Callable
from typing import Any

from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Rule


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """All times, no number of an area, and what is reached in whole per cent of all.

    Times are of the network and tell of nobody. What lies within a limit is a sum over areas: exact, sums of areas
    beside each other would tell the areas' numbers by their differences. The time to half of all is a time of the
    network too; which areas make the half tells no number closer than that.
    """
    progress(1.0)
    shown = result | {"suppressed": {"below": rule.below, "width": rule.width}}
    if result["reached"] is None:
        return shown
    areas, reached = result["areas"], result["reached"]
    return shown | {
        "areas": areas | {"people": [None] * len(areas["codes"])},
        "reached": reached
        | {
            "counts": [[_rounded(count, reached["all"]) for count in row] for row in reached["counts"]],
            "mean": [_rounded(mean, reached["all"]) for mean in reached["mean"]],
        },
    }


def _rounded(value: float, of: float) -> Any:
    """To a whole per cent of all."""
    return round(round(value / of, 2) * of) if of else value
