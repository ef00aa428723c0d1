"""From two or three kinds of flows to their regions, and how these agree, as plain data."""

from itertools import combinations
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Flows, Partition
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.functional_regions.dividing import divide
from samsyn.insights.studies.naming import area_names, without_boundaries
from samsyn.insights.studies.purposes import PURPOSES

ALL_ALIKE = 1 - 1e-12
LIGHTEST = 1.0
"""The weight of an area in which nobody who works lives: an overlay needs every area to weigh something."""


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """The regions of each kind of flow, restricted to the areas that all kinds have, and their agreement."""
    # Imported here: they load scipy, which the pages that only show results can do without.
    from samsyn.analysis.regions.region_facts import region_facts
    from samsyn.analysis.regions.region_overlay import region_overlay

    flows = {purpose: given[purpose] for purpose in PURPOSES if given.get(purpose) is not None}
    if len(flows) < 2:
        raise InsightError(
            _("Choose flows to study, or moves, beside those to work: one kind alone agrees with itself.")
        )
    empty = [purpose for purpose, table in flows.items() if not table.counts.any()]
    if empty:
        raise InsightError(_("The flows hold nobody: %(flows)s.") % {"flows": PURPOSES[empty[0]].title})
    codes = _shared(flows)
    divisions, parts = {}, []
    for done, (purpose, table) in enumerate(flows.items()):
        progress(done / len(flows), _("Drawing regions"))
        partition = divide(table, choices | {"thresholds": _scaled(choices, table, flows["work"])}).partition
        parts.append(_restricted(partition, codes))
        divisions[purpose] = _division(table, region_facts(table, partition), parts[-1], codes)
    work = flows["work"]
    residents = work.leaving[work.areas.positions(codes)]
    overlay = region_overlay(parts, np.maximum(residents, LIGHTEST))
    names = dict(zip(work.areas.codes, area_names(work.areas, given), strict=True))
    return {
        "choices": choices,
        "purposes": list(flows),
        "divisions": divisions,
        "likeness": _likeness(list(flows), parts),
        "areas": {
            "codes": list(codes),
            "names": [names[code] for code in codes],
            "residents": plain.counts(residents),
            "agreement": plain.numbers(overlay.agreement),
            "odd_one": plain.whole(overlay.odd_one),
            "common": plain.whole(overlay.common.region),
        },
        "common": _common(overlay.common, residents, _centres(divisions["work"], codes)),
        "whole": _whole(overlay, residents),
        "left_out": {purpose: sorted(set(table.areas.codes) - set(codes)) for purpose, table in flows.items()},
        "without_boundaries": without_boundaries(codes, given),
    }


def _shared(flows: dict[str, Flows]) -> tuple[str, ...]:
    shared = set.intersection(*(set(table.areas.codes) for table in flows.values()))
    if not shared:
        raise InsightError(_("The flows have no area in common, so there is nothing to lay over each other."))
    return tuple(sorted(shared))


def _scaled(choices: Choices, table: Flows, work: Flows) -> dict[str, Any]:
    """Sizes in proportion to how many there are: a region of 1,000 who work is one of fewer who study."""
    factor = float(table.counts.sum() / work.counts.sum()) if work.counts.sum() else 1.0
    thresholds = choices["thresholds"]
    return {name: value * factor if name.endswith("_size") else value for name, value in thresholds.items()}


def _restricted(partition: Partition, codes: tuple[str, ...]) -> Partition:
    return plain.partition(codes, plain.whole(partition.region[partition.areas.positions(codes)]))


def _division(table: Flows, facts: Any, part: Partition, codes: tuple[str, ...]) -> dict[str, Any]:
    """The regions of one kind of flow; `centre` is the code of the centre of each region that has a shared area."""
    region = facts.partition.region[table.areas.positions(codes)]
    _numbers, first = np.unique(part.region, return_index=True)
    inside, everybody = float(facts.inside.sum()), float(facts.residents.sum())
    return {
        "region": plain.whole(part.region),
        "centre": [table.areas.codes[int(facts.centre[region[area]])] for area in first],
        "regions": facts.partition.count,
        "inside_share": inside / everybody if everybody else None,
    }


def _likeness(purposes: list[str], parts: list[Partition]) -> list[list[Any]]:
    # Imported here: it loads scipy.
    from samsyn.analysis.regions.partition_comparison import compare_partitions

    return [
        [purposes[a], purposes[b], compare_partitions(parts[a], parts[b]).adjusted_rand]
        for a, b in combinations(range(len(parts)), 2)
    ]


def _centres(division: dict[str, Any], codes: tuple[str, ...]) -> set[int]:
    """The places of the centres that are among the shared areas."""
    return {codes.index(code) for code in set(division["centre"]) & set(codes)}


def _common(common: Partition, residents: Any, centres: set[int]) -> dict[str, list[Any]]:
    """The common regions, each called by the centre of work in it, else by the area with most residents who work."""
    members = common.members()
    largest = [int(areas[np.argmax(residents[areas])]) for areas in members]
    return {
        # A common region lies in one region of work, so that it has one such centre at most.
        "core": [
            next(iter(centres.intersection(areas.tolist())), most) for areas, most in zip(members, largest, strict=True)
        ],
        "size": [len(areas) for areas in members],
        "residents": plain.counts(residents[areas].sum() for areas in members),
    }


def _whole(overlay: Any, residents: Any) -> dict[str, Any]:
    alike = overlay.agreement >= ALL_ALIKE
    everybody = float(residents.sum())
    return {
        "areas": len(residents),
        "common_regions": overlay.common.count,
        "overall": float(overlay.overall),
        "alike": int(alike.sum()),
        "alike_share": float(residents[alike].sum()) / everybody if everybody else None,
    }
