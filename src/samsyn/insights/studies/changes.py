"""A share that each area has in two results, and how it has changed: of the areas that both have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.errors import InsightError
from samsyn.insights.maps import classes
from samsyn.insights.presentation import AreaMap, Cell, Column, Figure, Kind, Scale
from samsyn.insights.studies import words

CLASSES = 7


@dataclass(frozen=True, slots=True)
class Changed:
    """The shares of the areas that both results have, in the order of the first; `left_out` are the names of others."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    first: tuple[float | None, ...]
    second: tuple[float | None, ...]
    left_out: tuple[str, ...]

    @property
    def points(self) -> list[float | None]:
        """Percentage points more in the second; nothing where either has no share."""
        pairs = zip(self.first, self.second, strict=True)
        return [None if one is None or other is None else round(100 * (other - one), 6) for one, other in pairs]


def shares(first: Mapping[str, list[Any]], second: Mapping[str, list[Any]], figure: str) -> Changed:
    """The change of a figure of the areas of two results. Refused where they have no area in common."""
    own, other = (dict(zip(areas["codes"], areas[figure], strict=True)) for areas in (first, second))
    names = dict(zip(second["codes"], second["names"], strict=True))
    every = dict(zip(first["codes"], first["names"], strict=True)) | names
    codes = tuple(code for code in own if code in other)
    if not codes:
        raise InsightError(_("The two results have no area in common, so there is nothing to compare."))
    return Changed(
        codes=codes,
        names=tuple(names[code] for code in codes),
        first=tuple(own[code] for code in codes),
        second=tuple(other[code] for code in codes),
        left_out=tuple(name for code, name in sorted(every.items()) if (code in own) != (code in other)),
    )


def area_map(changed: Changed, title: str) -> AreaMap:
    """Where it has become more and where less, in percentage points."""
    limits = classes.around(0.0, changed.points, CLASSES)
    return AreaMap(
        name="difference",
        title=title,
        codes=changed.codes,
        scale=Scale.DIVERGING,
        texts=tuple(
            _("%(area)s: %(first)s, then %(second)s")
            % {"area": name, "first": words.share(one), "second": words.share(other)}
            for name, one, other in zip(changed.names, changed.first, changed.second, strict=True)
        ),
        legend=classes.legend(limits, Kind.NUMBER),
        classes=classes.places(changed.points, limits),
    )


def columns(titles: tuple[str, str], label: str) -> tuple[Column, ...]:
    """The columns of `rows`."""
    both = _("%(what)s: %(title)s")
    return (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("first", both % {"what": label, "title": titles[0]}, Kind.SHARE),
        Column("second", both % {"what": label, "title": titles[1]}, Kind.SHARE),
        Column("change", _("Change, percentage points"), Kind.NUMBER),
    )


def rows(changed: Changed) -> Iterator[tuple[Cell, ...]]:
    """An area a row."""
    return zip(changed.codes, changed.names, changed.first, changed.second, changed.points, strict=True)


def figures(titles: tuple[str, str], label: str, values: tuple[Cell, Cell], kind: Kind) -> Iterator[Figure]:
    """One figure of either result."""
    for title, value in zip(titles, values, strict=True):
        yield Figure(_("%(what)s: %(title)s") % {"what": label, "title": title}, value, kind)


def left_out(areas: Sequence[str]) -> str:
    """What is said of areas that only one of two results has; empty where there are none."""
    number = len(areas)
    if not number:
        return ""
    return ngettext(
        "%(number)s area is in only one of the results and is left out: %(areas)s.",
        "%(number)s areas are in only one of the results and are left out: %(areas)s.",
        number,
    ) % {"number": words.count(number), "areas": words.listed(areas)}
