"""TNTP, the text format of the test networks of transport research: `_net`, and coordinates from `_node`.

A file says how many zones and nodes there are and from which number on trips may pass (`FIRST THRU NODE`). Nodes are
numbered from 1, zones are the first of them. A zone's code is its number with leading zeros, so that zones in the order
of their codes are in the order of their numbers. Units differ from file to file and are not said in a form that could
be read: the user says them.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.networks.tables import Mode
from samsyn.sources.errors import Place, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.networks.records import LinkRows, NetworkRows, NodeRows
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Floats, Ints

TAG = re.compile(r"<([^>]+)>\s*(.*)")
NUMBER = re.compile(r"[-+.\dEe]+", re.ASCII)
END = "END OF METADATA"
COLUMNS = ("init_node", "term_node", "capacity", "length", "free_flow_time", "b", "power")
COUNTS = ("NUMBER OF ZONES", "NUMBER OF NODES", "FIRST THRU NODE", "NUMBER OF LINKS")
NODE_COLUMNS = ("node", "X", "Y")


@dataclass(frozen=True, slots=True)
class TntpUnits:
    """What one of the file's units is: a mile is 1.609344 km. `crs` is that of the coordinates."""

    km: float = 1.0
    minutes: float = 1.0
    crs: str = ""


def read(net: Source, nodes: Source | None = None, units: TntpUnits | None = None) -> NetworkRows:
    """The network in a `_net` file, with the coordinates in a `_node` file where there is one."""
    units = units or TntpUnits()
    lines = _lines(net)
    counts = _fitting(_counts(lines, net.place), net)
    rows, values = _table(lines, net.place, COLUMNS)
    if len(rows) != counts["NUMBER OF LINKS"]:
        raise _does_not_fit(net.place, f"{len(rows)} links", f"{counts['NUMBER OF LINKS']} links")
    ends = _ends(values[:, :2], counts["NUMBER OF NODES"], rows, net.place)
    links = LinkRows(
        place=net.place,
        codes=tuple(str(number) for number in range(1, len(rows) + 1)),
        start=ends[:, 0].copy(),
        end=ends[:, 1].copy(),
        km=values[:, 3] * units.km,
        minutes=values[:, 4] * units.minutes,
        capacity=values[:, 2].copy(),
        delay_factor=values[:, 5].copy(),
        delay_power=values[:, 6].copy(),
        mode=_modes(ends, counts),
        opened=np.zeros(len(rows), dtype=np.int64),
        row=np.array(rows, dtype=np.int64),
    )
    return NetworkRows(_nodes(net, nodes, counts, units), links)


def _modes(ends: Ints, counts: dict[str, int]) -> tuple[Mode, ...]:
    """A link to or from a zone that trips may not pass is a connector; else the format does not tell."""
    zones = min(counts["NUMBER OF ZONES"], counts["FIRST THRU NODE"] - 1)
    return tuple(Mode.CONNECTOR if lower < zones else Mode.ROAD for lower in ends.min(axis=1))


def _nodes(net: Source, nodes: Source | None, counts: dict[str, int], units: TntpUnits) -> NodeRows:
    count, zones = counts["NUMBER OF NODES"], counts["NUMBER OF ZONES"]
    place = net.place if nodes is None else nodes.place
    at, row = np.full((count, 2), math.nan), np.zeros(count, dtype=np.int64)
    if nodes is not None:
        rows, values = _table(_lines(nodes), nodes.place, NODE_COLUMNS)
        listed = _ends(values[:, :1], count, rows, nodes.place)[:, 0]
        at[listed], row[listed] = values[:, 1:3], rows
    width = len(str(zones))
    return NodeRows(
        place=place,
        codes=tuple(str(number) for number in range(1, count + 1)),
        through=np.arange(1, count + 1) >= counts["FIRST THRU NODE"],
        x=at[:, 0].copy(),
        y=at[:, 1].copy(),
        zone=tuple(str(number).zfill(width) if number <= zones else "" for number in range(1, count + 1)),
        row=row,
        crs=units.crs,
    )


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    """Lines that say something, with their number: comments begin with ~, and a row may end with ;."""
    text = source.data.decode("utf-8", errors="replace")
    for row, line in enumerate(text.splitlines(), 1):
        if said := line.split("~", 1)[0].strip().rstrip(";").strip() if not line.startswith("<") else line.strip():
            yield row, said


def _counts(lines: Iterator[tuple[int, str]], place: Place) -> dict[str, int]:
    found: dict[str, int] = {}
    for row, line in lines:
        tag = TAG.fullmatch(line)
        if tag is None:
            raise Unreadable(
                Problem.BROKEN, Cure.ANOTHER_FILE, place=place.at(row=row), found=line, expected=f"<{END}>"
            )
        key, value = tag.group(1).strip().upper(), tag.group(2).strip()
        if key == END:
            break
        if key in COUNTS:
            if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
                raise WrongContent(Problem.NOT_A_NUMBER, Cure.CORRECT_ROW, place=place.at(row=row), found=value)
            found[key] = int(value)
    for key in COUNTS:
        if key not in found:
            raise Unreadable(Problem.BROKEN, Cure.ANOTHER_FILE, place=place, expected=f"<{key}>")
    return found


def _fitting(counts: dict[str, int], net: Source) -> dict[str, int]:
    """The counts, if they can be: a file that names its nodes is longer than they are many."""
    zones, nodes = counts["NUMBER OF ZONES"], counts["NUMBER OF NODES"]
    if not 1 <= zones <= nodes <= len(net.data):
        raise _does_not_fit(net.place, f"{zones} zones, {nodes} nodes", "zones among the nodes, and nodes in links")
    return counts


def _table(lines: Iterator[tuple[int, str]], place: Place, columns: tuple[str, ...]) -> tuple[list[int], Floats]:
    """The numbers of the columns that are read, with the row of each; columns beyond them are left alone."""
    rows: list[int] = []
    values: list[list[float]] = []
    for row, line in lines:
        cells = line.split()
        if not rows and cells[0].casefold() == columns[0].casefold():
            continue
        if len(cells) < len(columns):
            where = place.at(row=row)
            raise WrongContent(
                Problem.WRONG_WIDTH, Cure.CORRECT_ROW, place=where, found=len(cells), expected=len(columns)
            )
        rows.append(row)
        values.append([_number(cell, place, row, column) for cell, column in zip(cells, columns, strict=False)])
    if not rows:
        raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=place)
    return rows, np.array(values, dtype=np.float64)


def _number(cell: str, place: Place, row: int, column: str) -> float:
    try:
        value = float(cell) if NUMBER.fullmatch(cell) else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        where = place.at(row=row, column=column)
        raise WrongContent(Problem.NOT_A_NUMBER, Cure.CORRECT_CELL, place=where, found=cell)
    return value


def _ends(numbers: Floats, count: int, rows: list[int], place: Place) -> Ints:
    """Numbers of nodes from 1 as positions from 0."""
    wrong = np.argwhere(~((numbers >= 1) & (numbers <= count) & (numbers == np.round(numbers))))
    if len(wrong):
        row, column = wrong[0]
        where = place.at(row=rows[row])
        raise _does_not_fit(where, f"node {numbers[row, column]:g}", f"a node from 1 to {count}")
    return numbers.astype(np.int64) - 1


def _does_not_fit(place: Place, found: str, expected: str) -> WrongContent:
    return WrongContent(Problem.PARTS_DO_NOT_FIT, Cure.ANOTHER_FILE, place=place, found=found, expected=expected)
