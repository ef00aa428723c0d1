"""How a file is read, as plain data that is stored with what was read.

A mapping is a dictionary; what is left out is found out by the reader, or asked for:

- `form`: how the file holds its data (`Form`)
- `layout`: encoding, delimiter, decimal, sheet, header_row of a table
- `columns`: what a thing is called in the file, the things being `COLUMNS` of the kind of data: headings of a table,
  dimensions of a cube, properties of polygons
- `figures`: the columns of a table, or the dimension of a cube, that hold quantities
- `begins`: how the codes of regions' areas begin: the others are left out, and of these the rest is the code
- `width`: digits of a code (0: numbers stand as they are); `first_word`: cells hold code and name
- `rows_are_origins`, `totals`: how a matrix is written, and which of its codes are sums
- `unit_km`, `unit_minutes`: of a network in TNTP, what one of its units is; `crs` also of a network's coordinates
- `matrix`, `lookup`: of an OMX file; `layer`, `crs`: of boundaries; `fixed`: the value of each other dimension of
  a cube
- `day`: of a timetable, the day that is checked, drawn and meant where nothing else is said (2026-11-24)
- `year`, `sex`: the one that is taken of several
- `choices`: what to do with what the checks found: a kind of finding and an option, by name ("NEGATIVE": "DROP_ROWS")
- `territory`: the key of the snapshot whose areas the codes must be among; `network`: of the one that measures change
- `stated`: the totals that the flows from (`origins`) and to (`destinations`) each area are checked against, each as
  the key of a snapshot of quantities, a slash, and the figure
- `recoded`: keys between territories that the flows are carried over by, one after the other, each with `key` (of the
  snapshot that holds it) and `territory` (as above, after it)
"""

from enum import StrEnum
from typing import Any

from samsyn.sources.checks.findings import Kind, Option
from samsyn.sources.checks.measure_findings import MeasureCure, MeasureKind
from samsyn.sources.checks.network_findings import NetworkCure, NetworkKind
from samsyn.sources.grids import Layout
from samsyn.sources.gtfs.findings import FeedCure, FeedKind
from samsyn.sources.settling import Choices

Mapping = dict[str, Any]


class Form(StrEnum):
    """How a file holds its data."""

    ROWS = "rows"
    MATRIX = "matrix"
    OMX = "omx"
    CUBE = "cube"
    POLYGONS = "polygons"
    GMNS = "gmns"
    LISTED = "listed"
    TNTP = "tntp"
    GTFS = "gtfs"


NODE_THINGS = ("node", "x", "y", "zone", "through")
LINK_THINGS = (
    *("start", "end", "km", "minutes", "link", "capacity", "delay_factor", "delay_power", "mode", "opened"),
    "both_ways",
)
"""Of a network in two tables: of that of nodes, and of that of links."""

MEASURE_THINGS = (
    *("measure", "what", "name", "link", "start", "end", "both_ways", "minutes", "km", "mode"),
    *("cost", "price_year", "year", "owner", "note"),
)

GROWTH_THINGS = ("code", "scenario", "year", "people", "jobs")

COLUMNS: dict[str, tuple[str, ...]] = {
    "flows": ("origin", "destination", "count", "year", "sex", "origin_name", "destination_name"),
    "boundaries": ("code", "name"),
    "quantities": ("code", "name"),
    "regions": ("code", "region", "region_name"),
    "vintage_key": ("old", "new", "share"),
    "network": (*NODE_THINGS, *LINK_THINGS),
    "measures": MEASURE_THINGS,
    "growth": GROWTH_THINGS,
    "timetable": (),
}
"""What columns there are to name, by the kind of data."""

NEEDED: dict[str, tuple[str, ...]] = {
    "flows": ("origin", "destination", "count"),
    "boundaries": (),
    "quantities": ("code",),
    "regions": ("code", "region"),
    "vintage_key": ("old", "new"),
    "network": ("node", "zone", "start", "end", "km", "minutes"),
    "measures": ("measure", "what"),
    "growth": GROWTH_THINGS,
    "timetable": (),
}
"""Those of them that must be named in a table."""


def layout(mapping: Mapping) -> Layout:
    """What is said of the table's layout."""
    said = {name: value for name, value in mapping.get("layout", {}).items() if value not in (None, "")}
    return Layout(**said)


def column(mapping: Mapping, thing: str) -> str:
    """What the file calls a thing; empty where nothing is said."""
    return str(mapping.get("columns", {}).get(thing) or "")


def stated(mapping: Mapping, side: str) -> tuple[str, str]:
    """The snapshot that states totals of a side, and the figure; empty where none was said."""
    snapshot, _slash, figure = str(mapping.get("stated", {}).get(side) or "").partition("/")
    return snapshot, figure


def chosen(mapping: Mapping, kind: Kind) -> Option | None:
    """What was chosen for a kind of finding."""
    name = mapping.get("choices", {}).get(kind.name)
    return Option[name] if name in Option.__members__ else None


def cured(mapping: Mapping, kind: NetworkKind) -> NetworkCure | None:
    """What was chosen for a kind of finding in a network."""
    name = mapping.get("choices", {}).get(kind.name)
    return NetworkCure[name] if name in NetworkCure.__members__ else None


def cured_measures(mapping: Mapping, kind: MeasureKind) -> MeasureCure | None:
    """What was chosen for a kind of finding among measures."""
    name = mapping.get("choices", {}).get(kind.name)
    return MeasureCure[name] if name in MeasureCure.__members__ else None


def cured_timetable(mapping: Mapping, kind: FeedKind) -> FeedCure | None:
    """What was chosen for a kind of finding in a timetable."""
    name = mapping.get("choices", {}).get(kind.name)
    return FeedCure[name] if name in FeedCure.__members__ else None


def settling(mapping: Mapping) -> Choices:
    """The choices, as flows are settled by them."""
    return Choices(
        year=mapping.get("year", ""),
        sex=mapping.get("sex", ""),
        unknown="drop" if chosen(mapping, Kind.UNKNOWN_CODES) is Option.DROP_ROWS else "refuse",
        duplicates={Option.ADD_UP: "add", Option.KEEP_FIRST: "first"}.get(  # type: ignore[arg-type]
            chosen(mapping, Kind.DUPLICATE_PAIRS) or Option.REFUSE, "refuse"
        ),
        # A pair that is not there counts as none, so that leaving the row out and counting it as zero are one.
        missing="zero" if chosen(mapping, Kind.MISSING) in (Option.AS_ZERO, Option.DROP_ROWS) else "refuse",
        negative="drop" if chosen(mapping, Kind.NEGATIVE) is Option.DROP_ROWS else "refuse",
    )
