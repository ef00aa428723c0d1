"""The result of reading a plan, and its JSON.

Every class holds the exact words of the document and where they stood; nothing is shortened or corrected. `to_json`
and `from_json` are each other's inverse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from samsyn.plans.documents.blocks import Note, Place

Json = dict[str, Any]


def _place_json(place: Place) -> Json:
    return {"line": place.line, "page": place.page}


def _place(data: Json) -> Place:
    return Place(line=data["line"], page=data.get("page"))


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """A goal or an activity.

    labelled    it stood under a heading such as "Övergripande mål" or "Aktiviteterna innefattar"
    label       that heading as it stood, or null
    marker      what stood before it in a list ("-", "1)"), or ""
    confidence  0-1, how sure the recogniser is
    """

    text: str
    labelled: bool
    confidence: float
    place: Place
    label: str | None = None
    marker: str = ""

    def to_json(self) -> Json:
        """The item as JSON data."""
        return {
            "text": self.text,
            "labelled": self.labelled,
            "label": self.label,
            "marker": self.marker,
            "confidence": self.confidence,
            **_place_json(self.place),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The inverse of `to_json`."""
        return cls(
            data["text"],
            data["labelled"],
            data.get("confidence", 1.0),
            _place(data),
            data.get("label"),
            data.get("marker", ""),
        )


@dataclass(frozen=True, slots=True)
class ParsedPoint:
    """A direction goal or a priority of the year: a title and, where there is one, its explanation."""

    title: str
    text: str
    confidence: float
    place: Place
    marker: str = ""

    def to_json(self) -> Json:
        """The point as JSON data."""
        return {
            "title": self.title,
            "text": self.text,
            "marker": self.marker,
            "confidence": self.confidence,
            **_place_json(self.place),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The inverse of `to_json`."""
        return cls(data["title"], data["text"], data.get("confidence", 1.0), _place(data), data.get("marker", ""))


@dataclass(frozen=True, slots=True)
class ParsedPassage:
    """Text of the document that belongs to no section: the introduction, the title page, the contents list."""

    title: str | None
    text: str
    place: Place

    def to_json(self) -> Json:
        """The passage as JSON data."""
        return {"title": self.title, "text": self.text, **_place_json(self.place)}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The inverse of `to_json`."""
        return cls(data["title"], data["text"], _place(data))


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """A section of the plan with what stands directly in it, and its sub-sections.

    number   "2.1", "A", "Mål 1", or null
    heading  the heading as it stood, number and trailing dot included
    """

    number: str | None
    title: str | None
    heading: str
    text: str
    goals: tuple[ParsedItem, ...]
    activities: tuple[ParsedItem, ...]
    sections: tuple["ParsedSection", ...]
    confidence: float
    place: Place

    def walk(self) -> Iterator["ParsedSection"]:
        """The section itself and all below it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    def to_json(self) -> Json:
        """The section as JSON data."""
        return {
            "number": self.number,
            "title": self.title,
            "heading": self.heading,
            "text": self.text,
            "goals": [item.to_json() for item in self.goals],
            "activities": [item.to_json() for item in self.activities],
            "sections": [section.to_json() for section in self.sections],
            "confidence": self.confidence,
            **_place_json(self.place),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The inverse of `to_json`."""
        return cls(
            number=data["number"],
            title=data["title"],
            heading=data.get("heading") or data["title"] or "",
            text=data["text"],
            goals=tuple(map(ParsedItem.from_json, data["goals"])),
            activities=tuple(map(ParsedItem.from_json, data["activities"])),
            sections=tuple(map(cls.from_json, data["sections"])),
            confidence=data.get("confidence", 1.0),
            place=_place(data),
        )


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """A whole plan as read.

    year, last_year  the first and the last year of the period; the same for a plan of one year; null if not found
    preamble         the text before the first section
    front_matter     title page (besides the title) and contents list
    """

    title: str | None
    year: int | None
    last_year: int | None
    direction_goals: tuple[ParsedPoint, ...]
    priorities: tuple[ParsedPoint, ...]
    preamble: tuple[ParsedPassage, ...]
    sections: tuple[ParsedSection, ...]
    front_matter: tuple[ParsedPassage, ...]
    warnings: tuple[Note, ...]

    def walk(self) -> Iterator[ParsedSection]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()

    def to_json(self) -> Json:
        """The plan as JSON data: what `samsyn plan parse` prints."""
        return {
            "title": self.title,
            "year": self.year,
            "last_year": self.last_year,
            "direction_goals": [point.to_json() for point in self.direction_goals],
            "priorities": [point.to_json() for point in self.priorities],
            "preamble": [passage.to_json() for passage in self.preamble],
            "sections": [section.to_json() for section in self.sections],
            "front_matter": [passage.to_json() for passage in self.front_matter],
            "warnings": [_note_json(note) for note in self.warnings],
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The inverse of `to_json`."""
        return cls(
            title=data["title"],
            year=data["year"],
            last_year=data.get("last_year", data["year"]),
            direction_goals=tuple(map(ParsedPoint.from_json, data["direction_goals"])),
            priorities=tuple(map(ParsedPoint.from_json, data["priorities"])),
            preamble=tuple(map(ParsedPassage.from_json, data.get("preamble", []))),
            sections=tuple(map(ParsedSection.from_json, data["sections"])),
            front_matter=tuple(map(ParsedPassage.from_json, data.get("front_matter", []))),
            warnings=tuple(map(_note, data["warnings"])),
        )


def _note_json(note: Note) -> Json:
    return {"message": note.message, "code": note.code, "params": dict(note.params), **_place_json(note.place)}


def _note(data: Json) -> Note:
    return Note(_place(data), data["code"], data["params"])
