"""One plan, written once, set in four formats: text, Markdown, Word and PDF."""

import io
import textwrap
from dataclasses import dataclass

import docx
import typst


@dataclass(frozen=True)
class Part:
    """A part of a document: kind is title, h1-h4, p, li, sub, toc or row."""

    kind: str
    text: str
    marker: str = ""


@dataclass(frozen=True)
class Script:
    """A whole document; `head` and `foot` are repeated on each page where the format has pages."""

    parts: tuple[Part, ...]
    head: str = ""
    width: int = 0


def script(source: str, *, head: str = "", width: int = 0) -> Script:
    """A document from lines "kind text"; list points are "li • text", sub-points "sub – text".

    A line that is indented goes on with the line before.
    """
    parts = []
    for line in textwrap.dedent(source).strip().replace("\n  ", " ").splitlines():
        kind, text = line.split(maxsplit=1)
        marker = ""
        if kind in ("li", "sub"):
            marker, text = text.split(maxsplit=1)
        parts.append(Part(kind, text, marker))
    return Script(tuple(parts), head, width)


def text(document: Script) -> bytes:
    """Bare text: headings are lines that stand apart; wrapped where the document has a width; form feeds."""
    lines: list[str] = []
    for position, part in enumerate(document.parts):
        if lines and not (part.kind == document.parts[position - 1].kind and part.kind in ("li", "sub", "toc")):
            lines.append("")
        indent = "   " if part.kind == "sub" else ""
        written = f"{indent}{part.marker} {part.text}" if part.marker else part.text
        wide = document.width and part.kind in ("p", "li")
        lines += (
            textwrap.wrap(written, document.width, subsequent_indent="  " if part.marker else "") if wide else [written]
        )
    if document.head:
        lines = _paged(lines, document.head)
    return "\n".join(lines).encode()


def _paged(lines: list[str], head: str, length: int = 14) -> list[str]:
    paged: list[str] = []
    for page, start in enumerate(range(0, len(lines), length), start=1):
        feed = "\f" if page > 1 else ""
        paged += [f"{feed}{head}", "", *lines[start : start + length], "", f"{page}"]
    return paged


def markdown(document: Script) -> bytes:
    """Markdown with hashes."""
    lines: list[str] = []
    for part in document.parts:
        if part.kind in ("title", "h1", "h2", "h3", "h4"):
            level = 1 if part.kind == "title" else int(part.kind[1]) + 1
            lines += ["", "#" * level + " " + part.text, ""]
        elif part.kind in ("li", "sub"):
            lines.append(("    " if part.kind == "sub" else "") + f"{part.marker} {part.text}")
        else:
            lines += ["", part.text, ""] if part.kind != "toc" else [part.text]
    return "\n".join(lines).encode()


def word(document: Script) -> bytes:
    """A Word document with real styles; bullets and "1." as Word's own lists, other markers typed."""
    made = docx.Document()
    for part in document.parts:
        if part.kind == "title":
            made.add_paragraph(part.text, style="Title")
        elif part.kind.startswith("h"):
            made.add_heading(part.text, int(part.kind[1]))
        elif part.kind == "li" and part.marker in "•-–*":
            made.add_paragraph(part.text, style="List Bullet")
        elif part.kind == "sub" and part.marker in "•-–*":
            made.add_paragraph(part.text, style="List Bullet 2")
        else:
            made.add_paragraph(f"{part.marker} {part.text}".strip())
    if document.head:
        made.sections[0].header.paragraphs[0].text = document.head
    return saved(made)


def saved(made: "docx.document.Document") -> bytes:
    """The bytes of a Word document."""
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


_PAGE = """
#set page(width: 14cm, height: 11cm, margin: 1.6cm{furniture})
#set text(size: 10pt, lang: "{lang}", hyphenate: {hyphenate}, font: "DejaVu Sans")
#set par(justify: true, leading: 0.6em, spacing: 1.1em)
#show heading: set text(weight: "bold")
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): set text(size: 15pt)
#show heading.where(level: 3): set text(size: 13pt)
#show heading.where(level: 4): set text(size: 12pt)
"""


def pdf(document: Script, *, lang: str = "sv") -> bytes:
    """A PDF of small pages, hyphenated where it has a width, with running head and page numbers where it has a head."""
    furniture = f', header: text(size: 8pt)[{document.head}], numbering: "1"' if document.head else ""
    source = [_PAGE.format(furniture=furniture, lang=lang, hyphenate=str(document.width > 0).lower())]
    for part in document.parts:
        source.append(_typst(part))
    return bytes(typst.compile("\n\n".join(source).encode()))


def _typst(part: Part) -> str:
    words = f"{part.marker} {part.text}".strip().replace("\\", "\\\\").replace('"', '\\"')
    if part.kind == "title":
        return f'#text(size: 24pt)[#"{words}"]'
    if part.kind.startswith("h"):
        return f'#heading(level: {part.kind[1]}, outlined: false)[#"{words}"]'
    if part.kind in ("li", "sub"):
        inset = "1em" if part.kind == "li" else "3em"
        return f'#pad(left: {inset}, par(hanging-indent: 1em)[#"{words}"])'
    return f'#par[#"{words}"]'


FORMATS = {"plan.txt": text, "plan.md": markdown, "plan.docx": word, "plan.pdf": pdf}
