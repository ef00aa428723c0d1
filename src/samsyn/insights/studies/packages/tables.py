"""Tables of packages: the chosen one, every measure and how surely it is in, what comes next, budgets, ways, parts."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.measures.found import Told, hours
from samsyn.insights.studies.measures.sureness import outlook_in_words
from samsyn.insights.studies.measures.tables import left_out, ways
from samsyn.insights.studies.packages.choosing import WAYS
from samsyn.insights.studies.packages.found import Found, Package


def every(found: Found) -> Iterator[Table]:
    """All tables, the most asked for first."""
    yield package(found)
    yield budgets(found)
    if len(found.result["best"]) > 1:
        yield runners_up(found)
    yield measures(found)
    yield by_way(found)
    yield parts(found)
    yield ways(found, found.result["first"]["pairs"])
    left = left_out(found)
    if left is not None:
        yield left


def package(found: Found) -> Table:
    """The measures of the package that gives most."""
    rows = (_sure(found, told) for told in found.ordered if found.is_chosen(told))
    return Table("package", _("The package"), _columns(found), tuple(rows))


def measures(found: Found) -> Table:
    """Every measure, in the package or not."""
    rows = (
        (_("yes") if found.is_chosen(told) else _("no"), *_sure(found, told), told["key"]) for told in found.ordered
    )
    columns = (Column("chosen", _("In the package")), *_columns(found), Column("key", _("Key")))
    return Table("measures", _("Every measure, and how surely it is chosen"), columns, tuple(rows))


def budgets(found: Found) -> Table:
    """The best package for each budget: what the next sum buys."""
    columns = (
        Column("budget", _("Budget, MSEK"), Kind.COUNT),
        Column("effect", found.unit, found.kind),
        Column("more", _("More than for the budget before"), found.kind),
        Column("cost", _("Cost, MSEK"), Kind.COUNT),
        Column("added", _("Comes in")),
        Column("dropped", _("Goes out")),
        Column("measures", _("Measures"), Kind.COUNT),
    )
    rows: list[tuple[Cell, ...]] = []
    before: Package | None = None
    for each in found.result["budgets"]:
        now = found.package(each)
        rows.append((each["budget"], *_budget(found, now, before)))
        before = now
    return Table("budgets", _("The best package for each budget"), columns, tuple(rows))


def runners_up(found: Found) -> Table:
    """The packages that come next, beside the first."""
    columns = (
        Column("place", _("Place"), Kind.COUNT),
        Column("instead", _("Comes in")),
        Column("without", _("Goes out")),
        Column("effect", found.unit, found.kind),
        Column("share", _("Of what the first gives"), Kind.SHARE),
        Column("cost", _("Cost, MSEK"), Kind.COUNT),
        Column("gap", _("May be so far below the best"), Kind.SHARE),
    )
    whole = found.effect(found.first)
    rows = []
    for place, each in enumerate(found.result["best"], 1):
        own = found.package(each)
        effect = found.effect(own)
        share = effect / whole if effect is not None and whole else None
        rows.append((place, *_exchanged(found, own, found.first), _rounded(effect), share, own["cost"], each["gap"]))
    return Table("packages", _("Packages that come next"), columns, tuple(rows))


def by_way(found: Found) -> Table:
    """The best package for the budget by each way of counting."""
    columns = (
        Column("way", _("What counts")),
        Column("growth", _("Growth scenario")),
        Column("instead", _("Comes in")),
        Column("without", _("Goes out")),
        Column("effect", found.unit, found.kind),
        Column("cost", _("Cost, MSEK"), Kind.COUNT),
    )
    rows = []
    for each in found.result["ways"]:
        own = found.package(each)
        exchanged = _exchanged(found, own, found.first)
        rows.append(
            (str(WAYS[each["way"]]), outlook_in_words(each), *exchanged, _rounded(found.effect(own)), own["cost"])
        )
    return Table("ways", _("The best package by other ways of counting, and in other scenarios"), columns, tuple(rows))


def parts(found: Found) -> Table:
    """What of the package falls on each county or part."""
    saved, costs = found.result["first"]["by_part"]["saved"], found.first["cost_by_part"]
    columns = [
        Column("part", _("County or part")),
        Column("hours", _("Hours saved a day"), Kind.COUNT),
        Column("share", _("Share of all that is saved"), Kind.SHARE),
    ]
    if costs is not None:
        columns += [Column("cost", _("Cost, MSEK"), Kind.COUNT), Column("cost_share", _("Share of cost"), Kind.SHARE)]
    whole = sum(max(value or 0.0, 0.0) for value in saved)
    rows = []
    for place, (name, value) in enumerate(zip(found.parts, saved, strict=True)):
        share = max(value, 0.0) / whole if value is not None and whole else None
        row: tuple[Cell, ...] = (name, _rounded(hours(value)), share)
        if costs is not None:
            row += (costs[place], costs[place] / found.first["cost"] if found.first["cost"] else None)
        rows.append(row)
    rows.sort(key=lambda row: -(float(row[1]) if row[1] is not None else 0.0))
    return Table("parts", _("Who gains"), tuple(columns), tuple(rows))


def _columns(found: Found) -> tuple[Column, ...]:
    tried, counted = len(found.result["budgets"]), len(found.result["ways"])
    return (
        Column("measure", _("Measure")),
        Column("cost", _("Cost, MSEK"), Kind.COUNT),
        Column("effect", _("By itself: %(unit)s") % {"unit": found.unit}, found.kind),
        Column("in_budgets", _("Chosen at so many of %(number)s budgets") % {"number": tried}, Kind.COUNT),
        Column(
            "in_ways",
            _("Chosen by so many of %(number)s ways of counting and scenarios") % {"number": counted},
            Kind.COUNT,
        ),
        Column("from", _("Always chosen from, MSEK"), Kind.COUNT),
        Column("in_and_out", _("In and out")),
    )


def _sure(found: Found, told: Told) -> tuple[Cell, ...]:
    return (
        told["name"],
        told["cost"],
        _rounded(found.effect(told)),
        told["in_budgets"],
        told["in_ways"],
        told["from"],
        _("yes") if told["in_and_out"] else _("no"),
    )


def _budget(found: Found, now: Package, before: Package | None) -> tuple[Cell, ...]:
    effect = found.effect(now)
    last = found.effect(before) if before is not None else 0.0
    more = None if effect is None or last is None else effect - last
    exchanged = _exchanged(found, now, before or {"measures": []})
    return (_rounded(effect), _rounded(more), now["cost"], *exchanged, len(now["measures"]))


def _exchanged(found: Found, own: Package, other: Package) -> tuple[Cell, Cell]:
    """The measures that only this package has, and those that only the other has."""
    mine, theirs = own["measures"], other["measures"]
    only = (
        [found.name(key) for key in mine if key not in theirs],
        [found.name(key) for key in theirs if key not in mine],
    )
    return tuple(", ".join(names) or words.NOTHING for names in only)  # type: ignore[return-value]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
