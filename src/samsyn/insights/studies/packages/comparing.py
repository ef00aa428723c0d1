"""Two results of packages beside each other: which measures both choose, and what either gives."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.errors import InsightError
from samsyn.insights.presentation import Cell, Column, Figure, Kind, Presentation, Table
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.measures import notes
from samsyn.insights.studies.packages.found import Found


def compare(first: Result, second: Result, titles: tuple[str, str]) -> Presentation:
    """The measures of either package, and in how many budgets and ways of counting each is chosen."""
    one, other = Found(first), Found(second)
    if not {told["key"] for told in one.ordered} & {told["key"] for told in other.ordered}:
        raise InsightError(_("The two results have no measure in common, so there is nothing to compare."))
    mine, theirs = (set(found.first["measures"]) for found in (one, other))
    return Presentation(
        title=_("%(first)s and %(second)s compared") % {"first": titles[0], "second": titles[1]},
        lead=_("Measures in both packages: %(both)s. In the first alone: %(first)s. In the second alone: %(second)s.")
        % {
            "both": words.count(len(mine & theirs)),
            "first": words.count(len(mine - theirs)),
            "second": words.count(len(theirs - mine)),
        },
        notes=(notes.support(),),
        figures=tuple(_figures((one, other), titles)),
        tables=(_measures((one, other), titles),),
    )


def _figures(both: tuple[Found, Found], titles: tuple[str, str]) -> Iterator[Figure]:
    said = _("%(what)s: %(title)s")
    for found, title in zip(both, titles, strict=True):
        effect = found.effect(found.first)
        shown = None if effect is None else round(effect, 1)
        yield Figure(said % {"what": found.unit, "title": title}, shown, found.kind)
        yield Figure(said % {"what": _("Cost, MSEK"), "title": title}, found.first["cost"])


def _measures(both: tuple[Found, Found], titles: tuple[str, str]) -> Table:
    """A row a measure of either, those that both choose first."""
    keys = dict.fromkeys(told["key"] for found in both for told in found.ordered)
    chosen = {key: tuple(key in found.first["measures"] for found in both) for key in keys}
    shares = {key: tuple(_share(found, key) for found in both) for key in keys}
    rows: list[tuple[Cell, ...]] = []
    for key in sorted(keys, key=lambda key: [not each for each in (all(chosen[key]), *chosen[key])]):
        name = next(found.name(key) for found in both if found.by_key(key))
        rows.append((name, *(_("yes") if each else _("no") for each in chosen[key]), *shares[key]))
    in_package, sure = _("In the package: %(title)s"), _("Share of budgets: %(title)s")
    columns = (
        Column("measure", _("Measure")),
        *(Column(f"chosen_{n}", in_package % {"title": title}) for n, title in enumerate(titles, 1)),
        *(Column(f"budgets_{n}", sure % {"title": title}, Kind.SHARE) for n, title in enumerate(titles, 1)),
    )
    return Table("measures", _("The measures of both"), columns, tuple(rows))


def _share(found: Found, key: str) -> float | None:
    """Of the budgets at which a measure is chosen."""
    told = found.by_key(key)
    return told["in_budgets"] / len(found.result["budgets"]) if told else None
