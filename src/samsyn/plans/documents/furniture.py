"""Running heads, running feet and page numbers: found by their recurring, left out, and reported."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from samsyn.plans.documents.blocks import Note, Place
from samsyn.plans.documents.lines import Line
from samsyn.plans.documents.recognisers import labels, markers

_NUMBER = re.compile(r"\d+")
_BARE_NUMBER = re.compile(
    r"[-–—|\s]*(?:sida|sid\.?|s\.|page|p\.)?\s*(\d{1,4})\s*(?:(?:\(|/|av|of)\s*\d{1,4}\s*\)?)?[-–—|\s]*", re.IGNORECASE
)
_EDGE_LINES = 2
_MIN_PAGES = 3
_LONGEST = 150


def remove(lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """The lines without page furniture, and a warning for each thing removed."""
    edges = _edges(lines) if any(line.page for line in lines) else _unpaged_candidates(lines)
    found = _recurring(edges, pages=len({line.page for line in lines}))
    if not found:
        return list(lines), []
    kept: list[Line] = []
    removed: list[Line] = []
    for line in lines:
        (removed if line.place in found else kept).append(line)
    return _heal(kept, found), _notes(removed)


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The outermost lines of every page, by their place on it."""
    edges = []
    for _, page in groupby(lines, key=lambda line: line.page):
        ordered = sorted(page, key=lambda line: line.top)
        edges += ordered[:_EDGE_LINES]
        edges += ordered[max(_EDGE_LINES, len(ordered) - _EDGE_LINES) :]
    return [line for line in edges if _may_be_furniture(line)]


def _unpaged_candidates(lines: Sequence[Line]) -> list[Line]:
    """In text without page breaks: lines that stand apart and end or begin with a number, and their neighbours."""
    numbered = [
        position
        for position, line in enumerate(lines)
        if _may_be_furniture(line) and re.search(r"^\s*\d{1,3}\b|\b\d{1,3}\)?\s*$", line.text)
    ]
    near = {
        place for position in numbered for place in (position - 1, position, position + 1) if 0 <= place < len(lines)
    }
    return [lines[place] for place in sorted(near) if _may_be_furniture(lines[place])]


def _may_be_furniture(line: Line) -> bool:
    """Short, and neither a list point nor a label: "Aktiviteter:" may well begin every page."""
    if len(line.text) > _LONGEST or labels.recognise(line.text):
        return False
    return not markers.split(line.text)[0] or _BARE_NUMBER.fullmatch(line.text) is not None


def _recurring(candidates: Iterable[Line], *, pages: int) -> set[Place]:
    """The places of the lines whose text recurs on three pages or more, its page number apart.

    A line set as a heading must recur on half of the pages: "Bakgrund" may well stand at the top of three.
    """
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in candidates:
        bare = _BARE_NUMBER.fullmatch(line.text)
        groups["#" if bare else _NUMBER.sub("#", line.text.strip())].append(line)
    found: set[Place] = set()
    for pattern, group in groups.items():
        if pattern == "#":
            found |= _page_numbers(group)
        elif _recurs(group, pages) and _not_a_series(group):
            found |= {line.place for line in group}
    return found


def _recurs(group: Sequence[Line], pages: int) -> bool:
    if group[0].page is None:
        return len(group) >= _MIN_PAGES and _rises(group)
    on = len({line.page for line in group})
    return on >= _MIN_PAGES and (on * 2 >= pages or not any(line.heading for line in group))


def _rises(group: Sequence[Line]) -> bool:
    """Each line has a number, and one of its numbers rises from line to line."""
    columns = list(zip(*(map(int, _NUMBER.findall(line.text)) for line in group), strict=False))
    return any(all(a < b for a, b in pairwise(column)) for column in columns)


def _not_a_series(group: Sequence[Line]) -> bool:
    """Unlike headings "Mål 1", "Mål 2" with their own words, furniture differs in its page number only."""
    return not all(re.match(r"(?:mål|goal|kapitel|chapter|del|part)\s+\d", line.text, re.IGNORECASE) for line in group)


def _page_numbers(group: Sequence[Line]) -> set[Place]:
    """Bare numbers that rise from page to page; a number that does not fit the rise is kept as text."""
    numbers: list[tuple[int, Line]] = []
    for line in group:
        value = int(_NUMBER.findall(line.text)[0])
        if not numbers or numbers[-1][0] < value <= numbers[-1][0] + 3:
            numbers.append((value, line))
    enough = 2 if group[0].page else _MIN_PAGES
    return {line.place for _, line in numbers} if len(numbers) >= enough else set()


def _heal(lines: Sequence[Line], removed: set[Place]) -> list[Line]:
    """Where a line was cut out of unpaged text, a paragraph may go on across the cut."""
    if any(line.page for line in lines):
        return list(lines)
    numbers = sorted(place.line for place in removed)
    healed, passed = [], 0
    for line in lines:
        cut = passed < len(numbers) and numbers[passed] < line.number
        while passed < len(numbers) and numbers[passed] < line.number:
            passed += 1
        healed.append(replace(line, turn=True) if cut else line)
    return healed


def _notes(removed: Sequence[Line]) -> list[Note]:
    bare = [line for line in removed if _BARE_NUMBER.fullmatch(line.text)]
    heads = [line for line in removed if not _BARE_NUMBER.fullmatch(line.text)]
    notes = []
    if bare:
        text = ", ".join(line.text.strip() for line in bare)
        notes.append(Note(bare[0].place, "page_numbers_removed", {"text": text}))
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in heads:
        groups[_NUMBER.sub("#", line.text.strip())].append(line)
    for same in groups.values():
        texts = " | ".join(dict.fromkeys(line.text.strip() for line in same))
        notes.append(Note(same[0].place, "running_head_removed", {"count": len(same), "text": texts}))
    return notes
