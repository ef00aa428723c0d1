"""Two results of bottlenecks beside each other: before and after, or by other assumptions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from samsyn.insights.errors import InsightError
from samsyn.insights.maps import classes
from samsyn.insights.presentation import AreaMap, Cell, Column, Figure, Kind, Presentation, Scale, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.bottlenecks import maps, notes
from samsyn.insights.studies.bottlenecks.found import Found
from samsyn.insights.studies.bottlenecks.presenting import delay_each
from samsyn.insights.studies.contract import Result

CLASSES = 7
LEAST = 0.5
"""Cars an hour by which a road must differ to be told of."""


@dataclass(frozen=True)
class Beside:
    """Two results, and the roads that both have by their places in either: those whose delay differs most first."""

    first: Found
    second: Found
    titles: tuple[str, str]
    pairs: tuple[tuple[int, int], ...]

    def change(self, what: str, pair: tuple[int, int]) -> float:
        """How much more of a figure a road has in the second."""
        one, other = self.first.links[what][pair[0]], self.second.links[what][pair[1]]
        return (other or 0.0) - (one or 0.0)


def compare(first: Result, second: Result, titles: tuple[str, str]) -> Presentation:
    """Where there is more traffic and delay, and where less."""
    beside = _beside(Found(first), Found(second), titles)
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=_lead(beside),
        notes=tuple(_notes(beside)),
        figures=tuple(_figures(beside)),
        maps=tuple(_maps(beside)),
        tables=(_roads(beside), _areas(beside)),
    )


def _beside(first: Found, second: Found, titles: tuple[str, str]) -> Beside:
    place = {code: link for link, code in enumerate(first.links["codes"])}
    pairs = [(place[code], link) for link, code in enumerate(second.links["codes"]) if code in place]
    if not pairs:
        raise InsightError(_("The two results have no link in common, so there is nothing to compare."))
    beside = Beside(first, second, titles, ())
    pairs.sort(key=lambda pair: (-abs(beside.change("delay", pair)), -abs(beside.change("volume", pair)), pair))
    return Beside(first, second, titles, tuple(pairs))


def _lead(beside: Beside) -> str:
    before, after = (found.result["whole"]["delay"] for found in (beside.first, beside.second))
    told = {"before": words.count(before), "after": words.count(after), "second": beside.titles[1]}
    if round(before) == round(after):
        return _("The delay is the same in both: %(before)s hours in the hour.") % told
    if after < before:
        return _("In “%(second)s” the delay is less: %(after)s hours in the hour, instead of %(before)s.") % told
    return _("In “%(second)s” the delay is more: %(after)s hours in the hour, instead of %(before)s.") % told


def _notes(beside: Beside) -> Iterator[str]:
    more = max(beside.pairs, key=lambda pair: beside.change("delay", pair))
    less = min(beside.pairs, key=lambda pair: beside.change("delay", pair))
    for pair, text in (
        (less, _("Most delay disappears on %(road)s: %(hours)s hours.")),
        (more, _("Most delay is added on %(road)s: %(hours)s hours.")),
    ):
        hours = beside.change("delay", pair)
        if (hours < 0) == (pair is less) and abs(hours) >= maps.LEAST:
            yield text % {"road": beside.second.named(pair[1]), "hours": words.number(abs(hours), 1)}
    yield from _only_one(beside)
    yield from (notes.assumed(found) for found in _different_trips(beside))
    yield notes.bias()


def _different_trips(beside: Beside) -> list[Found]:
    """What is assumed is said where both do not assume the same."""
    said = [found.result["whole"]["cars"] for found in (beside.first, beside.second)]
    shown = all(found.result["whole"]["trips"] is not None for found in (beside.first, beside.second))
    return [beside.first, beside.second] if shown and round(said[0]) != round(said[1]) else []


def _only_one(beside: Beside) -> Iterator[str]:
    both = {beside.second.links["codes"][link] for _first, link in beside.pairs}
    only = [code for found in (beside.first, beside.second) for code in found.links["codes"] if code not in both]
    if only:
        yield ngettext(
            "%(number)s link is in only one of the results, and is not compared: %(links)s.",
            "%(number)s links are in only one of the results, and are not compared: %(links)s.",
            len(only),
        ) % {"number": words.count(len(only)), "links": words.listed(only)}


def _figures(beside: Beside) -> Iterator[Figure]:
    for found, title in zip((beside.first, beside.second), beside.titles, strict=True):
        yield Figure(_("Hours of delay: %(title)s") % {"title": title}, round(found.result["whole"]["delay"]))
    for found, title in zip((beside.first, beside.second), beside.titles, strict=True):
        yield Figure(_("Delay for each car, minutes: %(title)s") % {"title": title}, delay_each(found), Kind.NUMBER)


def _maps(beside: Beside) -> Iterator[AreaMap]:
    if any(beside.second.course(link) is not None for _first, link in beside.pairs):
        yield _difference(beside)
        yield maps.load(beside.first, "first", beside.titles[0])
        yield maps.load(beside.second, "second", beside.titles[1])


def _difference(beside: Beside) -> AreaMap:
    """Where there are more cars, and where fewer: on the roads of the second."""
    change: list[float | None] = [None] * len(beside.second.worst)
    for pair in beside.pairs:
        change[pair[1]] = beside.change("volume", pair)
    limits = classes.around(0.0, change, CLASSES)
    lines = maps.lines_of(beside.second, (change, limits, Kind.COUNT), [abs(value or 0.0) for value in change])
    return maps.ground(
        beside.second,
        "difference",
        _("Cars an hour: more and fewer"),
        replace(lines, scale=Scale.DIVERGING, sizes=_("difference in cars an hour")),
    )


def _roads(beside: Beside) -> Table:
    cars, delay = _("Cars an hour: %(title)s"), _("Hours of delay: %(title)s")
    titles = dict(enumerate(beside.titles, 1))
    columns = (
        Column("link", pgettext("network", "Link")),
        Column("road", _("Road")),
        Column("more_delay", _("Hours of delay, more in the second"), Kind.NUMBER),
        Column("more_cars", _("Cars an hour, more in the second"), Kind.NUMBER),
        *(Column(f"delay_{number}", delay % {"title": title}, Kind.NUMBER) for number, title in titles.items()),
        *(Column(f"cars_{number}", cars % {"title": title}, Kind.NUMBER) for number, title in titles.items()),
    )
    rows = tuple(
        _road(beside, pair)
        for pair in beside.pairs
        if abs(beside.change("volume", pair)) >= LEAST or abs(beside.change("delay", pair)) >= maps.LEAST
    )
    return Table("links", _("The roads that differ"), columns, rows, by_line=True)


def _road(beside: Beside, pair: tuple[int, int]) -> tuple[Cell, ...]:
    figures: list[Any] = [
        found.links[what][link]
        for what in ("delay", "volume")
        for found, link in zip((beside.first, beside.second), pair, strict=True)
    ]
    changed = (beside.change("delay", pair), beside.change("volume", pair))
    named = (beside.second.links["codes"][pair[1]], beside.second.named(pair[1]))
    return (*named, *(None if value is None else round(value, 1) for value in (*changed, *figures)))


def _areas(beside: Beside) -> Table:
    each = _("Minutes of delay for each car: %(title)s")
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        *(Column(f"each_{n}", each % {"title": title}, Kind.NUMBER) for n, title in enumerate(beside.titles, 1)),
        Column("more", _("Minutes more in the second"), Kind.NUMBER),
    )
    before = dict(zip(beside.first.codes, beside.first.result["areas"]["each"], strict=True))
    own = zip(beside.second.codes, beside.second.names, beside.second.result["areas"]["each"], strict=True)
    rows = tuple(_area(code, name, before[code], after) for code, name, after in own if code in before)
    return Table("areas", _("Who is delayed, by area"), columns, rows, by_area=True)


def _area(code: str, name: str, before: float | None, after: float | None) -> tuple[Cell, ...]:
    more = None if before is None or after is None else after - before
    return (code, name, *(None if value is None else round(value, 1) for value in (before, after, more)))
