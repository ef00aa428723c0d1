"""Plain text and Markdown, in the encodings that offices really have."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from samsyn.plans.documents import furniture
from samsyn.plans.documents.blocks import Document, Note, Place
from samsyn.plans.documents.errors import DocumentError
from samsyn.plans.documents.hyphens import Joiner
from samsyn.plans.documents.lines import Line, assemble, is_numbered_heading, without_page_breaks
from samsyn.plans.documents.recognisers import contents, labels, markers, numbering, sentences

_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+(.*)")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{3,})\s*")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}|\s*[-=_]{3,}\s*")
_BOLD_ALL = re.compile(r"(\*\*|__)(?P<inner>(?:(?!\1).)+)\1\s*:?")
_BOLD_LEAD = re.compile(r"(?P<marker>(?:[-*+•–]|\d+[.)])\s+)?(?:\*\*|__)(?P<lead>[^*_]+)(?:\*\*|__)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1|(?<!\w)([*_])(?=\S)([^*_\n]+)(?<=\S)\3(?!\w)")
_WRAP_LIMIT = 130
_LONGEST_PLAIN_HEADING = 90
_LONGEST_BOLD_HEADING = 100

# Control characters that no encoding of a written document contains.
_GARBAGE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

# What å, ä and ö become between small letters: UTF-8 that was once read as Windows-1252, and Mac's or DOS's text that
# is read so now. The latter are letters of other languages, so they are looked for in a guessed encoding only.
_TWICE_ENCODED = re.compile(r"(?<=[a-z])\u00c3[\u00a4\u00a5\u00b6](?=[a-z])")
_MAC_OR_DOS = re.compile(r"(?<=[a-z])[\u0152\u0160\u0161\u2020\u201d\u201e](?=[a-z])")
_SWEDISH = re.compile(r"[åäö]")
_MOST_STRANGE = 5


def read(data: bytes, *, name: str, progress: Callable[[int, int], None]) -> Document:
    """Read text: decode it, find its lines, leave out page furniture, put wrapped lines together."""
    progress(0, 3)
    text, notes = _decode(data, name=name)
    lines = list(_lines(text))
    styled = any(line.heading for line in lines)
    progress(1, 3)
    lines, removed = furniture.remove(lines)
    lines = _plain_headings(_mark_full(lines), styled=styled)
    progress(2, 3)
    joiner = Joiner(line.text for line in lines)
    blocks = tuple(assemble(without_page_breaks(lines), joiner=joiner))
    progress(3, 3)
    return Document(blocks, (*notes, *removed, *joiner.notes()), styled)


def _decode(data: bytes, *, name: str) -> tuple[str, list[Note]]:
    """The text, and a warning where its encoding had to be guessed."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, encoding, name=name), []
    if b"\x00" in data:
        return _strict(data, _utf16_order(data), name=name), []
    try:
        return _checked(data.decode("utf-8"), "UTF-8", name=name), []
    except UnicodeDecodeError:
        text = _strict(data, "cp1252", name=name)
        return text, [Note(Place(1), "encoding_guessed", {"encoding": "Windows-1252"})]


def _utf16_order(data: bytes) -> str:
    """UTF-16 without a mark: the zero bytes of Latin text stand at odd places in the little-endian order."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _strict(data: bytes, encoding: str, *, name: str) -> str:
    try:
        return _checked(data.decode(encoding), encoding, name=name)
    except UnicodeDecodeError as error:
        raise DocumentError(
            "wrong_encoding", name=name, found="bytes of another encoding", offset=error.start
        ) from error


def _checked(text: str, encoding: str, *, name: str) -> str:
    """Refuse what decodes but is no writing: control characters, hardly a letter in it, or å, ä and ö gone wrong."""
    if garbage := _GARBAGE.search(text):
        raise DocumentError("wrong_encoding", name=name, found="a control character", offset=garbage.start())
    sample = text[:20_000]
    written = sum(character.isalnum() or character.isspace() for character in sample)
    if encoding != "UTF-8" and written < 0.7 * len(sample):
        raise DocumentError("wrong_encoding", name=name, found="hardly a letter", offset=0)
    strange = list((_MAC_OR_DOS if encoding == "cp1252" else _TWICE_ENCODED).finditer(text))
    if len(strange) >= _MOST_STRANGE and len(strange) > len(_SWEDISH.findall(text)):
        found = "other signs in the place of å, ä and ö"
        raise DocumentError("wrong_encoding", name=name, found=found, offset=strange[0].start())
    return text


def _lines(text: str) -> Iterator[Line]:
    """The lines with Markdown's marks read and taken off; a form feed begins a page."""
    paged = "\f" in text
    page, gap = 1, False
    raw = re.split(r"\r\n|[\n\r\x0b\x85\u2028\u2029]", text)
    for number, content in enumerate(raw, start=1):
        for part_number, part in enumerate(content.split("\f")):
            page += part_number > 0
            if not part.strip() or _RULE.fullmatch(part):
                gap = True
                continue
            under = raw[number] if number < len(raw) and _UNDERLINE.fullmatch(raw[number]) else ""
            yield _line(part, number, page if paged else None, gap=gap, under=under)
            gap = False


def _line(raw: str, number: int, page: int | None, *, gap: bool, under: str) -> Line:
    indent = float(len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip()))
    line = Line(raw.strip(), number, page, gap, indent=indent, top=float(number))
    if hashes := _HASHES.fullmatch(raw):
        return replace(line, text=_without_emphasis(hashes[2].strip().rstrip("#").rstrip()), heading=len(hashes[1]))
    marker, _ = markers.split(line.text)
    if under and (not marker or markers.is_ordered(marker)):
        return replace(line, text=_without_emphasis(line.text), heading=1 if "=" in under else 2)
    if _is_bold_heading(line.text):
        return replace(line, text=_without_emphasis(line.text), heading=7, confidence=0.7)
    bold = _BOLD_LEAD.match(line.text)
    lead = bold["lead"].strip() if bold else ""
    return replace(line, text=_without_emphasis(line.text), lead=lead)


def _is_bold_heading(text: str) -> bool:
    """A whole line in bold, short, with letters, and no label: a heading below all others (0.7)."""
    bold = _BOLD_ALL.fullmatch(text)
    if not bold or len(text) > _LONGEST_BOLD_HEADING:
        return False
    inner = bold["inner"].strip()
    return (
        any(character.isalpha() for character in inner)
        and not inner.endswith((".", ",", ";"))
        and labels.recognise(text.replace("*", "").replace("_", "")) is None
    )


def _without_emphasis(text: str) -> str:
    return _EMPHASIS.sub(lambda found: found[2] or found[4], text)


def _mark_full(lines: list[Line]) -> list[Line]:
    """In hard-wrapped text, mark the lines that reach the margin; long lines mean that nothing is wrapped."""
    widths = sorted(len(line.text) + int(line.indent) for line in lines)
    if not widths or widths[-1] > _WRAP_LIMIT:
        return lines
    margin = widths[int(len(widths) * 0.9)]
    return [replace(line, full=len(line.text) + line.indent >= 0.75 * margin) for line in lines]


def _plain_headings(lines: list[Line], *, styled: bool) -> list[Line]:
    """In text without marked headings, short lines that stand apart are headings (0.6; in capitals 0.8)."""
    if styled:
        return lines
    following = [*lines[1:], None][: len(lines)]
    return [
        replace(line, heading=6, confidence=0.8 if line.text.isupper() else 0.6)
        if _is_plain_heading(line, after)
        else line
        for line, after in zip(lines, following, strict=True)
    ]


def _is_plain_heading(line: Line, after: Line | None) -> bool:
    if after is None or not (line.gap or line.turn or line.number == 1):
        return False
    text = line.text
    number = numbering.parse(text)
    goes_on = after.text[:1].islower() or (line.full and not after.gap)
    return (
        len(text) <= _LONGEST_PLAIN_HEADING
        and (number.title if number else text)[:1].isupper()
        and not text.endswith((".", ",", ":", ";", "!", "?", "-"))
        and not goes_on
        and not _is_something_else(text)
    )


def _is_something_else(text: str) -> bool:
    """A list point, a label, a line of the contents list, a numbered heading, the beginning of a goal."""
    return (
        markers.split(text)[0] != ""
        or labels.recognise(text) is not None
        or contents.is_entry(text)
        or contents.is_heading(text)
        or is_numbered_heading(text)
        or bool(sentences.hidden_goals(text))
    )
