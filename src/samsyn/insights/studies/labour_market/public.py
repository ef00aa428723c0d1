"""Effects on labour markets as everybody may see them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Result
from samsyn.insights.suppression import Rule, Shown, of_regions

FIGURES = ("residents", "jobs", "inside")
SHARES = {"supply": "residents", "demand": "jobs"}
"""Of whom they are shares."""
MEANS = ("mean_before", "mean_after")
PER_CENT = 0.01


def public(result: Result, rule: Rule, progress: Callable[[float], None]) -> Result:
    """Which regions and areas change and how sure it is; of flows, those observed between the old regions.

    What the observed flows between the old regions may tell is what functional regions tell of them
    (`insights.suppression`). New flows are the observed times a factor that follows from the network and the law, and
    new regions are the old ones with some areas moved: exact, they would tell what is hidden, by differences. So of
    these only shares in whole per cent are shown, of so many that a per cent of them is doubt enough; and nothing of an
    area. The mean time to work is told in whole minutes for the same reason.
    """
    before, between = result["before"], result["between"]
    cells = np.diag(np.array(before["inside"], dtype=np.float64))
    cells[between["origins"], between["destinations"]] = between["before"]
    shown = of_regions(cells, rule, progress=progress)
    known = [not hidden for hidden in _hides(shown).tolist()]
    enough = rule.width / PER_CENT
    nobody = [None] * len(result["areas"]["codes"])
    return result | {
        "suppressed": {"below": rule.below, "width": rule.width},
        "areas": result["areas"] | dict.fromkeys(("residents", "jobs", "jobs_after"), nobody),
        "before": before | _seen(shown) | _percents(before, known),
        "still": _without(result["still"], known, enough),
        "after": _without(result["after"], [all(known)] * len(result["after"]["size"]), enough),
        "between": _crossing(between, shown),
        "whole": _whole(result["whole"], shown, all(known)),
        "model": {"parameters": _law(result["model"]["parameters"]), "cpc": _digits(result["model"]["cpc"])},
        "times": result["times"] | {name: _whole_minutes(result["times"][name]) for name in MEANS},
    }


def _seen(shown: Shown) -> dict[str, list[Any]]:
    sums = (shown.residents, shown.jobs, np.diagonal(shown.cells))
    return {name: plain.counts(values) for name, values in zip(FIGURES, sums, strict=True)}


def _hides(shown: Shown) -> Any:
    """Whether a total of a region, or its inside, is hidden."""
    return np.isnan(shown.residents) | np.isnan(shown.jobs) | np.isnan(np.diagonal(shown.cells))


def _percents(regions: dict[str, Any], known: list[bool], enough: float = 0.0) -> dict[str, list[Any]]:
    """Shares in whole per cent, where all that they are made of is known, and they are of enough people."""
    return {
        name: [
            round(share, 2) if all_shown and share is not None and of >= enough else None
            for share, all_shown, of in zip(regions[name], known, regions[whole], strict=True)
        ]
        for name, whole in SHARES.items()
    }


def _without(regions: dict[str, Any], known: list[bool], enough: float) -> dict[str, Any]:
    nothing = [None] * len(known)
    return regions | dict.fromkeys(FIGURES, nothing) | _percents(regions, known, enough)


def _crossing(between: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """All pairs but those shown to be nobody: a pair that is left out would tell that it is not small."""
    crossing = (np.isnan(shown.cells) | (shown.cells > 0)) & ~np.eye(len(shown.cells), dtype=bool)
    origins, destinations = np.nonzero(crossing)
    return {
        "origins": plain.whole(origins),
        "destinations": plain.whole(destinations),
        "before": plain.counts(shown.cells[origins, destinations]),
        "after": [None] * len(origins),
    }


def _whole(whole: dict[str, Any], shown: Shown, known: bool) -> dict[str, Any]:
    shares = {
        name: round(whole[name], 2) if known and whole[name] is not None else None
        for name in ("before", "still", "after")
    }
    return whole | shares | {"residents": plain.counts([shown.total])[0], "outside": None, "changed": None}


def _whole_minutes(mean: float | None) -> int | None:
    return None if mean is None else round(mean)


def _law(parameters: list[list[Any]]) -> list[list[Any]]:
    """The parameters in few digits, without their standard errors."""
    return [[name, _digits(value), None] for name, value, _error in parameters]


def _digits(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.2g}")
