"""Maps of travel times: from an area and to it, and how near each area is to all people."""

import math
from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Floats
from samsyn.insights.maps import classes
from samsyn.insights.maps.classes import Limits
from samsyn.insights.presentation import AreaChosen, AreaMap, Column, Kind, Scale, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.travel_times.found import Found, cell, minutes

STEPS = (15.0, 30.0, 45.0, 60.0, 90.0, 120.0)
"""Minutes between the classes of a map of times: those that people plan their days by."""
CLASSES = 6
FEWEST = 3
MIDDLE = 45.0
"""The limit of which there is a map: about as long as most are ready to travel to work."""


def drawn(found: Found) -> Iterator[AreaMap]:
    """Every map; those from and to an area from and to the most central one, until another is chosen."""
    yield from _from_and_to(found, found.hub)
    yield half_map(found, "half", half_title(found))
    if found.by_people:
        yield _within(found)


def of_area(result: Result, code: str) -> AreaChosen | None:
    """The maps from and to an area, and the table of the times."""
    found = Found(result)
    if code not in found.codes:
        return None
    area = found.codes.index(code)
    return AreaChosen(tuple(_from_and_to(found, area)), _times(found, area))


def half_map(found: Found, name: str, title: str, beside: Found | None = None) -> AreaMap:
    """How soon half of all are reached from each area; in classes that suit another result beside it too."""
    values = _known(found.half)
    limits = _limits(values + (_known(beside.half) if beside else []))
    texts = (
        _("%(area)s: half within %(time)s") % {"area": name, "time": minutes(value)}
        for name, value in zip(found.names, values, strict=True)
    )
    return _classed(found, name, title, (values, limits), tuple(texts))


def _known(values: Floats) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]


def _limits(values: list[float | None]) -> Limits:
    """The usual steps, so that maps can be compared; where they tell few areas apart, as many in each class."""
    usual = Limits(0.0, STEPS, math.inf)
    told = set(classes.places(values, usual)) - {classes.NONE}
    return usual if len(told) >= FEWEST else classes.quantiles(values, CLASSES)


def half_title(found: Found) -> str:
    """What that map shows."""
    if found.by_people:
        return _("Minutes within which half of the residents are reached")
    return _("Minutes within which half of the areas are reached")


def _from_and_to(found: Found, area: int) -> Iterator[AreaMap]:
    name = found.names[area]
    titles = (_("Minutes from %(area)s"), _("Minutes to %(area)s"))
    for which, title, values in zip(("from", "to"), titles, (found.times[area], found.times[:, area]), strict=True):
        yield isochrones(found, which, title % {"area": name}, values, area)


def isochrones(found: Found, which: str, title: str, values: Floats, area: int) -> AreaMap:
    """Times from or to an area, in steps that are the same on every map."""
    texts = tuple(_told(found, area, other) for other in range(len(found.codes)))
    return _classed(found, which, title, (_known(values), Limits(0.0, STEPS, math.inf)), texts)


def _told(found: Found, area: int, other: int) -> str:
    if area == other:
        return _("%(area)s: from and to here") % {"area": found.names[area]}
    return _("%(other)s: %(there)s from %(area)s, %(back)s back") % {
        "other": found.names[other],
        "area": found.names[area],
        "there": minutes(found.times[area, other]),
        "back": minutes(found.times[other, area]),
    }


def _within(found: Found) -> AreaMap:
    reached = found.result["reached"]
    column = reached["limits"].index(MIDDLE)
    values = [row[column] for row in found.result["reached"]["counts"]]
    texts = (
        _("%(area)s: %(count)s within %(time)s") % {"area": name, "count": words.count(value), "time": minutes(MIDDLE)}
        for name, value in zip(found.names, values, strict=True)
    )
    title = _("%(what)s within %(time)s") % {"what": reached["reached_as"], "time": minutes(MIDDLE)}
    return _classed(found, "within", title, (values, classes.quantiles(values, CLASSES)), tuple(texts))


def _classed(
    found: Found, name: str, title: str, by: tuple[list[float | None], Limits], texts: tuple[str, ...]
) -> AreaMap:
    values, limits = by
    return AreaMap(
        name=name,
        title=title,
        codes=found.codes,
        scale=Scale.SEQUENTIAL,
        texts=texts,
        legend=classes.legend(limits, Kind.COUNT),
        classes=classes.places(values, limits),
        labels=found.labels,
    )


def _times(found: Found, area: int) -> Table:
    """All other areas, the nearest first."""
    order = np.argsort(found.times[area], kind="stable").tolist()
    rows = tuple(
        (found.names[other], cell(found.times[area, other]), cell(found.times[other, area]))
        for other in order
        if other != area
    )
    columns = (
        Column("name", _("Area")),
        Column("minutes_from", _("Minutes from %(area)s") % {"area": found.names[area]}, Kind.NUMBER),
        Column("minutes_to", _("Minutes to %(area)s") % {"area": found.names[area]}, Kind.NUMBER),
    )
    caption = _("Travel times from and to %(area)s") % {"area": found.names[area]}
    return Table("chosen", caption, columns, rows)
