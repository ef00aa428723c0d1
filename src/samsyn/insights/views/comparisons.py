"""Two results of one study beside each other."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.foundation.ui import formats
from samsyn.insights.exports.making import Told
from samsyn.insights.maps.geometry import MapGeometry
from samsyn.insights.presentation import AreaMap, Presentation
from samsyn.insights.queries import geometry, runs
from samsyn.insights.studies import words
from samsyn.insights.views import found, result

TOGETHER = "comparison"


@require_safe
def choose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose what to compare a run with."""
    run = found.run(request, key)
    others = runs.runs(by=request.user, on=timezone.localdate(), study=run.study).exclude(pk=run.pk)
    if other := request.GET.get("with"):
        return redirect("insights:comparison", key, _key(other))
    context = {"run": run, "others": others, "trail": found.trail_of(run, (_("Compare"), ""))}
    return render(request, "insights/compare.html", context)


@require_safe
def comparison(request: HttpRequest, first: UUID, second: UUID) -> HttpResponse:
    """The two, and where they differ."""
    pair = (found.told(request, first), found.told(request, second))
    if pair[0].study is not pair[1].study or pair[0].study.compare is None:
        raise Http404
    shown = pair[0].study.compare(pair[0].result, pair[1].result, _titles(pair))
    context = found.context(
        request,
        pair=pair,
        shown=shown,
        figures=[(figure.label, words.cell(figure.value, figure.kind)) for figure in shown.figures],
        maps=_maps(pair, shown),
        tables=[result.rows(table, "") for table in shown.tables],
        about=next((each.about for each in pair if each.about.modelled), pair[0].about),
        trail=found.trail_of(pair[0].run, (_("Compared"), "")),
    )
    return render(request, "insights/comparison.html", context)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _titles(pair: tuple[Told, Told]) -> tuple[str, str]:
    """What the two are called; where they are called the same, with when they were made."""
    first, second = (told.run.title for told in pair)
    if first != second:
        return first, second
    moments = [formats.moment(told.run.finished_at, words.language()) for told in pair]
    return f"{first} ({moments[0]})", f"{second} ({moments[1]})"


def _maps(pair: tuple[Told, Told], shown: Presentation) -> dict[str, SafeString]:
    """The maps by name: of each result on its own areas, and the difference on those of the one that has more."""
    found = {}
    for area_map in shown.maps:
        geometry_of = {"first": pair[:1], "second": pair[1:]}.get(area_map.name, pair)
        ground = _ground(geometry_of, area_map)
        if ground is not None:
            sources = "; ".join(dict.fromkeys(told.about.cited for told in geometry_of))
            found[area_map.name] = result.drawn(ground, area_map, sources, together=TOGETHER)
    return found


def _ground(pair: Any, area_map: AreaMap) -> MapGeometry | None:
    grounds = [geometry.of_snapshot(told.boundaries, area_map.codes) for told in pair if told.boundaries is not None]
    drawn = [ground for ground in grounds if ground is not None]
    return max(drawn, key=lambda ground: len(ground.codes) - len(ground.missing), default=None)
