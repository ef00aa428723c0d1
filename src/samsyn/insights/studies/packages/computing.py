"""From measures and a budget to packages: the best, those that come next, and how surely each measure is in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.tables import Floats
from samsyn.insights.errors import InsightError
from samsyn.insights.studies import plain, words
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.counties import Groups, groups
from samsyn.insights.studies.growth import Outlook
from samsyn.insights.studies.measures import joint
from samsyn.insights.studies.measures.computing import areas_of, by_part, effects_in_all, whole_of
from samsyn.insights.studies.measures.settling import Setting, counted_by, in_other_outlooks
from samsyn.insights.studies.naming import without_boundaries
from samsyn.insights.studies.packages.balancing import balanced, cost_by_part
from samsyn.insights.studies.packages.choosing import NO_BALANCE, OF_COST, WAYS, WITHIN
from samsyn.insights.studies.packages.settling import least_sum, settle

if TYPE_CHECKING:
    from samsyn.analysis.choosing.budgets import BudgetSweep
    from samsyn.analysis.choosing.candidates import Candidates, Rules
    from samsyn.analysis.choosing.portfolios import Portfolio
    from samsyn.analysis.measures.effects_kernel import Effects

SECONDS_EACH = 30.0
DIFFER = 2
"""Measures in which a package that comes next differs at least: one exchanged for another."""
COMPUTED, SEARCHED = 0.5, 0.9
ALONE = 0.2
"""How much of the computing is of measures one by one, where they are computed two by two as well."""


@dataclass(frozen=True)
class Choosing:
    """What is chosen among: what each measure does by itself and, where that counts, with each other."""

    setting: Setting
    parts: Groups
    choices: Choices
    by_zone: "Effects"
    alone: "Effects"
    synergy: "Effects | None"

    def candidates(self, way: str) -> "Candidates":
        """The measures, by one way of counting."""
        from samsyn.analysis.choosing.candidates import Candidates  # beside what it loads

        return Candidates(
            self.keys,
            of_way(self.alone, way),
            np.array([each.facts.cost for each in self.setting.candidates], dtype=np.float64),
            None if self.synergy is None else of_way(self.synergy, way),
        )

    def rules(self, way: str) -> "Rules":
        """What must hold of a package, by one way of counting."""
        from samsyn.analysis.choosing.candidates import Balance, Of, Rules  # beside what it loads

        said, shares = self.choices, self._shares(way)
        of = Of.COST if said["balance"] == OF_COST else Of.EFFECT
        return Rules(
            excludes=tuple(map(tuple, said["excludes"])),
            included=frozenset(said["included"]),
            balances=tuple(
                Balance(self.parts.codes[part], of, shares[:, part], least=said["least"]) for part in self._balanced
            ),
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the measures."""
        return tuple(each.key for each in self.setting.candidates)

    @cached_property
    def cost_by_part(self) -> Floats | None:
        """(m, parts) where costs fall; None where that is not asked."""
        return cost_by_part(self.setting, self.parts) if self.choices["balance"] == OF_COST else None

    @cached_property
    def _balanced(self) -> list[int]:
        return [] if self.choices["balance"] == NO_BALANCE else balanced(self.parts, self.choices)

    def _shares(self, way: str) -> Floats:
        if self.cost_by_part is not None:
            return self.cost_by_part
        values = of_way(self.by_zone, way)
        people = self.setting.weights.people
        return np.stack([by_part(self.parts, each if way == "saved" else each * people) for each in values])


def parts_of(progress: Progress, share: float, count: int) -> list[Progress]:
    """A listener for each of several pieces of work that are the first share of all, one after the other."""
    return [partial(_heard, progress, share / count, number) for number in range(count)]


def _heard(progress: Progress, share: float, number: int, done: float, text: str) -> None:
    progress(share * (number + done), text)


def of_way(effects: "Effects", way: str) -> Floats:
    """The effects by one way of counting."""
    return np.asarray(effects.within[..., WITHIN[way]] if way in WITHIN else getattr(effects, way))


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """The package that gives most for the budget, those that come next, and the best for other sums and other ways."""
    progress(0.0, _("Finding the quickest ways"))
    setting = settle(given, choices)
    parts = groups(setting.network.zones.codes, given.get("regions"))
    every = [setting, *in_other_outlooks(setting, given, choices)]
    heard = parts_of(progress, COMPUTED, len(every))
    choosing, *others = (
        Choosing(each, parts, choices, *_effects(each, choices, hear)) for each, hear in zip(every, heard, strict=True)
    )
    try:
        searched = _searched(choosing, others, progress)
    except AnalysisError as error:
        raise InsightError(_("No package can be chosen: %(why)s.") % {"why": words.why(error)}) from error
    return _told(choosing, searched, progress) | {
        "choices": choices,
        "areas": areas_of(setting, parts, given),
        "parts": {"codes": list(parts.codes), "counties": "regions" not in given},
        "whole": whole_of(setting),
        "growth": setting.outlook and setting.outlook.told(),
        "left_out": [[each.key, each.name, list(kinds)] for each, kinds in setting.left_out],
        "without_boundaries": without_boundaries(setting.network.zones.codes, given),
    }


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found: the best and those that come next, the best for each budget, and by each way of counting.

    `trials` are the ways, each with the outlook that it is of: all for the one that was chosen, and one for each other.
    """

    best: "tuple[Portfolio, ...]"
    sweep: "BudgetSweep"
    trials: list[tuple[str, Outlook | None]]
    by_trial: "list[Portfolio]"
    too_small: list[float]


def _effects(setting: Setting, choices: Choices, progress: Progress) -> "tuple[Effects, Effects, Effects | None]":
    # Imported here: it loads numba, which pages that only show results can do without.
    from samsyn.analysis.measures.effects import measure_effects
    from samsyn.analysis.measures.pairs import pair_effects

    counted = counted_by(choices["halving"])
    alone_until = 1.0 if not choices["synergies"] else ALONE
    with settings.SIDE_BY_SIDE() as executor:
        found = measure_effects(
            setting.situation, setting.measures, counted, executor=executor,
            progress=lambda done: progress(alone_until * done, _("Computing what the measures do")),
        )  # fmt: skip
        if not choices["synergies"]:
            return found.by_zone, found.total, None
        pairs = pair_effects(
            setting.situation, setting.measures, counted, executor=executor,
            progress=lambda done: progress(
                alone_until + (1 - alone_until) * done, _("Computing what they do two by two")
            ),
        )  # fmt: skip
    return found.by_zone, found.total, pairs.synergy


def _searched(choosing: Choosing, others: Sequence[Choosing], progress: Progress) -> Searched:
    # Imported here: they load scipy.
    from samsyn.analysis.choosing.budgets import budget_sweep
    from samsyn.analysis.choosing.portfolios import PortfolioChoices, portfolios
    from samsyn.analysis.row_blocks import passes
    from samsyn.analysis.side_by_side import each_done

    said, text = choosing.choices, _("Searching for packages")
    first, second, third = passes(lambda done: progress(COMPUTED + (SEARCHED - COMPUTED) * done, text), 3)
    asked = PortfolioChoices(said["budget"], 1 + said["runners_up"], DIFFER, SECONDS_EACH)
    candidates, rules = choosing.candidates(said["counted"]), choosing.rules(said["counted"])
    best = portfolios(candidates, rules, asked, progress=first)
    if best[0].effect <= 0:
        raise InsightError(
            _(
                "No package for the budget both gives something and keeps to what must hold. Look at what must be in, "
                "and at the shares of counties or parts."
            )
        )
    least = least_sum(choosing.setting.candidates, said["included"])
    tried = [budget for budget in said["budgets"] if budget >= least]
    tries = [*((choosing, way) for way in WAYS), *((each, said["counted"]) for each in others)]
    jobs = [(each.candidates(way), each.rules(way), replace(asked, wanted=1)) for each, way in tries]
    with settings.SIDE_BY_SIDE() as executor:
        sweep = budget_sweep(candidates, rules, tried, asked, executor=executor, progress=second)
        by_trial = [one for (one,) in each_done(portfolios, jobs, executor=executor, progress=third)]
    too_small = [budget for budget in said["budgets"] if budget < least]
    return Searched(best, sweep, [(way, each.setting.outlook) for each, way in tries], by_trial, too_small)


def _told(choosing: Choosing, searched: Searched, progress: Progress) -> Result:
    """Every package once, computed anew on the network, and which of them is what."""
    every = [*searched.best, *searched.sweep.best, *searched.by_trial]
    distinct = list(dict.fromkeys(each.keys for each in every))
    told = _packages(choosing, distinct, progress)
    place = {keys: number for number, keys in enumerate(distinct)}
    by_effect = sorted(searched.best, key=lambda each: -_anew(told[place[each.keys]], choosing.choices["counted"]))
    return {
        "packages": told,
        "best": [_found(each, place) for each in by_effect],
        "budgets": [
            {"budget": budget} | _found(each, place)
            for budget, each in zip(searched.sweep.budgets.tolist(), searched.sweep.best, strict=True)
        ],
        "too_small": searched.too_small,
        "ways": [
            {"way": way, "scenario": outlook and outlook.scenario, "year": outlook and outlook.year}
            | _found(each, place)
            for (way, outlook), each in zip(searched.trials, searched.by_trial, strict=True)
        ],
        "first": joint.compute(choosing.setting, choosing.choices, by_effect[0].keys, choosing.parts),
        "measures": [_measure(choosing, searched, m) for m in range(len(choosing.setting.candidates))],
    }


def _packages(choosing: Choosing, packages: Sequence[Sequence[str]], progress: Progress) -> list[dict[str, Any]]:
    """Packages, each as it does on the network with all of it, by the keys of their measures."""
    # Imported here: they load numba.
    from samsyn.analysis.measures.changes import alterations, together
    from samsyn.analysis.measures.effects import effects_of
    from samsyn.analysis.measures.sums import total

    setting, costs = choosing.setting, choosing.cost_by_part
    single = dict(zip(choosing.keys, alterations(setting.network, setting.measures), strict=True))
    both = [together([single[key] for key in keys], setting.situation.customized.costs) for keys in packages]
    with settings.SIDE_BY_SIDE() as executor:
        by_zone = effects_of(
            setting.situation, both, counted_by(choosing.choices["halving"]), executor=executor,
            progress=lambda done: progress(
                SEARCHED + (1 - SEARCHED) * done, _("Computing what the packages do together")
            ),
        )  # fmt: skip
    whole = total(by_zone, setting.weights.people)
    chosen = [[choosing.keys.index(key) for key in keys] for keys in packages]
    return [
        {
            "measures": list(keys),
            "cost": plain.number(sum(setting.candidates[m].facts.cost or 0.0 for m in chosen[number])),
            "cost_by_part": None if costs is None else plain.numbers(costs[chosen[number]].sum(axis=0)),
            **effects_in_all(whole, number),
        }
        for number, keys in enumerate(packages)
    ]


def _found(one: "Portfolio", place: dict[tuple[str, ...], int]) -> dict[str, Any]:
    """Which package it is, and what the search says of it."""
    return {
        "package": place[one.keys],
        "by_pairs": plain.number(one.effect),
        "synergy": plain.number(one.synergy),
        "gap": plain.number(one.gap),
        "proven": one.proven,
    }


def _anew(told: dict[str, Any], way: str) -> float:
    """What a package does by a way of counting."""
    return float(told["within"][WITHIN[way]] if way in WITHIN else told[way])


def _measure(choosing: Choosing, searched: Searched, m: int) -> dict[str, Any]:
    """A measure by itself, and in how many packages it is."""
    candidate, sweep = choosing.setting.candidates[m], searched.sweep
    in_budgets = [bool(each.chosen[m]) for each in sweep.best]
    return {
        "key": candidate.key,
        "name": candidate.name,
        **{name: getattr(candidate.facts, name) for name in ("cost", "price_year", "year", "owner")},
        **effects_in_all(choosing.alone, m),
        "in_budgets": sum(in_budgets),
        "from": plain.number(sweep.start[m]),
        "in_and_out": bool(sweep.in_and_out[m]),
        "in_ways": sum(bool(each.chosen[m]) for each in searched.by_trial),
        "in_best": sum(bool(each.chosen[m]) for each in searched.best),
    }
