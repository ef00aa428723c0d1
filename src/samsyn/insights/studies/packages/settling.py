"""Which measures a package may be made of, and what can be told beforehand not to go together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.insights.errors import InsightError
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Choices, Given
from samsyn.insights.studies.measures import settling
from samsyn.insights.studies.measures.found import why_left_out
from samsyn.insights.studies.measures.settling import Setting

if TYPE_CHECKING:
    from samsyn.sources.measures.records import Candidate

MOST_PAIRED = 150
"""Measures whose pairs are computed: over eleven thousand of them."""


def settle(given: Given, choices: Choices) -> Setting:
    """The situation, and the measures that may be chosen in it. Refused by name where no package could be right."""
    every = given["measures"].measures
    for keys in (choices["included"], choices["left_out"], *choices["excludes"]):
        settling.chosen(every, keys)
    both = sorted(set(choices["included"]) & set(choices["left_out"]))
    if both:
        raise InsightError(_("Both in and not in: %(measures)s. Choose one.") % {"measures": words.listed(both)})
    setting = _without(settling.settle(given, choices), choices["left_out"])
    _require_fit(setting, choices["included"])
    _require_costs(setting.candidates)
    _require_one_of_each(choices)
    _require_sum(setting.candidates, choices)
    if choices["synergies"] and len(setting.candidates) > MOST_PAIRED:
        raise InsightError(
            _(
                "What %(number)d measures do two by two is more than can be computed; %(most)d is the most. Leave "
                "some out, or choose without synergies."
            )
            % {"number": len(setting.candidates), "most": MOST_PAIRED}
        )
    return setting


def least_sum(candidates: "Sequence[Candidate]", included: Iterable[str]) -> float:
    """The least that buys anything: the cheapest measure, or all that must be in."""
    agreed = sum(each.facts.cost or 0.0 for each in candidates if each.key in set(included))
    return float(max(agreed, min(each.facts.cost or 0.0 for each in candidates)))


def _without(setting: Setting, keys: Sequence[str]) -> Setting:
    """The setting without the measures of these keys, those that do not fit too."""
    kept = [place for place, each in enumerate(setting.candidates) if each.key not in keys]
    if not kept:
        raise InsightError(_("Every measure is among those that must not be in."))
    return replace(
        setting,
        candidates=tuple(setting.candidates[place] for place in kept),
        measures=tuple(setting.measures[place] for place in kept),
        left_out=tuple((each, kinds) for each, kinds in setting.left_out if each.key not in keys),
    )


def _require_fit(setting: Setting, included: Sequence[str]) -> None:
    for each, kinds in setting.left_out:
        if each.key in included:
            raise InsightError(
                _("The measure %(name)s does not fit the network, by the means of travel and the year: %(why)s")
                % {"name": _named(each), "why": why_left_out(kinds)}
            )


def _require_costs(candidates: "Sequence[Candidate]") -> None:
    costless = [_named(each) for each in candidates if each.facts.cost is None]
    if costless:
        raise InsightError(
            _(
                "No package can be chosen while these measures have no cost: %(measures)s. Give them one, or name "
                "them among those that must not be in."
            )
            % {"measures": words.listed(costless)}
        )


def _require_one_of_each(choices: Choices) -> None:
    for keys in choices["excludes"]:
        both = [key for key in keys if key in choices["included"]]
        if len(both) > 1:
            raise InsightError(
                _("At most one of %(measures)s may be in, and more than one of them must be.")
                % {"measures": words.listed(both)}
            )


def _require_sum(candidates: "Sequence[Candidate]", choices: Choices) -> None:
    """Refuse a budget that buys nothing, or not all that must be in."""
    budget, agreed = choices["budget"], choices["included"]
    cheapest = min(candidates, key=lambda each: each.facts.cost or 0.0)
    if (cheapest.facts.cost or 0.0) > budget:
        raise InsightError(
            _("A budget of %(budget)s MSEK is below the cheapest measure: %(name)s costs %(cost)s MSEK.")
            % {
                "budget": words.count(budget),
                "name": _named(cheapest),
                "cost": words.count(cheapest.facts.cost),
            }
        )
    if least_sum(candidates, agreed) > budget:
        raise InsightError(
            _("What must be in costs %(cost)s MSEK, more than the budget of %(budget)s MSEK: %(measures)s.")
            % {
                "cost": words.count(least_sum(candidates, agreed)),
                "budget": words.count(budget),
                "measures": words.listed([_named(each) for each in candidates if each.key in agreed]),
            }
        )


def _named(candidate: "Candidate") -> str:
    """The key and the name, where it has one."""
    return candidate.key if candidate.name == candidate.key else f"{candidate.key} ({candidate.name})"
