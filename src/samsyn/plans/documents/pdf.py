"""PDF with a text layer: headings by larger or bolder type, page furniture left out, words at line ends mended."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from samsyn.plans.documents import furniture
from samsyn.plans.documents.blocks import Document
from samsyn.plans.documents.hyphens import Joiner
from samsyn.plans.documents.lines import Line, assemble, without_page_breaks
from samsyn.plans.documents.pdf_rows import Row, read_rows
from samsyn.plans.documents.recognisers import contents, labels, markers

_LARGER = 1.12
_LONGEST_HEADING = 160
_BUCKET = 25.0


def read(data: bytes, *, name: str, progress: Callable[[int, int], None]) -> Document:
    """Read a PDF into blocks; `Place.line` counts its lines through the whole document."""
    rows, notes = read_rows(data, name=name, progress=progress)
    lines, removed = furniture.remove(_lines(rows))
    joiner = Joiner(line.text for line in lines)
    blocks = tuple(assemble(without_page_breaks(lines), joiner=joiner))
    styled = sum(line.heading > 0 for line in lines) >= 2
    return Document(blocks, (*notes, *removed, *joiner.notes()), styled)


def _lines(rows: Sequence[Row]) -> list[Line]:
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


def _headings(lines: Sequence[Line], rows: Sequence[Row], levels: dict[float, int], body: float) -> list[Line]:
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


def _body_size(rows: Sequence[Row]) -> float:
    """The size in which most of the text is set."""
    weights: Counter[float] = Counter()
    for row in rows:
        weights[row.size] += len(row.text)
    return weights.most_common(1)[0][0]


def _levels(rows: Sequence[Row], body: float) -> dict[float, int]:
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


def _leading(rows: Sequence[Row]) -> float:
    """The distance between the lines of a paragraph, as a share of the type size: a low quantile of all distances."""
    steps = sorted(
        (row.top - before.top) / row.size
        for before, row in pairwise(rows)
        if before.page == row.page and 0.8 * row.size < row.top - before.top and before.size == row.size
    )
    return steps[len(steps) // 5] if steps else 1.3


def _right_margins(rows: Sequence[Row], body: float) -> Callable[[Row], float]:
    """The right margin for a row: of the rows that pass above or below its beginning, in pages with as many columns."""
    columned = _pages_with_columns(rows)
    margins: dict[tuple[bool, int], float] = {}
    for row in rows:
        if row.size < body * _LARGER:
            for bucket in range(int(row.left / _BUCKET), int(row.right / _BUCKET) + 1):
                key = (row.page in columned, bucket)
                margins[key] = max(margins.get(key, 0.0), row.right)
    return lambda row: margins.get((row.page in columned, int(row.left / _BUCKET)), row.right)


def _pages_with_columns(rows: Sequence[Row]) -> set[int]:
    """The pages of which a good part of the rows begins right of the middle."""
    middle = max(row.right for row in rows) * 0.45
    all_rows = Counter(row.page for row in rows)
    right_rows = Counter(row.page for row in rows if row.left > middle)
    return {page for page, count in right_rows.items() if count >= 5 and count > 0.25 * all_rows[page]}


def _distance(before: Row | None, row: Row, leading: float) -> tuple[bool, bool]:
    """Whether there is a gap before the row, and whether it begins a page or a column."""
    if before is None:
        return True, False
    if before.page != row.page or row.top < before.top - row.size:
        return False, True
    return (row.top - before.top) > (leading + 0.35) * max(row.size, before.size), False
