"""What is shown of packages."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samsyn.insights.presentation import Bars, Figure, Kind, Presentation
from samsyn.insights.studies import words
from samsyn.insights.studies.contract import Result
from samsyn.insights.studies.measures import maps
from samsyn.insights.studies.packages import notes, tables
from samsyn.insights.studies.packages.found import Found


def present(result: Result) -> Presentation:
    """The packages in words, figures, maps, charts and tables, in the reader's language."""
    found = Found(result)
    return Presentation(
        title=_("A package for %(budget)s MSEK: %(territory)s")
        % {"budget": words.count(result["choices"]["budget"]), "territory": found.territory},
        lead=notes.lead(found),
        notes=tuple(notes.notes(found)),
        figures=tuple(_figures(found)),
        maps=tuple(maps.of_measure(found, result["first"], "package", _("The package"))),
        charts=tuple(_charts(found)),
        tables=tuple(tables.every(found)),
    )


def _figures(found: Found) -> Iterator[Figure]:
    best, effect = found.result["best"][0], found.effect(found.first)
    yield Figure(_("Measures in the package"), len(found.first["measures"]))
    yield Figure(
        found.unit, None if effect is None else round(effect, 0 if found.kind is Kind.COUNT else 1), found.kind
    )
    yield Figure(_("Cost, MSEK"), found.first["cost"])
    yield Figure(_("Left of the budget, MSEK"), found.result["choices"]["budget"] - found.first["cost"])
    yield Figure(_("May be so far below the best"), best["gap"], Kind.SHARE)


def _charts(found: Found) -> Iterator[Bars]:
    """What each budget buys, and how surely measures are chosen."""
    rising = [(each["budget"], found.effect(found.package(each))) for each in found.result["budgets"]]
    yield Bars(
        "curve",
        _("%(what)s by budget, MSEK") % {"what": found.unit},
        found.kind,
        tuple((words.count(budget), value) for budget, value in rising if value is not None),
    )
    tried = len(found.result["budgets"])
    sure = [(told["name"], told["in_budgets"] / tried) for told in found.ordered if told["in_budgets"]]
    yield Bars(
        "sureness",
        _("Share of the budgets for which each measure is chosen"),
        Kind.SHARE,
        tuple(sorted(sure, key=lambda bar: -bar[1])),
    )
