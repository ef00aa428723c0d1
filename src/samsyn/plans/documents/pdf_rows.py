"""The lines of a PDF's pages as PDFium finds them, with the place and the type of every word."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from samsyn.plans.documents.blocks import Note, Place
from samsyn.plans.documents.errors import DocumentError

MAX_PAGES = 2_000
_BOLD_NAMES = ("bold", "semibold", "black", "heavy", "demi")
_HYPHEN_MARKS = (0x02, 0xFFFE)
_SAMPLED = 3


@dataclass(frozen=True, slots=True)
class Word:
    """The type of one word: size (height of its letters' boxes) and whether it is bold."""

    text: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page with its words and its box, in points; `top` and `bottom` from the upper edge."""

    words: tuple[Word, ...]
    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return float(median(word.size for word in self.words))

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @property
    def lead(self) -> str:
        """The bold words that the line begins with, where only its beginning is bold."""
        count = next((n for n, word in enumerate(self.words) if not word.bold), len(self.words))
        if self.bold and len(self.words) < 3:
            return ""
        return " ".join(word.text for word in self.words[:count])


def read_rows(data: bytes, *, name: str, progress: Callable[[int, int], None]) -> tuple[list[Row], list[Note]]:
    """All lines of the document in reading order, and a warning for each page without text."""
    document = _open(data, name=name)
    try:
        pages = len(document)
        if pages > MAX_PAGES:
            raise DocumentError("too_many_pages", name=name, pages=pages, limit=MAX_PAGES)
        rows: list[Row] = []
        empty: list[int] = []
        for page in range(pages):
            progress(page, pages)
            found = _page_rows(document, page, name=name)
            rows += found
            if not found:
                empty.append(page + 1)
        progress(pages, pages)
    finally:
        document.close()
    if not rows:
        raise DocumentError("scanned_pdf", name=name, pages=pages)
    return rows, [Note(Place(1, page), "page_without_text", {"page": page}) for page in empty]


def _open(data: bytes, *, name: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted_pdf" if error.err_code == pdfium.FPDF_ERR_PASSWORD else "corrupt_pdf"
        raise DocumentError(code, name=name) from error


def _page_rows(document: pypdfium2.PdfDocument, number: int, *, name: str) -> list[Row]:
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise DocumentError("corrupt_pdf", name=name) from error
    height = page.get_height()
    codes = [pdfium.FPDFText_GetUnicode(textpage.raw, index) for index in range(textpage.count_chars())]
    found = [_row(textpage.raw, span, codes, number + 1, height) for span in _line_spans(textpage.raw, codes)]
    textpage.close()
    page.close()
    return [row for row in found if row is not None]


def _line_spans(textpage: Any, codes: Sequence[int]) -> Iterator[range]:
    """The character indices of each line.

    PDFium ends its lines with CR LF, or with a hyphen mark of its own; where it runs two lines together, the height
    of the characters tells them apart.
    """
    start = 0
    base: float | None = None
    for index, code in enumerate(codes):
        if code in (10, 13):
            yield range(start, index)
            start, base = index + 1, None
            continue
        below = _baseline(textpage, index)
        if base is not None and below is not None and abs(below - base) > 0.8 * _height(textpage, index):
            yield range(start, index)
            start = index
        base = base if below is None else below
        if code in _HYPHEN_MARKS:
            yield range(start, index + 1)
            start, base = index + 1, None
    yield range(start, len(codes))


def _baseline(textpage: Any, index: int) -> float | None:
    """How high the character stands; None for a space that PDFium made up, which stands nowhere."""
    x, y = ctypes.c_double(), ctypes.c_double()
    found = pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    return y.value if found and (x.value or y.value) else None


def _height(textpage: Any, index: int) -> float:
    box = _box(textpage, index)
    return float(box.top - box.bottom)


def _row(textpage: Any, span: range, codes: Sequence[int], page: int, height: float) -> Row | None:
    spans = list(_word_spans(span, codes))
    if not spans:
        return None
    words = tuple(_word(textpage, word, codes) for word in spans)
    boxes = [_box(textpage, index) for word in spans for index in (word[0], word[-1])]
    return Row(
        words=words,
        text=" ".join(word.text for word in words),
        page=page,
        left=min(box.left for box in boxes),
        right=max(box.right for box in boxes),
        top=height - max(box.top for box in boxes),
        bottom=height - min(box.bottom for box in boxes),
    )


def _word_spans(span: range, codes: Sequence[int]) -> Iterator[list[int]]:
    word: list[int] = []
    for index in span:
        if codes[index] == 0 or chr(codes[index]).isspace():
            if word:
                yield word
            word = []
        else:
            word.append(index)
    if word:
        yield word


def _word(textpage: Any, indices: Sequence[int], codes: Sequence[int]) -> Word:
    text = "".join(_character(codes[index]) for index in indices)
    # The box of "Å" or "(" reaches beyond the line height of its type; the lowest of a few letters is that height.
    boxes = [_box(textpage, index) for index in indices[:_SAMPLED]]
    return Word(text, round(min(box.top - box.bottom for box in boxes), 1), _is_bold(textpage, indices[0]))


def _character(code: int) -> str:
    """Ligatures are written out; a broken surrogate is shown as such rather than dropped."""
    ligatures = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return ligatures.get(code, chr(code))


def _box(textpage: Any, index: int) -> pdfium.FS_RECTF:
    """The box of the character's line height: the real size on the page, whatever the font claims."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    return box


def _is_bold(textpage: Any, index: int) -> bool:
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(textpage, index, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFText_GetFontInfo(textpage, index, buffer, length, flags)
    font = buffer.value.decode("utf-8", "replace").lower()
    return any(name in font for name in _BOLD_NAMES) or pdfium.FPDFText_GetFontWeight(textpage, index) >= 600
