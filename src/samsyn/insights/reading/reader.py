"""From bytes and a mapping to records. Heavy to import: all formats are read here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from samsyn.insights.reading import cubes
from samsyn.insights.reading.mappings import COLUMNS, GROWTH_THINGS, Form, column, layout
from samsyn.insights.reading.mappings import Mapping as Said
from samsyn.sources import areas, boundaries, omx, tables, vintages
from samsyn.sources import flows as flow_tables
from samsyn.sources import growth as scenarios
from samsyn.sources.cells import Codes
from samsyn.sources.errors import Place, WrongContent
from samsyn.sources.features import BoundaryChoice
from samsyn.sources.files import Source
from samsyn.sources.flows import FlowMapping, MatrixMapping
from samsyn.sources.grids import Grid
from samsyn.sources.omx import OmxChoice
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Areas, Boundaries, Flows


@dataclass(frozen=True, slots=True)
class Regions:
    """Area -> region, in the order of the file; `names` of regions where the file has them.

    `outside` are the areas that the file lists without a region, as urban areas leave out the countryside; `elsewhere`
    the codes that do not begin as it was said that codes do, as those of other countries do not.
    """

    place: Place
    of: Mapping[str, str]
    names: Mapping[str, str]
    outside: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("of", "names"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


def flows(source: Source, said: Said) -> Flows:
    """Flows as they stand in the file, of any form."""
    width = said.get("width")
    match said.get("form"):
        case Form.OMX:
            return omx.read(source, OmxChoice(said.get("matrix"), said.get("lookup"), width)).flows()
        case Form.CUBE:
            return cubes.flows(source, said)
        case Form.MATRIX:
            return flow_tables.read_matrix(tables.grid(source, layout(said)), _matrix(said))
    columns = {thing: column(said, thing) for thing in COLUMNS["flows"]}
    read_as = FlowMapping(**columns, width=width, first_word=said.get("first_word", False))
    return flow_tables.read(tables.grid(source, layout(said)), read_as)


def totals(source: Source, said: Said) -> Areas | None:
    """The sums that a matrix states; None where it does not say of what they are."""
    return flow_tables.matrix_totals(tables.grid(source, layout(said)), _matrix(said))


def _matrix(said: Said) -> MatrixMapping:
    return MatrixMapping(
        rows_are_origins=said.get("rows_are_origins", True),
        width=said.get("width"),
        first_word=said.get("first_word", False),
        totals=frozenset(said.get("totals", ())),
    )


def polygons(source: Source, said: Said) -> Boundaries:
    """Boundaries as they stand in the file."""
    choice = BoundaryChoice(
        code=column(said, "code"),
        name=column(said, "name"),
        crs=said.get("crs") or None,
        layer=said.get("layer") or None,
        width=said.get("width"),
    )
    return boundaries.read(source, choice)


def quantities(source: Source, said: Said) -> Areas:
    """Quantities of areas as they stand in the file."""
    if said.get("form") == Form.CUBE:
        return cubes.quantities(source, said)
    read_as = areas.AreaMapping(
        code=column(said, "code"),
        name=column(said, "name"),
        figures=tuple(said.get("figures", ())),
        width=said.get("width"),
        first_word=said.get("first_word", False),
    )
    return areas.read(tables.grid(source, layout(said)), read_as)


def regions(source: Source, said: Said) -> Regions:
    """Which region each area belongs to. The same area twice is refused: which row counts is not ours to say."""
    grid = tables.grid(source, layout(said))
    code, region = column(said, "code"), column(said, "region")
    code_at, region_at = grid.position(code), grid.position(region)
    name_at = grid.position(column(said, "region_name")) if column(said, "region_name") else None
    codes = Codes(said.get("width"), first_word=said.get("first_word", False))
    # A region's code is as it stands: how wide it is was said of areas only.
    region_codes = Codes(0)
    of: dict[str, str] = {}
    names: dict[str, str] = {}
    outside: dict[str, None] = {}
    begins, elsewhere = said.get("begins") or "", []
    for row, cells in grid.rows:
        place = grid.place.at(row=row)
        whole = codes.read(cells[code_at], place.at(column=code))
        if not whole.startswith(begins):
            elsewhere.append(whole)
            continue
        area = whole.removeprefix(begins)
        if area in of or area in outside:
            raise WrongContent(Problem.SAME_CODE, Cure.CORRECT_ROW, place=place.at(column=code), found=area)
        if cells[region_at] in (None, ""):
            outside[area] = None
            continue
        of[area] = region_codes.read(cells[region_at], place.at(column=region))
        if name_at is not None and cells[name_at] not in (None, ""):
            names.setdefault(of[area], str(cells[name_at]).strip())
    if not of:
        raise WrongContent(Problem.NO_ROWS, Cure.ANOTHER_FILE, place=grid.place)
    return Regions(grid.place, of, names, tuple(outside), tuple(elsewhere))


def growth(source: Source, said: Said) -> scenarios.Growth:
    """Growth scenarios as they stand in the file."""
    read_as = scenarios.GrowthMapping(
        **{thing: column(said, thing) for thing in GROWTH_THINGS},
        width=said.get("width"),
        first_word=said.get("first_word", False),
    )
    return scenarios.read(tables.grid(source, layout(said)), read_as)


def key(source: Source, said: Said) -> vintages.Key:
    """A key between territories, under whatever headings it stands."""
    grid = tables.grid(source, layout(said))
    renamed = {column(said, thing): thing for thing in ("old", "new", "share") if column(said, thing)}
    for heading in renamed:
        grid.position(heading)
    return vintages.read(_renamed(grid, renamed), width=said.get("width"))


def _renamed(grid: Grid, renamed: Mapping[str, str]) -> Grid:
    """The table with other headings; one that would now stand twice is put out of the way."""
    taken = set(renamed.values())
    names = [renamed.get(name, f"{name} (2)" if name in taken else name) for name in grid.header]
    return replace(grid, header=tuple(names))


def rows_of(source: Source, said: Said, most: int) -> tuple[tuple[str, ...], list[tuple[int, tuple[object, ...]]]]:
    """The headings and the first rows of a table, each row with its number."""
    grid = tables.grid(source, layout(said))
    return grid.header, [(row, tuple(cells)) for row, cells in _first(grid, most)]


def _first(grid: Grid, most: int) -> Iterator[tuple[int, tuple[object, ...]]]:
    for number, (row, cells) in enumerate(grid.rows):
        if number == most:
            return
        yield row, tuple(cells)
