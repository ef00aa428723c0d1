"""Measures as everybody may see them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Rule

HOUR = 60


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """What measures do in all and to parts, rounded; where people gain, not how much; no number of an area.

    Minutes saved are trips times minutes, and these follow from the network: exact sums over few trips would tell the
    trips. So minutes in all are whole hours, and left out where the measure changes the ways of fewer pairs than a
    small number; of what is reached, two digits. Ways between areas, their minutes and costs tell of nobody.
    """
    progress(1.0)
    areas = result["areas"]
    nobody = [None] * len(areas["codes"])
    return result | {
        "suppressed": {"below": rule.below, "width": rule.width},
        "areas": areas | {"people": nobody, "trips": nobody},
        "whole": result["whole"] | {"outside": None},
        "measures": [_public(told, rule) for told in result["measures"]],
    }


def _public(told: dict[str, Any], rule: Rule) -> dict[str, Any]:
    few = 0 < told["improved"] + told["worsened"] < rule.below
    own = told["by_area"]
    nobody = [None] * len(own["saved"])
    return told | {
        "saved": None if few else _hours(told["saved"]),
        "accessibility": None if few else _digits(told["accessibility"]),
        "within": [None if few else _digits(value) for value in told["within"]],
        "connected": None,
        "cut_off": None,
        "by_area": {
            "saved": nobody,
            "accessibility": nobody,
            "within": [nobody] * len(own["within"]),
            "direction": [int(np.sign(value)) for value in own["saved"]],
        },
        "by_part": {
            "saved": [None if few else _hours(value) for value in told["by_part"]["saved"]],
            "within": [[None] * len(column) for column in told["by_part"]["within"]],
        },
    }


def _hours(minutes: float) -> int:
    """To the nearest whole hour."""
    return round(minutes / HOUR) * HOUR


def _digits(value: float) -> float:
    """Two digits."""
    return float(f"{value:.1e}")
