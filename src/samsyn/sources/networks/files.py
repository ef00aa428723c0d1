"""A network in one file: a ZIP of tables, a workbook, a GeoPackage, or TNTP; and which of its parts is what.

Parts are told by their names, whatever folder of the ZIP they lie in: `node(s)`, `link(s)`, `zone(s)` and `config`, or
their Swedish; of TNTP `..._net` and `..._node`. Nodes under `node_id` and links under `from_node_id` are GMNS
(`networks.gmns`); other headings are said, or are those of `networks.listed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath

from samsyn.sources import archives, geopackage, spreadsheets, tables
from samsyn.sources.cells import Codes
from samsyn.sources.errors import ChoiceNeeded, Unreadable
from samsyn.sources.files import Source
from samsyn.sources.grids import Grid, Layout
from samsyn.sources.networks import gmns, layers, listed, tntp
from samsyn.sources.networks.columns import Columns
from samsyn.sources.networks.listed import ListedColumns
from samsyn.sources.networks.records import NetworkRows
from samsyn.sources.networks.tntp import TntpUnits
from samsyn.sources.problems import Cure, Problem

CALLED: Mapping[str, frozenset[str]] = {
    "nodes": frozenset({"node", "nodes", "nod", "noder"}),
    "links": frozenset({"link", "links", "länk", "länkar", "lank", "lankar"}),
    "zones": frozenset({"zone", "zones", "zon", "zoner"}),
    "config": frozenset({"config"}),
}
TABLES = frozenset({".csv", ".tsv", ".txt"})
WORKBOOK = "[Content_Types].xml"
TNTP = ".tntp"
ZONE_CODES = ("zone_id", "zone", "code", "zon", "kod")
ZONE_NAMES = ("name", "namn")


class NetworkForm(StrEnum):
    """How a file holds its network."""

    GMNS = "gmns"
    LISTED = "listed"
    TNTP = "tntp"


@dataclass(frozen=True, slots=True)
class NetworkMapping:
    """What the user says of the file. `columns` and `layout` are of two tables, `units` of TNTP."""

    columns: ListedColumns = field(default_factory=ListedColumns)
    layout: Layout = field(default_factory=Layout)
    units: TntpUnits = field(default_factory=TntpUnits)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: its form, the names of its parts, and the headings of its tables."""

    form: NetworkForm
    parts: tuple[str, ...]
    nodes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A table: a file of its own, or a sheet or layer of the whole file."""

    source: Source
    sheet: str | None = None

    @property
    def name(self) -> str:
        """As people see it."""
        return self.sheet or self.source.name

    @property
    def crs(self) -> str:
        """The coordinate system of a layer; empty of other tables, and where it does not say."""
        return layers.crs_of(self.source, self.name) if self._is_layer else ""

    @property
    def _is_layer(self) -> bool:
        return self.source.data.startswith(geopackage.MAGIC)

    def grid(self, layout: Layout, of: str = "", told: tuple[str, ...] | None = None) -> Grid:
        """The table in it; `of` and `told` are of layers, whose shapes tell what those headings say."""
        if self._is_layer:
            return layers.grid(self.source, self.name, of, told)
        return tables.grid(self.source, replace(layout, sheet=self.sheet))


Parts = dict[str, Part]


def contents(source: Source, layout: Layout | None = None) -> Contents:
    """What the file holds, without reading it whole."""
    parts = _parts(source)
    names = tuple(part.name for part in parts.values())
    if "net" in parts:
        return Contents(NetworkForm.TNTP, names)
    nodes, links = (parts[name].grid(layout or Layout(), name).header for name in ("nodes", "links"))
    is_gmns = "node_id" in nodes and {"from_node_id", "to_node_id"} <= set(links)
    return Contents(NetworkForm.GMNS if is_gmns else NetworkForm.LISTED, names, nodes, links)


def links_of(source: Source, layout: Layout | None = None) -> Grid | None:
    """The table of links, to look at; None of TNTP, which is no table."""
    parts = _parts(source)
    return parts["links"].grid(layout or Layout(), "links") if "links" in parts else None


def read(source: Source, form: NetworkForm, said: NetworkMapping | None = None) -> NetworkRows:
    """The network in the file, read as a form."""
    said = said or NetworkMapping()
    parts = _parts(source)
    if ("net" in parts) != (form is NetworkForm.TNTP):
        raise _none(source, [part.name for part in parts.values()])
    if form is NetworkForm.TNTP:
        coordinates = parts["node"].source if "node" in parts else None
        return tntp.read(parts["net"].source, coordinates, said.units)
    rows = _gmns(parts, said) if form is NetworkForm.GMNS else _listed(parts, said)
    if not rows.nodes.crs:
        rows = replace(rows, nodes=replace(rows.nodes, crs=parts["nodes"].crs))
    names = _names(parts["zones"].grid(said.layout), said.columns.width) if "zones" in parts else {}
    return replace(rows, names=names)


def _gmns(parts: Parts, said: NetworkMapping) -> NetworkRows:
    config = parts["config"].grid(said.layout) if "config" in parts else None
    # A configuration may say that lengths are miles; what shapes tell are kilometres.
    nodes, links = (
        parts["nodes"].grid(said.layout, "nodes"),
        parts["links"].grid(said.layout, "links", () if config else None),
    )
    return gmns.read(nodes, links, config)


def _listed(parts: Parts, said: NetworkMapping) -> NetworkRows:
    columns = said.columns
    nodes = parts["nodes"].grid(said.layout, "nodes", (columns.nodes.x, columns.nodes.y))
    links = parts["links"].grid(said.layout, "links", (columns.links.km,))
    return listed.read(nodes, links, columns)


def _names(zones: Grid, width: int) -> dict[str, str]:
    """Code -> name, from a table of zones; nothing where it has no names."""
    code = next((name for name in ZONE_CODES if name in zones.header), "")
    called = next((name for name in ZONE_NAMES if name in zones.header), "")
    if not code or not called:
        return {}
    table = Columns(zones, (code, called))
    return dict(zip(table.codes(code, Codes(width)), table.texts(called), strict=True))


def _parts(source: Source) -> Parts:
    """The parts by what they are."""
    if source.data.startswith(geopackage.MAGIC):
        return _found(source, {layer: Part(source, layer) for layer in geopackage.tables(source)})
    if not source.data.startswith(archives.MAGIC):
        if source.data.lstrip()[:1] == b"<" or source.name.casefold().endswith(TNTP):
            return {"net": Part(source)}
        raise _none(source, [source.name])
    with archives.checked(source) as archive:
        names = archive.namelist()
        if WORKBOOK in names:
            return _found(source, {sheet: Part(source, sheet) for sheet in spreadsheets.sheets(source)})
        wanted = {name: _called(name) for name in names if PurePosixPath(name).suffix.casefold() in {*TABLES, TNTP}}
        files = {
            name: Part(Source(PurePosixPath(name).name, archives.member(source, archive, name)))
            for name, called in wanted.items()
            if called
        }
    return _found(source, files)


def _found(source: Source, named: Mapping[str, Part]) -> Parts:
    """Parts by what they are called; of two that could be the same, which is meant is not ours to say."""
    parts: Parts = {}
    for name, part in named.items():
        called = _called(name)
        if called and parts.setdefault(called, part) is not part:
            both = f"{parts[called].name}, {part.name}"
            raise ChoiceNeeded(Problem.SEVERAL_FILES, Cure.UNPACK, place=source.place, found=both)
    if "net" not in parts and not {"nodes", "links"} <= set(parts):
        raise _none(source, list(named))
    return parts


def _called(name: str) -> str:
    """What a part is by its name; empty where it is nothing that is read."""
    path = PurePosixPath(name)
    if path.suffix.casefold() == TNTP:
        return next((what for what in ("net", "node") if path.stem.casefold().endswith(f"_{what}")), "")
    stem = (path.stem if path.suffix.casefold() in TABLES else path.name).strip().casefold()
    return next((what for what, names in CALLED.items() if stem in names), "")


def _none(source: Source, found: list[str]) -> Unreadable:
    return Unreadable(Problem.NO_NETWORK, Cure.PACK_NETWORK, place=source.place, found=", ".join(found))
