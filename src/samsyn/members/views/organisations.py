"""Organisations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samsyn.members.forms import organisations as forms
from samsyn.members.operations import organisations as operations
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
