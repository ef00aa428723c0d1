"""Which lines that begin with "1." or "A." are headings, and which are list points."""

from collections.abc import Sequence

from samsyn.plans.documents.blocks import Block, Kind
from samsyn.plans.documents.recognisers import labels, markers, numbering

_LONGEST = 100
_CONFIDENCE = 0.7


def settle(blocks: Sequence[Block], *, styled: bool) -> list[Block]:
    """The blocks with single numbered lines turned into headings where they are the next chapter.

    Where the document marks its headings itself, it is believed and nothing is turned. Else "2. Name" is a chapter
    when it is short, ends no sentence, has no list neighbour, goes on from chapter 1, and does not go on from a list.
    """
    if styled:
        return list(blocks)
    chapters: dict[str, int] = {}
    last_in_list: dict[str, int] = {}
    settled: list[Block] = []
    for position, block in enumerate(blocks):
        if block.kind is Kind.HEADING or labels.recognise(block.full_text):
            last_in_list.clear()
            _count(block, chapters)
        elif block.kind is Kind.ITEM and (ordinal := markers.ordinal(block.marker)):
            style = markers.style(block.marker)
            goes_on = last_in_list.get(style) == ordinal - 1 and ordinal > 1
            if not goes_on and chapters.get(style, 0) == ordinal - 1 and _looks_like_chapter(blocks, position):
                _enter(chapters, style, ordinal)
                last_in_list.clear()
                block = block.as_heading(level=0, confidence=_CONFIDENCE)
            else:
                last_in_list[style] = ordinal
        settled.append(block)
    return settled


def _count(block: Block, chapters: dict[str, int]) -> None:
    """A heading such as "2.1" tells that chapter 2 has begun."""
    number = numbering.parse(block.full_text) if block.kind is Kind.HEADING else None
    if number and number.family in ("", "A"):
        _enter(chapters, "1." if number.family == "" else "A.", number.parts[0])


def _enter(chapters: dict[str, int], style: str, ordinal: int) -> None:
    """A new chapter ends the count of the chapters that lie in it: after "B." comes "1." anew."""
    styles = list(chapters)
    if style in chapters:
        for inner in styles[styles.index(style) + 1 :]:
            del chapters[inner]
    chapters[style] = ordinal


def _looks_like_chapter(blocks: Sequence[Block], position: int) -> bool:
    block = blocks[position]
    style = markers.style(block.marker)
    return (
        style in ("1.", "A.")
        and block.level == 0
        and len(block.text) <= _LONGEST
        and block.text[:1].isupper()
        and not block.text.endswith((".", ":", ";", ",", "!", "?"))
        and position + 1 < len(blocks)
        and not any(_in_same_list(blocks, beside, style) for beside in (position - 1, position + 1))
    )


def _in_same_list(blocks: Sequence[Block], position: int, style: str) -> bool:
    if not 0 <= position < len(blocks):
        return False
    return blocks[position].kind is Kind.ITEM and markers.style(blocks[position].marker) == style
