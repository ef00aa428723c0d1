"""What is said of travel times by public transport, from the numbers."""

from collections.abc import Iterator
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.reading.words import example, translated
from samsyn.insights.studies import words
from samsyn.insights.studies.transit_times.found import Found
from samsyn.insights.studies.travel_times import notes as travel_times
from samsyn.insights.studies.travel_times.found import minutes

WEEKEND = 5
"""The first day of the week, from 0, on which timetables are other ones."""


def notes(found: Found) -> Iterator[str]:
    """Paragraphs, each from the numbers."""
    yield from travel_times.of_times(found)
    yield from _spread(found)
    yield from _no_stop(found)
    yield _method(found)
    yield _timetable(found)
    yield from _findings(found)
    yield from _absent(found)
    yield from travel_times.hidden(found)


def _spread(found: Found) -> Iterator[str]:
    """The pair for which it matters most when one leaves, and the changes and walking of all."""
    both = np.isfinite(found.early) & np.isfinite(found.late)
    apart = np.where(both, found.late, 0.0) - np.where(both, found.early, 0.0)
    if apart.max() > 0:
        i, j = (int(place) for place in np.unravel_index(np.argmax(apart), apart.shape))
        yield _(
            "It matters most when one leaves from %(origin)s to %(destination)s: one departure in ten takes at most "
            "%(early)s, nine in ten at most %(late)s."
        ) % {
            "origin": found.names[i],
            "destination": found.names[j],
            "early": minutes(found.early[i, j]),
            "late": minutes(found.late[i, j]),
        }
    others = np.isfinite(found.changes) & ~np.eye(len(found.codes), dtype=bool)
    if others.any():
        told = {
            "changes": words.number(float(found.changes[others].mean()), 1),
            "walking": minutes(float(found.walking[others].mean())),
        }
        yield _("A journey has %(changes)s changes and %(walking)s on foot on average over all pairs.") % told


def _no_stop(found: Found) -> Iterator[str]:
    codes = found.result["no_stop"]
    if codes:
        names = dict(zip(found.codes, found.names, strict=True))
        yield ngettext(
            "From %(number)s area no stop lies within the longest walk: %(areas)s. Is its point near where people "
            "live?",
            "From %(number)s areas no stop lies within the longest walk: %(areas)s. Are their points near where people "
            "live?",
            len(codes),
        ) % {"number": words.count(len(codes)), "areas": words.listed([names[code] for code in codes])}


def _method(found: Found) -> str:
    asked = found.result["choices"]
    return _(
        "Times are from door to door for whoever leaves at any minute from %(first)s until %(last)s on %(day)s, "
        "waiting included: the median of the departures. One walks at most %(walk)s at a time, at %(kmh)s km/h, "
        "changes at most %(changes)s times and travels at most %(longest)s; what takes longer is out of reach. "
        "Everybody knows the timetable and nothing is late. Everybody in an area is believed to live at its point; "
        "what lies in one’s own area always counts as reached."
    ) % {
        "first": asked["first"],
        "last": asked["last"],
        "day": found.result["day"],
        "walk": minutes(asked["walk"]),
        "kmh": words.number(asked["kmh"], 1),
        "changes": words.count(asked["changes"]),
        "longest": minutes(asked["longest"]),
    }


def _timetable(found: Found) -> str:
    whole = found.result["timetable"]
    told = _("The timetable of the day has %(trips)s trips at %(stops)s stops, with the nights beside it.") % {
        "trips": words.count(whole["trips"]),
        "stops": words.count(whole["stops"]),
    }
    weekend = date.fromisoformat(found.result["day"]).weekday() >= WEEKEND
    return words.parts(told, _("The day is not an ordinary working day.") if weekend else "")


def _findings(found: Found) -> Iterator[str]:
    """What was found when the day was read."""
    for each in found.result["timetable"]["findings"]:
        if each["severity"] != "NOTE":
            yield words.parts(
                translated(each["text"]),
                ngettext("%(shown)s time", "%(shown)s times", each["count"]) % {"shown": words.count(each["count"])},
                f"({'; '.join(map(example, each['examples'][:3]))})" if each["examples"] else "",
            )


def _absent(found: Found) -> Iterator[str]:
    areas = found.result["absent"]
    if areas:
        yield ngettext(
            "%(number)s area is not in the data on people, and counts as empty: %(areas)s.",
            "%(number)s areas are not in the data on people, and count as empty: %(areas)s.",
            len(areas),
        ) % {"number": words.count(len(areas)), "areas": words.listed(areas)}
