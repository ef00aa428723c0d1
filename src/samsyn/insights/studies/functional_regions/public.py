"""Functional regions as everybody may see them: the same result, without what small numbers would tell."""

from collections.abc import Callable
from typing import Any

import numpy as np

from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Pairs, Rule, Shown, of_areas, of_regions


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """What may leave the house of a result (`insights.suppression` says why)."""
    shown = of_regions(_between(result), rule, progress=progress)
    regions = _regions(result["regions"], shown)
    return result | {
        "suppressed": {"below": rule.below, "width": rule.width},
        "whole": _whole(result["whole"], regions, shown),
        "areas": _areas(result["areas"], regions),
        "regions": regions,
        "between": _crossing(result["between"], shown),
        "flows": _flows(result, shown, rule),
        "official": _official(result["official"]),
    }


def _between(result: Result) -> Any:
    inside, crossing = result["regions"]["inside"], result["between"]
    full = np.diag(np.array(inside, dtype=np.float64))
    full[crossing["origins"], crossing["destinations"]] = crossing["counts"]
    return full


def _regions(regions: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """Shares and validity only of regions whose counts are all shown: they are made of them."""
    figures: dict[str, list[Any] | None] = {
        "residents": plain.counts(shown.residents),
        "jobs": plain.counts(shown.jobs),
        "inside": plain.counts(np.diagonal(shown.cells)),
    }
    whole = [None not in row for row in zip(*(each or [] for each in figures.values()), strict=True)]
    for name in ("supply", "demand", "validity"):
        if regions[name] is not None:
            figures[name] = [
                value if all_shown else None for value, all_shown in zip(regions[name], whole, strict=True)
            ]
        else:
            figures[name] = None
    return regions | figures


def _whole(whole: dict[str, Any], regions: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """Sums and means over regions only where each of them is shown: else they tell what is not."""
    told = {"residents": plain.counts([shown.total])[0]}
    if None in regions["inside"] or None in regions["residents"]:
        told |= {"inside": None, "inside_share": None}
    if None in regions["inside"] or None in regions["residents"] or None in regions["jobs"]:
        told |= {"mean_supply": None, "mean_demand": None}
    return whole | told


def _areas(areas: dict[str, Any], regions: dict[str, Any]) -> dict[str, Any]:
    nothing = [None] * len(areas["codes"])
    shares = [
        None if share is None or regions["inside"][region] is None else round(share, 2)
        for share, region in zip(areas["out_share"], areas["region"], strict=True)
    ]
    hidden = ("residents", "jobs", "staying", "own_link", "other_link")
    return areas | dict.fromkeys(hidden, nothing) | {"out_share": shares}


def _crossing(between: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """All pairs but those shown to be nobody. A link is made of both flows and four totals, and is shown with them."""
    links = dict(zip(zip(between["origins"], between["destinations"], strict=True), between["links"], strict=True))
    totals = np.isnan(shown.residents) | np.isnan(shown.jobs)
    hidden = np.isnan(shown.cells)
    known = ~(hidden | hidden.T | totals[:, None] | totals[None, :])
    crossing = (hidden | (shown.cells > 0)) & ~np.eye(len(totals), dtype=bool)
    origins, destinations = np.nonzero(crossing)
    pairs = list(zip(plain.whole(origins), plain.whole(destinations), strict=True))
    return {
        "origins": plain.whole(origins),
        "destinations": plain.whole(destinations),
        "counts": plain.counts(shown.cells[origins, destinations]),
        "links": [links.get(pair) if known[pair] else None for pair in pairs],
    }


def _flows(result: Result, shown: Shown, rule: Rule) -> dict[str, Any]:
    flows = result["flows"]
    pairs = Pairs(
        np.array(flows["origins"], dtype=np.int64),
        np.array(flows["destinations"], dtype=np.int64),
        np.array(flows["counts"], dtype=np.float64),
    )
    visible = of_areas(pairs, np.array(result["areas"]["region"], dtype=np.int64), shown, rule)
    return {
        "origins": plain.whole(pairs.origins[visible]),
        "destinations": plain.whole(pairs.destinations[visible]),
        "counts": plain.counts(np.round(pairs.counts[visible])),
    }


def _official(official: dict[str, Any] | None) -> dict[str, Any] | None:
    """The share of residents where both agree, in whole per cent: exact, it would tell the total of a changed area."""
    return None if official is None else official | {"kept": round(official["kept"], 2)}
