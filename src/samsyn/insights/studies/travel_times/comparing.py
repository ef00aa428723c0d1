"""Two results of travel times beside each other: before and after, or two ways of travelling."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.analysis.tables import Floats
from samsyn.insights.errors import InsightError
from samsyn.insights.maps import classes
from samsyn.insights.presentation import AreaChosen, AreaMap, Cell, Column, Figure, Kind, Presentation, Scale, Table
from samsyn.insights.studies import changes, words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.travel_times import maps
from samsyn.insights.studies.travel_times.found import Found, cell, minutes

LEAST = 0.1
"""Minutes by which a pair must differ to count as faster or slower: less is what rounding in a source does."""
CLASSES = 7
MOST_PAIRS = 50


@dataclass(frozen=True)
class Beside:
    """Two results on the areas that both have: where each stands in either, and how their times differ.

    - `change (n, n)`: minutes more in the second; infinite where only one has a way, not a number where neither has
    - `mean (n,)`: of each area, over all others, who count as they do in the second
    """

    first: Found
    second: Found
    titles: tuple[str, str]
    codes: tuple[str, ...]
    at: tuple[tuple[int, ...], tuple[int, ...]]
    change: Floats
    mean: Floats

    def name(self, area: int) -> str:
        """What a shared area is called."""
        return self.second.names[self.at[1][area]]

    def half(self, which: int, area: int) -> float | None:
        """How soon it reaches half of all in one of the results."""
        return cell((self.first, self.second)[which].half[self.at[which][area]])


def compare(first: Result, second: Result, titles: tuple[str, str]) -> Presentation:
    """Which ways have become faster or slower, and for whom."""
    beside = _beside(Found(first), Found(second), titles)
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=_lead(beside),
        notes=tuple(note for note in (_most(beside), _only_one(beside), _counted()) if note),
        figures=tuple(_figures(beside)),
        maps=(
            _difference(beside),
            maps.half_map(beside.first, "first", titles[0], beside.second),
            maps.half_map(beside.second, "second", titles[1], beside.first),
        ),
        tables=(_areas(beside), _pairs(beside)),
    )


def compare_from(first: Result, second: Result, titles: tuple[str, str], code: str) -> AreaChosen | None:
    """The times from an area before and after, in the same classes, and where they differ; None where one lacks it."""
    beside = _beside(Found(first), Found(second), titles)
    if code not in beside.codes:
        return None
    area = beside.codes.index(code)
    each = zip((beside.first, beside.second), ("first", "second"), titles, beside.at, strict=True)
    return AreaChosen(
        (_change_from(beside, area), *(_from(found, name, title, at[area]) for found, name, title, at in each)),
        _times_from(beside, area),
    )


def _from(found: Found, name: str, title: str, area: int) -> AreaMap:
    said = _("Minutes from %(area)s: %(title)s") % {"area": found.names[area], "title": title}
    return maps.isochrones(found, name, said, found.times[area], area)


def _beside(first: Found, second: Found, titles: tuple[str, str]) -> Beside:
    places = [{code: place for place, code in enumerate(found.codes)} for found in (first, second)]
    codes = tuple(code for code in first.codes if code in places[1])
    if not codes:
        raise InsightError(_("The two results have no area in common, so there is nothing to compare."))
    at = (tuple(places[0][code] for code in codes), tuple(places[1][code] for code in codes))
    before, after = (found.times[np.ix_(own, own)] for found, own in zip((first, second), at, strict=True))
    with np.errstate(invalid="ignore"):
        change = after - before
    return Beside(first, second, titles, codes, at, change, _mean(change, _weights(second, at[1])))


def _weights(found: Found, at: tuple[int, ...]) -> Floats:
    """Who live in the areas; all alike where that is not known, or nobody does."""
    people = found.result["areas"]["people"]
    known = [people[area] for area in at] if people is not None else []
    if not known or None in known or not any(known):
        return np.ones(len(at))
    return np.array(known, dtype=np.float64)


def _mean(change: Floats, weights: Floats) -> Floats:
    """The mean change of each area to the others; nothing where there are none to go to in both."""
    counted = np.where(np.isfinite(change), weights, 0.0)
    np.fill_diagonal(counted, 0.0)
    sums = counted.sum(axis=1)
    total = (counted * np.where(np.isfinite(change), change, 0.0)).sum(axis=1)
    return np.where(sums > 0, total / np.where(sums > 0, sums, 1.0), 0.0)


def _counts(beside: Beside) -> tuple[int, int]:
    """Pairs that are faster and slower in the second."""
    return int((beside.change <= -LEAST).sum()), int((beside.change >= LEAST).sum())


def _lead(beside: Beside) -> str:
    faster, slower = _counts(beside)
    if not faster and not slower:
        return _("No way between two areas has become faster or slower.")
    number = len(beside.codes) * (len(beside.codes) - 1)
    return _("Of %(all)s pairs of areas, %(faster)s are faster and %(slower)s slower in “%(second)s”.") % {
        "all": words.count(number),
        "faster": words.count(faster),
        "slower": words.count(slower),
        "second": beside.titles[1],
    }


def _figures(beside: Beside) -> list[Figure]:
    faster, slower = _counts(beside)
    medians = [found.result["whole"]["median"] for found in (beside.first, beside.second)]
    worst = [found.result["whole"]["worst"] for found in (beside.first, beside.second)]
    median = _("Minutes to half of all, median: %(title)s")
    tenth = _("Worst-off tenth: %(title)s")
    return [
        *(Figure(median % {"title": t}, _tenth(v), Kind.NUMBER) for t, v in zip(beside.titles, medians, strict=True)),
        *(Figure(tenth % {"title": t}, _tenth(v), Kind.NUMBER) for t, v in zip(beside.titles, worst, strict=True)),
        Figure(_("Pairs that are faster"), faster),
        Figure(_("Pairs that are slower"), slower),
    ]


def _tenth(value: float | None) -> float | None:
    return None if value is None else cell(value)


def _most(beside: Beside) -> str:
    best, worst = int(np.argmin(beside.mean)), int(np.argmax(beside.mean))
    if beside.mean[best] <= -LEAST:
        return _("Most has been won in %(area)s: %(time)s on average to everybody else.") % {
            "area": beside.name(best),
            "time": minutes(-beside.mean[best]),
        }
    if beside.mean[worst] >= LEAST:
        return _("Nowhere is time won on average. Most is lost in %(area)s: %(time)s to everybody else.") % {
            "area": beside.name(worst),
            "time": minutes(beside.mean[worst]),
        }
    return _("On average, no area has won or lost time that can be told.")


def _only_one(beside: Beside) -> str:
    return changes.left_out(sorted({*beside.first.codes, *beside.second.codes} - set(beside.codes)))


def _counted() -> str:
    return _(
        "A pair counts as faster or slower from a tenth of a minute. The mean of an area is over all others, who count "
        "by their residents where these are known; pairs that either result cannot reach are in no mean."
    )


def _difference(beside: Beside) -> AreaMap:
    values: list[float | None] = [float(value) for value in beside.mean]
    texts = (
        _("%(area)s: %(minutes)s minutes on average") % {"area": beside.name(area), "minutes": words.number(value, 1)}
        for area, value in enumerate(values)
    )
    return _changed(beside, _("Mean change in minutes, from each area to the others"), values, texts)


def _change_from(beside: Beside, area: int) -> AreaMap:
    """How much longer it takes from an area to each; nothing where either result has no way."""
    values = [cell(value) for value in beside.change[area]]
    texts = (
        _("%(area)s: no way in one of the two") % {"area": beside.name(other)}
        if value is None
        else _("%(area)s: %(minutes)s minutes") % {"area": beside.name(other), "minutes": words.number(value, 1)}
        for other, value in enumerate(values)
    )
    title = _("Change in minutes from %(area)s") % {"area": beside.name(area)}
    return _changed(beside, title, values, texts)


def _changed(beside: Beside, title: str, values: list[float | None], texts: Iterable[str]) -> AreaMap:
    limits = classes.around(0.0, values, CLASSES)
    return AreaMap(
        name="difference",
        title=title,
        codes=beside.codes,
        scale=Scale.DIVERGING,
        texts=tuple(texts),
        legend=classes.legend(limits, Kind.NUMBER),
        classes=classes.places(values, limits),
    )


def _areas(beside: Beside) -> Table:
    rows = tuple(
        (code, beside.name(area), cell(beside.mean[area]), beside.half(0, area), beside.half(1, area))
        for area, code in enumerate(beside.codes)
    )
    half = _("Minutes to half of all: %(title)s")
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("mean_change", _("Mean change, minutes"), Kind.NUMBER),
        Column("half_first", half % {"title": beside.titles[0]}, Kind.NUMBER),
        Column("half_second", half % {"title": beside.titles[1]}, Kind.NUMBER),
    )
    return Table("areas", _("The areas"), columns, rows, by_area=True)


def _times_from(beside: Beside, area: int) -> Table:
    """All other areas, those with the greatest change first."""
    times = [
        found.times[at[area]][list(at)] for found, at in zip((beside.first, beside.second), beside.at, strict=True)
    ]
    rows = [
        (beside.name(other), cell(times[0][other]), cell(times[1][other]), cell(beside.change[area, other]))
        for other in range(len(beside.codes))
        if other != area
    ]
    rows.sort(key=lambda row: -abs(row[3] or 0.0))
    columns = (Column("name", _("Area")), *_minutes_columns(beside))
    return Table("chosen", _("Travel times from %(area)s") % {"area": beside.name(area)}, columns, tuple(rows))


def _minutes_columns(beside: Beside) -> tuple[Column, ...]:
    return (
        Column("minutes_first", _("Minutes: %(title)s") % {"title": beside.titles[0]}, Kind.NUMBER),
        Column("minutes_second", _("Minutes: %(title)s") % {"title": beside.titles[1]}, Kind.NUMBER),
        Column("change", _("Change, minutes"), Kind.NUMBER),
    )


def _pairs(beside: Beside) -> Table:
    """The pairs that have changed most, won or lost."""
    change = np.where(np.abs(beside.change) >= LEAST, np.abs(beside.change), 0.0)
    order = np.argsort(-change, axis=None, kind="stable")[:MOST_PAIRS]
    n = len(beside.codes)
    rows: list[tuple[Cell, ...]] = []
    for i, j in ((int(place) // n, int(place) % n) for place in order):
        if change[i, j] > 0:
            times = [
                cell(found.times[own[i], own[j]])
                for found, own in zip((beside.first, beside.second), beside.at, strict=True)
            ]
            rows.append((beside.name(i), beside.name(j), *times, cell(beside.change[i, j])))
    columns = (
        Column("from", pgettext("way", "From")),
        Column("to", pgettext("way", "To")),
        *_minutes_columns(beside),
    )
    caption = _("The pairs that have changed most")
    return Table("pairs", caption, columns, tuple(rows))
