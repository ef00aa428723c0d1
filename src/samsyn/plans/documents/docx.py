"""Word documents: heading styles, automatic numbers, lists, bold headings; tables and text boxes as text.

The body is walked as XML, because python-docx leaves out content controls, text boxes and tracked insertions, and no
word may be lost.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from samsyn.plans.documents.blocks import Block, Document, Kind, Note, Place
from samsyn.plans.documents.docx_numbering import Numbering
from samsyn.plans.documents.errors import DocumentError
from samsyn.plans.documents.recognisers import contents, labels, markers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING_NAME = re.compile(r"(?:heading|rubrik)\s*([1-9])", re.IGNORECASE)
_TITLE_NAMES = {"title", "rubrik", "titel"}
_LIST_NAME = re.compile(r"(?:list (?:bullet|number|paragraph)|punktlista|numrerad lista)\s*([2-5]?)", re.IGNORECASE)
_LONGEST_BOLD_HEADING = 100
_BOLD_LEVEL = 7
# Never text of the document: deleted words, field codes, and the copy of a text box for old versions of Word.
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr"}


def read(data: bytes, *, name: str, progress: Callable[[int, int], None]) -> Document:
    """Read a Word document into blocks; `Place.line` counts its paragraphs and table rows."""
    progress(0, 2)
    try:
        walk = _Walk(docx.Document(io.BytesIO(data)))
        blocks = tuple(walk.blocks())
        notes = (*walk.table_notes, *walk.aside())
    except Exception as error:  # a damaged file can break the library at any point, in any way
        raise DocumentError("corrupt_docx", name=name, found=type(error).__name__) from error
    progress(2, 2)
    styled = any(block.kind is Kind.HEADING for block in blocks)
    return Document(blocks, notes, styled)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says, what it inherits included.

    list_level  the level of its list that it counts on
    depth       how deep it looks: "List Bullet 2" is the first level of a list that already lies deeper
    """

    name: str = ""
    level: int = 0
    list_id: str = ""
    list_level: int = 0
    depth: int = 0


class _Walk:
    """One walk through the body of a document, in reading order."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._styles = dict(_styles(document.styles.element))
        self._numbering = Numbering(_related(document.part, RELATIONSHIP_TYPE.NUMBERING))
        self._line = 0
        self.table_notes: list[Note] = []

    def blocks(self) -> Iterator[Block]:
        """All blocks of the body."""
        yield from self._inside(self._document.element.body)

    def aside(self) -> Iterator[Note]:
        """What stands outside the body: running heads and feet, footnotes."""
        relations = self._document.part.rels.values()
        heads = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
        notes = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
        for code, kinds in (("word_head_removed", heads), ("footnotes_aside", notes)):
            roots = [_parsed(relation.target_part) for relation in relations if relation.reltype in kinds]
            texts = [_text(paragraph) for root in roots for paragraph in root.iter(f"{_W}p")]
            written = " | ".join(text for text in texts if text)
            if written:
                yield Note(Place(1), code, {"text": written})

    def _inside(self, parent: Any) -> Iterator[Block]:
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag not in _SKIPPED:
                yield from self._inside(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        text = _text(element)
        marker, depth = self._marker(element)
        if text:
            self._line += 1
            yield self._block(element, text, marker, depth)
        for box in _boxes(element):
            yield from self._inside(box)

    def _marker(self, element: Any) -> tuple[str, int]:
        """The automatic number or bullet of a paragraph; counted also where the paragraph is empty."""
        style = self._style(element)
        number_id = _attribute(element, "pPr/numPr/numId") or style.list_id
        stated = _attribute(element, "pPr/numPr/ilvl")
        level = int(stated) if stated.isdigit() else style.list_level
        depth = level or style.depth
        if not number_id or number_id == "0":
            return "", depth
        return self._numbering.next_marker(number_id, level), depth

    def _style(self, element: Any) -> _Style:
        return self._styles.get(_attribute(element, "pPr/pStyle"), _Style())

    def _block(self, element: Any, text: str, marker: str, depth: int) -> Block:
        style, place = self._style(element), Place(self._line)
        if style.name.lower() in _TITLE_NAMES:
            return Block(Kind.TITLE, text, place)
        level = _outline_level(element) or style.level
        if level:
            return Block(Kind.HEADING, f"{marker} {text}".strip(), place, level)
        bold, lead = _boldness(element)
        if marker:
            return Block(Kind.ITEM, text, place, depth, marker, lead)
        if bold and _may_be_bold_heading(text):
            return Block(Kind.HEADING, text, place, _BOLD_LEVEL, confidence=0.7)
        return _plain(text, place, lead, is_list=_LIST_NAME.match(style.name) is not None)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
        first = Place(self._line + 1)
        for row in rows:
            text = " | ".join(filter(None, (_cell_text(cell) for cell in row.iter(f"{_W}tc") if _owner(cell) is row)))
            if text:
                self._line += 1
                yield Block(Kind.ROW, text, Place(self._line))
        if self._line >= first.line:
            self.table_notes.append(Note(first, "table_as_text", {"rows": self._line - first.line + 1}))


def _plain(text: str, place: Place, lead: str, *, is_list: bool) -> Block:
    """A paragraph without automatic number: its marker may be typed by hand, or its style only looks like a list."""
    marker, rest = markers.split(text)
    if marker and not contents.is_entry(text):
        return Block(Kind.ITEM, rest, place, marker=marker, lead=lead.removeprefix(marker).strip(), confidence=0.9)
    if is_list:
        return Block(Kind.ITEM, text, place, marker="", lead=lead, confidence=0.8)
    return Block(Kind.PARAGRAPH, text, place, lead=lead)


def _may_be_bold_heading(text: str) -> bool:
    return (
        len(text) <= _LONGEST_BOLD_HEADING
        and any(character.isalpha() for character in text)
        and not text.endswith((".", ",", ";"))
        and labels.recognise(text) is None
        and not contents.is_heading(text)
    )


def _styles(root: Any) -> Iterator[tuple[str, _Style]]:
    elements = {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}
    for identity in elements:
        yield identity, _resolved(identity, elements)


def _resolved(identity: str, elements: dict[str, Any]) -> _Style:
    """A style with what it inherits: the nearest answer along the chain of styles that it is based on."""
    name, level, list_id, list_level = _attribute(elements[identity], "name"), 0, "", ""
    seen: set[str] = set()
    while identity in elements and identity not in seen:
        seen.add(identity)
        style = elements[identity]
        named = _HEADING_NAME.fullmatch(_attribute(style, "name"))
        level = level or (int(named[1]) if named else _outline_level(style))
        list_id = list_id or _attribute(style, "pPr/numPr/numId")
        list_level = list_level or _attribute(style, "pPr/numPr/ilvl")
        identity = _attribute(style, "basedOn")
    named = _LIST_NAME.match(name)
    depth = int(named[1]) - 1 if named and named[1] else 0
    return _Style(name, level, list_id, int(list_level) if list_level.isdigit() else 0, depth)


def _outline_level(element: Any) -> int:
    """The outline level that a paragraph or style states; 1 is outermost, 0 is none (Word writes 9 for body text)."""
    value = _attribute(element, "pPr/outlineLvl")
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _attribute(element: Any, path: str) -> str:
    found = element.find("/".join(f"{_W}{step}" for step in path.split("/")))
    return "" if found is None else str(found.get(f"{_W}val", ""))


def _related(part: Any, kind: str) -> Any | None:
    """The root element of a part that this part refers to; None where there is none."""
    for relation in part.rels.values():
        if relation.reltype == kind:
            return _parsed(relation.target_part)
    return None


def _parsed(part: Any) -> Any:
    if hasattr(part, "element"):
        return part.element
    return parse_xml(part.blob)


def _text(paragraph: Any) -> str:
    """The words of a paragraph itself, not of the text boxes in it."""
    return re.sub(r"[ \u00a0\n\r\f\v]+", " ", "".join(_pieces(paragraph))).strip()


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in _SKIPPED and child.tag != f"{_W}txbxContent":
            yield from _pieces(child)


def _boxes(paragraph: Any) -> Iterator[Any]:
    for child in paragraph:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _boxes(child)


def _owner(cell: Any) -> Any:
    return next(cell.iterancestors(f"{_W}tr"))


def _cell_text(cell: Any) -> str:
    """All words of a cell, of tables and text boxes in it too."""
    paragraphs = (_text(paragraph) for paragraph in cell.iter(f"{_W}p") if not _in_fallback(paragraph))
    return " ".join(filter(None, paragraphs))


def _in_fallback(paragraph: Any) -> bool:
    return next(paragraph.iterancestors(f"{_MC}Fallback"), None) is not None


def _boldness(paragraph: Any) -> tuple[bool, str]:
    """Whether all is bold; and the bold words that it begins with, where only the beginning is bold."""
    lead = ""
    for run in paragraph.iter(f"{_W}r"):
        text = "".join(_pieces(run))
        if text.strip() and not _is_bold(run):
            return False, lead.strip()
        lead += text
    return bool(lead.strip()), ""


def _is_bold(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(f"{_W}val", "true") not in ("false", "0", "none")
