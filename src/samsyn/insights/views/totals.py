"""Flows beside stated totals: do they tie?"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samsyn.insights.forms.totals import TotalsForm
from samsyn.insights.models import DatasetKind
from samsyn.insights.presentation import Cell, Column, Kind, Table
from samsyn.insights.queries import datasets
from samsyn.insights.queries import totals as queries
from samsyn.insights.queries.totals import Beside
from samsyn.insights.studies import words
from samsyn.insights.views import access, result
from samsyn.insights.views.datasets import LARGEST_SHOWN
from samsyn.insights.views.result import Rows

if TYPE_CHECKING:
    from samsyn.sources.checks.margins import Margin

MOST_SHOWN = 1000
TITLES: dict[str, str | Promise] = {
    "origins": gettext_lazy("From each area"),
    "destinations": gettext_lazy("To each area"),
}


@require_safe
def totals(request: HttpRequest, key: UUID) -> HttpResponse:
    """A snapshot of flows, summed beside the totals that are chosen."""
    found = access.snapshot(request, key)
    if found.dataset.kind != DatasetKind.FLOWS:
        raise Http404
    form = TotalsForm(request.GET or None)
    readable = found.rows <= LARGEST_SHOWN
    chosen = form.chosen() if readable else {}
    context = {
        "snapshot": found,
        "named": datasets.named(found),
        "form": form,
        "readable": readable,
        "modelled": datasets.is_modelled(found),
        "sides": [_shown(queries.beside(found, side, stated)) for side, stated in chosen.items()],
        "trail": access.trail(
            (found.dataset.title, reverse("insights:dataset", args=[found.dataset.key])),
            (_("Snapshot %(number)d") % {"number": found.number}, reverse("insights:snapshot", args=[key])),
            (_("Beside stated totals"), ""),
        ),
    }
    return render(request, "insights/totals.html", context)


def _shown(beside: Beside) -> dict[str, Any]:
    """One side as the page shows it: in short, the areas that do not tie, and those that do."""
    margin = beside.margin
    differing = margin.differing.tolist()
    tied = [place for place in range(len(margin.codes)) if place not in set(differing)]
    return {
        "side": beside.side,
        "title": TITLES[beside.side],
        "stated": beside.stated,
        "figures": _figures(margin),
        "differing": _table(beside, "differing", _("Areas that do not tie, the largest difference first"), differing),
        "tied": _table(beside, "tied", _("Areas that tie"), tied),
    }


def _figures(margin: "Margin") -> dict[str, str]:
    flows, stated = margin.sums.sum(), margin.stated.sum()
    return {
        _("Areas that are compared"): words.count(len(margin.codes)),
        _("Areas that do not tie"): words.count(len(margin.differing)),
        _("The flows come to"): words.count(flows),
        _("Stated in all"): words.count(stated),
        _("Difference"): _signed(flows - stated),
        _("Areas without a stated total"): words.count(len(margin.not_stated)),
    }


def _table(beside: Beside, name: str, caption: str, places: list[int]) -> Rows:
    columns = (
        Column("code", _("Code")),
        Column("name", _("Area")),
        Column("sum", _("The flows come to"), Kind.COUNT),
        Column("stated", _("Stated"), Kind.COUNT),
        Column("difference", _("Difference"), Kind.COUNT),
        Column("share", _("Difference, of what is stated"), Kind.SHARE),
    )
    rows = tuple(_row(beside, place) for place in places)
    return result.rows(Table(f"{beside.side}-{name}", caption, columns, rows, by_area=True), "", MOST_SHOWN)


def _row(beside: Beside, place: int) -> tuple[Cell, ...]:
    margin, code = beside.margin, beside.margin.codes[place]
    flows, stated = float(margin.sums[place]), float(margin.stated[place])
    share = abs(flows - stated) / stated if stated else None
    return code, beside.names[code], flows, stated, _signed(flows - stated), share


def _signed(value: float) -> str:
    """With its sign, so that more and less are told apart; a minus sign, not a hyphen."""
    sign = "+" if round(value) > 0 else "\u2212" if round(value) < 0 else ""
    return sign + words.count(abs(value))
