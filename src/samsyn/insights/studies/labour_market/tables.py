"""Tables of labour markets: what grows together, what moves, self-containment, and flows between the regions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.studies.labour_market.found import Found


def made(found: Found) -> Iterator[Table]:
    """Every table."""
    yield _together(found)
    yield _areas(found)
    yield _containment(found)
    yield _new(found)
    yield _between(found)


def _together(found: Found) -> Table:
    """Each two regions that ever grow together, the surest first."""
    home = found.result["home"]
    pairs = sorted(found.share.items(), key=lambda each: (-each[1], each[0]))
    return Table(
        "together",
        _("Regions that grow together, by how sure it is"),
        (
            Column("one", _("Region")),
            Column("other", _("Region that it grows together with")),
            Column("together", _("Together with the measures")),
            Column("share", _("Share of drawings"), Kind.SHARE),
        ),
        tuple((found.old(a), found.old(b), _yes(home[a] == home[b]), share) for (a, b), share in pairs),
    )


def _areas(found: Found) -> Table:
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("before", _("Region before")),
        Column("after", _("Region with the measures")),
        Column("moved", _("Moves")),
        Column("moves", _("Moves, share of drawings"), Kind.SHARE),
        Column("sureness", _("Sureness of its new region"), Kind.SHARE),
        Column("second", _("Next region")),
        Column("second_share", _("Share with that"), Kind.SHARE),
        Column("residents", _("Residents who work"), Kind.COUNT),
        Column("jobs", _("Jobs before"), Kind.COUNT),
        Column("jobs_after", _("Jobs with the measures"), Kind.COUNT),
    )
    order = sorted(range(len(found.codes)), key=lambda area: (-found.areas["moved"][area], -found.areas["moves"][area]))
    rows = tuple(_area(found, area) for area in order)
    return Table("areas", _("The areas, those that move first"), columns, rows, by_area=True)


def _area(found: Found, area: int) -> tuple[Cell, ...]:
    areas = found.areas
    return (
        found.codes[area],
        found.names[area],
        found.old(areas["before"][area]),
        found.new(areas["after"][area]),
        _yes(areas["moved"][area]),
        areas["moves"][area],
        areas["sureness"][area],
        found.new(areas["second"][area]) or None,
        areas["second_share"][area] if areas["second"][area] >= 0 else None,
        *(areas[name][area] for name in ("residents", "jobs", "jobs_after")),
    )


def _containment(found: Found) -> Table:
    """The old regions before, and with the new commuting."""
    still, before = found.result["still"], found.before
    columns = (
        Column("region", _("Region before")),
        Column("residents", _("Residents who work"), Kind.COUNT),
        Column("inside_before", _("Live and work here, before"), Kind.COUNT),
        Column("inside_after", _("Live and work here, with the measures"), Kind.COUNT),
        Column("supply_before", _("Self-containment, residents’ side, before"), Kind.SHARE),
        Column("supply_after", _("Self-containment, residents’ side, with the measures"), Kind.SHARE),
        Column("demand_before", _("Self-containment, jobs’ side, before"), Kind.SHARE),
        Column("demand_after", _("Self-containment, jobs’ side, with the measures"), Kind.SHARE),
        Column("home", _("Most of its residents live in the new region of")),
    )
    rows = tuple(
        (
            found.old(region),
            before["residents"][region],
            *(sums[name][region] for name in ("inside", "supply", "demand") for sums in (before, still)),
            found.new(found.result["home"][region]),
        )
        for region in range(len(before["size"]))
    )
    return Table("containment", _("Self-containment of the regions of before"), columns, rows)


def _new(found: Found) -> Table:
    after = found.after
    columns = (
        Column("region", _("Region with the measures")),
        Column("areas", _("Areas"), Kind.COUNT),
        Column("residents", _("Residents who work"), Kind.COUNT),
        Column("jobs", _("Jobs"), Kind.COUNT),
        Column("supply", _("Self-containment, residents’ side"), Kind.SHARE),
        Column("demand", _("Self-containment, jobs’ side"), Kind.SHARE),
        Column("members", _("Which areas")),
    )
    rows = tuple(
        (
            found.new(region),
            *(after[name][region] for name in ("size", "residents", "jobs", "supply", "demand")),
            ", ".join(name for name, its in zip(found.names, found.areas["after"], strict=True) if its == region),
        )
        for region in range(len(after["size"]))
    )
    return Table("regions", _("The regions with the measures"), columns, rows)


def _between(found: Found) -> Table:
    rows = tuple(
        (found.old(i), found.old(j), before, after, None if before is None or after is None else after - before)
        for i, j, before, after in found.changes()
    )
    columns = (
        Column("origin", _("Live in the region of")),
        Column("destination", _("Work in the region of")),
        Column("before", _("Commuters before"), Kind.COUNT),
        Column("after", _("Commuters with the measures"), Kind.COUNT),
        Column("difference", _("Difference"), Kind.COUNT),
    )
    return Table("between", _("Commuting between the regions of before"), columns, rows)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
