"""The plan while it is being put together: sections that still grow, and where the next heading belongs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from samsyn.plans.documents.blocks import Block, Kind, Place
from samsyn.plans.documents.plan import ParsedItem, ParsedPassage, ParsedSection
from samsyn.plans.documents.recognisers.labels import Role, recognise
from samsyn.plans.documents.recognisers.numbering import Number, parse


@dataclass
class DraftItem:
    """A goal or activity that still grows: the points below it are lines of it."""

    lines: list[str]
    place: Place
    confidence: float
    label: str | None = None
    marker: str = ""

    def finished(self) -> ParsedItem:
        """The item as it is handed out."""
        return ParsedItem(
            text="\n".join(self.lines),
            labelled=self.label is not None,
            confidence=self.confidence,
            place=self.place,
            label=self.label,
            marker=self.marker,
        )


@dataclass
class Draft:
    """A section that still grows."""

    heading: Block | None
    number: Number | None
    parts: list[tuple[str, str]] = field(default_factory=list)
    goals: list[DraftItem] = field(default_factory=list)
    activities: list[DraftItem] = field(default_factory=list)
    children: list["Draft"] = field(default_factory=list)
    leads_to_points: bool = False

    @property
    def title(self) -> str | None:
        """The heading without its number."""
        if self.number:
            return self.number.title or None
        return self.heading.full_text if self.heading else None

    @property
    def level(self) -> int:
        """The level of the heading; 0 where it is not known."""
        return self.heading.level if self.heading else 0

    @property
    def place(self) -> Place:
        """Where the section begins."""
        return self.heading.place if self.heading else Place(1)

    @property
    def text(self) -> str:
        """Paragraphs with an empty line between them, list points and table rows on lines of their own."""
        written: list[str] = []
        previous = ""
        for kind, part in self.parts:
            if written:
                written.append("\n" if kind == previous == "line" else "\n\n")
            written.append(part)
            previous = kind
        return "".join(written)

    def add_paragraph(self, text: str) -> None:
        """Keep running text."""
        self.parts.append(("paragraph", text))

    def add_line(self, text: str) -> None:
        """Keep a list point or a table row."""
        self.parts.append(("line", text))

    def holds_items(self) -> bool:
        """Whether a goal or activity stands in it or below it."""
        return bool(self.goals or self.activities) or any(child.holds_items() for child in self.children)

    def passages(self) -> Iterator[ParsedPassage]:
        """The section and those below it as plain passages."""
        if self.heading or self.parts:
            title = self.heading.full_text if self.heading else None
            yield ParsedPassage(title, self.text, self.place)
        for child in self.children:
            yield from child.passages()

    def finished(self) -> ParsedSection:
        """The section as it is handed out."""
        return ParsedSection(
            number=self.number.text if self.number else None,
            title=self.title,
            heading=self.heading.full_text if self.heading else "",
            text=self.text,
            goals=tuple(item.finished() for item in self.goals),
            activities=tuple(item.finished() for item in self.activities),
            sections=tuple(child.finished() for child in self.children),
            confidence=self.heading.confidence if self.heading else 0.3,
            place=self.place,
        )


class Hierarchy:
    """Puts each heading in its place: by its number where it has one, else by its level.

    An unnumbered heading lies in the numbered section that it stands in. Only where the document's levels agree with
    its numbers can a level lift it out again: then a heading on the level of the chapters is beside the chapters.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.root = Draft(None, None)
        self._open: list[Draft] = [self.root]
        self._chapter_level = _trusted_chapter_level(blocks)
        self._outer_level = _level_above_numbers(blocks)

    @property
    def current(self) -> Draft:
        """The innermost open section."""
        return self._open[-1]

    def enter(self, heading: Block) -> Draft:
        """Open the section of this heading."""
        number = parse(heading.full_text)
        draft = Draft(heading, number)
        self._close_for(draft)
        self.current.children.append(draft)
        self._open.append(draft)
        return draft

    def _close_for(self, draft: Draft) -> None:
        if draft.number and draft.number.is_outermost:
            self._close_all_but(draft.number)
        elif draft.number:
            self._close_numbered(draft, draft.number)
        else:
            self._close_unnumbered(draft)

    def _close_all_but(self, number: Number) -> None:
        """An annex closes everything, save the annex or part that it lies in by its number."""
        family = [draft for draft in self._open if draft.number and draft.number.family == number.family]
        del self._open[1:]
        self._open += [draft for draft in family if _contains(draft.number, number)]

    def _close_numbered(self, entering: Draft, number: Number) -> None:
        """Numbers of the same family are ordered by their depth; another family lies in what is open."""
        for position, draft in enumerate(self._open):
            if draft.number and draft.number.family == number.family and not _contains(draft.number, number):
                del self._open[position:]
                return
        while self.current is not self.root and self.current.number is None and not self._holds(self.current, entering):
            self._open.pop()

    def _holds(self, outer: Draft, inner: Draft) -> bool:
        """An unnumbered section holds numbers that begin anew in it, and a series ("Mål 1") on a deeper level.

        Where levels are not known, a section titled "Våra mål" holds the goals that follow it.
        """
        if 0 < outer.level <= self._outer_level:
            return True
        if inner.number is None or not inner.number.is_series:
            return False
        if inner.level and outer.level:
            return outer.level < inner.level
        label = recognise(outer.title or "")
        return inner.number.is_goal and label is not None and label.role is Role.GOAL

    def _close_unnumbered(self, draft: Draft) -> None:
        level = draft.level
        if 0 < level <= max(self._chapter_level, self._outer_level):
            del self._open[1:]
            return
        while (
            self.current is not self.root
            and self.current.number is None
            and (not level or not self.current.level or self.current.level >= level)
        ):
            self._open.pop()


def _contains(outer: Number | None, inner: Number) -> bool:
    """2 contains 2.1; 2.1 contains neither 2.1 nor 2.2."""
    if outer is None or outer.family != inner.family:
        return False
    return len(outer.parts) < len(inner.parts) and inner.parts[: len(outer.parts)] == outer.parts


def _trusted_chapter_level(blocks: Sequence[Block]) -> int:
    """The level of the chapters, if levels are used as the numbers say; 0 if they are not to be believed.

    They are believed when every depth of numbers has a level of its own, deeper numbers deeper levels, and some
    heading lies on another level than the chapters.
    """
    headings = [block for block in blocks if block.kind is Kind.HEADING and block.level]
    levels: dict[int, set[int]] = {}
    for heading in headings:
        if (number := parse(heading.full_text)) and not number.is_outermost:
            levels.setdefault(len(number.parts), set()).add(heading.level)
    if 1 not in levels or any(len(found) > 1 for found in levels.values()):
        return 0
    rising = [levels[depth].copy().pop() for depth in sorted(levels)]
    chapter = rising[0]
    varied = any(heading.level != chapter for heading in headings)
    return chapter if varied and all(a < b for a, b in pairwise(rising)) else 0


def _level_above_numbers(blocks: Sequence[Block]) -> int:
    """Where the numbers begin anew: the level of the unnumbered headings that lie above all numbers; else 0."""
    headings = [block for block in blocks if block.kind is Kind.HEADING and block.level]
    numbers = [(heading.level, parse(heading.full_text)) for heading in headings]
    numbered = [level for level, number in numbers if number]
    first = [number for _, number in numbers if number and number.parts == (1,)]
    if len(first) == len({number.family for number in first}):
        return 0
    above = [level for level, number in numbers if number is None and level < min(numbered)]
    return max(above, default=0)
