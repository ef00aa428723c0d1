"""Two divisions beside each other: two years, or two methods."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import AreaMap, Cell, Column, Figure, Kind, Presentation, Scale, Table
from samsyn.insights.studies import plain, words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.functional_regions import maps
from samsyn.insights.studies.functional_regions.found import Found
from samsyn.insights.studies.functional_regions.notes import likeness


@dataclass(frozen=True, slots=True)
class Beside:
    """Two results with their titles, and the areas that both divide: `codes`, and where each stands in either."""

    first: Found
    second: Found
    titles: tuple[str, str]
    codes: tuple[str, ...]
    at: tuple[tuple[int, ...], tuple[int, ...]]
    by_residents: bool
    """whether areas count by their residents, or all alike"""
    alike: Any
    """`analysis.regions.partition_comparison.PartitionComparison` of the shared areas"""

    @property
    def changed(self) -> set[str]:
        """The shared areas that have changed region."""
        return {self.codes[area] for area in self.alike.changed}

    @property
    def every(self) -> tuple[str, ...]:
        """The areas that any of them has."""
        return tuple(sorted({*self.first.codes, *self.second.codes}))

    def only(self, which: int) -> list[str]:
        """The areas that only one of them has."""
        shared = set(self.codes)
        return [code for code in (self.first, self.second)[which].codes if code not in shared]


def compare(first: Result, second: Result, titles: tuple[str, str]) -> Presentation:
    """How alike the two are, and which areas have changed region."""
    beside = _beside(Found(first), Found(second), titles)
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=_lead(beside),
        notes=tuple(note for note in (_changes(beside), _only_one(beside), _measures()) if note),
        figures=tuple(_figures(beside)),
        maps=(
            _difference(beside),
            maps.regions(beside.first, "first", titles[0]),
            maps.regions(beside.second, "second", titles[1]),
        ),
        tables=(_changed(beside), _pairs(beside), _areas(beside)),
    )


def _beside(first: Found, second: Found, titles: tuple[str, str]) -> Beside:
    # Imported here: it loads scipy, which pages that compare nothing can do without.
    from samsyn.analysis.regions.partition_comparison import compare_partitions

    places = [{code: place for place, code in enumerate(found.codes)} for found in (first, second)]
    codes = tuple(code for code in first.codes if code in places[1])
    if not codes:
        raise InsightError(_("The two results have no area in common, so there is nothing to compare."))
    at = tuple(tuple(place[code] for code in codes) for place in places)
    one, other = (
        plain.partition(codes, [found.region[area] for area in areas])
        for found, areas in zip((first, second), at, strict=True)
    )
    weights = _weights(second, at[1])
    alike = compare_partitions(one, other, weights)
    return Beside(first, second, titles, codes, (at[0], at[1]), weights is not None, alike)


def _weights(found: Found, places: tuple[int, ...]) -> Any:
    """Residents of the second; every area alike where they are not to be shown, or nobody lives there."""
    residents = [found.areas["residents"][area] for area in places]
    known = None not in residents and any(residents)
    return np.array(residents, dtype=np.float64) if known else None


def _lead(beside: Beside) -> str:
    kept = {"likeness": likeness(beside.alike.adjusted_rand), "share": words.share(beside.alike.kept)}
    if beside.by_residents:
        told = _("The two divisions are %(likeness)s: %(share)s of the residents live in areas that keep their region.")
    else:
        told = _("The two divisions are %(likeness)s: %(share)s of the areas keep their region.")
    return told % kept


def _figures(beside: Beside) -> list[Figure]:
    regions = _("Regions: %(title)s")
    return [
        Figure(regions % {"title": beside.titles[0]}, beside.first.whole["regions"]),
        Figure(regions % {"title": beside.titles[1]}, beside.second.whole["regions"]),
        Figure(_("Adjusted Rand index"), beside.alike.adjusted_rand, Kind.NUMBER),
        Figure(_("Variation of information (bits)"), beside.alike.variation_of_information, Kind.NUMBER),
        Figure(_kept_label(beside), beside.alike.kept, Kind.SHARE),
        Figure(_("Areas that have changed region"), len(beside.alike.changed)),
    ]


def _kept_label(beside: Beside) -> str:
    if beside.by_residents:
        return _("Residents in areas that keep their region")
    return _("Share of areas that keep their region")


def _changes(beside: Beside) -> str:
    changed = beside.alike.changed
    if not changed:
        return _("No area has changed region.")
    names = [beside.second.area(beside.at[1][area]) for area in changed]
    return ngettext(
        "%(number)s area has changed region: %(areas)s.", "%(number)s areas have changed region: %(areas)s.", len(names)
    ) % {"number": words.count(len(names)), "areas": words.listed(names)}


def _only_one(beside: Beside) -> str:
    return words.parts(*(_only(beside, which) for which in (0, 1)))


def _only(beside: Beside, which: int) -> str:
    codes = beside.only(which)
    if not codes:
        return ""
    own = (beside.first, beside.second)[which]
    names = [own.area(own.codes.index(code)) for code in codes]
    return ngettext(
        "%(number)s area is only in “%(title)s” and is not compared: %(areas)s.",
        "%(number)s areas are only in “%(title)s” and are not compared: %(areas)s.",
        len(names),
    ) % {"number": words.count(len(names)), "title": beside.titles[which], "areas": words.listed(names)}


def _measures() -> str:
    return _(
        "Each region is paired with one of the other division so that most residents lie in pairs; an area has changed "
        "when it is not in its region’s pair, also where both regions are called by the same centre: then most of the "
        "region went another way. The adjusted Rand index is 1 for the same division and about 0 for "
        "chance. The variation of information is 0 for the same division and grows with the difference."
    )


def _difference(beside: Beside) -> AreaMap:
    codes, legend, kind = beside.every, _legend(beside), _kinds(beside)
    return AreaMap(
        name="difference",
        title=_("Where the two differ"),
        codes=codes,
        scale=Scale.CATEGORIES,
        legend=legend,
        classes=tuple(kind[code] for code in codes),
        texts=tuple(
            _("%(area)s: %(where)s.") % {"area": _called(beside, code), "where": legend[kind[code]]} for code in codes
        ),
    )


def _legend(beside: Beside) -> tuple[str, ...]:
    return (
        _("the same region"),
        _("another region"),
        _("only in “%(title)s”") % {"title": beside.titles[0]},
        _("only in “%(title)s”") % {"title": beside.titles[1]},
    )


def _kinds(beside: Beside) -> dict[str, int]:
    """What of the legend each area is."""
    kind = dict.fromkeys(beside.every, 0) | dict.fromkeys(beside.changed, 1)
    return kind | dict.fromkeys(beside.only(0), 2) | dict.fromkeys(beside.only(1), 3)


def _called(beside: Beside, code: str) -> str:
    own = beside.second if code in beside.second.codes else beside.first
    return own.area(own.codes.index(code))


def _changed(beside: Beside) -> Table:
    rows = []
    for area in beside.alike.changed:
        first, second = beside.at[0][area], beside.at[1][area]
        rows.append(
            (
                beside.codes[area],
                beside.second.area(second),
                beside.first.name(beside.first.region[first]),
                beside.second.name(beside.second.region[second]),
            )
        )
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("first", beside.titles[0]),
        Column("second", beside.titles[1]),
    )
    return Table("changed", _("Areas that have changed region"), columns, tuple(rows))


def _areas(beside: Beside) -> Table:
    """Every area: what the map of the difference shows. Regions with their codes, as two may have one name."""
    legend, kind, titles = _legend(beside), _kinds(beside), beside.titles
    regions = [_region_of(found) for found in (beside.first, beside.second)]
    nowhere = (None, None)
    rows = tuple(
        (
            code,
            _called(beside, code),
            *regions[0].get(code, nowhere),
            *regions[1].get(code, nowhere),
            legend[kind[code]],
        )
        for code in beside.every
    )
    centre = _("%(title)s: code of the centre")
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("first", titles[0]),
        Column("first_code", centre % {"title": titles[0]}),
        Column("second", titles[1]),
        Column("second_code", centre % {"title": titles[1]}),
        Column("difference", _("The difference")),
    )
    return Table("areas", _("Every area and its region in either"), columns, rows, by_area=True)


def _region_of(found: Found) -> dict[str, tuple[Cell, Cell]]:
    """The name of each area's region, and the code of its centre."""
    centres = found.regions["centre"]
    return {
        code: (found.name(region), found.codes[centres[region]])
        for code, region in zip(found.codes, found.region, strict=True)
    }


def _pairs(beside: Beside) -> Table:
    """What was compared, in the words of the methods."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (title, found.method, found.whole["areas"], found.whole["regions"], found.whole["inside_share"])
        for title, found in zip(beside.titles, (beside.first, beside.second), strict=True)
    )
    columns = (
        Column("title", _("Result")),
        Column("method", _("Method")),
        Column("areas", _("Areas"), Kind.COUNT),
        Column("regions", _("Regions"), Kind.COUNT),
        Column("inside", _("Stay in their own region"), Kind.SHARE),
    )
    return Table("compared", _("The two results"), columns, rows)
