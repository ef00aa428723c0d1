"""How a file is probably to be read: a mapping to begin from, which the user corrects."""

from collections.abc import Iterable, Sequence
from typing import Any

from samsyn.insights.reading.mappings import (
    LINK_THINGS,
    NEEDED,
    NODE_THINGS,
    Form,
    Mapping,
    column,
)
from samsyn.sources import features, flows
from samsyn.sources.cells import MISSING, NUMBER
from samsyn.sources.errors import ChoiceNeeded, Place
from samsyn.sources.problems import Cure, Problem

CODES = (
    "code", "kod", "region", "regionkod", "kommunkod", "kommun_kod", "kommunnummer", "municipality_code", "area",
    "area_code", "geo", "id", "nr", "gisco_id", "lau_code", "lau_id", "nuts_id", "lan_kod", "länskod", "kommun",
    "municipality", "community",
)  # fmt: skip
NAMES = (
    "name", "namn", "navn", "kommun", "kommunnamn", "municipality", "municipality_name", "lau_name_national",
    "lau_name", "com.name", "area_name", "region_name", "regionnamn",
)  # fmt: skip
REGIONS = (
    "fa_kod", "fa", "fa15", "fua_id", "fua", "la", "la_kod", "lma", "cluster", "region_code", "regionkod", "region",
    "county_code", "county", "lan_kod", "länskod",
)  # fmt: skip
REGION_NAMES = ("fa_namn", "fua_name", "la_namn", "region_name", "regionnamn", "county_name", "lan", "län")
OLD = ("old", "gammal", "gammal_kod", "från", "from")
NEW = ("new", "ny", "ny_kod", "till", "to")
SHARE = ("share", "andel")
YEAR = ("year", "år", "time", "tid")
SEX = ("sex", "kön", "kon", "kjønn", "gender")
NETWORKS: dict[str, Sequence[str]] = {
    "node": ("node", "node_id", "nod", "code", "kod", "id"),
    "x": ("x", "x_coord", "lon", "longitude", "longitud", "easting"),
    "y": ("y", "y_coord", "lat", "latitude", "latitud", "northing"),
    "zone": ("zone", "zone_id", "zon", "område", "area"),
    "through": ("through", "genomfart"),
    "start": ("from", "från", "start", "from_node", "from_node_id", "fran", "a"),
    "end": ("to", "till", "end", "to_node", "to_node_id", "b"),
    "km": ("km", "length_km", "length", "längd", "längd_km"),
    "minutes": ("minutes", "min", "minuter", "time", "tid", "restid"),
    "link": ("link", "link_id", "länk", "code", "kod", "id"),
    "capacity": ("capacity", "kapacitet"),
    "delay_factor": ("delay_factor",),
    "delay_power": ("delay_power",),
    "mode": ("mode", "färdmedel", "trafikslag"),
    "opened": ("opened", "öppnar", "öppnad"),
    "both_ways": ("both_ways", "båda håll", "båda_håll", "dubbelriktad"),
}
"""Headings of a network in two tables."""
MEASURES: dict[str, Sequence[str]] = {
    **{thing: NETWORKS[thing] for thing in ("start", "end", "both_ways", "minutes", "km", "mode")},
    "measure": ("measure", "åtgärd", "measure_key", "key", "nyckel"),
    "what": ("what", "vad", "change", "ändring"),
    "name": ("name", "namn", "benämning"),
    "link": ("link", "länk", "link_id"),
    "cost": ("cost", "kostnad", "cost_msek", "kostnad mkr", "kostnad (mkr)", "mkr"),
    "price_year": ("price_year", "prisår", "prisnivå"),
    "year": ("year", "år", "öppnar", "opened"),
    "owner": ("owner", "county", "län", "ägare", "part"),
    "note": ("note", "anmärkning", "comment", "kommentar"),
}
"""Headings of candidate measures."""
GROWTH: dict[str, Sequence[str]] = {
    "code": CODES,
    "scenario": ("scenario", "scenariot", "alternativ", "alternative", "prognos", "forecast"),
    "year": YEAR,
    "people": ("people", "population", "invånare", "befolkning", "folkmängd"),
    "jobs": ("jobs", "jobb", "arbetstillfällen", "arbetsplatser", "sysselsatta", "workplaces", "employment"),
}
"""Headings of growth scenarios."""
HEADINGS: dict[str, dict[str, Sequence[str]]] = {"measures": MEASURES, "growth": GROWTH}
"""Of kinds of data whose columns are known by their headings alone."""
NOT_QUANTITIES = frozenset({*YEAR, *SEX})


def guessed(kind: str, outline: dict[str, Any]) -> Mapping:
    """A mapping for a file with this outline. What could not be guessed is left out."""
    form = outline["form"]
    if form == Form.CUBE:
        return _cube(kind, outline["dimensions"])
    if form == Form.OMX:
        return {"form": Form.OMX}
    if form in (Form.GMNS, Form.TNTP, Form.GTFS):
        return {"form": form}
    if form == Form.LISTED:
        return {"form": Form.LISTED, "columns": _network(outline)}
    if form == Form.POLYGONS:
        return {"form": Form.POLYGONS, "columns": _polygons(outline["columns"])}
    if kind == "flows":
        return _flows(outline)
    if kind == "quantities":
        return _quantities(outline)
    if kind == "regions":
        return {"form": Form.ROWS, "columns": _regions(outline["columns"])}
    columns = outline["columns"]
    if kind in HEADINGS:
        return {
            "form": Form.ROWS,
            "columns": {thing: _named(columns, known) for thing, known in HEADINGS[kind].items()},
        }
    return {
        "form": Form.ROWS,
        "columns": {"old": _named(columns, OLD), "new": _named(columns, NEW), "share": _named(columns, SHARE)},
    }


def require_columns(kind: str, mapping: Mapping, place: Place) -> None:
    """Refuse a mapping of a table that does not say where what is needed stands."""
    if mapping["form"] in (Form.ROWS, Form.LISTED):
        needed = NEEDED[kind]
    elif mapping["form"] == Form.CUBE:
        needed = ("origin", "destination") if kind == "flows" else ("code",)
    else:
        return
    if not all(column(mapping, thing) for thing in needed):
        raise ChoiceNeeded(Problem.COLUMNS_NOT_GUESSED, Cure.SAY_COLUMNS, place=place)


def _flows(outline: dict[str, Any]) -> Mapping:
    try:
        preset = flows.guess(outline["columns"])
    except ChoiceNeeded:
        return {"form": Form.MATRIX if _is_matrix(outline) else Form.ROWS}
    things = ("origin", "destination", "count", "year", "sex", "origin_name", "destination_name")
    columns = {thing: getattr(preset, thing) for thing in things if getattr(preset, thing)}
    # Rows of several years or groups that are taken for one another count everybody more than once.
    for thing, known in (("year", YEAR), ("sex", SEX)):
        if thing not in columns and (name := _named(outline["columns"], known)):
            columns[thing] = name
    return {"form": Form.ROWS, "columns": columns, "first_word": preset.first_word}


def _is_matrix(outline: dict[str, Any]) -> bool:
    """The codes of the first rows are all headings too."""
    firsts = [cells[0] for _row, cells in outline.get("rows", []) if cells]
    return len(firsts) > 1 and outline["width"] > 2 and set(firsts) <= set(outline["columns"])


def _polygons(columns: Sequence[str]) -> dict[str, str]:
    try:
        code, name = features.guess(columns)
    except ChoiceNeeded:
        return {}
    return {"code": code, "name": name}


def _quantities(outline: dict[str, Any]) -> Mapping:
    columns = outline["columns"]
    code = _named(columns, CODES) or next(iter(columns), "")
    name = _named([one for one in columns if one != code], NAMES)
    figures = [
        one for one in columns if one not in (code, name) and not _names_no_quantity(one) and _is_number(outline, one)
    ]
    return {"form": Form.ROWS, "columns": {"code": code, "name": name}, "figures": figures}


def _names_no_quantity(column: str) -> bool:
    """A heading of a code, a year or a group, whose numbers count nothing."""
    folded = column.casefold()
    return folded in NOT_QUANTITIES or folded.endswith(("code", "kod", "_id"))


def _is_number(outline: dict[str, Any], name: str) -> bool:
    at = outline["header"].index(name) if name in outline["header"] else None
    cells = [] if at is None else [str(cells[at]).strip() for _row, cells in outline["rows"] if at < len(cells)]
    told = [cell for cell in cells if cell.casefold() not in MISSING]
    return bool(told) and all(NUMBER.fullmatch(cell) for cell in told)


def _regions(columns: Sequence[str]) -> dict[str, str]:
    region = _named(columns, REGIONS)
    code = _named([one for one in columns if one != region], CODES)
    return {"code": code, "region": region, "region_name": _named(columns, REGION_NAMES)}


def _network(outline: dict[str, Any]) -> dict[str, str]:
    """The headings of both tables."""
    nodes, links = outline["node_columns"], outline["columns"]
    named = {thing: _named(nodes, NETWORKS[thing]) for thing in NODE_THINGS}
    return named | {thing: _named(links, NETWORKS[thing]) for thing in LINK_THINGS}


def _cube(kind: str, dimensions: Iterable[dict[str, Any]]) -> Mapping:
    """By size and by what statistics offices call things; a dimension of one value needs no choice."""
    every = list(dimensions)
    codes = [dimension["code"] for dimension in every]
    time, sex = _named(codes, ("tid", "time", "år", "year")), _named(codes, ("kon", "kön", "sex", "kjonn"))
    if kind == "flows":
        origin = _named(codes, ("bostadskommun", "bokommune", "origin", "bostedskommune"))
        destination = _named(codes, ("arbetsstallekommun", "arbkommune", "destination", "arbeidsstedskommune"))
        return {
            "form": Form.CUBE,
            "columns": {"origin": origin, "destination": destination, "year": time, "sex": sex},
        }
    figures = [name for name in (_named(codes, ("contentscode", "contentcode", "indic_de")),) if name]
    columns = {"code": _named(codes, ("region", "geo", "kommun", "area"))}
    fixed = {time: max(code for code, _label in _of(every, time)["values"])} if time else {}
    return {"form": Form.CUBE, "columns": columns, "figures": figures, "fixed": fixed}


def _of(dimensions: Iterable[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(dimension for dimension in dimensions if dimension["code"] == code)


def _named(columns: Iterable[str], known: Sequence[str]) -> str:
    """The first of the known headings that is there, in the file's own spelling."""
    spelled = {one.casefold(): one for one in columns}
    return next((spelled[name] for name in known if name in spelled), "")
