"""What is shown of bottlenecks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Bars, Figure, Kind, Offer, Presentation
from samsyn.insights.studies.bottlenecks import maps, notes, tables
from samsyn.insights.studies.bottlenecks.found import Found
from samsyn.insights.studies.contract import Result

MOST_BARS = 12


def present(result: Result) -> Presentation:
    """The roads in words, figures, maps and tables, in the reader's language."""
    found = Found(result)
    return Presentation(
        title=_("Bottlenecks: %(territory)s") % {"territory": found.territory},
        lead=notes.lead(found),
        notes=tuple(notes.notes(found)),
        figures=tuple(figures(found)),
        maps=tuple(maps.drawn(found)),
        charts=tuple(_charts(found)),
        tables=tuple(tables.every(found)),
        offers=tuple(_offers(found)),
    )


def figures(found: Found) -> Iterator[Figure]:
    """The numbers that matter."""
    whole = found.result["whole"]
    yield Figure(_("Cars in the hour"), _rounded(whole["cars"]))
    yield Figure(_("Hours on the way"), _rounded(whole["hours"]))
    yield Figure(_("Hours of delay"), _rounded(whole["delay"]))
    yield Figure(_("Delay for each car, minutes"), delay_each(found), Kind.NUMBER)
    yield Figure(_("Roads with more cars than they let through"), whole["full"])


def delay_each(found: Found) -> float | None:
    """Minutes."""
    whole = found.result["whole"]
    return round(60 * whole["delay"] / whole["cars"], 2) if whole["cars"] else None


def _charts(found: Found) -> Iterator[Bars]:
    delay = found.links["delay"]
    roads = tuple((found.named(link), float(delay[link])) for link in found.worst[:MOST_BARS] if delay[link])
    if roads:
        yield Bars("roads", _("Hours of delay in the hour, by road"), Kind.NUMBER, roads)
    parts = zip(found.parts, found.by_part(found.result["areas"]["delayed"]), strict=True)
    bars = sorted(((part, value) for part, value in parts if value), key=lambda bar: -bar[1])[:MOST_BARS]
    if len(bars) > 1:
        yield Bars("parts", _("Hours of delay in the hour, by where cars come from"), Kind.NUMBER, tuple(bars))


def _offers(found: Found) -> Iterator[Offer]:
    whole, territory = found.result["whole"], found.territory
    if whole["hours"]:
        share = round(100 * whole["delay"] / whole["hours"], 6)
        yield Offer("delay-share", _("Delay as a share of the time on the roads"), "%", territory, share)
    yield Offer("roads-full", _("Roads with more cars than they let through"), _("roads"), territory, whole["full"])


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)
