"""The contents list: dotted lines or numbered pages, on many lines or all on one."""

import re
from collections.abc import Sequence

from samsyn.plans.documents.blocks import Block

_HEADING = re.compile(r"(?:innehåll|innehållsförteckning|table of contents|contents)\s*:?", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")
_LEADER_LINE = re.compile(r".*\S\s*(?:(?:\.\s?){3,}|…+|_{4,}|\t)\s*\d{1,3}\s*", re.DOTALL)
_PAGE_LINE = re.compile(r".{0,120}\S\s+\d{1,3}\s*", re.DOTALL)
_ONE_LINE = re.compile(r"(?:innehåll|innehållsförteckning|table of contents|contents)\b[\s:]*", re.IGNORECASE)
_ENTRY_PAGE = re.compile(r"[^\W\d][^\d]*?[\s.…]\s*(\d{1,3})(?=\s|$)")


def is_heading(text: str) -> bool:
    """The heading of a contents list."""
    return _HEADING.fullmatch(text.strip()) is not None


def is_entry(text: str) -> bool:
    """A line with leaders to a page number: certain anywhere in a document (0.95)."""
    return len(text) < 250 and _LEADER_LINE.fullmatch(text) is not None


def is_whole_list(text: str) -> bool:
    """A contents list all in one block (0.9): leaders to three pages, or its name and three rising page numbers."""
    if len(_LEADERS.findall(text)) >= 3:
        return True
    found = _ONE_LINE.match(text)
    if not found or len(text) > 2000:
        return False
    pages = [int(page) for page in _ENTRY_PAGE.findall(text[found.end() :])]
    return len(pages) >= 3 and pages == sorted(pages)


def length(blocks: Sequence[Block], start: int) -> int:
    """How many blocks from `start` are the contents list; 0 where none begins there."""
    text = blocks[start].full_text
    if is_whole_list(text):
        return 1
    if is_heading(text):
        entries = _run(blocks, start + 1, bare_pages=True)
        return entries + 1 if entries else 0
    entries = _run(blocks, start, bare_pages=False)
    return entries if entries >= 3 else 0


def _run(blocks: Sequence[Block], start: int, *, bare_pages: bool) -> int:
    """The number of entries in a row; after the heading, "Inledning 3" is an entry where the pages rise."""
    end, last_page = start, 0
    while end < len(blocks):
        text = blocks[end].full_text
        if is_whole_list(text):
            end += 1
            continue
        if not is_entry(text) and not (bare_pages and _PAGE_LINE.fullmatch(text)):
            break
        page = int(re.findall(r"\d+", text)[-1])
        if page < last_page:
            break
        end, last_page = end + 1, page
    return end - start
