"""What the model says, in sentences for people who decide and do not calculate."""

from collections.abc import Iterator
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.interaction_model.choosing import FORMS, OWN_AREAS

FIT = ("cpc", "cpc_between", "srmse", "explained_beyond_margins", "pseudo_r2", "dispersion", "cells")


def lead(result: Result) -> str:
    """The result in two sentences."""
    return _(
        "Those who are in the model go %(km)s km on average. Knowing only the size of areas and the distance between "
        "them, the model puts %(share)s of them right; all modelled flows are what it expects, not what was counted."
    ) % {"km": words.number(result["mean_km"]["observed"], 1), "share": words.share(result["fit"]["cpc"])}


def bands(result: Result) -> list[str]:
    """The bands of distance in words."""
    limits = result["bands"]["from"]
    return [
        _("%(from)s km or more") % {"from": words.count(low)}
        if high is None
        else _("%(from)s to %(to)s km") % {"from": words.count(low), "to": words.count(high)}
        for low, high in zip_longest(limits, limits[1:])
    ]


def parameter(name: str) -> str:
    """A parameter in words."""
    return {
        "decay": _("decay (per km)"),
        "power": _("power of distance"),
        "own_constant": _("constant of those who stay in their area"),
    }[name]


def fit(name: str) -> str:
    """A measure of fit in words."""
    return {
        "cpc": _("part of the flows put right (CPC)"),
        "cpc_between": _("the same, of those who go to another area"),
        "srmse": _("standardised root mean square error"),
        "explained_beyond_margins": _("explained by distance, beyond size"),
        "pseudo_r2": _("pseudo R² (McFadden)"),
        "dispersion": _("dispersion (1 if flows were Poisson’s)"),
        "cells": _("pairs in the model"),
    }[name]


def written(result: Result) -> Iterator[str]:
    """The paragraphs, in the order in which they are read."""
    for paragraph in (
        _falls(result),
        _explains(result),
        _wrong(result),
        _filled(result),
        _limits(result),
        _left(result),
    ):
        if paragraph:
            yield paragraph


def _falls(result: Result) -> str:
    choices = result["choices"]
    kind = _("Form: %(form)s. Within areas: %(own)s.") % {
        "form": FORMS[choices["form"]],
        "own": OWN_AREAS[choices["own_area"]],
    }
    values = {each["name"]: each["value"] for each in result["parameters"]}
    if set(values) - {"own_constant"} != {"decay"} or values["decay"] <= 0:
        return kind
    # exp(-decay * km) is one half at ln 2 / decay.
    half = 0.6931471805599453 / values["decay"]
    return words.parts(
        kind, _("With every %(km)s km of distance the pull of an area is halved.") % {"km": words.number(half, 1)}
    )


def _explains(result: Result) -> str:
    between = result["fit"]["cpc_between"]
    explained = _(
        "Of what the sizes of areas leave unexplained, distance explains %(share)s. The rest is what the model cannot "
        "see: roads and trains, which jobs and homes there are, language, habit and borders."
    ) % {"share": words.share(result["fit"]["explained_beyond_margins"])}
    if result["choices"]["own_area"] == "left_out" or between is None:
        return explained
    told = _(
        "Of those who go to another area than their own the model puts %(share)s right. The figure of all counts those "
        "who stay as well, which is the easier part."
    )
    return words.parts(told % {"share": words.share(between)}, explained)


def _wrong(result: Result) -> str:
    pairs = result["pairs"]
    if not pairs["origins"]:
        return ""
    places = range(len(pairs["origins"]))
    away = [place for place in places if pairs["origins"][place] != pairs["destinations"][place]]
    if not away:
        return ""
    more = max(away, key=lambda place: (pairs["observed"][place] - pairs["modelled"][place], -place))
    less = max(away, key=lambda place: (pairs["modelled"][place] - pairs["observed"][place], -place))
    told = _(
        "Most above what the model expects is the flow from %(origin)s to %(destination)s (%(observed)s observed, "
        "%(modelled)s modelled)"
    ) % _pair(result, more)
    below = _(
        "; most below it is that from %(origin)s to %(destination)s (%(observed)s observed, %(modelled)s modelled)."
    ) % _pair(result, less)
    return told + below


def _pair(result: Result, place: int) -> dict[str, str]:
    names, pairs = result["areas"]["names"], result["pairs"]
    return {
        "origin": names[pairs["origins"][place]],
        "destination": names[pairs["destinations"][place]],
        "observed": words.count(pairs["observed"][place]),
        "modelled": words.count(pairs["modelled"][place]),
    }


def _filled(result: Result) -> str:
    filled = result["filled"]
    if filled is None:
        return ""
    told = ngettext(
        "%(number)s pair that is not in the data was filled in, so that all sums hold.",
        "%(number)s pairs that are not in the data were filled in, so that all sums hold.",
        filled["pairs"],
    ) % {"number": words.count(filled["pairs"])}
    if filled["persons"] is not None:
        told = words.parts(
            told, _("Together they are %(persons)s persons.") % {"persons": words.count(filled["persons"])}
        )
    return words.parts(
        told,
        _("They are modelled. Single ones are uncertain; what is missing is mostly small, which misleads a model."),
    )


def _limits(result: Result) -> str:
    return _(
        "Distances are as the crow flies between the middles of areas; a fjord or a motorway is not seen. Everybody "
        "is taken to mind distance alike. Large areas hide how far people go inside them."
    )


def _left(result: Result) -> str:
    sentences = []
    without = result["without_boundaries"]
    if without:
        sentences.append(
            ngettext(
                "%(number)s area has no boundary and is not in the model: %(areas)s.",
                "%(number)s areas have no boundary and are not in the model: %(areas)s.",
                len(without),
            )
            % {"number": words.count(len(without)), "areas": words.listed(without)}
        )
    if "suppressed" in result:
        sentences.append(
            _("Numbers of single pairs and areas are left out here, and bands with fewer than %(below)s persons.")
            % {"below": words.count(result["suppressed"]["below"])}
        )
    return words.parts(*sentences)
