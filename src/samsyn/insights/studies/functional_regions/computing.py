"""From flows to regions and all that is said of them, as plain data."""

from typing import Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Flows, Ints, Partition, partition_from_codes
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.functional_regions.dividing import Division, divide, nearby, rule
from samsyn.insights.studies.naming import area_names, without_boundaries

DRAWN_AT, DRAWN_UNTIL = 0.15, 0.8
"""The part of the whole work that drawings take, for who waits."""

SURE = 0.95
"""A membership that holds in so large a part of the drawings is called sure."""


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """Regions with their facts, how sure they are, and how they compare with official ones."""
    # Imported here: it loads scipy, which the pages that only show results can do without.
    from samsyn.analysis.regions.region_facts import region_facts

    flows: Flows = given["flows"]
    progress(0.0, _("Drawing regions"))
    division = divide(flows, choices)
    facts = region_facts(flows, division.partition)
    centre = facts.centre if division.centre is None else division.centre
    names = area_names(flows.areas, given)
    bootstrap = _bootstrap(flows, choices, rng, progress)
    sweep = _sweep(flows, division.partition, choices, progress)
    return {
        "unit": flows.unit,
        "choices": choices,
        "whole": _whole(facts, bootstrap, sweep),
        "areas": _areas(flows, names, division, facts, centre),
        "regions": _regions(division, facts, centre),
        "between": _between(facts),
        "flows": plain.flows(flows),
        "reserve": [[area, why] for area, why in division.reserve],
        "bootstrap": bootstrap,
        "sweep": sweep,
        "official": _official(flows, division.partition, given.get("official")),
        "without_boundaries": without_boundaries(flows.areas.codes, given),
    }


def _whole(facts: Any, bootstrap: dict[str, Any] | None, sweep: dict[str, Any] | None) -> dict[str, Any]:
    """What is said of all regions together. Means are over regions that anybody lives or works in."""
    residents, inside = float(facts.residents.sum()), float(facts.inside.sum())
    return {
        "areas": len(facts.partition.region),
        "regions": facts.partition.count,
        "alone": int((facts.size == 1).sum()),
        "residents": plain.counts([residents])[0],
        "inside": plain.counts([inside])[0],
        "inside_share": inside / residents if residents else None,
        "mean_supply": _mean(facts.supply),
        "mean_demand": _mean(facts.demand),
        "sure_by_drawings": _sure(bootstrap),
        "sure_by_sweep": _sure(sweep),
    }


def _mean(shares: Any) -> float | None:
    known = shares[np.isfinite(shares)]
    return float(known.mean()) if known.size else None


def _sure(membership: dict[str, Any] | None) -> float | None:
    if membership is None:
        return None
    sure = [value >= SURE for value in membership["sureness"]]
    return sum(sure) / len(sure)


def _areas(flows: Flows, names: list[str], division: Division, facts: Any, centre: Ints) -> dict[str, list[Any]]:
    centres = set(centre.tolist())
    roles = ["centre" if area in centres else "member" for area in range(len(names))]
    return {
        "codes": list(flows.areas.codes),
        "names": names,
        "residents": plain.counts(flows.leaving),
        "jobs": plain.counts(flows.arriving),
        "staying": plain.counts(flows.staying),
        "out_share": plain.numbers(_shares(flows.leaving - flows.staying, flows.leaving)),
        "region": plain.whole(division.partition.region),
        "role": [own or usual for own, usual in zip(division.roles, roles, strict=True)],
        "follows": [-1] * len(names) if division.follows is None else plain.whole(division.follows),
        "own_link": plain.numbers(facts.own_link),
        "other": plain.whole(facts.other),
        "other_link": plain.numbers(facts.other_link),
    }


def _shares(part: Any, whole: Any) -> Any:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def _regions(division: Division, facts: Any, centre: Ints) -> dict[str, list[Any] | None]:
    return {
        "centre": plain.whole(centre),
        "size": plain.whole(facts.size),
        "residents": plain.counts(facts.residents),
        "jobs": plain.counts(facts.jobs),
        "inside": plain.counts(facts.inside),
        "supply": plain.numbers(facts.supply),
        "demand": plain.numbers(facts.demand),
        "validity": None if division.validity is None else plain.numbers(division.validity),
    }


def _between(facts: Any) -> dict[str, list[Any]]:
    """Flows from region to region, the inside left out, with the link of the two."""
    crossing = facts.between.copy()
    np.fill_diagonal(crossing, 0.0)
    origins, destinations = np.nonzero(crossing)
    return {
        "origins": plain.whole(origins),
        "destinations": plain.whole(destinations),
        "counts": plain.counts(crossing[origins, destinations]),
        "links": plain.numbers(facts.links[origins, destinations]),
    }


def _bootstrap(flows: Flows, choices: Choices, rng: np.random.Generator, progress: Progress) -> dict[str, Any] | None:
    drawings = choices["drawings"]
    if not drawings or not flows.counts.any():
        return None
    # Imported here: it loads numba.
    from samsyn.analysis.regions.membership_bootstrap import BootstrapChoices, Resampling, membership_bootstrap

    asked = BootstrapChoices(drawings, Resampling(choices["resampling"]))
    with settings.SIDE_BY_SIDE() as executor:
        found = membership_bootstrap(
            flows, rule(choices), rng, asked, executor=executor,
            progress=lambda done: progress(DRAWN_AT + (DRAWN_UNTIL - DRAWN_AT) * done, _("Drawing the flows again")),
        )  # fmt: skip
    return {"drawings": drawings, "resampling": choices["resampling"]} | _membership(found)


def _sweep(flows: Flows, partition: Partition, choices: Choices, progress: Progress) -> dict[str, Any] | None:
    if not choices["sweep"]:
        return None
    # Imported here: it loads numba.
    from samsyn.analysis.regions.membership_sweep import membership_sweep

    tried = nearby(choices)
    found = membership_sweep(
        flows, partition, [rule(each) for each in tried],
        progress=lambda done: progress(DRAWN_UNTIL + (1 - DRAWN_UNTIL) * done, _("Varying the thresholds")),
    )  # fmt: skip
    return {"tried": [each["thresholds"] for each in tried]} | _membership(found)


def _membership(found: Any) -> dict[str, list[Any]]:
    return {
        "sureness": plain.numbers(found.sureness),
        "second": plain.whole(found.second),
        "second_share": plain.numbers(found.second_share),
        "counts": plain.whole(found.counts),
    }


def _official(flows: Flows, partition: Partition, official: Any) -> dict[str, Any] | None:
    if official is None:
        return None
    # Imported here: it loads scipy.
    from samsyn.analysis.regions.partition_comparison import compare_partitions

    codes = set(flows.areas.codes)
    known = {code: region for code, region in official.items() if code in codes}
    if not known:
        raise InsightError(
            _("None of these areas is in a region of the official list. See whether codes are written alike in both.")
        )
    theirs = partition_from_codes(flows.areas, known)
    alike = compare_partitions(partition, theirs, flows.leaving if flows.leaving.any() else None)
    return {
        "region": [known.get(code) for code in flows.areas.codes],
        "number": len(set(known.values())),
        "unknown": sorted(set(official) - set(known)),
        "adjusted_rand": alike.adjusted_rand,
        "variation_of_information": alike.variation_of_information,
        "kept": alike.kept,
        "pair": [_name_of(theirs, known, pair) for pair in alike.pair],
        "changed": list(alike.changed),
    }


def _name_of(theirs: Partition, known: dict[str, str], pair: int) -> str | None:
    """What the official list calls a region; None for an area that it leaves out, and where there is no pair."""
    if pair < 0:
        return None
    return known.get(theirs.areas.codes[int(np.flatnonzero(theirs.region == pair)[0])])
