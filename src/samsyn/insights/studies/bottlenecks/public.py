"""Bottlenecks as everybody may see them."""

from collections.abc import Callable
from typing import Any

from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Rule

TEN = 10


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """Cars on roads in tens, and the delay that tens of cars would have; nobody's way, and no number of an area.

    What is on a road is a sum over trips, and roads beside each other differ by the trips of a place: exact, they would
    tell these. So would exact delay, for the delay function turned round gives the cars. Minutes of a car from an area
    are whole, and left out where fewer cars than a small number leave it. Who uses a road is not told: the pairs would
    be trips themselves.
    """
    progress(1.0)
    areas, whole = result["areas"], result["whole"]
    nobody = [None] * len(areas["codes"])
    each = [
        None if cars < rule.below else float(round(minutes))
        for cars, minutes in zip(areas["cars"], areas["each"], strict=True)
    ]
    rounded = {name: float(round(whole[name])) for name in ("cars", "hours", "delay")}
    hidden = dict.fromkeys(("trips", "inside", "outside", "lost", "objective"))
    return result | {
        "suppressed": {"below": rule.below, "width": rule.width},
        "areas": areas | {"cars": nobody, "delayed": nobody, "each": each},
        "links": _links(result["links"], max(TEN, rule.width)),
        "uses": [],
        "measures": [_measure(measure) for measure in result["measures"]],
        "whole": whole | rounded | hidden,
    }


def _links(links: dict[str, list[Any]], step: int) -> dict[str, list[Any]]:
    """Volumes to the nearest step, and what follows from those: times by the power of the delay, hours by one more."""
    volumes = [float(step * round(volume / step)) for volume in links["volume"]]
    by = [shown / exact if exact else 0.0 for shown, exact in zip(volumes, links["volume"], strict=True)]
    rows = list(zip(by, links["power"], links["minutes"], links["with_traffic"], links["delay"], strict=True))
    return links | {
        "volume": volumes,
        "with_traffic": [free + (slow - free) * share**power for share, power, free, slow, _delay in rows],
        "delay": [delay * share ** (power + 1) for share, power, _free, _slow, delay in rows],
    }


def _measure(each: dict[str, Any]) -> dict[str, Any]:
    rounded = {name: float(round(each[name])) for name in ("fixed", "saved", "delay")}
    return each | rounded | {"by_area": [None] * len(each["by_area"]), "cut_off": None}
