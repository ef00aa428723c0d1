"""Published series: the values that plans read, and how a value of a result becomes one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.insights.errors import InsightError
from samsyn.insights.exports import making
from samsyn.insights.exports.making import Told
from samsyn.insights.forms.publishing import PublishForm
from samsyn.insights.models import Series
from samsyn.insights.operations import series as operations
from samsyn.insights.presentation import Kind, Offer
from samsyn.insights.queries import runs
from samsyn.insights.queries import series as queries
from samsyn.insights.studies import words
from samsyn.insights.views import found
from samsyn.insights.views.access import by_and_at


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every published series with its latest value."""
    listed = queries.with_latest()
    return render(
        request,
        "insights/series_list.html",
        found.context(request, listed=listed, trail=found.trail((_("All published series"), ""))),
    )


@require_safe
def series(request: HttpRequest, key: UUID) -> HttpResponse:
    """One series: its values, its source and the run that it came from."""
    try:
        one = queries.by_key(key)
    except Series.DoesNotExist:
        raise Http404 from None
    context = found.context(
        request,
        series=one,
        values=list(one.values.all()),
        readable=one.run is not None and (found.may(request)["see_data"] or hasattr(one.run, "share")),
        trail=found.trail((_("All published series"), reverse("insights:series_list")), (one.title, "")),
    )
    return render(request, "insights/series.html", context)


def publish(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """Publish a quantity that a shared result offers."""
    found.require(request, "publish")
    run = found.run(request, key)
    if not hasattr(run, "share"):
        messages.warning(request, _("Share the result first: whoever reads a series must be able to read its source."))
        return redirect("insights:share", key)
    told = making.told(run, runs.public_result_of(run), named=False)
    offer = _offer(told, code)
    form = PublishForm(request.POST if request.method == "POST" else None, offer=offer)
    if request.method == "POST" and form.is_valid():
        try:
            made = _published(request, told, offer, form)
        except InsightError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The value has been published. An indicator can now read the series."))
            return redirect("insights:series", made.key)
    return render(request, "insights/publish.html", _asked(told, offer, form), status=400 if form.errors else 200)


def _asked(told: Told, offer: Offer, form: PublishForm) -> dict[str, Any]:
    return {
        "run": told.run,
        "about": told.about,
        "offer": offer,
        "value": words.cell(offer.value, Kind.NUMBER),
        "day": runs.reference_day(told.run),
        "form": form,
        "trail": found.trail_of(told.run, (_("Publish a value"), "")),
    }


def _offer(told: Told, code: str) -> Offer:
    """The quantity with a code, of what everybody may see."""
    for offer in told.presentation.offers:
        if offer.code == code:
            return offer
    raise InsightError(
        _("This value is not published: it is left out of what is shared, as it would tell small numbers.")
    )


def _published(request: HttpRequest, told: Told, offer: Offer, form: PublishForm) -> Series:
    into = form.cleaned_data["series"]
    if into is not None:
        return operations.extend_with_offer(into, run=told.run, offer=offer, **by_and_at(request))
    return operations.publish_offer(
        told.run,
        offer=offer,
        code=form.cleaned_data["code"],
        title=form.cleaned_data["title"],
        modelled=told.about.modelled,
        **by_and_at(request),
    )
