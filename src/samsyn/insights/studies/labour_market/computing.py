"""From measures to new commuting and new regions, as plain data."""

from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.tables import Flows, Ints
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import plain, words
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.functional_regions.dividing import divide, rule
from samsyn.insights.studies.labour_market.settling import Setting, changed, settle
from samsyn.insights.studies.naming import area_names, without_boundaries

if TYPE_CHECKING:
    from samsyn.analysis.interaction.commuting_change import CostChange
    from samsyn.analysis.regions.labour_market_effects import LabourMarketEffects
    from samsyn.analysis.regions.region_facts import RegionFacts

DECIMALS = 3
"""Of modelled flows: more would be false accuracy."""
DRAWN_AT = 0.2
TIE = 1e-9
"""The share of a time by which it may differ by rounding."""


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """Regions before and after, which grow together, which areas move, and how sure it is."""
    progress(0.0, _("Finding the quickest ways"))
    try:
        setting = settle(given, choices)
        progress(0.1, _("Fitting the model"))
        change = changed(setting, choices)
        effects = _effects(change, choices, rng, progress)
    except AnalysisError as error:
        raise InsightError(
            _("New commuting cannot be computed from this: %(why)s.") % {"why": words.why(error)}
        ) from error
    return {
        "choices": choices,
        "unit": setting.flows.unit,
        "measures": [{"key": each.key, "name": each.name} for each in setting.candidates],
        "times": _times(setting),
        "model": _model(change),
        "areas": _areas(setting, effects, given),
        "before": _regions(effects.old, _centres(setting.flows, effects.old, choices)),
        "still": _sums(effects.old_after),
        "after": _regions(effects.new, _centres(effects.flows, effects.new, choices)),
        "home": plain.whole(effects.home),
        "together": _together(effects),
        "between": _between(effects),
        "whole": _whole(setting, effects),
        "absent": list(setting.absent),
        "growth": setting.outlook and setting.outlook.told(),
        "without_boundaries": without_boundaries(setting.flows.areas.codes, given),
    }


def _effects(
    change: "CostChange", choices: Choices, rng: np.random.Generator, progress: Progress
) -> "LabourMarketEffects":
    # Imported here: they load scipy and numba.
    from samsyn.analysis.interaction.commuting_change import CommutingChoices
    from samsyn.analysis.regions.labour_market_effects import LabourMarketChoices, labour_market_effects

    asked = LabourMarketChoices(
        CommutingChoices(job_elasticity=choices["elasticity"]), choices["drawings"], choices["redraw"]
    )
    with settings.SIDE_BY_SIDE() as executor:
        return labour_market_effects(
            change, rule(choices), rng, asked, executor=executor,
            progress=lambda done: progress(DRAWN_AT + (1 - DRAWN_AT) * done, _("Drawing new regions")),
        )  # fmt: skip


def _centres(flows: Flows, facts: "RegionFacts", choices: Choices) -> Ints:
    """The centres that the method itself draws regions around, where it has any."""
    centre = divide(flows, choices).centre
    return facts.centre if centre is None else centre


def _times(setting: Setting) -> dict[str, Any]:
    """How many ways the measures change, and the mean time to work before, and after without new choices."""
    before, after, commuters = setting.before, setting.after, setting.flows.matrix()
    apart = ~np.eye(len(before), dtype=bool) & (commuters > 0)
    with np.errstate(invalid="ignore"):
        difference = np.where(before == after, 0.0, after - before)
    weights = commuters[apart]
    means = [float(weights @ times[apart] / weights.sum()) if weights.any() else np.nan for times in (before, after)]
    same = TIE * np.where(np.isfinite(before), before, 1.0)
    return {
        "faster": int((difference < -same).sum()),
        "slower": int((difference > same).sum()),
        "mean_before": plain.number(means[0]),
        "mean_after": plain.number(means[1]),
    }


def _model(change: "CostChange") -> dict[str, Any]:
    model = change.model
    return {
        "parameters": [[each.name, each.value, plain.number(each.standard_error)] for each in model.parameters],
        "cpc": plain.number(model.fit.cpc),
    }


def _areas(setting: Setting, effects: "LabourMarketEffects", given: Given) -> dict[str, list[Any]]:
    flows, membership = setting.flows, effects.membership
    return {
        "codes": list(flows.areas.codes),
        "names": area_names(flows.areas, given),
        "residents": plain.counts(flows.leaving),
        "jobs": plain.counts(flows.arriving),
        "jobs_after": plain.counts(np.round(effects.flows.arriving, DECIMALS)),
        "before": plain.whole(effects.old.partition.region),
        "after": plain.whole(effects.new.partition.region),
        "moved": [bool(moved) for moved in effects.moved],
        "moves": plain.numbers(effects.moves),
        "sureness": plain.numbers(membership.sureness),
        "second": plain.whole(membership.second),
        "second_share": plain.numbers(membership.second_share),
    }


def _regions(facts: "RegionFacts", centre: Ints) -> dict[str, list[Any]]:
    return {"centre": plain.whole(centre), "size": plain.whole(facts.size)} | _sums(facts)


def _sums(facts: "RegionFacts") -> dict[str, list[Any]]:
    sums = {name: plain.counts(np.round(getattr(facts, name), DECIMALS)) for name in ("residents", "jobs", "inside")}
    return sums | {name: plain.numbers(getattr(facts, name)) for name in ("supply", "demand")}


def _together(effects: "LabourMarketEffects") -> list[list[Any]]:
    """Two old regions and the share of drawings in which they grow together, where they ever do."""
    some = np.triu((effects.together > 0) | (effects.home[:, None] == effects.home), 1)
    return [[int(a), int(b), float(effects.together[a, b])] for a, b in zip(*np.nonzero(some), strict=True)]


def _between(effects: "LabourMarketEffects") -> dict[str, list[Any]]:
    """Flows between old regions, before and after."""
    before, after = effects.old.between, effects.old_after.between
    origins, destinations = np.nonzero(((before > 0) | (after > 0)) & ~np.eye(len(before), dtype=bool))
    return {
        "origins": plain.whole(origins),
        "destinations": plain.whole(destinations),
        "before": plain.counts(before[origins, destinations]),
        "after": plain.counts(np.round(after[origins, destinations], DECIMALS)),
    }


def _whole(setting: Setting, effects: "LabourMarketEffects") -> dict[str, Any]:
    residents = float(setting.flows.counts.sum())
    changed_work = np.abs(effects.flows.matrix() - setting.flows.matrix()).sum() / 2
    return {
        "residents": plain.counts([residents])[0],
        "outside": plain.counts([setting.outside])[0],
        "changed": round(float(changed_work), DECIMALS),
        **{
            name: float(facts.inside.sum() / facts.between.sum()) if residents else None
            for name, facts in (("before", effects.old), ("still", effects.old_after), ("after", effects.new))
        },
        "counts": sorted({int(count) for count in effects.membership.counts}),
    }
