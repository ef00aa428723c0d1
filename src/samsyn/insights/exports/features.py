"""Areas, regions and links with all that the tables say of them, for files of maps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from samsyn.insights.exports.bundle import Bundle, regions_of
from samsyn.insights.maps import projection
from samsyn.insights.presentation import AreaMap, Cell, Column, Presentation, Table
from samsyn.sources.records import Boundaries
from samsyn.sources.repairing import repaired

REGION, CODE = "region", "code"
"""The column that names a region, in tables of areas and as the first of the table of regions; and the region's code,
as the second of that table: two regions may have one name."""


POLYGONS, LINES = "MULTIPOLYGON", "LINESTRING"


@dataclass(frozen=True, slots=True)
class Layer:
    """Shapes with their properties: `rows[i]` are the cells of `columns` for `shapes[i]`, which may be None.

    `kind` is what all shapes are, as GeoPackage says it.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shapes: tuple[Any, ...]
    crs: str
    kind: str = POLYGONS


def areas(bundle: Bundle, boundaries: Boundaries, title: str) -> Layer:
    """Every area that a table tells of, with the columns of all such tables."""
    columns, told = _told(bundle.presentation)
    shape_of = _shape_of(boundaries)
    return Layer(
        name="areas",
        title=title,
        columns=columns,
        rows=tuple(told.values()),
        shapes=tuple(shape_of.get(code) for code in told),
        crs=boundaries.crs,
    )


def links(bundle: Bundle, title: str, crs: str | None = None) -> Layer | None:
    """The links of the network with their table, in its own system or in `crs`; None where it has no place on earth."""
    lines, table = bundle.lines, next((table for table in bundle.presentation.tables if table.by_line), None)
    if lines is None or table is None:
        return None
    to, here = crs or lines.crs, lines.crs
    courses = np.array([shapely.LineString(line.points) for line in lines.lines], dtype=object)
    moved = shapely.transform(courses, lambda points: projection.moved(points, here, to))
    course = dict(zip((line.code for line in lines.lines), moved, strict=True))
    shapes = tuple(course.get(str(row[0])) for row in table.rows)
    return Layer("links", title, table.columns, table.rows, shapes, to, LINES)


def regions(bundle: Bundle, boundaries: Boundaries, title: str) -> list[Layer]:
    """The regions of the result, each one shape of its areas: a layer for each division into regions that it has."""
    divisions = bundle.regions_maps
    if not divisions:
        return []
    shape_of = _shape_of(repaired(boundaries)[0])
    if len(divisions) == 1:
        columns, told = _of_regions(bundle.presentation)
        return [_regions(divisions[0], shape_of, Layer("regions", title, columns, (), (), boundaries.crs), told)]
    # What the tables tell of regions is told of one division.
    layers = [Layer(f"regions_{one.name}", f"{title}: {one.title}", (), (), (), boundaries.crs) for one in divisions]
    return [_regions(one, shape_of, layer, {}) for one, layer in zip(divisions, layers, strict=True)]


def _regions(
    area_map: AreaMap, shape_of: Mapping[str, Any], blank: Layer, told: Mapping[str, tuple[Cell, ...]]
) -> Layer:
    found = regions_of(area_map)
    nothing = (None,) * len(blank.columns)
    return replace(
        blank,
        columns=(Column("code", "code"), Column("name", "name"), *blank.columns),
        rows=tuple((one.code, one.name, *told.get(one.code, nothing)) for one in found),
        shapes=tuple(_union([shape_of.get(code) for code in one.areas]) for one in found),
    )


def _shape_of(boundaries: Boundaries) -> dict[str, Any]:
    return dict(zip(boundaries.codes, boundaries.shapes, strict=True))


def _told(shown: Presentation) -> tuple[tuple[Column, ...], dict[str, tuple[Cell, ...]]]:
    """The columns of every table of areas, and their cells by code; `table_column` where a name stands twice."""
    tables = [table for table in shown.tables if table.by_area]
    if not tables:
        return (), {}
    columns = list(_renamed(tables))
    codes = list(dict.fromkeys(str(row[0]) for table in tables for row in table.rows))
    cells: dict[str, list[Cell]] = {code: [code] for code in codes}
    for table in tables:
        own = {str(row[0]): row[1:] for row in table.rows}
        nothing = (None,) * (len(table.columns) - 1)
        for code in codes:
            cells[code].extend(own.get(code, nothing))
    return tuple(columns), {code: tuple(row) for code, row in cells.items()}


def _renamed(tables: list[Table]) -> Iterator[Column]:
    taken: set[str] = set()
    for number, table in enumerate(tables):
        for column in table.columns[1 if number else 0 :]:
            name = column.name if column.name not in taken else f"{table.name}_{column.name}"
            taken.add(name)
            yield Column(name, column.label, column.kind)


def _of_regions(shown: Presentation) -> tuple[tuple[Column, ...], Mapping[str, tuple[Cell, ...]]]:
    for table in shown.tables:
        if not table.by_area and [column.name for column in table.columns[:2]] == [REGION, CODE]:
            return table.columns[2:], {str(row[1]): row[2:] for row in table.rows}
    return (), {}


def _union(shapes: list[Any]) -> Any:
    some = [shape for shape in shapes if shape is not None and not shape.is_empty]
    return shapely.union_all(np.array(some, dtype=object)) if some else None
