"""Measures as everybody may see them."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Rule

HOUR = 60


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """What measures do in all and to parts, rounded; where people gain, not how much; no number of an area.

    Minutes saved are trips times minutes, and these follow from the network: exact sums over few trips, and differences
    between two sums, would tell the trips. So minutes are told in steps (`step`), and left out where the measure
    changes the ways of fewer pairs than a small number; of what is reached, two digits. Ways between areas, their
    minutes and costs tell of nobody.
    """
    progress(1.0)
    measures = [of_areas(told, rule, step(result, rule)) for told in result["measures"]]
    return result | areas_and_whole(result, rule) | {"measures": measures}


def step(result: Result, rule: Rule) -> int:
    """Minutes to whose multiples sums are rounded, in whole hours: one hour where trips are modelled, not counted.

    Of observed trips, as many as `width` of them could save on the longest way: whatever else of a sum is known, the
    trips between two areas may then be any of so many. A measure saves nobody more than his whole way.
    """
    whole = result["whole"]
    return HOUR * max(1, 0 if whole["modelled"] else math.ceil(rule.width * whole["longest"] / HOUR))


def areas_and_whole(result: Result, rule: Rule) -> dict[str, Any]:
    """What a result of measures says of areas, without the numbers of each, and by which rule."""
    nobody = [None] * len(result["areas"]["codes"])
    return {
        "suppressed": {"below": rule.below, "width": rule.width},
        "areas": result["areas"] | {"people": nobody, "trips": nobody},
        "whole": result["whole"] | {"outside": None},
    }


def of_areas(told: dict[str, Any], rule: Rule, minutes: int) -> dict[str, Any]:
    """What a measure, or several together, does in all and to parts; in which areas people gain, not how much."""
    own = told["by_area"]
    nobody = [None] * len(own["saved"])
    few = _is_few(told, rule)
    parts: dict[str, list[Any]] = {
        "saved": [None if few else _steps(value, minutes) for value in told["by_part"]["saved"]]
    }
    if "within" in told["by_part"]:
        parts["within"] = [[None] * len(column) for column in told["by_part"]["within"]]
    return (
        told
        | in_all(told, rule, minutes)
        | {
            "by_area": {
                "saved": nobody,
                "accessibility": nobody,
                "within": [nobody] * len(own["within"]),
                "direction": [int(np.sign(value)) for value in own["saved"]],
            },
            "by_part": parts,
        }
    )


def in_all(told: dict[str, Any], rule: Rule, minutes: int) -> dict[str, Any]:
    """What a measure, or several together, does in all; nothing where few ways change."""
    few = _is_few(told, rule)
    return {
        "saved": None if few else _steps(told["saved"], minutes),
        "accessibility": None if few else digits(told["accessibility"]),
        "within": [None if few else digits(value) for value in told["within"]],
        "connected": None,
        "cut_off": None,
    }


def _is_few(told: dict[str, Any], rule: Rule) -> bool:
    return 0 < told["improved"] + told["worsened"] < rule.below


def _steps(saved: float, minutes: int) -> int:
    """To the nearest step."""
    return round(saved / minutes) * minutes


def digits(value: float) -> float:
    """Two digits."""
    return float(f"{value:.1e}")
