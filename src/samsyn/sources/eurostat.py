"""Eurostat's dissemination API: cubes as JSON-stat 2, tables as SDMX-CSV."""

from array import array
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np

from samsyn.sources import delimited, json_text, jsonstat
from samsyn.sources.cells import Numbers
from samsyn.sources.errors import FetchFailed, Place, Unreadable, WrongContent
from samsyn.sources.fetching import Answer, Client, Tick, refused
from samsyn.sources.files import Source
from samsyn.sources.grids import Layout
from samsyn.sources.jsonstat import Cube
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Coded, Observations

BASE = "https://ec.europa.eu/eurostat/api/dissemination"
VALUE, FLAG = "OBS_VALUE", "OBS_FLAG"
NOT_DIMENSIONS = {"DATAFLOW", "LAST UPDATE", "STRUCTURE", "STRUCTURE_ID", "ACTION", "CONF_STATUS", VALUE, FLAG}


def jsonstat_address(dataset: str, filters: Mapping[str, Sequence[str]], base: str = BASE) -> str:
    """Where a cube is: `filters` names dimension -> values ("geo": ("SE11",), "sinceTimePeriod": ("2015",))."""
    query = urlencode([("format", "JSON"), ("lang", "EN")] + [(k, v) for k, values in filters.items() for v in values])
    return f"{base}/statistics/1.0/data/{quote(dataset, safe='')}?{query}"


def sdmx_csv_address(dataset: str, key: str = "", base: str = BASE, **period: str) -> str:
    """Where a table is: `key` as SDMX writes it ("A.NR.SE11+SE12"); `period` startPeriod and endPeriod."""
    query = urlencode({"format": "SDMX-CSV", **period})
    return f"{base}/sdmx/2.1/data/{quote(dataset, safe='')}/{quote(key, safe='.+')}?{query}"


def fetch(client: Client, address: str, tick: Tick | None = None) -> Source:
    """The bytes at an address that one of the above made."""
    answer = client.get(address, tick)
    if answer.status != 200:
        raise _said(answer)
    return Source(address.split("?")[0].rsplit("/data/", 1)[-1], answer.data)


def read_jsonstat(source: Source) -> Cube:
    """The cube. What Eurostat says instead of data, such as that the answer comes later, is an error with its words."""
    data = json_text.parsed(source)
    if isinstance(data, dict) and (message := _message(data)):
        raise Unreadable(Problem.SERVICE_WARNS, Cure.SMALLER, place=source.place, found=message)
    return jsonstat.read(source)


def read_sdmx_csv(source: Source) -> Observations:
    """The table: a row an observation; columns that are not dimensions are left out."""
    grid = delimited.grid(source, Layout(delimiter=",", decimal="."))
    value_at, flag_at = grid.position(VALUE), grid.position(FLAG) if FLAG in grid.header else None
    dimensions = {name: i for i, name in enumerate(grid.header) if name and name not in NOT_DIMENSIONS}
    numbers = Numbers(".")
    known: dict[str, dict[str, int]] = {name: {} for name in (*dimensions, FLAG)}
    indices = {name: array("q") for name in known}
    values = array("d")
    for row, cells in grid.rows:
        values.append(numbers.read(cells[value_at], grid.place.at(row=row, column=VALUE)))
        for name, at in (*dimensions.items(), (FLAG, flag_at)):
            text = "" if at is None else str(cells[at]).strip()
            indices[name].append(known[name].setdefault(text, len(known[name])))
    if not values:
        raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=grid.place)
    coded = {name: Coded(tuple(known[name]), np.array(indices[name], dtype=np.int64)) for name in known}
    flags = coded.pop(FLAG)
    return Observations(grid.place, coded, np.array(values, dtype=np.float64), flags)


def _said(answer: Answer) -> FetchFailed:
    """Eurostat answers a bad question with its reason in JSON."""
    try:
        data = json_text.parsed(Source("", answer.data)) if answer.data else {}
    except Unreadable:
        data = {}
    message = _message(data) if isinstance(data, dict) else ""
    if not message:
        return refused(answer)
    cure = Cure.SMALLER if answer.status == 413 else Cure.CHECK_ADDRESS
    place = Place(answer.address.split("?")[0])
    return FetchFailed(Problem.REFUSED, cure, place=place, found=message, status=answer.status)


def _message(data: Mapping[str, Any]) -> str:
    for name in ("error", "warning"):
        given = data.get(name)
        entry = given[0] if isinstance(given, list) and given else given
        if isinstance(entry, dict):
            return f"{entry.get('status', '')} {entry.get('label', '')}".strip() or name
    return ""
