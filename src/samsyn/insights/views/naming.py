"""The links of a network, and a measure named of one of them: what a light editor of networks is."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.insights.errors import InsightError
from samsyn.insights.forms.naming import NamingForm
from samsyn.insights.models import DatasetKind, Snapshot
from samsyn.insights.operations import measures
from samsyn.insights.operations.measures import Named
from samsyn.insights.queries import datasets
from samsyn.insights.queries import links as queries
from samsyn.insights.queries.links import Link
from samsyn.insights.views import access
from samsyn.insights.views.access import Trail, by_and_at


@require_safe
def links(request: HttpRequest, key: UUID) -> HttpResponse:
    """The links of a network that hold a text, to name a measure of one."""
    network = _network(request, key)
    text = request.GET.get("q", "").strip()
    shown, number = queries.found(network, text)
    context = {"snapshot": network, "named": datasets.named(network), "links": shown, "number": number, "text": text}
    return render(request, "insights/links.html", context | {"trail": _trail(network, (_("Links"), ""))})


def name(request: HttpRequest, key: UUID) -> HttpResponse:
    """Name a measure that changes a link, and keep it."""
    access.bring_data(request)
    network = _network(request, key)
    link = queries.by_code(network, request.GET.get("link", ""))
    if link is None:
        raise Http404
    form = NamingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            snapshot = _kept(request, network, link, form)
        except InsightError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The measure has been kept. Run the study of measures to see what it does."))
            return redirect("insights:snapshot", snapshot.key)
    here = reverse("insights:links", args=[key])
    trail = _trail(network, (_("Links"), here), (_("Name a measure"), ""))
    context = {"snapshot": network, "link": link, "form": form, "trail": trail}
    return render(request, "insights/name_measure.html", context, status=400 if form.errors else 200)


def _network(request: HttpRequest, key: UUID) -> Snapshot:
    found = access.snapshot(request, key)
    if found.dataset.kind != DatasetKind.NETWORK:
        raise Http404
    return found


def _kept(request: HttpRequest, network: Snapshot, link: Link, form: NamingForm) -> Snapshot:
    said = form.cleaned_data
    named = Named(
        link=link.code,
        both_ways=said["both_ways"],
        minutes=said["minutes"],
        name=said["name"],
        cost=said["cost"],
        price_year=said["price_year"] or 0,
        year=said["year"] or 0,
        owner=said["owner"],
        note=said["note"],
    )
    return measures.add(named, network=network, into=said["into"] or said["title"], **by_and_at(request))


def _trail(network: Snapshot, *more: tuple[str, str]) -> Trail:
    return access.trail(
        (network.dataset.title, reverse("insights:dataset", args=[network.dataset.key])),
        (_("Snapshot %(number)d") % {"number": network.number}, reverse("insights:snapshot", args=[network.key])),
        *more,
    )
