"""Regions by the chosen method, in one form whatever the method; and the other choices that a sweep tries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from samsyn.analysis.tables import Flows, Ints, Partition
from samsyn.insights.studies.contract import Choices
from samsyn.insights.studies.functional_regions.choosing import Method

SIZE_FACTORS = (0.75, 1.0, 1.25)
CONTAINMENT_STEPS = (-0.02, 0.0, 0.02)
OUT_STEPS = (-0.02, 0.0, 0.02)
TO_ONE_STEPS = (-0.01, 0.0, 0.01)


@dataclass(frozen=True, slots=True)
class Division:
    """Regions, and what the method itself says of areas and regions.

    - `centre (k,)`: the area each region is drawn around; None where the method has no centres
    - `roles (n,)`, `follows (n,)`: what each area is, and whom it follows (-1: nobody)
    - `validity (k,)`: by the European method, below 1 not valid; None by the others
    - `reserve`: areas that the European method could not place at first, and why
    """

    partition: Partition
    centre: Ints | None = None
    roles: tuple[str, ...] = ()
    follows: Ints | None = None
    validity: tuple[float, ...] | None = None
    reserve: tuple[tuple[int, str], ...] = ()


def divide(flows: Flows, choices: Choices) -> Division:
    """The regions of the flows."""
    method = Method(choices["method"])
    if method in (Method.EUROPEAN, Method.AS_PACKAGE):
        return _self_contained(flows, method, choices["thresholds"])
    return _centred(flows, method, choices["thresholds"])


def rule(choices: Choices) -> Callable[[Flows], Partition]:
    """The method with its thresholds, as the analyses of sureness take it."""
    return lambda flows: divide(flows, choices).partition


def nearby(choices: Choices) -> list[Choices]:
    """Eight other choices of thresholds around the chosen: two things are varied, down, not, and up."""
    thresholds = choices["thresholds"]
    if Method(choices["method"]) in (Method.EUROPEAN, Method.AS_PACKAGE):
        tried = [_sized(thresholds, size, step) for size in SIZE_FACTORS for step in CONTAINMENT_STEPS]
    else:
        names = ("most_out", "most_to_one") if "most_out" in thresholds else ("centre_most_out", "centre_most_to_one")
        tried = [_shifted(thresholds, names, (out, one)) for out in OUT_STEPS for one in TO_ONE_STEPS]
    return [choices | {"thresholds": each} for each in tried if each != thresholds]


def _sized(thresholds: dict[str, Any], factor: float, step: float) -> dict[str, Any]:
    sizes = {name: thresholds[name] * factor for name in ("min_size", "target_size")}
    target = min(round(thresholds["target_containment"] + step, 6), 1.0)
    least = min(max(round(thresholds["min_containment"] + step, 6), 0.01), target - 0.01)
    return {name: _whole(size) for name, size in sizes.items()} | {
        "min_containment": least,
        "target_containment": target,
    }


def _whole(size: float) -> float:
    return int(size) if float(size).is_integer() else size


def _shifted(thresholds: dict[str, Any], names: tuple[str, str], steps: tuple[float, float]) -> dict[str, Any]:
    moved = {name: min(max(round(thresholds[name] + by, 6), 0.0), 1.0) for name, by in zip(names, steps, strict=True)}
    return thresholds | moved


def _self_contained(flows: Flows, method: Method, thresholds: dict[str, Any]) -> Division:
    # Imported here: it loads numba, which the pages that only show results can do without.
    from samsyn.analysis.regions.self_containment import Aggregation, SelfContainmentChoices, self_contained_regions

    aggregation = Aggregation.EXACT if method is Method.EUROPEAN else Aggregation.AS_PACKAGE
    found = self_contained_regions(flows, SelfContainmentChoices(aggregation=aggregation, **thresholds))
    return Division(
        partition=found.partition,
        roles=("",) * len(flows.areas),
        validity=tuple(float(value) for value in found.validity),
        reserve=tuple((area, why.value) for area, why in found.reserve),
    )


def _centred(flows: Flows, method: Method, thresholds: dict[str, Any]) -> Division:
    # Imported here for the same reason: a study's module is loaded by every page.
    from samsyn.analysis.regions.local_labour_markets import LocalLabourMarketChoices, local_labour_markets
    from samsyn.analysis.regions.nordic_labour_markets import NordicChoices, nordic_labour_markets

    if method is Method.SWEDISH:
        found = local_labour_markets(flows, LocalLabourMarketChoices(**thresholds))
    else:
        found = nordic_labour_markets(flows, NordicChoices(**thresholds))
    return Division(
        partition=found.partition,
        centre=np.asarray(found.centre),
        roles=tuple(role.value for role in found.roles),
        follows=np.asarray(found.follows),
    )
