"""The minutes as a Word document: real styles, editable, with the same parts as the PDF."""

from collections.abc import Sequence
from datetime import datetime

from samsyn.foundation.paper import word as paper
from samsyn.foundation.paper.wordml import TAB, TWIP, field, paragraph, run, table
from samsyn.meetings.exports.minutes.blocks import Block, Document, Facts, Heading, Table, Text

STYLES = {"body": "Normal", "small": "Note", "label": "Note", "seal": "Note", "strong": "Normal"}


def render(document: Document, made_at: datetime) -> bytes:
    """The document as DOCX; the same bytes for the same document and moment."""
    word = paper.package(_around(document, made_at))
    body = [
        paragraph("Sender", run(document.council)),
        paragraph("Heading1", run(document.title)),
        paragraph("Subtitle", run(document.subtitle), properties='<w:spacing w:after="240"/>'),
        *(_block(block) for block in document.blocks),
        paper.section(paper.references(word)),
    ]
    return paper.saved(word, "".join(body), made_at)


def _around(document: Document, made_at: datetime) -> paper.Surroundings:
    return paper.Surroundings(
        tag=document.tag,
        title=f"{document.title}. {document.subtitle}",
        author=document.council,
        header=paragraph("Header", run(document.council), TAB, run(document.mark or document.subtitle)),
        footer=paragraph("Footer", run(document.footer), TAB, run(f"{document.page} "), field("PAGE", "1")),
        made_at=made_at,
    )


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return paragraph(f"Heading{block.level}", run(block.text))
    if isinstance(block, Text):
        return _text(block)
    if isinstance(block, Facts):
        return "".join(paragraph("Fact", run(name, style="Label"), TAB, run(said)) for name, said in block.facts)
    if isinstance(block, Table):
        return paragraph("Caption", run(block.caption)) + _grid(block.shares, block.rows, block.head)
    return _grid((4, 3, 3), block.signed)


def _text(block: Text) -> str:
    style = "Strong" if block.tone == "strong" else ""
    lines = [line for line in block.text.split("\n") if line.strip()]
    return "".join(paragraph(STYLES[block.tone], run(line, style=style)) for line in lines)


def _grid(shares: Sequence[float], rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> str:
    whole = sum(shares)
    widths = [round(share / whole * paper.TEXT_WIDTH * TWIP) for share in shares]
    cells = [[paragraph("TableText", run(text)) for text in row] for row in rows]
    top = [paragraph("TableHead", run(text)) for text in head]
    return table("ReportTable", widths, cells, top) + paragraph("Note")
