"""PDF with a text layer: headings by larger or bolder type, page furniture left out, words at line ends mended."""

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from samsyn.plans.documents import furniture
from samsyn.plans.documents.blocks import Document, Note, Place
from samsyn.plans.documents.errors import DocumentError
from samsyn.plans.documents.hyphens import Joiner
from samsyn.plans.documents.lines import Line, assemble, without_page_breaks
from samsyn.plans.documents.recognisers import contents, labels, markers

MAX_PAGES = 2_000
_LARGER = 1.12
_LONGEST_HEADING = 160
_SAMPLED = 3
_BUCKET = 25.0
_BOLD_NAMES = ("bold", "semibold", "black", "heavy", "demi")
_PASSWORD = pdfium.FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class _Word:
    """The type of one word: size (height of its letters' boxes) and whether it is bold."""

    text: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a page with its words and its box, in points; `top` and `bottom` from the upper edge."""

    words: tuple[_Word, ...]
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


def read(data: bytes, *, name: str, progress: Callable[[int, int], None]) -> Document:
    """Read a PDF into blocks; `Place.line` counts its lines through the whole document."""
    rows, notes = _rows(data, name=name, progress=progress)
    lines, removed = furniture.remove(_lines(rows))
    joiner = Joiner(line.text for line in lines)
    blocks = tuple(assemble(without_page_breaks(lines), joiner=joiner))
    styled = sum(line.heading > 0 for line in lines) >= 2
    return Document(blocks, (*notes, *removed, *joiner.notes()), styled)


def _rows(data: bytes, *, name: str, progress: Callable[[int, int], None]) -> tuple[list[_Row], list[Note]]:
    document = _open(data, name=name)
    try:
        pages = len(document)
        if pages > MAX_PAGES:
            raise DocumentError("too_many_pages", name=name, pages=pages, limit=MAX_PAGES)
        rows: list[_Row] = []
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
        code = "encrypted_pdf" if error.err_code == _PASSWORD else "corrupt_pdf"
        raise DocumentError(code, name=name) from error


def _page_rows(document: pypdfium2.PdfDocument, number: int, *, name: str) -> list[_Row]:
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise DocumentError("corrupt_pdf", name=name) from error
    height = page.get_height()
    codes = [pdfium.FPDFText_GetUnicode(textpage.raw, index) for index in range(textpage.count_chars())]
    found = [_row(textpage.raw, span, codes, number + 1, height) for span in _line_spans(codes)]
    textpage.close()
    page.close()
    return [row for row in found if row is not None]


def _line_spans(codes: Sequence[int]) -> Iterator[range]:
    """The character indices of each line; PDFium ends its lines with CR LF, or with a hyphen mark of its own."""
    start = 0
    for index, code in enumerate(codes):
        if code in (10, 13):
            if index > start:
                yield range(start, index)
            start = index + 1
        elif code in (0x02, 0xFFFE):
            yield range(start, index + 1)
            start = index + 1
    if start < len(codes):
        yield range(start, len(codes))


def _row(textpage: object, span: range, codes: Sequence[int], page: int, height: float) -> _Row | None:
    spans = list(_word_spans(span, codes))
    if not spans:
        return None
    words = tuple(_word(textpage, word, codes) for word in spans)
    boxes = [_box(textpage, index) for word in spans for index in (word[0], word[-1])]
    return _Row(
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


def _word(textpage: object, indices: Sequence[int], codes: Sequence[int]) -> _Word:
    text = "".join(_character(codes[index]) for index in indices)
    # The box of "Å" or "(" reaches beyond the line height of its type; the lowest of a few letters is that height.
    boxes = [_box(textpage, index) for index in indices[:_SAMPLED]]
    return _Word(text, round(min(box.top - box.bottom for box in boxes), 1), _is_bold(textpage, indices[0]))


def _character(code: int) -> str:
    """Ligatures are written out; a broken surrogate is shown as such rather than dropped."""
    ligatures = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return ligatures.get(code, chr(code))


def _box(textpage: object, index: int) -> pdfium.FS_RECTF:
    """The box of the character's line height: the real size on the page, whatever the font claims."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    return box


def _is_bold(textpage: object, index: int) -> bool:
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(textpage, index, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFText_GetFontInfo(textpage, index, buffer, length, flags)
    font = buffer.value.decode("utf-8", "replace").lower()
    return any(name in font for name in _BOLD_NAMES) or pdfium.FPDFText_GetFontWeight(textpage, index) >= 600


def _lines(rows: Sequence[_Row]) -> list[Line]:
    """Rows as lines: gaps and margins measured against the document's own habits, headings by type size."""
    body = _body_size(rows)
    levels = _levels(rows, body)
    leading = _leading(rows)
    margins = _right_margins(rows, body)
    lines = []
    for position, row in enumerate(rows):
        before = rows[position - 1] if position else None
        gap, turn = _distance(before, row, leading)
        line = Line(row.text, position + 1, row.page, gap, turn=turn, top=row.top, indent=row.left, lead=row.lead)
        lines.append(replace(line, full=row.right >= margins(row) - 5 * body))
    return _headings(lines, rows, levels, body)


def _headings(lines: Sequence[Line], rows: Sequence[_Row], levels: dict[float, int], body: float) -> list[Line]:
    """Lines in larger type are headings (0.9); bold lines of body size are headings below them (0.7)."""
    marked = []
    for line, row in zip(lines, rows, strict=True):
        if not _may_be_heading(line.text):
            marked.append(line)
        elif row.size >= body * _LARGER:
            marked.append(replace(line, heading=levels[row.size], wraps=True, confidence=0.9))
        elif (
            row.bold
            and not line.text.isdigit()
            and labels.recognise(line.text) is None
            and not markers.split(line.text)[0].strip("-•–")
        ):
            marked.append(replace(line, heading=len(levels) + 1, wraps=True, confidence=0.7))
        else:
            marked.append(line)
    return marked


def _may_be_heading(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADING
        and any(character.isalnum() for character in text)
        and not contents.is_entry(text)
        and not text.rstrip().endswith((",", ";"))
    )


def _body_size(rows: Sequence[_Row]) -> float:
    """The size in which most of the text is set."""
    weights: Counter[float] = Counter()
    for row in rows:
        weights[row.size] += len(row.text)
    return weights.most_common(1)[0][0]


def _levels(rows: Sequence[_Row], body: float) -> dict[float, int]:
    """The levels of the sizes above the body's: the largest is 1; sizes within half a point are one."""
    levels: dict[float, int] = {}
    previous = None
    for size in sorted({row.size for row in rows if row.size >= body * _LARGER}, reverse=True):
        if previous is None or previous - size > 0.5:
            previous = size
            levels[size] = len(set(levels.values())) + 1
        else:
            levels[size] = levels[previous]
    return levels


def _leading(rows: Sequence[_Row]) -> float:
    """The distance between the lines of a paragraph, as a share of the type size: a low quantile of all distances."""
    steps = sorted(
        (row.top - before.top) / row.size
        for before, row in pairwise(rows)
        if before.page == row.page and 0.8 * row.size < row.top - before.top and before.size == row.size
    )
    return steps[len(steps) // 5] if steps else 1.3


def _right_margins(rows: Sequence[_Row], body: float) -> Callable[[_Row], float]:
    """The right margin for a row: of the rows that pass above or below its beginning, in pages with as many columns."""
    columned = _pages_with_columns(rows)
    margins: dict[tuple[bool, int], float] = {}
    for row in rows:
        if row.size < body * _LARGER:
            for bucket in range(int(row.left / _BUCKET), int(row.right / _BUCKET) + 1):
                key = (row.page in columned, bucket)
                margins[key] = max(margins.get(key, 0.0), row.right)
    return lambda row: margins.get((row.page in columned, int(row.left / _BUCKET)), row.right)


def _pages_with_columns(rows: Sequence[_Row]) -> set[int]:
    """The pages of which a good part of the rows begins right of the middle."""
    middle = max(row.right for row in rows) * 0.45
    all_rows = Counter(row.page for row in rows)
    right_rows = Counter(row.page for row in rows if row.left > middle)
    return {page for page, count in right_rows.items() if count >= 5 and count > 0.25 * all_rows[page]}


def _distance(before: _Row | None, row: _Row, leading: float) -> tuple[bool, bool]:
    """Whether there is a gap before the row, and whether it begins a page or a column."""
    if before is None:
        return True, False
    if before.page != row.page or row.top < before.top - row.size:
        return False, True
    return (row.top - before.top) > (leading + 0.35) * max(row.size, before.size), False
