"""Word documents in the house's styles: what is around a text. The text itself is written by `wordml`."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from samsyn.foundation.paper.legible import visible
from samsyn.foundation.paper.sealed import sealed
from samsyn.foundation.paper.wordml import NAMESPACES

STYLES = Path(__file__).with_name("word_styles.xml")
MAIN = "word/document.xml"
TEXT_WIDTH = 160
"""Millimetres."""
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1531" w:right="1247" w:bottom="1418" w:left="1588" w:header="794" w:footer="737" w:gutter="0"/>'
)
_SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Language tag, title, author, running head and foot (WordprocessingML), and when the document was made."""

    tag: str
    title: str
    author: str
    header: str
    footer: str
    made_at: datetime


def package(around: Surroundings) -> WordDocument:
    """An empty document with our styles, running head and foot, and properties."""
    word = docx.Document()
    styles = parse_xml(STYLES.read_text("utf-8").replace("LANGUAGE", around.tag).encode("utf-8"))
    word.styles.element[:] = list(styles)
    word.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), around.tag)
    section = word.sections[0]
    _replace(section.header._element, around.header)
    _replace(section.footer._element, around.footer)
    _describe(word, around)
    return word


def section(references: str) -> str:
    """The properties of the section that ends here; `references` are those of its running head and foot, or ""."""
    return f'<w:sectPr>{references}<w:type w:val="nextPage"/>{_PAGE}<w:cols w:space="567"/></w:sectPr>'


def references(word: WordDocument) -> str:
    """The references to the running head and foot of a package."""
    ends = word.element.body.sectPr
    return "".join(
        f'<w:{kind}Reference w:type="default" r:id="{ends.find(qn(f"w:{kind}Reference")).get(qn("r:id"))}"/>'
        for kind in ("header", "footer")
    )


def saved(word: WordDocument, body: str, made_at: datetime) -> bytes:
    """The document's bytes, the same for the same content.

    The body is put into the finished package: taking it in as elements costs seconds in a large document.
    """
    written = io.BytesIO()
    word.save(written)
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    main = f"{declaration}<w:document {_SPACES}><w:body>{body}</w:body></w:document>".encode()
    return sealed(written.getvalue(), made_at, {MAIN: main})


def _describe(word: WordDocument, around: Surroundings) -> None:
    properties = word.core_properties
    properties.title = _short(around.title)
    properties.author = properties.last_modified_by = _short(around.author)
    properties.language = around.tag
    properties.comments = ""
    properties.created = properties.modified = around.made_at.astimezone(UTC).replace(tzinfo=None)


def _short(text: str) -> str:
    """Text for a property of the document, which holds at most 255 characters."""
    return visible(text).replace("\n", " ")[:255]


def _replace(element: object, children: str) -> None:
    """Put WordprocessingML in the place of all that an element holds."""
    element[:] = list(parse_xml(f"<w:body {_SPACES}>{children}</w:body>"))  # type: ignore[index]
