"""The front of the report: what the board should see first. Each function gives the blocks of one part."""

from samsyn.analysis.follow_up import Reason, State
from samsyn.plans.report.blocks import (
    Block,
    Cell,
    Column,
    Distribution,
    Heading,
    ItemCard,
    Share,
    StateWord,
    Table,
    Text,
)
from samsyn.plans.report.charts import state_bar
from samsyn.plans.report.content import Kind, ReportItem, StateCounts
from samsyn.plans.report.language import Language
from samsyn.plans.report.reading import Reading, label
from samsyn.plans.report.words import MARKS, name, reason


def state_word(state: State, language: Language) -> StateWord:
    """A state with its word."""
    return StateWord(state, name(state, language))


def item_cell(item: ReportItem, reading: Reading) -> Cell:
    """An item in a table: its number and name, and in small the area that it stands in."""
    return Cell(label(item), small=reading.area_name(item.key))


def states_in_all(reading: Reading, language: Language) -> list[Block]:
    """The whole plan in two bars: goals and activities apart."""
    totals = reading.totals
    return [
        _distribution(language.say("Goals"), totals.goals, language),
        _distribution(language.say("Activities"), totals.activities, language),
    ]


def _distribution(title: str, counts: dict[State, int], language: Language) -> Distribution:
    shares = tuple(Share(state_word(state, language), counts[state]) for state in MARKS if counts.get(state))
    said = ", ".join(f"{share.shown.word} {share.count}" for share in shares) or language.say("none")
    bar = state_bar(counts, title, language)
    return Distribution(f"{title}: {sum(share.count for share in shares)}", bar, f"{title}: {said}", shares)


def states_by_area(reading: Reading, language: Language) -> list[Block]:
    """Two tables of counts, goals and activities apart; states that no item has are left out."""
    blocks: list[Block] = [Heading(1, language.say("States by area"))]
    counts = reading.content.counts
    tables = [
        _states_table(language.say("Goals by area and state"), counts, [c.goals for c in counts], reading, language),
        _states_table(
            language.say("Activities by area and state"), counts, [c.activities for c in counts], reading, language
        ),
    ]
    shown = [table for table in tables if table]
    if not shown:
        return [*blocks, Text(language.say("There is nothing to count: no area has goals or activities."))]
    note = language.say("An area includes the areas inside it, so rows must not be added. Empty columns are left out.")
    return [*blocks, *shown, Text(note, "note")]


def _states_table(
    caption: str, areas: tuple[StateCounts, ...], counts: list[dict[State, int]], reading: Reading, language: Language
) -> Table | None:
    states = [state for state in MARKS if any(row.get(state) for row in counts)]
    if not states:
        return None
    columns = [Column(name(state, language), 1, number=True, mark=state) for state in states]
    rows = []
    for area, row in zip(areas, counts, strict=True):
        if any(row.values()):
            numbers = [Cell(str(row[state]) if row.get(state) else "") for state in states]
            rows.append((_area_cell(area, reading, language), *numbers, Cell(str(sum(row.values())))))
    head = (Column(language.say("Area"), 2.8), *columns, Column(language.say("All"), 0.7, number=True))
    return Table(caption, head, tuple(rows))


def _area_cell(counts: StateCounts, reading: Reading, language: Language) -> Cell:
    if not counts.area:
        return Cell(language.say("Outside every area"))
    return Cell(label(reading.items[counts.area]), indent=reading.depths[counts.area])


def changes(reading: Reading, language: Language) -> list[Block]:
    """The items that show another state than in the round before."""
    content = reading.content
    if content.previous_as_of is None:
        return [
            Heading(1, language.say("Changes since the last follow-up")),
            Text(language.say("This is the first follow-up of the plan.")),
        ]
    day = language.day(content.previous_as_of)
    heading = Heading(1, language.say("Changes since {day}", day=day))
    if not content.changes:
        return [heading, Text(language.say("No goal and no activity shows another state than on {day}.", day=day))]
    rows = tuple(
        (
            item_cell(reading.items[change.item], reading),
            Cell(state=state_word(change.before, language)),
            Cell(state=state_word(change.after, language)),
        )
        for change in content.changes
    )
    columns = (
        Column(language.say("Goal or activity"), 3),
        Column(language.say("Before"), 1.1),
        Column(language.say("Now"), 1.1),
    )
    return [heading, Table("", columns, rows)]


def attention(reading: Reading, language: Language) -> list[Block]:
    """Every item off track or at risk with what it leads to, what is done about it and who answers for it."""
    heading = Heading(1, language.say("Deviations and actions"))
    if not reading.troubled:
        return [heading, Text(language.say("No goal and no activity is said to be off track or at risk."))]
    return [heading, *(_trouble(item, reading, language) for item in reading.troubled)]


def _trouble(item: ReportItem, reading: Reading, language: Language) -> ItemCard:
    entry = item.follow_up
    said = (
        [
            (language.say("What has happened"), entry.text),
            (language.say("Consequence"), entry.consequence),
            (language.say("Action"), entry.action),
        ]
        if entry
        else []
    )
    where = [name(item.kind, language), reading.area_name(item.key), owner(item, language)]
    return ItemCard(
        level=2,
        title=label(item),
        meta=" · ".join(part for part in where if part),
        wording="",
        fields=tuple((title, text) for title, text in said if text),
        shown=state_word(item.state, language) if item.state else None,
    )


def owner(item: ReportItem, language: Language) -> str:
    """Who answers for an item, in words."""
    return language.say("Owner: {owner}", owner=item.owner) if item.owner else language.say("No owner")


def unassessed(reading: Reading, language: Language) -> list[Block]:
    """What cannot be assessed and what has not been, each with its reason."""
    heading = Heading(1, language.say("Cannot be assessed or not assessed"))
    items = reading.shown_in[State.CANNOT_BE_ASSESSED] + reading.shown_in[State.NOT_ASSESSED]
    if not items:
        return [heading, Text(language.say("Every goal and activity has been assessed."))]
    rows = tuple(
        (
            item_cell(item, reading),
            Cell(state=state_word(item.state, language)) if item.state else Cell(),
            Cell(why(item, reading, language)),
        )
        for item in items
    )
    columns = (
        Column(language.say("Goal or activity"), 2),
        Column(language.say("State"), 1),
        Column(language.say("Reason"), 1.7),
    )
    return [heading, Table("", columns, rows)]


def why(item: ReportItem, reading: Reading, language: Language) -> str:
    """Why an item has no assessment: its owner's words, or the system's reason."""
    if item.reason is None:
        return item.follow_up.text if item.follow_up else ""
    said = reason(item.reason, language)
    if item.reason is Reason.NO_ENTRY:
        return said
    stale = ", ".join(i.name for i in reading.indicators.get(item.key, ()) if i.stale)
    if item.follow_up:
        word = name(item.follow_up.state, language)
        said = language.say("{reason} Its owner says: {state}.", reason=said, state=word)
    return f"{said} ({stale})" if stale else said


def gaps(reading: Reading, language: Language) -> list[Block]:
    """What the plan still lacks: owners, indicators, fresh values."""
    content = reading.content
    return [
        Heading(1, language.say("What is missing in the follow-up")),
        *_gap(language.say("Without owner"), content.unowned, reading, language),
        *_gap(language.say("Without indicator"), content.unmeasured, reading, language),
        *_stale(reading, language),
    ]


def _gap(title: str, keys: tuple[str, ...], reading: Reading, language: Language) -> list[Block]:
    heading = Heading(2, f"{title}: {len(keys)}")
    if not keys:
        return [heading, Text(language.say("None."))]
    rows = tuple((item_cell(item, reading), Cell(name(item.kind, language))) for item in reading.named(keys))
    columns = (Column(language.say("Name"), 4), Column(language.say("Kind"), 1))
    return [heading, Table("", columns, rows)]


def _stale(reading: Reading, language: Language) -> list[Block]:
    title = language.say("Stale indicators")
    heading = Heading(2, f"{title}: {len(reading.stale)}")
    if not reading.stale:
        return [heading, Text(language.say("None."))]
    rows = tuple(
        (
            Cell(indicator.name, small=label(reading.items[indicator.item])),
            Cell(language.day(indicator.missed_on) if indicator.missed_on else ""),
            Cell(language.day(indicator.latest.on) if indicator.latest else language.say("never")),
        )
        for indicator in reading.stale
    )
    columns = (
        Column(language.say("Indicator"), 3),
        Column(language.say("Was due"), 1),
        Column(language.say("Latest value"), 1),
    )
    return [heading, Table("", columns, rows)]


def ready_sections(reading: Reading, language: Language) -> list[Block]:
    """Which areas their owners marked ready before the report was completed."""
    areas = [item for item in reading.content.items if item.kind is Kind.FOCUS_AREA]
    marked = {ready.area: ready for ready in reading.content.ready}
    heading = Heading(1, language.say("Areas marked ready"))
    if not marked:
        return [heading, Text(language.say("No area was marked ready before the report was completed."))]
    rows = tuple(
        (
            Cell(label(area), indent=reading.depths[area.key]),
            Cell(marked[area.key].by if area.key in marked else language.say("Not marked ready")),
            Cell(language.day(marked[area.key].at.date()) if area.key in marked else ""),
        )
        for area in areas
    )
    columns = (
        Column(language.say("Area"), 2.4),
        Column(language.say("Marked by"), 1.4),
        Column(language.say("Day"), 1),
    )
    return [heading, Table("", columns, rows)]
