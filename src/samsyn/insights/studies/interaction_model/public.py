"""The interaction model as everybody may see it."""

from collections.abc import Callable
from typing import Any

from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Rule


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """Parameters, fit, bands of distance of at least the threshold, and shares of areas in whole per cent.

    No pair is shown, observed or modelled, and no total of an area: modelled flows of many pairs have the form
    a_i b_j f(c_ij), from which whoever knows some works out the rest, and so the exact totals, and with the large
    observed flows of a row the small ones.
    """
    progress(1.0)
    areas, bands = result["areas"], result["bands"]
    nothing = [None] * len(areas["codes"])
    small = [0 < round(count) < rule.below for count in bands["observed"]]
    filled = result["filled"]
    return result | {
        "suppressed": {"below": rule.below, "width": rule.width},
        "areas": areas
        | {
            "leaving": nothing,
            "arriving": nothing,
            "right": [None if share is None else round(share, 2) for share in areas["right"]],
        },
        "pairs": {name: [] for name in result["pairs"]},
        "bands": bands | {name: _whole(bands[name], small) for name in ("observed", "modelled")},
        "filled": None if filled is None else {"pairs": filled["pairs"], "persons": None} | _no_pairs(),
    }


def _whole(counts: list[Any], hidden: list[bool]) -> list[int | None]:
    return [None if small else round(count) for count, small in zip(counts, hidden, strict=True)]


def _no_pairs() -> dict[str, list[Any]]:
    return {"origins": [], "destinations": [], "counts": []}
