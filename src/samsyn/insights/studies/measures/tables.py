"""Tables of measures: all of them, who gains, the areas, and what each does to the network."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.insights.presentation import AreaChosen, Cell, Column, Kind, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.measures import sureness
from samsyn.insights.studies.measures.found import LIMITS, MIDDLE, Found, Told, for_money, hours, span, why_left_out
from samsyn.insights.studies.travel_times.found import cell
from samsyn.sources.measures.records import What

MOST_PARTS = 12
"""Beyond so many, a table has a row for each measure and part."""


def measures(found: Found) -> Table:
    """The measures' table: all candidates, the first rank first."""
    jobs = _("Jobs within %(limit)s min, more for each resident")
    columns = (
        Column("rank", _("Rank"), Kind.COUNT),
        Column("measure", _("Measure")),
        Column("cost", _("Cost, MSEK"), Kind.COUNT),
        Column("hours", _("Hours saved a day"), Kind.COUNT),
        Column("for_money", _("Minutes saved a day for each MSEK"), Kind.NUMBER),
        Column("ranks", _("Rank by every way of counting")),
        Column("within_45", jobs % {"limit": 45}, Kind.COUNT),
        Column("gains_most", _("Gains most")),
        Column("moved_by", _("Rank moved most by")),
        Column("within_30", jobs % {"limit": 30}, Kind.COUNT),
        Column("within_60", jobs % {"limit": 60}, Kind.COUNT),
        Column("accessibility", _("Accessibility, more jobs for each resident"), Kind.NUMBER),
        Column("improved", _("Faster ways between areas"), Kind.COUNT),
        Column("worsened", _("Slower ways between areas"), Kind.COUNT),
        Column("owner", _("Who asks for it")),
        Column("year", _("Can be ready")),
        Column("price_year", _("Prices of")),
        Column("key", _("Key")),
    )
    rows = tuple(_measure(found, told) for told in found.ranked)
    return Table("measures", _("The measures"), columns, rows)


def gains(found: Found) -> Table:
    """Hours saved a day by the people of each part."""
    caption = _("Who gains: hours saved a day by those who live in each part")
    if len(found.parts) <= MOST_PARTS:
        columns = [Column(f"part_{number}", name, Kind.COUNT) for number, name in enumerate(found.parts, 1)]
        rows = [(told["name"], *map(_hours, told["by_part"]["saved"])) for told in found.ranked]
        return Table("gains", caption, (Column("measure", _("Measure")), *columns), tuple(rows))
    named = (
        Column("measure", _("Measure")),
        Column("part", _("Part")),
        Column("hours", _("Hours saved a day"), Kind.COUNT),
    )
    long = [
        (told["name"], part, _hours(saved))
        for told in found.ranked
        for part, saved in zip(found.parts, told["by_part"]["saved"], strict=True)
    ]
    return Table("gains", caption, named, tuple(long))


def areas(found: Found) -> Table:
    """Each area, and, where that is shown, the measure that saves its people most time."""
    named = (Column("code", _("Code")), Column("name", _("Area")), Column("part", _("County or part")))
    if found.hides:
        parts = [found.parts[part] for part in found.result["areas"]["part"]]
        return Table(
            "areas", _("The areas"), named, tuple(zip(found.codes, found.names, parts, strict=True)), by_area=True
        )
    columns = (
        *named,
        Column("people", str(found.result["whole"]["people_as"]), Kind.COUNT),
        Column("best", _("Saves most time here")),
        Column("hours", _("Hours saved a day"), Kind.COUNT),
    )
    rows = []
    for area, (code, name) in enumerate(zip(found.codes, found.names, strict=True)):
        told = found.best[area]
        people, part = found.result["areas"]["people"][area], found.parts[found.result["areas"]["part"][area]]
        saved = _hours(told["by_area"]["saved"][area]) if told else None
        rows.append((code, name, part, people, told["name"] if told else None, saved))
    return Table("areas", _("The areas"), columns, tuple(rows), by_area=True)


def changes(found: Found) -> Table:
    """What each measure does to the network."""
    rows = tuple((told["name"], *row) for told in found.ranked for row in _changes(told))
    columns = (Column("measure", _("Measure")), *_of_changes())
    return Table("changes", _("What the measures do to the network"), columns, rows)


def changes_of(told: Told) -> Table:
    """What one measure does to the network."""
    return Table("changes", _("What it does to the network"), _of_changes(), tuple(_changes(told)))


def left_out(found: Found) -> Table | None:
    """The measures that do not fit the network; None where all do."""
    if not found.result["left_out"]:
        return None
    columns = (Column("key", _("Key")), Column("measure", _("Measure")), Column("why", _("Why it is left out")))
    rows = tuple((key, name, why_left_out(kinds)) for key, name, kinds in found.result["left_out"])
    return Table("left_out", _("Measures that are left out"), columns, rows)


def of_area(result: Result, code: str) -> AreaChosen | None:
    """What every measure does for those who live in an area."""
    found = Found(result)
    if code not in found.codes or found.hides:
        return None
    area = found.codes.index(code)
    rows = []
    for told in found.ranked:
        own = told["by_area"]
        if own["saved"][area] or own["within"][MIDDLE][area]:
            rows.append(
                (told["name"], _hours(own["saved"][area]), *(own["within"][k][area] for k in range(len(LIMITS))))
            )
    rows.sort(key=lambda row: -(row[1] or 0.0))
    columns = (
        Column("measure", _("Measure")),
        Column("hours", _("Hours saved a day"), Kind.COUNT),
        *(Column(f"within_{k}", _("Jobs within %(limit)s min, more") % {"limit": k}, Kind.COUNT) for k in LIMITS),
    )
    caption = _("What the measures do for those who live in %(area)s") % {"area": found.names[area]}
    return AreaChosen((), Table("chosen", caption, columns, tuple(rows)))


def ways(found: Found, changed: list[list[float]]) -> Table:
    """Ways between areas, before and after."""
    columns = (
        Column("from", pgettext("way", "From")),
        Column("to", pgettext("way", "To")),
        Column("before", _("Minutes before"), Kind.NUMBER),
        Column("after", _("Minutes afterwards"), Kind.NUMBER),
        Column("less", _("Minutes saved"), Kind.NUMBER),
    )
    rows = tuple(
        (found.names[int(i)], found.names[int(j)], cell(before), cell(after), cell(before - after))
        for i, j, before, after in changed
    )
    return Table("pairs", _("Ways that change most, by time and trips"), columns, rows)


def _of_changes() -> tuple[Column, ...]:
    return (
        Column("what", _("What is done")),
        Column("link", pgettext("network", "Link")),
        Column("both_ways", _("Both ways")),
        Column("before", _("Minutes before"), Kind.NUMBER),
        Column("after", _("Minutes afterwards"), Kind.NUMBER),
    )


def _changes(told: Told) -> Iterator[tuple[Cell, ...]]:
    what = {
        What.NEW.name: _("new link"),
        What.FASTER.name: _("faster"),
        What.SLOWER.name: _("slower"),
        What.CLOSED.name: _("closed"),
        What.NODE.name: _("new node"),
    }
    for each in told["changes"]:
        both_ways = _("yes") if each["both_ways"] else _("no")
        yield what[each["what"]], each["link"], both_ways, each["before"], each["after"]


def _measure(found: Found, told: Told) -> tuple[Cell, ...]:
    most = found.main_part(told)
    gains_most = f"{most[0]} ({words.share(most[1])})" if most else None
    within = [_count(found.a_head(value)) for value in told["within"]]
    return (
        told["rank"],
        told["name"],
        told["cost"],
        _hours(told["saved"]),
        _count(for_money(told)),
        span(told),
        within[1],
        gains_most,
        sureness.moved_by(told),
        within[0],
        within[2],
        found.a_head(told["accessibility"]),
        told["improved"],
        told["worsened"],
        told["owner"] or None,
        str(told["year"]) if told["year"] else None,
        str(told["price_year"]) if told["price_year"] else None,
        told["key"],
    )


def _hours(minutes: float | None) -> float | None:
    return _count(hours(minutes))


def _count(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
