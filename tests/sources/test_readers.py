"""Tables from CSV, XLSX, Parquet and ZIP: what is found, what is asked, and where a fault is."""

import io
import math
import zipfile

import pytest

from samsyn.sources import archives, delimited, files, flows, spreadsheets, tables
from samsyn.sources.areas import AreaMapping
from samsyn.sources.areas import read as read_areas
from samsyn.sources.errors import ChoiceNeeded, SourceError, TooLarge, Unreadable, WrongContent
from samsyn.sources.files import Source
from samsyn.sources.flows import FlowMapping, MatrixMapping
from samsyn.sources.grids import Layout
from samsyn.sources.problems import Problem
from tests.sources import given

PLAIN = FlowMapping("origin", "destination", "count")


def _read(source: Source, mapping: FlowMapping = PLAIN, layout: Layout | None = None) -> flows.Flows:
    return flows.read(tables.grid(source, layout), mapping)


def test_codes_keep_their_zeros_and_rows_their_lines():
    read = _read(given.text(given.LONG))
    assert read.codes == ("0114", "0180")
    assert read.dense().tolist() == [[900, 12], [3, 5000]]
    assert read.row.tolist() == [2, 3, 4, 5]
    assert read.padded == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(encoding, delimiter):
    content = "från;till;antal\nÖrebro;Malmö;7\nMalmö;Örebro;8\n".replace(";", delimiter)
    grid = tables.grid(given.text(content, encoding))
    read = flows.read(grid, flows.guess(grid.header))
    assert read.codes == ("Malmö", "Örebro")
    assert read.count.tolist() == [7, 8]
    assert grid.layout.delimiter == delimiter
    assert grid.layout.encoding in {encoding, "utf-8"}


def test_said_encoding_that_does_not_fit_names_the_row():
    with pytest.raises(Unreadable) as refusal:
        tables.grid(given.text("from,to,count\nÖrebro,Malmö,7\n", "cp1252"), Layout(encoding="utf-8"))
    assert (refusal.value.problem, refusal.value.place.row) == (Problem.WRONG_ENCODING, 2)
    assert refusal.value.found == "0xD6"


def test_unknown_encoding_and_delimiter_are_refused():
    with pytest.raises(Unreadable):
        tables.grid(given.text(given.LONG), Layout(encoding="klingon"))
    with pytest.raises(ChoiceNeeded):
        tables.grid(given.text(given.LONG), Layout(delimiter=";;"))
    with pytest.raises(ChoiceNeeded) as refusal:
        tables.grid(given.text("one column\n1\n2\n"))
    assert refusal.value.problem is Problem.NO_DELIMITER


def test_headings_below_a_title():
    content = "Pendling 2024\n\norigin;destination;count\n0114;0180;5\n"
    read = _read(given.text(content), layout=Layout(header_row=3))
    assert (read.codes, read.row.tolist()) == (("0114", "0180"), [4])


def test_a_quoted_line_break_does_not_move_the_rows_after_it():
    read = _read(given.text('origin,destination,count\n"01\n14x",0180,5\n'.replace("\n14x", "14x") + "0180,0180,6\n"))
    assert read.row.tolist() == [2, 3]
    grid = delimited.grid(given.text('name,n\n"two\nlines",1\nb,2\n'))
    assert [row for row, _cells in grid.rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "problem", "row", "column"),
    [
        ("origin,destination,count\n0114,0180,many\n", Problem.NOT_A_NUMBER, 2, "count"),
        ("origin,destination,count\n0114,0180,5\n0114,0180,inf\n", Problem.NOT_A_NUMBER, 3, "count"),
        ("origin,destination,count\n0114,0180,1e999\n", Problem.NOT_FINITE, 2, "count"),
        ("origin,destination,count\n0114,0180,1_000\n", Problem.NOT_A_NUMBER, 2, "count"),
        ("origin,destination,count\n0114,0180,١٢\n", Problem.NOT_A_NUMBER, 2, "count"),
        ("origin,destination,count\n,0180,5\n", Problem.NO_CODE, 2, "origin"),
        ("origin,destination,count\n0114,0180\n", Problem.WRONG_WIDTH, 2, ""),
        ("origin,destination,count\n0114,0180,5,6\n", Problem.WRONG_WIDTH, 2, ""),
        ("origin,destination,count\n", Problem.NO_ROWS, None, ""),
        ("origin,destination,count,count\n0114,0180,5,5\n", Problem.SAME_HEADING, 1, ""),
        ("origin,till,count\n0114,0180,5\n", Problem.NO_COLUMN, None, ""),
        ("origin,destination,count\n0114,0180,#REF!\n", Problem.FORMULA_ERROR, 2, "count"),
        ('origin,destination,count\n0114,"0180,5\n', Problem.BROKEN, 2, ""),
    ],
)
def test_a_fault_is_named_by_its_place(content, problem, row, column):
    with pytest.raises(SourceError) as refusal:
        _read(given.text(content), layout=Layout(delimiter=","))
    error = refusal.value
    assert (error.problem, error.place.row, error.place.column) == (problem, row, column)
    assert error.place.file == "flows.csv"
    assert str(error.cure) in str(error)


def test_missing_marks_are_missing_and_not_zero():
    content = "origin;destination;count\n" + "".join(f"01;02;{mark}\n" for mark in ("", "..", ":", "x", "-", "NaN"))
    read = _read(given.text(content))
    assert all(map(math.isnan, read.count))
    assert len(read) == 6


@pytest.mark.parametrize(
    ("number", "decimal", "value"),
    [
        ("1 234", None, 1234),
        ("1\u00a0234 567", None, 1234567),
        ("12,5", None, 12.5),
        ("0.125", None, 0.125),
        ("1.234", ".", 1.234),
        ("1,234", ",", 1.234),
        ("-3", None, -3),
        ("\N{MINUS SIGN}3", None, -3),
        ("1e3", None, 1000),
    ],
)
def test_numbers_as_people_write_them(number, decimal, value):
    content = f"origin;destination;count\n01;02;{number}\n"
    assert _read(given.text(content), layout=Layout(decimal=decimal)).count.tolist() == [value]


def test_a_number_that_can_be_read_in_two_ways_is_asked_about():
    with pytest.raises(ChoiceNeeded) as refusal:
        _read(given.text("origin;destination;count\n01;02;1.234\n"))
    assert refusal.value.problem is Problem.AMBIGUOUS_NUMBER
    with pytest.raises(WrongContent) as refusal:
        _read(given.text("origin;destination;count\n01;02;1,5\n01;02;2.5\n"))
    assert (refusal.value.problem, refusal.value.place.row) == (Problem.MIXED_DECIMALS, 3)


def test_numbers_in_a_workbook_become_codes_by_a_stated_width_only():
    book = given.workbook(("origin", "destination", "count"), (114, 180, 12), (180, 1440, 3))
    with pytest.raises(ChoiceNeeded) as refusal:
        _read(book)
    error = refusal.value
    assert (error.problem, error.place.sheet, error.place.row) == (Problem.CODE_IS_NUMBER, "Data", 2)
    assert (error.place.column, error.found) == ("origin", "114")
    four = _read(book, FlowMapping("origin", "destination", "count", width=4))
    assert (four.codes, four.padded) == (("0114", "0180", "1440"), 2)
    as_they_stand = _read(book, FlowMapping("origin", "destination", "count", width=0))
    assert (as_they_stand.codes, as_they_stand.padded) == (("114", "1440", "180"), 0)
    with pytest.raises(WrongContent) as refusal:
        _read(book, FlowMapping("origin", "destination", "count", width=3))
    assert refusal.value.problem is Problem.CODE_TOO_LONG


def test_text_codes_in_a_workbook_stand_as_they_are():
    read = _read(given.workbook(("origin", "destination", "count"), ("0114", "0180", 12.5), (), ("0180", "0114", None)))
    assert read.codes == ("0114", "0180")
    assert read.row.tolist() == [2, 4]
    assert read.count[0] == 12.5
    assert math.isnan(read.count[1])


def test_a_workbook_with_several_sheets_is_asked_about():
    book = given.workbook(("origin", "destination", "count"), ("01", "02", 1), sheets=("2023", "2024"))
    with pytest.raises(ChoiceNeeded) as refusal:
        _read(book)
    assert refusal.value.found == "2023, 2024"
    assert spreadsheets.sheets(book) == ("2023", "2024")
    assert len(_read(book, layout=Layout(sheet="2024"))) == 1
    with pytest.raises(WrongContent) as refusal:
        _read(book, layout=Layout(sheet="2025"))
    assert refusal.value.problem is Problem.NO_SHEET


@pytest.mark.parametrize("value", [True, float("1e10") + 0.5, -1])
def test_a_code_that_is_no_code(value):
    book = given.workbook(("origin", "destination", "count"), (value, 180, 12))
    if value is True:
        # Truth values come as the text "True", which is a code like any other and no area.
        assert "True" in _read(book, FlowMapping("origin", "destination", "count", width=4)).codes
        return
    with pytest.raises(WrongContent) as refusal:
        _read(book, FlowMapping("origin", "destination", "count", width=4))
    assert refusal.value.problem is Problem.BAD_CODE


def test_parquet():
    columns = {"origin": ["0114", "0180"], "destination": ["0180", "0180"], "count": [12, None]}
    read = _read(given.parquet(columns))
    assert read.codes == ("0114", "0180")
    assert read.row.tolist() == [1, 2]
    assert math.isnan(read.count[1])
    with pytest.raises(WrongContent) as refusal:
        _read(given.parquet({"origin": [["a"]], "destination": ["b"], "count": [1]}))
    assert refusal.value.problem is Problem.NOT_A_TABLE
    with pytest.raises(WrongContent) as refusal:
        _read(given.parquet({"origin": ["a"], "destination": ["b"], "count": [math.inf]}))
    assert (refusal.value.problem, refusal.value.place.row) == (Problem.NOT_FINITE, 1)


def test_years_sexes_and_names():
    content = (
        "year,sex,residence_code,residence,workplace_code,workplace,employed\n"
        "2023,women,01,North,02,South,5\n2024,women,01,North,02,South,6\n2024,men,02,South,01,North,7\n"
    )
    grid = tables.grid(given.text(content))
    read = flows.read(grid, flows.guess(grid.header))
    assert read.names == {"01": "North", "02": "South"}
    assert read.facets["year"].texts() == ("2023", "2024", "2024")
    assert read.only(year="2024", sex="women").count.tolist() == [6]
    assert read.only(year="2024").row.tolist() == [3, 4]


def test_code_and_name_in_one_cell():
    content = "bostadskommun;arbetsställekommun;antal\n0114 Upplands Väsby;0180 Stockholm;5\n"
    grid = tables.grid(given.text(content))
    assert flows.read(grid, flows.guess(grid.header)).codes == ("0114", "0180")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("work", "home", "n"), ("home", "work", "n")),
        (("community_live", "community_work", "amount"), ("community_live", "community_work", "amount")),
        (("Från", "Till", "Antal"), ("Från", "Till", "Antal")),
        (("Count", "Origin", "Destination"), ("Origin", "Destination", "Count")),
    ],
)
def test_known_headings_are_guessed(columns, expected):
    guessed = flows.guess(columns)
    assert (guessed.origin, guessed.destination, guessed.count) == expected


def test_unknown_headings_are_asked_about():
    with pytest.raises(ChoiceNeeded) as refusal:
        flows.guess(("a", "b", "c"))
    assert refusal.value.found == "a, b, c"


def test_a_matrix():
    content = "area;0114;0180\n0114;900;12\n0180;3;\n"
    read = flows.read_matrix(tables.grid(given.text(content)))
    assert read.codes == ("0114", "0180")
    assert read.dense()[0].tolist() == [900, 12]
    assert math.isnan(read.dense()[1, 1])
    turned = flows.read_matrix(tables.grid(given.text(content)), MatrixMapping(rows_are_origins=False))
    assert turned.dense()[1, 0] == 12


def test_sums_in_a_matrix_are_left_out_where_they_are_named():
    content = "area;01;02;Sum\n01;1;2;3\n02;3;4;7\nSum;4;6;10\n"
    read = flows.read_matrix(tables.grid(given.text(content)), MatrixMapping(totals=frozenset({"Sum"})))
    assert read.codes == ("01", "02")
    assert read.count.sum() == 10


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("area;01;02\n01;1;2\n", Problem.NOT_SQUARE),
        ("area;01;02\n01;1;2\n01;1;2\n", Problem.SAME_CODE),
        ("area;01;02\n01;1;2\n02;1;two\n", Problem.NOT_A_NUMBER),
    ],
)
def test_a_matrix_that_does_not_fit(content, problem):
    with pytest.raises(WrongContent) as refusal:
        flows.read_matrix(tables.grid(given.text(content)))
    assert refusal.value.problem is problem


def test_figures_of_areas():
    content = "code,name,people\n01,North,1 200\n02,South,..\n"
    read = read_areas(tables.grid(given.text(content)), AreaMapping("code", "name", ("people",)))
    assert (read.codes, read.names["01"], read.figures["people"][0]) == (("01", "02"), "North", 1200)
    assert math.isnan(read.figures["people"][1])
    with pytest.raises(WrongContent) as refusal:
        read_areas(tables.grid(given.text("code,name\n01,a\n01,b\n")), AreaMapping("code"))
    assert (refusal.value.problem, refusal.value.place.row) == (Problem.SAME_CODE, 3)


def _zip(members: dict[str, bytes], name: str = "flows.zip") -> Source:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return Source(name, buffer.getvalue())


def test_one_table_in_a_zip_is_read():
    assert len(_read(_zip({"folder/flows.csv": given.LONG.encode(), "readme.pdf": b"x"}))) == 4
    with pytest.raises(ChoiceNeeded) as refusal:
        _read(_zip({"a.csv": b"x", "b.csv": b"y"}))
    assert refusal.value.problem is Problem.SEVERAL_FILES
    with pytest.raises(Unreadable) as refusal:
        _read(_zip({"a.exe": b"x"}))
    assert refusal.value.problem is Problem.UNKNOWN_FORMAT


@pytest.mark.parametrize("name", ["../flows.csv", "/etc/flows.csv", "a/../../flows.csv", "..\\flows.csv"])
def test_a_path_out_of_the_archive_is_refused(name):
    with pytest.raises(Unreadable) as refusal:
        _read(_zip({name: given.LONG.encode()}))
    assert refusal.value.problem is Problem.UNSAFE_ARCHIVE


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 1_000_000)
    bomb = _zip({"flows.csv": b"0" * 2_000_000})
    opened = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args, **_kwargs: opened.append(1))
    with pytest.raises(TooLarge) as refusal:
        _read(bomb)
    assert refusal.value.problem is Problem.UNPACKS_TOO_LARGE
    assert opened == []


def test_a_member_that_unpacks_to_more_than_it_declares_is_refused():
    source = _zip({"flows.csv": b"origin,destination,count\n" + b"01,02,3\n" * 1000})
    lying = bytearray(source.data)
    size = (25 + 8000).to_bytes(4, "little")
    assert lying.count(size) == 2
    lying = bytes(lying).replace(size, (100).to_bytes(4, "little"))
    with pytest.raises(Unreadable):
        archives.unpacked(Source("flows.zip", lying))


def test_two_gigabytes_are_refused_before_a_byte_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(TooLarge) as refusal:
        files.opened(path)
    assert refusal.value.found == "2048 MiB"


def test_what_is_no_file(tmp_path):
    with pytest.raises(Unreadable):
        files.opened(tmp_path)
    with pytest.raises(Unreadable):
        files.opened(tmp_path / "absent.csv")
    (tmp_path / "empty.csv").touch()
    with pytest.raises(Unreadable) as refusal:
        files.opened(tmp_path / "empty.csv")
    assert refusal.value.problem is Problem.EMPTY


def test_the_size_that_a_sheet_declares_is_not_believed():
    source = given.workbook(("origin", "destination", "count"), ("01", "02", 3))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source.data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                assert b'<dimension ref="A1:C2"' in data
                data = data.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')
            new.writestr(name, data)
    assert len(_read(Source("flows.xlsx", buffer.getvalue()))) == 1


def test_entities_in_a_workbook_are_not_expanded():
    source = given.workbook(("origin", "destination", "count"), ("01", "02", 3))
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source.data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "xl/workbook.xml" else old.read(name))
    with pytest.raises(SourceError):
        _read(Source("flows.xlsx", buffer.getvalue()))
