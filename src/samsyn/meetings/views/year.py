"""The year's wheel of all organs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.meetings.queries import year as queries


def year(request: HttpRequest, wanted: int | None = None) -> HttpResponse:
    """The meetings and deadlines of a year, by month and as a wheel; the present year where none is asked for."""
    today = timezone.localdate()
    wanted = today.year if wanted is None else wanted
    if not 1900 <= wanted <= 2200:
        raise Http404
    wheel = queries.year(request.user, wanted=wanted, on=today)
    trail = [(_("Meetings"), reverse("meetings:index")), (_("The year"), "")]
    return render(request, "meetings/year.html", {"wheel": wheel, "trail": trail})
