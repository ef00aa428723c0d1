"""Maps of bottlenecks: how full roads are, where time is lost, from whom, and who uses one road."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import inf

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.insights.maps import classes
from samsyn.insights.maps.classes import Limits
from samsyn.insights.maps.lines import MOST as WITH_WORDS
from samsyn.insights.presentation import AreaChosen, AreaMap, Column, Kind, Line, Lines, Scale, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.bottlenecks.found import Found, Use
from samsyn.insights.studies.contract import Result

FULLNESS = (0.5, 0.7, 0.85, 1.0)
"""Shares of what a road lets through: from about 0.85 on, small disturbances make queues."""
CLASSES = 5
FEW = 0.5
"""Cars an hour, from which a road is one that they drive on."""
LEAST = 0.05
"""Hours of delay in the hour, from which a road is one where time is lost."""


def drawn(found: Found) -> Iterator[AreaMap]:
    """Every map."""
    if any(found.course(link) is not None for link in range(len(found.links["codes"]))):
        yield load(found, "load", _("How full the roads are"))
        yield _delay(found)
    yield _delayed(found)


def load(found: Found, name: str, title: str) -> AreaMap:
    """How full each road is."""
    limits = Limits(0.0, FULLNESS, inf)
    lines = lines_of(found, (found.load, limits, Kind.SHARE), found.links["volume"])
    return ground(found, name, title, lines)


def lines_of(found: Found, by: tuple[Sequence[float | None], Limits, Kind], sizes: Sequence[float | None]) -> Lines:
    """The roads in classes of a figure, as wide as their sizes; the worst first."""
    values, limits, kind = by
    places = classes.places(values, limits)
    drawn = _lines(found, found.worst, partial(told, found), lambda link: (places[link], sizes[link] or 0.0))
    return replace(drawn, legend=classes.legend(limits, kind))


def _lines(
    found: Found, links: Sequence[int], say: Callable[[int], str], look: Callable[[int], tuple[int, float]]
) -> Lines:
    """Roads with their class and their size, where it is known where they run; those that are drawn so, with words."""
    codes = found.links["codes"]
    lines: list[Line] = []
    for link in links:
        course = found.course(link)
        if course is not None:
            text = say(link) if len(lines) < WITH_WORDS else ""
            lines.append(Line(codes[link], course, text, *look(link)))
    return Lines(found.result["nodes"]["crs"], tuple(lines), sizes=_("cars an hour"), placeless=len(links) - len(lines))


def ground(found: Found, name: str, title: str, lines: Lines) -> AreaMap:
    """The roads, on areas that are all alike."""
    return AreaMap(name, title, found.codes, Scale.GROUND, tuple(found.names), labels=found.labels, lines=lines)


def told(found: Found, link: int) -> str:
    """What is said of a link."""
    links, load_of = found.links, found.load[link]
    if links["volume"][link] is None:
        return found.named(link)
    said = [_("%(cars)s cars an hour") % {"cars": words.count(links["volume"][link])}]
    if load_of is not None:
        said.append(_("%(share)s of what it lets through") % {"share": words.share(load_of)})
    if links["delay"][link]:
        said.append(_("%(hours)s hours of delay") % {"hours": words.number(links["delay"][link], 1)})
    return f"{found.named(link)}\n{'; '.join(said)}"


def _delay(found: Found) -> AreaMap:
    values = [value if value is not None and value >= LEAST else None for value in found.links["delay"]]
    limits = classes.quantiles(values, CLASSES)
    title = _("Hours of delay in the hour, by road")
    return ground(found, "delay", title, lines_of(found, (values, limits, Kind.NUMBER), found.links["volume"]))


def _delayed(found: Found) -> AreaMap:
    """Minutes of delay of a car from each area."""
    values = found.result["areas"]["each"]
    limits = classes.quantiles(values, CLASSES)
    texts = (
        _("%(area)s: %(minutes)s minutes of delay for each car") % {"area": name, "minutes": words.number(value, 1)}
        for name, value in zip(found.names, values, strict=True)
    )
    return AreaMap(
        name="delayed",
        title=_("Minutes of delay for each car, by where it comes from"),
        codes=found.codes,
        scale=Scale.SEQUENTIAL,
        texts=tuple(texts),
        legend=classes.legend(limits, Kind.NUMBER),
        classes=classes.places(values, limits),
        labels=found.labels,
    )


def of_link(result: Result, code: str) -> AreaChosen | None:
    """Who uses a link: where its cars come from, and which other roads they are on."""
    found = Found(result)
    use = found.uses.get(code)
    return None if use is None else AreaChosen((_users(found, use),), _pairs(found, use))


def _users(found: Found, use: Use) -> AreaMap:
    values: list[float | None] = list(use["from"])
    several = classes.quantiles([value for value in values if value and value >= 1], CLASSES).inner
    limits = Limits(0.0, (1.0, *(limit for limit in several if limit > 1)), inf)
    texts = (
        _("%(area)s: %(cars)s cars an hour come from here") % {"area": area, "cars": words.count(value or 0)}
        for area, value in zip(found.names, values, strict=True)
    )
    title = _("Those who drive on %(road)s: where they come from, and where else they drive")
    return AreaMap(
        name="load",
        title=title % {"road": found.named(use["link"])},
        codes=found.codes,
        scale=Scale.SEQUENTIAL,
        texts=tuple(texts),
        legend=classes.legend(limits, Kind.COUNT),
        classes=classes.places(values, limits),
        labels=found.labels,
        lines=_where_else(found, use),
    )


def _where_else(found: Found, use: Use) -> Lines:
    """The roads of those who drive on one, and thin all others."""
    on: dict[int, float] = {link: cars for link, cars in use["elsewhere"] if cars >= FEW}
    said = _("%(road)s\n%(cars)s of their cars an hour")

    def say(link: int) -> str:
        if link == use["link"]:
            return told(found, link)
        return said % {"road": found.named(link), "cars": words.count(on.get(link, 0.0))}

    def look(link: int) -> tuple[int, float]:
        return 0 if link in on else classes.NONE, on.get(link, 0.0)

    order = [*on, *(link for link in found.worst if link not in on)]
    drawn = _lines(found, order, say, look)
    return replace(drawn, scale=Scale.CATEGORIES, legend=(_("Roads that they drive on"),))


def _pairs(found: Found, use: Use) -> Table:
    """Between which areas most of them drive."""
    columns = (
        Column("from", pgettext("way", "From")),
        Column("to", pgettext("way", "To")),
        Column("cars", _("Cars an hour"), Kind.NUMBER),
    )
    rows = tuple((found.names[i], found.names[j], round(cars, 1)) for i, j, cars in use["pairs"])
    return Table("users", _("Between which areas most of them drive"), columns, rows)
