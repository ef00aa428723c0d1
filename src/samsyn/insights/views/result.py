"""A result as a page shows it: everything that a template repeats, made ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from samsyn.insights.exports.catalogue import Format
from samsyn.insights.exports.making import Exported, Told
from samsyn.insights.maps import figure
from samsyn.insights.maps.drawing import Choosing, Link, Sheet
from samsyn.insights.maps.figure import Frame
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.presentation import (
    AreaChosen,
    AreaMap,
    Arrow,
    Bars,
    Cell,
    Column,
    Kind,
    Presentation,
    Scale,
    Table,
)
from samsyn.insights.studies import words

FIRST_ROWS = 10
FIRST_FLOWS = 5
LONG = 60
"""Letters, from which a cell is a list or a sentence."""
WIDTH = 100.0
"""Of the longest bar, in units of its drawing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of a table: its words, the label of its column, whether it is a number, and whether a list or sentence."""

    text: str
    number: bool
    label: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    name: str
    label: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """A table, or the first rows of it; `more` is how many are left out."""

    name: str
    caption: str
    columns: tuple[Head, ...]
    rows: tuple[tuple[Shown, ...], ...]
    url: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart, as long as its part of the longest."""

    label: str
    length: str
    value: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the parts of a result are: of a run, of what is shared of it, or of two compared."""

    page: str
    table: Callable[[str], str]
    export: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which map is looked at, and which area or link of it is chosen."""

    map: str
    area: str
    link: str


def wanted(request: HttpRequest) -> Wanted:
    """As the address says."""
    return Wanted(*(request.GET.get(name, "") for name in ("map", "area", "link")))


def context(told: Told, addresses: Addresses, look: Wanted) -> dict[str, Any]:
    """Everything about a result that its page shows."""
    shown = told.presentation
    return {
        "told": told,
        "shown": shown,
        "about": told.about,
        "figures": [(figure.label, words.cell(figure.value, figure.kind)) for figure in shown.figures],
        "charts": [(chart.title, bars(chart)) for chart in shown.charts],
        "tables": [rows(table, addresses.table(table.name), FIRST_ROWS) for table in shown.tables],
        "exports": exports(told, addresses),
        "places": places(shown),
        "can_choose": told.study.area_chosen is not None,
        "look": look,
        "here": addresses.page,
        "kept": parse_qsl(urlsplit(addresses.page).query),
        **_maps(told, addresses, look),
    }


def exports(shown: Exported, addresses: Addresses) -> list[tuple[Format, str]]:
    """The files that can be made of it, and where."""
    return [(each, addresses.export(name)) for name, each in shown.formats().items()]


def rows(table: Table, url: str, most: int | None = None) -> Rows:
    """A table in words, or its first rows."""
    shown = table.rows if most is None else table.rows[:most]
    return Rows(
        name=table.name,
        caption=table.caption,
        columns=tuple(Head(each.name, each.label, each.kind is not Kind.TEXT) for each in table.columns),
        rows=tuple(
            tuple(_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)) for row in shown
        ),
        url=url,
        more=len(table.rows) - len(shown),
    )


def in_order(table: Table, wanted: str) -> Table:
    """The table sorted by a column, as `name` or `-name`; as it stands where it has no such column."""
    names = [column.name for column in table.columns]
    name = wanted.removeprefix("-")
    if name not in names:
        return table
    at = names.index(name)
    some = sorted((row for row in table.rows if row[at] is not None), key=lambda row: _key(row[at]))
    none = [row for row in table.rows if row[at] is None]
    ordered = reversed(some) if wanted.startswith("-") else some
    return Table(table.name, table.caption, table.columns, (*ordered, *none), table.by_area)


def bars(chart: Bars) -> list[Bar]:
    """The bars of a chart, the longest as long as there is room."""
    longest = max((abs(value) for _label, value in chart.bars), default=0.0) or 1.0
    return [
        Bar(label, f"{WIDTH * abs(value) / longest:.2f}", words.cell(value, chart.kind)) for label, value in chart.bars
    ]


def drawn(
    geometry: MapGeometry, area_map: AreaMap, frame: Frame, *, area: str = "", link: Link | None = None
) -> SafeString:
    """A map among others that move along; its areas lead somewhere with a link."""
    named = replace(frame, sheet=Sheet(ident=f"map-{area_map.name}"))
    return figure.figure(geometry, area_map, named, selected=area, link=link)


def places(shown: Presentation) -> list[tuple[str, str]]:
    """The areas to choose one of: code and name, by name."""
    table = next((table for table in shown.tables if table.by_area), None)
    if table is None:
        return []
    at = next((at for at, column in enumerate(table.columns) if column.name == "name"), 0)
    return sorted(((str(row[0]), str(row[at])) for row in table.rows), key=lambda place: place[1].casefold())


def _maps(told: Told, addresses: Addresses, look: Wanted) -> dict[str, Any]:
    """The map that is looked at, and the way to the others."""
    own = told.link_chosen(look.link) or told.area_chosen(look.area)
    drawable = [one for one in told.presentation.maps if told.boundaries is not None or one.lines is not None]
    maps = instead(drawable, own)
    current = next((one for one in maps if one.name == look.map), maps[0]) if maps else None
    geometry = told.ground(current) if current else None
    if current is None or geometry is None:
        return {"map": "", "maps": [], "chosen": rows(own.table, "") if own and own.table else None}
    at = partial(_address, addresses.page, current.name if current is not maps[0] else "")
    picture = _picture(told, geometry, current, (own, look), at)
    others = _others(maps, current, addresses.page, look) if len(maps) > 1 else []
    return {"map": picture, "maps": others, "map_title": current.title}


def _picture(
    told: Told,
    geometry: MapGeometry,
    current: AreaMap,
    chosen: tuple[AreaChosen | None, Wanted],
    at: Callable[..., str],
) -> SafeString:
    """The map, with what is said of the area or link that is chosen."""
    own, look = chosen
    link = look.link if look.link in told.links else ""
    area = look.area if look.area in current.codes and not link else ""
    arrows = told.arrows(area)
    said = SafeString("")
    if link:
        said = _chosen_link(current, link, own and own.table, at(""))
    elif area:
        said = _chosen(told, current, area, arrows, own and own.table, at(""))
    choosing = Choosing(lambda code: at("", link=code) if code in told.links else "", link) if current.lines else None
    frame = Frame(source=told.about.cited, chosen=said, sheet=Sheet(ident="map", lines=choosing))
    areas = None if current.scale is Scale.GROUND else at
    return figure.figure(geometry, current, frame, arrows=arrows, selected=area, link=areas)


def _others(maps: Sequence[AreaMap], current: AreaMap, page: str, look: Wanted) -> list[dict[str, Any]]:
    """The ways to all maps, with what is chosen."""
    ways = (_address(page, one.name, look.area, look.link) for one in maps)
    return [{"label": one.title, "url": url, "current": one is current} for one, url in zip(maps, ways, strict=True)]


def instead(maps: Sequence[AreaMap], own: AreaChosen | None) -> tuple[AreaMap, ...]:
    """The maps, with those of what is chosen in place of those of the same name."""
    found = {one.name: one for one in own.maps} if own else {}
    return tuple(found.get(one.name, one) for one in maps)


def _address(page: str, name: str, area: str, link: str = "") -> str:
    said = {key: value for key, value in (("map", name), ("area", area), ("link", link)) if value}
    joint = "&" if "?" in page else "?"
    return f"{page}{joint}{urlencode(said)}#map-part" if said else f"{page}#map-part"


def _chosen(
    told: Told, area_map: AreaMap, area: str, arrows: tuple[Arrow, ...], table: Table | None, close: str
) -> SafeString:
    """What is said of the chosen area: its row in the table of areas, its largest flows, and a table of its own."""
    out = [arrow for arrow in arrows if arrow.origin == area]
    into = [arrow for arrow in arrows if arrow.destination == area]
    context = {
        "text": area_map.texts[area_map.codes.index(area)],
        "facts": _facts(told.presentation, area),
        "out": out[:FIRST_FLOWS],
        "into": into[:FIRST_FLOWS],
        "drawn": len(arrows),
        "table": rows(table, "") if table else None,
        "close": close,
    }
    return render_to_string("insights/_chosen.html", context)


def _chosen_link(current: AreaMap, link: str, table: Table | None, close: str) -> SafeString:
    """What is said of the chosen link, and a table of its own."""
    lines = current.lines.lines if current.lines else ()
    text = next((line.text for line in lines if line.code == link), link)
    context = {"text": text, "table": rows(table, "") if table else None, "close": close}
    return render_to_string("insights/_chosen.html", context)


def _facts(shown: Presentation, area: str) -> list[tuple[str, str]]:
    table = next((table for table in shown.tables if table.by_area), None)
    row = next((row for row in table.rows if row[0] == area), None) if table else None
    if table is None or row is None:
        return []
    pairs = zip(table.columns, row, strict=True)
    return [(column.label, words.cell(cell, column.kind)) for column, cell in pairs if cell is not None]


def _cell(value: Cell, column: Column) -> Shown:
    text = words.cell(value, column.kind)
    return Shown(text, column.kind is not Kind.TEXT, column.label, len(text) > LONG)


def _key(value: Cell) -> tuple[bool, Any]:
    return (True, value.casefold()) if isinstance(value, str) else (False, value)
