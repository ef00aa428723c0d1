"""Two results of one study beside each other."""

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samsyn.insights.exports import comparing
from samsyn.insights.exports.comparing import Compared
from samsyn.insights.maps.figure import Frame
from samsyn.insights.presentation import AreaChosen
from samsyn.insights.queries import runs
from samsyn.insights.studies import words
from samsyn.insights.views import found, result
from samsyn.insights.views.files import file_for
from samsyn.insights.views.result import Addresses
from samsyn.insights.views.runs import whole_table

TOGETHER = "comparison"
FIRST_ROWS = 30


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
    compared, places = _compared(request, first, second), _addresses(first, second)
    shown, chosen = compared.presentation, compared.seen_from(request.GET.get("area", ""))
    context = found.context(
        request,
        compared=compared,
        shown=shown,
        about=compared.about,
        figures=[(figure.label, words.cell(figure.value, figure.kind)) for figure in shown.figures],
        maps=_maps(compared, chosen, request.GET.get("area", "") if chosen else "", places.page),
        chosen=result.rows(chosen.table, "") if chosen and chosen.table else None,
        places=result.places(shown) if compared.is_seen_from else [],
        look=result.wanted(request),
        here=places.page,
        tables=[result.rows(table, places.table(table.name), FIRST_ROWS) for table in shown.tables],
        exports=result.exports(compared, places),
        trail=found.trail_of(compared.pair[0].run, (_("Compared"), "")),
    )
    return render(request, "insights/comparison.html", context)


@require_safe
def table(request: HttpRequest, first: UUID, second: UUID, name: str) -> HttpResponse:
    """A whole table of the comparison."""
    compared, places = _compared(request, first, second), _addresses(first, second)
    rows = whole_table(compared, name, places, request.GET.get("sort", ""))
    run = compared.pair[0].run
    trail = found.trail_of(run, (_("Compared"), places.page), (rows.caption, ""))
    context = {"told": compared, "about": compared.about, "table": rows, "trail": trail}
    return render(request, "insights/table.html", context)


@never_cache
@require_safe
def export(request: HttpRequest, first: UUID, second: UUID, kind: str) -> HttpResponse:
    """The comparison as a file."""
    return file_for(_compared(request, first, second), kind)


def _compared(request: HttpRequest, first: UUID, second: UUID) -> Compared:
    """The two as the person may see them; 404 where they cannot be compared."""
    compared = comparing.compared(found.told(request, first), found.told(request, second))
    if compared is None:
        raise Http404
    return compared


def _addresses(first: UUID, second: UUID) -> Addresses:
    pair = [first, second]
    return Addresses(
        page=reverse("insights:comparison", args=pair),
        table=lambda name: reverse("insights:comparison_table", args=[*pair, name]),
        export=lambda kind: reverse("insights:comparison_export", args=[*pair, kind]),
    )


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _maps(compared: Compared, chosen: AreaChosen | None, area: str, page: str) -> dict[str, SafeString]:
    """The maps by name: of each result on its own areas, and the difference on those of the one that has more."""
    drawn = {}
    for area_map in result.instead(compared.presentation.maps, chosen):
        ground = compared.ground(area_map)
        if ground is not None:
            sources = "; ".join(dict.fromkeys(told.about.cited for told in compared.shown_on(area_map)))
            frame = Frame(source=sources, together=TOGETHER)
            link = partial(_seen_from, page) if compared.is_seen_from else None
            drawn[area_map.name] = result.drawn(ground, area_map, frame, area=area, link=link)
    return drawn


def _seen_from(page: str, area: str) -> str:
    """Where the comparison is seen from an area."""
    return f"{page}?{urlencode({'area': area})}#map-part"
