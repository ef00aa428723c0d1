"""Tables of accessibility: the areas, how each measure is spread, over groups and over tenths of the people."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.studies.accessibility.found import Found, kind_of


def every(found: Found) -> Iterator[Table]:
    """All that the result has something for."""
    yield _areas(found)
    yield _spread(found)
    if found.groups(found.measures[0]):
        yield _groups(found)
    yield _tenths(found)


def _areas(found: Found) -> Table:
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("people", str(found.result["people_as"]), Kind.COUNT),
        *(Column(_plain(measure), found.called(measure), kind_of(measure)) for measure in found.measures),
    )
    values = [found.result["measures"][measure]["values"] for measure in found.measures]
    rows = tuple(
        (code, found.names[area], found.people[area], *(each[area] for each in values))
        for area, code in enumerate(found.codes)
    )
    return Table("areas", _("The areas"), columns, rows, by_area=True)


def _spread(found: Found) -> Table:
    rows = tuple((found.called(measure), *_told(found.spread(measure))) for measure in found.measures)
    columns = (Column("measure", _("Measure")), *_columns())
    return Table("spread", _("How it is spread over the residents"), columns, rows)


def _groups(found: Found) -> Table:
    rows = tuple(
        (found.called(measure), each["group"], each["people"], *_told(each))
        for measure in found.measures
        for each in found.groups(measure)
    )
    columns = (
        Column("measure", _("Measure")),
        Column("group", _("Group")),
        Column("people", _("People"), Kind.COUNT),
        *_columns(),
    )
    return Table("groups", _("How it is spread over each group"), columns, rows)


def _tenths(found: Found) -> Table:
    """The Lorenz curves, at each tenth of the people."""
    curves = [found.spread(measure)["lorenz"] for measure in found.measures]
    rows = tuple((tenth / 10, *(None if curve is None else curve[tenth] for curve in curves)) for tenth in range(1, 11))
    columns = (
        Column("people_share", _("Share of the residents, from those who reach least"), Kind.SHARE),
        *(Column(_plain(measure), found.called(measure), Kind.SHARE) for measure in found.measures),
    )
    return Table("lorenz", _("What they have together of all that is reached (Lorenz curve)"), columns, rows)


def _columns() -> tuple[Column, ...]:
    return (
        Column("mean", _("Mean"), Kind.NUMBER),
        Column("median", _("Median"), Kind.NUMBER),
        Column("worst", _("Worst-off tenth, mean"), Kind.NUMBER),
        Column("gini", _("Gini"), Kind.NUMBER),
        Column("palma", _("Palma ratio"), Kind.NUMBER),
    )


def _told(spread: dict[str, Any]) -> tuple[Cell, ...]:
    return tuple(spread[name] for name in ("mean", "median", "worst", "gini", "palma"))


def _plain(measure: str) -> str:
    return measure.replace("-", "_")
