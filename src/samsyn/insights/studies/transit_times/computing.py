"""From a timetable and points to the times between them over a window of departures, as plain data."""

from datetime import date, time
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from samsyn.insights.reading import findings
from samsyn.insights.reading.words import told
from samsyn.insights.studies import plain
from samsyn.insights.studies.contract import Choices, Given, Progress, Result
from samsyn.insights.studies.transit_times.choosing import seconds
from samsyn.insights.studies.travel_times.computing import of_times, weights_of

if TYPE_CHECKING:
    from samsyn.analysis.transit.times import TransitTimes
    from samsyn.insights.studies.transit_times.doors import Points
    from samsyn.sources.gtfs.footpaths import Walking
    from samsyn.sources.gtfs.reading import FeedDay

EARLY, MEDIAN, LATE = 10.0, 50.0, 90.0
"""Per cent of the departures."""
READ, FOUND = 0.5, 0.9
"""How much is done when the day is read, and when the journeys are found."""


def compute(given: Given, choices: Choices, rng: np.random.Generator, progress: Progress) -> Result:
    """The times between all points: of the middle departure, and of one tenth and nine tenths of them."""
    # Imported here: it loads what reads and measures, which pages that only show results can do without.
    from samsyn.insights.studies.transit_times.doors import points_of

    points = points_of(given)
    weights = weights_of(points.zones, given.get("people"), choices)
    day = _read(given["timetable"], choices, progress)
    times, no_stop = _times(day, points, choices, progress)
    progress(FOUND, _("Counting what is reached"))
    found = of_times(points.zones, times.at(MEDIAN), weights, given)
    return found | {
        "choices": choices,
        "day": day.day.isoformat(),
        "timetable": _of_day(day),
        "early": plain.packed(times.at(EARLY)),
        "late": plain.packed(times.at(LATE)),
        "arriving": plain.packed(times.arriving),
        "changes": plain.packed(times.changes),
        "walking": plain.packed(times.walking),
        "no_stop": no_stop,
    }


def _walking(choices: Choices) -> "Walking":
    # Imported here, as above.
    from samsyn.sources.gtfs.footpaths import Walking

    return Walking(kmh=choices["kmh"])


def _read(feed: Any, choices: Choices, progress: Progress) -> "FeedDay":
    day = date.fromisoformat(choices["date"]) if choices["date"] else feed.day
    text = _("Reading the timetable of %(day)s") % {"day": day.isoformat()}
    progress(0.0, text)
    with told():
        read: FeedDay = feed.on(day, _walking(choices), lambda share: progress(READ * share, text))
    return read


def _times(day: "FeedDay", points: "Points", choices: Choices, progress: Progress) -> tuple["TransitTimes", list[str]]:
    """The times, and the areas from which no stop is walked to."""
    # Imported here: they load numba, which pages that only show results can do without.
    from samsyn.analysis.transit.times import TransitChoices, transit_times
    from samsyn.insights.studies.transit_times.doors import doors_of

    text = _("Finding the journeys")
    progress(READ, text)
    doors = doors_of(points, day.timetable.stops, _walking(choices), choices["walk"] * 60)
    asked = TransitChoices(
        first=seconds(time.fromisoformat(choices["first"])),
        last=seconds(time.fromisoformat(choices["last"])),
        most_rides=choices["changes"] + 1,
        longest=choices["longest"] * 60,
        percentiles=(EARLY, MEDIAN, LATE),
    )
    times = transit_times(
        day.timetable, doors, asked, progress=lambda share: progress(READ + (FOUND - READ) * share, text)
    )
    reached = set(doors.access.start.tolist())
    return times, [code for at, code in enumerate(points.zones.codes) if at not in reached]


def _of_day(day: "FeedDay") -> dict[str, Any]:
    """What stands beside the figures of the timetable: how much of it there was, and what was found in it."""
    return {
        "publisher": day.info.publisher,
        "version": day.info.version,
        "stops": len(day.timetable.stops),
        "trips": len(day.timetable.trips),
        "findings": [findings.stored_of_timetable(each, {}) for each in day.findings],
    }
