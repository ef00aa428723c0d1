"""Cubes of statistics offices (JSON-stat 2), as one answer or as a ZIP of the parts that a large table came in."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from samsyn.insights.reading.mappings import Mapping, column
from samsyn.sources import archives, eurostat, jsonstat
from samsyn.sources.errors import WrongContent
from samsyn.sources.files import Source
from samsyn.sources.jsonstat import Cube, CubeFlows
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Areas, Flows

PART = "part-{:04d}.json"


def packed(parts: Sequence[bytes]) -> bytes:
    """The parts as they came, in one file."""
    return archives.packed({PART.format(number): part for number, part in enumerate(parts, 1)})


def cube(source: Source) -> Cube:
    """The cube in the file."""
    if not source.data.startswith(archives.MAGIC):
        return eurostat.read_jsonstat(source)
    archive = archives.checked(source)
    names = sorted(name for name in archive.namelist() if name.endswith(".json"))
    if not names:
        return eurostat.read_jsonstat(archives.unpacked(source))
    parts = [Source(f"{source.name} {name}", archives.member(source, archive, name)) for name in names]
    return jsonstat.joined([eurostat.read_jsonstat(part) for part in parts])


def flows(source: Source, mapping: Mapping) -> Flows:
    """Flows from two of its dimensions."""
    things = {thing: column(mapping, thing) for thing in ("origin", "destination", "year", "sex")}
    return jsonstat.flows(cube(source), CubeFlows(**things, fixed=mapping.get("fixed", {})))


def quantities(source: Source, mapping: Mapping) -> Areas:
    """One value an area for each category of the dimension of quantities, the other dimensions fixed."""
    whole = cube(source)
    of_area = whole.dimension(column(mapping, "code"))
    named = next(iter(mapping.get("figures", ())), "")
    of_figure = whole.dimension(named) if named else None
    axes = [of_area.code] + ([of_figure.code] if of_figure else [])
    values = _moved(whole, axes, mapping.get("fixed", {}))
    labels = _distinct(of_figure.labels) if of_figure else (whole.label or "value",)
    return Areas(
        place=whole.place,
        codes=of_area.codes,
        row=np.arange(1, len(of_area.codes) + 1, dtype=np.int64),
        figures={label: values[:, i].copy() for i, label in enumerate(labels)},
        names=dict(zip(of_area.codes, of_area.labels, strict=True)),
    )


def _moved(whole: Cube, axes: Sequence[str], fixed: dict[str, str]) -> Any:
    """Values by area and figure."""
    values = whole.values.reshape(whole.shape)
    at: list[Any] = []
    for dimension in whole.dimensions:
        at.append(slice(None) if dimension.code in axes else _fixed(whole, dimension, fixed.get(dimension.code)))
    kept = values[tuple(at)]
    left = [dimension.code for dimension in whole.dimensions if dimension.code in axes]
    kept = np.moveaxis(kept, left.index(axes[0]), 0)
    return kept.reshape(len(kept), -1)


def _fixed(whole: Cube, dimension: jsonstat.Dimension, said: str | None) -> int:
    said = dimension.codes[0] if said is None and len(dimension.codes) == 1 else said
    if said not in dimension.codes:
        raise WrongContent(
            Problem.NO_SUCH_VALUE if said else Problem.OPEN_DIMENSION,
            Cure.SAY_VALUE,
            place=whole.place.at(column=dimension.code),
            found=", ".join(dimension.codes),
            expected=said or "",
        )
    return dimension.codes.index(said)


def _distinct(labels: Sequence[str]) -> tuple[str, ...]:
    """Labels, with a number after those that are there already."""
    seen: dict[str, int] = {}
    for label in labels:
        seen[label if label not in seen else f"{label} ({len(seen) + 1})"] = 1
    return tuple(seen)
