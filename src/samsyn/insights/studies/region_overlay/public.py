"""The overlay as everybody may see it."""

from collections.abc import Callable
from typing import Any

from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Rule

AGREEMENTS = ("overall", "alike_share")


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """No total of an area, no small total of a common region, and agreements in whole per cent.

    No flow is in the result, and no total of all areas, so nothing adds up to what is left out. Agreements are made of
    the areas' totals: exact, many of them together would tell those.
    """
    progress(1.0)
    areas, whole, common = result["areas"], result["whole"], result["common"]
    return result | {
        "suppressed": {"below": rule.below, "width": rule.width},
        "areas": areas
        | {"residents": [None] * len(areas["codes"]), "agreement": [_rounded(value) for value in areas["agreement"]]},
        "whole": whole | {name: _rounded(whole[name]) for name in AGREEMENTS},
        "common": common | {"residents": [_large(value, rule) for value in common["residents"]]},
        "divisions": {
            purpose: division | {"inside_share": _rounded(division["inside_share"])}
            for purpose, division in result["divisions"].items()
        },
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 2)


def _large(value: Any, rule: Rule) -> Any:
    return None if 0 < value < rule.below else value
