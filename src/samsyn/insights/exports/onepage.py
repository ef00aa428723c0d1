"""A result on one sheet of A4, as a tagged PDF: what an elected representative takes along to a meeting.

A sheet that does not fit is set again with fewer rows and notes, until it does; sources and method are never left out.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from samsyn.foundation.days import day_of
from samsyn.foundation.paper.legible import breakable, everywhere, printable
from samsyn.foundation.paper.single import NotSet, on_one_page
from samsyn.foundation.ui import formats
from samsyn.insights.errors import InsightError
from samsyn.insights.exports.about import told
from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.maps import drawing, legend
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.maps.palette import Palette
from samsyn.insights.presentation import AreaMap, Kind, Table
from samsyn.insights.studies import words

TEMPLATE = Path(__file__).with_name("onepage.typ")
SIZES = ((10, 6, 125), (8, 4, 122), (8, 3, 118), (6, 2, 112), (5, 2, 100), (3, 1, 90), (0, 1, 82), (0, 0, 70))
"""Rows of the table, notes, and the height of the map in millimetres: the first that fit on one page."""
MOST_FIGURES, MOST_COLUMNS = 6, 7
LONGEST_CELL = 60
AS_IT_IS = frozenset({"svg"})


def render(bundle: Bundle) -> bytes:
    """The sheet."""
    variants = [everywhere(_fit, data, but=AS_IT_IS) for data in _variants(bundle)]
    moment = int(bundle.about.finished_at.timestamp())
    try:
        return on_one_page(TEMPLATE.read_bytes(), "page.json", variants, timestamp=moment)
    except NotSet as failed:
        raise InsightError(_("The sheet could not be made. Tell the administrator of the site.")) from failed


def _fit(text: str) -> str:
    return breakable(printable(text))


def _variants(bundle: Bundle) -> Iterator[dict[str, Any]]:
    whole = _data(bundle)
    for rows, notes, height in SIZES:
        yield whole | {
            "notes": list(bundle.presentation.notes[:notes]),
            "map-height": height,
            "table": _table(bundle.presentation.tables[0], rows) if bundle.presentation.tables else _table(None, 0),
        }


def _data(bundle: Bundle) -> dict[str, Any]:
    shown, about = bundle.presentation, bundle.about
    on = day_of(about.finished_at)
    return {
        "lang": words.language(),
        "publisher": about.publisher,
        "day": formats.day(on, words.language()),
        "date": [on.year, on.month, on.day],
        "title": shown.title,
        "lead": shown.lead,
        "modelled": about.modelled,
        "nature": about.nature,
        "figures": [
            {"label": figure.label, "value": words.cell(figure.value, figure.kind)}
            for figure in shown.figures[:MOST_FIGURES]
        ],
        "sources": [line for source in about.sources for line in told(source)],
        "about": [*about.whole(), *about.choices],
        "words": {"notes": _("What it means"), "sources": _("Sources and method")},
        **_drawn(bundle.geometry, shown.maps[0] if shown.maps else None),
    }


def _drawn(geometry: MapGeometry | None, area_map: AreaMap | None) -> dict[str, Any]:
    if geometry is None or area_map is None:
        return {"map": {"svg": "", "alt": "", "title": ""}, "remarks": []}
    svg = drawing.draw(geometry, area_map, sheet=drawing.Sheet(ident="sheet", width=480, height=640, palette=Palette()))
    alt = _("Map: %(title)s. The table tells the same.") % {"title": area_map.title}
    return {
        "map": {"svg": str(svg), "alt": alt, "title": area_map.title},
        "remarks": legend.remarks(area_map, geometry, area_map.arrows),
    }


def _table(table: Table | None, most: int) -> dict[str, Any]:
    """The first rows, and the first columns that are not long lists."""
    if table is None:
        return {"caption": "", "columns": [], "rows": [], "left-out": ""}
    short = [i for i in range(len(table.columns)) if all(len(str(row[i])) <= LONGEST_CELL for row in table.rows[:most])]
    shown = short[:MOST_COLUMNS]
    left_out = len(table.rows) - most
    return {
        "caption": table.caption,
        "columns": [{"label": table.columns[i].label, "number": table.columns[i].kind is not Kind.TEXT} for i in shown],
        "rows": [[words.cell(row[i], table.columns[i].kind) for i in shown] for row in table.rows[:most]],
        "left-out": _("%(number)s more rows are in the table on screen.") % {"number": left_out}
        if left_out > 0
        else "",
    }
