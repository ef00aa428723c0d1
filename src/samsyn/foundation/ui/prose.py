"""Plain text, as people type it, as paragraphs and lists. Everything is escaped."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BULLET = re.compile(r"\s*[-•–*]\s+")
_BLANK = re.compile(r"\n\s*\n")


def to_html(text: str) -> SafeString:
    """Blank lines part paragraphs; lines that begin with `- ` are a list; other line breaks stay."""
    blocks = _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return mark_safe("\n".join(_block(block.split("\n")) for block in blocks if block.strip()))


def _block(lines: list[str]) -> str:
    html: list[str] = []
    for is_list, run in _runs(lines):
        if is_list:
            items = "".join(f"<li>{escape(_BULLET.sub('', line, count=1))}</li>" for line in run)
            html.append(f"<ul>{items}</ul>")
        else:
            html.append(f"<p>{'<br>'.join(escape(line.strip()) for line in run)}</p>")
    return "\n".join(html)


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Neighbouring lines of the same kind, together."""
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        is_list = bool(_BULLET.match(line))
        if runs and runs[-1][0] == is_list:
            runs[-1][1].append(line)
        else:
            runs.append((is_list, [line]))
    return runs
