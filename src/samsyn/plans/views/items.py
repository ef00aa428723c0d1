"""The page of an item, and changing the plan's own words and order."""

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from samsyn.plans import rules
from samsyn.plans.forms import items as forms
from samsyn.plans.models import Item, Plan, PlanState
from samsyn.plans.operations import items as operations
from samsyn.plans.queries import items, places
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.editing import Editing, address, edit, posted
from samsyn.plans.views.frame import frame


def item(request: HttpRequest, key: UUID) -> HttpResponse:
    """One item with its thread."""
    shown = access.item(request, key)
    today = timezone.localdate()
    page = items.page(shown, by=request.user, on=today)
    context = frame(request, shown.plan, tab="item", trail=_trail(page))
    context |= {"page": page, "item": shown, "today": today, "thread": import_string(settings.THREAD)(request, shown)}
    return render(request, "plans/item.html", context | _may(request, shown))


def add(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add an item to a draft: under the one that the address names (`under`), or after it (`after`)."""
    plan = access.plan(request, key, rules.may_edit_wording)
    parent, position = _wanted_place(request, plan)
    form = forms.AddForm(posted(request), parent=parent)
    page = Editing(
        title=_("Add to “%(name)s”") % {"name": parent.name} if parent else _("Add to the plan"),
        action=_("Add"), done=_("It has been added."), back=address(parent or plan), about=plan.title,
    )  # fmt: skip
    save = partial(operations.add, plan, parent=parent, position=position, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed))


def reword(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change the document's words in a draft; refused, with the words of now, where somebody else was first."""
    shown = access.item(request, key, _words)
    words = {"number": shown.number, "heading": shown.heading, "wording": shown.wording}
    form = forms.RewordForm(posted(request), initial=words)
    page = _editing(shown, _("Change the wording"), _("The wording has been changed."))
    context = {"item": shown, "seen": items.fingerprint(shown)}
    save = partial(operations.reword, shown, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed), template="plans/item_reword.html", context=context)


def retitle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give an item the office's own short title."""
    shown = access.item(request, key, _office)
    form = forms.RetitleForm(posted(request), initial={"short_title": shown.short_title})
    page = _editing(shown, _("Change the short title"), _("The short title has been changed."))
    return edit(request, form, page, lambda typed: operations.retitle(shown, **typed, **by_and_at(request)))


def retype(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that an item is of another kind."""
    shown = access.item(request, key, _words)
    form = forms.RetypeForm(posted(request), item=shown)
    page = _editing(shown, _("Change the kind"), _("The kind has been changed."))
    return edit(request, form, page, lambda typed: operations.retype(shown, **typed, **by_and_at(request)))


def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put an item, with what stands in it, elsewhere in the draft."""
    shown = access.item(request, key, _words)
    siblings = places.siblings(shown)
    form = forms.MoveForm(posted(request), item=shown, siblings=siblings, inside=places.inside(shown))
    page = _editing(shown, _("Move"), _("It has been moved."))

    def save(typed: dict[str, Any]) -> None:
        place = places.chosen(shown.plan, siblings, parent=typed["parent"], after=typed["after"])
        operations.move(shown, parent=place.parent, position=place.position, **by_and_at(request))

    return edit(request, form, page, save)


def merge(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make one item of two."""
    shown = access.item(request, key, _words)
    form = forms.MergeForm(posted(request), item=shown)
    into = places.find(shown.plan, form.cleaned_data["into"]) if form.is_valid() else shown
    page = _editing(
        shown, _("Merge with another item"), _("The two are one now."), into=into, danger=True,
        lead=_("The other item takes over the words and everything that belongs to this one, which goes away."),
    )  # fmt: skip
    return edit(request, form, page, lambda typed: operations.merge(shown, into=into, **by_and_at(request)))


def split(request: HttpRequest, key: UUID) -> HttpResponse:
    """Make several items of one."""
    shown = access.item(request, key, _words)
    form = forms.SplitForm(posted(request), initial={"parts": shown.wording, "seen": items.fingerprint(shown)})
    page = _editing(shown, _("Split"), _("It has been split."))
    return edit(request, form, page, lambda typed: operations.split(shown, **typed, **by_and_at(request)))


def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask once more, then take an item out of the draft."""
    shown = access.item(request, key, _words)
    inside = len(places.inside(shown)) - 1
    form = forms.RemoveForm(posted(request), inside=inside)
    page = _editing(
        shown, _("Remove from the plan"), _("It has been removed."), danger=True,
        lead=_("It goes away with its owner, steps, risks and links. What has been followed up is never removed."),
        into=shown.parent or shown.plan,
    )  # fmt: skip
    save = partial(operations.remove, shown, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed))


def _wanted_place(request: HttpRequest, plan: Plan) -> places.Place:
    try:
        if after := request.GET.get("after"):
            return places.after(places.find(plan, after))
        under = request.GET.get("under")
        return places.Place(places.find(plan, under) if under else None, None)
    except (Item.DoesNotExist, ValidationError):
        raise Http404 from None


def _office(by: Any, item: Item, *, on: Any) -> bool:
    return rules.may_manage(by, on=on)


def _words(by: Any, item: Item, *, on: Any) -> bool:
    return rules.may_edit_wording(by, item.plan, on=on)


def _may(request: HttpRequest, item: Item) -> dict[str, bool]:
    """What the person may do with the item as the plan stands."""
    by, today, still = request.user, timezone.localdate(), item.plan.state != PlanState.CLOSED
    return {
        "may_follow_up": still and rules.may_follow_up(by, item, on=today),
        "may_edit": still and rules.may_edit_follow_up_data(by, item, on=today),
        "may_assign": still and rules.may_assign_owner(by, item.plan, on=today),
        "may_link": still and rules.may_link(by, item.plan, on=today),
        "may_define": still and rules.may_manage_indicator(by, item, on=today),
        "may_publish": still and rules.may_publish_document(by, item, on=today),
        "may_retitle": rules.may_manage(by, on=today),
    }


def _editing(shown: Item, title: str, done: str, *, into: Item | Plan | None = None, **words: Any) -> Editing:
    leads_to = address(into) if into is not None else ""
    return Editing(
        title=title, action=title, done=done, back=address(shown), leads_to=leads_to, about=shown.name, **words
    )


def _trail(page: items.ItemPage) -> tuple[tuple[str, str], ...]:
    above = tuple((f"{one.number} {one.name}".strip(), address(one)) for one in page.ancestors)
    return (*above, (page.item.number or page.item.get_kind_display(), ""))
