"""The part of Markdown that our own documents are written in, as HTML. Everything is escaped; nothing is fetched.

Headings, paragraphs, lists, tables, indented and fenced code, `code`, **strong**, *emphasis* and links to the web.
"""

import re
from collections.abc import Callable, Iterator

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_FENCE = "```"
_HEADING = re.compile(r"(#{1,5})\s+(.+)")
_ITEM = re.compile(r"(\s*)([-*]|\d+\.)\s+(.*)")
_RULE = re.compile(r"\|[\s:|-]+\|$")
_INLINE = re.compile(
    r"(?P<code>`[^`]+`)|\[(?P<label>[^\]]+)\]\((?P<address>[^)\s]+)\)|\*\*(?P<strong>[^*]+)\*\*|\*(?P<emphasis>[^*\s][^*]*)\*"
)
_WEB = ("https://", "http://")


def to_html(text: str) -> SafeString:
    """The document. Its title (`#`) is left to the page; `##` becomes h2, and so on."""
    lines = text.replace("\r\n", "\n").split("\n")
    return mark_safe("\n".join(_blocks(lines)))


def title(text: str) -> str:
    """The first heading."""
    found = next((match for line in text.split("\n") if (match := _HEADING.fullmatch(line.strip()))), None)
    return found[2] if found else ""


def _blocks(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        draw, belongs = _kind(line)
        end = at + 1
        while end < len(lines) and belongs(lines[end]):
            end += 1
        if line.startswith(_FENCE):
            end = min(end + 1, len(lines))
        yield draw(lines[at:end])
        at = end


def _kind(line: str) -> tuple[Callable[[list[str]], str], Callable[[str], bool]]:
    """How a block that begins with the line is drawn, and which lines after it belong to it."""
    if line.startswith(_FENCE):
        return _fenced, lambda other: not other.startswith(_FENCE)
    if _HEADING.fullmatch(line):
        return _heading, lambda other: False
    if line.startswith("|"):
        return _table, lambda other: other.startswith("|")
    if line.startswith("    "):
        return _code, lambda other: other.startswith("    ")
    if _ITEM.fullmatch(line):
        return _items, lambda other: bool(_ITEM.fullmatch(other)) or other.startswith("  ")
    return (
        _paragraph,
        lambda other: bool(other.strip()) and not other.startswith(("|", "#", _FENCE)) and not _begins(other),
    )


def _begins(line: str) -> bool:
    return bool(_ITEM.fullmatch(line)) and not line.startswith(" ")


def _heading(lines: list[str]) -> str:
    match = _HEADING.fullmatch(lines[0])
    assert match is not None
    level = len(match[1])
    return "" if level == 1 else format_html("<h{0}>{1}</h{0}>", level, _inline(match[2]))


def _paragraph(lines: list[str]) -> str:
    return format_html("<p>{}</p>", _inline(" ".join(line.strip() for line in lines)))


def _code(lines: list[str]) -> str:
    return format_html('<pre tabindex="0"><code>{}</code></pre>', "\n".join(line[4:] for line in lines))


def _fenced(lines: list[str]) -> str:
    return format_html(
        '<pre tabindex="0"><code>{}</code></pre>', "\n".join(lines[1:]).removesuffix(_FENCE).rstrip("\n")
    )


def _items(lines: list[str]) -> str:
    items: list[str] = []
    for line in lines:
        match = _ITEM.fullmatch(line)
        if match:
            items.append(match[3])
        else:
            items[-1] += " " + line.strip()
    first = _ITEM.fullmatch(lines[0])
    name = "ol" if first is not None and first[2][0].isdigit() else "ul"
    return format_html(
        "<{0}>{1}</{0}>", mark_safe(name), mark_safe("".join(f"<li>{_inline(item)}</li>" for item in items))
    )


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if not _RULE.match(line)]
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' if cell else "<td></td>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return (
        '<div class="table-scroll" tabindex="0"><table class="table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _inline(text: str) -> SafeString:
    parts, at = [], 0
    for match in _INLINE.finditer(text):
        parts += [escape(text[at : match.start()]), _marked(match)]
        at = match.end()
    return mark_safe("".join([*parts, escape(text[at:])]))


def _marked(match: re.Match[str]) -> str:
    if match["code"]:
        return format_html("<code>{}</code>", match["code"][1:-1])
    if match["strong"]:
        return format_html("<strong>{}</strong>", match["strong"])
    if match["emphasis"]:
        return format_html("<em>{}</em>", match["emphasis"])
    if match["address"].startswith(_WEB):
        return format_html('<a href="{}">{}</a>', match["address"], match["label"])
    return escape(match["label"])
