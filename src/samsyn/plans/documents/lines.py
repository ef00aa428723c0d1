"""From lines to blocks, for the formats that have only lines: text and PDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from samsyn.plans.documents import hyphens
from samsyn.plans.documents.blocks import Block, Kind, Place
from samsyn.plans.documents.recognisers import contents, labels, markers, numbering

_LONGEST_HEADING = 120
_ENDS_SENTENCE = (".", "!", "?", ":", ";", "”", '"', ")")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stood.

    gap      more space before it than within a paragraph (text: a blank line)
    full     it reaches the right margin, so that its paragraph may go on in the next line
    turn     it is the first on its page or column
    heading  level of a heading that the format marks; 0 for none
    wraps    a heading of that format may take several lines (PDF), rather than one line a heading (Markdown)
    top      its place on the page from above, in any unit
    indent   its distance from the left, in any unit
    """

    text: str
    number: int
    page: int | None = None
    gap: bool = False
    full: bool = False
    turn: bool = False
    heading: int = 0
    wraps: bool = False
    confidence: float = 1.0
    lead: str = ""
    top: float = 0.0
    indent: float = 0.0

    @property
    def place(self) -> Place:
        """Where the line stands."""
        return Place(self.number, self.page)


def assemble(lines: Iterable[Line], *, joiner: hyphens.Joiner) -> Iterator[Block]:
    """The blocks that the lines make: wrapped lines joined, list points told from paragraphs."""
    group: list[Line] = []
    depths = _Depths()
    for line in lines:
        if group and _continues(group, line):
            group.append(line)
            continue
        if group:
            yield _block(group, joiner, depths)
        group = [line]
    if group:
        yield _block(group, joiner, depths)


def _continues(group: list[Line], line: Line) -> bool:
    """Whether the line goes on with the block that the group is."""
    last = group[-1]
    if last.heading or line.heading:
        same = last.heading == line.heading and line.wraps and not line.gap and not line.turn
        return same and numbering.parse(line.text) is None and not _stands_alone(line.text)
    if _stands_alone(line.text) or _begins_item(group, line) or _closes(group):
        return False
    lower = line.text[:1].islower()
    if line.turn:
        return _is_unfinished(last) and (last.full or not line.text[:1].isupper())
    if line.gap or lower:
        return not line.gap
    return _hangs(group, line) or ((last.full or last.text.endswith("-")) and not _outdents(group, line))


def _stands_alone(text: str) -> bool:
    return contents.is_entry(text) or contents.is_heading(text) or is_numbered_heading(text) or _is_label(text)


def _closes(group: list[Line]) -> bool:
    """Nothing goes on with a label, a contents line or a numbered heading."""
    return len(group) == 1 and _stands_alone(group[0].text)


def _begins_item(group: list[Line], line: Line) -> bool:
    marker, rest = markers.split(line.text)
    if not marker:
        return False
    # A number, or a dash before a small letter, that begins a line inside a running sentence is no list point.
    wrapped = group[-1].full and not line.gap and not markers.split(group[0].text)[0] and _is_unfinished(group[-1])
    return not (wrapped and (markers.is_ordered(marker) or (marker in "-–—" and rest[:1].islower())))


def _is_unfinished(line: Line) -> bool:
    return not line.text.rstrip().endswith(_ENDS_SENTENCE)


def _hangs(group: list[Line], line: Line) -> bool:
    """The line is indented to the text of the list point that it belongs to."""
    marker, _ = markers.split(group[0].text)
    return bool(marker) and line.indent > group[0].indent


def _outdents(group: list[Line], line: Line) -> bool:
    """The line begins left of the marker of the list point before it, so it is no part of that point."""
    marker, _ = markers.split(group[0].text)
    return bool(marker) and line.indent < group[0].indent - 1


def _is_label(text: str) -> bool:
    """A line that is a label and nothing else; a lead-in sentence may begin on the line before."""
    label = labels.recognise(text)
    return label is not None and label.confidence >= 0.9 and text[:1].isupper()


def is_numbered_heading(text: str) -> bool:
    """A line that its number and its shortness make a heading, whatever its type."""
    return (
        len(text) <= _LONGEST_HEADING
        and numbering.is_compound(text)
        and not text.rstrip().endswith((".", ";", ","))
        and not contents.is_entry(text)
        and (number := numbering.parse(text)) is not None
        and number.title[:1] == number.title[:1].upper()
    )


def _block(group: list[Line], joiner: hyphens.Joiner, depths: "_Depths") -> Block:
    first = group[0]
    text = joiner.join(group)
    if contents.is_entry(text):
        return Block(Kind.PARAGRAPH, text, first.place)
    if first.heading:
        return Block(Kind.HEADING, text, first.place, first.heading, confidence=first.confidence)
    if len(group) == 1 and is_numbered_heading(text):
        return Block(Kind.HEADING, text, first.place, confidence=0.8)
    marker, rest = markers.split(text)
    if not marker:
        depths.forget()
        return Block(Kind.PARAGRAPH, text, first.place, lead=first.lead)
    lead = first.lead.removeprefix(marker).strip()
    return Block(Kind.ITEM, rest, first.place, depths.of(first.indent), marker, lead, confidence=0.9)


class _Depths:
    """How deep a list point lies, from the indents of the points before it."""

    def __init__(self) -> None:
        self._indents: list[float] = []

    def of(self, indent: float) -> int:
        while self._indents and self._indents[-1] > indent + 1:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent - 1:
            self._indents.append(indent)
        return len(self._indents) - 1

    def forget(self) -> None:
        self._indents.clear()


def without_page_breaks(lines: list[Line]) -> list[Line]:
    """The lines as one run; the first of each page is marked as a turn."""
    marked = []
    for position, line in enumerate(lines):
        turns = position > 0 and line.page != lines[position - 1].page
        marked.append(replace(line, turn=True) if turns else line)
    return marked
