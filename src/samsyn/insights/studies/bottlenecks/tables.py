"""Tables of bottlenecks: the roads, the areas, their parts, who uses the worst roads, and the measures tried."""

from collections.abc import Iterator
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.reading.words import MODES
from samsyn.insights.studies.bottlenecks.found import Found
from samsyn.insights.studies.measures.found import rounded

HOURS = 1
"""Decimals of hours, minutes and cars."""


def every(found: Found) -> Iterator[Table]:
    """All of them; the one that is told on paper first."""
    yield roads(found)
    if found.result["measures"]:
        yield measures(found)
    yield parts(found)
    yield areas(found)
    if found.uses:
        yield uses(found)


def roads(found: Found) -> Table:
    """Every link, those with most delay first."""
    columns = (
        Column("link", pgettext("network", "Link")),
        Column("from", pgettext("way", "From")),
        Column("to", pgettext("way", "To")),
        Column("delay", _("Hours of delay in the hour"), Kind.NUMBER),
        Column("load", _("Share of what it lets through"), Kind.SHARE),
        Column("cars", _("Cars an hour"), Kind.COUNT),
        Column("capacity", _("Lets through an hour"), Kind.COUNT),
        Column("minutes", _("Minutes on an empty road"), Kind.NUMBER),
        Column("with_traffic", _("Minutes with traffic"), Kind.NUMBER),
        Column("km", "km", Kind.NUMBER),
        Column("mode", _("Means of travel")),
    )
    return Table("links", _("The roads"), columns, tuple(_road(found, link) for link in found.worst), by_line=True)


def _road(found: Found, link: int) -> tuple[Cell, ...]:
    links = found.links
    return (
        links["codes"][link],
        *found.ends(link),
        _short(links["delay"][link]),
        found.load[link],
        _short(links["volume"][link]),
        links["capacity"][link],
        links["minutes"][link],
        _short(links["with_traffic"][link]),
        links["km"][link],
        str(MODES[links["mode"][link]]),
    )


def areas(found: Found) -> Table:
    """Each area: how many leave it, and how long they are delayed."""
    own = found.result["areas"]
    rows = tuple(
        (code, name, found.parts[part], _short(each), _short(delayed), _short(cars))
        for code, name, part, each, delayed, cars in zip(
            found.codes, found.names, own["part"], own["each"], own["delayed"], own["cars"], strict=True
        )
    )
    named = (Column("code", _("Code")), Column("name", _("Area")), Column("part", _("County or part")))
    return Table("areas", _("Who is delayed, by area"), (*named, *_of_delay()), rows, by_area=True)


def parts(found: Found) -> Table:
    """The same of each county or part, the longest delay for each car first."""
    own = found.result["areas"]
    sums = zip(found.parts, found.by_part(own["delayed"]), found.by_part(own["cars"]), strict=True)
    rows = [
        (part, None if delayed is None or not cars else _short(60 * delayed / cars), _short(delayed), _short(cars))
        for part, delayed, cars in sums
    ]
    rows.sort(key=lambda row: -(row[1] or 0.0))
    return Table(
        "parts", _("Who is delayed, by county or part"), (Column("part", _("Part")), *_of_delay()), tuple(rows)
    )


def _of_delay() -> tuple[Column, ...]:
    return (
        Column("each", _("Minutes of delay for each car"), Kind.NUMBER),
        Column("delay", _("Hours of delay in the hour"), Kind.NUMBER),
        Column("cars", _("Cars an hour"), Kind.NUMBER),
    )


def uses(found: Found) -> Table:
    """Who uses the roads that are looked at: a row a road and part."""
    columns = (
        Column("link", pgettext("network", "Link")),
        Column("road", _("Road")),
        Column("part", _("Cars from")),
        Column("cars", _("Cars an hour"), Kind.NUMBER),
        Column("share", _("Share of the cars on it"), Kind.SHARE),
    )
    rows = [
        (code, found.named(use["link"]), part, _short(cars), cars / sum(use["by_part"]))
        for code, use in found.uses.items()
        for cars, part in sorted(zip(use["by_part"], found.parts, strict=True), key=lambda pair: -pair[0])
        if cars > 0
    ]
    return Table("uses", _("Who drives on the worst roads"), columns, tuple(rows))


def measures(found: Found) -> Table:
    """What the leading measures save while roads are empty, and with the queues that they leave."""
    columns = (
        Column("measure", _("Measure")),
        Column("saved", _("Hours saved in the hour, with queues (modelled)"), Kind.NUMBER),
        Column("fixed", _("Hours saved in the hour, on empty roads"), Kind.NUMBER),
        Column("doubt", _("Known to within, hours"), Kind.NUMBER),
        Column("delay", _("Hours of delay afterwards"), Kind.NUMBER),
        Column("cut_off", _("Cars that lose every way"), Kind.NUMBER),
        Column("cost", _("Cost, MSEK"), Kind.COUNT),
        Column("key", _("Key")),
    )
    rows = tuple(
        (
            each["name"],
            rounded(each["saved"]),
            rounded(each["fixed"]),
            ceil(10 * each["doubt"]) / 10,
            rounded(each["delay"]),
            rounded(each["cut_off"]),
            each["cost"],
            each["key"],
        )
        for each in found.result["measures"]
    )
    return Table("measures", _("The leading measures, with and without queues"), columns, rows)


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, HOURS)
