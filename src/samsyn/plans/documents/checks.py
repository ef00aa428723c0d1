"""What the numbers of the sections tell about a faulty reading: a number that is missing or stands twice."""

from collections.abc import Iterator, Sequence

from samsyn.plans.documents.blocks import Note
from samsyn.plans.documents.plan import ParsedSection
from samsyn.plans.documents.recognisers.numbering import Number, parse


def numbering_notes(sections: Sequence[ParsedSection]) -> Iterator[Note]:
    """A warning for each number that is missing or stands twice among its neighbours."""
    previous: Number | None = None
    for section in sections:
        number = parse(section.heading)
        if number:
            if previous and previous.family == number.family and len(previous.parts) == len(number.parts):
                yield from _compare(previous, number, section)
            previous = number
        yield from numbering_notes(section.sections)


def _compare(previous: Number, number: Number, section: ParsedSection) -> Iterator[Note]:
    step = number.parts[-1] - previous.parts[-1]
    if number.parts == previous.parts:
        yield Note(section.place, "number_twice", {"number": number.text})
    elif step != 1 and number.parts[:-1] == previous.parts[:-1]:
        yield Note(section.place, "number_gap", {"number": number.text, "previous": previous.text})
