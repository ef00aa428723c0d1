"""From blocks to a plan: every block is put in its place, in reading order, once.

A label ("Övergripande mål:") opens a *zone*; what the next list points are follows from the zone. A heading, another
label, or running text after the points closes it. What is no point of any kind is text of the section.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.plans.documents import front
from samsyn.plans.documents.blocks import Block, Document, Kind, Note, Place
from samsyn.plans.documents.chapters import settle
from samsyn.plans.documents.checks import numbering_notes
from samsyn.plans.documents.drafts import Draft, DraftItem, Hierarchy
from samsyn.plans.documents.plan import ParsedPassage, ParsedPlan, ParsedSection
from samsyn.plans.documents.points import Points
from samsyn.plans.documents.recognisers import labels, numbering, sentences
from samsyn.plans.documents.recognisers.labels import Label, Role

_BY_WORDING = 0.5


def build(document: Document, *, name: str) -> ParsedPlan:
    """The plan that the document holds. `name` is the file's, for the title where the document has none."""
    page = front.separate(document.blocks, name=name)
    builder = _Builder(settle(page.blocks, styled=document.styled))
    builder.run()
    preamble, sections = _preamble_and_sections(builder.hierarchy.root)
    notes = [*document.notes, *page.notes, *builder.notes, *numbering_notes(sections)]
    if not builder.hierarchy.root.children:
        notes.append(Note(Place(1), "no_sections"))
    return ParsedPlan(
        title=page.title,
        year=page.years[0] if page.years else None,
        last_year=page.years[1] if page.years else None,
        direction_goals=builder.direction_goals.finished(),
        priorities=builder.priorities.finished(),
        preamble=preamble,
        sections=sections,
        front_matter=page.passages,
        warnings=tuple(sorted(notes, key=lambda note: note.place.line)),
    )


@dataclass
class _Zone:
    """What the next list points are.

    label    the block that opened it; None where a sentence did
    section  the section that it belongs to
    found    how many points it has so far
    listed   some of them were list points, so that running text closes the zone
    """

    role: Role
    section: Draft
    confidence: float
    label: Block | None = None
    stated: int | None = None
    found: int = 0
    listed: bool = False

    @property
    def is_front(self) -> bool:
        """Direction goals and priorities belong to the plan, not to a section."""
        return self.role in (Role.DIRECTION_GOAL, Role.PRIORITY)


class _Builder:
    """Walks through the blocks once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._zone: _Zone | None = None
        self._text_until = 0
        self.hierarchy = Hierarchy(blocks)
        self.direction_goals = Points()
        self.priorities = Points()
        self.notes: list[Note] = []

    def run(self) -> None:
        """Put every block in its place."""
        for position, block in enumerate(self._blocks):
            if block.kind is Kind.HEADING:
                self._heading(position, block)
            elif block.kind is Kind.ITEM:
                self._item(position, block)
            elif block.kind is Kind.ROW:
                self._close()
                self.hierarchy.current.add_line(block.text)
            else:
                self._paragraph(position, block)
        self._close()

    # Headings

    def _heading(self, position: int, block: Block) -> None:
        if self._is_direction_goal(block):
            self._points().begin(block, title=block.full_text)
            self._count_point(listed=False)
            return
        label = labels.recognise(block.text)
        if label and not self._is_section(position, label):
            self._label(block, label)
            return
        self._close()
        section = self.hierarchy.enter(block)
        self._open_titled_zone(block, section)

    def _is_direction_goal(self, block: Block) -> bool:
        """A sub-heading under "... två inriktningsmål:" is one, as long as fewer than the stated number are found."""
        zone = self._zone
        if zone is None or not zone.is_front or zone.listed or numbering.parse(block.full_text):
            return False
        if zone.stated is not None:
            return zone.found < zone.stated
        outer = zone.section.level
        return bool(block.level and outer and block.level > outer) and labels.recognise(block.text) is None

    def _is_section(self, position: int, label: Label) -> bool:
        """A label heading over numbered or deeper headings is a section: "Mål" over "Mål 1 - ..."."""
        if label.rest or label.role in (Role.DIRECTION_GOAL, Role.PRIORITY):
            return not label.rest
        after = self._blocks[position + 1 : position + 2]
        if not after or after[0].kind is not Kind.HEADING or labels.recognise(after[0].text):
            return False
        return numbering.parse(after[0].full_text) is not None or 0 < self._blocks[position].level < after[0].level

    def _titles_series(self, position: int, label: Label) -> bool:
        """A bare line "Våra mål" right above "Mål 1 - ..." is the heading of that series."""
        after = self._blocks[position + 1 : position + 2]
        number = numbering.parse(after[0].full_text) if after and after[0].kind is Kind.HEADING else None
        return label.role is Role.GOAL and not label.rest and number is not None and number.is_goal

    def _open_titled_zone(self, block: Block, section: Draft) -> None:
        """A numbered heading may itself be a goal ("Mål 1 - ...") or a label ("3. Mål")."""
        number = section.number
        if number and number.is_goal and number.title:
            section.goals.append(DraftItem([number.title], block.place, 0.85, label=number.text))
        label = labels.recognise(section.title or "")
        if label and not label.rest:
            self._zone = _Zone(label.role, section, label.confidence, block, label.stated)
            section.leads_to_points = self._zone.is_front

    # Labels

    def _label(self, block: Block, label: Label) -> None:
        self._close()
        section = self.hierarchy.current
        self._zone = _Zone(label.role, section, label.confidence, block, label.stated)
        if self._zone.is_front and label.rest:
            self._points().begin(block, title=label.rest, marker=label.text)
            self._count_point(listed=False)
        elif self._zone.is_front:
            section.add_paragraph(block.full_text)
        elif label.rest:
            self._take(block, text=label.rest, listed=False, label=label.text)

    # List points

    def _item(self, position: int, block: Block) -> None:
        label = labels.recognise(block.text)
        if label and not label.rest and label.confidence > 0.9:
            self._label(block, label)
        elif self._zone is None:
            self._loose_item(position, block)
        elif self._zone.is_front:
            self._front_item(block)
        elif block.level > 0 and self._zone.listed:
            self._extend(block)
        else:
            self._take(block, text=block.text, listed=True)

    def _front_item(self, block: Block) -> None:
        points = self._points()
        if block.level > 0 and points:
            points.extend(block.full_text)
            return
        points.begin_split(block)
        self._count_point(listed=True)

    def _take(self, block: Block, *, text: str, listed: bool, label: str | None = None) -> None:
        """A goal or an activity of the open zone."""
        zone = self._zone
        assert zone is not None
        if label is None and zone.label:
            label = zone.label.full_text
        self._items(zone).append(DraftItem([text], block.place, zone.confidence, label, block.marker))
        self._count_point(listed=listed)

    def _extend(self, block: Block) -> None:
        """A point below a point is part of it."""
        assert self._zone is not None
        self._items(self._zone)[-1].lines.append(block.full_text)

    def _items(self, zone: _Zone) -> list[DraftItem]:
        return zone.section.goals if zone.role is Role.GOAL else zone.section.activities

    def _points(self) -> Points:
        assert self._zone is not None
        return self.direction_goals if self._zone.role is Role.DIRECTION_GOAL else self.priorities

    def _count_point(self, *, listed: bool) -> None:
        assert self._zone is not None
        self._zone.found += 1
        self._zone.listed = self._zone.listed or listed

    # Lists without a label

    def _loose_item(self, position: int, block: Block) -> None:
        """The whole list is judged at its first point: activities by their wording, or text."""
        if position >= self._text_until:
            end = self._end_of_list(position)
            if self._are_activities(position, end):
                self._zone = _Zone(Role.ACTIVITY, self.hierarchy.current, _BY_WORDING)
                self._take(block, text=block.text, listed=True)
                return
            self._text_until = end
        self.hierarchy.current.add_line(f"{'  ' * block.level}{block.full_text}")

    def _end_of_list(self, position: int) -> int:
        while position < len(self._blocks) and self._blocks[position].kind is Kind.ITEM:
            position += 1
        return position

    def _are_activities(self, first: int, end: int) -> bool:
        """By wording alone: a sentence that promises leads in, and every point begins with a verb."""
        before = self._blocks[first - 1] if first else None
        lead_in = before.text if before and before.kind is Kind.PARAGRAPH else ""
        points = [point for point in self._blocks[first:end] if point.level == 0]
        found = sentences.promises(lead_in) and all(sentences.is_infinitive(point.text) for point in points)
        code = "item_by_wording" if found else "list_as_text"
        self.notes.append(Note(self._blocks[first].place, code, {"count": len(points)}))
        return found

    # Running text

    def _paragraph(self, position: int, block: Block) -> None:
        label = labels.recognise(block.text)
        if label and self._titles_series(position, label):
            self.hierarchy.enter(block.as_heading(level=0, confidence=label.confidence))
        elif label:
            self._label(block, label)
        elif self._zone and self._zone.is_front and self._zone.found and not self._zone.listed:
            self._points().extend(block.text)  # under a direction goal's own heading
        elif self._zone and self._is_point(position, block):
            self._take(block, text=block.text, listed=False)
        elif self._zone and not self._zone.found and (self._zone.is_front or block.text.endswith(":")):
            self.hierarchy.current.add_paragraph(block.text)
        else:
            self._close()
            self._text(position, block)

    def _is_point(self, position: int, block: Block) -> bool:
        """The first paragraph under a label is a point itself, and those after it that begin as points do."""
        zone = self._zone
        assert zone is not None
        if zone.is_front or zone.listed or zone.label is None or block.text.endswith(":"):
            return False
        return zone.found == 0 or sentences.is_infinitive(block.text)

    def _text(self, position: int, block: Block) -> None:
        """Text of the section; a goal that hides in a sentence of it is also listed as a goal."""
        section = self.hierarchy.current
        section.add_paragraph(block.text)
        after = self._blocks[position + 1] if position + 1 < len(self._blocks) else None
        for goal in sentences.hidden_goals(block.text):
            if not goal.opens_list:
                section.goals.append(DraftItem([goal.text], block.place, goal.confidence))
            elif after and after.kind is Kind.ITEM and block.text.endswith(goal.text):
                self._zone = _Zone(Role.GOAL, section, goal.confidence)

    # Closing

    def _close(self) -> None:
        """Close the zone; a label that led to nothing is kept as text."""
        zone, self._zone = self._zone, None
        if zone is None or zone.label is None:
            return
        is_title = zone.label is zone.section.heading
        if zone.found == 0 and (zone.is_front or not is_title):
            if not zone.is_front:
                zone.section.add_paragraph(zone.label.full_text)
            self.notes.append(Note(zone.label.place, "label_without_items", {"label": zone.label.full_text}))
        elif zone.stated is not None and zone.found != zone.stated:
            self.notes.append(Note(zone.label.place, "count_differs", {"stated": zone.stated, "found": zone.found}))


def _preamble_and_sections(root: Draft) -> tuple[tuple[ParsedPassage, ...], tuple[ParsedSection, ...]]:
    """Divide what comes before the first section from the sections.

    Before: text without heading, and the leading unnumbered sections that hold no goal or activity, if a numbered one
    follows them; in a plan without numbers, only those titled as introductions or that lead to direction goals.
    """
    numbered = any(child.number for child in root.children)
    leading = 0
    for child in root.children:
        introduces = numbered or child.leads_to_points or front.is_introduction(child.title)
        if child.number or child.holds_items() or not introduces:
            break
        leading += 1
    passages = [passage for child in root.children[:leading] for passage in child.passages()]
    sections = [child.finished() for child in root.children[leading:]]
    if root.goals or root.activities:
        own = Draft(None, None, parts=root.parts, goals=root.goals, activities=root.activities)
        return tuple(passages), (own.finished(), *sections)
    before = [ParsedPassage(None, root.text, root.place)] if root.parts else []
    return (*before, *passages), tuple(sections)
