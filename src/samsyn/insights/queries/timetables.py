"""A timetable to look at: whose it is, of which days, how much runs on each day of a week, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samsyn.foundation.ui import formats
from samsyn.insights.presentation import AreaMap, Line, Lines, Mark, Scale

WGS84 = "EPSG:4326"
MOST_AGENCIES = 5
MOST_LABELS = 12
MOST_MARKS = 150
"""Stops that are marked on the map: of more, the names of the busiest tell where it is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The facts of a timetable; `week` has the trips of each day of the week of the day that was checked."""

    agencies: str
    first: date
    last: date
    day: date
    stops: int
    routes: int
    trips: int
    calls: int
    week: tuple[tuple[date, int], ...]


def shown(preview: Mapping[str, Any] | None) -> Shown | None:
    """What was kept when the timetable was checked (`reading.timetables.shown`); None where nothing was."""
    if not preview:
        return None
    first, last, day = (date.fromisoformat(preview[name]) for name in ("first", "last", "day"))
    return Shown(
        agencies=_listed(preview["agencies"]),
        first=first,
        last=last,
        day=day,
        stops=preview["stops"],
        routes=preview["routes"],
        trips=preview["trips"],
        calls=preview["calls"],
        week=tuple((date.fromisoformat(each), trips) for each, trips in preview["week"]),
    )


def area_map(preview: Mapping[str, Any]) -> AreaMap:
    """The ways between stops, as wide as many trips take them, and the busiest stops by name."""
    day = date.fromisoformat(preview["day"])
    busiest = [each for each in preview["busiest"] if each[2] is not None]
    return AreaMap(
        name="preview",
        title=_("Where trips run on %(day)s") % {"day": day.isoformat()},
        codes=(),
        scale=Scale.GROUND,
        texts=(),
        labels=tuple((str(at), each[0]) for at, each in enumerate(busiest[:MOST_LABELS])),
        lines=Lines(
            crs=WGS84,
            lines=tuple(_line(at, *each) for at, each in enumerate(preview["lines"])),
            marks=tuple(_mark(at, *each) for at, each in enumerate(busiest[:MOST_MARKS])),
            sizes=_("trips, both ways together"),
        ),
    )


def _line(at: int, west: float, south: float, east: float, north: float, runs: int) -> Line:
    text = ngettext("%(number)s trip", "%(number)s trips", runs) % {"number": _number(runs)}
    return Line(str(at), ((west, south), (east, north)), text, size=runs)


def _mark(at: int, name: str, departures: int, x: float, y: float) -> Mark:
    told = ngettext("%(name)s: %(number)s departure", "%(name)s: %(number)s departures", departures)
    return Mark(str(at), (x, y), told % {"name": name, "number": _number(departures)})


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_AGENCIES]) + (" …" if len(names) > MOST_AGENCIES else "")


def _number(value: int) -> str:
    return formats.number(value, get_language() or "sv")
