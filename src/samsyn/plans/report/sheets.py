"""What stands on each sheet of the workbook: columns and rows of plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samsyn.analysis.follow_up import State
from samsyn.plans.report.content import Point, ReportIndicator, ReportItem
from samsyn.plans.report.findings import why
from samsyn.plans.report.language import Language
from samsyn.plans.report.measures import source_in_words
from samsyn.plans.report.reading import Reading, label
from samsyn.plans.report.words import MARKS, name

Value = str | int | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """A column's title and its width in characters."""

    title: str
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """A sheet: one table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def sheets(reading: Reading, language: Language) -> list[Sheet]:
    """The workbook, sheet by sheet."""
    return [
        _summary(reading, language),
        _areas(reading, language),
        _items(reading, language),
        _changes(reading, language),
        _attention(reading, language),
        _indicators(reading, language),
        _values(reading, language),
    ]


def _summary(reading: Reading, language: Language) -> Sheet:
    content, say = reading.content, language.say
    totals = reading.totals
    facts: list[tuple[Value, ...]] = [
        (say("Council"), content.council),
        (say("Plan"), content.plan),
        (say("From"), content.starts_on),
        (say("Until"), content.ends_on),
        (say("Follow-up as of"), content.as_of),
        (say("To"), content.organ),
        (say("Report number"), content.number),
        (say("Completed"), content.completed_at.date()),
        (say("Completed by"), content.completed_by),
        (say("Summary"), content.summary),
        *((f"{say('Goals')}: {name(state, language)}", totals.goals[state]) for state in MARKS),
        *((f"{say('Activities')}: {name(state, language)}", totals.activities[state]) for state in MARKS),
        (say("Without owner"), len(content.unowned)),
        (say("Without indicator"), len(content.unmeasured)),
        (say("Stale indicators"), len(reading.stale)),
        (say("Checksum (SHA-256)"), content.sha256()),
    ]
    return Sheet(say("Summary"), (Column(say("Fact"), 34), Column(say("Value"), 90)), tuple(facts))


def _areas(reading: Reading, language: Language) -> Sheet:
    say = language.say
    marked = {ready.area: ready for ready in reading.content.ready}
    rows = []
    for counts in reading.content.counts:
        area = reading.items[counts.area] if counts.area else None
        ready = marked.get(counts.area)
        for kind, of_kind in ((say("Goals"), counts.goals), (say("Activities"), counts.activities)):
            rows.append(
                (
                    area.number if area else "",
                    area.name if area else say("Outside every area"),
                    reading.depths[area.key] + 1 if area else None,
                    kind,
                    *(of_kind.get(state, 0) for state in MARKS),
                    sum(of_kind.values()),
                    ready.by if ready else "",
                    ready.at.date() if ready else None,
                )
            )
    columns = (
        Column(say("Number"), 9),
        Column(say("Area"), 40),
        Column(say("Depth"), 8),
        Column(say("Kind"), 12),
        *(Column(name(state, language), 12) for state in MARKS),
        Column(say("All"), 8),
        Column(say("Marked ready by"), 22),
        Column(say("Marked ready on"), 14),
    )
    return Sheet(say("Areas"), columns, tuple(rows))


def _items(reading: Reading, language: Language) -> Sheet:
    say = language.say
    unowned, unmeasured = set(reading.content.unowned), set(reading.content.unmeasured)
    yes = say("yes")
    rows = tuple(
        (
            *_item(item, reading, language),
            item.wording,
            ", ".join(item.contributors),
            item.starts_on,
            item.ends_on,
            item.budget,
            item.outcome,
            why(item, reading, language) if item.reason else "",
            *_said(item, language),
            yes if item.key in unowned else "",
            yes if item.key in unmeasured else "",
        )
        for item in reading.content.items
    )
    columns = (
        *_item_columns(language),
        Column(say("Wording"), 60),
        Column(say("Contributors"), 24),
        Column(say("From"), 12),
        Column(say("Until"), 12),
        Column(say("Budget (SEK)"), 14),
        Column(say("Outcome (SEK)"), 14),
        Column(say("Reason"), 30),
        *_said_columns(language),
        Column(say("Without owner"), 10),
        Column(say("Without indicator"), 10),
    )
    return Sheet(say("Goals and activities"), columns, rows)


def _item_columns(language: Language) -> tuple[Column, ...]:
    say = language.say
    return (
        Column(say("Number"), 9),
        Column(say("Name"), 45),
        Column(say("Kind"), 16),
        Column(say("Area"), 30),
        Column(say("Owner"), 22),
        Column(say("State"), 20),
    )


def _item(item: ReportItem, reading: Reading, language: Language) -> tuple[Value, ...]:
    return (
        item.number,
        item.name,
        name(item.kind, language),
        reading.area_name(item.key),
        item.owner,
        name(item.state, language) if item.state else "",
    )


def _said_columns(language: Language) -> tuple[Column, ...]:
    say = language.say
    return (
        Column(say("The owner's assessment"), 20),
        Column(say("What has happened"), 60),
        Column(say("Evidence"), 36),
        Column(say("Consequence"), 40),
        Column(say("Action"), 40),
        Column(say("Effect"), 22),
        Column(say("The effect in words"), 36),
        Column(say("Assessed by"), 22),
        Column(say("Assessed on"), 12),
    )


def _said(item: ReportItem, language: Language) -> tuple[Value, ...]:
    entry = item.follow_up
    if entry is None:
        return ("",) * len(_said_columns(language))
    return (
        name(entry.state, language),
        entry.text,
        entry.evidence,
        entry.consequence,
        entry.action,
        name(entry.effect, language) if entry.effect else "",
        entry.effect_text,
        entry.by,
        entry.on,
    )


def _changes(reading: Reading, language: Language) -> Sheet:
    say = language.say
    rows = tuple(
        (
            *_item(reading.items[change.item], reading, language)[:-1],
            name(change.before, language),
            name(change.after, language),
        )
        for change in reading.content.changes
    )
    columns = (*_item_columns(language)[:-1], Column(say("Before"), 20), Column(say("Now"), 20))
    return Sheet(say("Changes"), columns, rows)


def _attention(reading: Reading, language: Language) -> Sheet:
    without_assessment = reading.shown_in[State.CANNOT_BE_ASSESSED] + reading.shown_in[State.NOT_ASSESSED]
    rows = tuple(
        (*_item(item, reading, language), why(item, reading, language) if item.reason else "", *_said(item, language))
        for item in reading.troubled + without_assessment
    )
    columns = (*_item_columns(language), Column(language.say("Reason"), 30), *_said_columns(language))
    return Sheet(language.say("Attention"), columns, rows)


def _indicators(reading: Reading, language: Language) -> Sheet:
    say = language.say
    rows = tuple(_indicator(indicator, reading, language) for indicator in reading.content.indicators)
    columns = (
        Column(say("Indicator"), 40),
        Column(say("Unit"), 14),
        Column(say("Goal or activity"), 40),
        Column(say("Good direction"), 18),
        Column(say("Baseline"), 12),
        Column(say("Baseline date"), 12),
        Column(say("Latest value"), 12),
        Column(say("Date of the latest value"), 12),
        Column(say("Change"), 18),
        Column(say("Target"), 12),
        Column(say("Target date"), 12),
        Column(say("Target reached"), 12),
        Column(say("Was due"), 12),
        Column(say("Territory"), 24),
        Column(say("Source"), 30),
    )
    return Sheet(say("Indicators"), columns, rows)


def _indicator(indicator: ReportIndicator, reading: Reading, language: Language) -> tuple[Value, ...]:
    reached = {True: language.say("yes"), False: language.say("no"), None: ""}[indicator.target_reached]
    return (
        indicator.name,
        indicator.unit,
        label(reading.items[indicator.item]),
        name(indicator.good, language),
        *_point(indicator.baseline),
        *_point(indicator.latest),
        name(indicator.since_last, language) if indicator.since_last else "",
        *_point(indicator.target),
        reached,
        indicator.missed_on if indicator.stale else None,
        indicator.territory,
        source_in_words(indicator.source, indicator, language),
    )


def _point(point: Point | None) -> tuple[Value, Value]:
    return (point.value, point.on) if point else (None, None)


def _values(reading: Reading, language: Language) -> Sheet:
    say = language.say
    rows = []
    for indicator in reading.content.indicators:
        series = [
            *((say("Baseline"), point) for point in (indicator.baseline,) if point),
            *((say("Value"), point) for point in indicator.values),
            *((say("Target"), point) for point in indicator.targets),
        ]
        about = (indicator.name, indicator.unit)
        rows += [
            (*about, what, point.on, point.value, point.territory, source_in_words(point.source, indicator, language))
            for what, point in series
        ]
    columns = (
        Column(say("Indicator"), 40),
        Column(say("Unit"), 14),
        Column(say("What it is"), 14),
        Column(say("Day"), 12),
        Column(say("Value"), 14),
        Column(say("Territory"), 24),
        Column(say("Source"), 30),
    )
    return Sheet(say("Values"), columns, tuple(rows))
