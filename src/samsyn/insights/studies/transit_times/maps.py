"""Maps of travel times by public transport: those of travel times, and of the changes from the area that is chosen."""

from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from samsyn.insights.maps import classes
from samsyn.insights.maps.classes import Limits
from samsyn.insights.presentation import AreaChosen, AreaMap, Kind, Scale
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.transit_times import tables
from samsyn.insights.studies.transit_times.found import Found
from samsyn.insights.studies.travel_times import maps as travel_times

CHANGES = Limits(0.0, (0.5, 1.5, 2.5), np.inf)
"""Of the mean number of changes: about none, one, two, and more."""


def drawn(found: Found) -> Iterator[AreaMap]:
    """Every map; those from and to an area from and to the most central one, until another is chosen."""
    yield from travel_times.drawn(found)
    yield _changes(found, found.hub)


def of_area(result: Result, code: str) -> AreaChosen | None:
    """The maps from and to an area, and the table of the ways."""
    chosen = travel_times.of_area(result, code)
    if chosen is None:
        return None
    found = Found(result)
    area = found.codes.index(code)
    return AreaChosen((*chosen.maps, _changes(found, area)), tables.from_area(found, area))


def _changes(found: Found, area: int) -> AreaMap:
    values = [float(value) if np.isfinite(value) else None for value in found.changes[area]]
    texts = (
        _("%(area)s: out of reach") % {"area": name}
        if value is None
        else _("%(area)s: %(number)s changes on average") % {"area": name, "number": words.number(value, 1)}
        for name, value in zip(found.names, values, strict=True)
    )
    return AreaMap(
        name="changes",
        title=_("Changes on the way from %(area)s") % {"area": found.names[area]},
        codes=found.codes,
        scale=Scale.SEQUENTIAL,
        texts=tuple(texts),
        legend=classes.legend(CHANGES, Kind.NUMBER),
        classes=classes.places(values, CHANGES),
        labels=found.labels,
    )
