"""Files of results opened again, for tests."""

import io
import zipfile

import openpyxl
import pypdfium2


def archive(data: bytes) -> dict[str, bytes]:
    """The files in a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def readable(kind: str, data: bytes) -> str:
    """All that a person would read in it."""
    if kind.startswith("csv"):
        return "".join(part.decode("utf-8-sig") for part in archive(data).values())
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return " ".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    if kind == "pdf":
        return pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded().replace("\r\n", " ")
    return data.decode("utf-8", "replace")
