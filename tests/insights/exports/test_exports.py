"""Every export, read back by our own readers or the format's own: nothing is lost, and every file says its source."""

import csv
import io
import json
import sqlite3
from dataclasses import replace

import numpy as np
import openpyxl
import pypdfium2
import pytest
import shapely
from django.utils import translation

from samsyn.insights.exports import geojson, geopackage, matrices, onepage, tables, workbook
from samsyn.insights.exports.bundle import Bundle
from samsyn.insights.exports.catalogue import FORMATS, Part, formats_for
from samsyn.sources import crs, omx
from samsyn.sources import geojson as geojson_reader
from samsyn.sources import geopackage as geopackage_reader
from samsyn.sources.features import BoundaryChoice
from samsyn.sources.files import Source
from tests.insights.exports import given
from tests.insights.exports.opened import archive, readable


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def _rows(data: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_table_is_read_back_from_csv_without_loss():
    rows = _rows(archive(tables.zip_plain(given.bundle()))["areas.csv"], ",")
    assert rows[0] == ["code", "name", "region", "residents", "share"]
    assert float(rows[2][4]) == 1 / 3
    assert rows[3] == ["'=9", '\'=Ödeshög; "ö"', "'=Ödeshög", "12", ""]


def test_swedish_csv_has_a_mark_semicolons_and_decimal_commas():
    data = archive(tables.zip_swedish(given.bundle()))["areas.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    rows = _rows(data, ";")
    assert rows[1] == ["0180", "Stockholm", "Stockholm", "900", "0,1"]
    assert float(rows[2][4].replace(",", ".")) == 1 / 3


def test_the_archive_says_columns_and_sources_and_is_the_same_each_time():
    made = tables.zip_plain(given.bundle())
    files = archive(made)
    assert sorted(files) == ["areas.csv", "columns.csv", "official.csv", "regions.csv", "sources-and-method.csv"]
    assert ["areas", "residents", "Residents", "count"] in _rows(files["columns.csv"], ",")
    assert made == tables.zip_plain(given.bundle())


def test_a_workbook_has_a_sheet_a_table_with_numbers_as_numbers():
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(given.bundle())))
    assert book.sheetnames == ["Result", "Regions", "Areas  all  3", "Areas elsewhere", "Sources and method"]
    sheet = book["Areas  all  3"]
    assert [cell.value for cell in sheet[1]] == ["Code", "Area", "Region", "Residents", "Share"]
    assert [cell.value for cell in sheet[3]] == ["0380", "Uppsala", "Stockholm", 500, 1 / 3]
    assert (sheet["D3"].number_format, sheet["E3"].number_format) == ("#,##0", "0.0%")
    assert (sheet["A4"].value, sheet["A4"].data_type, sheet["E4"].value) == ("=9", "s", None)


def test_names_of_sheets_are_short_and_their_own():
    taken: set[str] = set()
    long = "A very long caption that no sheet has room for"
    assert [len(workbook._named(long, taken)) for _time in range(3)] == [31, 31, 31]
    assert len(taken) == 3


def test_geojson_is_read_back_with_every_property():
    data = geojson.render(given.bundle())
    read = geojson_reader.read(Source("areas.geojson", data), BoundaryChoice("code", "name"))
    assert (read.codes, read.crs) == (given.CODES, "EPSG:4326")
    back = crs.projected(read, "EPSG:3006")
    for was, now in zip(given.boundaries().shapes, back.shapes, strict=True):
        assert (was is None) == (now is None)
        assert was is None or shapely.hausdorff_distance(was, now) < 1e-3
    properties = json.loads(data)["features"][1]["properties"]
    assert properties == {
        "code": "0380", "name": "Uppsala", "region": "Stockholm", "residents": 500, "share": 1 / 3,
        "official_region": "Stockholm", "official": "Uppsala",
    }  # fmt: skip


def test_rings_of_geojson_run_as_the_standard_says():
    features = json.loads(geojson.render(given.bundle()))["features"]
    outer = shapely.LinearRing(features[0]["geometry"]["coordinates"][0])
    assert outer.is_ccw
    assert features[2]["geometry"] is None


def test_boundaries_in_degrees_keep_every_digit():
    there = crs.projected(given.boundaries(), "EPSG:4326")
    bundle = Bundle(given.PRESENTATION, given.ABOUT, there)
    read = geojson_reader.read(Source("a.geojson", geojson.render(bundle)), BoundaryChoice("code", "name"))
    assert read.shapes[0].normalize().equals_exact(there.shapes[0].normalize(), 0)


def test_layers_of_a_geopackage_are_read_back_to_the_last_digit():
    source = Source("areas.gpkg", geopackage.render(given.bundle()))
    read = geopackage_reader.read(source, BoundaryChoice("code", "name", layer="areas"))
    assert (read.codes, read.crs) == (given.CODES, "EPSG:3006")
    for was, now in zip(given.boundaries().shapes, read.shapes, strict=True):
        assert (was is None and now is None) or now.equals(was)
    regions = geopackage_reader.read(source, BoundaryChoice("code", "name", layer="regions"))
    assert regions.codes == ("0180", "=9")
    assert regions.shapes[0].area == pytest.approx(2_000_000)
    assert regions.shapes[1] is None


def test_a_geopackage_keeps_to_its_standard():
    database = sqlite3.connect(":memory:")
    database.deserialize(geopackage.render(given.bundle()))
    ask = lambda query: database.execute(query).fetchall()  # noqa: E731
    assert ask("PRAGMA application_id") == [(0x47504B47,)]
    assert ask("PRAGMA user_version") == [(10300,)]
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("PRAGMA foreign_key_check") == []
    assert [row[0] for row in ask("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY 1")] == [-1, 0, 3006, 4326]
    contents = dict(ask("SELECT table_name, data_type FROM gpkg_contents"))
    assert contents == {
        "areas": "features", "regions": "features", "table_regions": "attributes", "sources_and_method": "attributes",
    }  # fmt: skip
    assert ask("SELECT geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE table_name='areas'") == [
        ("MULTIPOLYGON", 3006)
    ]
    assert ask("SELECT residents, share FROM areas WHERE code = '0380'") == [(500, 1 / 3)]
    assert ask("SELECT title FROM gpkg_data_columns WHERE table_name='areas' AND column_name='residents'") == [
        ("Residents",)
    ]
    assert ask("SELECT min_x, max_y FROM gpkg_contents WHERE table_name='areas'") == [(600_000.0, 6_601_000.0)]


def test_two_regions_of_one_name_keep_their_figures():
    called = [(name, code, *rest) for (_own, code, *rest), name in zip(given.REGIONS.rows, ("Nes", "Nes"), strict=True)]
    table = replace(given.REGIONS, rows=tuple(called))
    drawn = replace(given.MAP, labels=(("0180", "Nes"), ("=9", "Nes")))
    bundle = replace(given.bundle(), presentation=replace(given.PRESENTATION, maps=(drawn,), tables=(table,)))
    database = sqlite3.connect(":memory:")
    database.deserialize(geopackage.render(bundle))
    rows = database.execute("SELECT code, name, areas, link FROM regions ORDER BY areas DESC").fetchall()
    assert rows == [("0180", "Nes", 2, 0.25), ("=9", "Nes", 1, None)]


def test_flows_are_read_back_from_omx():
    source = Source("flows.omx", matrices.areas(given.bundle()))
    matrix = omx.read(source)
    assert matrix.codes == given.CODES
    assert matrix.counts.tolist() == [[850, 50, 0], [100, 0, 0], [0, 0, 12.5]]


def test_flows_between_regions_are_the_sums():
    matrix = omx.read(Source("regions.omx", matrices.regions(given.bundle())))
    assert matrix.codes == ("0180", "=9")
    assert matrix.counts.tolist() == [[1000, 0], [0, 12.5]]
    assert matrix.counts.sum() == np.sum(given.flows().counts)


def test_times_are_read_back_from_omx_and_what_is_out_of_reach_is_no_number():
    matrix = omx.read(Source("times.omx", matrices.between_areas(given.bundle())))
    assert matrix.codes == given.CODES
    np.testing.assert_array_equal(matrix.counts, given.matrices().values["minutes"])


@pytest.fixture(scope="module")
def sheet() -> bytes:
    with translation.override("en"):
        return onepage.render(given.bundle())


def test_the_sheet_is_one_tagged_page_in_a4(sheet):
    document = pypdfium2.PdfDocument(sheet)
    assert len(document) == 1
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    assert b"/StructTreeRoot" in sheet
    assert b"pdfuaid:part" in sheet


def test_the_sheet_says_what_the_page_says(sheet):
    text = pypdfium2.PdfDocument(sheet)[0].get_textpage().get_text_bounded()
    for words in (
        "Two regions.",
        "87.5",
        "The larger one is around Stockholm.",
        "SCB: Commuting, 2024",
        "3 February 2025",
    ):
        assert words in text


def test_a_long_result_still_fits_one_page():
    rows = tuple((f"Region {n}", str(n), n, 0.5) for n in range(400))
    long = given.PRESENTATION.__class__(
        title="A title " * 12,
        lead="A lead that goes on. " * 12,
        notes=("A note that goes on. " * 20,) * 9,
        maps=given.PRESENTATION.maps,
        figures=given.PRESENTATION.figures * 4,
        tables=(given.Table("regions", "Regions", given.REGIONS.columns, rows),),
    )
    whole = given.bundle()
    made = onepage.render(Bundle(long, given.ABOUT, geometry=whole.geometry))
    assert len(pypdfium2.PdfDocument(made)) == 1


@pytest.mark.parametrize("kind", list(FORMATS))
def test_every_file_says_source_licence_date_and_whether_it_is_modelled(kind):
    said = readable(kind, FORMATS[kind].make(given.bundle()))
    for words in ("SCB: Commuting, 2024", "CC0", "3 February 2025", "Modelled figures"):
        assert words in said, words


def test_only_files_that_can_be_made_are_offered():
    assert list(formats_for(())) == ["pdf", "xlsx", "csv-sv", "csv"]
    assert list(formats_for({Part.FLOWS})) == ["pdf", "xlsx", "csv-sv", "csv", "omx"]
    assert list(formats_for(set(Part))) == list(FORMATS)
