"""Three areas in two regions, small enough to check by eye."""

from datetime import UTC, date, datetime

import numpy as np
import shapely

from samsyn.analysis.tables import Areas, Flows
from samsyn.insights.exports.about import About, Taken
from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.maps import geometry
from samsyn.insights.presentation import AreaMap, Column, Figure, Kind, Matrices, Presentation, Scale, Table
from samsyn.sources.errors import Place
from samsyn.sources.records import Boundaries

CODES = ("0180", "0380", "=9")

TAKEN = Taken(
    role="Flows",
    title="Commuting",
    publisher="SCB",
    licence="CC0",
    reference="2024",
    vintage="2024",
    unit="persons",
    address="https://example.org/table",
    number=2,
    taken_on=date(2025, 1, 31),
    sha256="ab" * 32,
    modelled=True,
)
ABOUT = About(
    study="Functional regions",
    method="functional-regions",
    title="Three areas",
    publisher="The council",
    modelled=True,
    finished_at=datetime(2025, 2, 3, 12, 30, tzinfo=UTC),
    by="Anna Lind",
    code="samsyn 0.1, functional-regions 1",
    seed=7,
    digest="cd" * 32,
    choices=(("Method", "European"),),
    sources=(TAKEN,),
)

AREAS = Table(
    "areas",
    "Areas: all [3]",
    (
        Column("code", "Code"),
        Column("name", "Area"),
        Column("region", "Region"),
        Column("residents", "Residents", Kind.COUNT),
        Column("share", "Share", Kind.SHARE),
    ),
    (
        ("0180", "Stockholm", "Stockholm", 900, 0.1),
        ("0380", "Uppsala", "Stockholm", 500, 1 / 3),
        ("=9", '=Ödeshög; "ö"', "=Ödeshög", 12, None),
    ),
    by_area=True,
)
OFFICIAL = Table(
    "official",
    "Areas elsewhere",
    (Column("code", "Code"), Column("region", "Region"), Column("official", "Official")),
    (("0380", "Stockholm", "Uppsala"),),
    by_area=True,
)
REGIONS = Table(
    "regions",
    "Regions",
    (
        Column("region", "Region"),
        Column("code", "Code"),
        Column("areas", "Areas", Kind.COUNT),
        Column("link", "Link", Kind.NUMBER),
    ),
    (("Stockholm", "0180", 2, 0.25), ("=Ödeshög", "=9", 1, None)),
)
MAP = AreaMap(
    name="regions",
    title="The regions",
    codes=CODES,
    scale=Scale.REGIONS,
    groups=(0, 0, 1),
    texts=("one", "two", "three"),
    labels=(("0180", "Stockholm"), ("=9", "=Ödeshög")),
)
PRESENTATION = Presentation(
    title="Functional regions: three areas",
    lead="Two regions.",
    notes=("The larger one is around Stockholm.", "The other stands alone."),
    figures=(Figure("Regions", 2), Figure("Stay", 0.875, Kind.SHARE), Figure("Nothing", None)),
    maps=(MAP,),
    tables=(REGIONS, AREAS, OFFICIAL),
)


def boundaries(crs: str = "EPSG:3006") -> Boundaries:
    """Two squares side by side, and no shape for the third."""
    west, north = 600_000, 6_600_000
    shapes = [
        shapely.box(west, north, west + 1000, north + 1000),
        shapely.MultiPolygon([shapely.box(west + 1000, north, west + 2000, north + 1000)]),
        None,
    ]
    array = np.empty(3, dtype=object)
    array[:] = shapes
    return Boundaries(Place("areas.geojson"), CODES, ("Stockholm", "Uppsala", ""), array, crs, np.arange(1, 4))


def flows() -> Flows:
    origins, destinations = np.array([0, 0, 1, 2]), np.array([0, 1, 0, 2])
    return Flows(Areas(CODES, CODES), origins, destinations, np.array([850.0, 50.0, 100.0, 12.5]), "persons")


def matrices() -> Matrices:
    return Matrices(CODES, {"minutes": np.array([[0.0, 38.5, np.nan], [41.0, 0.0, np.nan], [np.nan, np.nan, 0.0]])})


def bundle() -> Bundle:
    shapes = boundaries()
    return Bundle(PRESENTATION, ABOUT, shapes, geometry.prepare(shapes), flows(), matrices())
