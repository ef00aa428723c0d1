"""Every file that a result may be taken away as, by its place in the address."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext_lazy as _

from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.studies.contract import Words


class Part(Enum):
    """What a file needs beside the presentation."""

    SHAPES = auto()
    """Boundaries of areas, or a network whose place on earth is known."""
    GEOMETRY = auto()
    FLOWS = auto()
    REGIONS = auto()
    MATRICES = auto()


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. `ending` is that of its name; `needs` are the parts without which there is none."""

    title: Words
    note: Words
    media_type: str
    ending: str
    make: Callable[[Bundle], bytes]
    needs: frozenset[Part] = frozenset()
    uses: frozenset[Part] = frozenset()

    @property
    def wanted(self) -> frozenset[Part]:
        """The parts that it is made with, where they are."""
        return self.needs | self.uses


def _pdf(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import onepage  # reads fonts, which the site starts without

    return onepage.render(bundle)


def _xlsx(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import workbook  # loads openpyxl, which the site starts without

    return workbook.render(bundle)


def _csv(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import tables  # beside the others

    return tables.zip_plain(bundle)


def _csv_swedish(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import tables  # beside the others

    return tables.zip_swedish(bundle)


def _geojson(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import geojson  # loads the geometry library, which the site starts without

    return geojson.render(bundle)


def _geopackage(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import geopackage  # loads the geometry library, which the site starts without

    return geopackage.render(bundle)


def _omx(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import matrices  # loads HDF5, which the site starts without

    return matrices.areas(bundle)


def _omx_regions(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import matrices  # loads HDF5, which the site starts without

    return matrices.regions(bundle)


def _omx_matrices(bundle: Bundle) -> bytes:
    from samsyn.insights.exports import matrices  # loads HDF5, which the site starts without

    return matrices.between_areas(bundle)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAP = frozenset({Part.SHAPES})

FORMATS: Mapping[str, Format] = {
    "pdf": Format(
        _("PDF, one page"),
        _("Map, key figures, notes and sources on one sheet, to hand out."),
        "application/pdf",
        "pdf",
        _pdf,
        uses=frozenset({Part.GEOMETRY}),
    ),
    "xlsx": Format(_("Excel (XLSX)"), _("Every table, with sources and method."), XLSX, "xlsx", _xlsx),
    "csv-sv": Format(
        _("CSV for Excel in Swedish"),
        _("Every table in a ZIP file: semicolons, decimal commas."),
        "application/zip",
        "csv-sv.zip",
        _csv_swedish,
    ),
    "csv": Format(
        _("CSV for programs"),
        _("Every table in a ZIP file: commas, decimal points."),
        "application/zip",
        "csv.zip",
        _csv,
    ),
    "geojson": Format(
        "GeoJSON",
        _("Areas and links with their figures, in WGS 84."),
        "application/geo+json",
        "geojson",
        _geojson,
        needs=MAP,
    ),
    "gpkg": Format(
        "GeoPackage",
        _("Areas, regions and links as layers, and the other tables, for GIS."),
        "application/geopackage+sqlite3",
        "gpkg",
        _geopackage,
        needs=MAP,
    ),
    "omx": Format(
        _("OMX, areas"),
        _("All flows between the areas as a matrix, for transport models."),
        "application/x-hdf5",
        "omx",
        _omx,
        needs=frozenset({Part.FLOWS}),
    ),
    "omx-regions": Format(
        _("OMX, regions"),
        _("All flows between the regions as a matrix."),
        "application/x-hdf5",
        "regions.omx",
        _omx_regions,
        needs=frozenset({Part.FLOWS, Part.REGIONS}),
    ),
    "omx-matrices": Format(
        _("OMX, matrix"),
        _("What the result holds between all areas as a matrix, for transport models."),
        "application/x-hdf5",
        "matrix.omx",
        _omx_matrices,
        needs=frozenset({Part.MATRICES}),
    ),
}


def formats_for(has: Collection[Part]) -> dict[str, Format]:
    """Those that can be made where these parts are."""
    return {name: each for name, each in FORMATS.items() if each.needs <= set(has)}
