"""One measure of a result: what it does, where and for whom, on its own page and on a sheet to take along."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.presentation import Bars, Column, Figure, Kind, Presentation, Table
from samsyn.insights.studies import growth, words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.measures import maps, notes, sureness, tables
from samsyn.insights.studies.measures.found import LIMITS, MIDDLE, Found, Told, for_money, hours, rounded
from samsyn.insights.studies.travel_times.found import minutes


def present(result: Result, key: str) -> Presentation | None:
    """What is shown of the measure with a key; None where there is none."""
    found = Found(result)
    told = found.by_key(key)
    if told is None:
        return None
    every = (
        _parts(found, told),
        tables.ways(found, told["pairs"]),
        sureness.of_measure(found, told),
        _areas(found, told),
        tables.changes_of(told),
    )
    return Presentation(
        title=told["name"],
        lead=_lead(found, told),
        notes=tuple(_notes(found, told)),
        figures=tuple(_figures(found, told)),
        maps=tuple(maps.of_measure(found, told, "measure", told["name"])),
        charts=tuple(_charts(found, told)),
        tables=tuple(table for table in every if table is not None and table.rows),
    )


def _lead(found: Found, told: Told) -> str:
    if told["saved"] is None:
        return _("So few ways change that how much time is saved would tell how few travel; it is left out.")
    what = {"hours": notes.hours_a_day(told["saved"]), "cost": notes.cost(told)}
    if told["saved"] < 0:
        return _("It costs those who travel %(hours)s (%(cost)s).") % what
    if not told["improved"]:
        return _("It changes no way between areas (%(cost)s).") % what
    return _("It saves those who travel %(hours)s (%(cost)s).") % what


def _notes(found: Found, told: Told) -> Iterator[str]:
    yield from _what_it_is(told)
    yield from _ways(found, told)
    whom = words.parts(*_for_whom(found, told), *_within_reach(found, told))
    if whom:
        yield whom
    # On the sheet there is room for few notes: that it is no answer must be among them.
    yield words.parts(
        _("Among the measures, its place is %(rank)s.") % {"rank": notes.rank(found, told)}, notes.support()
    )
    yield from growth.notes(found.result)
    yield notes.trips(found)
    yield notes.assumptions()


def _what_it_is(told: Told) -> Iterator[str]:
    said = []
    if told["owner"]:
        said.append(_("Asked for by: %(owner)s.") % {"owner": told["owner"]})
    if told["year"]:
        said.append(_("It can be ready in %(year)s.") % {"year": told["year"]})
    if told["note"]:
        said.append(str(told["note"]))
    if said:
        yield words.parts(*said)


def _ways(found: Found, told: Told) -> Iterator[str]:
    if told["improved"]:
        number = told["improved"]
        said = ngettext(
            "%(number)s way between areas becomes faster.", "%(number)s ways between areas become faster.", number
        )
        yield words.parts(said % {"number": words.count(number)}, _example(found, told))
    if told["worsened"]:
        number = told["worsened"]
        said = ngettext(
            "%(number)s way between areas becomes slower.", "%(number)s ways between areas become slower.", number
        )
        yield said % {"number": words.count(number)}


def _example(found: Found, told: Told) -> str:
    better = [pair for pair in told["pairs"] if pair[3] < pair[2]]
    if not better:
        return ""
    i, j, before, after = better[0]
    return _("From %(one)s to %(other)s it takes %(after)s instead of %(before)s.") % {
        "one": found.names[i],
        "other": found.names[j],
        "before": minutes(before),
        "after": minutes(after),
    }


def _for_whom(found: Found, told: Told) -> Iterator[str]:
    most = found.main_part(told)
    if most is not None:
        yield _("Most is saved by those who live in %(part)s: %(share)s of all time saved.") % {
            "part": most[0],
            "share": words.share(most[1]),
        }


def _within_reach(found: Found, told: Told) -> Iterator[str]:
    value = found.a_head(told["within"][MIDDLE])
    if value:
        yield _("On average, a resident reaches %(number)s more jobs within 45 minutes.") % {"number": notes.few(value)}


def _figures(found: Found, told: Told) -> Iterator[Figure]:
    saved = hours(told["saved"])
    yield Figure(_("Hours saved a day"), None if saved is None else round(saved))
    yield Figure(_("Cost, MSEK"), told["cost"])
    yield Figure(_("Minutes saved a day for each MSEK"), rounded(for_money(told)), Kind.NUMBER)
    for limit, value in zip(LIMITS, told["within"], strict=True):
        if limit == LIMITS[MIDDLE]:
            yield Figure(
                _("Jobs within %(limit)s min, more for each resident") % {"limit": limit},
                rounded(found.a_head(value)),
                Kind.NUMBER,
            )
    yield Figure(_("Faster ways between areas"), told["improved"])
    yield Figure(_("Place among the measures"), notes.place(found, told), Kind.TEXT)


def _charts(found: Found, told: Told) -> Iterator[Bars]:
    saved = zip(found.parts, told["by_part"]["saved"], strict=True)
    bars = [(part, value / 60) for part, value in saved if value and value > 0]
    if bars:
        yield Bars(
            "parts",
            _("Hours saved a day, by where people live"),
            Kind.COUNT,
            tuple(sorted(bars, key=lambda bar: -bar[1])),
        )


def _parts(found: Found, told: Told) -> Table:
    columns = (
        Column("part", _("County or part")),
        Column("hours", _("Hours saved a day"), Kind.COUNT),
        Column("share", _("Share of all that is saved"), Kind.SHARE),
    )
    saved = told["by_part"]["saved"]
    whole = sum(max(value or 0.0, 0.0) for value in saved)
    rows = [
        (part, None if value is None else round(value / 60, 1), max(value or 0.0, 0.0) / whole if whole else None)
        for part, value in zip(found.parts, saved, strict=True)
    ]
    rows.sort(key=lambda row: -(row[1] or 0.0))
    return Table("parts", _("Who gains"), columns, tuple(rows))


def _areas(found: Found, told: Told) -> Table:
    own = told["by_area"]
    named = (Column("code", _("Code")), Column("name", _("Area")))
    if found.hides:
        signs = [maps.direction(sign) for sign in own["direction"]]
        rows = tuple(zip(found.codes, found.names, signs, strict=True))
        return Table("areas", _("The areas"), (*named, Column("direction", _("What happens"))), rows, by_area=True)
    columns = (
        *named,
        Column("hours", _("Hours saved a day"), Kind.COUNT),
        *(Column(f"within_{k}", _("Jobs within %(limit)s min, more") % {"limit": k}, Kind.COUNT) for k in LIMITS),
    )
    shown = tuple(
        (code, name, round(own["saved"][area] / 60, 1), *(round(column[area]) for column in own["within"]))
        for area, (code, name) in enumerate(zip(found.codes, found.names, strict=True))
    )
    return Table("areas", _("The areas"), columns, shown, by_area=True)
