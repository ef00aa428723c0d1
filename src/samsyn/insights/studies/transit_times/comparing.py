"""Two results of travel times by public transport beside each other: two timetables, days or windows."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Presentation
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.transit_times.found import Found
from samsyn.insights.studies.travel_times import comparing as travel_times

ASKED = ("kmh", "walk", "longest", "changes")


def compare(first: Result, second: Result, titles: tuple[str, str]) -> Presentation:
    """Which ways have become faster or slower at the middle departure, and what else differs than the timetable."""
    shown = travel_times.compare(first, second, titles)
    return replace(shown, notes=(*shown.notes, *_differing(Found(first), Found(second), titles)))


def _differing(first: Found, second: Found, titles: tuple[str, str]) -> Iterator[str]:
    yield _("Compared are medians over the departures: %(first)s (“%(one)s”) and %(second)s (“%(other)s”).") % {
        "first": first.window,
        "one": titles[0],
        "second": second.window,
        "other": titles[1],
    }
    asked = [{name: found.result["choices"][name] for name in ASKED} for found in (first, second)]
    if asked[0] != asked[1]:
        yield _("Walking, changes or the longest time differ between the two, so not all change is of the timetable.")
