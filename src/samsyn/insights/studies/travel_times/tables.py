"""Tables of travel times: the areas, and the pairs of them."""

import math

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.studies.travel_times.found import Found, cell, minutes

MOST_IN_PAIRS = 300
"""Areas: of more, a table of their pairs is too long for a workbook, and the matrix file has them."""


def areas(found: Found) -> Table:
    """Each area: who live there, how soon half of all are reached, and what lies within each limit."""
    columns = [Column("code", _("Code")), Column("name", _("Area"))]
    if found.by_people:
        columns.append(Column("people", str(found.result["reached"]["people_as"]), Kind.COUNT))
    half = _("Half of the residents within, minutes") if found.by_people else _("Half of the areas within, minutes")
    hub = found.names[found.hub]
    columns += [
        Column("half", half, Kind.NUMBER),
        Column("nearest", _("Nearest area")),
        Column("nearest_minutes", _("Minutes there"), Kind.NUMBER),
        Column("minutes_from_hub", _("Minutes from %(area)s") % {"area": hub}, Kind.NUMBER),
        Column("minutes_to_hub", _("Minutes to %(area)s") % {"area": hub}, Kind.NUMBER),
        *_within_columns(found),
    ]
    rows = tuple(_row(found, area) for area in range(len(found.codes)))
    return Table("areas", _("The areas"), tuple(columns), rows, by_area=True)


def pairs(found: Found) -> Table | None:
    """Every pair in both directions; None where there are too many."""
    n = len(found.codes)
    if n > MOST_IN_PAIRS:
        return None
    codes, names, times = found.codes, found.names, found.times
    rows = tuple(
        (codes[i], names[i], codes[j], names[j], cell(times[i, j])) for i in range(n) for j in range(n) if i != j
    )
    columns = (
        Column("from", _("From, code")),
        Column("from_name", pgettext("way", "From")),
        Column("to", _("To, code")),
        Column("to_name", pgettext("way", "To")),
        Column("minutes", _("Minutes"), Kind.NUMBER),
    )
    return Table("times", _("Travel times between all areas"), columns, rows)


def _within_columns(found: Found) -> list[Column]:
    if not found.by_people:
        return []
    reached = found.result["reached"]
    label = _("%(what)s within %(time)s")
    return [
        Column(f"within_{limit:.0f}", label % {"what": reached["reached_as"], "time": minutes(limit)}, Kind.COUNT)
        for limit in reached["limits"]
    ]


def _row(found: Found, area: int) -> tuple[Cell, ...]:
    people = (found.result["areas"]["people"][area],) if found.by_people else ()
    within = tuple(found.result["reached"]["counts"][area]) if found.by_people else ()
    others = found.times[area].copy()
    others[area] = math.inf
    nearest = int(np.argmin(others))
    known = math.isfinite(others[nearest])
    return (
        found.codes[area],
        found.names[area],
        *people,
        cell(found.half[area]),
        found.names[nearest] if known else None,
        cell(others[nearest]),
        cell(found.times[found.hub, area]),
        cell(found.times[area, found.hub]),
        *within,
    )
