"""ZIP archives from strangers: measured and searched before anything in them is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from samsyn.sources import files
from samsyn.sources.errors import ChoiceNeeded, TooLarge, Unreadable
from samsyn.sources.files import Source
from samsyn.sources.problems import Cure, Problem

MAGIC = b"PK\x03\x04"
MOST_MEMBERS = 10_000
READABLE = {".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".json", ".geojson", ".topojson", ".gpkg", ".omx"}
LINK = 0xA000
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP can hold."""


def checked(source: Source, largest: int | None = None) -> zipfile.ZipFile:
    """The archive, once all that it declares is within bounds; more may be in one that is read piece by piece."""
    largest = files.LARGEST_UNPACKED if largest is None else largest
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.data))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError, EOFError) as error:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place) from error
    unpacked = sum(member.file_size for member in members)
    most = files.LARGEST_UNPACKED if largest is None else largest
    if unpacked > most or len(members) > MOST_MEMBERS:
        raise TooLarge(
            Problem.UNPACKS_TOO_LARGE,
            Cure.SMALLER,
            place=source.place,
            found=f"{unpacked / 2**20:.0f} MiB",
            expected=f"{most / 2**20:.0f} MiB",
        )
    for member in members:
        if _unsafe(member):
            raise Unreadable(Problem.UNSAFE_ARCHIVE, Cure.UNPACK, place=source.place, found=member.filename)
    return archive


def unpacked(source: Source) -> Source:
    """The one readable file in the archive, under its own name; a file that is no archive as it is."""
    if not source.data.startswith(MAGIC):
        return source
    archive = checked(source)
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        return source
    readable = [name for name in names if PurePosixPath(name).suffix.lower() in READABLE]
    if not readable:
        raise Unreadable(Problem.UNKNOWN_FORMAT, Cure.FORMATS, place=source.place, found=", ".join(names))
    if len(readable) > 1:
        raise ChoiceNeeded(Problem.SEVERAL_FILES, Cure.UNPACK, place=source.place, found=", ".join(readable))
    return Source(PurePosixPath(readable[0]).name, member(source, archive, readable[0]))


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files in a ZIP: the same files make the same bytes, whenever they are packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def member(source: Source, archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one member: no more than it declares, whatever it unpacks to."""
    try:
        with archive.open(name) as file:
            declared = archive.getinfo(name).file_size
            data = file.read(declared + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place.at(sheet=name)) from error
    if len(data) != declared:
        raise Unreadable(Problem.BROKEN, Cure.SAVE_AGAIN, place=source.place.at(sheet=name))
    return data


def _unsafe(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    locked = bool(member.flag_bits & 0x1)
    link = (member.external_attr >> 16) & 0xF000 == LINK
    return path.is_absolute() or ".." in path.parts or locked or link
