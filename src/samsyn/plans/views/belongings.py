"""The steps, risks and documents of an item."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.files import operations as files
from samsyn.foundation.files import queries as stored
from samsyn.plans import rules
from samsyn.plans.forms import teams as forms
from samsyn.plans.models import Item, ItemDocument
from samsyn.plans.operations import teams as operations
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.editing import address, do, edit, posted
from samsyn.plans.views.teams import editing


def add_step(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a step on the way."""
    item = _edited(request, key)
    page = editing(item, _("Add a step"), _("The step has been added."), back=f"{address(item)}#steps")
    save = partial(operations.add_step, item, **by_and_at(request))
    return edit(request, forms.StepForm(posted(request)), page, lambda typed: save(**typed))


def change_step(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Say a step in other words, give it another date, or say when it was done."""
    item = _edited(request, key)
    step = get_object_or_404(item.steps, pk=pk)
    form = forms.ChangeStepForm(posted(request), initial=_said(step, "text", "due_on", "done_on"))
    page = editing(item, _("Change the step"), _("The step has been changed."), back=f"{address(item)}#steps")
    return edit(request, form, page, lambda typed: operations.set_step(step, **typed, **by_and_at(request)))


@require_POST
def finish_step(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Say that a step was done today, or (posted without `done`) that it is not done after all."""
    item = _edited(request, key)
    step = get_object_or_404(item.steps, pk=pk)
    done_on: date | None = timezone.localdate() if request.POST.get("done") else None
    finish = partial(operations.finish_step, step, done_on=done_on, **by_and_at(request))
    words = _("The step is done.") if done_on else _("The step is not done after all.")
    return do(request, finish, done=words, back=f"{address(item)}#steps")


@require_POST
def remove_step(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take a step away."""
    item = _edited(request, key)
    step = get_object_or_404(item.steps, pk=pk)
    remove = partial(operations.remove_step, step, **by_and_at(request))
    return do(request, remove, done=_("The step has been removed."), back=f"{address(item)}#steps")


def add_risk(request: HttpRequest, key: UUID) -> HttpResponse:
    """Note what may go wrong."""
    item = _edited(request, key)
    page = editing(item, _("Add a risk"), _("The risk has been added."), back=f"{address(item)}#risks")
    save = partial(operations.add_risk, item, **by_and_at(request))
    return edit(request, forms.RiskForm(posted(request)), page, lambda typed: save(**typed))


def change_risk(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Judge a risk anew."""
    item = _edited(request, key)
    risk = get_object_or_404(item.risks, pk=pk)
    form = forms.RiskForm(posted(request), initial=_said(risk, "text", "likelihood", "consequence", "response"))
    page = editing(item, _("Change the risk"), _("The risk has been changed."), back=f"{address(item)}#risks")
    return edit(request, form, page, lambda typed: operations.change_risk(risk, **typed, **by_and_at(request)))


@require_POST
def remove_risk(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take a risk away."""
    item = _edited(request, key)
    risk = get_object_or_404(item.risks, pk=pk)
    remove = partial(operations.remove_risk, risk, **by_and_at(request))
    return do(request, remove, done=_("The risk has been removed."), back=f"{address(item)}#risks")


def add_document(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a file or an address."""
    item = _edited(request, key)
    form = forms.DocumentForm(posted(request), request.FILES or None)
    page = editing(
        item, _("Add a document"), _("The document has been added."), back=f"{address(item)}#documents",
        lead=_("It is internal until it is published."),
    )  # fmt: skip

    def save(typed: dict[str, Any]) -> None:
        upload = typed["file"]
        file = files.store(upload, name=upload.name, **by_and_at(request)) if upload else None
        operations.add_document(item, title=typed["title"], file=file, url=typed["url"], **by_and_at(request))

    return edit(request, form, page, save)


@require_POST
def publish_document(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let everybody see a document, or (posted without `public`) only those who see internal ones."""
    document = _document(request, key)
    public = bool(request.POST.get("public"))
    publish = partial(operations.publish_document, document, public=public, **by_and_at(request))
    words = _("Everybody may read the document.") if public else _("The document is internal again.")
    return do(request, publish, done=words, back=f"{address(document.item)}#documents")


@require_POST
def remove_document(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a document away."""
    document = _document(request, key)
    remove = partial(operations.remove_document, document, **by_and_at(request))
    return do(request, remove, done=_("The document has been removed."), back=f"{address(document.item)}#documents")


def document(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A document of an item, for those who may read the plan and, where it is internal, what is internal."""
    found = _document(request, key)
    return stored.response(request, found.file, inline=True) if found.file else redirect(found.url)


def _edited(request: HttpRequest, key: UUID) -> Item:
    return access.item(request, key, rules.may_edit_follow_up_data)


def _document(request: HttpRequest, key: UUID) -> ItemDocument:
    found = get_object_or_404(ItemDocument.objects.select_related("item__plan", "file"), key=key)
    today = timezone.localdate()
    access.require(rules.may_read(request.user, found.item.plan, on=today))
    access.require(found.public or rules.may_read_internal_of(request.user, found.item, on=today))
    return found


def _said(thing: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}
