"""A plan as files: all of it for the office and the analysts, open data for everybody."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samsyn.foundation.files import queries as files
from samsyn.plans import rules
from samsyn.plans.models import Plan
from samsyn.plans.queries import workbooks
from samsyn.plans.views import access
from samsyn.plans.views.frame import frame

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

KINDS: dict[str, tuple[str, str, Callable[[Plan], bytes]]] = {
    "json": ("application/json", "json", workbooks.export_json),
    "json-with-files": ("application/json", "json", lambda plan: workbooks.export_json(plan, with_files=True)),
    "xlsx": (XLSX, "xlsx", workbooks.export_xlsx),
    "csv": ("text/csv; charset=utf-8", "csv", workbooks.export_csv),
}
"""The exports by their place in the address: media type, ending, maker."""


def exports(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the person may take out of the plan."""
    plan = access.plan(request, key)
    context = {"may_export": rules.may_export_full(request.user, plan, on=timezone.localdate())}
    return render(
        request, "plans/exports.html", frame(request, plan, tab="life", trail=((_("Exports"), ""),)) | context
    )


@never_cache
@require_safe
def export(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """All of the plan as a file."""
    if kind not in KINDS:
        raise Http404
    plan = access.plan(request, key, rules.may_export_full)
    media_type, ending, make = KINDS[kind]
    name = f"{slugify(plan.title) or 'plan'}-{timezone.localdate():%Y-%m-%d}.{ending}"
    answer = HttpResponse(make(plan), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def document(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """The document that the plan was read from, which may hold more than what was adopted."""
    plan = access.plan(request, key, rules.may_export_full)
    if plan.document is None:
        raise Http404
    return files.response(request, plan.document)
