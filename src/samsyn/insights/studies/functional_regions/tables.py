"""Tables of functional regions: regions, areas, flows between regions, and what is official."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.studies.functional_regions.choosing import ROLES
from samsyn.insights.studies.functional_regions.found import Found


def made(found: Found) -> Iterator[Table]:
    """Every table that the result holds something for."""
    yield _regions(found)
    yield _areas(found)
    yield _between(found)
    yield from _thresholds(found)
    if found.result["official"] is not None:
        yield _official(found, found.result["official"])


def _regions(found: Found) -> Table:
    columns = [
        Column("region", _("Region")),
        Column("code", _("Code of the centre")),
        Column("areas", _("Areas"), Kind.COUNT),
        Column("residents", str(found.purpose.residents), Kind.COUNT),
        Column("jobs", str(found.purpose.arrivals), Kind.COUNT),
        Column("inside", str(found.purpose.inside), Kind.COUNT),
        Column("supply", str(found.purpose.supply), Kind.SHARE),
        Column("demand", str(found.purpose.demand), Kind.SHARE),
        Column("members", _("Which areas")),
    ]
    if found.regions["validity"] is not None:
        columns.insert(-1, Column("validity", _("Validity (1 or more is enough)"), Kind.NUMBER))
    names = [column.name for column in columns]
    rows = tuple(tuple(_region(found, region)[name] for name in names) for region in found.by_size)
    return Table("regions", _("The regions, the largest first"), tuple(columns), rows)


def _region(found: Found, region: int) -> dict[str, Cell]:
    figures = found.regions
    validity = figures["validity"]
    return {
        "region": found.name(region),
        "code": found.codes[figures["centre"][region]],
        "areas": figures["size"][region],
        "residents": figures["residents"][region],
        "jobs": figures["jobs"][region],
        "inside": figures["inside"][region],
        "supply": figures["supply"][region],
        "demand": figures["demand"][region],
        "validity": None if validity is None else validity[region],
        "members": ", ".join(found.area(area) for area in found.members[region]),
    }


def _areas(found: Found) -> Table:
    columns = [
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("region", _("Region")),
        Column("role", _("Role")),
        Column("follows", _("Follows")),
        Column("residents", str(found.purpose.residents), Kind.COUNT),
        Column("jobs", str(found.purpose.arrivals), Kind.COUNT),
        Column("out_share", _("Leave the area"), Kind.SHARE),
        Column("own_link", _("Link to its region"), Kind.NUMBER),
        Column("other", _("Next region by link")),
        Column("other_link", _("Link to that"), Kind.NUMBER),
    ]
    for which, label, second in (
        ("bootstrap", _("Sureness, flows drawn again"), _("Next region, flows drawn again")),
        ("sweep", _("Sureness, thresholds varied"), _("Next region, thresholds varied")),
    ):
        if found.membership(which) is not None:
            columns += [Column(f"{which}_sureness", label, Kind.SHARE), Column(f"{which}_second", second)]
    if found.is_european:
        columns = [column for column in columns if column.name != "follows"]
    names = [column.name for column in columns]
    rows = tuple(tuple(_area(found, area)[name] for name in names) for area in range(len(found.codes)))
    return Table("areas", _("The areas and their regions"), tuple(columns), rows, by_area=True)


def _area(found: Found, area: int) -> dict[str, Cell]:
    figures = found.areas
    follows = figures["follows"][area]
    cells: dict[str, Cell] = {
        "code": found.codes[area],
        "name": found.area(area),
        "region": found.name(found.region[area]),
        "role": str(ROLES[figures["role"][area]]),
        "follows": found.area(follows) if follows >= 0 else None,
        "other": found.name(figures["other"][area]) or None,
    }
    cells |= {name: figures[name][area] for name in ("residents", "jobs", "out_share", "own_link", "other_link")}
    for which in ("bootstrap", "sweep"):
        membership = found.membership(which)
        if membership is not None:
            cells[f"{which}_sureness"] = membership["sureness"][area]
            cells[f"{which}_second"] = found.name(membership["second"][area]) or None
    return cells


def _between(found: Found) -> Table:
    flows = found.result["between"]
    quadruples = zip(flows["origins"], flows["destinations"], flows["counts"], flows["links"], strict=True)
    order = sorted(quadruples, key=lambda flow: (-(flow[2] or 0), flow[0], flow[1]))
    return Table(
        "between",
        _("Flows between the regions, the largest first"),
        (
            Column("origin", str(found.purpose.origin)),
            Column("destination", str(found.purpose.destination)),
            Column("count", _("Persons"), Kind.COUNT),
            Column("link", _("Link"), Kind.NUMBER),
        ),
        tuple((found.name(origin), found.name(destination), count, link) for origin, destination, count, link in order),
    )


def _thresholds(found: Found) -> Iterator[Table]:
    sweep = found.membership("sweep")
    if sweep is None:
        return
    names = list(found.choices["thresholds"])
    rows = zip(sweep["tried"], sweep["counts"], strict=True)
    yield Table(
        "thresholds",
        _("Other thresholds that were tried"),
        (*(Column(name, _label(name), Kind.NUMBER) for name in names), Column("regions", _("Regions"), Kind.COUNT)),
        tuple((*(tried[name] for name in names), count) for tried, count in rows),
    )


def _label(name: str) -> str:
    labels = {
        "min_size": _("Smallest size"),
        "target_size": _("Target size"),
        "min_containment": _("Lowest self-containment"),
        "target_containment": _("Target self-containment"),
        "most_out": _("Centre: most out"),
        "most_to_one": _("Centre: most to one"),
        "most_links": _("Most links"),
        "centre_most_out": _("Centre: most out"),
        "centre_most_to_one": _("Centre: most to one"),
        "follows_above": _("Follows above"),
        "secondary_most_out": _("Secondary centre: most out"),
    }
    return labels[name]


def _official(found: Found, official: dict[str, Any]) -> Table:
    changed = set(official["changed"])
    rows = tuple(
        (
            found.codes[area],
            found.area(area),
            found.name(found.region[area]),
            official["region"][area],
            official["pair"][found.region[area]],
        )
        for area in range(len(found.codes))
        if area in changed
    )
    return Table(
        "official",
        _("Areas that are not in the official region that is their region’s pair"),
        (
            Column("code", _("Code")),
            Column("name", _("Area")),
            Column("region", _("Region")),
            Column("official", _("Official region")),
            Column("pair", _("The region’s official pair")),
        ),
        rows,
        by_area=True,
    )
