"""The report as a Word document: real styles, editable, with the same parts as the PDF."""

import io
from datetime import UTC
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from samsyn.foundation.paper.legible import visible
from samsyn.plans.progress import Progress, silent
from samsyn.plans.report.blocks import Document
from samsyn.plans.report.compose import compose
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.language import Language
from samsyn.plans.report.pictures import pictures
from samsyn.plans.report.sealed import sealed
from samsyn.plans.report.word_body import Body, drawings
from samsyn.plans.report.wordml import NAMESPACES, TAB, field, paragraph, run

STYLES = Path(__file__).with_name("word_styles.xml")
MAIN = "word/document.xml"
_SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())


def render(content: ReportContent, language: Language, *, progress: Progress = silent) -> bytes:
    """The report as DOCX. `progress` is told how far it has come and may raise to stop."""
    progress(0.0, language.say("Putting the report together"))
    document = compose(content, language)
    progress(0.1, language.say("Drawing the charts"))
    drawn = pictures(drawings(document))
    progress(0.5, language.say("Writing the Word document"))
    word = _package(document, content)
    relations = [_related(word, number, picture) for number, picture in enumerate(drawn, start=1)]
    written = Body(document, relations, _references(word)).write()
    saved = io.BytesIO()
    word.save(saved)
    progress(1.0, language.say("The Word document is ready"))
    return sealed(saved.getvalue(), content.completed_at, {MAIN: _main(written)})


def _package(document: Document, content: ReportContent) -> WordDocument:
    """An empty document with our styles, page, running head and foot, and properties."""
    word = docx.Document()
    styles = parse_xml(STYLES.read_text("utf-8").replace("LANGUAGE", document.tag).encode("utf-8"))
    word.styles.element[:] = list(styles)
    word.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), document.tag)
    section = word.sections[0]
    _replace(section.header._element, _header(document))
    _replace(section.footer._element, _footer(document))
    _describe(word, document, content)
    return word


def _header(document: Document) -> str:
    return paragraph("Header", run(document.cover.council), TAB, run(document.running))


def _footer(document: Document) -> str:
    pages = (run(f"{document.page} "), field("PAGE", "1"), run(f" {document.of} "), field("NUMPAGES", "1"))
    return paragraph("Footer", run(document.footer), TAB, *pages)


def _describe(word: WordDocument, document: Document, content: ReportContent) -> None:
    properties = word.core_properties
    moment = content.completed_at.astimezone(UTC).replace(tzinfo=None)
    properties.title = _short(f"{document.cover.title}. {document.cover.subtitle}")
    properties.author = _short(document.cover.council)
    properties.last_modified_by = properties.author
    properties.language = document.tag
    properties.comments = ""
    properties.created = properties.modified = moment


def _short(text: str) -> str:
    """Text for a property of the document, which holds at most 255 characters."""
    return visible(text).replace("\n", " ")[:255]


def _related(word: WordDocument, number: int, picture: bytes) -> str:
    """The id of the relation to a picture that is put into the package."""
    part = Part(PackURI(f"/word/media/image{number}.png"), CONTENT_TYPE.PNG, picture, word.part.package)
    return str(word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE))


def _references(word: WordDocument) -> str:
    """The running head and foot that are already in the package."""
    section = word.element.body.sectPr
    return "".join(
        f'<w:{kind}Reference w:type="default" r:id="{section.find(qn(f"w:{kind}Reference")).get(qn("r:id"))}"/>'
        for kind in ("header", "footer")
    )


def _main(body: str) -> bytes:
    """The main part. It is put into the finished package: taking it in as elements costs seconds in a large report."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{declaration}<w:document {_SPACES}><w:body>{body}</w:body></w:document>".encode()


def _replace(element: object, children: str) -> None:
    """Put WordprocessingML in the place of all that an element holds."""
    element[:] = list(parse_xml(f"<w:body {_SPACES}>{children}</w:body>"))  # type: ignore[index]
