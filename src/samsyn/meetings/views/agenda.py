"""The items of an agenda: read, written, put in order; who is heard at them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.foundation.ui.editing import Editing, do, edit, posted
from samsyn.meetings.forms.agenda import GuestForm, ItemForm, NewItemForm, StepForm, TemplateNameForm, TieForm
from samsyn.meetings.models import AgendaItem, Meeting
from samsyn.meetings.operations import agenda as operations
from samsyn.meetings.operations import templates
from samsyn.meetings.queries import agenda, pages
from samsyn.meetings.views import access
from samsyn.meetings.views.access import by_and_at
from samsyn.meetings.views.frame import frame

WORDS = ("title", "kind", "background", "proposal", "rapporteur", "minutes_long", "closed")


def item(request: HttpRequest, key: UUID) -> HttpResponse:
    """An item: what it is about, what is proposed, its papers and who is heard."""
    shown = access.item(request, key)
    page = pages.item(shown, request.user, on=timezone.localdate())
    context = frame(request, shown.meeting, trail=((str(shown), ""),))
    return render(request, "meetings/item.html", context | {"item": shown, "page": page})


def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put an item on the agenda."""
    meeting = access.managed(request, key)
    initial = {"parent": request.GET.get("in", "")}
    form = NewItemForm(posted(request), meeting=meeting, on=timezone.localdate(), initial=initial)
    page = Editing(
        title=_("Add an item"), action=_("Add"), done=_("The item is on the agenda."), back=_agenda(meeting),
        about=meeting.title,
    )  # fmt: skip
    save = partial(operations.add, meeting, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed))


def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say an item in other words."""
    shown = _managed(request, key)
    now = {name: getattr(shown, name) for name in WORDS}
    now["rapporteur"] = shown.rapporteur.key if shown.rapporteur else ""
    form = ItemForm(posted(request), on=timezone.localdate(), initial=now)
    page = _editing(shown, _("Change the agenda item"), _("The item has been changed."))
    save = partial(operations.change, shown, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed))


def arrange(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put the agenda in order, a step at a time."""
    meeting = access.managed(request, key)
    context = frame(request, meeting, trail=((_("Order"), ""),))
    return render(request, "meetings/arrange.html", context | {"lines": agenda.in_order(meeting)})


@require_POST
def step(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take one step on the agenda."""
    shown = _managed(request, key)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404
    operations.shift(shown, step=form.cleaned_data["step"], **by_and_at(request))
    return redirect(f"{reverse('meetings:arrange', args=[shown.meeting.key])}#{shown.key}")


@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take an item off the agenda, with all that stands in it."""
    shown = _managed(request, key)
    take = partial(operations.remove, shown, **by_and_at(request))
    return do(request, take, done=_("The item has been removed."), back=_agenda(shown.meeting))


@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw an item after the summons."""
    shown = _managed(request, key)
    take = partial(operations.withdraw, shown, **by_and_at(request))
    return do(request, take, done=_("The item is withdrawn."), back=address(shown))


@require_POST
def take_template(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add the standing items of a template."""
    meeting = access.managed(request, key)
    template = access.template(request, UUID(request.POST.get("template", "")))
    take = partial(operations.take_standing_items, meeting, template=template, **by_and_at(request))
    return do(request, take, done=_("The standing items are on the agenda."), back=_agenda(meeting))


def make_template(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make a template of a meeting's agenda."""
    meeting = access.managed(request, key)
    page = Editing(
        title=_("Make a template of the agenda"), action=_("Make"), done=_("The template is there."),
        back=_agenda(meeting), about=meeting.title, leads_to=reverse("meetings:templates"),
    )  # fmt: skip
    form = TemplateNameForm(posted(request), initial={"name": meeting.title})
    save = partial(templates.create, organ=meeting.organ, like=meeting, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed))


def add_guest(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say who from outside is heard at an item."""
    shown = _managed(request, key)
    page = _editing(shown, _("Add a guest"), _("The guest has been added."))
    save = partial(operations.add_guest, shown, **by_and_at(request))
    return edit(request, GuestForm(posted(request), on=timezone.localdate()), page, lambda typed: save(**typed))


@require_POST
def remove_guest(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take a guest off an item."""
    shown = _managed(request, key)
    guest = get_object_or_404(shown.guests.select_related("item__meeting"), pk=pk)
    take = partial(operations.remove_guest, guest, **by_and_at(request))
    return do(request, take, done=_("The guest has been removed."), back=address(shown))


def tie(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say which part of a plan an item concerns."""
    shown = _managed(request, key)
    page = _editing(shown, _("What the item concerns"), _("The item is tied to the plan."))
    form = TieForm(posted(request), parts=agenda.parts_to_tie(shown))
    save = partial(operations.tie, shown, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed))


@require_POST
def untie(request: HttpRequest, key: UUID, part: UUID) -> HttpResponse:
    """Untie an item from a part of a plan."""
    shown = _managed(request, key)
    tied = get_object_or_404(shown.about, key=part)
    take = partial(operations.untie, shown, part=tied, **by_and_at(request))
    return do(request, take, done=_("The item is untied from the plan."), back=address(shown))


def address(item: AgendaItem) -> str:
    """Where an item is shown."""
    return reverse("meetings:item", args=[item.key])


def _agenda(meeting: Meeting) -> str:
    return reverse("meetings:meeting", args=[meeting.key])


def _managed(request: HttpRequest, key: UUID) -> AgendaItem:
    access.manage(request)
    return access.item(request, key)


def _editing(item: AgendaItem, title: Any, done: Any) -> Editing:
    return Editing(title=title, action=_("Save"), done=done, back=address(item), about=str(item))
