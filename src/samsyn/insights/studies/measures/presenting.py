"""What is shown of measures."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Bars, Figure, Kind, Presentation
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.measures import maps, notes, sureness, tables
from samsyn.insights.studies.measures.found import Found, Told, for_money, hours

MOST_BARS = 15


def present(result: Result) -> Presentation:
    """The measures in words, figures, maps, charts and tables, in the reader's language."""
    found = Found(result)
    every = (
        tables.measures(found),
        tables.gains(found),
        sureness.sensitivity(found),
        tables.areas(found),
        tables.changes(found),
        sureness.ranks(found),
        tables.left_out(found),
    )
    return Presentation(
        title=_("Candidate measures: %(territory)s") % {"territory": found.territory},
        lead=notes.lead(found),
        notes=tuple(notes.notes(found)),
        figures=tuple(_figures(found)),
        maps=tuple(maps.drawn(found)),
        charts=tuple(_charts(found)),
        tables=tuple(table for table in every if table is not None),
    )


def _figures(found: Found) -> Iterator[Figure]:
    first = found.ranked[0]
    yield Figure(_("Measures"), len(found.ranked))
    yield Figure(_("Hours saved a day by the first"), _whole(hours(first["saved"])))
    costs = [told["cost"] for told in found.ranked if told["cost"] is not None]
    if costs:
        yield Figure(_("Cost of all, MSEK"), round(sum(costs)))
    yield Figure(_("Trips a day"), _whole(found.result["whole"]["trips"]))


def _charts(found: Found) -> Iterator[Bars]:
    yield from _chart(found, "hours", _("Hours saved a day"), lambda told: hours(told["saved"]))
    yield from _chart(found, "for_money", _("Minutes saved a day for each MSEK"), for_money)


def _chart(found: Found, name: str, title: str, value: Callable[[Told], float | None]) -> Iterator[Bars]:
    """The longest bars of what is above nothing."""
    known = [(told["name"], number) for told in found.ranked if (number := value(told)) is not None and number > 0]
    bars = tuple(sorted(known, key=lambda bar: -bar[1])[:MOST_BARS])
    if bars:
        yield Bars(name, title, Kind.COUNT if name == "hours" else Kind.NUMBER, bars)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
