"""What a file is, decided by its content; and the check that a packed file may be unpacked."""

import io
import zipfile
import zlib
from enum import Enum

from samsyn.plans.documents.errors import DocumentError

MAX_UNPACKED = 200_000_000
MAX_MEMBERS = 5_000
_CHUNK = 1 << 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What else people choose by mistake, named so that the message can say what was found.
_FOREIGN = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
)


class Format(Enum):
    """The formats that can be read."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"


def detect(data: bytes, *, name: str) -> Format:
    """The format of the bytes; refuses what is known not to be a readable document."""
    if not data.strip(b"\x00\t\r\n "):
        raise DocumentError("empty", name=name)
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, name=name)
    if data.startswith(_OLD_OFFICE):
        raise DocumentError("old_word", name=name)
    if data.startswith(b"{\\rtf"):
        raise DocumentError("rich_text", name=name)
    for signature, found in _FOREIGN:
        # "MZ" and the like are also letters: only with control characters beside them are they a signature.
        if data.startswith(signature) and any(byte < 9 for byte in data[:64]):
            raise DocumentError("not_a_document", name=name, found=found)
    return Format.TEXT


def _packed(data: bytes, *, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            _refuse_foreign_archive(archive, names, name=name)
            _check_expansion(archive, members, name=name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise DocumentError("corrupt_docx", name=name, found=str(error) or "a broken archive") from error
    except (NotImplementedError, RuntimeError) as error:  # zipfile's answers to odd packing and to passwords
        raise DocumentError("corrupt_docx", name=name, found=str(error)) from error
    return Format.DOCX


def _refuse_foreign_archive(archive: zipfile.ZipFile, names: set[str], *, name: str) -> None:
    if "word/document.xml" in names:
        return
    if "mimetype" in names and archive.open("mimetype").read(60).startswith(b"application/vnd.oasis.opendocument"):
        raise DocumentError("open_document", name=name)
    if any(member.startswith("xl/") for member in names):
        found = "an Excel workbook"
    elif any(member.startswith("ppt/") for member in names):
        found = "a PowerPoint presentation"
    else:
        found = "a zip archive"
    raise DocumentError("not_a_document", name=name, found=found)


def _check_expansion(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], *, name: str) -> None:
    """Refuse a bomb by what it declares, then by what it does; also finds broken members by their checksum."""
    declared = sum(member.file_size for member in members)
    if declared > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise DocumentError("zip_bomb", name=name, limit_mb=MAX_UNPACKED // 1_000_000)
    unpacked = 0
    for member in members:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED:
                    raise DocumentError("zip_bomb", name=name, limit_mb=MAX_UNPACKED // 1_000_000)
