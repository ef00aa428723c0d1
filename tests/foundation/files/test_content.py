"""What a file is, from its bytes."""

import io
import zipfile

import docx
import openpyxl
import pytest

from samsyn.foundation.files import content
from samsyn.foundation.files.content import Kind, Rejected, recognise

GEOPACKAGE = b"SQLite format 3\0" + b"\0" * 52 + b"GPKG" + b"\0" * 28
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def zipped(*names: str, content: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


def saved(document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def kind(data: bytes, name: str = "file.bin") -> Kind:
    return recognise(io.BytesIO(data), name=name)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (PNG, "photo.jpg", Kind.PNG),
        (b"\xff\xd8\xff\xe0 JFIF", "a", Kind.JPEG),
        (b"\0\0\0\x0e\x0a\x09OSMHeader\x18\x92\x01", "a.bin", Kind.OSM),
        (b"%PDF-1.7\n%\xe2\xe3", "plan.txt", Kind.PDF),
        ("Mål och åtgärder".encode(), "plan.txt", Kind.TEXT),
        ("Mål och åtgärder".encode("cp1252"), "plan.txt", Kind.TEXT),
        ("Mål".encode("utf-16"), "plan.txt", Kind.TEXT),
        (b"# Plan", "plan.MD", Kind.MARKDOWN),
        (b"a;b", "values.csv", Kind.CSV),
        (b"{}", "values.json", Kind.JSON),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", Kind.SVG),
        (b"<?xml version='1.0'?>\n<svg/>", "a.txt", Kind.SVG),
        (b"The word <svg> in a text.", "a.txt", Kind.TEXT),
        (zipped("a.txt"), "a.docx", Kind.ZIP),
        (b"a\tb", "values.tsv", Kind.TSV),
        (b"{}", "areas.geojson", Kind.GEOJSON),
        (b"{}", "areas.topojson", Kind.JSON),
        (GEOPACKAGE, "a.txt", Kind.GEOPACKAGE),
        (GEOPACKAGE.replace(b"GPKG", b"GP10"), "a.gpkg", Kind.GEOPACKAGE),
        (b"PAR1\x15\0\x00PAR1", "a.bin", Kind.PARQUET),
        (b"\x89HDF\r\n\x1a\n\0\0\0", "skims.omx", Kind.HDF5),
    ],
)
def test_the_content_decides(data, name, expected):
    assert kind(data, name) == expected


def test_office_documents_are_told_from_other_archives():
    assert kind(saved(docx.Document())) == Kind.DOCX
    assert kind(saved(openpyxl.Workbook())) == Kind.XLSX


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\0" + b"\0" * 60, "unknown"),
        (b"\x7fELF\x02\x01\x01\0", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unknown"),
        (GEOPACKAGE.replace(b"GPKG", b"\0\0\0\0"), "unknown"),
        (b"SQLite format 3\0", "unknown"),
        (b"PAR1\x15\0\0cut off", "unknown"),
        (b"PAR1\0AR1", "unknown"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><script>1</script>", "unknown"),
        (b"<html></html>", "unknown"),
        (b"PK\x03\x04 broken", "unknown"),
        (zipped("word/document.xml", "word/vbaProject.bin"), "macros"),
        (zipped("a", content=b"\0" * 20_000_000), "bomb"),
    ],
)
def test_what_is_not_kept(data, reason):
    with pytest.raises(Rejected) as rejected:
        kind(data)
    assert rejected.value.reason == reason


def test_a_timetable_may_become_more_than_others_as_it_is_never_held(monkeypatch):
    monkeypatch.setattr(content, "_UNPACKED", 10)
    assert kind(zipped("gtfs/stop_times.txt", content=b"x" * 11)) == Kind.ZIP
    for data in (zipped("times.txt", content=b"x" * 11), zipped("stop_times.txt", content=b"\0" * 20_000_000)):
        with pytest.raises(Rejected, match="bomb"):
            kind(data)


def test_an_svg_with_an_entity_bomb_is_not_expanded():
    bomb = b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg>&a;</svg>"
    assert kind(bomb, "a.svg") == Kind.TEXT


def test_what_is_not_kept_is_named_by_its_bytes_and_never_by_its_name():
    for data, named in ((b"\x7fELF\x02\x01\x01\0" + b"\0" * 60, "ELF"), (b"\x01\x02\x03\x9a\0" * 20, "")):
        with pytest.raises(Rejected) as rejected:
            recognise(io.BytesIO(data), name="plan.pdf")
        assert named in rejected.value.found
        assert "Portable Document" not in rejected.value.found
