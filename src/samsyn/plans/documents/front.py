"""What comes first in a document: title, year, title page and contents list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from samsyn.plans.documents.blocks import Block, Kind, Note, Place
from samsyn.plans.documents.plan import ParsedPassage
from samsyn.plans.documents.recognisers import contents, labels, numbering, years

_PLAN_WORD = re.compile(r"plan|program|strategi|strategy|budget|programme|inriktning", re.IGNORECASE)
_IMPRINT = re.compile(
    r"\b(?:antag\w+|fastställ\w+|beslut\w*|dnr|diarienummer|version|adopted|approved|draft|förslag|remiss)\b"
    r"|20\d\d-\d\d-\d\d",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"(?:inledning|introduktion|förord|bakgrund|sammanfattning|om planen|"
    r"introduction|foreword|preface|background|summary|about)\b.*",
    re.IGNORECASE,
)
_LONGEST_TITLE_LINE = 110
_MOST_TITLE_LINES = 8


@dataclass(frozen=True, slots=True)
class Front:
    """The front of a document, and the blocks that are left for the sections."""

    title: str | None
    years: tuple[int, int] | None
    passages: tuple[ParsedPassage, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


def separate(blocks: Sequence[Block], *, name: str) -> Front:
    """Take the front off: the title and its page, and the contents list wherever it stands."""
    page, title_lines, rest = _title_page(blocks)
    body, lists = _without_contents(rest)
    title = " ".join(block.full_text for block in title_lines) or None
    passages = [ParsedPassage(None, block.full_text, block.place) for block in page if block not in title_lines]
    notes = []
    if title is None:
        title = PurePath(name).stem or None
        notes.append(Note(Place(1), "no_title"))
    found, guess = _years(title, page, blocks)
    return Front(title, found, (*passages, *lists), tuple(body), (*notes, *guess))


def is_introduction(title: str | None) -> bool:
    """The title of a section that only introduces: "Inledning", "Bakgrund", "Foreword"."""
    return title is not None and _INTRODUCTION.fullmatch(title) is not None


def _title_page(blocks: Sequence[Block]) -> tuple[Sequence[Block], list[Block], Sequence[Block]]:
    """The blocks of the title page, those of them that are the title, and the rest."""
    styled = [block for block in blocks[:_MOST_TITLE_LINES] if block.kind is Kind.TITLE]
    end = blocks.index(styled[-1]) + 1 if styled else _title_page_end(blocks)
    page = blocks[:end]
    title: list[Block] = []
    for block in styled or page:
        if _IMPRINT.search(block.text) or (title and block.level > title[0].level > 0):
            break
        title.append(block)
    return page, title, blocks[end:]


def _title_page_end(blocks: Sequence[Block]) -> int:
    """How many short lines the document begins with, before anything that begins its text."""
    end = 0
    while end < min(len(blocks), _MOST_TITLE_LINES) and _may_stand_on_title_page(blocks, end):
        end += 1
    if end == len(blocks) or (end and _heads_text(blocks, end - 1) and not _is_title(blocks, end)):
        end -= 1
    return max(end, 0)


def _may_stand_on_title_page(blocks: Sequence[Block], position: int) -> bool:
    block = blocks[position]
    text = block.full_text
    return (
        block.kind in (Kind.PARAGRAPH, Kind.HEADING, Kind.TITLE)
        and len(text) <= _LONGEST_TITLE_LINE
        and not text.endswith((".", ":", ";", "?", "!", ","))
        and numbering.parse(text) is None
        and labels.recognise(text) is None
        and not is_introduction(text)
        and contents.length(blocks, position) == 0
        and not contents.is_heading(text)
        and not _is_one_of_many(blocks, position)
    )


def _is_one_of_many(blocks: Sequence[Block], position: int) -> bool:
    """A heading below the title's level that has fellows on its own level is a section, no subtitle."""
    level = blocks[position].level
    if blocks[position].kind is not Kind.HEADING or not 0 < blocks[0].level < level:
        return False
    return any(block.kind is Kind.HEADING and block.level == level for block in blocks[position + 1 :])


def _heads_text(blocks: Sequence[Block], position: int) -> bool:
    """The block is a heading with its own text below it."""
    after = blocks[position + 1]
    return blocks[position].kind is Kind.HEADING and after.kind is not Kind.HEADING


def _is_title(blocks: Sequence[Block], end: int) -> bool:
    """A single heading over text is the title if it says so, or if all other headings lie below its level."""
    if end > 1:
        return False
    first = blocks[0]
    if _PLAN_WORD.search(first.text) or years.in_title(first.text):
        return True
    others = [block.level for block in blocks[1:] if block.kind is Kind.HEADING and block.level]
    return first.level > 0 and bool(others) and min(others) > first.level


def _without_contents(blocks: Sequence[Block]) -> tuple[list[Block], list[ParsedPassage]]:
    body: list[Block] = []
    lists: list[ParsedPassage] = []
    position = 0
    while position < len(blocks):
        count = contents.length(blocks, position)
        if not count:
            body.append(blocks[position])
            position += 1
            continue
        entries = blocks[position : position + count]
        headed = contents.is_heading(entries[0].full_text)
        text = "\n".join(entry.full_text for entry in entries[headed:])
        lists.append(ParsedPassage(entries[0].full_text if headed else None, text, entries[0].place))
        position += count
    return body, lists


def _years(
    title: str | None, page: Sequence[Block], blocks: Sequence[Block]
) -> tuple[tuple[int, int] | None, list[Note]]:
    """The period: from the title or its page; else from a heading or paragraph that names the plan; else guessed."""
    for text in (title or "", *(block.full_text for block in page)):
        if found := years.in_title(text):
            return found, []
    for block in blocks[:40]:
        named = re.search(
            r"(?:plan|programme?|strategi|strategy)\w{0,20}\s(?:\w{1,20}\s){0,2}(20\d\d.{0,7})",
            block.text,
            re.IGNORECASE,
        )
        if named and (found := years.in_title(named[1])):
            return found, []
    guess = years.most_named(block.text for block in blocks)
    if guess is None:
        return None, [Note(Place(1), "no_year")]
    return (guess, guess), [Note(Place(1), "year_guessed", {"year": guess})]
