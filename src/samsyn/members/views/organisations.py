"""Organisations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.foundation.ui.asking import by_and_at
from samsyn.foundation.ui.editing import Editing, edit, posted
from samsyn.members.forms import organisations as forms
from samsyn.members.forms.functions import EndForm
from samsyn.members.models import Organisation
from samsyn.members.operations import memberships
from samsyn.members.operations import organisations as operations
from samsyn.members.queries import fees, people
from samsyn.members.queries import organisations as queries
from samsyn.members.views import access


def index(request: HttpRequest) -> HttpResponse:
    """Every organisation, and a form for one more."""
    access.require_keeper(request)
    form = forms.OrganisationForm(request.POST or None)
    if made := access.registered(request, form, operations.register_organisation):
        messages.success(request, _("%(name)s is in the register.") % {"name": made})
        return redirect("members:organisations")
    context = {"organisations": queries.listed(), "form": form}
    return render(request, "members/organisations.html", context, status=400 if form.errors else 200)


def page(request: HttpRequest, code: str) -> HttpResponse:
    """One organisation: what it is and has been, what it pays, who sits for it."""
    organisation, today = access.organisation(request, code), timezone.localdate()
    context = {
        "organisation": organisation,
        "memberships": queries.memberships(organisation),
        "inhabitants": queries.inhabitants(organisation),
        "fee": fees.of_year([organisation], today.year).get(organisation.pk),
        "mandates": queries.mandates(organisation, on=today),
        "people": people.of_organisation(organisation, on=today),
        "year": today.year,
    }
    return render(request, "members/organisation.html", context)


def change(request: HttpRequest, code: str) -> HttpResponse:
    organisation = access.organisation(request, code)
    now = {name: getattr(organisation, name) for name in ("name", "kind", "sector", "county")}
    form = forms.ParticularsForm(posted(request), initial=now)
    return edit(
        request, form, _editing(organisation, _("Change the organisation")),
        lambda typed: operations.change_organisation(organisation, **typed, **by_and_at(request)),
    )  # fmt: skip


def begin_membership(request: HttpRequest, code: str) -> HttpResponse:
    organisation = access.organisation(request, code)
    form = forms.MembershipForm(posted(request), initial={"since": timezone.localdate()})
    return edit(
        request, form, _editing(organisation, _("Begin a membership")),
        lambda typed: memberships.begin(organisation, **typed, **by_and_at(request)),
    )  # fmt: skip


def end_membership(request: HttpRequest, code: str, membership: int) -> HttpResponse:
    organisation = access.organisation(request, code)
    ended = get_object_or_404(queries.memberships(organisation), pk=membership)
    form = EndForm(posted(request), initial={"until": timezone.localdate()})
    return edit(
        request, form, _editing(organisation, _("End the membership")),
        lambda typed: memberships.end(ended, **typed, **by_and_at(request)),
    )  # fmt: skip


def note_inhabitants(request: HttpRequest, code: str) -> HttpResponse:
    organisation = access.organisation(request, code)
    form = forms.InhabitantsForm(posted(request), initial={"year": timezone.localdate().year - 1})
    return edit(
        request, form, _editing(organisation, _("Note the inhabitants")),
        lambda typed: operations.note_inhabitants(
            {organisation: typed.pop("number")}, **typed, **by_and_at(request)
        ),
    )  # fmt: skip


def _editing(organisation: Organisation, title: str) -> Editing:
    back = reverse("members:organisation", args=[organisation.code])
    return Editing(title, _("Save"), _("The change has been saved."), back, organisation.name)
