"""Two results of accessibility beside each other: before and after, or two ways of travelling."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from samsyn.analysis.tables import Floats
from samsyn.insights.errors import InsightError
from samsyn.insights.maps import classes
from samsyn.insights.presentation import AreaMap, Column, Figure, Kind, Presentation, Scale, Table
from samsyn.insights.studies import changes, words
from samsyn.insights.studies.accessibility import maps
from samsyn.insights.studies.accessibility.found import MAIN, Found
from samsyn.insights.studies.contract import Result

CLASSES = 7


@dataclass(frozen=True)
class Beside:
    """Two results on the areas that both have, by the main measure."""

    pair: tuple[Found, Found]
    titles: tuple[str, str]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[Floats, Floats]

    @property
    def left_out(self) -> list[str]:
        """The areas that only one of them has."""
        return sorted({*self.pair[0].codes, *self.pair[1].codes} - set(self.codes))

    @property
    def change(self) -> Floats:
        """(n,) how much more each area reaches in the second."""
        return self.values[1] - self.values[0]


def compare(first: Result, second: Result, titles: tuple[str, str]) -> Presentation:
    """Who reaches more or less, and whether it is spread more evenly."""
    beside = _beside(Found(first), Found(second), titles)
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=_lead(beside),
        notes=tuple(note for note in (_most(beside), changes.left_out(beside.left_out)) if note),
        figures=tuple(_figures(beside)),
        maps=(
            _difference(beside),
            maps.of_measure(beside.pair[0], MAIN, "first", titles[0]),
            maps.of_measure(beside.pair[1], MAIN, "second", titles[1]),
        ),
        tables=(_areas(beside),),
    )


def _beside(first: Found, second: Found, titles: tuple[str, str]) -> Beside:
    places = [{code: place for place, code in enumerate(found.codes)} for found in (first, second)]
    codes = tuple(code for code in first.codes if code in places[1])
    if not codes:
        raise InsightError(_("The two results have no area in common, so there is nothing to compare."))
    at = [[own[code] for code in codes] for own in places]
    values = (first.main[at[0]], second.main[at[1]])
    return Beside((first, second), titles, codes, tuple(second.names[area] for area in at[1]), values)


def _lead(beside: Beside) -> str:
    before, after = (found.spread(MAIN) for found in beside.pair)
    return _(
        "Within 45 minutes a resident reaches %(before)s on average in “%(first)s” and %(after)s in “%(second)s”; the "
        "tenth that reaches least %(worst_before)s and %(worst_after)s."
    ) % {
        "first": beside.titles[0],
        "second": beside.titles[1],
        "before": words.count(before["mean"]),
        "after": words.count(after["mean"]),
        "worst_before": words.count(before["worst"]),
        "worst_after": words.count(after["worst"]),
    }


def _most(beside: Beside) -> str:
    best, worst = int(np.argmax(beside.change)), int(np.argmin(beside.change))
    told = []
    if beside.change[best] > 0:
        told.append(
            _("Most is won in %(area)s: %(count)s more.")
            % {"area": beside.names[best], "count": words.count(beside.change[best])}
        )
    if beside.change[worst] < 0:
        told.append(
            _("Most is lost in %(area)s: %(count)s less.")
            % {"area": beside.names[worst], "count": words.count(-beside.change[worst])}
        )
    return words.parts(*told) or _("No area reaches more or less.")


def _figures(beside: Beside) -> Iterator[Figure]:
    before, after = (found.spread(MAIN) for found in beside.pair)
    told = [(_("Mean"), "mean", 0), (_("Worst-off tenth, mean"), "worst", 0), (_("Gini"), "gini", 4)]
    for label, name, decimals in told:
        values = (_rounded(before[name], decimals), _rounded(after[name], decimals))
        yield from changes.figures(beside.titles, label, values, Kind.NUMBER)


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _difference(beside: Beside) -> AreaMap:
    values: list[float | None] = [float(value) for value in beside.change]
    limits = classes.around(0.0, values, CLASSES)
    return AreaMap(
        name="difference",
        title=_("Change: %(measure)s") % {"measure": beside.pair[1].called(MAIN)},
        codes=beside.codes,
        scale=Scale.DIVERGING,
        texts=tuple(f"{name}: {words.count(value)}" for name, value in zip(beside.names, values, strict=True)),
        legend=classes.legend(limits, Kind.COUNT),
        classes=classes.places(values, limits),
    )


def _areas(beside: Beside) -> Table:
    rows = tuple(
        zip(beside.codes, beside.names, *(each.tolist() for each in (*beside.values, beside.change)), strict=True)
    )
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("first", beside.titles[0], Kind.COUNT),
        Column("second", beside.titles[1], Kind.COUNT),
        Column("change", _("Change"), Kind.COUNT),
    )
    return Table("areas", _("The areas"), columns, rows, by_area=True)
