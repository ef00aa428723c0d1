"""The report's typeface, from a package: the same on every machine, and the only one."""

import struct
from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

FILES = Path(font_source_sans_pro.__file__).parent / "files"
REGULAR = FILES / "SourceSansPro-Regular.otf"


@cache
def fonts() -> typst.Fonts:
    """For the typesetter: no fonts of the machine, so that a report looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FILES)])


@cache
def letters() -> frozenset[int]:
    """The code points that the report's typeface has, from the character map of its regular face."""
    font = REGULAR.read_bytes()
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for n in range(count):
        (place,) = struct.unpack_from(">L", font, start + 8 + 8 * n)
        if struct.unpack_from(">H", font, start + place)[0] == 12:
            return frozenset(_segmented(font, start + place))
    raise LookupError("the report's typeface has no character map of format 12")


def _table(font: bytes, wanted: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for n in range(count):
        tag, _checksum, place, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * n)
        if tag == wanted:
            return int(place)
    raise LookupError(f"the report's typeface has no table {wanted!r}")


def _segmented(font: bytes, start: int) -> set[int]:
    (groups,) = struct.unpack_from(">L", font, start + 12)
    found: set[int] = set()
    for n in range(groups):
        first, last, _glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * n)
        found.update(range(first, last + 1))
    return found
