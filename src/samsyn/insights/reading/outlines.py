"""What there is to choose between in a file: its form, and its sheets, columns, matrices, layers or dimensions.

An outline is plain data: `form`, and of that form `columns`, `sheets`, `matrices`, `lookups`, `layers`, `dimensions`
(each with `code`, `label` and `values`), and `rows`, the first ones with their numbers.
"""

from itertools import islice
from typing import Any

from samsyn.insights.reading import cubes, reader
from samsyn.insights.reading.mappings import Form, Mapping, layout
from samsyn.sources import archives, boundaries, omx, parquet, spreadsheets
from samsyn.sources.errors import ChoiceNeeded
from samsyn.sources.files import Source
from samsyn.sources.networks import files as networks
from samsyn.sources.problems import Problem

ROWS = 10
CELLS = 30
LONGEST = 60
VALUES = 400


def outline(source: Source, kind: str, mapping: Mapping) -> dict[str, Any]:
    """What the file holds, as far as can be told before it is read whole."""
    if kind == "network":
        return _network(source, mapping)
    if kind == "timetable":
        return {"form": Form.GTFS}
    form = _form(source, kind)
    if form is Form.POLYGONS:
        found = boundaries.contents(source, mapping.get("layer") or None)
        return {"form": form, "layers": list(found.layers), "columns": list(found.columns)}
    if form is Form.OMX:
        contents = omx.contents(source)
        return {"form": form, "matrices": list(contents.matrices), "lookups": list(contents.lookups)}
    if form is Form.CUBE:
        return {"form": form, "dimensions": _dimensions(source)}
    return {"form": form, **_table(source, mapping)}


def _form(source: Source, kind: str) -> Form:
    if kind == "boundaries":
        return Form.POLYGONS
    if source.data.startswith(omx.MAGIC):
        return Form.OMX
    if _is_json(source.data) or _holds_parts(source):
        return Form.CUBE
    return Form.ROWS


def _is_json(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def _holds_parts(source: Source) -> bool:
    if not source.data.startswith(archives.MAGIC):
        return False
    names = archives.checked(source).namelist()
    return bool(names) and all(name.endswith(".json") for name in names)


def _dimensions(source: Source) -> list[dict[str, Any]]:
    return [
        {
            "code": dimension.code,
            "label": dimension.label,
            "size": len(dimension.codes),
            "values": [list(pair) for pair in zip(dimension.codes[:VALUES], dimension.labels[:VALUES], strict=True)],
        }
        for dimension in cubes.cube(source).dimensions
    ]


def _table(source: Source, mapping: Mapping) -> dict[str, Any]:
    found: dict[str, Any] = {"sheets": _sheets(source), "columns": [], "rows": []}
    try:
        header, rows = reader.rows_of(source, mapping, ROWS)
    except ChoiceNeeded as error:
        if error.problem is Problem.SEVERAL_SHEETS:
            return found
        raise
    found["columns"] = [name for name in header if name]
    found["header"] = [_shown(name) for name in header[:CELLS]]
    found["rows"] = [[row, [_shown(cell) for cell in cells[:CELLS]]] for row, cells in rows]
    found["width"] = len(header)
    return found


def _network(source: Source, mapping: Mapping) -> dict[str, Any]:
    """The headings of both tables, and the first rows of that of links; TNTP has no tables."""
    found = networks.contents(source, layout(mapping))
    links = networks.links_of(source, layout(mapping))
    if links is None:
        return {"form": Form(found.form)}
    rows = [[row, [_shown(cell) for cell in cells[:CELLS]]] for row, cells in islice(links.rows, ROWS)]
    return {
        "form": Form(found.form),
        "node_columns": [name for name in found.nodes if name],
        "columns": [name for name in found.links if name],
        "header": [_shown(name) for name in found.links[:CELLS]],
        "rows": rows,
        "width": len(found.links),
    }


def _sheets(source: Source) -> list[str]:
    inner = archives.unpacked(source)
    if not inner.data.startswith(archives.MAGIC) or inner.data.startswith(parquet.MAGIC):
        return []
    return list(spreadsheets.sheets(inner))


def _shown(cell: object) -> str:
    text = "" if cell is None else str(cell)
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[: LONGEST + 1])
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
