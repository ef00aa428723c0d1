"""Entering many values at once, from a table: upload, look at what it would do, enter."""

import base64
import binascii
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.plans.errors import NotUsable, PlanError
from samsyn.plans.exchange import value_table
from samsyn.plans.forms.indicators import LARGEST_TABLE, TableForm
from samsyn.plans.models import Plan
from samsyn.plans.operations import indicators as operations
from samsyn.plans.queries import measured, value_tables
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.frame import frame

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose a file, and see what entering it would do. The file travels with the page: nothing is kept before."""
    plan = _plan(request, key)
    form = TableForm(request.POST or None, request.FILES or None)
    context = _around(request, plan) | {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            found = value_tables.preview(
                plan, file=file.name, content=content, by=request.user, on=timezone.localdate()
            )
        except PlanError as refusal:
            form.add_error("file", str(refusal))
        else:
            carried = {"file": file.name, "content": base64.b64encode(content).decode()}
            return render(request, "plans/value_table.html", context | {"preview": found} | carried)
    return render(request, "plans/value_table.html", context, status=400 if form.errors else 200)


@require_POST
def enter(request: HttpRequest, key: UUID) -> HttpResponse:
    """Enter the table that was looked at. What has been entered already is known, so twice is harmless."""
    plan = _plan(request, key)
    entered = operations.enter_table(
        plan, file=request.POST.get("file", ""), content=_carried(request), **by_and_at(request)
    )
    said = ngettext("%(count)d value has been entered.", "%(count)d values have been entered.", entered)
    messages.success(request, said % {"count": entered})
    return redirect("plans:indicators", key)


def template(request: HttpRequest, key: UUID) -> HttpResponse:
    """A workbook to fill in: a row for each indicator that the person may enter values of."""
    plan = _plan(request, key)
    names = measured.names_to_fill_in(plan, by=request.user, on=timezone.localdate())
    answer = HttpResponse(value_table.to_fill_in(names, get_language() or "sv"), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{_("values")}.xlsx"'
    return answer


def _plan(request: HttpRequest, key: UUID) -> Plan:
    plan = access.plan(request, key)
    access.require(measured.may_enter_any(plan, by=request.user, on=timezone.localdate()))
    return plan


def _around(request: HttpRequest, plan: Plan) -> dict:
    way = (_("Indicators"), reverse("plans:indicators", args=[plan.key]))
    return frame(request, plan, tab="indicators", trail=(way, (_("Values from a table"), "")))


def _carried(request: HttpRequest) -> bytes:
    try:
        content = base64.b64decode(request.POST.get("content", ""), validate=True)
    except binascii.Error:
        content = b""
    if not content or len(content) > LARGEST_TABLE:
        raise NotUsable(_("The table did not come along. Choose the file once more."))
    return content
