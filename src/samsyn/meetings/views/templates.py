"""Agenda templates: the standing items of each organ's meetings, kept by the office."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.ui.editing import Editing, do, edit, posted
from samsyn.meetings.forms.agenda import NewStandingItemForm, StandingItemForm, StepForm, TemplateForm
from samsyn.meetings.models import AgendaTemplate, TemplateItem
from samsyn.meetings.operations import templates as operations
from samsyn.meetings.queries import templates
from samsyn.meetings.views import access
from samsyn.meetings.views.access import by_and_at


def listed(request: HttpRequest) -> HttpResponse:
    """Every template."""
    access.manage(request)
    trail = [(_("Meetings"), reverse("meetings:index")), (_("Agenda templates"), "")]
    return render(request, "meetings/templates.html", {"templates": templates.listed(), "trail": trail})


def create(request: HttpRequest) -> HttpResponse:
    """Begin a template."""
    access.manage(request)
    page = Editing(
        title=_("New template"), action=_("Begin"), done=_("The template is there. Add its standing items."),
        back=reverse("meetings:templates"),
    )  # fmt: skip
    save = partial(operations.create, **by_and_at(request))
    return edit(request, TemplateForm(posted(request)), page, lambda typed: save(**typed))


def template(request: HttpRequest, key: UUID) -> HttpResponse:
    """A template with its standing items, to put in order."""
    shown = access.template(request, key)
    trail = [
        (_("Meetings"), reverse("meetings:index")), (_("Agenda templates"), reverse("meetings:templates")),
        (shown.name, ""),
    ]  # fmt: skip
    context = {"template": shown, "items": templates.items(shown), "trail": trail}
    return render(request, "meetings/template.html", context)


@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a template away."""
    take = partial(operations.remove, access.template(request, key), **by_and_at(request))
    return do(request, take, done=_("The template has been removed."), back=reverse("meetings:templates"))


def add_item(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a standing item."""
    shown = access.template(request, key)
    page = _editing(shown, _("Add a standing item"), _("The standing item has been added."))
    save = partial(operations.add_item, shown, **by_and_at(request))
    return edit(request, NewStandingItemForm(posted(request), template=shown), page, lambda typed: save(**typed))


def change_item(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Say a standing item in other words."""
    shown, item = _item(request, key, pk)
    now = {name: getattr(item, name) for name in ("title", "kind", "proposal")}
    page = _editing(shown, _("Change the standing item"), _("The standing item has been changed."))
    save = partial(operations.change_item, item, **by_and_at(request))
    return edit(request, StandingItemForm(posted(request), initial=now), page, lambda typed: save(**typed))


@require_POST
def step(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take one step in the template."""
    shown, item = _item(request, key, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404
    operations.shift_item(item, step=form.cleaned_data["step"], **by_and_at(request))
    return redirect(f"{_address(shown)}#item-{item.pk}")


@require_POST
def remove_item(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take a standing item away."""
    shown, item = _item(request, key, pk)
    take = partial(operations.remove_item, item, **by_and_at(request))
    return do(request, take, done=_("The standing item has been removed."), back=_address(shown))


def _address(template: AgendaTemplate) -> str:
    return reverse("meetings:template", args=[template.key])


def _item(request: HttpRequest, key: UUID, pk: int) -> tuple[AgendaTemplate, TemplateItem]:
    shown = access.template(request, key)
    return shown, get_object_or_404(shown.items.select_related("template"), pk=pk)


def _editing(template: AgendaTemplate, title: str, done: str) -> Editing:
    return Editing(title=title, action=_("Save"), done=done, back=_address(template), about=template.name)
