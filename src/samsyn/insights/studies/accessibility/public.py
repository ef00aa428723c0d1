"""Accessibility as everybody may see it."""

from collections.abc import Callable
from typing import Any

from samsyn.insights.studies.accessibility.computing import SHARED
from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Rule

DIGITS = 2
SUMS = ("mean", "median", "worst", "worst_from")


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """No number of an area or a group, and what is reached rounded.

    What lies within a limit is a sum over areas, and so is all that is weighted: exact, sums of areas beside each other
    would tell the areas' numbers by their differences. They are given in whole per cent of all that there is, and what
    is shared out with two digits. How something is spread is of all people together; groups may be small.
    """
    progress(1.0)
    return result | {
        "suppressed": {"below": rule.below, "width": rule.width},
        "areas": result["areas"] | {"people": [None] * len(result["areas"]["codes"])},
        "measures": {name: _shown(name, each, result["all"]) for name, each in result["measures"].items()},
    }


def _shown(name: str, measure: dict[str, Any], of: float) -> dict[str, Any]:
    everybody = measure["spread"][0]
    rounded = {key: _rounded(name, everybody[key], of) for key in SUMS}
    shares = {key: _digits(everybody[key]) for key in ("gini", "palma")}
    lorenz = None if everybody["lorenz"] is None else [round(value, 2) for value in everybody["lorenz"]]
    return {
        "values": [_rounded(name, value, of) for value in measure["values"]],
        "spread": [everybody | rounded | shares | {"people": None, "lorenz": lorenz}],
    }


def _rounded(name: str, value: float | None, of: float) -> float | None:
    if value is None or name == SHARED:
        return _digits(value)
    return round(round(value / of, 2) * of)


def _digits(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")
