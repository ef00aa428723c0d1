"""A report's content put into words and order: from frozen facts to the blocks of a document in one language."""

import re

from samsyn.plans.report.appendix import appendix, colophon
from samsyn.plans.report.blocks import Block, Bullets, Cover, Document, Heading, Text
from samsyn.plans.report.content import ReportContent
from samsyn.plans.report.findings import (
    attention,
    changes,
    gaps,
    ready_sections,
    states_by_area,
    states_in_all,
    unassessed,
)
from samsyn.plans.report.language import Language
from samsyn.plans.report.measures import indicators
from samsyn.plans.report.reading import Reading

_PARAGRAPHS = re.compile(r"\n\s*\n")


def compose(content: ReportContent, language: Language) -> Document:
    """The whole report as a document."""
    reading = Reading(content)
    as_of = language.day(content.as_of)
    return Document(
        tag=language.tag,
        cover=_cover(content, language),
        contents=language.say("Contents"),
        running=language.say("{plan}: follow-up as of {day}", plan=content.plan, day=as_of),
        footer=language.say(
            "Report {number}, completed {day}", number=content.number, day=language.day(content.completed_at.date())
        ),
        page=language.say("Page"),
        of=language.say("of"),
        blocks=(
            Heading(1, language.say("Summary")),
            *prose(content.summary or language.say("No summary has been written.")),
            *states_in_all(reading, language),
            *states_by_area(reading, language),
            *changes(reading, language),
            *attention(reading, language),
            *unassessed(reading, language),
            *indicators(reading, language),
            *gaps(reading, language),
            *ready_sections(reading, language),
            *appendix(reading, language),
            *colophon(reading, language),
        ),
    )


def _cover(content: ReportContent, language: Language) -> Cover:
    facts = [
        (language.say("To"), content.organ),
        (
            language.say("Period of the plan"),
            language.say(
                "{first} to {last}", first=language.day(content.starts_on), last=language.day(content.ends_on)
            ),
        ),
        (language.say("Report number"), str(content.number)),
        (language.say("Completed"), language.day(content.completed_at.date())),
        (language.say("Completed by"), content.completed_by),
    ]
    return Cover(
        council=content.council,
        title=language.say("Follow-up of {plan}", plan=content.plan),
        subtitle=language.say("As of {day}", day=language.day(content.as_of)),
        facts=tuple((name, value) for name, value in facts if value),
    )


def prose(text: str) -> list[Block]:
    """Paragraphs and bullet lists from text with empty lines and "- " marks."""
    blocks: list[Block] = []
    for part in _PARAGRAPHS.split(text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        bullets: list[str] = []
        for line in lines:
            if line.startswith("- "):
                bullets.append(line[2:].strip())
                continue
            blocks += _list(bullets)
            blocks.append(Text(line))
        blocks += _list(bullets)
    return blocks


def _list(bullets: list[str]) -> list[Block]:
    """The bullets as a list, taken out of `bullets`."""
    taken = tuple(bullets)
    bullets.clear()
    return [Bullets(taken)] if taken else []
