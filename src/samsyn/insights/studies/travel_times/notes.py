"""What is said of travel times, from the numbers."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.reading.words import MODES
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.travel_times.found import Found, minutes

WORTH_SAYING = 1.0
"""Minutes by which there and back differ enough to be told."""


def lead(found: Found) -> str:
    """The median, and the worst-off tenth."""
    whole = found.result["whole"]
    if found.by_people:
        told = _(
            "Half of all residents reach at least half of the others within %(median)s. For the tenth with the longest "
            "way it takes %(worst)s on average."
        )
    else:
        told = _(
            "Half of the areas reach at least half of the others within %(median)s. For the tenth with the longest way "
            "it takes %(worst)s on average."
        )
    return told % {"median": minutes(whole["median"]), "worst": minutes(whole["worst"])}


def notes(found: Found) -> Iterator[str]:
    """Paragraphs, each from the numbers."""
    yield from of_times(found)
    yield _method(found)
    yield from absent(found.result)
    yield from hidden(found)


def of_times(found: Found) -> Iterator[str]:
    """Those that hold however one travels."""
    yield _central(found)
    yield _worst_off(found)
    if found.by_people:
        yield _reached(found)
    if (np.isfinite(found.times) & ~np.eye(len(found.codes), dtype=bool)).any():
        yield _longest(found)
        yield _there_and_back(found)
    yield from _unreached(found)


def hidden(found: Found) -> Iterator[str]:
    """What everybody may not see."""
    if found.hides:
        yield _("Numbers of single areas are left out here, and what is reached is given in whole per cent of all.")


def _central(found: Found) -> str:
    last = int(np.argmax(found.half))
    told = {"hub": found.names[found.hub], "soonest": minutes(found.half[found.hub])}
    told |= {"last": found.names[last], "latest": minutes(found.half[last])}
    if found.by_people:
        return (
            _(
                "Most central is %(hub)s, from where half of the residents are reached within %(soonest)s. Furthest "
                "away is %(last)s: %(latest)s."
            )
            % told
        )
    return (
        _(
            "Most central is %(hub)s, from where half of the areas are reached within %(soonest)s. Furthest away is "
            "%(last)s: %(latest)s."
        )
        % told
    )


def _worst_off(found: Found) -> str:
    limit = found.result["whole"]["worst_from"]
    limit = math.inf if limit is None else limit
    order = sorted(np.flatnonzero(found.half >= limit).tolist(), key=lambda area: (-found.half[area], area))
    names = words.listed([found.names[area] for area in order])
    return _("The tenth with the longest way lives in %(areas)s.") % {"areas": names}


def _reached(found: Found) -> str:
    reached = found.result["reached"]
    told = [
        _("%(count)s (%(share)s) within %(time)s")
        % {
            "count": words.count(mean),
            "share": words.share(mean / reached["all"] if reached["all"] else None),
            "time": minutes(limit),
        }
        for limit, mean in zip(reached["limits"], reached["mean"], strict=True)
    ]
    return _("Of all there is (%(what)s), a resident reaches on average: %(reached)s.") % {
        "what": reached["reached_as"],
        "reached": "; ".join(told),
    }


def _longest(found: Found) -> str:
    known = np.where(np.isfinite(found.times), found.times, -1.0)
    i, j = (int(place) for place in np.unravel_index(np.argmax(known), known.shape))
    return _("The longest way of all leads from %(origin)s to %(destination)s: %(time)s.") % {
        "origin": found.names[i],
        "destination": found.names[j],
        "time": minutes(known[i, j]),
    }


def _there_and_back(found: Found) -> str:
    both = np.isfinite(found.times) & np.isfinite(found.times.T)
    difference = np.where(both, found.times, 0.0) - np.where(both, found.times.T, 0.0)
    if difference.max() < WORTH_SAYING:
        return _("Everywhere it takes as long there as back.")
    i, j = (int(place) for place in np.unravel_index(np.argmax(difference), difference.shape))
    return _("There and back differ: most from %(origin)s to %(destination)s, %(there)s there and %(back)s back.") % {
        "origin": found.names[i],
        "destination": found.names[j],
        "there": minutes(found.times[i, j]),
        "back": minutes(found.times[j, i]),
    }


def _unreached(found: Found) -> Iterator[str]:
    lost = ~np.isfinite(found.times)
    number = int(lost.sum())
    if number:
        most = [found.names[area] for area in np.argsort(-lost.sum(axis=1), kind="stable").tolist() if lost[area].any()]
        yield ngettext(
            "From %(areas)s no way leads to all others: %(number)s pair is out of reach.",
            "From %(areas)s no way leads to all others: %(number)s pairs are out of reach.",
            number,
        ) % {"number": words.count(number), "areas": words.listed(most)}


def _method(found: Found) -> str:
    return _(
        "Times are those of the quickest way from centre to centre in the network, by %(modes)s, without queues unless "
        "the network has them. Everybody in an area is believed to live at its centre; what lies in one’s own area "
        "always counts as reached."
    ) % {"modes": travelled_by(found.result["whole"]["modes"])}


def travelled_by(modes: Iterable[str]) -> str:
    """What one travels by, in words; the ways between zones and the network go without saying."""
    used = set(modes) - {"connector"}
    return words.listed([str(called) for mode, called in MODES.items() if mode in used], most=len(MODES))


def absent(result: Result) -> Iterator[str]:
    """The zones that the data on people lacks."""
    if result["absent"]:
        number = len(result["absent"])
        yield ngettext(
            "%(number)s zone of the network is not in the data on people, and counts as empty: %(areas)s.",
            "%(number)s zones of the network are not in the data on people, and count as empty: %(areas)s.",
            number,
        ) % {"number": words.count(number), "areas": words.listed(result["absent"])}
