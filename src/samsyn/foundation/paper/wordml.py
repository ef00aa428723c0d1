"""WordprocessingML as text: paragraphs, tables and pictures by style, written fast enough for thousands of items.

python-docx makes the package around it. Every text passes `escaped`, so that nothing typed can become markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from samsyn.foundation.paper.legible import visible

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
EMU = 36_000  # a millimetre in drawing units
TWIP = 56.7  # a millimetre in page units


def escaped(text: str) -> str:
    """Text for an element: visible characters, escaped."""
    return escape(visible(text))


def attribute(text: str) -> str:
    """Text for an attribute, with its quotes."""
    return quoteattr(visible(text).replace("\n", " "))


def run(text: str, *, style: str = "", colour: str = "") -> str:
    """A run of text; line ends in it become line breaks."""
    marks = (f'<w:rStyle w:val="{style}"/>' if style else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' if marks else ''}{lines}</w:r>"


TAB = "<w:r><w:tab/></w:r>"


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """A paragraph in a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def bookmarked(style: str, text: str, number: int, *, properties: str = "") -> str:
    """A paragraph that the list of contents can point at."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(number)}"/>'
    return paragraph(style, start, run(text), f'<w:bookmarkEnd w:id="{number}"/>', properties=properties)


def bookmark(number: int) -> str:
    """The name of a heading's bookmark."""
    return f"_Toc{number:08}"


def field(instruction: str, shown: str = "") -> str:
    """A field such as PAGE, with what it shows until Word counts it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def contents(entries: Sequence[tuple[int, str, int]]) -> str:
    """The list of contents: a field of Word's, filled with links so that it reads well before Word updates it.

    Entries are level, text and number of the bookmark.
    """
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines = []
    for place, (level, text, number) in enumerate(entries):
        page = TAB + field(f"PAGEREF {bookmark(number)} \\h")
        link = f'<w:hyperlink w:anchor="{bookmark(number)}" w:history="1">{run(text)}{page}</w:hyperlink>'
        lines.append(paragraph(f"TOC{level}", begin if place == 0 else "", link))
    return "".join(lines) + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


@dataclass(frozen=True)
class Picture:
    """A picture in the package: its relation, its size in millimetres and what is read aloud instead of it."""

    relation: str
    number: int
    width: float
    height: float
    alt: str


def picture(shown: Picture) -> str:
    """A picture that stands in the line."""
    size = f'cx="{round(shown.width * EMU)}" cy="{round(shown.height * EMU)}"'
    name = f'id="{shown.number}" name="Picture {shown.number}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f"<wp:docPr {name} descr={attribute(shown.alt)}/>"
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{shown.relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def table(style: str, widths: Sequence[int], rows: Iterable[Sequence[str]], head: Sequence[str] = ()) -> str:
    """A table from the paragraphs of its cells; a head is marked as one and repeated on every page."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    top = _row(widths, head, "<w:cantSplit/><w:tblHeader/>") if head else ""
    body = "".join(_row(widths, cells, "<w:cantSplit/>") for cells in rows)
    first = "1" if head else "0"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{top}{body}</w:tbl>'
    )


def _row(widths: Sequence[int], cells: Sequence[str], properties: str) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"
