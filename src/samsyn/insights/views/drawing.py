"""A light editor of networks: links looked up, and a measure drawn on the map and kept among the measures."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.insights.errors import InsightError
from samsyn.insights.forms.drawing import Drawing
from samsyn.insights.maps import figure
from samsyn.insights.maps.drawing import Sheet
from samsyn.insights.maps.figure import Frame
from samsyn.insights.maps.view import View
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.operations import measures
from samsyn.insights.queries import datasets, networks, nodes, previews
from samsyn.insights.queries import links as queries
from samsyn.insights.views import access
from samsyn.insights.views.access import Trail, by_and_at

SHEET = Sheet(ident="network-map", height=760)
LISTED = 2_000
"""Links in a list to choose from; any other is named by its code."""
METRES = 1_000


@require_safe
def links(request: HttpRequest, key: UUID) -> HttpResponse:
    """The links of a network that hold a text, to draw a measure that changes one."""
    network = _network(request, key)
    text = request.GET.get("q", "").strip()
    shown, number = queries.found(network, text)
    context = {"snapshot": network, "named": datasets.named(network), "links": shown, "number": number, "text": text}
    return render(request, "insights/links.html", context | {"trail": _trail(network, (_("Links"), ""))})


def draw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Draw a measure, change by change, and keep it."""
    access.bring_data(request)
    network = _network(request, key)
    drawing = Drawing(network, request.POST, request.GET.get("link", ""))
    if request.method == "POST" and drawing.act():
        try:
            snapshot = _kept(request, drawing)
        except InsightError as refusal:
            drawing.facts.add_error(None, str(refusal))
        else:
            messages.success(request, _("The measure has been kept. Run the study of measures to see what it does."))
            return redirect("insights:snapshot", snapshot.key)
    context = {"snapshot": network, "drawing": drawing, "trail": _trail(network, (_("Draw a measure"), ""))}
    context |= _map(network, drawing) | {
        "changes": list(_told(drawing)),
        "links": queries.found(network, "", LISTED)[0],
    }
    return render(request, "insights/draw_measure.html", context, status=400 if drawing.errors else 200)


def _network(request: HttpRequest, key: UUID) -> Snapshot:
    found = access.snapshot(request, key)
    if found.dataset.kind != DatasetKind.NETWORK:
        raise Http404
    return found


def _kept(request: HttpRequest, drawing: Drawing) -> Snapshot:
    said = drawing.facts.cleaned_data
    into = said["into"] or said["title"]
    return measures.add(
        drawing.facts.facts(), changes=drawing.rows(), network=drawing.network, into=into, **by_and_at(request)
    )


def _told(drawing: Drawing) -> Iterator[tuple[int, str, str]]:
    """The changes that stand: number, words, and what is sent along of them."""
    for number, change in drawing.numbered():
        yield number, queries.told(change.row()), change.stored()


def _map(network: Snapshot, drawing: Drawing) -> dict[str, Any]:
    """The network with what is drawn, the nodes to choose from, and how long a pixel of the map is."""
    every = nodes.listed(network)
    preview = networks.preview_of(network)
    shown = previews.of_network(
        preview, network, drawn=networks.drawn(network, drawing.rows()), marks=nodes.marks(every)
    )
    if shown is None:
        return {"map": SafeString(""), "nodes": every}
    view = View.of(shown.geometry, shown.area_map.codes, (SHEET.width, SHEET.height))
    km = shown.geometry.metres / view.scale / METRES if shown.geometry.crs else 0.0
    picture = figure.figure(shown.geometry, shown.area_map, Frame(source=shown.source, sheet=SHEET))
    return {"map": picture, "nodes": every, "km_of_pixel": f"{km:.6f}"}


def _trail(network: Snapshot, *more: tuple[str, str]) -> Trail:
    return access.trail(
        (network.dataset.title, reverse("insights:dataset", args=[network.dataset.key])),
        (_("Snapshot %(number)d") % {"number": network.number}, reverse("insights:snapshot", args=[network.key])),
        *more,
    )
