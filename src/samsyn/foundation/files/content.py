"""What a file is, found from its bytes: never from its name alone, never by running it."""

import zipfile
from enum import StrEnum
from io import SEEK_END
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
    JSON = "application/json"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"


SHOWN_IN_PAGE = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG})
"""What a browser may show by itself; the rest, SVG above all, is only downloaded."""

_SIGNATURES = {b"\x89PNG\r\n\x1a\n": Kind.PNG, b"\xff\xd8\xff": Kind.JPEG}
_MARKERS = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
_TEXTS = {".csv": Kind.CSV, ".json": Kind.JSON, ".md": Kind.MARKDOWN}
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
    if not _is_text(stream):
        raise Rejected("unknown", _named(head, name))
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
    if unpacked > _UNPACKED or (unpacked > _SMALL and unpacked > _RATIO * max(packed, 1)):
        raise Rejected("bomb")
    names = {member.filename for member in members}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Rejected("macros")
    return next((kind for marker, kind in _MARKERS.items() if marker in names), Kind.ZIP)


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


def _named(head: bytes, name: str) -> str:
    """The best guess at what a file is that we do not keep, for the message."""
    try:
        return puremagic.magic_string(head, name)[0].name
    except (puremagic.PureError, ValueError, IndexError):
        return ""
