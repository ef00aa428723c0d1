"""Every form that data comes in, by its guessed mapping or by what is said of it."""

import json

import numpy as np
import pytest
import shapely

from samsyn.insights.reading import checking, cubes, reader, settled
from samsyn.sources import omx
from samsyn.sources.errors import SourceError
from samsyn.sources.files import Source
from tests.sources import given

CUBE = {
    "version": "2.0",
    "class": "dataset",
    "label": "Employed",
    "id": ["Region", "Tid", "ContentsCode"],
    "size": [2, 2, 2],
    "dimension": {
        "Region": {"label": "region", "category": {"index": ["01", "02"], "label": {"01": "One", "02": "Two"}}},
        "Tid": {"label": "year", "category": {"index": ["2022", "2023"]}},
        "ContentsCode": {"label": "what", "category": {"index": ["A", "B"], "label": {"A": "Jobs", "B": "Homes"}}},
    },
    "value": [1, 2, 3, 4, 5, 6, 7, None],
}
OD = {
    "version": "2.0",
    "class": "dataset",
    "id": ["Bostadskommun", "Arbetsstallekommun", "Tid"],
    "size": [2, 2, 1],
    "dimension": {
        "Bostadskommun": {"category": {"index": ["01", "02"]}},
        "Arbetsstallekommun": {"category": {"index": ["01", "02"]}},
        "Tid": {"category": {"index": ["2022"]}},
    },
    "value": [10, 4, 0, 7],
}


class Nothing:
    """A library without snapshots."""

    def names(self, snapshot):
        raise AssertionError(snapshot)

    key = figures = called = names


class Territory(Nothing):
    def names(self, snapshot):
        return {"01": "One", "02": "Two"}

    def boundaries(self, snapshot):
        return None


def check(source, kind="flows", library=None, **mapping):
    checked = checking.check(source, kind, mapping, library or Nothing(), unit="persons")
    assert checked.refusal is None, checked.refusal
    return checked


def table(source, **mapping):
    checked = check(source, **mapping)
    record = reader.flows(source, checked.mapping)
    return settled.carried(record, checked.mapping, Nothing(), unit="persons").flows.matrix().tolist()


WANTED = [[10, 4], [0, 7]]


@pytest.mark.parametrize(
    "source",
    [
        given.text("origin;destination;count\n01;01;10\n01;02;4\n02;02;7\n"),
        given.text("från\ttill\tantal\n01\t01\t10\n01\t02\t4\n02\t02\t7\n", name="flows.tsv"),
        given.text("från;till;antal\n01;01;10\n01;02;4\n02;02;7\n", encoding="cp1252"),
        given.workbook(("origin", "destination", "count"), ("01", "01", 10), ("01", "02", 4), ("02", "02", 7)),
        given.parquet({"origin": ["01", "01", "02"], "destination": ["01", "02", "02"], "count": [10, 4, 7]}),
        given.text(";01;02\n01;10;4\n02;0;7\n", name="matrix.csv"),
        Source("flows.omx", omx.write(("01", "02"), {"work": np.array([[10.0, 4.0], [0.0, 7.0]])})),
        Source("flows.json", json.dumps(OD).encode()),
    ],
    ids=["csv", "tsv", "cp1252", "xlsx", "parquet", "matrix", "omx", "cube"],
)
def test_flows_of_every_form_are_the_same(source):
    assert table(source) == WANTED


def test_a_cube_in_parts_is_the_cube():
    parts = []
    for home, values in (("01", [10, 4]), ("02", [0, 7])):
        part = json.loads(json.dumps(OD)) | {"size": [1, 2, 1], "value": values}
        part["dimension"]["Bostadskommun"]["category"]["index"] = [home]
        parts.append(json.dumps(part).encode())
    whole = cubes.packed(parts)
    assert table(Source("flows.zip", whole)) == WANTED
    assert whole == cubes.packed(parts), "the same parts are the same bytes"


def test_quantities_of_a_cube_are_those_of_its_latest_year():
    source = Source("cube.json", json.dumps(CUBE).encode())
    checked = check(source, "quantities")
    areas = reader.quantities(source, checked.mapping)
    assert areas.codes == ("01", "02")
    assert areas.names == {"01": "One", "02": "Two"}
    assert areas.figures["Jobs"].tolist() == [3, 7]
    assert areas.figures["Homes"][0] == 4
    assert np.isnan(areas.figures["Homes"][1])
    assert {finding["kind"] for finding in checked.findings} == {"MISSING"}


def test_regions_and_those_outside_them():
    source = given.text("code;fua_id;fua_name\n01;R1;Town\n02;;\n03;R1;Town\n")
    checked = check(source, "regions")
    regions = reader.regions(source, checked.mapping)
    assert dict(regions.of) == {"01": "R1", "03": "R1"}
    assert dict(regions.names) == {"R1": "Town"}
    assert regions.outside == ("02",)
    assert checked.summary == {"areas": 3, "rows": 3, "total": None, "regions": 1}
    assert [finding["examples"] for finding in checked.findings] == [["02"]]


def test_of_a_table_of_several_countries_one_is_taken_by_how_its_codes_begin():
    source = given.text("code;fua_id\nSE_01;R1\nDK_01;R2\nSE_02;\nDK_02;\n")
    checked = check(source, "regions", begins="SE_")
    regions = reader.regions(source, checked.mapping)
    assert (dict(regions.of), regions.outside, regions.elsewhere) == ({"01": "R1"}, ("02",), ("DK_01", "DK_02"))
    told = {finding["kind"]: finding["examples"] for finding in checked.findings}
    assert told == {"OUTSIDE_REGIONS": ["02"], "ELSEWHERE": ["DK_01", "DK_02"]}
    none = checking.check(source, "regions", {"begins": "NO_"}, Nothing(), unit="persons")
    assert none.refusal["problem"] == "NO_ROWS"


def test_an_area_in_two_regions_is_refused():
    source = given.text("code;fua_id\n01;R1\n01;R2\n")
    checked = checking.check(source, "regions", {}, Nothing(), unit="persons")
    assert (checked.refusal["problem"], checked.refusal["place"]["row"]) == ("SAME_CODE", 3)
    assert checked.summary is None


def test_a_key_under_swedish_headings():
    source = given.text("gammal;ny;andel\n01;11;0,25\n01;12;0,75\n02;12;\n")
    checked = check(source, "vintage_key", layout={"decimal": ","})
    key = reader.key(source, checked.mapping)
    assert dict(key.parts) == {"01": (("11", 0.25), ("12", 0.75)), "02": (("12", 1.0),)}
    assert {finding["kind"] for finding in checked.findings} == {"SPLITS", "MERGES"}


def test_boundaries_say_what_they_are_called():
    source = given.as_json(given.collection(given.feature("01", given.SQUARE, "One"), given.feature("02", None, "Two")))
    checked = check(source, "boundaries")
    assert checked.mapping["columns"] == {"code": "code", "name": "name"}
    assert {finding["kind"] for finding in checked.findings} == {"NO_SHAPE"}
    assert checked.outline["crs"] == "EPSG:4326"


def test_layers_of_a_geopackage_can_be_chosen():
    rows = [("01", "West", given.gpkg_blob(shapely.box(0, 0, 1, 1)))]
    more = (
        "CREATE TABLE other (code TEXT, geom BLOB)",
        "INSERT INTO gpkg_contents VALUES ('other', 'features', 'other', 3006)",
        "INSERT INTO gpkg_geometry_columns VALUES ('other', 'geom', 'POLYGON', 3006, 0, 0)",
    )
    source = given.geopackage(rows, extra=more)
    asked = checking.check(source, "boundaries", {}, Nothing(), unit="persons")
    assert asked.refusal["problem"] == "SEVERAL_LAYERS"
    assert asked.outline["layers"] == ["areas", "other"]
    chosen = check(source, "boundaries", form="polygons", layer="areas", columns={"code": "code"})
    assert chosen.summary["areas"] == 1
    assert set(chosen.outline["columns"]) >= {"code", "name"}


def test_the_territory_is_checked_and_gives_names():
    source = given.text("origin;destination;count\n01;01;10\n01;99;4\n")
    checked = check(source, library=Territory(), territory="some")
    found = {finding["kind"]: finding for finding in checked.findings}
    assert (found["UNKNOWN_CODES"]["examples"], found["UNKNOWN_CODES"]["largest"]) == (["99"], 4)
    assert found["AREAS_WITHOUT_FLOWS"]["examples"] == ["02"]
    assert checked.summary is None, "it waits for a choice"
    checked = check(source, library=Territory(), **checked.mapping, choices={"UNKNOWN_CODES": "DROP_ROWS"})
    found = {finding["kind"]: finding for finding in checked.findings}
    assert (found["UNKNOWN_CODES"]["rows"], found["UNKNOWN_CODES"]["persons"]) == (1, 4)
    assert checked.summary == {"areas": 2, "rows": 2, "total": 10.0}


@pytest.mark.parametrize(("option", "total"), [("ADD_UP", 15), ("KEEP_FIRST", 10)])
def test_pairs_that_stand_twice(option, total):
    source = given.text("origin;destination;count\n01;01;10\n01;01;5\n")
    assert check(source).summary is None
    assert check(source, choices={"DUPLICATE_PAIRS": option}).summary["total"] == total


def test_a_year_that_is_not_in_the_file_is_asked_for_anew():
    source = given.text("origin;destination;count;year\n01;01;10;2021\n01;01;5;2022\n")
    checked = check(source, year="2019")
    assert checked.values["year"] == ["2021", "2022"]
    assert "year" not in checked.mapping
    assert check(source, year="2022").summary["total"] == 5


def test_a_choice_that_nobody_offered_chooses_nothing():
    source = given.text("origin;destination;count\n01;01;10\n01;01;5\n")
    assert check(source, choices={"DUPLICATE_PAIRS": "DROP_ROWS"}).summary is None
    assert check(source, choices={"DUPLICATE_PAIRS": "nonsense"}).summary is None


def test_what_cannot_be_a_cube_is_refused():
    with pytest.raises(SourceError):
        cubes.cube(Source("cube.json", b'{"error": {"label": "too large", "status": 413}}'))
