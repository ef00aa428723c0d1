"""A network of an extract of OpenStreetMap: uploaded, made by a worker, then checked and saved as any network."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samsyn.foundation.errors import NotPermitted, Refusal
from samsyn.foundation.files import operations as files
from samsyn.foundation.jobs.models import Job
from samsyn.insights.forms.extracts import MEGABYTE, ExtractForm
from samsyn.insights.operations import extracts
from samsyn.insights.views import access


def extract(request: HttpRequest) -> HttpResponse:
    """Choose an extract and the areas that become zones."""
    access.bring_data(request)
    form = ExtractForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("insights:fetching", _asked(request, form).key)
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    context = {
        "form": form,
        "limit": settings.UPLOAD_LIMIT // MEGABYTE,
        "trail": access.trail((_("Network from OpenStreetMap"), "")),
    }
    return render(request, "insights/extract.html", context, status=400 if form.errors else 200)


def _asked(request: HttpRequest, form: ExtractForm) -> Job:
    given, who = form.cleaned_data, access.by_and_at(request)
    stored = files.store(given["file"], name=given["file"].name, **who)
    return extracts.request(stored, areas=given["areas"], begins=given["begins"].split(), rail=given["rail"], **who)
