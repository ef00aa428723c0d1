"""Packages as everybody may see them."""

from collections.abc import Callable
from typing import Any

from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.measures.public import areas_and_whole, digits, in_all, of_areas, step
from samsyn.insights.suppression import Rule


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """Which measures are in which package, and what they do in all, rounded as what measures do is; nothing of an area.

    Which package is the best follows from sums over all who travel; what the search says of them is rounded too.
    """
    progress(1.0)
    minutes = step(result, rule)
    searches = {name: [_search(each) for each in result[name]] for name in ("best", "budgets", "ways")}
    return (
        result
        | areas_and_whole(result, rule)
        | searches
        | {
            "packages": [each | in_all(each, rule, minutes) for each in result["packages"]],
            "measures": [each | in_all(each, rule, minutes) for each in result["measures"]],
            "first": of_areas(result["first"], rule, minutes),
        }
    )


def _search(found: dict[str, Any]) -> dict[str, Any]:
    gap = found["gap"]
    return found | {"by_pairs": None, "synergy": None, "gap": None if gap is None else digits(gap)}
