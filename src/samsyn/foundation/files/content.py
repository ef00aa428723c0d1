"""What a file is, found from its bytes: never from its name alone, never by running it."""

import zipfile
from enum import StrEnum
from io import SEEK_END
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import puremagic
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse


class Kind(StrEnum):
    """The media types that are kept."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ZIP = "application/zip"
    PNG = "image/png"
    JPEG = "image/jpeg"
    SVG = "image/svg+xml"
    CSV = "text/csv"
    TSV = "text/tab-separated-values"
    JSON = "application/json"
    GEOJSON = "application/geo+json"
    GEOPACKAGE = "application/geopackage+sqlite3"
    PARQUET = "application/vnd.apache.parquet"
    HDF5 = "application/x-hdf5"
    OSM = "application/vnd.openstreetmap.data+pbf"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"


SHOWN_IN_PAGE = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG})
"""What a browser may show by itself; the rest, SVG above all, is only downloaded."""

_SIGNATURES = {b"\x89PNG\r\n\x1a\n": Kind.PNG, b"\xff\xd8\xff": Kind.JPEG, b"\x89HDF\r\n\x1a\n": Kind.HDF5}
_MARKERS = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
_TEXTS = {
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".json": Kind.JSON,
    ".geojson": Kind.GEOJSON,
    ".topojson": Kind.JSON,
    ".md": Kind.MARKDOWN,
}
_SQLITE = b"SQLite format 3\x00"
_GEOPACKAGES = frozenset({b"GPKG", b"GP10", b"GP11"})
"""What a GeoPackage says that it is, in the header of SQLite (its application id); any other database is refused."""
_PARQUET = b"PAR1"
_OSM = b"\x0a\x09OSMHeader"
"""What an extract of OpenStreetMap begins with, after the length of its first part."""
_FEED = "stop_times.txt"
_FEED_UNPACKED = 8 * 2**30
"""What a timetable (GTFS) may become: its tables are read row by row, and never held."""
_HEAD = 4096
_UNPACKED = 500_000_000
_RATIO = 200
_SMALL = 10_000_000
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


class Rejected(Exception):
    """Not a kind that is kept. `reason` is one of ``empty``, ``macros``, ``bomb``, ``unknown``; `found` names it."""

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(reason, found)
        self.reason = reason
        self.found = found


def recognise(stream: BinaryIO, *, name: str) -> Kind:
    """What the bytes are. Raises `Rejected`. The name only tells one sort of plain text from another."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise Rejected("empty")
    for signature, kind in _SIGNATURES.items():
        if head.startswith(signature):
            return kind
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _archive(stream)
    if head.startswith(_SQLITE) and head[68:72] in _GEOPACKAGES:
        return Kind.GEOPACKAGE
    if head[4:].startswith(_OSM):
        return Kind.OSM
    if head.startswith(_PARQUET) and _ends_with(stream, _PARQUET):
        return Kind.PARQUET
    if not _is_text(stream):
        raise Rejected("unknown", _named(head))
    return _text(stream, head, name)


def _text(stream: BinaryIO, head: bytes, name: str) -> Kind:
    if b"<svg" in head.lower() and _root_is_svg(stream):
        return Kind.SVG
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise Rejected("unknown", "HTML")
    return next((kind for ending, kind in _TEXTS.items() if name.lower().endswith(ending)), Kind.TEXT)


def _archive(stream: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Rejected("unknown", "ZIP") from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    names = {member.filename for member in members}
    most = _FEED_UNPACKED if any(PurePosixPath(name).name == _FEED for name in names) else _UNPACKED
    if unpacked > most or (unpacked > _SMALL and unpacked > _RATIO * max(packed, 1)):
        raise Rejected("bomb")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Rejected("macros")
    return next((kind for marker, kind in _MARKERS.items() if marker in names), Kind.ZIP)


def _ends_with(stream: BinaryIO, mark: bytes) -> bool:
    """Whether the last bytes are the mark; one that is the first bytes too does not count twice."""
    size = stream.seek(0, SEEK_END)
    stream.seek(max(size - len(mark), 0))
    return size >= 2 * len(mark) and stream.read() == mark


def _is_text(stream: BinaryIO) -> bool:
    """No bytes that no text has: UTF-8, UTF-16 with its mark, or a one-byte encoding."""
    stream.seek(0)
    if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        stream.seek(0, SEEK_END)
        return stream.tell() % 2 == 0
    stream.seek(0)
    while chunk := stream.read(1 << 20):
        if not _CONTROLS.isdisjoint(chunk):
            return False
    return True


def _root_is_svg(stream: BinaryIO) -> bool:
    stream.seek(0)
    try:
        _event, root = next(iter(iterparse(stream, events=("start",))))
    except (ParseError, DefusedXmlException, StopIteration):
        return False
    return root.tag in ("svg", "{http://www.w3.org/2000/svg}svg")


def _named(head: bytes) -> str:
    """The best guess at what a file is that we do not keep, for the message: from its bytes, never its name."""
    try:
        return puremagic.magic_string(head)[0].name
    except (puremagic.PureError, ValueError, IndexError):
        return ""
