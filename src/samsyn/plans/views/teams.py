"""Who does an item, when and for how much; and the owners of a whole plan at once."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.plans import rules
from samsyn.plans.forms import teams as forms
from samsyn.plans.forms.owners import OwnersForm
from samsyn.plans.models import Item
from samsyn.plans.operations import teams as operations
from samsyn.plans.queries import assigning
from samsyn.plans.queries.choices import code_of
from samsyn.plans.views import access
from samsyn.plans.views.access import by_and_at
from samsyn.plans.views.editing import Editing, address, do, edit, posted
from samsyn.plans.views.frame import frame


def owner(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say who answers for an item."""
    item = access.item(request, key, _assigns)
    form = forms.OwnerForm(posted(request), on=timezone.localdate(), initial={"party": code_of(item)})
    page = editing(item, _("Owner"), _("The owner has been changed."), lead=_("Who answers for it, and follows it up."))
    save = partial(operations.assign_owner, item, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed["party"]._asdict()))


def owners(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give owners to many items at once: one table, saved whole or not at all."""
    plan = access.plan(request, key, rules.may_assign_owner)
    table = assigning.table(plan, chosen=request.GET, on=timezone.localdate())
    form = OwnersForm(posted(request), table=table)
    page = Editing(
        title=_("Owners"), action=_("Save the owners"), done=_("The owners have been saved."),
        back=request.get_full_path(), about=plan.title,
    )  # fmt: skip
    save = partial(operations.assign_owners, plan, **by_and_at(request))
    context = frame(request, plan, tab="plan", trail=((_("Owners"), ""),)) | {"table": table}
    return edit(
        request, form, page, lambda typed: save(changes=form.changes()), template="plans/owners.html", context=context
    )


def contribute(request: HttpRequest, key: UUID) -> HttpResponse:
    """Note that somebody helps."""
    item = access.item(request, key, rules.may_edit_follow_up_data)
    form = forms.PartyForm(posted(request), on=timezone.localdate())
    page = editing(item, _("Add a contributor"), _("The contributor has been added."))
    save = partial(operations.contribute, item, **by_and_at(request))
    return edit(request, form, page, lambda typed: save(**typed["party"]._asdict()))


@require_POST
def stop_contributing(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Note that somebody does not help any more."""
    item = access.item(request, key, rules.may_edit_follow_up_data)
    found = get_object_or_404(item.contributions, pk=pk)
    stop = partial(operations.stop_contributing, found, **by_and_at(request))
    return do(request, stop, done=_("The contributor has been removed."), back=address(item))


def period(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say when an item is done."""
    item = access.item(request, key, rules.may_edit_follow_up_data)
    form = forms.PeriodForm(posted(request), initial={"starts_on": item.starts_on, "ends_on": item.ends_on})
    page = editing(
        item, _("Period"), _("The period has been changed."), lead=_("Leave it empty where it is the plan's own.")
    )
    return edit(request, form, page, lambda typed: operations.set_period(item, **typed, **by_and_at(request)))


def money(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what an item may cost and has cost."""
    item = access.item(request, key, rules.may_edit_follow_up_data)
    form = forms.MoneyForm(posted(request), initial={"budget": item.budget, "outcome": item.outcome})
    page = editing(item, _("Budget and outcome"), _("The amounts have been changed."))
    return edit(request, form, page, lambda typed: operations.set_money(item, **typed, **by_and_at(request)))


def note(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the internal note."""
    item = access.item(request, key, rules.may_edit_follow_up_data)
    form = forms.NoteForm(posted(request), initial={"text": item.internal_note})
    page = editing(item, _("Internal note"), _("The note has been changed."))
    return edit(request, form, page, lambda typed: operations.note(item, **typed, **by_and_at(request)))


def editing(item: Item, title: str, done: str, **words: Any) -> Editing:
    """A page that changes something of an item."""
    words = {"action": _("Save"), "back": address(item), "about": item.name} | words
    return Editing(title=title, done=done, **words)


def _assigns(by: Any, item: Item, *, on: Any) -> bool:
    return rules.may_assign_owner(by, item.plan, on=on)
