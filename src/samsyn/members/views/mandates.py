"""Mandates: one at a time, or a whole table."""

import base64
import binascii

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.errors import Refusal
from samsyn.foundation.ui.asking import by_and_at
from samsyn.foundation.ui.editing import Editing, edit, posted
from samsyn.members.errors import MemberError
from samsyn.members.exchange import mandate_table
from samsyn.members.forms import mandates as forms
from samsyn.members.forms.functions import EndForm
from samsyn.members.models import Mandate
from samsyn.members.operations import mandates as operations
from samsyn.members.queries import mandate_tables
from samsyn.members.views import access

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def appoint(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody sit in an organ."""
    organ, today = access.kept_organ(request, code), timezone.localdate()
    asked = {"since": today, "appointed_by": request.GET.get("by"), "role": request.GET.get("role", "delegate")}
    form = forms.AppointForm(posted(request), organ=organ, on=today, initial=asked)
    back = reverse("members:organ", args=[code])
    page = Editing(_("Give a mandate"), _("Save"), _("The mandate has been given."), back, organ.name)
    return edit(request, form, page, lambda typed: operations.appoint(organ, **typed, **by_and_at(request)))


def page(request: HttpRequest, key) -> HttpResponse:
    """One mandate, and what can be done with it."""
    mandate = access.mandate(request, key)
    back = reverse("members:organ", args=[mandate.organ.code])
    trail = [(_("Organs"), reverse("members:organs")), (mandate.organ.name, back), (mandate.person.name, "")]
    return render(request, "members/mandate.html", {"mandate": mandate, "trail": trail})


def end(request: HttpRequest, key) -> HttpResponse:
    mandate = access.mandate(request, key)
    form = EndForm(posted(request), initial={"until": timezone.localdate()})
    return edit(
        request, form, _editing(mandate, _("End the mandate")),
        lambda typed: operations.end(mandate, **typed, **by_and_at(request)),
    )  # fmt: skip


def replace(request: HttpRequest, key) -> HttpResponse:
    mandate, today = access.mandate(request, key), timezone.localdate()
    form = forms.ReplaceForm(posted(request), on=today, initial={"since": today, "party": mandate.party})
    return edit(
        request, form, _editing(mandate, _("Let somebody take over the mandate")),
        lambda typed: operations.replace(mandate, **typed, **by_and_at(request)),
    )  # fmt: skip


def correct(request: HttpRequest, key) -> HttpResponse:
    mandate = access.mandate(request, key)
    now = {name: getattr(mandate, name) for name in forms.PLACE}
    form = forms.PlaceForm(posted(request), organ=mandate.organ, on=mandate.since, initial=now)
    return edit(
        request, form, _editing(mandate, _("Correct the mandate")),
        lambda typed: operations.correct(mandate, **typed, **by_and_at(request)),
    )  # fmt: skip


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a table, and see what entering it would do. The file travels with the page: nothing is kept before."""
    access.require_keeper(request)
    form = forms.TableForm(request.POST or None, request.FILES or None)
    context = {"form": form, "trail": [(_("Organs"), reverse("members:organs")), (_("Mandates from a table"), "")]}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            found = mandate_tables.preview(file=file.name, content=content, at=timezone.now())
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            context |= {"preview": found, "file": file.name, "content": base64.b64encode(content).decode()}
    return render(request, "members/mandate_table.html", context, status=400 if form.errors else 200)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the table that was looked at. What has been entered already is known, so twice is harmless."""
    access.require_keeper(request)
    entered = operations.enter_table(file=request.POST.get("file", ""), content=_carried(request), **by_and_at(request))
    said = ngettext("%(count)d mandate has been entered.", "%(count)d mandates have been entered.", entered)
    messages.success(request, said % {"count": entered})
    return redirect("members:organs")


def template(request: HttpRequest) -> HttpResponse:
    """A workbook to fill in."""
    access.require_keeper(request)
    answer = HttpResponse(mandate_table.to_fill_in(get_language() or "sv"), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{_("mandates")}.xlsx"'
    return answer


def _editing(mandate: Mandate, title: str) -> Editing:
    about = f"{mandate.person}, {mandate.get_role_display().lower()}, {mandate.organ}"
    back = reverse("members:mandate", args=[mandate.key])
    return Editing(title, _("Save"), _("The change has been saved."), back, about)


def _carried(request: HttpRequest) -> bytes:
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
    except binascii.Error:
        content = b""
    if not content or len(content) > forms.LARGEST_TABLE:
        raise MemberError(_("The table did not come along. Choose the file once more."))
    return content
