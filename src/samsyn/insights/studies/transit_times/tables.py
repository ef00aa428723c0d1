"""Tables of travel times by public transport: the pairs of areas, and the ways from the one that is chosen."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.studies.transit_times.found import Found
from samsyn.insights.studies.travel_times.found import cell
from samsyn.insights.studies.travel_times.tables import MOST_IN_PAIRS


def pairs(found: Found) -> Table | None:
    """Every pair in both directions; None where there are too many."""
    n = len(found.codes)
    if n > MOST_IN_PAIRS:
        return None
    rows = tuple(
        (found.codes[i], found.names[i], found.codes[j], found.names[j], *_way(found, i, j))
        for i in range(n)
        for j in range(n)
        if i != j
    )
    columns = (
        Column("from", _("From, code")),
        Column("from_name", pgettext("way", "From")),
        Column("to", _("To, code")),
        Column("to_name", pgettext("way", "To")),
        *_columns(),
    )
    return Table("times", _("Travel times between all areas"), columns, rows)


def from_area(found: Found, area: int) -> Table:
    """All other areas, the nearest first."""
    order = np.argsort(found.times[area], kind="stable").tolist()
    rows = tuple((found.names[other], *_way(found, area, other)) for other in order if other != area)
    caption = _("Travel times from %(area)s") % {"area": found.names[area]}
    return Table("chosen", caption, (Column("name", _("Area")), *_columns()), rows)


def _columns() -> tuple[Column, ...]:
    return (
        Column("minutes", _("Minutes, median"), Kind.NUMBER),
        Column("minutes_10", _("One departure in ten is as quick as"), Kind.NUMBER),
        Column("minutes_90", _("Nine in ten are as quick as"), Kind.NUMBER),
        Column("arriving", _("Departures that arrive"), Kind.SHARE),
        Column("changes", _("Changes, mean"), Kind.NUMBER),
        Column("walking", _("Minutes on foot, mean"), Kind.NUMBER),
    )


def _way(found: Found, i: int, j: int) -> tuple[Cell, ...]:
    minutes = (cell(times[i, j]) for times in (found.times, found.early, found.late))
    arriving = round(float(found.arriving[i, j]), 4)
    return (*minutes, arriving, cell(found.changes[i, j]), cell(found.walking[i, j]))
