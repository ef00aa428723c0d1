"""The appendix: the whole plan, item by item, with everything that is known of each. And how the report is sealed."""

from samsyn.plans.report.blocks import Block, Heading, ItemCard, Seal, Text
from samsyn.plans.report.content import FollowUpEntry, Kind, ReportItem
from samsyn.plans.report.findings import owner, state_word, why
from samsyn.plans.report.language import Language
from samsyn.plans.report.measures import latest_in_words, stale_in_words
from samsyn.plans.report.reading import Reading, label
from samsyn.plans.report.words import name

DEEPEST = 6
WORDING_AS_TITLE = 160


def appendix(reading: Reading, language: Language) -> list[Block]:
    """Every item of the plan in reading order."""
    blocks: list[Block] = [Heading(1, language.say("Appendix: the whole plan"), new_page=True)]
    if not reading.content.items:
        return [*blocks, Text(language.say("The plan is empty."))]
    above = 1
    for item in reading.content.items:
        level = min(reading.depths[item.key] + 2, above + 1, DEEPEST)
        blocks += _item(item, level, reading, language)
        above = level
    return blocks


def _item(item: ReportItem, level: int, reading: Reading, language: Language) -> list[Block]:
    if item.kind is Kind.FOCUS_AREA:
        heading = Heading(level, label(item), listed=level == 2)
        texts = [Text(part, "body") for part in item.wording.splitlines() if part.strip()]
        return [heading, Text(_meta(item, language), "note"), *texts]
    return [_card(item, level, reading, language)]


def _card(item: ReportItem, level: int, reading: Reading, language: Language) -> ItemCard:
    title, wording = _title(item)
    fields = [*_system_fields(item, reading, language), *_said(item.follow_up, language)]
    return ItemCard(
        level=level,
        title=title,
        meta=_meta(item, language),
        wording=wording,
        fields=tuple((name, text) for name, text in fields if text),
        shown=state_word(item.state, language) if item.state else None,
    )


def _title(item: ReportItem) -> tuple[str, str]:
    """The title and what remains to be said of the wording: a short wording is a title of its own."""
    if item.wording and not item.heading and len(item.wording) <= WORDING_AS_TITLE and "\n" not in item.wording:
        beginning = item.name.removesuffix("…").rstrip()
        if item.wording.startswith(beginning):
            return f"{item.number} {item.wording}".strip(), ""
    return label(item), item.wording if item.wording != item.name else ""


def _meta(item: ReportItem, language: Language) -> str:
    parts = [name(item.kind, language), owner(item, language)]
    if item.starts_on and item.ends_on:
        parts.append(
            language.say("{first} to {last}", first=language.day(item.starts_on), last=language.day(item.ends_on))
        )
    elif item.starts_on:
        parts.append(language.say("from {day}", day=language.day(item.starts_on)))
    elif item.ends_on:
        parts.append(language.say("until {day}", day=language.day(item.ends_on)))
    return " · ".join(parts)


def _system_fields(item: ReportItem, reading: Reading, language: Language) -> list[tuple[str, str]]:
    measured = [
        " ".join(part for part in (f"{i.name}:", latest_in_words(i, language), stale_in_words(i, language)) if part)
        for i in reading.indicators.get(item.key, ())
    ]
    return [
        (language.say("Contributors"), ", ".join(item.contributors)),
        (language.say("Money"), _money(item, language)),
        (language.say("Indicators"), "\n".join(measured)),
        (language.say("Not assessed"), why(item, reading, language) if item.reason else ""),
    ]


def _money(item: ReportItem, language: Language) -> str:
    parts = []
    if item.budget is not None:
        parts.append(language.say("Budget {amount}", amount=language.money(item.budget)))
    if item.outcome is not None:
        parts.append(language.say("Outcome {amount}", amount=language.money(item.outcome)))
    return ", ".join(parts)


def _said(entry: FollowUpEntry | None, language: Language) -> list[tuple[str, str]]:
    if entry is None:
        return []
    effect = name(entry.effect, language) if entry.effect else ""
    return [
        (language.say("What has happened"), entry.text),
        (language.say("Evidence"), entry.evidence),
        (language.say("Consequence"), entry.consequence),
        (language.say("Action"), entry.action),
        (language.say("Effect"), ". ".join(part for part in (effect, entry.effect_text) if part)),
        (language.say("Assessed by"), f"{entry.by}, {language.day(entry.on)}" if entry.by else language.day(entry.on)),
    ]


def colophon(reading: Reading, language: Language) -> list[Block]:
    """How states are shown, and the seal by which the report can be told to be unchanged."""
    how = language.say(
        "A state is what the owner has said in this follow-up. It is shown as not assessed where nothing was said, and "
        "where a goal was said to be on track or done although one of its indicators is stale. Whether an activity is "
        "done and what effect it has had are told apart."
    )
    seal = language.say("The report's content is sealed with this checksum (SHA-256):")
    return [Heading(1, language.say("About this report")), Text(how), Seal(seal, reading.content.sha256())]
